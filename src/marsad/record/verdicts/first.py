"""The first, or the first since: was there another before it?

What a claim asserts: that nothing of its kind happened between the time it names and its own day, and that something
did happen at that time ("the first in 29 years": the last one was 29 years ago). "The first ever" asserts that nothing
happened before. One recorded occurrence in between contradicts it. That nothing is recorded supports it only as far as
a source is complete for that kind, those parties and offices; otherwise it is unknown.
"""

from __future__ import annotations

import datetime as dt

from marsad.model import EventMention
from marsad.record.intervals import Interval, interval
from marsad.record.verdicts.past import covered, occurrences
from marsad.record.verdicts.spans import agrees, bounded, expected, hedge, unit_days, years_between
from marsad.record.verdicts.types import Case, Ground, Outcome, Verdict, unknown
from marsad.record.verdicts.words import Said, said
from marsad.reference.facts import Coverage

# An occurrence so near to the claimed one is the claimed one itself as other sources date it.
_SAME = dt.timedelta(days=3)
# Without a date of its own the claimed one lies in the days before the claim was made.
_RECENT = dt.timedelta(days=10)


def judge(case: Case) -> Verdict:
    """The verdict on a claim of kind ``first``."""
    claim = case.claim
    own = _own(case)
    past = [g for g in occurrences(case, claim.about, until=own.lo) if _before(g, own)]
    fitting = [g for g in past if claim.office is None or g.office == claim.office]
    unknown_office = sum(1 for g in past if claim.office is not None and g.office is None)
    cover = covered(case, claim.about, claim.office)
    limits = _limits(case, cover, own, unknown_office)
    if claim.value is None and claim.year is not None:
        return _bounded(case, own, fitting, cover, limits)
    if claim.value is None and bounded(_around(case)):
        return unknown(case, [said("first.unread")], limits, fitting[-1:])
    if claim.value is None:
        return _ever(case, own, fitting, cover, limits)
    return _since(case, own, fitting, cover, limits)


def _own(case: Case) -> Interval:
    """The days of the occurrence that the claim is about: as the article dates it, else just before the claim."""
    told = [
        when for event in case.coded.events
        if _same_kind(case, event) and (when := interval(event.date)) is not None
        and when.days <= 31 and abs((when.lo - case.day).days) <= 370
    ]  # fmt: skip
    if told:
        nearest = min(told, key=lambda when: abs((when.lo - case.day).days))
        return Interval(nearest.lo - _SAME, nearest.hi + _SAME)
    return Interval(case.day - _RECENT, case.day + _RECENT)


def _same_kind(case: Case, event: EventMention) -> bool:
    return event.act == case.claim.about and event.source == case.claim.source and event.target == case.claim.target


def _before(ground: Ground, own: Interval) -> bool:
    when = ground.interval
    return when is not None and when.hi < own.lo


def _values(case: Case, ground: Ground | None = None) -> dict[str, str | float | int | None]:
    """What the sentences say of a case, and of one occurrence."""
    claim = case.claim
    values: dict[str, str | float | int | None] = {
        "source": case.source, "target": case.target, "act": claim.about, "office": claim.office,
    }  # fmt: skip
    if ground is not None:
        values |= {"date": ground.date, "who": ground.person or "—"}
    return values


def _kind(case: Case, key: str) -> str:
    """The key of a sentence in its form with or without an office."""
    return f"first.{key}_by" if case.claim.office else f"first.{key}"


def _ever(
    case: Case, own: Interval, past: list[Ground], cover: Coverage | None, limits: tuple[Said, ...]
) -> Verdict:
    if past:
        reckoning = (said(_kind(case, "earlier"), **_values(case, past[0]), n=len(past)),)
        return Verdict(case.claim, "contradicted", case.day, reckoning, tuple(past[-1:] + past[:1]), limits=limits)
    reckoning = (said(_kind(case, "none"), **_values(case)),)
    whole = cover is not None and cover.from_start and cover.until >= own.lo
    outcome: Outcome = "supported" if whole else "unknown"
    return Verdict(case.claim, outcome, case.day, reckoning, limits=limits)


