"""What the record holds on one actor: partners, what came last, what is planned, missions, offices, organisations."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from marsad.record import describe
from marsad.record.answers import Answer, Line, Section, event_line, fact_line, of_reference
from marsad.record.facts import Fact, derive, standing
from marsad.record.material import EVENTS, FACT_EVENTS, with_reports
from marsad.record.plans import plans
from marsad.record.rules import rules
from marsad.record.snapshot import Snapshot
from marsad.record.steps import Step, steps_of_events, steps_of_reference
from marsad.record.types import Event, Query
from marsad.record.wording import said
from marsad.reference.facts import ReferenceFact
from marsad.reference.sources import sources

SHOWN_LINES = 40
_RECENT = 25
_PARTNERS = 500  # of the newest events, from which partners are counted


def state(snapshot: Snapshot, actor: str, as_of: dt.date) -> Answer:
    """The page of an actor (its code) as of a day. Offices and memberships are those of the reference lists."""
    newest = snapshot.events(Query(actor=actor, until=as_of, limit=_PARTNERS))
    count = snapshot.count(Query(actor=actor, until=as_of)) if newest.cursor else len(newest.events)
    recent = newest.events[:_RECENT]
    read = with_reports(snapshot, recent)
    facts, steps = _facts(snapshot, actor, as_of)
    sections = (
        _section("partners", _partners(newest.events, actor, count), as_of),
        _section("recent", [event_line(describe.event(e), e, read) for e in recent], as_of, count - len(recent)),
        _section("planned", list(plans(steps, facts, as_of)), as_of),
        _section("abroad", _missions([f for f in facts if f.source == actor], as_of), as_of),
        _section("hosted", _missions([f for f in facts if f.target == actor], as_of), as_of),
        _section("holders", [_holder(f) for f in snapshot.reference("office", source=actor)], as_of),
        _section("organisations", [_member(f) for f in snapshot.reference("membership", source=actor)], as_of),
        Section("section.coverage", (_coverage(snapshot, actor),)),
    )  # fmt: skip
    return Answer(said("state.title", source=actor), sections, as_of, snapshot.known_at)


def _facts(snapshot: Snapshot, actor: str, as_of: dt.date) -> tuple[tuple[Fact, ...], tuple[Step, ...]]:
    """Facts about the missions of an actor, and the steps of what was planned with it."""
    ahead = as_of + dt.timedelta(1) if as_of < dt.date.max else as_of
    queries = (
        Query(actor=actor, acts=rules().acts("mission"), limit=FACT_EVENTS),
        Query(actor=actor, statuses=("planned", "proposed", "denied"), limit=EVENTS),
        Query(actor=actor, statuses=("happened",), since=ahead, order="oldest", limit=EVENTS),
    )
    events = {event.id: event for query in queries for event in snapshot.events(query).events}
    steps = steps_of_events(events.values(), with_reports(snapshot, events.values()))
    steps = tuple(step for step in steps if actor in (step.source, step.target))
    lists = (*snapshot.reference("mission", source=actor), *snapshot.reference("mission", target=actor))
    return derive((*steps, *steps_of_reference(lists))), steps


def _section(name: str, lines: Sequence[Line], as_of: dt.date, more: int = 0) -> Section:
    empty = said("state.none", date=as_of.isoformat())
    return Section(f"section.{name}", tuple(lines[:SHOWN_LINES]), empty, max(0, len(lines) - SHOWN_LINES) + more)


def _partners(events: Iterable[Event], actor: str, count: int) -> list[Line]:
    """With whom the actor had events, the most first; of more than were read it is said how many were."""
    read = list(events)
    partners = Counter(party for event in read for party in {*event.source, *event.target} - {actor})
    notes = (said("state.of_newest", n=len(read), count=count),) if count > len(read) else ()
    ordered = sorted(partners.items(), key=lambda item: (-item[1], item[0]))
    return [Line(said("state.partner", target=party, n=n), notes=notes) for party, n in ordered]


def _missions(facts: Sequence[Fact], day: dt.date) -> list[Line]:
    """The missions that stand or stood last by a day, and those that lists name."""
    those = [fact for fact in facts if fact.kind == "mission"]
    stand = {fact.thread: fact for fact in standing(those, day)}
    lines = [fact_line(describe.mission(fact, day), fact) for fact in stand.values()]
    named = {fact.thread: fact for fact in those if fact.listed and fact.thread not in stand}
    lines += [fact_line(describe.listed(fact, day), fact) for fact in named.values()]
    return sorted(lines, key=lambda line: (line.fact.target, line.fact.source, line.id or "") if line.fact else ())


def _listed(fact: ReferenceFact) -> str:
    source = sources().get(fact.origin)
    return source.retrieved.isoformat() if source and source.retrieved else ""


def _holder(fact: ReferenceFact) -> Line:
    told = said("state.holder", office=fact.office, who=fact.person, date=_listed(fact))
    return Line(told, (of_reference(fact),), date=fact.start, sources=1, id=fact.id)


def _member(fact: ReferenceFact) -> Line:
    told = said("state.member", target=fact.target, word_status=_membership(fact.status), date=_listed(fact))
    return Line(told, (of_reference(fact),), sources=1, id=fact.id)


def _membership(status: str | None) -> str:
    return f"membership.{status or 'member'}"


def _coverage(snapshot: Snapshot, actor: str) -> Line:
    read = snapshot.coverage(actor)
    if not read.articles:
        return Line(said("coverage.nothing_read_actor", source=actor))
    return Line(said(
        "coverage.read_actor", source=actor, n=read.articles, outlets=read.outlets, languages=", ".join(read.languages),
        date_first=read.first.isoformat() if read.first else "", date_last=read.last.isoformat() if read.last else "",
    ))  # fmt: skip
