"""A PostgreSQL of the tests' own: a cluster in a temporary folder that only this machine's processes reach."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_OWNER = "marsad"
_START_SECONDS = 60


class Cluster:
    """A running server, reached through a socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://{_OWNER}@/{name}?host={self.folder}"

    def database(self, template: str = "template0") -> str:
        """The address of a new database."""
        self._made += 1
        name = f"record_{self._made}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.url(name)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Make a cluster, start it, and take it away at the end. Fails where PostgreSQL is not installed."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="marsad-pg-"))
    try:
        as_user = _as_user(folder)
        data = folder / "data"
        made = [programs / "initdb", "-D", data, "-U", _OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([*as_user, *map(str, made)], cwd=folder, check=True, capture_output=True, text=True)
        settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            command = [*as_user, str(programs / "postgres"), "-D", str(data), *options]
            server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            cluster = Cluster(folder)
            _wait(server, cluster)
            yield cluster
        finally:
            server.terminate()
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    if elsewhere is None:
        raise RuntimeError("PostgreSQL is not installed: sh tests/prepare.sh, or apt-get install postgresql")
    return Path(elsewhere).resolve().parent


def _as_user(folder: Path) -> list[str]:
    """What stands before a command: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    known = {user.pw_name for user in pwd.getpwall()}
    user = "postgres" if "postgres" in known else "nobody"
    entry = pwd.getpwnam(user)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]


def _wait(server: subprocess.Popen[bytes], cluster: Cluster) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(cluster.url("postgres")).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError((cluster.folder / "log").read_text("utf-8", "replace")) from None
            time.sleep(0.1)
