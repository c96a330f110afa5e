"""From an answer for an entry's page to the sink, or to a later try, or set aside: what became of each page.

What is tried again and what is not: an answer that asks to wait is waited for; a failure that may
pass (no connection, a server's error, a sink that fails on the page) counts as a try, and after
three the entry is in quarantine; what will not pass (gone, forbidden, no page) is refused at once.
Both stay in the journal with their reason until someone asks for another try.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from marsad.errors import MarsadError
from marsad.reading.addresses import AddressError
from marsad.reading.client import Response
from marsad.reading.fetched import FetchedPage, PageSink, Taken
from marsad.reading.journal import Journal, Kind, Pending
from marsad.reading.schedule import Clock, retry_pause
from marsad.reading.settings import DAY, ReadingSettings
from marsad.reading.sources import Source
from marsad.reading.wire import FetchError

PAGE_MEDIA = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "")

_SINK_PAUSE = 300.0
# A server that asks to wait is heeded, without counting a try, for so long; after that each counts.
_HEEDED = 2 * DAY
# Not the business of whoever reads the page.
_PRIVATE = frozenset(("set-cookie", "set-cookie2"))


@dataclass(frozen=True, slots=True)
class Happening:
    """Something to tell: a kind (those of journal.Kind, "note", "postponed", "sink"), the source, and a sentence."""

    kind: str
    source: str
    message: str
    url: str = ""


Tell = Callable[[Happening], None]


class Handover:
    """Brings answers for pages to the sink, with the journal as memory."""

    def __init__(self, journal: Journal, sink: PageSink, settings: ReadingSettings, clock: Clock, tell: Tell) -> None:
        self._journal, self._sink, self._settings, self._clock, self._tell = journal, sink, settings, clock, tell

    def page(self, pending: Pending, response: Response, source: Source) -> None:
        """An answer for the page of an entry of a source."""
        now = self._clock.now()
        if response.media_type not in PAGE_MEDIA:
            self.refuse(pending, source, "not-a-page", f"{response.url} is {response.media_type[:80]}, not a page")
            return
        if not response.body.strip():
            self._try_later(pending, source, now, f"{response.url} is empty [empty]")
            return
        headers = tuple(one for one in response.headers if one[0] not in _PRIVATE)
        page = FetchedPage(
            pending.source, pending.entry.url, response.url, response.status, headers, response.body,
            dt.datetime.fromtimestamp(now, dt.UTC), pending.entry, source.name, source.language,
        )  # fmt: skip
        self._journal.keep(page)
        self.deliver(pending, source, page)

    def failed(self, pending: Pending, error: MarsadError, source: Source) -> None:
        """An entry's page could not be had."""
        now = self._clock.now()
        lasting = isinstance(error, AddressError) or (isinstance(error, FetchError) and error.lasting)
        if lasting:
            self.refuse(pending, source, error.code, error.message)
            return
        after = error.retry_after if isinstance(error, FetchError) else None
        reason = f"{error.message} [{error.code}]"
        if after is not None and now - pending.first_seen < _HEEDED:
            ready = now + min(after, self._settings.max_retry_after)
            self._journal.postpone(pending.source, pending.entry.id, ready, reason, pending.tries)
            self._say("postponed", pending, reason)
            return
        self._try_later(pending, source, now, reason)

    def _try_later(self, pending: Pending, source: Source, now: float, reason: str) -> None:
        tries = pending.tries + 1
        if tries >= self._settings.max_tries:
            self._quarantine(pending, source, reason, now)
            return
        ready = now + retry_pause(tries, self._settings)
        self._journal.postpone(pending.source, pending.entry.id, ready, reason, tries)
        self._say("postponed", pending, reason)

    def deliver(self, pending: Pending, source: Source, page: FetchedPage | None = None) -> None:
        """Hand a page that the journal keeps to the sink."""
        entry_id = pending.entry.id
        page = page or self._journal.kept(pending.source, entry_id)
        now = self._clock.now()
        if page is None:
            self._journal.postpone(pending.source, entry_id, now, "its page was not kept", pending.tries)
            return
        if pending.tries >= self._settings.max_tries:
            self._quarantine(pending, source, "the program ended each time that this page was handed over", now)
            return
        tries = self._journal.begin(pending.source, entry_id)
        try:
            taken = self._sink.take(page)
        except OSError as error:
            reason = f"the store is out of order: {error}"
            self._journal.postpone(pending.source, entry_id, now + _SINK_PAUSE, reason, tries - 1)
            self._say("sink", pending, reason)
            return
        except Exception as error:  # a page that the sink cannot bear is that page's trouble alone
            reason = str(error) if isinstance(error, MarsadError) else f"{type(error).__name__}: {error}"[:500]
            self._try_later(replace(pending, tries=tries - 1), source, now, reason)
            return
        self._taken(pending, taken, page.language)

    def _taken(self, pending: Pending, taken: Taken, language: str) -> None:
        kinds: dict[str, Kind] = {"new": "taken", "known": "known", "empty": "empty"}
        kind = kinds[taken.outcome]
        language = taken.language or language
        self._journal.done(pending.source, pending.entry.id, kind, language, self._clock.now())
        self._say(kind, pending, pending.entry.title)

    def refuse(self, pending: Pending, source: Source, code: str, message: str) -> None:
        """An entry that is not to be tried again."""
        reason = f"{message} [{code}]"
        self._journal.set_aside(pending.source, pending.entry.id, "refused", reason, self._clock.now(), source.language)
        self._say("refused", pending, reason)

    def _quarantine(self, pending: Pending, source: Source, reason: str, now: float) -> None:
        self._journal.set_aside(pending.source, pending.entry.id, "quarantined", reason, now, source.language)
        self._say("quarantined", pending, reason)

    def _say(self, kind: str, pending: Pending, message: str) -> None:
        self._tell(Happening(kind, pending.source, message, pending.entry.url))
