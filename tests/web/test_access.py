"""Who may do what? Every route of the desk without a session, with a role too low, and from another site."""

from __future__ import annotations

from contextlib import AbstractContextManager

import httpx
import pytest
from sqlalchemy import select, update

from marsad.store.people import add_token, change_user, list_logins, list_tokens, list_users, revoke_token, users
from marsad.web.security.passwords import hash_password
from web.conftest import Desk, OpenDesk
from web.people import COOKIE, PASSWORD, add_people, log_in, logged_in, somebody, token_in, token_of
from web.routes import ADMINS, OF_READERS_TO_CHANGE, PUBLIC, REVIEWERS, SAFE, Way, ways


@pytest.fixture
def guarded(open_desk: OpenDesk) -> Desk:
    """A desk with log-in, and a user of each level."""
    desk = open_desk(login=True)
    add_people(desk.record)
    return desk


@pytest.fixture
def all_ways(guarded: Desk) -> list[Way]:
    return ways(guarded.app)


def refused(answer: httpx.Response) -> bool:
    """Whether an answer lets nobody in: sent to the log-in page, or told 401 or 403."""
    to_the_door = answer.status_code == 303 and answer.headers["location"].startswith("/login")
    return to_the_door or answer.status_code in (401, 403)


def test_the_table_of_levels_names_routes_that_exist(all_ways: list[Way]) -> None:
    known = {way.key for way in all_ways}
    assert known >= PUBLIC | ADMINS | REVIEWERS | OF_READERS_TO_CHANGE


def test_only_reviewers_and_admins_change_anything(all_ways: list[Way]) -> None:
    open_to_readers = {way.key for way in all_ways if way.method not in SAFE and way.level == "reader"}
    assert open_to_readers == OF_READERS_TO_CHANGE


def test_every_route_is_closed_without_a_session(guarded: Desk, all_ways: list[Way]) -> None:
    with somebody(guarded.url) as client:
        open_ways = [way for way in all_ways if not refused(client.request(way.method, way.path))]
    assert {way.key for way in open_ways} <= PUBLIC


def test_every_route_is_closed_to_a_made_up_session_and_key(guarded: Desk, all_ways: list[Way]) -> None:
    with somebody(guarded.url, cookies={COOKIE: "made-up"}) as client:
        by_cookie = [way for way in all_ways if not refused(client.request(way.method, way.path))]
    with somebody(guarded.url) as client:
        key = {"Authorization": "Bearer marsad_made-up"}
        by_key = [way for way in all_ways if not refused(client.request(way.method, way.path, headers=key))]
    assert {way.key for way in [*by_cookie, *by_key]} <= PUBLIC


def test_a_reader_may_not_decide_and_a_reviewer_may_not_administer(guarded: Desk, all_ways: list[Way]) -> None:
    closed_to = {"reader": ("reviewer", "admin"), "reviewer": ("admin",)}
    passed = []
    for name, levels in closed_to.items():
        with logged_in(guarded.url, name) as client:
            headers = {"X-CSRF-Token": token_of(client)}
            for way in all_ways:
                if way.level in levels and client.request(way.method, way.path, headers=headers).status_code != 403:
                    passed.append((name, way.key))
    assert passed == []


def test_each_level_may_go_its_ways(guarded: Desk, all_ways: list[Way]) -> None:
    shut = []
    with logged_in(guarded.url, "admin") as client:
        headers = {"X-CSRF-Token": token_of(client)}
        for way in all_ways:
            if way.key not in PUBLIC | OF_READERS_TO_CHANGE:
                answer = client.request(way.method, way.path, headers=headers)
                if refused(answer) or answer.status_code >= 500:
                    shut.append((way.key, answer.status_code))
    assert shut == []


@pytest.mark.parametrize("level", ["reader", "reviewer", "admin"])
def test_a_key_reaches_as_far_as_its_level_and_needs_no_csrf_token(
    guarded: Desk, all_ways: list[Way], level: str
) -> None:
    key = {"Authorization": f"Bearer {add_token(guarded.record.engine, 'a program', level)}"}
    reached = {"reader": {"reader"}, "reviewer": {"reader", "reviewer"}, "admin": {"reader", "reviewer", "admin"}}
    wrong = []
    with somebody(guarded.url) as client:
        for way in all_ways:
            if way.key in PUBLIC:
                continue
            status = client.request(way.method, way.path, headers=key).status_code
            if (status in (401, 403)) == (way.level in reached[level]):
                wrong.append((way.key, status))
    assert wrong == []


def test_a_revoked_key_opens_nothing(guarded: Desk) -> None:
    key = add_token(guarded.record.engine, "a program", "admin")
    headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
    with somebody(guarded.url) as client:
        assert client.get("/api/v1/events", headers=headers).status_code == 200
        revoke_token(guarded.record.engine, list_tokens(guarded.record.engine)[0].id)
        assert client.get("/api/v1/events", headers=headers).status_code == 401


