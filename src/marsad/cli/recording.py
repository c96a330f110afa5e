"""Fetched pages into the record: extracted in a worker, coded, taken in with the page that they came from."""

from __future__ import annotations

import contextlib
import datetime as dt
from types import TracebackType

from marsad.cli.database import open_record
from marsad.coding.coder import Coder
from marsad.errors import ArticleError
from marsad.reading.fetched import FetchedPage, Taken
from marsad.reading.worker import PageWorker
from marsad.store import Fetched


class RecordSink:
    """A PageSink that takes articles into the record and keeps each page beside its article.

    Idempotent: the same page coded alike changes nothing. A page without an article in it is kept all the same, so that
    a better extraction can run over it later.
    """

    def __init__(self, db: str | None) -> None:
        """Opens the record, or makes it; StoreError where that is not possible."""
        self._stack = contextlib.ExitStack()
        self._record = self._stack.enter_context(open_record(db, create=True))
        self._worker = self._stack.enter_context(PageWorker())
        self._coder = Coder()

    def __enter__(self) -> RecordSink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def take(self, page: FetchedPage) -> Taken:
        """Takes in a page; any exception but a StoreError is a failed try of this page."""
        entry = page.entry
        feed_date = entry.published.isoformat() if entry.published else None
        kept = Fetched(page.url, page.fetched_at.astimezone(dt.UTC).isoformat(), page.body, page.to_dict())
        try:
            read = self._worker.extract(
                page.body, url=page.url, charset=_charset(page.header("content-type")), feed_date=feed_date,
                read_on=page.fetched_at.date(),
            )  # fmt: skip
            article = read.article()
        except ArticleError as error:
            self._record.keep(Fetched(kept.url, kept.fetched_at, kept.body, {**page.to_dict(), "refused": error.code}))
            return Taken("empty")
        if not article.text.strip():
            self._record.keep(kept)
            return Taken("empty")
        if page.outlet and not article.outlet:
            article = type(article)(
                article.text, article.title, article.published, url=article.url, outlet=page.outlet,
                language=article.language,
            )  # fmt: skip
        details = {**page.to_dict(), "page": read.to_dict()}
        outcome = self._record.ingest(
            self._coder.code(article), agency=read.agency,
            fetched=Fetched(kept.url, kept.fetched_at, kept.body, details),
        )  # fmt: skip
        return Taken("known" if outcome.written == "unchanged" else "new", article.language or "")


def _charset(content_type: str) -> str | None:
    """The encoding that the header of an answer tells."""
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().casefold() == "charset" and value.strip():
            return value.strip().strip("\"'")
    return None
