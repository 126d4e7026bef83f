"""What does every answer forbid the browser, and which requests does the desk not hear at all?"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from marsad.cli import cli
from marsad.errors import RecordError
from marsad.store.people import add_user, change_user
from marsad.store.record import Record
from marsad.web.app import create_app
from marsad.web.security.guard import host_name
from marsad.web.serving import check_safe
from marsad.web.settings import Settings
from web.conftest import Desk, OpenDesk
from web.people import somebody, token_of

POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"}
FORBIDDEN = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*")


def forbids_all(headers: httpx.Headers) -> bool:
    """Whether an answer has all that keeps a browser from running or framing what is not the desk's own."""
    policy = headers.get("content-security-policy", "")
    return (
        set(policy.split("; ")) >= POLICY
        and not any(word in policy for word in FORBIDDEN)
        and headers.get("x-content-type-options") == "nosniff"
        and headers.get("x-frame-options") == "DENY"
        and headers.get("referrer-policy") == "same-origin"
    )


def test_every_kind_of_answer_forbids_foreign_scripts_sniffing_and_frames(open_desk: OpenDesk) -> None:
    desk = open_desk(upload_bytes=1000)
    paths = {
        "/": 200, "/events": 200, "/events.json": 200, "/events.csv": 200, "/api/v1/events": 200, "/openapi.json": 200,
        "/static/desk.css": 200, "/static/nothing.css": 404, "/nothing": 404, "/dispatches/nothing": 404,
        "/events?type=nothing": 422, "/api/v1/tiles/1/1/1.mvt": 200, "/theme?to=dark": 303, "/basemap/own.pmtiles": 404,
    }  # fmt: skip
    with somebody(desk.url) as client:
        for path, status in paths.items():
            answer = client.get(path)
            assert (path, answer.status_code) == (path, status)
            assert forbids_all(answer.headers), path
        others = [
            client.post("/history/undo"),
            client.put("/events"),
            client.get("/", headers={"Host": "evil.example"}),
            client.post("/dispatches/add", content=b"x" * 2000),
        ]
    assert [one.status_code for one in others] == [403, 405, 421, 413]
    assert all(forbids_all(one.headers) for one in others)


def test_an_error_of_our_own_forbids_the_same_and_tells_nothing_of_it(tmp_path: Path) -> None:
    with Record.open(tmp_path / "record.db") as record:
        app = create_app(record, Settings())

        @app.get("/broken")
        def broken() -> None:
            raise ZeroDivisionError("a secret of the desk")

        answer = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False).get("/broken")
    assert answer.status_code == 500
    assert forbids_all(answer.headers)
    assert "secret" not in answer.text


def test_https_is_asked_for_where_the_desk_has_it(open_desk: OpenDesk) -> None:
    with somebody(open_desk(secure=True).url) as client:
        assert "max-age=31536000" in client.get("/").headers["strict-transport-security"]


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("127.0.0.1:8000", 200), ("localhost", 200), ("LOCALHOST:9", 200), ("[::1]", 200),
        ("[::1]:8000", 200), ("evil.example", 421), ("evil.example:8000", 421), ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421), ("evil.example#127.0.0.1", 421), ("127.0.0.2", 421), ("[::2]", 421),
        ("[::1].evil.example", 421), ("0.0.0.0", 421), ("", 421), ("2130706433", 421), ("localhost@evil.example", 421),
    ],
)  # fmt: skip
def test_the_desk_answers_to_its_own_names_only(tmp_path: Path, host: str, status: int) -> None:
    with Record.open(tmp_path / "record.db") as record:
        client = TestClient(create_app(record, Settings()))
        assert client.get("/events", headers={"Host": host}).status_code == status


def test_further_names_are_those_that_were_given(tmp_path: Path) -> None:
    with Record.open(tmp_path / "record.db") as record:
        settings = Settings(host="192.0.2.7", hosts=("Desk.example.org",), login=True, secure=True)
        client = TestClient(create_app(record, settings), follow_redirects=False)
        names = {"192.0.2.7:443": 303, "desk.example.org": 303, "localhost": 421, "127.0.0.1": 421, "example.org": 421}
        for name, status in names.items():
            assert client.get("/", headers={"Host": name, "Accept": "text/html"}).status_code == status, name


def test_a_port_is_no_part_of_a_name() -> None:
    assert [host_name(one) for one in ("A:1", "[::1]:80", "[::1]x", "::1", "a.b")] == ["a", "::1", "", "", "a.b"]


# ------------------------------------------------------------------ sizes and paths


