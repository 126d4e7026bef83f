"""Each test of the record runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.store.record import Record
from store.postgres import Cluster, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own, with an empty record to copy."""
    with running_cluster() as started:
        Record.open(started.database()).close()
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "empty.db")
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.database()


@pytest.fixture(params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Record]:
    """An empty record."""
    if request.param == "sqlite":
        address = str(tmp_path / "record.db")
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        address = cluster.database(template="record_1")
    with Record.open(address) as opened:
        yield opened
