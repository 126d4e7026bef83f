"""From settings to a server that listens."""

from __future__ import annotations

import multiprocessing
import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import resources
from multiprocessing.connection import wait
from pathlib import Path

import uvicorn

from marsad.coding.coder import Coder
from marsad.errors import DataError, RecordError
from marsad.readers import read_paths
from marsad.store.people import list_users
from marsad.store.record import Record
from marsad.web.app import create_app
from marsad.web.settings import Settings, is_loopback
from marsad.web.warming import warm

_PMTILES = b"PMTiles\x03"


def check_safe(settings: Settings) -> None:
    """Refuse to be reached from elsewhere without HTTPS. Raises `RecordError` that says what to do."""
    if not is_loopback(settings.host) and not settings.secure:
        raise RecordError(
            f"{settings.host} can be reached from other computers: give --certificate and --key, or --behind-proxy "
            "where a proxy in front speaks HTTPS"
        )


def check_basemap(settings: Settings) -> None:
    """Refuse a base map that maps in the browser could not read. Raises `DataError`."""
    if settings.basemap is None:
        return
    with settings.basemap.open("rb") as file:
        begin = file.read(len(_PMTILES))
    if begin != _PMTILES:
        raise DataError(
            f"{settings.basemap}: this is no PMTiles archive of version 3; convert other tiles with the program pmtiles"
        )


def run(
    settings: Settings,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    behind_proxy: bool = False,
    workers: int = 1,
    tell: Callable[[str], None],
) -> None:
    """Serve until interrupted, with as many processes. `RecordError`: the port is taken, or there are no users.

    All that requests share stands in the record, so that any process may answer any of them.
    """
    with tempfile.TemporaryDirectory(prefix="marsad-demo-") as folder:
        url = f"sqlite:///{folder}/demo.db" if settings.demo else settings.record
        with Record.open(url) as record:
            if settings.demo:
                tell("coding the sample dispatches ...")
                fill_with_samples(record)
            if settings.login and not any(user.disabled_at is None for user in list_users(record.engine)):
                raise RecordError("this desk needs a log-in and has no users yet: marsad users add NAME --level admin")
            listening = _listen(settings.host, settings.port)
            port = listening.getsockname()[1]
            name = f"[{settings.host}]" if ":" in settings.host else settings.host
            scheme = "https" if certificate else "http"
            options = _Options(certificate, key, behind_proxy)
            with _others(workers - 1, replace(settings, record=url), options, listening):
                warm(record)
                listening.listen()
                tell(f"the desk is open at {scheme}://{name}:{port}/ (leave with Ctrl-C)")
                _answer(record, settings, options, listening)


@dataclass(frozen=True, slots=True)
class _Options:
    certificate: Path | None
    key: Path | None
    behind_proxy: bool


def _answer(record: Record, settings: Settings, options: _Options, listening: socket.socket) -> None:
    config = uvicorn.Config(
        create_app(record, settings),
        log_level="warning",
        server_header=False,
        proxy_headers=options.behind_proxy,
        forwarded_allow_ips="127.0.0.1" if options.behind_proxy else None,
        ssl_certfile=options.certificate,
        ssl_keyfile=options.key,
    )
    uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _others(number: int, settings: Settings, options: _Options, listening: socket.socket) -> Iterator[None]:
    """Further processes that answer at the same address."""
    anew = multiprocessing.get_context("spawn")
    started = [
        anew.Process(target=_answer_beside, args=(settings, options, listening), daemon=True) for _ in range(number)
    ]
    for one in started:
        one.start()
    try:
        yield
    finally:
        for one in started:
            one.terminate()
            one.join()


def _answer_beside(settings: Settings, options: _Options, listening: socket.socket) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with Record.open(settings.record) as record:
        warm(record)
        _answer(record, settings, options, listening)


def _end_with_parent() -> None:
    """A process whose parent was killed must not go on answering."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def fill_with_samples(record: Record) -> None:
    """Code and store the bundled sample dispatches."""
    coder = Coder()
    with resources.as_file(resources.files("marsad").joinpath("samples")) as folder:
        dispatches = list(read_paths([folder], on_error=_refuse))
    for dispatch, coding in zip(dispatches, coder.code_many(dispatches), strict=True):
        record.add(dispatch, coding, reader="sample")


def _refuse(error: Exception) -> None:
    raise RecordError(f"a bundled sample cannot be read: {error}")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host.strip("[]"), port))
    except OSError as error:
        listening.close()
        raise RecordError(f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port") from error
    return listening
