"""Anniversaries and durations: does what began, by any of the dates known, lie as long ago as claimed?

Sources often date one thing differently, so every dated value is weighed: one that agrees supports the claim and
the others are shown beside it. It is contradicted only where values are known, all disagree by more than the claim's
own vagueness, and the thing is one that begins once (relations); of what recurs (wars, embassies opened twice) another
beginning may be meant, which is unknown.
"""

from __future__ import annotations

from marsad.record.verdicts.past import occurrences
from marsad.record.verdicts.spans import agrees, hedge, unit_days
from marsad.record.verdicts.types import Case, Ground, Outcome, Verdict, unknown
from marsad.record.verdicts.words import Said, said

# What begins once for a pair; a later restoration is told as such and stands among the values.
_ONCE = frozenset({"establish_relations"})


def judge(case: Case) -> Verdict:
    """The verdict on a claim of kind ``anniversary`` or ``duration``."""
    claim = case.claim
    unit = claim.unit if unit_days(claim.unit) else None
    if claim.value is None or unit is None:
        return unknown(case, [said("length.no_number")])
    directed = claim.about not in _ONCE
    past = occurrences(case, claim.about, until=case.day, directed=directed)
    dated = [g for g in past if (when := g.interval) is not None and when.lo <= case.day]
    limits = (said("length.others", source=case.source, target=case.target, act=claim.about),)
    if not dated:
        return unknown(case, [said("length.none", source=case.source, target=case.target, act=claim.about)], limits)
    content, span = case.coded.article.content, claim.evidence
    hedged = hedge(content[max(0, span.start - 30) : span.end])
    if claim.kind == "duration" and hedged is None:
        hedged = "about"  # "after 30 years of relations" is a round number unless it is an anniversary
    value = float(claim.value)
    right = [g for g in dated if (w := g.interval) is not None and agrees(value, unit, w, case.day, hedged)]
    if unit == "year" and hedged is None:  # an anniversary is reckoned by calendar years, where one fits
        right = [g for g in right if (w := g.interval) and w.lo.year == case.day.year - value] or right
    wrong = [g for g in dated if g not in right]
    reckoning = [_reckon(case, g) for g in _distinct([*right, *wrong])]
    if right:
        reckoning.append(said("length.agrees", number=value, unit=unit))
        if wrong:
            reckoning.append(said("length.competing", n=len(_distinct(wrong))))
        return Verdict(
            claim, "supported", case.day, tuple(reckoning), tuple(_distinct(right)), tuple(_distinct(wrong)), limits
        )
    reckoning.append(said("length.disagrees", number=value, unit=unit))
    outcome: Outcome = "contradicted" if claim.about in _ONCE else "unknown"
    if outcome == "unknown":
        reckoning.append(said("length.another", act=claim.about))
    return Verdict(claim, outcome, case.day, tuple(reckoning), tuple(_distinct(wrong)), limits=limits)


def _distinct(grounds: list[Ground]) -> list[Ground]:
    """One ground a date, the best supported: what many sources date alike is one value."""
    best: dict[str | None, Ground] = {}
    for ground in grounds:
        if ground.date not in best or ground.sources > best[ground.date].sources:
            best[ground.date] = ground
    return list(best.values())


def _reckon(case: Case, ground: Ground) -> Said:
    when = ground.interval
    assert when is not None and ground.date is not None
    if when.lo.year == when.hi.year:
        return said(
            "length.years", date=ground.date, origin=ground.origin, now=case.day.year, then=when.lo.year,
            years=case.day.year - when.lo.year,
        )  # fmt: skip
    return said("length.date", date=ground.date, origin=ground.origin)
