"""What is planned as of a day, and what was planned and is not told to have happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from marsad.record.answers import SHOWN, Line, evidence_of
from marsad.record.facts import Fact
from marsad.record.intervals import interval
from marsad.record.steps import Step
from marsad.record.wording import Said, said

# A plan that came to nothing is shown for so long.
_DENIED_SHOWN = dt.timedelta(days=365)
# A visit may begin so much later than planned and still be the one that was planned.
_SLIP = dt.timedelta(days=14)


def plans(steps: Iterable[Step], facts: Sequence[Fact], day: dt.date) -> tuple[Line, ...]:
    """The plans that had been told by a day and were not settled by then: those to come first, the nearest before."""
    found: dict[str, tuple[tuple[int, str], Line]] = {}
    for step in steps:
        if step.reference is not None or (step.announced is None and step.status == "happened"):
            continue
        if step.announced is not None and step.announced > day:
            continue
        told = _said(step, facts, day)
        if told is not None:
            key, rank, notes = told
            line = _line(step, key, notes)
            found.setdefault(step.id, (rank, line))
    return tuple(line for _, line in sorted(found.values(), key=lambda item: item[0]))


def _said(step: Step, facts: Sequence[Fact], day: dt.date) -> tuple[str, tuple[int, str], tuple[Said, ...]] | None:
    """The key of the sentence for a plan, its rank, and notes; None where it is none, or settled."""
    when = interval(step.date)
    date = step.date or ""
    if step.status == "happened":
        if when is None or when.lo <= day or step.announced is None:
            return None
        return "planned.ahead", (0, date), (said("planned.later_happened", date=step.date, date_told=_iso(step.told)),)
    if step.status == "denied":
        denied = [turn.published for turn in step.history if turn.status == "denied" and turn.published]
        if step.announced is None or not denied:
            return None
        if min(denied) > day:
            return "planned.ahead", (0, date), (said("planned.later_denied", date_told=_iso(min(denied))),)
        return ("planned.denied", (3, date), ()) if day - min(denied) <= _DENIED_SHOWN else None
    if _settled(step, facts, day):
        return None
    if step.status == "proposed":
        return "planned.proposed", (2, date), ()
    if when is None:
        return "planned.undated", (1, date), ()
    return ("planned.ahead", (0, date), ()) if when.hi >= day else ("planned.passed", (2, date), ())


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _settled(step: Step, facts: Sequence[Fact], day: dt.date) -> bool:
    """Whether something that happened by the day is what was planned: the same change, told to be after the plan."""
    when = interval(step.date)
    for fact in facts:
        if (fact.kind, fact.source, fact.target) != (step.kind, step.source, step.target):
            continue
        # A mission announced long ago without a day is settled once it has been decided on.
        if fact.state != step.state and not (when is None and (step.state, fact.state) == ("open", "decided")):
            continue
        if step.kind in ("contact", "field") and fact.steps[0].act != step.act:
            continue
        if step.kind == "mission" and step.mission != fact.what("mission") and step.mission is not None:
            continue
        for other in fact.steps:
            if not other.by(day) or other.when is None:
                continue
            if when is not None:
                slip = dt.timedelta(0) if step.kind not in ("visit", "contact") else _SLIP
                lasting = step.kind in ("mission", "relations", "envoy")
                if when.lo <= other.when.hi and (lasting or other.when.lo <= when.hi + slip):
                    return True
            elif (
                step.announced is not None and other.when.hi >= step.announced
                and step.kind in ("mission", "relations", "envoy", "visit")
            ):  # fmt: skip
                return True
    return False


def _line(step: Step, key: str, notes: tuple[Said, ...]) -> Line:
    mutual = step.kind in ("agreement", "contact", "field", "relations")
    told = said(
        key, act=step.act, date=step.date, date_told=_iso(step.announced),
        parties=said("planned.between" if mutual else "planned.directed", source=step.source, target=step.target),
    )  # fmt: skip
    said_so = {report.id for report in step.shown if report.status in ("planned", "proposed")}
    evidence = sorted(evidence_of((step,)), key=lambda found: found.report not in said_so)
    return Line(told, tuple(evidence[:SHOWN]), notes, step.sources, len(step.reports), step.date, step.confidence,
                step.event, max(0, len(step.reports) - len(evidence[:SHOWN])))  # fmt: skip
