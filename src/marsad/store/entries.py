"""Entries: what one transaction adds to the record, and the digest that chains it to all before it."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from marsad.store.bodies import dump, moment, to_moment
from marsad.store.engine import Database
from marsad.store.schema import entry

Row = Mapping[str, Any]
Clock = Callable[[], dt.datetime]
FIRST = "0" * 64  # what the first entry is chained to
_TICK = dt.timedelta(microseconds=1)
_INSERT = insert(entry)
_LAST = select(entry.c.seq, entry.c.at, entry.c.digest).order_by(entry.c.seq.desc()).limit(1)


def now() -> dt.datetime:
    """The present moment in UTC."""
    return dt.datetime.now(dt.UTC)


class Entry:
    """The entry being written: its number, its moment, and the rows added so far."""

    def __init__(self, connection: Connection, seq: int, at: dt.datetime, before: str) -> None:
        self.connection = connection
        self.seq = seq
        self.at = at
        self.before = before
        self._lines: list[str] = []

    def add(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Inserts rows, with the entry's number, and takes them into its digest."""
        if not rows:
            return
        for row in rows:
            row["seq"] = self.seq
            self._lines.append(line(table, row))
        self.connection.execute(insert(table), rows)

    @property
    def empty(self) -> bool:
        """Whether nothing was added."""
        return not self._lines

    def digest(self, kind: str, who: str, detail: str) -> str:
        """The digest of the entry; see ``chain``."""
        return chain(self.before, [self.seq, moment(self.at), kind, who, detail], self._lines)


def line(table: Table, row: Row) -> str:
    """A row as it goes into a digest: the table's name and the row's values in the order of its columns."""
    values = [row.get(column.name) for column in table.columns]
    shown = [bytes(v).hex() if isinstance(v, bytes | memoryview) else v for v in values]
    return dump([table.name, shown])


def chain(before: str, head: Sequence[object], lines: Sequence[str]) -> str:
    """SHA-256 over the digest before, the entry's own values and its rows in canonical order, in hexadecimal."""
    hashed = hashlib.sha256(before.encode())
    hashed.update(dump(list(head)).encode("utf-8", "surrogatepass"))
    for text in sorted(lines):
        hashed.update(b"\n")
        hashed.update(text.encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


@contextlib.contextmanager
def writing(
    database: Database, kind: str, who: str = "", detail: Mapping[str, object] | None = None, clock: Clock = now
) -> Iterator[Entry]:
    """A new entry in a transaction of its own. An entry to which nothing was added is not written.

    Its moment is the clock's, or just after that of the last entry where the clock has not moved on.
    """
    with database.writing() as connection:
        last = connection.execute(_LAST).one_or_none()
        at = clock()
        if last is not None:
            at = max(at, to_moment(last.at) + _TICK)
        new = Entry(connection, last.seq + 1 if last else 1, at, last.digest if last else FIRST)
        yield new
        if not new.empty:
            told = dump(detail or {})
            row = {"seq": new.seq, "at": moment(at), "kind": kind, "who": who, "detail": told}
            connection.execute(_INSERT, row | {"digest": new.digest(kind, who, told)})


def last_seq(connection: Connection, known_at: dt.datetime | None) -> int:
    """The number of the last entry known at a moment; 0 where there is none."""
    query = select(func.max(entry.c.seq))
    if known_at is not None:
        query = query.where(entry.c.at <= moment(known_at))
    return connection.execute(query).scalar() or 0
