"""What the record holds on one actor: its partners, missions, offices, organisations, and what came last."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from marsad.record import describe
from marsad.record.answers import Answer, Line, Section, event_line, of_reference
from marsad.record.material import with_reports
from marsad.record.snapshot import Snapshot
from marsad.record.types import Query
from marsad.record.wording import Said, said
from marsad.reference.facts import ReferenceFact
from marsad.reference.sources import sources

SHOWN_LINES = 40
_RECENT = 25
_PARTNERS = 500  # of the newest events, from which partners are counted


def state(snapshot: Snapshot, actor: str, as_of: dt.date) -> Answer:
    """The page of an actor as of a day. Missions, offices and memberships are those of the reference lists."""
    newest = snapshot.events(Query(actor=actor, until=as_of, limit=_PARTNERS))
    ahead = Query(actor=actor, statuses=("planned", "proposed"), since=as_of, order="oldest", limit=_RECENT)
    plans = snapshot.events(ahead)
    reports = with_reports(snapshot, (*newest.events[:_RECENT], *plans.events))
    partners = Counter(p for e in newest.events for p in {*e.source, *e.target} - {actor})
    count = snapshot.count(Query(actor=actor, until=as_of))
    sections = (
        _section("partners", [Line(said("state.partner", target=p, n=n)) for p, n in partners.most_common()], as_of),
        _section("recent", [event_line(describe.event(e), e, reports) for e in newest.events[:_RECENT]], as_of,
                 max(0, count - _RECENT)),
        _section("planned", [event_line(describe.event(e), e, reports) for e in plans.events], as_of),
        _section("abroad", _missions(snapshot.reference("mission", source=actor), "state.mission"), as_of),
        _section("hosted", _missions(snapshot.reference("mission", target=actor), "state.hosted"), as_of),
        _section("holders", [_holder(f) for f in snapshot.reference("office", source=actor)], as_of),
        _section("organisations", [_member(f) for f in snapshot.reference("membership", source=actor)], as_of),
        Section("section.coverage", (_coverage(snapshot, actor),)),
    )  # fmt: skip
    return Answer(said("state.title", source=actor), sections, as_of, snapshot.known_at)


def _section(name: str, lines: list[Line], as_of: dt.date, more: int = 0) -> Section:
    empty = said("state.none", date=as_of.isoformat())
    return Section(f"section.{name}", tuple(lines[:SHOWN_LINES]), empty, max(0, len(lines) - SHOWN_LINES) + more)


def _missions(facts: Iterable[ReferenceFact], key: str) -> list[Line]:
    found: dict[tuple[str, str | None, str | None], ReferenceFact] = {}
    for fact in facts:
        found.setdefault((fact.source, fact.target, fact.status), fact)
    ordered = sorted(found.values(), key=lambda f: (f.target or "", f.source, f.status or ""))
    return [
        Line(
            said(key, word_kind=f"mission_kind.{describe_kind(fact)}", source=fact.source, target=fact.target,
                 city_told=said("mission.city", city=fact.city) if fact.city else said("list.nothing")),
            (of_reference(fact),), date=fact.start, sources=1,
        )
        for fact in ordered
    ]  # fmt: skip


def describe_kind(fact: ReferenceFact) -> str:
    """The kind of a mission in the words of wording.toml; any other is a mission."""
    from marsad.record.wording import templates

    return fact.status if fact.status and f"mission_kind.{fact.status}" in templates() else "mission"


def _listed(fact: ReferenceFact) -> str:
    source = sources().get(fact.origin)
    return source.retrieved.isoformat() if source and source.retrieved else ""


def _holder(fact: ReferenceFact) -> Line:
    told = said("state.holder", office=fact.office, who=fact.person, date=_listed(fact))
    return Line(told, (of_reference(fact),), date=fact.start, sources=1)


def _member(fact: ReferenceFact) -> Line:
    told = said("state.member", target=fact.target, status=fact.status, date=_listed(fact))
    return Line(told, (of_reference(fact),), sources=1)


def _coverage(snapshot: Snapshot, actor: str) -> Line:
    read = snapshot.coverage(actor)
    if not read.articles:
        return Line(said("coverage.nothing_read_actor", source=actor))
    told: Said = said(
        "coverage.read_actor", source=actor, n=read.articles, outlets=read.outlets, languages=", ".join(read.languages),
        date_first=read.first.isoformat() if read.first else "", date_last=read.last.isoformat() if read.last else "",
    )  # fmt: skip
    return Line(told)
