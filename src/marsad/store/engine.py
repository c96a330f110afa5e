"""Opening a database: SQLite in one file (WAL, full synchronous) or PostgreSQL by its URL."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.pool import StaticPool

from marsad.store.errors import StoreError

BUSY_SECONDS = 60
"""How long a writer waits for another before it gives up."""
_LOCK = 0x6D617273  # "mars": the advisory lock of writers on PostgreSQL
_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "temp_store=MEMORY",
    f"busy_timeout={BUSY_SECONDS * 1000}",
)  # fmt: skip


class Database:
    """A database with a way to read (a consistent state) and a way to write (one writer at a time)."""

    def __init__(self, engine: Engine, name: str) -> None:
        """``name`` is what messages call it: the path, or the address without the password."""
        self.engine = engine
        self.name = name
        self.sqlite = engine.dialect.name == "sqlite"

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that sees one state of the database."""
        with explained(self.name), self.engine.connect() as connection:
            if not self.sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in the only writing transaction; it is committed at the end, or all of it undone."""
        with explained(self.name), self.engine.connect() as connection:
            if self.sqlite:
                connection.execution_options(marsad_write=True)
            with connection.begin():
                if not self.sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                yield connection

    def close(self) -> None:
        """Gives back every connection."""
        self.engine.dispose()


def connect(where: str | Path) -> Database:
    """A database by path (SQLite; ``:memory:`` for one that lasts as long as it is open) or by URL.

    URLs: ``sqlite:///path``, ``postgresql://user@host/name``. StoreError says what to do where it cannot be opened.
    """
    told = str(where)
    if told.startswith(("postgresql:", "postgres:", "postgresql+")):
        url = "postgresql+pg8000:" + told.split(":", 1)[1]
        return Database(create_engine(url, pool_pre_ping=True), _without_password(told))
    if "://" in told and not told.startswith("sqlite:"):
        raise StoreError("unknown-database", f"{told}: only SQLite files and postgresql:// addresses are known")
    path = told.removeprefix("sqlite:///")
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    if path == ":memory:":
        options["poolclass"] = StaticPool
    else:
        path = str(Path(path).expanduser())
        folder = Path(path).resolve().parent
        if not folder.is_dir():
            raise StoreError("no-folder", f"{path}: the folder {folder} does not exist; make it first")
    engine = create_engine(f"sqlite:///{path}", **options)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Database(engine, path)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("marsad_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


# The words of the drivers' errors, and what they mean to a user.
_MEANINGS = (
    ("readonly", "read-only", "it cannot be written: check the rights of the file and of its folder"),
    ("disk is full", "disk-full", "the disk is full: nothing of this step was kept; make room and run it again"),
    ("disk i/o", "disk-error", "the disk refused to read or write: nothing of this step was kept"),
    ("malformed", "corrupt", "the file is damaged: restore a backup (marsad db restore)"),
    ("not a database", "not-a-database", "this is no database of marsad"),
    ("locked", "busy", f"another writer held it for more than {BUSY_SECONDS} s: try again when it is done"),
    ("unable to open", "cannot-open", "it cannot be opened: check the path and its rights"),
    ("can't create a connection", "no-server", "the server does not answer: is it running, and the address right?"),
    ("password", "refused", "the server refused the user or the password"),
    ("does not exist", "no-database", "the server has no such database: create it first (createdb)"),
)


@contextlib.contextmanager
def explained(name: str) -> Iterator[None]:
    """Turns the errors of the drivers into StoreErrors that name the database and say what to do."""
    try:
        yield
    except (exc.DBAPIError, exc.InterfaceError, sqlite3.Error) as error:
        told = str(getattr(error, "orig", None) or error)
        lowered = told.casefold()
        for words, code, meaning in _MEANINGS:
            if words in lowered:
                raise StoreError(code, f"{name}: {meaning}") from error
        if isinstance(error, exc.IntegrityError | exc.ProgrammingError):
            raise
        raise StoreError("database", f"{name}: {told}") from error


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    user, at, host = rest.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}{at}{host}"
