"""Schemas and their order: making a database, bringing one up to date, refusing one that is newer."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from marsad.store.engine import Database
from marsad.store.errors import StoreError


@contextlib.contextmanager
def _config(database: Database) -> Iterator[Config]:
    with as_file(files("marsad.store") / "migrations") as folder, database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        yield config


def newest() -> str:
    """The revision of the schema that this version of the package writes."""
    with as_file(files("marsad.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        return str(ScriptDirectory.from_config(config).get_current_head())


def _known() -> set[str]:
    with as_file(files("marsad.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def revision(database: Database) -> str | None:
    """The revision of a database, None where it holds no record. StoreError where it is something else's."""
    with database.reading() as connection:
        tables = set(inspect(connection).get_table_names())
        if "alembic_version" not in tables:
            if tables:
                raise StoreError("not-a-record", f"{database.name}: a database of something else, not of marsad")
            return None
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> tuple[str | None, str]:
    """Brings a database to the newest schema in one transaction; its revision before and after."""
    before = revision(database)
    if before is not None and before not in _known():
        raise _newer(database, before)
    with _config(database) as config:
        command.upgrade(config, "head")
    return before, newest()


def ready(database: Database, *, create: bool) -> None:
    """Makes sure that a database has the newest schema; StoreError tells what to do where it has not."""
    path = Path(database.name)
    if not create and database.sqlite and database.name != ":memory:" and not path.exists():
        raise StoreError("no-record", f"{path}: there is no record; make one with: marsad ingest FILE --db {path}")
    found = revision(database)
    if found == newest():
        return
    if found is None:
        if not create:
            raise StoreError("no-record", f"{database.name}: holds no record; make one with: marsad ingest FILE")
        upgrade(database)
    elif found not in _known():
        raise _newer(database, found)
    else:
        raise StoreError("old-schema", f"{database.name}: has an older schema ({found}); run: marsad db upgrade")


def _newer(database: Database, found: str) -> StoreError:
    return StoreError(
        "newer-schema",
        f"{database.name}: was written by a newer version of marsad (schema {found}); install that version",
    )
