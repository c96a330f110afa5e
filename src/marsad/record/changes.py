"""What the record has learnt on a pair since a moment: in the state of affairs, and event by event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from marsad.record import describe
from marsad.record.answers import Answer, Line, Section, event_line, fact_line
from marsad.record.facts import Fact, derive, standing
from marsad.record.material import FACT_EVENTS, reference_of, with_reports
from marsad.record.rules import rules
from marsad.record.snapshot import Alteration, Snapshot
from marsad.record.steps import steps_of_events, steps_of_reference
from marsad.record.types import Event, Query, Report
from marsad.record.wording import Said, said

SHOWN_CHANGES = 100


def changes(snapshot: Snapshot, first: str, second: str, since: dt.datetime) -> Answer:
    """What was recorded on two actors after a moment (UTC), the last learnt first, each with its evidence."""
    found = snapshot.alterations(Query(between=(first, second), limit=None), since)[::-1]
    shown = found[:SHOWN_CHANGES]
    reports = with_reports(snapshot, [e for a in shown for e in (a.after, a.before) if e is not None])
    lines = tuple(_line(alteration, reports) for alteration in shown)
    moment = since.isoformat(sep=" ", timespec="minutes")
    names = {"source": first, "target": second, "moment": moment}
    learnt = Section("section.learnt", lines, said("changes.none", **names), len(found) - len(shown))
    changed = Section("section.changed", _facts(snapshot, (first, second), found), said("changes.no_facts", **names))
    return Answer(said("changes.title", **names), (changed, learnt), None, snapshot.known_at)


def _facts(snapshot: Snapshot, pair: tuple[str, str], found: Sequence[Alteration]) -> tuple[Line, ...]:
    """What holds by now against what held by the events as they were before: relations, missions, envoys."""
    acts = rules().acts("relations", "mission", "envoy")
    now = {e.id: e for e in snapshot.events(Query(between=pair, acts=acts, limit=FACT_EVENTS)).events}
    before = dict(now)
    for alteration in found:  # the last learnt first, so that what stood before all of them is set last
        if alteration.after is not None:
            before.pop(alteration.after.id, None)
        if alteration.before is not None and alteration.before.act in acts:
            before[alteration.before.id] = alteration.before
    reports = with_reports(snapshot, (*now.values(), *before.values()))
    reference = steps_of_reference(reference_of(snapshot, *pair))

    def held(events: Iterable[Event]) -> dict[str, Fact]:
        facts = derive((*steps_of_events(events, reports, pair), *reference))
        return {fact.thread: fact for fact in standing(facts, dt.date.max)}

    then, by_now = held(before.values()), held(now.values())
    lines = []
    for thread in sorted({*then, *by_now}):
        old, new = then.get(thread), by_now.get(thread)
        if new is not None and (old is None or _words(old) != _words(new)):
            told = said("changes.fact_changed", after=_words(new), before=_words(old)) if old else said(
                "changes.fact_new", after=_words(new)
            )  # fmt: skip
            lines.append(fact_line(told, new))
        elif new is None and old is not None:
            lines.append(fact_line(said("changes.fact_gone", before=_words(old)), old))
    return tuple(lines)


def _words(fact: Fact) -> Said:
    """A fact in a sentence, as dossiers say it."""
    if fact.kind == "mission":
        return describe.mission(fact, dt.date.max)
    return describe.envoy(fact) if fact.kind == "envoy" else describe.relations(fact, "relations.now")


def _line(alteration: Alteration, reports: Mapping[str, Report]) -> Line:
    after, before = alteration.after, alteration.before
    if after is None:
        assert before is not None  # an alteration has at least one side
        return event_line(said("changes.gone", event=describe.event(before)), before, reports)
    if before is None:
        return event_line(said("changes.new", event=describe.event(after)), after, reports)
    told = said("changes.changed", event=describe.event(after), before=describe.event(before))
    return event_line(told, after, reports)
