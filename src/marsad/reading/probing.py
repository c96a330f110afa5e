"""What stands at an address that a user names as a source: a feed, a sitemap, or a page that names feeds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from marsad.errors import MarsadError
from marsad.reading.addresses import parse_address
from marsad.reading.client import FEED_TYPES, GuardedClient, Response, check_status
from marsad.reading.discovery import FoundFeed, article_links, feeds_on_page
from marsad.reading.feeds import read_feed
from marsad.reading.gathering import Reader
from marsad.reading.journal import Journal
from marsad.reading.listing import FeedError, Listing
from marsad.reading.robots import Getter, PoliteClient, RobotsBook
from marsad.reading.schedule import Clock, SystemClock
from marsad.reading.settings import ReadingSettings
from marsad.reading.sitemaps import read_sitemap
from marsad.reading.sources import Source
from marsad.reading.sqlite_journal import SqliteJournal

_TRIED = 3


@dataclass(frozen=True, slots=True)
class Probe:
    """A source as it answers, other feeds that its page names, and notes."""

    source: Source
    others: tuple[FoundFeed, ...] = ()
    notes: tuple[str, ...] = ()


def probe(
    source: Source, settings: ReadingSettings | None = None, client: Getter | None = None, clock: Clock | None = None
) -> Probe:
    """Ask a source's address once, and the feeds that its page names until one answers as a feed.

    FetchError, AddressError or FeedError, saying why, if nothing there can be a source.
    """
    settings = settings or ReadingSettings()
    clock = clock or SystemClock()
    journal: Journal = SqliteJournal()
    client = client or GuardedClient(settings)
    polite = PoliteClient(client, RobotsBook(client, journal, settings, clock), settings, clock)
    try:
        return _Prober(polite, settings, clock).probe(source)
    finally:
        journal.close()


class _Prober:
    def __init__(self, client: PoliteClient, settings: ReadingSettings, clock: Clock) -> None:
        self._client, self._settings, self._clock = client, settings, clock

    def probe(self, source: Source) -> Probe:
        response = self._ask(source.url)
        failure: FeedError | None = None
        readers: tuple[tuple[str, Reader], ...] = (("feed", read_feed), ("sitemap", read_sitemap))
        for kind, reader in readers:
            try:
                listing = self._read(reader, response)
            except FeedError as error:
                failure = failure or error
            else:
                return Probe(_named(replace(source, kind=kind), listing), notes=listing.notes)
        notes: list[str] = []
        try:
            feeds = self._feeds(response)
        except FeedError:
            feeds = ()
        for number, feed in enumerate(feeds[:_TRIED]):
            try:
                self._clock.sleep(self._client.gap(feed.url))
                answer = self._ask(feed.url, response.lan)
                listing = self._read(read_feed, answer)
            except MarsadError as error:
                notes.append(f"{feed.url} is no feed: {error.message}")
                continue
            others = tuple(one for at, one in enumerate(feeds) if at != number)
            named = _named(replace(source, url=feed.url, kind="feed"), listing)
            return Probe(named, others, (*notes, f"{source.url} is a page; its feed {feed.url} is taken"))
        try:
            listing = self._read(article_links, response)
        except FeedError as error:
            reason = error if response.media_type == "text/html" or failure is None else failure
            message = f"{source.url} is no feed, no sitemap, and no page of articles: {reason.message}"
            raise FeedError("no-source", message) from None
        notes.append(f"{source.url} names no feed; {len(listing.entries)} of its links look like articles")
        return Probe(_named(replace(source, kind="section"), listing), notes=tuple(notes))

    def _ask(self, url: str, lan: bool = True) -> Response:
        limit = self._settings.max_feed_bytes
        response = self._client.get(url, accept=FEED_TYPES, limit=limit, lan=lan)
        check_status(response, dt.datetime.fromtimestamp(self._clock.now(), dt.UTC))
        return response

    def _read(self, reader: Reader, response: Response) -> Listing:
        return reader(response.body, parse_address(response.url), self._settings, response.charset)

    def _feeds(self, response: Response) -> tuple[FoundFeed, ...]:
        return feeds_on_page(response.body, parse_address(response.url), self._settings, response.charset)


def _named(source: Source, listing: Listing) -> Source:
    """The source with the list's own title and language where none were given."""
    language = listing.language.partition("-")[0].partition("_")[0].lower()
    known = language if len(language) in (2, 3) and language.isascii() and language.isalpha() else ""
    return replace(source, name=source.name or listing.title[:120], language=source.language or known)
