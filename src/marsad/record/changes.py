"""What the record has learnt on a pair since a moment: events that are new, changed, or no longer held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from marsad.record import describe
from marsad.record.answers import Answer, Line, Section, event_line
from marsad.record.material import with_reports
from marsad.record.snapshot import Alteration, Snapshot
from marsad.record.types import Query, Report
from marsad.record.wording import said

SHOWN_CHANGES = 100


def changes(snapshot: Snapshot, first: str, second: str, since: dt.datetime) -> Answer:
    """What was recorded on two actors after a moment (UTC), the last learnt first, each with its evidence."""
    found = snapshot.alterations(Query(between=(first, second), limit=None), since)[::-1]
    shown = found[:SHOWN_CHANGES]
    reports = with_reports(snapshot, [e for a in shown for e in (a.after, a.before) if e is not None])
    lines = tuple(_line(alteration, reports) for alteration in shown)
    moment = since.isoformat(sep=" ", timespec="minutes")
    names = {"source": first, "target": second, "moment": moment}
    section = Section("section.learnt", lines, said("changes.none", **names), len(found) - len(shown))
    return Answer(said("changes.title", **names), (section,), None, snapshot.known_at)


def _line(alteration: Alteration, reports: Mapping[str, Report]) -> Line:
    after, before = alteration.after, alteration.before
    if after is None:
        assert before is not None  # an alteration has at least one side
        return event_line(said("changes.gone", event=describe.event(before)), before, reports)
    if before is None:
        return event_line(said("changes.new", event=describe.event(after)), after, reports)
    told = said("changes.changed", event=describe.event(after), before=describe.event(before))
    return event_line(told, after, reports)