# ------------------------------------------------------------------ forgery


@pytest.mark.parametrize("login", [True, False])
def test_no_change_is_made_without_the_csrf_token_or_with_a_foreign_one(open_desk: OpenDesk, login: bool) -> None:
    desk = open_desk(login=login)
    if login:
        add_people(desk.record)
    unsafe = [way for way in ways(desk.app) if way.method not in SAFE]
    with _at(desk, login) as client, _at(desk, login) as another:
        foreign = token_of(another)
        own = token_of(client)
        assert foreign != own
        for way in unsafe:
            bare = client.request(way.method, way.path, data={"name": "x", "password": "y"})
            by_header = client.request(way.method, way.path, headers={"X-CSRF-Token": foreign})
            by_field = client.request(way.method, way.path, data={"csrf": foreign, "name": "x", "password": "y"})
            in_json = client.request(way.method, way.path, json={"csrf": own})
            assert {one.status_code for one in (bare, by_header, by_field, in_json)} <= {403, 422}, way
            assert bare.status_code == by_field.status_code == 403, way
    assert list(desk.record.decisions()) == []


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil.example"]
)
def test_no_change_is_made_for_another_site(guarded: Desk, all_ways: list[Way], origin: str) -> None:
    with logged_in(guarded.url, "admin") as client:
        headers = {"X-CSRF-Token": token_of(client), "Origin": origin}
        for way in all_ways:
            if way.method not in SAFE and way.key not in PUBLIC:
                assert client.request(way.method, way.path, headers=headers).status_code == 403, way
        assert client.get("/").status_code == 200, "the session was ended from another site"


def _at(desk: Desk, login: bool) -> AbstractContextManager[httpx.Client]:
    return logged_in(desk.url, "admin") if login else somebody(desk.url)


def test_a_change_is_made_with_the_own_token_and_origin(guarded: Desk) -> None:
    event = next(guarded.record.events(limit=1)).event.id
    with logged_in(guarded.url, "reviewer") as client:
        headers = {"X-CSRF-Token": token_of(client), "Origin": guarded.url}
        answer = client.post("/api/v1/decisions", json={"kind": "confirm", "event_id": event}, headers=headers)
    assert answer.status_code == 201
    assert [(one.who, one.kind) for one in guarded.record.decisions()] == [("reviewer", "confirm")]


# ------------------------------------------------------------------ sessions


def test_logging_in_gives_a_new_session(guarded: Desk) -> None:
    with somebody(guarded.url) as client:
        client.get("/login")
        before = client.cookies[COOKIE]
        log_in(client, "reader")
        assert client.cookies[COOKIE] != before
        assert client.get("/").status_code == 200
    with somebody(guarded.url, cookies={COOKIE: before}) as other:
        assert refused(other.get("/"))


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_kept_from_scripts_and_other_sites(open_desk: OpenDesk, secure: bool) -> None:
    desk = open_desk(login=True, secure=secure)
    add_people(desk.record)
    with somebody(desk.url) as client:
        given = client.get("/login")
        session = given.headers["set-cookie"]
        form = {"csrf": token_in(given.text)}
        opened = client.post(
            "/login",
            data={**form, "name": "reader", "password": PASSWORD},
            headers={"Cookie": session.partition(";")[0]},
        )
    assert opened.status_code == 303
    for cookie in (session, opened.headers["set-cookie"]):
        parts = {part.strip().lower() for part in cookie.split(";")}
        assert {"httponly", "samesite=strict", "path=/"} <= parts
        assert ("secure" in parts) is secure


def test_logging_out_ends_the_session_at_the_desk(guarded: Desk) -> None:
    with logged_in(guarded.url, "reader") as client:
        session = client.cookies[COOKIE]
        assert client.post("/logout", data={"csrf": token_of(client)}).status_code == 303
    with somebody(guarded.url, cookies={COOKIE: session}) as thief:
        assert refused(thief.get("/"))


def test_a_disabled_user_is_out_at_once_and_cannot_come_in(guarded: Desk) -> None:
    with logged_in(guarded.url, "reviewer") as client:
        assert client.get("/").status_code == 200
        change_user(guarded.record.engine, "reviewer", disabled=True)
        assert refused(client.get("/"))
        assert log_in(client, "reviewer").status_code == 401


def test_a_changed_password_ends_the_sessions(guarded: Desk) -> None:
    with logged_in(guarded.url, "reviewer") as client:
        change_user(guarded.record.engine, "reviewer", password_hash=hash_password("another long phrase"))
        assert refused(client.get("/"))


