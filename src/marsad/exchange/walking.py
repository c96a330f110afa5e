"""Through the record page by page: events, their reports, their pairs, and what was seen before."""

from __future__ import annotations

import hashlib
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from marsad.coding.sentences import Splitter
from marsad.language.pack import languages, load
from marsad.record.snapshot import Snapshot, StoredArticle
from marsad.record.types import Event, Query, Report

PAGE = 500

# Identifiers of GDELT and ICEWS are numbers: so many bits every reader holds exactly (R reads them as doubles).
_ID_BITS = 52


def events(snapshot: Snapshot, query: Query, page: int = PAGE) -> Iterator[Event]:
    """All events of a query, oldest first where it does not say otherwise; its limit and cursor are not heeded."""
    asked = replace(query, limit=page, after=None)
    while True:
        found = snapshot.events(asked)
        yield from found.events
        if found.cursor is None:
            return
        asked = replace(asked, after=found.cursor)


def told(snapshot: Snapshot, query: Query) -> Iterator[tuple[Event, tuple[Report, ...]]]:
    """All events of a query with all their reports."""
    for event in events(snapshot, query):
        yield event, snapshot.reports(event.reports)


def first_report(snapshot: Snapshot, event: Event) -> Report | None:
    """The report that stands first in an event."""
    return next(iter(snapshot.reports(event.reports[:1])), None)


def sides(event: Event) -> tuple[tuple[str, str | None], ...]:
    """Who does it to whom, pair by pair: of a mutual event each two parties once; ``None`` where only one is told."""
    if event.target:
        return tuple((a, b) for a in event.source for b in event.target if a != b)
    parties = tuple(dict.fromkeys(event.source))
    if len(parties) == 1:
        return ((parties[0], None),)
    return tuple(combinations(sorted(parties), 2))


def row_key(event: Event, side: tuple[str, str | None]) -> str:
    """A key of one pair of an event: the same for the same event and pair at any time and in any file."""
    text = f"{event.id}|{side[0]}>{side[1] or ''}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


class Numbers:
    """Whole numbers for rows, from their keys, none twice in one file.

    Two keys that would have the same number (once in some 90 million rows it is likely) are told apart by counting on.
    """

    def __init__(self) -> None:
        self._seen = Seen()

    def number(self, key: str) -> int:
        """The number of a hexadecimal key, 1 to 2**52."""
        number = int(key, 16) % (1 << _ID_BITS) or 1
        while not self._seen.first(str(number)):
            number = number % (1 << _ID_BITS) + 1
        return number


class Seen:
    """What was met before, kept in a temporary file once it is large, so that memory stays bounded."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._base.execute("PRAGMA journal_mode=OFF")
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.execute("CREATE TABLE seen (key TEXT PRIMARY KEY) WITHOUT ROWID")

    def first(self, key: str) -> bool:
        """Whether a key is met for the first time."""
        return self._base.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount == 1

    def __del__(self) -> None:
        self._base.close()


class Texts:
    """Articles with the beginnings of their sentences; the last few are kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._article = lru_cache(64)(snapshot.article)
        self._starts = lru_cache(64)(self._sentences)

    def article(self, key: str) -> StoredArticle | None:
        """An article of the record, None if it is not there."""
        return self._article(key)

    def sentence(self, report: Report) -> int | None:
        """Which sentence of its article, from 1, the evidence of a report begins in; None where that is unknown."""
        return bisect_right(self._starts(report.article.key), report.evidence.start) or None

    def _sentences(self, key: str) -> tuple[int, ...]:
        stored = self._article(key)
        if stored is None or stored.coded is None or stored.coded.language not in languages():
            return ()
        found, _ = _splitter(stored.coded.language).split(stored.coded.article)
        return tuple(sentence.words[0].start for sentence in found)


@lru_cache(8)
def _splitter(language: str) -> Splitter:
    return Splitter(load(language))
