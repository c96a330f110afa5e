"""What fetching remembers: where each source stands, what was seen, what is still to do, what was set aside.

The order of writing makes that nothing is lost and nothing done twice, wherever the program ends:
1. what a list names is written down as to do in one transaction with the list's validators (ETag),
   so that a later "not modified" never hides an entry;
2. a page is written down, whole, before the sink gets it, so that the sink is offered the very same
   bytes again if the program ends in between;
3. an entry is marked as done, and its page dropped, only after the sink has taken it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import urlsplit

from marsad.reading.client import Conditions
from marsad.reading.fetched import FetchedPage
from marsad.reading.listing import FeedEntry

Aside = Literal["quarantined", "refused"]
"""Set aside after its tries, or refused for good (gone, forbidden, no page)."""

Kind = Literal[
    "fetch", "unchanged", "failed", "new", "changed", "elsewhere", "taken", "known", "empty", "refused", "quarantined",
    "overflow",
]  # fmt: skip
"""What is counted: answers of a source (fetch: with a list, unchanged, failed), entries of it (new, changed by
their publisher, named by another source before), what became of them, and lists that were all new (overflow)."""

_TRACKING = re.compile(r"(?:^|&)(?:utm_[a-z]+|fbclid|gclid|mc_[ce]id|at_[a-z]+|xtor)=[^&]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceState:
    """Where a source stands. Times are seconds since 1970, None or 0 for never.

    ``pace``: new entries an hour, smoothed, None while unknown. ``failures``: in a row. ``error``: the
    last one, "" after a success. ``moved``: where the source says that it has moved for good.
    ``lan``: whether it is read from an address of one's own.
    """

    source: str
    conditions: Conditions = field(default_factory=Conditions)
    last_attempt: float | None = None
    last_success: float | None = None
    last_new: float | None = None
    next_due: float = 0.0
    interval: float = 0.0
    fetches: int = 0
    failures: int = 0
    pace: float | None = None
    error: str = ""
    moved: str = ""
    notes: tuple[str, ...] = ()
    title: str = ""
    lan: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """An entry whose page is still to be read or handed over: not before ``ready``."""

    source: str
    entry: FeedEntry
    ready: float
    tries: int = 0
    first_seen: float = 0.0
    kept: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """An entry in quarantine or refused: ``number`` names it to people."""

    number: int
    source: str
    entry: FeedEntry
    state: Aside
    reason: str
    tries: int
    since: float


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind there were in an hour (hours since 1970), by source and language."""

    source: str
    hour: int
    language: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """A robots.txt as it was read at a time: its HTTP status and text."""

    read_at: float
    status: int
    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What writing down a list came to: entries to do, and how many were new, changed, known from elsewhere."""

    to_do: tuple[Pending, ...]
    new: int
    changed: int
    elsewhere: int


Settle = Callable[[int], SourceState]
"""From the number of unseen entries of a list to where its source then stands."""


class Journal(Protocol):
    """The memory of fetching. Each method is one transaction; all are safe to call from several threads."""

    def state(self, source: str) -> SourceState:
        """Where a source stands; a fresh state for one never seen."""

    def states(self) -> Sequence[SourceState]:
        """All sources ever seen."""

    def save(self, state: SourceState, counts: Iterable[tuple[Kind, int]], now: float) -> None:
        """Write down where a source stands after an answer without a list, and count."""

    def listed(
        self, source: str, entries: Sequence[FeedEntry], now: float, max_versions: int, settle: Settle
    ) -> Listed:
        """Write down a list and where its source stands then: unseen and changed entries are to do."""

    def pending(self, limit: int, leave: Iterable[tuple[str, str]] = ()) -> Sequence[Pending]:
        """Up to so many entries to do, the earliest first, without those (source, entry id) in ``leave``."""

    def count_pending(self) -> int:
        """How many entries are to do."""

    def keep(self, page: FetchedPage) -> None:
        """Write down a fetched page before it is handed over."""

    def kept(self, source: str, entry_id: str) -> FetchedPage | None:
        """The page written down for an entry."""

    def begin(self, source: str, entry_id: str) -> int:
        """Count a try of handing over, before it is made; how many there were, this one included."""

    def done(self, source: str, entry_id: str, kind: Kind, language: str, now: float) -> None:
        """The sink has taken the page: mark the entry and drop the page."""

    def postpone(self, source: str, entry_id: str, ready: float, reason: str, tries: int) -> None:
        """Try again later; ``tries`` is how many count so far."""

    def set_aside(self, source: str, entry_id: str, state: Aside, reason: str, now: float, language: str = "") -> None:
        """No further tries until someone asks for them."""

    def aside(self, limit: int = 1000) -> Sequence[SetAside]:
        """What is set aside, the latest first."""

    def retry(self, numbers: Iterable[int] | None, now: float) -> int:
        """Make entries set aside (None: all in quarantine) to do again; how many they are."""

    def robots(self, origin: str) -> RobotsCopy | None:
        """The last copy of an origin's robots.txt."""

    def keep_robots(self, origin: str, copy: RobotsCopy) -> None:
        """Write down a robots.txt."""

    def counts(self, since: float) -> Sequence[Count]:
        """The counts from a time on."""

    def lags(self, since: float) -> dict[str, float]:
        """By source the median of seconds from publication to having been taken, of what was taken since a time."""

    def prune(self, now: float, remember: float, counts_keep: float) -> int:
        """Forget entries done that no list has named for ``remember`` seconds, and old counts; how many entries."""

    def close(self) -> None:
        """Let go of it."""


def page_key(url: str) -> bytes:
    """A short key of a page's address: the same for http and https, with and without www and marks of campaigns."""
    parts = urlsplit(url)
    query = _TRACKING.sub("", parts.query).lstrip("&")
    text = f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{query}"
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]
