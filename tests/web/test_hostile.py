"""Can a dispatch, a name or an address bring markup into a page? Payloads through every field that shows text."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Page

from marsad.store.decisions import Decision
from marsad.store.filters import Filter
from marsad.store.people import add_token, add_user, note_login, save_draft
from marsad.store.record import Record
from marsad.web.settings import Settings
from web.conftest import Desk, Watched
from web.hostile import corpus, hostile_coding, wrong_markup
from web.people import somebody, token_of

PAYLOADS = corpus()
LISTS = ("/", "/events", "/incidents", "/dispatches", "/network", "/history", "/incidents/pairs", "/people", "/api")
COLUMNS = "type status side_a side_b place precision date killed injured source according_to review confidence accounts"


@pytest.fixture(scope="module")
def hostile_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which every text is a payload: dispatches, events, decisions, users, keys, log-ins, drafts."""
    file = tmp_path_factory.mktemp("hostile") / "record.db"
    with Record.open(file) as record:
        for number, payload in enumerate(PAYLOADS):
            coding = hostile_coding(payload, number)
            id = record.add(coding.dispatch, coding, reader=_unicode(payload)).dispatch_id
            event = next(record.events(Filter(dispatch_id=id))).event.id
            weapons = [{"name": payload, "evidence": [[0, 1]]}]
            said = {"dispatch_id": id, "event_id": event, "who": payload, "why": payload}
            record.decide(Decision(kind="flag", **said))
            record.decide(Decision(kind="edit", cell="weapons", before=[], after=weapons, **said))
            save_draft(record.engine, "tester", id, {"text": payload})
        for name in {_unicode(payload)[:80] for payload in PAYLOADS}:
            add_user(record.engine, name, "reader", "no hash")
            add_token(record.engine, name, "reader")
            note_login(record.engine, name, name, succeeded=False)
    return file


def _unicode(payload: str) -> str:
    """Without the half of a character that one payload has."""
    return payload.encode("utf-8", "replace").decode()


