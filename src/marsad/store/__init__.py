"""The store: the record in a database, SQLite in one file or PostgreSQL. Entry point: ``open``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from sqlalchemy import func, select

from marsad.model import CodedArticle
from marsad.record.judgements import judgement_dict
from marsad.record.judgements import judgement_from as judgement_of
from marsad.record.types import Judgement
from marsad.reference.facts import ReferenceFact, load
from marsad.store import writer
from marsad.store.engine import Database, connect
from marsad.store.entries import Clock, now
from marsad.store.errors import StoreError
from marsad.store.migrating import ready
from marsad.store.schema import article, coding, entry, event, fact, page, report
from marsad.store.schema import judgement as judged_table
from marsad.store.snapshot import StoreSnapshot
from marsad.store.writer import Fetched, Outcome

__all__ = ["Fetched", "Outcome", "Store", "StoreError", "StoreSnapshot", "judgement_dict", "judgement_of", "open"]


class Store:
    """An open record. Reading is safe from any number of threads; writers wait for each other."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self.database = database
        self.clock = clock

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes it."""
        self.database.close()

    def snapshot(self, known_at: dt.datetime | None = None) -> StoreSnapshot:
        """The record as known at a moment (UTC), None: now. It does not change when more is written."""
        return StoreSnapshot(self.database, known_at)

    def ingest(
        self, coded: CodedArticle, *, who: str = "", agency: str | None = None, fetched: Fetched | None = None
    ) -> Outcome:
        """Takes in a coded article in one transaction; see ``writer.ingest``."""
        return writer.ingest(self.database, coded, who=who, agency=agency, fetched=fetched, clock=self.clock)

    def keep(self, fetched: Fetched) -> bool:
        """Keeps a page in which no article was found; False where the same page is there already."""
        return writer.keep(self.database, fetched, self.clock)

    def figures(self) -> dict[str, str]:
        """How much the record holds, the moment and the digest of its last entry: names to show, and values."""
        with self.database.reading() as connection:
            found = {
                name: str(connection.execute(select(func.count()).select_from(table)).scalar_one())
                for name, table in (("articles", article), ("codings", coding), ("reports", report),
                                    ("judgements", judged_table), ("reference facts", fact), ("pages", page))
            }  # fmt: skip
            live = event.alias()
            newer = select(live.c.seq).where(live.c.id == event.c.id, live.c.seq > event.c.seq).exists()
            events = select(func.count()).select_from(event).where(event.c.gone == 0, ~newer)
            found["events"] = str(connection.execute(events).scalar_one())
            last = connection.execute(select(entry).order_by(entry.c.seq.desc()).limit(1)).one_or_none()
        if last is not None:
            found |= {"entries": str(last.seq), "last entry": last.at, "last digest": last.digest}
        return found

    def judge(self, judgement: Judgement) -> bool:
        """Records a person's judgement, a withdrawal too; False where it is there already."""
        return writer.judge(self.database, judgement, self.clock)

    def load_reference(self, facts: Iterable[ReferenceFact] | None = None) -> int:
        """Records the product's reference facts (or those given) that are not there yet; how many were new."""
        return writer.load_reference(self.database, load() if facts is None else facts, self.clock)


def open(where: str | Path, *, create: bool = True, clock: Clock = now) -> Store:
    """Opens a record by path (SQLite, ``:memory:``) or URL (``postgresql://…``), and makes it where there is none.

    ``create`` False: a record that is not there is an error. A record of an older schema is brought up to date by
    ``marsad db upgrade`` only; one of a newer schema is refused. Raises StoreError, saying what to do.
    """
    database = connect(where)
    try:
        ready(database, create=create)
    except BaseException:
        database.close()
        raise
    return Store(database, clock)
