"""A served desk over a real record, and a browser that looks at it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from marsad.coding.coder import Coder
from marsad.readers import read_paths
from marsad.store.record import Record
from marsad.web.app import create_app
from marsad.web.settings import Settings

from .accounts import ACCOUNTS

ROOT = Path(__file__).parents[2]
FRONT_END = ROOT / "frontend"
BUILT = ROOT / "src" / "marsad" / "web" / "static" / "dist" / "manifest.json"
INSTALLED = FRONT_END / "node_modules" / ".package-lock.json"
AXE = FRONT_END / "node_modules" / "axe-core" / "axe.min.js"
SAMPLES = ("syria-daraa-monitor.txt", "syria-idlib-monitor.txt", "yemen-taiz-radio.txt", "mali-mopti-ngo.txt")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

OpenDesk = Callable[..., "Desk"]


class Desk:
    """A desk that listens on loopback: its address, its record, and its server, which can be stopped and started."""

    def __init__(self, record: Record, settings: Settings) -> None:
        self.record = record
        self.settings = settings
        self.app = create_app(record, settings)
        self._port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(self.app, log_level="warning", timeout_graceful_shutdown=2)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the desk did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture(scope="session")
def samples_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of some bundled samples, coded once; copy it before writing to it."""
    file = tmp_path_factory.mktemp("samples") / "samples.db"
    with resources.as_file(resources.files("marsad").joinpath("samples")) as folder:
        dispatches = list(read_paths([folder / name for name in SAMPLES], on_error=_refuse))
    with Record.open(file) as record:
        for dispatch, coding in zip(dispatches, Coder().code_many(dispatches), strict=True):
            record.add(dispatch, coding, reader="sample")
    return file


@pytest.fixture(scope="session")
def accounts_record(samples_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples and `tests.web.accounts`: several accounts of one happening; copy it before writing to it."""
    file = tmp_path_factory.mktemp("accounts") / "accounts.db"
    shutil.copy(samples_record, file)
    with Record.open(file) as record:
        for dispatch, coding in zip(ACCOUNTS, Coder().code_many(ACCOUNTS), strict=True):
            record.add(dispatch, coding, reader="sample")
    return file


def _refuse(error: Exception) -> None:
    raise error


@pytest.fixture
def open_desk(samples_record: Path, tmp_path: Path) -> Iterator[OpenDesk]:
    """Serve a desk of one's own over a copy of a record, the samples if none is given; keywords are `Settings`."""
    with ExitStack() as closing:

        def opened(over: Path | None = None, **settings: object) -> Desk:
            file = tmp_path / "record.db"
            if not file.exists():
                shutil.copy(over or samples_record, file)
            record = closing.enter_context(Record.open(file))
            desk = Desk(record, replace(Settings(record=str(file), reviewer="tester"), **settings))  # type: ignore[arg-type]
            closing.callback(desk.stop)
            return desk

        yield opened


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """A desk over a copy of the samples, without log-in; decisions are by "tester"."""
    return open_desk()


@pytest.fixture
def accounts_desk(open_desk: OpenDesk, accounts_record: Path) -> Desk:
    """A desk over a copy of the samples and the accounts of one happening."""
    return open_desk(accounts_record)


@pytest.fixture(scope="session")
def front_end() -> None:
    """The built islands, and axe. Builds them where they are missing or older than their sources; needs npm."""
    sources = [path for path in FRONT_END.glob("src/**/*") if path.is_file()]
    locked = (FRONT_END / "package-lock.json").stat().st_mtime
    newest = max(locked, *(path.stat().st_mtime for path in sources))
    if not INSTALLED.is_file() or INSTALLED.stat().st_mtime < locked:
        subprocess.run(["npm", "ci", "--silent"], cwd=FRONT_END, check=True)
        INSTALLED.touch()
    if not BUILT.is_file() or BUILT.stat().st_mtime < newest:
        subprocess.run(["npm", "run", "--silent", "build"], cwd=FRONT_END, check=True)


@pytest.fixture(scope="package")
def browser(front_end: None) -> Iterator[Browser]:
    """Debian's Chromium, or the Chrome that is there."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    assert found, "these tests need Chromium (Debian: apt-get install chromium)"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


class Watched:
    """What goes wrong in a browser's pages: console errors, uncaught errors, requests that leave this computer.

    A test that stops the server, or is refused by it on purpose, says so by `expected`: parts of messages.
    """

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.expected: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("page", self._watch_page)

    def _watch_page(self, page: Page) -> None:
        page.on("console", lambda message: message.type == "error" and self.wrong.append(message.text))
        page.on("pageerror", lambda error: self.wrong.append(f"uncaught: {error}"))
        page.on("request", self._check_local)

    def _check_local(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.wrong.append(f"a request left this computer: {request.url}")

    @property
    def unexpected(self) -> list[str]:
        return [text for text in self.wrong if not any(part in text for part in self.expected)]


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Fails the test where a page of its browsers had an error or asked another computer."""
    found = Watched()
    yield found
    assert found.unexpected == []


@pytest.fixture
def new_page(browser: Browser, watched: Watched) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser context of its own; keywords are those of `Browser.new_context`."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        watched.watch(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of 1280 by 900 pixels."""
    return new_page()


def axe_violations(page: Page, within: str = "html") -> list[str]:
    """What axe-core finds against WCAG 2.2 AA in a page, or in the elements of a selector."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    asked = {"within": within, "tags": tags}
    found = page.evaluate("({within, tags}) => axe.run(within, {runOnly: {type: 'tag', values: tags}})", asked)
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]
    ]