@pytest.fixture(scope="module")
def hostile_desk(hostile_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    file = tmp_path_factory.mktemp("served") / "record.db"
    shutil.copy(hostile_record, file)
    with Record.open(file) as record:
        desk = Desk(record, Settings(record=str(file), reviewer=PAYLOADS[0]))
        yield desk
        desk.stop()


@contextmanager
def reading(desk: Desk) -> Iterator[Callable[[str], str]]:
    """Reads pages: their HTML, which must be fit for people and have no markup but the desk's own."""
    with somebody(desk.url, follow_redirects=True) as client:

        def read(path: str) -> str:
            answer = client.get(path)
            assert answer.status_code < 500, path
            assert answer.headers["content-type"].startswith("text/html"), path
            assert wrong_markup(answer.text) == [], path
            return answer.text

        yield read


def test_lists_show_payloads_as_text(hostile_desk: Desk) -> None:
    columns = "&".join(f"column={name}" for name in COLUMNS.split())
    with reading(hostile_desk) as read:
        for path in LISTS:
            shown = read(f"{path}?limit=200" if path != "/" else path)
            if path not in ("/api", "/incidents/pairs"):
                assert "data-hostile" in shown, f"{path} shows none of the payloads: the test sees nothing"
        for what in ("events", "incidents"):
            assert "data-hostile" in read(f"/{what}?{columns}&limit=200")


def test_dispatches_and_incidents_show_payloads_as_text(hostile_desk: Desk) -> None:
    with reading(hostile_desk) as read:
        for account in hostile_desk.record.events():
            assert "7331" in read(f"/dispatches/{account.dispatch.id}") or "7331" not in account.dispatch.text
            read(f"/incidents/{account.incident_id}")


def test_pages_of_actors_and_places_show_payloads_as_text(hostile_desk: Desk) -> None:
    with reading(hostile_desk) as read:
        for payload in PAYLOADS:
            for path in ("actors", "places"):
                read(f"/{path}/{quote(_unicode(payload), safe='')}")


def test_queries_and_unknown_addresses_are_told_as_text(hostile_desk: Desk) -> None:
    with reading(hostile_desk) as read:
        for payload in PAYLOADS:
            given = quote(_unicode(payload), safe="")
            for path in ("/events", "/incidents", "/dispatches", "/history", "/network", "/"):
                read(f"{path}?q={given}&source={given}&who={given}&event={given}&kind={given}&{given}={given}")
            asked = ("events?type", "events?sort", "events?after", "network?tie", "dispatches/next?past")
            for path in [f"/{one}={given}" for one in asked] + [
                f"/dispatches/{given}",
                f"/incidents/{given}",
                f"/{given}",
            ]:
                read(path)


def test_forms_tell_payloads_as_text(hostile_desk: Desk) -> None:
    with somebody(hostile_desk.url) as client:
        token = token_of(client)
        for payload in map(_unicode, PAYLOADS):
            sent = [
                client.post("/actors/link", data={"csrf": token, "name": payload, "actor": payload, "why": payload}),
                client.post("/incidents/judge", data={"csrf": token, "a": payload, "b": payload, "verdict": payload}),
                client.post("/dispatches/add", data={"csrf": token, "title": payload, "date": payload, "text": "x"}),
                client.post("/people/users", data={"csrf": token, "name": payload, "level": payload, "password": "x"}),
            ]  # fmt: skip
            for answer in sent:
                assert 400 <= answer.status_code < 500
                assert wrong_markup(answer.text) == []


def test_the_log_in_page_tells_payloads_as_text(tmp_path: Path, hostile_record: Path) -> None:
    file = tmp_path / "record.db"
    shutil.copy(hostile_record, file)
    with Record.open(file) as record:
        desk = Desk(record, Settings(record=str(file), login=True))
        with somebody(desk.url) as client:
            for payload in map(_unicode, PAYLOADS):
                shown = client.get("/login", params={"next": payload})
                assert wrong_markup(shown.text) == []
            for payload in map(_unicode, PAYLOADS[:12]):
                token = token_of_login(client)
                sent = client.post(
                    "/login", data={"csrf": token, "name": payload, "password": payload, "next": payload}
                )
                assert sent.status_code in (401, 429)
                assert wrong_markup(sent.text) == []
        desk.stop()


def token_of_login(client: httpx.Client) -> str:
    """The CSRF token of the log-in form."""
    return client.get("/login").text.partition('name="csrf" value="')[2][:64]


def test_tables_for_spreadsheets_begin_no_formula(hostile_desk: Desk) -> None:
    with somebody(hostile_desk.url) as client:
        for path in ("/events.csv", "/incidents.csv", "/dispatches.csv"):
            rows = csv.reader(io.StringIO(client.get(f"{path}?limit=200").text))
            assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t"))] == []


def _is_shown(text: str) -> bool:
    """A few of the dispatches are opened: those that begin an element, and those that turn the direction."""
    return text.startswith(("</script>", "<svg data-hostile onload", "<img data-hostile src=x", "\u202e", "\u2028"))


_TURNED = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (["SCRIPT", "title"].includes(parent.tagName)) continue;
    if (!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(walker.currentNode.data)) continue;
    const style = getComputedStyle(parent);
    if (style.display === "inline" && !style.unicodeBidi.includes("isolate")) found.push(parent.outerHTML);
  }
  return found;
}"""
"""Inline elements whose text could turn the words around them."""


def test_nothing_runs_in_a_browser(hostile_desk: Desk, page: Page, watched: Watched) -> None:
    dialogs: list[str] = []

    def note(dialog: object) -> None:
        dialogs.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", note)
    incidents = [account.incident_id for account in hostile_desk.record.events(limit=3)]
    shown = ["/", "/events?limit=200", "/incidents?limit=200", "/dispatches", "/network", "/history", "/people"]
    shown += [
        f"/dispatches/{one.dispatch.id}" for one in hostile_desk.record.dispatches() if _is_shown(one.dispatch.text)
    ]
    shown += [f"/incidents/{id}" for id in incidents]
    shown += [f"/events?q={quote(_unicode(payload), safe='')}" for payload in PAYLOADS[:4]]
    for path in shown:
        page.goto(f"{hostile_desk.url}{path}")
        page.wait_for_load_state("load")
        assert page.locator("[data-hostile]").count() == 0, path
        assert page.evaluate(_TURNED) == [], path
    assert dialogs == []
    assert watched.wrong == []
