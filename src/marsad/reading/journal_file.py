"""The SQLite file of the journal: its tables, and how it is opened."""

from __future__ import annotations

import sqlite3

from marsad.errors import MarsadError

_VERSION = 1
# "mrsd": tells the file from any other SQLite database.
_APPLICATION = 0x6D727364
_SCHEMA = """
CREATE TABLE source (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, state TEXT NOT NULL);
-- key: digest of the entry's id in its list; page: digest of its page's address; entry: its JSON while it is needed.
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, key BLOB NOT NULL, page BLOB,
  version TEXT NOT NULL, versions INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'elsewhere', 'quarantined', 'refused')),
  tries INTEGER NOT NULL DEFAULT 0, ready REAL NOT NULL, first_seen REAL NOT NULL, last_listed REAL NOT NULL,
  finished REAL, published REAL, reason TEXT NOT NULL DEFAULT '', entry TEXT NOT NULL DEFAULT '',
  UNIQUE (source, key)
);
CREATE INDEX entry_page ON entry (page) WHERE page IS NOT NULL;
CREATE INDEX entry_pending ON entry (ready, number) WHERE state = 'pending';
CREATE INDEX entry_aside ON entry (finished) WHERE state IN ('quarantined', 'refused');
CREATE INDEX entry_listed ON entry (last_listed);
CREATE TABLE kept (
  number INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE, head TEXT NOT NULL, body BLOB NOT NULL
);
CREATE TABLE count (
  source INTEGER NOT NULL, hour INTEGER NOT NULL, language TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (source, hour, language, kind)
) WITHOUT ROWID;
CREATE TABLE robots (origin TEXT PRIMARY KEY, read_at REAL NOT NULL, status INTEGER NOT NULL, text TEXT NOT NULL);
"""


class JournalError(MarsadError):
    """A journal file that cannot be used."""


def open_journal(path: str) -> sqlite3.Connection:
    """A connection to the file, made where there is none (":memory:" for none at all), for use from several threads.

    JournalError if it cannot be opened, is another program's or a newer version's, or is damaged.
    """
    try:
        db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise JournalError("journal", f"the journal {path} cannot be opened: {error}") from None
    try:
        _prepare(db, path)
    except sqlite3.Error as error:
        db.close()
        raise JournalError("journal", f"the journal {path} cannot be read: {error}") from None
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: str) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    application = int(db.execute("PRAGMA application_id").fetchone()[0])
    if not _is_empty(db) and application != _APPLICATION:
        raise JournalError("journal", f"{path} is a database of another program; name another --journal")
    if version > _VERSION:
        raise JournalError("journal", f"{path} was written by a newer version of marsad; upgrade it")
    db.execute("PRAGMA journal_mode = WAL")
    # The order of commits survives a power cut; the last ones may not, which the order of writing bears.
    db.execute("PRAGMA synchronous = NORMAL")
    if _is_empty(db):
        db.execute("BEGIN IMMEDIATE")
        if _is_empty(db):  # another program may have been quicker
            for statement in _SCHEMA.split(";\n"):
                if statement.strip():
                    db.execute(statement)
            db.execute(f"PRAGMA application_id = {_APPLICATION}")
            db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("COMMIT")


def _is_empty(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master").fetchone() is None
