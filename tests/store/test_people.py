"""Are users, sessions, keys, log-ins and drafts kept as they must be?"""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from marsad.errors import Conflict, NotFound, RecordError
from marsad.store import people
from marsad.store.record import Record


def test_a_user_is_added_once(record: Record) -> None:
    people.add_user(record.engine, "Amal", "reviewer", "hash")
    with pytest.raises(RecordError, match="already"):
        people.add_user(record.engine, "Amal", "admin", "hash")
    for name in ("", "  ", "x" * 81):
        with pytest.raises(RecordError, match="1 to 80"):
            people.add_user(record.engine, name, "reader", "hash")
    assert [(one.name, one.level, one.disabled_at) for one in people.list_users(record.engine)] == [
        ("Amal", "reviewer", None)
    ]


def test_a_user_who_is_not_there_cannot_be_changed(record: Record) -> None:
    with pytest.raises(NotFound):
        people.change_user(record.engine, "nobody", level="admin")


def test_a_session_is_its_users_until_it_is_closed(record: Record) -> None:
    people.add_user(record.engine, "Amal", "reviewer", "hash")
    first, second = (people.open_session(record.engine, "Amal") for _ in range(2))
    found = people.user_of_session(record.engine, first)
    assert found is not None
    assert (found.name, found.level) == ("Amal", "reviewer")
    people.close_session(record.engine, first)
    assert people.user_of_session(record.engine, first) is None
    assert people.user_of_session(record.engine, second) is not None
    assert people.user_of_session(record.engine, "made up") is None


def test_a_session_ends_by_itself(record: Record) -> None:
    people.add_user(record.engine, "Amal", "reviewer", "hash")
    token = people.open_session(record.engine, "Amal")
    over = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    with record.engine.begin() as connection:
        connection.execute(people.sessions.update().values(expires_at=over))
    assert people.user_of_session(record.engine, token) is None
    people.open_session(record.engine, "Amal")
    with record.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(people.sessions)) == 1


@pytest.mark.parametrize("change", [{"disabled": True}, {"level": "reader"}, {"password_hash": "another"}])
def test_a_change_to_a_user_ends_their_sessions(record: Record, change: dict[str, object]) -> None:
    people.add_user(record.engine, "Amal", "reviewer", "hash")
    token = people.open_session(record.engine, "Amal")
    people.change_user(record.engine, "Amal", **change)  # type: ignore[arg-type]
    assert people.user_of_session(record.engine, token) is None


def test_a_disabled_user_has_no_password_until_let_in_again(record: Record) -> None:
    people.add_user(record.engine, "Amal", "reviewer", "hash")
    people.change_user(record.engine, "Amal", disabled=True)
    assert people.password_hash_of(record.engine, "Amal") is None
    people.change_user(record.engine, "Amal", disabled=False)
    assert people.password_hash_of(record.engine, "Amal") == "hash"


def test_secrets_are_kept_as_hashes_only(record: Record) -> None:
    people.add_user(record.engine, "Amal", "reviewer", "hash")
    session = people.open_session(record.engine, "Amal")
    key = people.add_token(record.engine, "QGIS", "reader")
    with record.engine.connect() as connection:
        kept = [str(row) for table in (people.sessions, people.tokens) for row in connection.execute(sa.select(table))]
    assert kept
    assert not any(session in row or key in row for row in kept)


def test_a_key_is_known_until_it_is_revoked(record: Record) -> None:
    key = people.add_token(record.engine, "QGIS", "reader")
    found = people.token_of_key(record.engine, key)
    assert found is not None
    assert (found.name, found.level) == ("QGIS", "reader")
    people.revoke_token(record.engine, found.id)
    assert people.token_of_key(record.engine, key) is None
    assert people.list_tokens(record.engine)[0].revoked_at is not None
    with pytest.raises(NotFound):
        people.revoke_token(record.engine, "nothing")


def test_failures_are_counted_by_name_and_by_address_for_a_while(record: Record) -> None:
    for _ in range(people.FAILURES):
        assert not people.too_many_failures(record.engine, "Amal", "192.0.2.1")
        people.note_login(record.engine, "Amal", "192.0.2.1", succeeded=False)
    assert people.too_many_failures(record.engine, "Amal", "192.0.2.99")
    assert not people.too_many_failures(record.engine, "Basil", "192.0.2.1")
    for number in range(3 * people.FAILURES):
        people.note_login(record.engine, f"nobody {number}", "192.0.2.1", succeeded=False)
    assert people.too_many_failures(record.engine, "Basil", "192.0.2.1")
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=people.FAILURE_MINUTES, seconds=1)
    with record.engine.begin() as connection:
        connection.execute(people.logins.update().values(at=long_ago))
    assert not people.too_many_failures(record.engine, "Amal", "192.0.2.1")


def test_log_ins_are_listed_the_latest_first(record: Record) -> None:
    people.note_login(record.engine, "Amal", "192.0.2.1", succeeded=False)
    people.note_login(record.engine, "Amal", "192.0.2.1", succeeded=True)
    assert [one.succeeded for one in people.list_logins(record.engine)] == [True, False]


def test_a_draft_is_kept_written_over_and_thrown_away(record: Record) -> None:
    people.save_draft(record.engine, "Amal", "d1", {"version": "1", "text": "\ud83d half"})
    assert people.draft_of(record.engine, "Amal", "d1") == {"version": "1", "text": "\ud83d half"}
    assert people.draft_of(record.engine, "Basil", "d1") is None
    people.save_draft(record.engine, "Amal", "d1", {"version": "2"}, follows="1")
    with pytest.raises(Conflict):
        people.save_draft(record.engine, "Amal", "d1", {"version": "3"}, follows="1")
    people.save_draft(record.engine, "Amal", "d1", None)
    assert people.draft_of(record.engine, "Amal", "d1") is None
