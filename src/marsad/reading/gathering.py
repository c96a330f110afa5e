"""From a source to its listing: which reader an answer needs, and the sitemaps of an index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from marsad.errors import MarsadError
from marsad.reading.addresses import Address, parse_address
from marsad.reading.client import FEED_TYPES, Conditions, Response
from marsad.reading.discovery import article_links
from marsad.reading.feeds import read_feed
from marsad.reading.listing import FeedEntry, FeedError, Listing, few, told_apart
from marsad.reading.settings import ReadingSettings
from marsad.reading.sitemaps import read_sitemap

KINDS = ("auto", "feed", "sitemap", "section")

Reader = Callable[[bytes, Address, ReadingSettings, str], Listing]
Ask = Callable[[str, Conditions | None], Response]
"""Asks for an address of a source, with conditions; raises FetchError or AddressError, for a bad status too."""

_READERS: dict[str, tuple[Reader, ...]] = {
    "feed": (read_feed,),
    "sitemap": (read_sitemap,),
    "section": (article_links,),
    "auto": (read_feed, read_sitemap, article_links),
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """A source's answer, and its listing; None where nothing was modified since the last time."""

    response: Response
    listing: Listing | None


def read_listing(kind: str, response: Response, settings: ReadingSettings) -> Listing:
    """The listing in an answer to a source of a kind (one of KINDS); FeedError if it has none.

    With ``auto`` the first reader that finds something is right; the message is that of the first.
    """
    base = parse_address(response.url, settings.max_url_chars)
    failures: list[FeedError] = []
    for reader in _READERS[kind]:
        try:
            return reader(response.body, base, settings, response.charset)
        except FeedError as error:
            failures.append(error)
    raise failures[-1] if response.media_type == "text/html" else failures[0]


def gather(url: str, kind: str, conditions: Conditions, ask: Ask, settings: ReadingSettings) -> Gathered:
    """The listing of a source. A sitemap index is read with its sitemaps, of one level.

    Raises FetchError, AddressError, FeedError. A sitemap of an index that fails is noted, and the
    validators are dropped, so that it is asked for again.
    """
    response = ask(url, conditions)
    if response.status == 304:
        return Gathered(response, None)
    listing = read_listing(kind, response, settings)
    if listing.kind != "index":
        return Gathered(response, listing)
    entries: list[FeedEntry] = []
    notes = list(listing.notes)
    failed = False
    for child in listing.children:
        try:
            part = read_listing("sitemap", ask(child, None), settings)
        except MarsadError as error:
            notes.append(f"{child}: {error.message}")
            failed = True
            continue
        if part.kind == "index":
            notes.append(f"{child} is again an index of sitemaps, which is not followed")
            continue
        entries += part.entries
        notes += part.notes
    if failed:
        plain_headers = tuple(one for one in response.headers if one[0] not in ("etag", "last-modified"))
        response = Response(response.asked, response.url, response.status, plain_headers, b"", response.lan)
    whole = Listing("sitemap", told_apart(entries)[0], listing.title, listing.language, few(notes))
    return Gathered(response, whole)


__all__ = ["FEED_TYPES", "KINDS", "Gathered", "gather", "read_listing"]
