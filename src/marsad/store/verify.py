"""Whether a record is as it was written: every row against the chain of digests, and the file against itself."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, Table, select

from marsad.store import search
from marsad.store.engine import Database
from marsad.store.entries import FIRST, chain, line
from marsad.store.schema import CHAINED, article, entry


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written: the entry (0: none) and what is wrong."""

    seq: int
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries and rows were read, and what was found wrong; nothing wrong is an empty tuple."""

    entries: int
    rows: int
    findings: tuple[Finding, ...]


def verify(database: Database) -> Verification:
    """Reads every row. Finds any that was altered, added or taken away since its entry was written.

    What it cannot see: that the last entries of a database were cut off whole; keep the last digest elsewhere
    (``marsad db info`` shows it) to see that too.
    """
    with database.reading() as connection:
        findings = list(_damage(connection, database))
        rows = 0
        before, expected = FIRST, 1
        groups = _rows(connection)
        pending = next(groups, None)
        entries = connection.execution_options(yield_per=1000).execute(select(entry).order_by(entry.c.seq))
        count = 0
        for told in entries:
            count += 1
            if told.seq != expected:
                findings.append(Finding(told.seq, f"entries {expected} to {told.seq - 1} are missing"))
            expected = told.seq + 1
            while pending is not None and pending[0] < told.seq:
                findings.append(Finding(pending[0], "rows of an entry that is not there"))
                rows += len(pending[1])
                pending = next(groups, None)
            lines: list[str] = []
            if pending is not None and pending[0] == told.seq:
                lines = pending[1]
                rows += len(lines)
                pending = next(groups, None)
            if chain(before, [told.seq, told.at, told.kind, told.who, told.detail], lines) != told.digest:
                what = f"{told.kind} of {told.at}: its rows are not those that were written"
                findings.append(Finding(told.seq, what))
            before = told.digest
        while pending is not None:
            findings.append(Finding(pending[0], "rows of an entry that is not there"))
            rows += len(pending[1])
            pending = next(groups, None)
        findings += _words(connection)
    return Verification(count, rows, tuple(findings))


def _rows(connection: Connection) -> Iterator[tuple[int, list[str]]]:
    """Entry number → the lines of its rows over all tables, in order."""
    streams = [_stream(connection, table) for table in CHAINED]
    for seq, found in groupby(heapq.merge(*streams, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        yield seq, [text for _, text in found]


def _stream(connection: Connection, table: Table) -> Iterator[tuple[int, str]]:
    query = select(table).order_by(table.c.seq)
    # A cursor of its own for each table: several are read side by side.
    for row in connection.execute(query, execution_options={"yield_per": 500}).mappings():
        yield row["seq"], line(table, dict(row))


def _damage(connection: Connection, database: Database) -> Iterator[Finding]:
    if database.sqlite:
        for (told,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
            if told != "ok":
                yield Finding(0, f"the file: {told}")


def _words(connection: Connection) -> Iterator[Finding]:
    """Whether the index of words has each article once, with its words."""
    indexed = search.indexed(connection)
    query = select(article.c.key, article.c.title, article.c.text)
    for row in connection.execute(query, execution_options={"yield_per": 500}):
        content = f"{row.title}\n{row.text}" if row.title else row.text
        if indexed.pop(row.key, None) != search.print_of(search.folded(content)):
            yield Finding(0, f"the index of words is not that of the article {row.key}")
    for key in indexed:
        yield Finding(0, f"the index of words has an article that is not there: {key}")
