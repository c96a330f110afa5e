"""What the record may ask of whatever keeps it: the record as it was known at one moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from marsad.model import Claim, CodedArticle
from marsad.record.types import ArticleHead, Event, Judgement, Page, Participant, Query, Report
from marsad.reference.facts import ReferenceFact


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with its live coding. ``coded`` is None for a language without a pack; ``codings`` counts all of them.

    ``superseded_by`` is the key of the publisher's later version of it.
    """

    head: ArticleHead
    text: str
    coded: CodedArticle | None
    reports: tuple[Report, ...]
    codings: int
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """That an article calls a person by a name, of a country and in an office."""

    person: Participant
    article: ArticleHead
    start: int
    end: int
    quotation: str


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim with the article that makes it."""

    claim: Claim
    article: ArticleHead


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the record has read on a pair (or on an actor): articles, outlets, first and last day of publication."""

    articles: int
    outlets: int
    languages: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Balance:
    """The events of one month of a pair: ``month`` as YYYY-MM, how many, and the sum of their Goldstein values."""

    month: str
    events: int
    goldstein: float


@dataclass(frozen=True, slots=True)
class Alteration:
    """A change of an event: what it was (None: new) and is (None: gone), and when the record learnt it."""

    event: str
    recorded_at: dt.datetime
    before: Event | None
    after: Event | None


class Snapshot(Protocol):
    """The record as known at ``known_at`` (None: now). Nothing that was recorded later shows in any answer."""

    known_at: dt.datetime | None

    def events(self, query: Query) -> Page:
        """A page of events that answer a query, in its order."""

    def count(self, query: Query) -> int:
        """How many events answer a query, whatever its limit and cursor."""

    def event(self, event_id: str) -> Event | None:
        """The event that has, or ever had, this id (a report's id with ``ev-`` before it)."""

    def reports(self, ids: Iterable[str]) -> tuple[Report, ...]:
        """The reports with these ids, in the order asked; one that is not known is left out."""

    def article(self, key: str) -> StoredArticle | None:
        """An article by its key, or by its publisher's id (the newest of that id)."""

    def namings(self, keys: Iterable[str]) -> tuple[Naming, ...]:
        """Where articles name persons that share a search key (``reference.naming.search_keys``) with these."""

    def claims(self, between: tuple[str, str] | None = None, limit: int | None = 50) -> tuple[StoredClaim, ...]:
        """Claims about a pair, the newest article first."""

    def reference(
        self, kind: str | None = None, source: str | None = None, target: str | None = None, keys: Sequence[str] = ()
    ) -> tuple[ReferenceFact, ...]:
        """Reference facts, ``source`` and ``target`` as in the fact; ``keys``: of persons with such a search key."""

    def judgements(self, reports: Iterable[str] | None = None) -> tuple[Judgement, ...]:
        """Judgements on reports (None: all), withdrawn ones and withdrawals among them, in order of time."""

    def coverage(self, first: str, second: str | None = None) -> Coverage:
        """What was read on an actor, or on a pair."""

    def balance(
        self, first: str, second: str, since: dt.date | None = None, until: dt.date | None = None
    ) -> tuple[Balance, ...]:
        """Month by month the happened events of a pair and their Goldstein sums, for the index."""

    def alterations(self, query: Query, since: dt.datetime, until: dt.datetime | None = None) -> tuple[Alteration, ...]:
        """Which events of a query the record learnt, changed or lost after one moment and up to another."""
