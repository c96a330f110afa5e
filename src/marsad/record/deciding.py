"""From what a person decides about events and reports to a judgement that the record can keep."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from marsad.errors import MarsadError
from marsad.model import STATUSES
from marsad.ontology import ACTS, SECTORS
from marsad.record.intervals import DateError, parse
from marsad.record.judgements import locator_of
from marsad.record.snapshot import Snapshot
from marsad.record.types import CORRECTABLE, DECISIONS, Decision, Judgement, Locator, Report


class JudgementError(MarsadError):
    """A decision that cannot be taken; the message says why and what would be."""


def decide(
    snapshot: Snapshot, decision: Decision, subjects: Sequence[str], who: str, at: dt.datetime, *,
    others: Sequence[str] = (), changes: Mapping[str, Any] | None = None, note: str = "",
) -> Judgement:  # fmt: skip
    """A judgement on the events or reports named.

    ``subjects`` are ids of events (``ev-…``: all of their reports are meant) or of reports (``r-…``). A ``merge``
    joins them all. A ``split`` takes ``subjects`` out of the event that they share with ``others``, or with all its
    other reports where no others are named. ``changes`` of a ``correct`` are those of ``corrections``. ``at`` is UTC.

    Raises JudgementError where something named is not in the record, or the decision needs more.
    """
    if decision not in DECISIONS or decision == "withdraw":
        raise JudgementError("no-decision", f"{decision!r:.30} is no decision; there are: {', '.join(DECISIONS[:-1])}")
    if not who.strip():
        raise JudgementError("no-judge", "a judgement needs the name of the person who takes it")
    if decision == "note" and not note.strip():
        raise JudgementError("no-note", "a note needs words")
    sides = [_reports(snapshot, subject) for subject in subjects]
    rest = [report for other in others for report in _reports(snapshot, other)]
    if not sides:
        raise JudgementError("no-subject", "name at least one event (ev-…) or report (r-…)")
    if decision == "merge":
        if len(sides) + len(others) < 2:
            raise JudgementError("one-subject", "a merge needs two events or reports")
        first, rest = sides[0], [*(r for side in sides[1:] for r in side), *rest]
    else:
        first = [report for side in sides for report in side]
    if decision == "split":
        rest = rest or _beside(snapshot, subjects, first)
        if not rest:
            raise JudgementError("nothing-left", "a split needs reports that stay: name the reports to take out (r-…)")
    made = corrections(changes or {}) if decision == "correct" else {}
    if decision == "correct" and not made:
        raise JudgementError("no-changes", f"a correction needs a value for one of: {', '.join(CORRECTABLE)}")
    return _made(decision, _locators(first), who, at, _locators(rest), made, note, None)


def withdraw(snapshot: Snapshot, judgement: str, who: str, at: dt.datetime, note: str = "") -> Judgement:
    """The withdrawal of a judgement; JudgementError where the record has none of this id."""
    found = next((j for j in snapshot.judgements() if j.id == judgement), None)
    if found is None:
        raise JudgementError("no-judgement", f"there is no judgement {judgement!r:.40}; see: marsad judge list")
    return _made("withdraw", found.reports, who, at, found.others, {}, note, judgement)


def corrections(told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a correction in the JSON form of an event mention, each checked.

    Raises JudgementError for a field that cannot be corrected or a value that it cannot have.
    """
    made: dict[str, Any] = {}
    for name, value in told.items():
        match name:
            case "act" if value in ACTS:
                made[name] = value
            case "status" if value in STATUSES:
                made[name] = value
            case "source" | "target" | "sectors":
                values = [value] if isinstance(value, str) else list(value)
                if name == "sectors" and any(v not in SECTORS for v in values):
                    raise JudgementError("bad-sector", f"{values} are not all sectors; there are: {', '.join(SECTORS)}")
                made[name] = values
            case "date":
                if value is not None:
                    try:
                        parse(str(value))
                    except DateError as error:
                        raise JudgementError("bad-date", error.message) from None
                made[name] = value
            case "place":
                made[name] = None if value is None else {"country": value["country"], "city": value.get("city")}
            case "attribution":
                made[name] = value
            case "act" | "status":
                known = ", ".join(ACTS if name == "act" else STATUSES)
                raise JudgementError(f"bad-{name}", f"{value!r:.40} is no {name}; there are: {known}")
            case _:
                known = ", ".join(CORRECTABLE)
                raise JudgementError("not-correctable", f"{name!r:.40} cannot be corrected; what can: {known}")
    return made


def _reports(snapshot: Snapshot, subject: str) -> list[Report]:
    if subject.startswith("ev-"):
        event = snapshot.event(subject)
        if event is None:
            raise JudgementError("no-event", f"there is no event {subject!r:.60} in the record")
        return list(snapshot.reports(event.reports))
    found = snapshot.reports([subject])
    if not found:
        raise JudgementError("no-report", f"there is no report {subject!r:.60} in the record; ids begin with ev- or r-")
    return list(found)


def _beside(snapshot: Snapshot, subjects: Sequence[str], out: Sequence[Report]) -> list[Report]:
    """The other reports of the event of the first report that is taken out."""
    event = snapshot.event("ev-" + out[0].id)
    if event is None or any(subject.startswith("ev-") for subject in subjects):
        return []
    gone = {report.id for report in out}
    return [report for report in snapshot.reports(event.reports) if report.id not in gone]


def _locators(reports: Sequence[Report]) -> tuple[Locator, ...]:
    return tuple(dict.fromkeys(locator_of(report) for report in reports))


def _made(
    decision: Decision, reports: tuple[Locator, ...], who: str, at: dt.datetime, others: tuple[Locator, ...],
    changes: Mapping[str, Any], note: str, withdraws: str | None,
) -> Judgement:  # fmt: skip
    """The judgement, with an id made from all that it says."""
    told = [decision, [repr(r) for r in (*reports, None, *others)], who, at.isoformat(), dict(changes), note, withdraws]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    name = "j-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Judgement(name, decision, reports, who, at, others, dict(changes), note, withdraws)
