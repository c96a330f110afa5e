"""Visits of one state to another: reports and reference facts of one visit put together, the last of each office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from marsad.record.facts import Fact, values
from marsad.record.intervals import Interval
from marsad.reference.naming import Outcome, compare

# Two reports of a visit whose days lie so near may be of one visit; a month or a year never is one by its date alone.
_NEAR = dt.timedelta(days=1)
_SHARP = 31


def visits(facts: Iterable[Fact], source: str, target: str, day: dt.date) -> tuple[Fact, ...]:
    """The visits from one actor to another that had begun by a day, the newest first.

    What can be the same visit is one: the offices agree or are not told, no name contradicts, and the days overlap or
    are next to each other. Of a visit told to a year only a name or, in the same year, the office must agree.
    """
    those = [f for f in facts if f.kind == "visit" and (f.source, f.target) == (source, target) and f.began(day)]
    those.sort(key=lambda fact: (_when(fact) is None, fact.uncertain, *(_key(fact))))
    found: list[Fact] = []
    of_year: dict[int, list[int]] = {}  # which of them can lie in a year: only those are compared
    for fact in those:
        years = _years(fact)
        near = dict.fromkeys(number for year in years for number in of_year.get(year, ()))
        home = next((number for number in near if _one(found[number], fact)), None)
        if home is None:
            for year in years:
                of_year.setdefault(year, []).append(len(found))
            found.append(fact)
        else:
            steps = found[home].steps + fact.steps
            found[home] = replace(
                found[home], steps=steps, begins=values(steps), uncertain=found[home].uncertain and fact.uncertain
            )
    return tuple(sorted(found, key=lambda fact: (_when(fact) is not None, _key(fact)[1]), reverse=True))


def _when(fact: Fact) -> Interval | None:
    return next((step.when for step in fact.steps if step.date), None)


def _years(fact: Fact) -> range:
    """The calendar years in which it can have been, a day more on either side; none where no day is told."""
    when = _when(fact)
    if when is None or when.open_lo or when.open_hi:
        return range(0)
    return range((when.lo - _NEAR).year, (when.hi + _NEAR).year + 1)


def _key(fact: Fact) -> tuple[int, dt.date]:
    when = _when(fact)
    return (when.days, when.lo) if when else (0, dt.date.min)


def _one(one: Fact, other: Fact) -> bool:
    first, second = _when(one), _when(other)
    if first is None or second is None:
        return False
    if not (first.lo <= second.hi + _NEAR and second.lo <= first.hi + _NEAR):
        return False
    offices = {office for fact in (one, other) if (office := fact.what("office"))}
    names = one.what("person"), other.what("person")
    named = compare(*names).outcome if all(names) else None
    if named is Outcome.DIFFERENT or len(offices) > 1:
        return False
    sharp = first.days <= _SHARP and second.days <= _SHARP
    same_office = (first.lo, first.hi) == (second.lo, second.hi) and bool(one.what("office") and other.what("office"))
    return sharp or named is Outcome.SAME or same_office


def last_by_office(those: Sequence[Fact]) -> tuple[Fact, ...]:
    """Of visits, the newest first, the last one of each office; those by nobody known among them."""
    last: dict[str, Fact] = {}
    for fact in those:
        if fact.date or len(those) == 1:
            last.setdefault(fact.what("office") or "", fact)
    return tuple(last.values())
