"""Do `marsad users` and `marsad tokens` do what they say?"""

from __future__ import annotations

from pathlib import Path

from marsad.store.people import list_tokens, list_users, note_login, password_hash_of, token_of_key
from marsad.store.record import Record
from marsad.web.security.passwords import is_password

from .running import Marsad

PASSWORD = "five small words here"


def added(marsad: Marsad, file: Path, name: str = "Amal", *options: str) -> None:
    run = marsad("users", "add", name, "--record", file, "--password", PASSWORD, *options)
    assert run.code == 0, run.err


def test_a_user_is_added_with_a_level_and_a_hashed_password(marsad: Marsad, tmp_path: Path) -> None:
    file = tmp_path / "record.db"
    added(marsad, file)
    added(marsad, file, "Basil", "--level", "admin")
    with Record.open(file) as record:
        assert [(one.name, one.level) for one in list_users(record.engine)] == [
            ("Amal", "reviewer"),
            ("Basil", "admin"),
        ]
        assert is_password(PASSWORD, password_hash_of(record.engine, "Amal"))
    assert "Basil\tadmin" in marsad("users", "list", "--record", file).out


def test_a_short_password_and_a_name_twice_are_refused_in_a_line(marsad: Marsad, tmp_path: Path) -> None:
    file = tmp_path / "record.db"
    short = marsad("users", "add", "Amal", "--record", file, "--password", "short")
    assert short.code != 0
    assert "at least 10 characters" in short.err
    added(marsad, file)
    again = marsad("users", "add", "Amal", "--record", file, "--password", PASSWORD)
    assert again.code != 0
    assert "already" in again.err
    assert "Traceback" not in short.err + again.err


def test_a_user_is_disabled_let_in_again_and_raised(marsad: Marsad, tmp_path: Path) -> None:
    file = tmp_path / "record.db"
    added(marsad, file)
    assert marsad("users", "change", "Amal", "--disable", "--record", file).code == 0
    assert "disabled" in marsad("users", "list", "--record", file).out
    assert marsad("users", "change", "Amal", "--enable", "--level", "admin", "--record", file).code == 0
    listed = marsad("users", "list", "--record", file).out
    assert "Amal\tadmin" in listed
    assert "disabled" not in listed
    assert marsad("users", "change", "Nobody", "--disable", "--record", file).code != 0


def test_log_ins_are_listed(marsad: Marsad, tmp_path: Path) -> None:
    file = tmp_path / "record.db"
    with Record.open(file) as record:
        note_login(record.engine, "Amal", "192.0.2.1", succeeded=False)
    assert "Amal\t192.0.2.1\trefused" in marsad("users", "logins", "--record", file).out


def test_a_key_is_shown_once_listed_without_itself_and_revoked(marsad: Marsad, tmp_path: Path) -> None:
    file = tmp_path / "record.db"
    key = marsad("tokens", "add", "QGIS", "--record", file).out.strip()
    listed = marsad("tokens", "list", "--record", file).out
    assert key.startswith("marsad_")
    assert "QGIS\treader" in listed
    assert key not in listed
    with Record.open(file) as record:
        assert token_of_key(record.engine, key) is not None
        id = list_tokens(record.engine)[0].id
    assert marsad("tokens", "revoke", id, "--record", file).code == 0
    with Record.open(file) as record:
        assert token_of_key(record.engine, key) is None
    assert "revoked" in marsad("tokens", "list", "--record", file).out
    assert marsad("tokens", "revoke", "nothing", "--record", file).code != 0