def test_a_body_in_pieces_without_a_length_is_refused_where_the_limit_is_passed(open_desk: OpenDesk) -> None:
    desk = open_desk(upload_bytes=100_000)

    def pieces() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
        for _ in range(40):
            yield b"x" * 10_000

    with somebody(desk.url) as client:
        headers = {"X-CSRF-Token": token_of(client)}
        for path, kind in (
            ("/api/v1/decisions", "application/json"),
            ("/dispatches/add", "application/x-www-form-urlencoded"),
            ("/dispatches/add", "multipart/form-data; boundary=b"),
            ("/login", "application/x-www-form-urlencoded"),
        ):
            answer = client.post(path, content=pieces(), headers={**headers, "Content-Type": kind})
            assert (path, kind, answer.status_code) == (path, kind, 413)
            assert forbids_all(answer.headers)
        assert client.get("/").status_code == 200


def test_a_file_within_the_limit_is_added_and_one_beyond_it_is_not(open_desk: OpenDesk) -> None:
    desk = open_desk(upload_bytes=100_000)
    before = desk.record.count(what="dispatches")
    with somebody(desk.url) as client:
        form = {"csrf": token_of(client), "date": "2021-02-03"}
        large = client.post("/dispatches/add", data=form, files={"files": ("a.txt", b"word " * 40_000)})
        assert large.status_code == 413
        text = b"Gunmen attacked a checkpoint near Nawa on Tuesday; two soldiers were killed."
        small = client.post("/dispatches/add", data=form, files={"files": ("a.txt", text)})
        assert small.status_code == 303
    assert desk.record.count(what="dispatches") == before + 1


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/%2e%2e%2fapp.py",
        "/static/..%5capp.py", "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/....//app.py",
        "/static/%252e%252e%252fapp.py", "/static/desk.css%00.png", "/static/../../../../../../etc/passwd", "/static/",
        "/static/dist", "/events/../../etc/passwd", "/dispatches/..%2f..%2fetc%2fpasswd",
        "/dispatches/%2e%2e%2f.json", "/api/v1/dispatches/..%2f..%2f", "/basemap/../app.py", "/incidents/%00",
    ],
)  # fmt: skip
def test_no_path_leads_to_other_files(tmp_path: Path, path: str) -> None:
    with Record.open(tmp_path / "record.db") as record:
        desk = Desk(record, Settings(record=str(tmp_path / "record.db")))
        try:
            answer = raw_get(desk, path)
        finally:
            desk.stop()
    status = int(answer.split(b" ", 2)[1])
    assert status in (303, 400, 404, 405, 422)
    assert b"root:" not in answer
    assert b"def create_app" not in answer


def raw_get(desk: Desk, path: str) -> bytes:
    """An answer to a path as it stands: clients tidy it up."""
    host, port = desk.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        received = bytearray()
        while piece := line.recv(65536):
            received += piece
    return bytes(received)


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/cron.d/evil", "..\\..\\evil.txt", "evil\x00.txt", "C:\\evil.txt", ".", "a" * 300]
)
def test_the_name_of_an_uploaded_file_names_no_file_of_ours(tmp_path: Path, name: str) -> None:
    text = b"Gunmen attacked a checkpoint near Nawa on Tuesday; two soldiers were killed."
    with Record.open(tmp_path / "record.db") as record:
        client = TestClient(create_app(record, Settings()), base_url="http://127.0.0.1", follow_redirects=False)
        form = {"csrf": token_of(client), "date": "2021-02-03"}
        before = {path for path in tmp_path.rglob("*") if "record.db" not in path.name}
        answer = client.post("/dispatches/add", data=form, files={"files": (name, text)})
        assert answer.status_code in (303, 422)
        assert {path for path in tmp_path.rglob("*") if "record.db" not in path.name} == before
        assert all("evil" not in (one.dispatch.external_id or "") for one in record.dispatches())


# ------------------------------------------------------------------ where it listens


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "desk.example.org"])
def test_another_address_needs_https(host: str) -> None:
    with pytest.raises(RecordError, match="--certificate and --key, or --behind-proxy"):
        check_safe(Settings(host=host, login=True))
    check_safe(Settings(host=host, login=True, secure=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "localhost", "::1", "[::1]"])
def test_an_address_of_this_computer_alone_does_not(host: str) -> None:
    check_safe(Settings(host=host))


def test_serve_refuses_another_address_without_https_or_users(tmp_path: Path) -> None:
    file = str(tmp_path / "record.db")

    def served(*options: str) -> str:
        ended: Result = CliRunner().invoke(cli, ["serve", "--record", file, "--port", "0", *options])
        assert isinstance(ended.exception, RecordError)
        return str(ended.exception)

    assert "--certificate" in served("--host", "0.0.0.0")
    assert "marsad users add" in served("--host", "0.0.0.0", "--behind-proxy")
    with Record.open(file) as record:
        add_user(record.engine, "gone", "admin", "hash")
        change_user(record.engine, "gone", disabled=True)
    assert "marsad users add" in served("--login")
