"""That nothing is lost or altered unnoticed: schemas, verification, backups, and databases in a bad state."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text, update

from marsad import store
from marsad.errors import MarsadError
from marsad.record.types import Query
from marsad.reference.facts import load
from marsad.store import Fetched, Store, StoreError
from marsad.store.backup import backup, restore
from marsad.store.engine import connect
from marsad.store.migrating import newest, revision, upgrade
from marsad.store.schema import CHAINED, entry, metadata
from marsad.store.verify import verify
from store_cases import Opener, coded, judgement, opener, recoded, record, reports_of

__all__ = ["opener", "record"]  # fixtures

VISIT = "visit ISR>TKM 2023-04-19"
TABLES = [table.name for table in CHAINED]


def fill(record: Store) -> None:
    """Writes at least one row into every table."""
    people = ("إيلي كوهين/ISR/foreign_minister",)
    told = coded(VISIT, "meet ISR+TKM> 2023-04-20", url="http://a.example/1", people=people, claim="ISR|TKM")
    page = Fetched("http://a.example/1", "2023-04-20T00:00:00Z", b"<html>", {"note": "ok"})
    key = record.ingest(told, fetched=page).key
    record.ingest(coded(VISIT, id="b", url="http://a.example/1"))
    record.judge(judgement("j1", "accept", *reports_of(record, key)[:1]))
    record.ingest(recoded(told, date="2023-04-18"))
    record.load_reference(list(load("envoy"))[:5])


def rows(record: Store, name: str) -> int:
    with record.database.reading() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())


# ---- verification


def test_a_record_as_it_was_written_is_sound(record: Store):
    fill(record)
    found = verify(record.database)
    assert found.findings == () and found.entries == 5
    assert found.rows == sum(rows(record, name) for name in TABLES)
    assert all(rows(record, name) for name in TABLES), "a table without rows is not tested below"


@pytest.mark.parametrize("table", [*CHAINED, entry], ids=lambda table: table.name)
def test_any_altered_removed_or_added_row_is_found(table, tmp_path: Path):
    with store.open(tmp_path / "record.db") as record:
        fill(record)
        database = record.database
        with database.reading() as connection:
            before = [dict(row) for row in connection.execute(select(table)).mappings()]
        victim = before[-1]
        keys = [column.name for column in table.primary_key]
        own = [table.c[name] == victim[name] for name in keys]
        for column in table.c:
            value = victim[column.name]
            if isinstance(value, bytes):
                other: object = value + b"x"
            elif isinstance(value, int | float):
                other = value + 1000
            else:
                other = None if value is not None and column.nullable else f"{value or ''}x"
            with database.writing() as connection:
                connection.execute(update(table).where(*own).values({column.name: other}))
            assert verify(database).findings, f"{column} altered"
            now = [c == (other if c is column else victim[c.name]) for c in table.primary_key.columns]
            with database.writing() as connection:
                connection.execute(update(table).where(*now).values({column.name: value}))
            assert not verify(database).findings, f"{column} as it was"
        more = dict(victim)
        key = keys[-1]
        more[key] = f"{victim[key]}y" if isinstance(victim[key], str) else victim[key] + 7
        if table is entry:
            more["at"] = "9999-01-01T00:00:00.000000Z"
        with database.writing() as connection:
            connection.execute(insert(table), more)
        assert verify(database).findings, "a row added"
        with database.writing() as connection:
            connection.execute(table.delete().where(*[table.c[n] == more[n] for n in keys]))
        assert not verify(database).findings
        with database.writing() as connection:
            connection.execute(table.delete().where(*own))
        assert verify(database).findings, "a row removed"


def test_a_row_is_found_on_either_database(record: Store):
    fill(record)
    with record.database.writing() as connection:
        connection.execute(text("UPDATE article SET title = 'other' WHERE id = 'b'"))
    found = verify(record.database).findings
    assert [finding.seq for finding in found if finding.seq] == [2]  # and the index of words no longer fits


def test_an_entry_in_the_middle_that_is_missing_is_found(record: Store):
    fill(record)
    with record.database.writing() as connection:
        for name in (*TABLES, "entry"):
            connection.execute(text(f"DELETE FROM {name} WHERE seq = 3"))
    assert verify(record.database).findings


def test_an_altered_index_of_words_is_found(record: Store):
    record.ingest(coded(VISIT, words="kalimat"))
    change = (
        "UPDATE article_words SET words = 'ghayruha'" if record.database.sqlite
        else "UPDATE article_words SET words = array_to_tsvector(ARRAY['ghayruha'])"
    )  # fmt: skip
    with record.database.writing() as connection:
        connection.execute(text(change))
    assert verify(record.database).findings


# ---- schemas


def test_the_migrations_make_the_tables_of_the_schema(record: Store):
    with record.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [
            change for change in compare_metadata(context, metadata)
            if "article_words" not in str(change)
        ]  # fmt: skip
    assert found == []
    assert revision(record.database) == newest()


def test_a_newer_schema_is_refused_and_untouched(opener: Opener):
    record = opener()
    fill(record)
    before = record.figures()
    with record.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer") as told:
        opener()
    assert told.value.code == "newer-schema"
    with pytest.raises(StoreError, match="newer"):
        upgrade(record.database)
    assert record.figures() == before and revision(record.database) == "9999"


def test_upgrading_what_is_up_to_date_changes_nothing(record: Store):
    fill(record)
    before = record.figures()
    assert upgrade(record.database) == (newest(), newest())
    assert record.figures() == before


def test_a_record_that_must_be_there_and_is_not(tmp_path: Path):
    with pytest.raises(StoreError, match="marsad ingest") as told:
        store.open(tmp_path / "none.db", create=False)
    assert told.value.code == "no-record" and not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("where", ["mysql://host/name", "/no/such/folder/record.db", "postgresql://nobody@127.0.0.1:1/x"])
def test_an_address_that_cannot_be_opened_says_why(where: str):
    with pytest.raises(StoreError) as told:
        store.open(where)
    assert told.value.code in ("unknown-database", "no-folder", "no-server") and len(told.value.message) > 20


def test_the_password_of_a_server_is_not_told():
    with pytest.raises(StoreError) as told:
        store.open("postgresql://user:geheim@127.0.0.1:1/x")
    assert "geheim" not in str(told.value)


# ---- files in a bad state


def test_a_file_of_something_else_is_left_alone(tmp_path: Path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError) as told:
        store.open(path)
    assert told.value.code == "not-a-record"
    with pytest.raises(StoreError):
        upgrade(connect(path))
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]
    other.close()
    assert len(before) == len(path.read_bytes())


def test_a_text_file_is_no_database(tmp_path: Path):
    path = tmp_path / "note.txt"
    path.write_text("This is a note. " * 100)
    with pytest.raises(StoreError) as told:
        store.open(path)
    assert told.value.code == "not-a-database" and path.read_text().startswith("This is a note.")


def test_a_damaged_file_is_told(tmp_path: Path):
    path = tmp_path / "record.db"
    with store.open(path) as record:
        for number in range(30):
            record.ingest(coded(VISIT, id=f"n{number}"))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 3 * 4096] = os.urandom(3 * 4096)
    path.write_bytes(data)
    with store.open(path) as record:
        try:
            assert verify(record.database).findings
        except StoreError as error:
            assert error.code == "corrupt"
    with pytest.raises(StoreError):
        restore(path, tmp_path / "again.db")
    assert not (tmp_path / "again.db").exists()


@pytest.mark.parametrize("folder", [0o755, 0o555])
def test_a_file_that_may_only_be_read(folder: int):
    place = Path(tempfile.mkdtemp(prefix="marsad-read-"))  # not pytest's, into which only its owner may look
    path, told = place / "record.db", coded(VISIT, id="b")
    with store.open(path) as record:
        record.ingest(coded(VISIT))

    def attempt() -> str:
        try:
            with store.open(path) as record:
                count = record.snapshot().count(Query())
                try:
                    record.ingest(told)
                except StoreError as error:
                    return f"{count} {error.code}"
            return "written"
        except StoreError as error:
            return error.code

    try:
        path.chmod(0o444)
        place.chmod(folder)
        found = _as_nobody(attempt) if os.geteuid() == 0 else attempt()
        # where not even the small file beside it can be made, SQLite can only be opened by who may write
        assert found in ("1 read-only", "read-only", "cannot-open")
        place.chmod(0o755)
        path.chmod(0o644)
        with store.open(path) as record:
            assert record.ingest(told).written == "new"
    finally:
        shutil.rmtree(place)


def _as_nobody(work) -> str:
    """What the work says when it is done in a process without the rights of root."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            os.setuid(65534)
            try:
                told = work()
            except BaseException as error:
                told = repr(error)
            os.write(writing, told.encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


def test_a_coding_that_breaks_the_promises_is_refused_whole(record: Store):
    from dataclasses import replace

    from marsad.model import Span

    good = coded(VISIT)
    bad = [
        replace(good, events=(replace(good.events[0], evidence=Span(0, 5, "not it")),)),
        replace(good, events=(replace(good.events[0], evidence=Span(0, 99999, "far out")),)),
        replace(good, events=(replace(good.events[0], act="dance"),)),
        replace(good, events=(replace(good.events[0], date="yesterday"),)),
    ]
    for told in bad:
        with pytest.raises(MarsadError):
            record.ingest(told)
    assert record.figures().get("entries", "0") == "0"


@pytest.mark.parametrize("sign", ["\0", "\ud800"], ids=["NUL", "half a pair"])
def test_signs_that_a_database_cannot_hold_are_refused_or_kept(record: Store, sign: str):
    told = coded(VISIT, words=f"before {sign} after")
    try:
        key = record.ingest(told).key
    except MarsadError as error:
        assert error.code not in ("database", "corrupt")
    else:
        found = record.snapshot().article(key)
        assert found is not None and found.text == told.article.content
    assert verify(record.database).findings == ()


# ---- backups


def test_backup_and_restore(tmp_path: Path):
    path, copy, again = tmp_path / "record.db", tmp_path / "copy.db", tmp_path / "again.db"
    with store.open(path) as record:
        fill(record)
        figures = record.figures()
        assert backup(record.database, copy) == 5
        with pytest.raises(StoreError, match="exists"):
            backup(record.database, copy)
        record.ingest(coded(VISIT, id="later"))
    assert restore(copy, again) == 5
    with pytest.raises(StoreError, match="exists"):
        restore(copy, path)
    with store.open(again) as other:
        assert other.figures() == figures
        assert other.ingest(coded(VISIT, id="later")).written == "new"
    with pytest.raises(StoreError, match="no such file"):
        restore(tmp_path / "none.db", tmp_path / "x.db")
    assert not list(tmp_path.glob("*.part*"))


def test_a_backup_while_others_write_is_whole(tmp_path: Path):
    path = tmp_path / "record.db"
    done = threading.Event()
    with store.open(path) as record:
        record.ingest(coded(VISIT))

        def write() -> None:
            number = 0
            while not done.is_set():
                record.ingest(coded(VISIT, id=f"w{number}"))
                number += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            counts = [backup(record.database, tmp_path / f"copy{n}.db") for n in range(3)]
        finally:
            done.set()
            writer.join()
    assert counts == sorted(counts) and counts[0] >= 1


def test_an_altered_backup_is_not_restored(tmp_path: Path):
    copy = tmp_path / "copy.db"
    with store.open(tmp_path / "record.db") as record:
        fill(record)
        backup(record.database, copy)
    with sqlite3.connect(copy) as altered:
        altered.execute("UPDATE article SET text = text || '!'")
    altered.close()
    with pytest.raises(StoreError, match="verify"):
        restore(copy, tmp_path / "again.db")
    assert not (tmp_path / "again.db").exists()
