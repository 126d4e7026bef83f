"""Can a program follow the record by its API? Pages, changes, ETags, maps; and does no request break it?"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hypothesis
import mapbox_vector_tile
import pytest
import schemathesis

from marsad.store.decisions import Decision
from marsad.store.people import add_token
from marsad.store.record import Record
from marsad.web.settings import Settings
from store.examples import coding, dispatch, other_account
from web.conftest import Desk
from web.people import somebody, token_of

SORTS = ("-date", "date", "-killed", "type", "place", "-updated", "-confidence")


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Desk]:
    """A desk over some dispatches made by hand: some days, some without a day, two accounts of one shelling."""
    with Record.open(tmp_path / "record.db") as record:
        for number in range(6):
            of = dispatch(source=f"Monitor {number}", date=dt.date(2021, 2, 3 + number), title=f"Report {number}")
            told = coding(of)
            record.add(of, told)
        record.add((more := other_account()).dispatch, more)
        desk = Desk(record, Settings(record=str(tmp_path / "record.db"), reviewer="tester"))
        yield desk
        desk.stop()


class Mirror:
    """A copy of the record's events and incidents that follows it by what has changed and what has gone."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key
        self.held: dict[str, dict[str, Any]] = {"events": {}, "incidents": {}}
        self.since = "2000-01-01T00:00:00+00:00"

    def follow(self) -> None:
        """Take over what has changed since the last time."""
        with somebody(self.url) as client:
            client.headers.update({"Accept": "application/json", "Authorization": f"Bearer {self.key}"})
            began = dt.datetime.now(dt.UTC).isoformat()
            gone = client.get("/api/v1/tombstones", params={"since": self.since}).json()["tombstones"]
            for one in gone:
                self.held[f"{one['what']}s"].pop(one["id"], None)
            for what in self.held:
                after: str | None = ""
                while after is not None:
                    asked = {"updated_since": self.since, "limit": 4, "sort": "updated", "after": after}
                    page = client.get(f"/api/v1/{what}", params=asked).json()
                    self.held[what] |= {_id(one): one for one in page[what]}
                    after = page["next"]
            self.since = began


def _id(told: dict[str, Any]) -> str:
    return str(told["event"]["id"] if "event" in told else told["id"])


def everything(desk: Desk) -> dict[str, dict[str, Any]]:
    """What the desk tells now."""
    with somebody(desk.url) as client:
        return {
            what: {_id(one): one for one in client.get(f"/api/v1/{what}", params={"limit": 1000}).json()[what]}
            for what in ("events", "incidents")
        }


def test_a_mirror_that_follows_what_changed_and_went_is_equal(filled: Desk) -> None:
    record = filled.record
    mirror = Mirror(filled.url, add_token(record.engine, "mirror", "reader"))
    mirror.follow()
    assert mirror.held == everything(filled)
    events = [one.event.id for one in record.events(sort="date")]
    by_dispatch = {one.dispatch.id: one.event.id for one in record.events(sort="date")}
    first, second, *_ = record.dispatch(next(iter(by_dispatch))).accounts
    steps: list[Decision] = [
        Decision(who="a", kind="reject", event_id=events[-1]),
        Decision(who="a", kind="edit", event_id=events[-2], cell="status", before="happened", after="claimed"),
        Decision(who="a", kind="merge", event_id=first.event.id, other_id=second.event.id),
        Decision(who="a", kind="confirm", event_id=events[-3]),
    ]
    for step in steps:
        record.decide(step)
        mirror.follow()
        assert mirror.held == everything(filled), step.kind
    record.undo(steps[0].id, "a")
    record.undo(steps[2].id, "a")
    more = other_account("A third agency", killed=6)
    record.add(more.dispatch, more)
    mirror.follow()
    assert mirror.held == everything(filled)


@pytest.mark.parametrize("what", ["events", "incidents", "dispatches"])
def test_pages_walk_through_everything_once(filled: Desk, what: str) -> None:
    total = filled.record.count(what=what)  # type: ignore[arg-type]
    with somebody(filled.url) as client:
        for sort in ("-date", "date", "-killed", "-updated") if what == "dispatches" else SORTS:
            seen: list[str] = []
            after: str | None = ""
            while after is not None:
                page = client.get(f"/api/v1/{what}", params={"sort": sort, "limit": 2, "after": after}).json()
                assert page["total"] == total
                seen += [_id(one) for one in page[what]]
                after = page["next"]
            assert len(seen) == len(set(seen)) == total, sort


