"""A record of every earlier revision, filled, opens with this program and has lost nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, insert, inspect, select, text

from marsad.errors import RecordError
from marsad.incidents.version import comparison_version
from marsad.store import people
from marsad.store.decisions import Decision
from marsad.store.engine import open_engine, record_url, writing
from marsad.store.migrating import FOLDER, upgrade
from marsad.store.record import Record
from marsad.store.schema import REVISIONS, features, metadata
from store.examples import coding, other_account

FIRST, OTHER = coding(), other_account()


def fill(record: Record) -> None:
    for told in (FIRST, OTHER):
        record.add(told.dispatch, told, reader="plain")
    record.decide(Decision(who="R", kind="edit", event_id=FIRST.events[0].id, cell="status", after="claimed"))
    record.decide(Decision(who="R", kind="different", event_id=FIRST.events[0].id, other_id=OTHER.events[0].id))


def content(record: Record) -> list[object]:
    return [
        [(stored.dispatch, stored.sha256, stored.reader, stored.events) for stored in record.dispatches(sort="added")],
        [(account.event, account.review) for account in record.events()],
        list(record.decisions()),
        [record.coding(stored.dispatch.id) for stored in record.dispatches(sort="added")],
        {tuple(sorted(account.event.id for account in incident.accounts)) for incident in record.incidents()},
    ]


def copy_rows(source: Connection, target: Connection) -> None:
    """What a record of an earlier revision would hold of a record's content."""
    then = MetaData()
    then.reflect(target, only=lambda name, _: name in metadata.tables)
    for table in metadata.sorted_tables:
        if table.name not in then.tables:
            continue
        columns = [column for column in table.c if column.name in then.tables[table.name].c]
        rows = [dict(row) for row in source.execute(select(*columns)).mappings()]
        if rows:
            target.execute(insert(table), rows)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_filled_record_of_each_revision_is_brought_up(url: str, tmp_path: Path, revision: str) -> None:
    with Record.open(tmp_path / "now.db") as record:
        fill(record)
        engine = open_engine(record_url(url))
        with record.engine.connect() as source, writing(engine) as target:
            upgrade(target, revision)
            copy_rows(source, target)
        engine.dispose()
        with Record.open(url) as brought_up:
            brought_up.link()
            with brought_up.engine.connect() as connection:
                assert set(connection.scalars(select(features.c.version))) == {comparison_version()}
            assert content(brought_up) == content(record)
            assert brought_up.count() == 4


def test_the_migrations_make_the_tables_of_the_schema(record: Record) -> None:
    with record.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    indexes = {"dispatch_search", "event_search"}
    assert people.metadata is metadata

    def belongs_to_search(difference: object) -> bool:
        return any(name in str(difference) for name in (*indexes, "found_by"))

    assert [d for d in differences if not belongs_to_search(d)] == []


def test_the_schema_names_each_migration_in_order() -> None:
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    found = [script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS


def test_a_record_of_a_newer_program_is_not_touched(record: Record) -> None:
    with writing(record.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordError, match="newer Marsad"):
        Record.open(record.engine.url.render_as_string(hide_password=False))


def test_a_database_of_something_else_is_not_touched(url: str) -> None:
    engine = open_engine(record_url(url))
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE birds (name TEXT)"))
    with pytest.raises(RecordError, match="something else"):
        Record.open(url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["birds"]
    engine.dispose()


def test_opening_makes_a_record_only_where_it_may(url: str) -> None:
    with pytest.raises(RecordError, match="no record"):
        Record.open(url, create=False)
    Record.open(url).close()
    Record.open(url, create=False).close()
