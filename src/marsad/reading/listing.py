"""What a feed, a sitemap or a section page lists: entries, each of which leads to a page."""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import hashlib
import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from marsad.errors import MarsadError

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class FeedError(MarsadError):
    """An answer that lists nothing: neither feed nor sitemap, or one that cannot be read."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry as its list has it.

    ``id`` is what tells it from others of the list; ``url`` is absolute, "" if it has none.
    ``published`` and ``updated`` are moments with a zone, in UTC, where the texts say one;
    the texts are as they stand. ``summary`` and ``content`` may be HTML.
    """

    id: str
    url: str = ""
    title: str = ""
    published_text: str = ""
    updated_text: str = ""
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    summary: str = ""
    content: str = ""
    author: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """A short digest of what the list says of it; another one means that its publisher changed it.

        Without the date of publication: some feeds stamp all their entries anew with each answer.
        """
        told = "\0".join((self.url, self.title, self.updated_text, plain(self.summary)))
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """As JSON: moments in ISO 8601, without what is empty."""
        record = {name: value for name, value in asdict(self).items() if value}
        for name in ("published", "updated"):
            if name in record:
                record[name] = record[name].isoformat()
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> FeedEntry:
        """The entry of such a JSON object."""
        fields = {"id": "", **record}
        for name in ("published", "updated"):
            if name in fields:
                fields[name] = dt.datetime.fromisoformat(fields[name])
        fields["categories"] = tuple(fields.get("categories", ()))
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class Listing:
    """What one answer lists. ``kind``: rss, atom, rdf, json, sitemap, index or section.

    ``children`` are the sitemaps of a sitemap index, newest first. ``notes`` tell what was mended
    and what was left out.
    """

    kind: str
    entries: tuple[FeedEntry, ...] = ()
    title: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()
    children: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Text of a title: without tags, with characters for references, white space as single spaces."""
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        with contextlib.suppress(ValueError):  # a reference with thousands of digits
            text = html.unescape(text)
    return " ".join(text.split())


def moment(text: str) -> dt.datetime | None:
    """The moment, in UTC, of a text in RFC 822 or ISO 8601 form with a zone; None for any other text."""
    text = text.strip()
    try:
        when = dt.datetime.fromisoformat(text) if _ISO.match(text) else email.utils.parsedate_to_datetime(text)
        return when.astimezone(dt.UTC) if when.tzinfo else None
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def told_apart(entries: Iterable[FeedEntry]) -> tuple[tuple[FeedEntry, ...], int]:
    """The entries with ids that differ, and how many were left out as the same entry listed again.

    Entries that share an id but not an address are different ones, of a list that uses ids wrongly.
    """
    kept: dict[str, FeedEntry] = {}
    again = 0
    for entry in entries:
        if entry.id in kept:
            if kept[entry.id].url == entry.url or not entry.url:
                again += 1
                continue
            entry = replace(entry, id=f"{entry.id} {entry.url}")
            if entry.id in kept:
                again += 1
                continue
        kept[entry.id] = entry
    return tuple(kept.values()), again


def newest(entries: tuple[FeedEntry, ...], most: int, notes: list[str]) -> tuple[FeedEntry, ...]:
    """At most so many entries: the newest, in the order of the list; a note tells what was left out."""
    if len(entries) <= most:
        return entries
    notes.append(f"{len(entries)} entries are more than {most} (setting max_entries); the newest were taken")
    past = dt.datetime.min.replace(tzinfo=dt.UTC)
    order = sorted(range(len(entries)), key=lambda i: entries[i].updated or entries[i].published or past, reverse=True)
    return tuple(entries[i] for i in sorted(order[:most]))


def few(notes: Iterable[str], most: int = 20) -> tuple[str, ...]:
    """Each note once, with how often it was made, and no more than so many; the last tells how many there were."""
    counted = Counter(notes)
    shown = [f"{note} ({times} times)" if times > 1 else note for note, times in counted.items()]
    return (*shown[:most], f"and {len(shown) - most} notes more") if len(shown) > most else tuple(shown)
