"""A page as fetched, and who takes it: where fetching ends and extraction begins."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from marsad.reading.listing import FeedEntry


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The answer for one entry's page.

    ``source`` is the address of the list that named it, ``asked`` the address that was asked for,
    ``url`` the one that answered after redirects. ``headers`` have lower-case names; ``body`` is
    unpacked. ``fetched_at`` is in UTC. ``outlet`` and ``language`` are what the list of sources says.
    """

    source: str
    asked: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: dt.datetime
    entry: FeedEntry
    outlet: str = ""
    language: str = ""

    @property
    def digest(self) -> str:
        """Hexadecimal SHA-256 of the address asked for and the body: the same page has the same."""
        return hashlib.sha256(self.asked.encode("utf-8") + b"\0" + self.body).hexdigest()

    def header(self, name: str) -> str:
        """The first header of a lower-case name, "" if there is none."""
        return next((value for key, value in self.headers if key == name), "")

    def to_dict(self) -> dict[str, Any]:
        """All but the body, as JSON."""
        return {
            "source": self.source, "asked": self.asked, "url": self.url, "status": self.status,
            "headers": [list(header) for header in self.headers], "fetched_at": self.fetched_at.isoformat(),
            "entry": self.entry.to_dict(), "outlet": self.outlet, "language": self.language,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], body: bytes) -> FetchedPage:
        """The page of such a JSON object and its body."""
        return cls(
            record["source"], record["asked"], record["url"], record["status"],
            tuple((str(name), str(value)) for name, value in record["headers"]), body,
            dt.datetime.fromisoformat(record["fetched_at"]), FeedEntry.from_dict(record["entry"]),
            record["outlet"], record["language"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a page: ``new``, ``known`` (the sink had the same), or ``empty`` (no article in it).

    ``language`` is that of the article, "" where the sink does not know it.
    """

    outcome: Literal["new", "known", "empty"] = "new"
    language: str = ""


class PageSink(Protocol):
    """Takes fetched pages.

    ``take`` returns only when the page is safe, and is idempotent: after a crash the same page (same
    ``digest``) is handed over again, and must then not be stored twice. An OSError means that the
    sink itself is out of order (a full disk): the page is offered again later and no try is
    counted. Any other exception is a failed try of this page.
    """

    def take(self, page: FetchedPage) -> Taken:
        """Store the page."""