def test_whoever_fails_too_often_must_wait_even_with_the_right_password(guarded: Desk) -> None:
    with somebody(guarded.url) as client:
        assert [log_in(client, "reader", "wrong password").status_code for _ in range(5)] == [401] * 5
        assert log_in(client, "reader").status_code == 429
        assert log_in(client, "reviewer").status_code == 303


def test_many_names_from_one_address_must_wait_too(guarded: Desk) -> None:
    with somebody(guarded.url) as client:
        answers = [log_in(client, f"nobody {number}", "wrong password").status_code for number in range(21)]
    assert answers == [401] * 20 + [429]


def test_every_attempt_stands_in_the_log(guarded: Desk) -> None:
    with somebody(guarded.url) as client:
        log_in(client, "reader", "wrong password")
        log_in(client, "no\x00body", "wrong password")
        log_in(client, "reader")
    told = [(one.user, one.address, one.succeeded) for one in list_logins(guarded.record.engine)]
    assert told == [
        ("reader", "127.0.0.1", True),
        ("no\ufffdbody", "127.0.0.1", False),
        ("reader", "127.0.0.1", False),
    ]


def test_the_answer_does_not_tell_whether_there_is_such_a_user(guarded: Desk) -> None:
    with somebody(guarded.url) as client:
        known, unknown = (log_in(client, name, "wrong password") for name in ("reader", "nobody"))
    assert known.text.replace('value="reader"', "") == unknown.text.replace('value="nobody"', "")


def test_passwords_are_kept_as_argon2id_hashes(guarded: Desk) -> None:
    with guarded.record.engine.connect() as connection:
        kept = list(connection.scalars(select(users.c.password_hash)))
    assert kept
    assert all(one.startswith("$argon2id$v=19$") and PASSWORD not in one for one in kept)


def test_a_damaged_hash_lets_nobody_in(guarded: Desk) -> None:
    with guarded.record.engine.begin() as connection:
        connection.execute(update(users).values(password_hash=PASSWORD))
    with somebody(guarded.url) as client:
        assert log_in(client, "reader").status_code == 401


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    " //evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "/\r\nLocation: https://evil.example",
)


def test_nobody_is_sent_to_another_site(guarded: Desk) -> None:
    with somebody(guarded.url) as client:
        for elsewhere in ELSEWHERE:
            opened = log_in(client, "reader", next=elsewhere)
            for answer in (opened, client.get("/theme", params={"to": "dark", "next": elsewhere})):
                given = answer.headers["location"]
                assert answer.status_code == 303
                assert str(httpx.URL(guarded.url).join(given)).startswith(f"{guarded.url}/")
                assert given.startswith("/")
                assert not given.replace("\t", "").startswith(("//", "/\\"))


def test_logging_in_leads_back_to_the_page_that_was_asked_for(guarded: Desk) -> None:
    with somebody(guarded.url) as client:
        sent = client.get("/events?type=shelling&sort=date")
        back = httpx.URL(sent.headers["location"]).params["next"]
        assert log_in(client, "reader", next=back).headers["location"] == "/events?type=shelling&sort=date"


# ------------------------------------------------------------------ people's page


def test_an_admin_adds_and_disables_users_and_keys_in_the_browser(guarded: Desk) -> None:
    engine = guarded.record.engine
    with logged_in(guarded.url, "admin") as client:
        form = {"csrf": token_of(client)}
        user = {**form, "name": "Amal", "level": "reviewer", "password": "five small words here"}
        assert client.post("/people/users", data=user).status_code == 303
        assert client.post("/people/users", data=user).status_code == 422
        assert client.post("/people/users", data={**user, "name": "B", "password": "short"}).status_code == 422
        with somebody(guarded.url) as amal:
            assert log_in(amal, "Amal", "five small words here").status_code == 303
            change = {**form, "name": "Amal", "disabled": "true"}
            assert client.post("/people/users/change", data=change).status_code == 303
            assert refused(amal.get("/"))
        assert client.post("/people/users/change", data={**change, "name": "admin"}).status_code == 422
        shown = client.post("/people/tokens", data={**form, "name": "QGIS", "level": "reader"}).text
        key = shown.partition("marsad_")[2].partition("<")[0]
        listed = client.get("/people").text
        assert key
        assert key not in listed
        assert key not in client.get("/people.json").text
        token = list_tokens(engine)[0]
        assert client.post("/people/tokens/revoke", data={**form, "id": token.id}).status_code == 303
    assert list_tokens(engine)[0].revoked_at is not None
    assert {one.name for one in list_users(engine)} == {"reader", "reviewer", "admin", "Amal"}


def test_the_api_page_tells_every_path_of_the_openapi_document(guarded: Desk) -> None:
    with logged_in(guarded.url, "reader") as client:
        shown = client.get("/api").text
        paths = client.get("/openapi.json").json()["paths"]
    assert paths
    missing = [path for path in paths if f"{path}</code>" not in shown]
    assert missing == []
