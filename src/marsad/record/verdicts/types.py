"""What a verdict is made of, and its JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from marsad.model import Claim, CodedArticle, claim_dict
from marsad.record.intervals import Interval, interval
from marsad.record.snapshot import Snapshot
from marsad.record.verdicts.words import Said, say

Outcome = Literal["supported", "contradicted", "unknown"]
OUTCOMES: tuple[Outcome, ...] = ("supported", "contradicted", "unknown")


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact that a verdict rests on, as its source words it.

    ``quotation`` is an exact stretch of a stored article (``article`` and ``span`` tell which) or the text of a
    reference fact (``reference`` is its id). ``date`` is EDTF; ``origin`` the outlet or the id of the reference
    source. ``sources`` counts the independent sources of an event.
    """

    quotation: str
    origin: str
    date: str | None = None
    url: str | None = None
    article: str | None = None
    span: tuple[int, int] | None = None
    reference: str | None = None
    event: str | None = None
    office: str | None = None
    person: str | None = None
    value: float | None = None
    sources: int = 1

    @property
    def interval(self) -> Interval | None:
        """The days on which it can have been."""
        return interval(self.date)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, without what is not known."""
        names = ("quotation", "origin", "date", "url", "article", "reference", "event", "office", "person", "value")
        record = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        if self.span is not None:
            record["span"] = list(self.span)
        return record | {"sources": self.sources}


@dataclass(frozen=True, slots=True)
class Case:
    """A claim to be judged: in which article it stands, the day on which it was made, and the record to judge it by.

    ``own`` are the ids of the article that makes the claim and of its copies in the record: none of them can
    support what it claims itself.
    """

    claim: Claim
    coded: CodedArticle
    day: dt.date
    snapshot: Snapshot
    own: frozenset[str] = frozenset()

    @property
    def source(self) -> str:
        """The party that the claim is about."""
        return self.claim.source[0]

    @property
    def target(self) -> str:
        """The other party."""
        return (self.claim.target or self.claim.source[1:])[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict on a claim.

    ``reckoning`` says in sentences how it was reached; ``grounds`` are the facts used, ``competing`` those that speak
    for another value; ``limits`` say what the record does not cover. ``day`` is the day as of which it was judged.
    """

    claim: Claim
    outcome: Outcome
    day: dt.date
    reckoning: tuple[Said, ...]
    grounds: tuple[Ground, ...] = ()
    competing: tuple[Ground, ...] = ()
    limits: tuple[Said, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def words(self, language: str = "en") -> str:
        """The reckoning in one paragraph."""
        return " ".join(say(said, language) for said in self.reckoning)

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The JSON form; reckoning and limits in the language asked for (en or ar)."""
        return {
            "claim": claim_dict(self.claim),
            "verdict": self.outcome,
            "as_of": self.day.isoformat(),
            "reckoning": [say(said, language) for said in self.reckoning],
            "grounds": [ground.to_dict() for ground in self.grounds],
            "competing": [ground.to_dict() for ground in self.competing],
            "limits": [say(said, language) for said in self.limits],
            "details": self.details,
        }


def unknown(case: Case, said: Sequence[Said], limits: Sequence[Said] = (), grounds: Sequence[Ground] = ()) -> Verdict:
    """The verdict where the record cannot tell."""
    return Verdict(case.claim, "unknown", case.day, tuple(said), tuple(grounds), limits=tuple(limits))
