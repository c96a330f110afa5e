"""The frozen types of the record. Words as in docs/record.md: report, event, judgement.

A *report* is one event mention with the head of the article that tells it; an *event* is the occasion
in the world that one or more reports tell. Record times are UTC moments with microseconds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from marsad.model import Place, Span, Status
from marsad.record.intervals import Interval, interval

Decision = Literal["accept", "reject", "correct", "merge", "split", "unsure", "note", "withdraw"]
DECISIONS: tuple[Decision, ...] = ("accept", "reject", "correct", "merge", "split", "unsure", "note", "withdraw")

# What a judgement may correct in an event, with the names of the JSON form of an event mention.
CORRECTABLE = ("act", "status", "source", "target", "date", "place", "sectors", "attribution")


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """An article without its text. ``key`` is the record's own, made from all its fields; ``id`` the publisher's.

    ``agency`` is the news agency that it credits; ``signature`` its MinHash, with which copies are told.
    """

    key: str
    id: str
    title: str
    published: dt.date | None
    outlet: str | None
    url: str | None
    language: str | None
    recorded_at: dt.datetime
    agency: str | None = None
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who takes part in an event by the evidence: name, country and office; a name may be missing."""

    name: str | None
    country: str | None
    office: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says of one event: the event mention as coded, with its article.

    ``id`` is made from the article and the coded content, so the same coding has the same id at any time.
    """

    id: str
    article: ArticleHead
    act: str
    status: Status
    source: tuple[str, ...]
    target: tuple[str, ...]
    date: str | None
    place: Place | None
    evidence: Span
    confidence: float
    sectors: tuple[str, ...] = ()
    attribution: str | None = None
    participants: tuple[Participant, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def interval(self) -> Interval | None:
        """The days on which it can have been, None if the article does not tell."""
        return interval(self.date)

    @property
    def parties(self) -> frozenset[str]:
        """All who take part, without direction."""
        return frozenset(self.source + self.target)


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values that sources give for one thing (a date, a place, a status), with who gives it.

    ``reports`` are report ids; ``sources`` counts the independent ones among their articles.
    """

    value: str
    reports: tuple[str, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A step in the history of an event: from ``published`` on, this is its status, by this report."""

    published: dt.date | None
    status: Status
    report: str


@dataclass(frozen=True, slots=True)
class Event:
    """The occasion in the world, as its reports and people's judgements tell it.

    ``id`` is ``ev-`` and the id of the report that stands first in canonical order; every id that it had before
    still leads to it. ``status`` is the last one told; ``history`` all of them. ``dates`` and ``places`` are the
    competing values, the best supported first; ``date`` and ``place`` are the first of each. ``sources`` counts
    independent sources, ``reports`` all. ``why`` says in words why its reports were merged. ``judged`` is the
    last decision of a person on it. ``confidence`` is that at least one of its reports is right.
    """

    id: str
    act: str
    status: Status
    source: tuple[str, ...]
    target: tuple[str, ...]
    date: str | None
    place: Place | None
    confidence: float
    reports: tuple[str, ...]
    sources: int
    sectors: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    history: tuple[Turn, ...] = ()
    dates: tuple[Value, ...] = ()
    places: tuple[Value, ...] = ()
    why: tuple[str, ...] = ()
    judged: Decision | None = None
    first_published: dt.date | None = None
    recorded_at: dt.datetime | None = None

    @property
    def interval(self) -> Interval | None:
        """The days on which it can have been, None if no report tells."""
        return interval(self.date)


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a judged report stands, so that it is found again after a re-coding: article, span, act and parties."""

    article: str
    start: int
    end: int
    act: str
    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision. ``reports`` are what it is about: one side of a merge or split, the others in ``others``.

    ``changes`` of a ``correct`` has keys of CORRECTABLE. A ``withdraw`` names in ``withdraws`` what it takes back.
    """

    id: str
    decision: Decision
    reports: tuple[Locator, ...]
    who: str
    at: dt.datetime
    others: tuple[Locator, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    withdraws: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Which events are asked for; what is None or empty does not narrow.

    ``between`` is a pair of actors in either direction; ``source``/``target`` are directed; ``actor`` takes part.
    ``since``/``until`` bound the event's days (overlap); ``text`` is searched in the articles. ``after`` is the
    cursor that ``Page.cursor`` gave. ``order`` is by the event's date, undated last.
    """

    between: tuple[str, str] | None = None
    source: str | None = None
    target: str | None = None
    actor: str | None = None
    acts: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    text: str | None = None
    min_confidence: float = 0.0
    order: Literal["newest", "oldest"] = "newest"
    limit: int | None = 50
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Events of a query, and the cursor of the next page: None at the end."""

    events: tuple[Event, ...]
    cursor: str | None
