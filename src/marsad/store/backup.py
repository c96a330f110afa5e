"""Backups: a copy of a SQLite record while it is in use, checked before it counts; and its way back."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from marsad.store.engine import Database, connect, explained
from marsad.store.errors import StoreError
from marsad.store.verify import verify


def backup(database: Database, target: Path) -> int:
    """Copies a record to a new file; returns how many entries the copy holds.

    Writers may go on meanwhile. The copy is verified before it gets its name, so that a file of that name is a whole
    backup. StoreError where the target exists, or the copy is not sound.
    """
    if not database.sqlite:
        raise StoreError("backup-server", "a record on PostgreSQL is backed up with the server's own pg_dump")
    if target.exists():
        raise StoreError("target-exists", f"{target} exists already; give a new name, nothing is overwritten")
    part = target.with_name(target.name + ".part")
    with explained(str(target)):
        part.unlink(missing_ok=True)
        source, copy = sqlite3.connect(database.name), sqlite3.connect(part)
        try:
            source.backup(copy, pages=2048)
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            source.close()
            copy.close()
    entries = _sound(part)
    part.replace(target)
    return entries


def restore(source: Path, target: Path) -> int:
    """Makes a record from a backup; returns how many entries it holds.

    StoreError where the backup is not sound, or the target exists: what is there is never overwritten.
    """
    if not source.is_file():
        raise StoreError("no-backup", f"{source}: there is no such file")
    if target.exists():
        raise StoreError("target-exists", f"{target} exists already; move it away first, nothing is overwritten")
    _sound(source)
    part = target.with_name(target.name + ".part")
    with explained(str(target)):
        part.unlink(missing_ok=True)
        old, new = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(part)
        try:
            old.backup(new)
        finally:
            old.close()
            new.close()
    entries = _sound(part)
    part.replace(target)
    return entries


def _sound(path: Path) -> int:
    """The entries of a record in a file; StoreError where it does not verify."""
    database = connect(path)
    try:
        found = verify(database)
    finally:
        database.close()
        for more in ("-wal", "-shm"):
            with contextlib.suppress(OSError):
                if not (extra := Path(f"{path}{more}")).exists() or extra.stat().st_size == 0:
                    extra.unlink(missing_ok=True)
    if found.findings:
        first = found.findings[0]
        raise StoreError("not-sound", f"{path}: does not verify (entry {first.seq}: {first.message})")
    return found.entries