def _bounded(
    case: Case, own: Interval, past: list[Ground], cover: Coverage | None, limits: tuple[Said, ...]
) -> Verdict:
    """Since an event of a year ("since the revolution of 1959"): none after it, whenever the last one was."""
    year = case.claim.year or 0
    after = [g for g in past if (w := g.interval) is not None and w.lo.year > year]
    if after:
        last = said(_kind(case, "last"), **_values(case, after[-1]))
        reckoning = (last, said("first.between", n=len(after), year=year))
        return Verdict(case.claim, "contradicted", case.day, reckoning, tuple(after[-3:]), limits=limits)
    none = (said("first.none_after", year=year),)
    whole = cover is not None and cover.since is not None and cover.since <= year and cover.until >= own.lo
    outcome: Outcome = "supported" if whole else "unknown"
    return Verdict(case.claim, outcome, case.day, none, tuple(past[-1:]), limits=limits)


def _since(
    case: Case, own: Interval, past: list[Ground], cover: Coverage | None, limits: tuple[Said, ...]
) -> Verdict:
    claim = case.claim
    unit = claim.unit if unit_days(claim.unit) else "year"
    assert unit is not None
    value = float(claim.value) if claim.value is not None else float(case.day.year - (claim.year or case.day.year))
    year = claim.year or expected(value, unit, case.day)
    if not past:
        reckoning = [said(_kind(case, "none"), **_values(case))]
        if cover is not None and cover.since is not None and cover.since < year and cover.until >= own.lo:
            reckoning.append(said("first.but_none_then", year=year))
            return Verdict(claim, "contradicted", case.day, tuple(reckoning), limits=limits)
        return Verdict(claim, "unknown", case.day, tuple(reckoning), limits=limits)
    last = past[-1]
    when = last.interval
    assert when is not None  # only dated ones are before
    gap = years_between(when.hi, min(own.hi, case.day))
    reckoning = [
        said(_kind(case, "last"), **_values(case, last)),
        _subtraction(case.day, when, gap),
    ]
    if claim.year is not None:
        right = when.lo.year <= claim.year <= when.hi.year
    else:
        right = agrees(value, unit, when, case.day, hedge(_around(case)))
    if right:
        reckoning.append(said("first.agrees", number=value, unit=unit) if claim.year is None
                         else said("first.agrees_year", year=year))  # fmt: skip
        return Verdict(claim, "supported", case.day, tuple(reckoning), (last,), limits=limits)
    between = [g for g in past if (w := g.interval) is not None and w.lo.year > year]
    if between:
        reckoning.append(said("first.between", n=len(between), year=year))
        return Verdict(claim, "contradicted", case.day, tuple(reckoning), tuple(between[-3:]), limits=limits)
    if cover is not None and cover.since is not None and cover.since <= year and cover.until >= own.lo:
        reckoning.append(said("first.longer", year=year))
        return Verdict(claim, "contradicted", case.day, tuple(reckoning), (last,), limits=limits)
    reckoning.append(said("first.older", year=year))
    return Verdict(claim, "unknown", case.day, tuple(reckoning), (last,), limits=limits)


def _around(case: Case) -> str:
    """The claim's words with a few around them, where a hedge or a bound may stand."""
    content, span = case.coded.article.content, case.claim.evidence
    return content[max(0, span.start - 30) : span.end + 40]


def _subtraction(day: dt.date, when: Interval, gap: float) -> Said:
    if when.lo.year != when.hi.year:
        return said("first.gap", gap=gap)
    key = "first.years_exactly" if when.days <= 31 else "first.years"
    return said(key, now=day.year, then=when.lo.year, years=day.year - when.lo.year, gap=gap)


def _limits(case: Case, cover: Coverage | None, own: Interval, unknown_office: int) -> tuple[Said, ...]:
    limits = []
    if cover is not None and cover.since is not None:
        limits.append(said("first.covered", since=cover.since, until=cover.until.isoformat(), origin=cover.origin))
        if cover.until < own.lo:
            limits.append(said("first.covered_until", until=cover.until.isoformat()))
    else:
        read = case.snapshot.coverage(case.source, case.target)
        if read.articles and read.first and read.last:
            limits.append(said(
                "first.read", source=case.source, target=case.target, n=read.articles,
                first=read.first.isoformat(), last=read.last.isoformat(),
            ))  # fmt: skip
        limits.append(said("first.incomplete"))
    if unknown_office:
        limits.append(said("first.unknown_office", n=unknown_office))
    return tuple(limits)