def test_what_has_not_changed_is_not_sent_again(filled: Desk) -> None:
    event = next(filled.record.events()).event.id
    with somebody(filled.url) as client:
        for path in ("/api/v1/events", f"/api/v1/events/{event}", "/api/v1/events.geojson", "/events.csv"):
            first = client.get(path)
            again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
        filled.record.decide(Decision(who="a", kind="flag", event_id=event))
        path = f"/api/v1/events/{event}"
        assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200
        assert client.get(path).json()["flagged"] is True


def test_geojson_and_tiles_show_the_same_events(filled: Desk) -> None:
    with somebody(filled.url) as client:
        shown = client.get("/api/v1/events.geojson")
        features = {one["id"]: one["geometry"]["coordinates"] for one in shown.json()["features"]}
        assert shown.headers["content-type"] == "application/geo+json"
        assert len(features) == filled.record.count()
        world = client.get("/api/v1/tiles/0/0/0.mvt")
        assert world.headers["content-type"] == "application/vnd.mapbox-vector-tile"
        drawn = mapbox_vector_tile.decode(world.content)["events"]["features"]
        assert {one["properties"]["id"] for one in drawn} == set(features)
        for zoom in range(9):
            found: set[str] = set()
            for x, y in {_tile(*place, zoom) for place in features.values()}:
                tile = mapbox_vector_tile.decode(client.get(f"/api/v1/tiles/{zoom}/{x}/{y}.mvt").content)
                found |= {one["properties"]["id"] for one in tile["events"]["features"]}
            assert found == set(features), zoom
        assert client.get("/api/v1/tiles/3/8/0.mvt").status_code == 404


def _tile(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    """The tile of a place (the slippy map's formula)."""
    import math

    size = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return int((longitude + 180) / 360 * size), int(y * size)


# ------------------------------------------------------------------ any request


@pytest.mark.parametrize(
    "odd", ["\ud83d", "a\x00b", "\U0001f4a5", "x" * 100_000, "'; DROP TABLE events; --", "%", "\u202e"]
)
def test_odd_characters_are_refused_or_kept_as_they_are(filled: Desk, odd: str) -> None:
    event = next(filled.record.events()).event.id
    with somebody(filled.url) as client:
        headers = {"X-CSRF-Token": token_of(client), "Content-Type": "application/json"}

        def sent(method: str, path: str, **body: Any) -> int:
            return client.request(method, path, content=json.dumps(body), headers=headers).status_code

        assert sent("POST", "/api/v1/decisions", kind="flag", event_id=event, why=odd) in (201, 422)
        assert client.get("/api/v1/decisions").status_code == 200
        assert client.get("/history").status_code == 200
        for field in ("event_id", "dispatch_id", "other_id", "cell"):
            given = {"kind": "edit", "event_id": event, "after": odd} | {field: odd}
            assert sent("POST", "/api/v1/decisions", **given) in (404, 422)
        assert sent("POST", f"/api/v1/decisions/{quote(_unicode(odd))}/undo", why=odd) in (404, 414, 422, 400)
        dispatch_id = filled.record.event(event).dispatch.id
        assert sent("PUT", f"/api/v1/drafts/{dispatch_id}", version="1", text=odd) in (204, 422)
        assert client.get(f"/dispatches/{dispatch_id}").status_code == 200


def _unicode(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:2000]


def test_no_request_that_the_document_allows_breaks_the_desk(filled: Desk) -> None:
    with somebody(filled.url) as client:
        document = client.get("/openapi.json").json()
        token = token_of(client)
        headers = {"X-CSRF-Token": token, "Cookie": f"marsad_session={client.cookies['marsad_session']}"}
        api = schemathesis.openapi.from_dict(document)
        broken: list[str] = []
        for found in api.get_all_operations():
            operation = found.ok()

            @hypothesis.settings(
                max_examples=25, deadline=None, derandomize=True, database=None,
                suppress_health_check=list(hypothesis.HealthCheck),
            )  # fmt: skip
            @hypothesis.given(case=operation.as_strategy())
            def sent(case: Any) -> None:
                answer = case.call(base_url=filled.url, headers=headers)
                if answer.status_code >= 500:
                    broken.append(f"{case.method} {answer.request.url}: {case.body!r}")

            sent()
        assert broken == []
