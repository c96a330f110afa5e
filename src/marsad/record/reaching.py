"""How far a report reaches: what it tells in a form that can be compared, and which others it could ever meet.

Two reports whose reaches do not touch are never merged by the rules. So whoever keeps many reports needs to look
only at those that touch, those that touch these, and so on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from marsad.record.intervals import EARLIEST, LATEST, Interval
from marsad.record.merge_rules import COPY_SPREAD, SHARP_DAYS, MergeRule, rules
from marsad.record.types import Participant, Report

FIRST_DAY, LAST_DAY = EARLIEST.toordinal(), LATEST.toordinal()
_ENVOYS = frozenset({"ambassador", "envoy"})


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a report can meet others: those of the same ``act``, with a dyad in common, on days that overlap.

    ``act`` is a key, not always the name of an act: reports without a day that only copies can join stand apart.
    ``dyads`` are pairs of parties, sorted and joined by ``|`` (one party alone: ``ISR|``). ``lo`` to ``hi``: days.
    """

    act: str
    dyads: frozenset[str]
    lo: dt.date
    hi: dt.date

    def touches(self, other: Reach) -> bool:
        """Whether reports of these reaches could be of one event."""
        days = self.lo <= other.hi and other.lo <= self.hi
        return days and self.act == other.act and not self.dyads.isdisjoint(other.dyads)


def dyads(source: tuple[str, ...], target: tuple[str, ...]) -> frozenset[str]:
    """The pairs between whom an event is: each source with each target, or all with all where there is no target."""
    pairs = [(s, t) for s in source for t in target] if source and target else combinations(source or target, 2)
    found = frozenset("|".join(sorted(pair)) for pair in pairs)
    return found or frozenset(f"{party}|" for party in (source or target or ("",)))


class Told:
    """A report with what is compared of it, each worked out once. Days are proleptic ordinals.

    ``lo`` to ``hi`` are the days that its date, or its day of publication, allows; ``sharp``: it tells them to
    within SHARP_DAYS; ``dated``: it has a date; ``loose``: only copies can join it.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.rule: MergeRule = rules()[report.act]
        self.source = frozenset(report.source)
        self.target = frozenset(report.target)
        self.size = len(self.source) + len(self.target)
        published = report.article.published
        self.published = published.toordinal() if published else None
        self.city = report.place.city if report.place else None
        self.country = report.place.country if report.place else None
        days = report.interval
        self.dated = days is not None and not (days.open_lo and days.open_hi)
        self.sharp = False
        if days is not None and self.dated:
            self.lo, self.hi = _widened(days)
            self.sharp = days.days <= SHARP_DAYS and not days.approximate
        else:
            self.lo, self.hi = self._window()
        bare = not self.dated and self.published is None
        helpless = self.rule.vague == "supported" and not self.decisive
        self.loose = not self.sharp and (self.rule.vague == "copies" or bare or helpless)
        if self.loose and not self.dated:
            self.lo = self.hi = self.published or FIRST_DAY

    def _window(self) -> tuple[int, int]:
        """The days on which an undated report can have been, by its status and day of publication."""
        if self.published is None:
            return FIRST_DAY, FIRST_DAY
        rule, day = self.rule, self.published
        back = rule.back or day - FIRST_DAY
        match self.report.status:
            case "happened":
                lo, hi = day - back, day + 1
            case "denied":
                lo, hi = day - min(back, 2 * rule.ahead), day + rule.ahead
            case _:
                lo, hi = day - 1, day + rule.ahead
        return max(lo, FIRST_DAY), min(hi, LAST_DAY)

    @property
    def reach(self) -> Reach:
        """Where it can meet others."""
        report, act = self.report, self.report.act
        pairs = dyads(report.source, report.target)
        lo, hi = self.lo, self.hi
        if not self.loose:
            hi += self.rule.most_days
        elif self.dated:
            act += "~"
        elif self.published is not None:
            act += "?"
            hi += COPY_SPREAD
        else:  # nothing tells when: only what is told in the very same words is looked at
            act += "?"
            pairs = frozenset(f"{pair}#{self.print}" for pair in pairs)
        return Reach(act, pairs, dt.date.fromordinal(lo), dt.date.fromordinal(min(hi, LAST_DAY)))

    @cached_property
    def print(self) -> str:
        """A digest of the words of the evidence, for finding the very same ones."""
        return hashlib.sha256("".join(_letters(self.report.evidence.text)).encode("utf-8", "replace")).hexdigest()[:16]

    @cached_property
    def grams(self) -> frozenset[str]:
        """The evidence in runs of four letters, which clitics and endings change little."""
        letters = _letters(self.report.evidence.text)
        return frozenset(letters[i : i + 4] for i in range(len(letters) - 3))

    @cached_property
    def people(self) -> dict[str, tuple[Participant, ...]]:
        """Who takes part, by country."""
        found: dict[str, tuple[Participant, ...]] = {}
        for person in self.report.participants:
            if person.country and (person.name or person.office):
                found[person.country] = (*found.get(person.country, ()), person)
        return found

    @cached_property
    def decisive(self) -> dict[str, tuple[Participant, ...]]:
        """Those of the people of whom other ones would be another event (``people`` in merging.toml)."""
        wanted = self.rule.people
        if "envoys" in wanted:
            envoys = {c: tuple(p for p in ps if p.office in _ENVOYS) for c, ps in self.people.items()}
            return {c: ps for c, ps in envoys.items() if ps}
        sides = (self.source if "source" in wanted else frozenset()) | (
            self.target if "target" in wanted else frozenset()
        )
        return {c: ps for c, ps in self.people.items() if c in sides}


def _letters(text: str) -> str:
    """Letters and digits alone, without marks and case."""
    text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in text if c.isalnum())


def _widened(days: Interval) -> tuple[int, int]:
    """First and last day; "about" a date takes in as much again on either side."""
    lo, hi = days.lo.toordinal(), days.hi.toordinal()
    if days.approximate:
        more = hi - lo + 1
        return max(lo - more, FIRST_DAY), min(hi + more, LAST_DAY)
    return lo, hi


def reach(report: Report) -> Reach:
    """Where a report can meet others; see Reach."""
    return Told(report).reach
