"""The journal of fetching in one SQLite file (or in memory)."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import statistics
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from marsad.reading.client import Conditions
from marsad.reading.fetched import FetchedPage
from marsad.reading.journal import (
    Aside,
    Count,
    Kind,
    Listed,
    Pending,
    RobotsCopy,
    SetAside,
    Settle,
    SourceState,
    page_key,
)
from marsad.reading.journal_file import JournalError, open_journal
from marsad.reading.listing import FeedEntry

_LISTED_STEP = 86_400.0


class SqliteJournal:
    """A Journal in an SQLite file. Write-ahead logging: another program may read it (health) meanwhile."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        """Open or make the file; JournalError if it is another program's, a newer version's, or damaged."""
        self._lock = threading.RLock()
        self._ids: dict[str, int] = {}
        self._db = open_journal(str(path))

    @contextmanager
    def _change(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except BaseException as error:
                self._ids.clear()  # a source made in this transaction is gone with it
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise JournalError("journal", f"the journal cannot be written: {error}") from None
                raise

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                return self._db.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise JournalError("journal", f"the journal cannot be read: {error}") from None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    # Sources.

    def _id(self, source: str) -> int:
        """The number of a source, made where it has none; inside a transaction."""
        if source not in self._ids:
            state = json.dumps(_state_dict(SourceState(source)), ensure_ascii=False)
            self._db.execute("INSERT OR IGNORE INTO source (url, state) VALUES (?, ?)", (source, state))
            found = self._db.execute("SELECT id FROM source WHERE url = ?", (source,)).fetchone()
            self._ids[source] = int(found[0])
        return self._ids[source]

    def state(self, source: str) -> SourceState:
        """Where a source stands."""
        rows = self._rows("SELECT state FROM source WHERE url = ?", (source,))
        return _state(source, rows[0][0]) if rows else SourceState(source)

    def states(self) -> Sequence[SourceState]:
        """All sources ever seen."""
        return [_state(url, state) for url, state in self._rows("SELECT url, state FROM source ORDER BY id")]

    def save(self, state: SourceState, counts: Iterable[tuple[Kind, int]], now: float) -> None:
        """Write down where a source stands, and count."""
        with self._change():
            self._save(state, counts, now)

    def _save(self, state: SourceState, counts: Iterable[tuple[Kind, int]], now: float) -> None:
        number = self._id(state.source)
        told = json.dumps(_state_dict(state), ensure_ascii=False)
        self._db.execute("UPDATE source SET state = ? WHERE id = ?", (told, number))
        for kind, how_many in counts:
            self._count(number, now, "", kind, how_many)

    def _count(self, source: int, now: float, language: str, kind: str, number: int = 1) -> None:
        if number:
            self._db.execute(
                "INSERT INTO count VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
                (source, int(now // 3600), language, kind, number),
            )

    # Entries.

    def listed(
        self, source: str, entries: Sequence[FeedEntry], now: float, max_versions: int, settle: Settle
    ) -> Listed:
        """Write down a list and its source's state."""
        to_do: list[Pending] = []
        new = changed = elsewhere = 0
        with self._change():
            number_of_source = self._id(source)
            for entry in entries:
                old = self._db.execute(
                    "SELECT number, version, versions, state, last_listed FROM entry WHERE source = ? AND key = ?",
                    (number_of_source, _key(entry.id)),
                ).fetchone()
                if old is None:
                    new += 1
                    if self._insert(number_of_source, entry, now):
                        to_do.append(Pending(source, entry, now, 0, now))
                    else:
                        elsewhere += 1
                    continue
                number, version, versions, status, last_listed = old
                if version != entry.version and status != "elsewhere":
                    again = status in ("done", "refused") and versions < max_versions
                    if again:
                        changed += 1
                        to_do.append(Pending(source, entry, now, 0, now))
                    self._new_version(number, entry, status, again, now)
                elif now - last_listed > _LISTED_STEP:
                    self._db.execute("UPDATE entry SET last_listed = ? WHERE number = ?", (now, number))
            counts: list[tuple[Kind, int]] = [
                ("fetch", 1), ("new", new), ("changed", changed), ("elsewhere", elsewhere),
            ]  # fmt: skip
            state = settle(new)
            if new and new == len(entries) and state.fetches > 1:
                counts.append(("overflow", 1))
            self._save(state, counts, now)
        return Listed(tuple(to_do), new, changed, elsewhere)

    def _insert(self, source: int, entry: FeedEntry, now: float) -> bool:
        """Write down an unseen entry; whether it is to do, which it is not if another source named its page."""
        page = page_key(entry.url) if entry.url else None
        other = (
            page
            and self._db.execute(
                "SELECT 1 FROM entry WHERE page = ? AND state <> 'elsewhere' LIMIT 1", (page,)
            ).fetchone()
        )
        self._db.execute(
            "INSERT INTO entry (source, key, page, version, state, ready, first_seen, last_listed, published, entry) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                source, _key(entry.id), page, entry.version, "elsewhere" if other else "pending", now, now, now,
                entry.published.timestamp() if entry.published else None, "" if other else _json(entry),
            ),
        )  # fmt: skip
        return not other

    def _new_version(self, number: int, entry: FeedEntry, status: str, again: bool, now: float) -> None:
        """An entry that its list has changed: to do again, or its new form kept for when it is tried."""
        if again:
            self._db.execute("DELETE FROM kept WHERE number = ?", (number,))
            self._db.execute(
                "UPDATE entry SET versions = versions + 1, state = 'pending', tries = 0, ready = ?, reason = '', "
                "first_seen = ? WHERE number = ?",
                (now, now, number),
            )
        needed = again or status in ("pending", "quarantined")
        self._db.execute(
            "UPDATE entry SET version = ?, last_listed = ?, entry = ? WHERE number = ?",
            (entry.version, now, _json(entry) if needed else "", number),
        )

    def pending(self, limit: int, leave: Iterable[tuple[str, str]] = ()) -> Sequence[Pending]:
        """Entries to do, the earliest first."""
        left = set(leave)
        rows = self._rows(
            "SELECT source.url, entry.entry, ready, tries, first_seen, kept.number IS NOT NULL FROM entry "
            "JOIN source ON source.id = entry.source LEFT JOIN kept USING (number) "
            "WHERE entry.state = 'pending' ORDER BY ready, entry.number LIMIT ?",
            (limit + len(left),),
        )
        found = [
            Pending(url, FeedEntry.from_dict(json.loads(entry)), ready, tries, first, bool(kept))
            for url, entry, ready, tries, first, kept in rows
        ]
        return [one for one in found if (one.source, one.entry.id) not in left][:limit]

    def count_pending(self) -> int:
        """How many entries are to do."""
        return int(self._rows("SELECT count(*) FROM entry WHERE state = 'pending'")[0][0])

    def _number(self, source: str, entry_id: str) -> int:
        found = self._db.execute(
            "SELECT number FROM entry JOIN source ON source.id = entry.source WHERE url = ? AND key = ?",
            (source, _key(entry_id)),
        ).fetchone()
        if found is None:
            raise JournalError("journal", f"the journal has no entry {entry_id!r:.80} of {source}")
        return int(found[0])

    def keep(self, page: FetchedPage) -> None:
        """Write down a page before it is handed over."""
        head, body = json.dumps(page.to_dict(), ensure_ascii=False), gzip.compress(page.body, 1, mtime=0)
        with self._change():
            number = self._number(page.source, page.entry.id)
            self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (number, head, body))

    def kept(self, source: str, entry_id: str) -> FetchedPage | None:
        """The page written down for an entry."""
        rows = self._rows(
            "SELECT head, body FROM kept JOIN entry USING (number) JOIN source ON source.id = entry.source "
            "WHERE url = ? AND key = ?",
            (source, _key(entry_id)),
        )
        return FetchedPage.from_dict(json.loads(rows[0][0]), gzip.decompress(rows[0][1])) if rows else None

    def begin(self, source: str, entry_id: str) -> int:
        """Count a try before it is made."""
        with self._change():
            number = self._number(source, entry_id)
            self._db.execute("UPDATE entry SET tries = tries + 1 WHERE number = ?", (number,))
            return int(self._db.execute("SELECT tries FROM entry WHERE number = ?", (number,)).fetchone()[0])

    def done(self, source: str, entry_id: str, kind: Kind, language: str, now: float) -> None:
        """Mark an entry as done and drop its page."""
        with self._change():
            number = self._number(source, entry_id)
            self._db.execute("DELETE FROM kept WHERE number = ?", (number,))
            self._db.execute(
                "UPDATE entry SET state = 'done', finished = ?, reason = '', entry = '' WHERE number = ?", (now, number)
            )
            self._count(self._id(source), now, language, kind)

    def postpone(self, source: str, entry_id: str, ready: float, reason: str, tries: int) -> None:
        """Try an entry again later."""
        with self._change():
            self._db.execute(
                "UPDATE entry SET ready = ?, reason = ?, tries = ? WHERE number = ?",
                (ready, reason, tries, self._number(source, entry_id)),
            )

    def set_aside(self, source: str, entry_id: str, state: Aside, reason: str, now: float, language: str = "") -> None:
        """Set an entry aside; a page that is kept stays, so that a retry need not fetch it."""
        with self._change():
            self._db.execute(
                "UPDATE entry SET state = ?, reason = ?, finished = ? WHERE number = ?",
                (state, reason, now, self._number(source, entry_id)),
            )
            self._count(self._id(source), now, language, state)

    def aside(self, limit: int = 1000) -> Sequence[SetAside]:
        """What is set aside, the latest first."""
        rows = self._rows(
            "SELECT number, url, entry.entry, entry.state, reason, tries, finished FROM entry "
            "JOIN source ON source.id = entry.source WHERE entry.state IN ('quarantined', 'refused') "
            "ORDER BY finished DESC, number DESC LIMIT ?",
            (limit,),
        )
        return [
            SetAside(
                number, url, FeedEntry.from_dict(json.loads(entry)), cast(Aside, state), reason, tries, since,
            )
            for number, url, entry, state, reason, tries, since in rows
        ]  # fmt: skip

    def retry(self, numbers: Iterable[int] | None, now: float) -> int:
        """Make entries set aside to do again."""
        change = "UPDATE entry SET state = 'pending', tries = 0, ready = ?, reason = '', first_seen = ? WHERE "
        with self._change():
            if numbers is None:
                return self._db.execute(change + "state = 'quarantined'", (now, now)).rowcount
            only = change + "state IN ('quarantined', 'refused') AND number = ?"
            return sum(self._db.execute(only, (now, now, number)).rowcount for number in numbers)

    # robots.txt, counts.

    def robots(self, origin: str) -> RobotsCopy | None:
        """The last copy of a robots.txt."""
        rows = self._rows("SELECT read_at, status, text FROM robots WHERE origin = ?", (origin,))
        return RobotsCopy(*rows[0]) if rows else None

    def keep_robots(self, origin: str, copy: RobotsCopy) -> None:
        """Write down a robots.txt."""
        with self._change():
            values = (origin, copy.read_at, copy.status, copy.text)
            self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", values)

    def counts(self, since: float) -> Sequence[Count]:
        """The counts from a time on."""
        rows = self._rows(
            "SELECT url, hour, language, kind, number FROM count JOIN source ON source.id = count.source "
            "WHERE hour >= ? ORDER BY hour, url, language, kind",
            (int(since // 3600),),
        )
        return [Count(*row) for row in rows]

    def lags(self, since: float) -> dict[str, float]:
        """By source the median seconds from publication to having been taken."""
        rows = self._rows(
            "SELECT url, finished - published FROM entry JOIN source ON source.id = entry.source "
            "WHERE entry.state = 'done' AND first_seen >= ? AND published IS NOT NULL AND versions = 0",
            (since,),
        )
        by_source: dict[str, list[float]] = {}
        for url, lag in rows:
            by_source.setdefault(url, []).append(lag)
        return {url: statistics.median(found) for url, found in by_source.items()}

    def prune(self, now: float, remember: float, counts_keep: float) -> int:
        """Forget what is old."""
        with self._change():
            self._db.execute("DELETE FROM count WHERE hour < ?", (int((now - counts_keep) // 3600),))
            self._db.execute("DELETE FROM robots WHERE read_at < ?", (now - remember,))
            old = "DELETE FROM entry WHERE last_listed < ? AND state IN ('done', 'elsewhere', 'refused')"
            return self._db.execute(old, (now - remember,)).rowcount


def _key(entry_id: str) -> bytes:
    return hashlib.sha256(entry_id.encode("utf-8", "replace")).digest()[:16]


def _json(entry: FeedEntry) -> str:
    return json.dumps(entry.to_dict(), ensure_ascii=False)


def _state_dict(state: SourceState) -> dict[str, Any]:
    return {name: value for name, value in asdict(state).items() if name != "source"}


def _state(source: str, text: str) -> SourceState:
    fields = json.loads(text)
    fields["conditions"] = Conditions(**fields["conditions"])
    fields["notes"] = tuple(fields["notes"])
    return SourceState(source, **fields)
