"""The dossier of two actors: what stands between them on a day, as known at a moment, and which sentence says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.errors import MarsadError
from marsad.record import describe
from marsad.record.answers import Answer, Evidence, Line, Section, event_line, evidence_of, fact_line
from marsad.record.conflicts import conflicts
from marsad.record.facts import Fact, count_sources, standing
from marsad.record.index import FORMULA, Index, index
from marsad.record.material import Material, gather
from marsad.record.plans import plans
from marsad.record.rules import rules
from marsad.record.snapshot import Snapshot
from marsad.record.uncovered import coverage_lines
from marsad.record.visits import last_by_office, visits
from marsad.record.wording import said

# So many lines a section shows; how many more there are it says.
SHOWN_LINES = 12
_FIRST_ENVOYS = 6
_MONTHS = 12


class PairError(MarsadError):
    """Two actors of whom no dossier can be made."""


@dataclass(frozen=True)
class Dossier:
    """What stands between two actors as of a day: sections of lines, and the index as data for a curve."""

    first: str
    second: str
    as_of: dt.date
    known_at: dt.datetime | None
    relations: Section
    missions: Section
    envoys: Section
    visits: Section
    agreements: Section
    fields: Section
    contacts: Section
    planned: Section
    disputed: Section
    timeline: Section
    tendency: Section
    coverage: Section
    index: Index

    def answer(self) -> Answer:
        """It as an answer, its sections in the order in which they are shown."""
        title = said("dossier.title", source=self.first, target=self.second, date=self.as_of.isoformat())
        sections = (
            self.relations, self.missions, self.envoys, self.visits, self.agreements, self.fields, self.contacts,
            self.planned, self.disputed, self.timeline, self.tendency, self.coverage,
        )  # fmt: skip
        return Answer(title, sections, self.as_of, self.known_at)

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The JSON form, with its words in a language."""
        return {
            "first": self.first, "second": self.second, **self.answer().to_dict(language),
            "index": self.index.to_dict(),
        }  # fmt: skip


def dossier(snapshot: Snapshot, first: str, second: str, as_of: dt.date) -> Dossier:
    """The dossier of two actors (their codes) as of a day, by what the snapshot knows.

    Raises PairError for an actor with itself.
    """
    if first == second:
        raise PairError("one-actor", "a dossier is about two different actors; name two")
    m = gather(snapshot, first, second, as_of)
    curve = index(m.balance, as_of.isoformat()[:7])
    return Dossier(
        first, second, as_of, snapshot.known_at, _relations(m), _missions(m), _envoys(m), _visits(m), _agreements(m),
        _fields(m), _contacts(m), _planned(m), _disputed(m), _timeline(m), _tendency(curve),
        Section("section.coverage", coverage_lines(m)), curve,
    )  # fmt: skip


def _shown(name: str, lines: Iterable[Line], empty: str, m: Material, more: int = 0) -> Section:
    """A section of the first lines; how many more there are it says, and why there are none."""
    found = tuple(lines)
    values = {"source": m.first, "target": m.second, "date": m.as_of.isoformat()}
    return Section(
        f"section.{name}", found[:SHOWN_LINES], said(empty, **values), max(0, len(found) - SHOWN_LINES) + more
    )


def _directions(m: Material) -> tuple[tuple[str, str], tuple[str, str]]:
    return (m.first, m.second), (m.second, m.first)


def _relations(m: Material) -> Section:
    those = [fact for fact in m.facts if fact.kind == "relations"]
    now = next(iter(standing(those, m.as_of)), None)
    lines = []
    if now is not None:
        before = [f for f in those if f is not now and f.began(m.as_of) and f.state not in rules().no_change]
        notes = [said("note.recalled", n=len(found))] if (found := _told_of(those, "recalled", m)) else []
        notes += describe.perhaps(those, m.as_of)
        lines.append(fact_line(describe.relations(now, "relations.now"), now, notes))
        lines += [fact_line(describe.relations(fact, "relations.before"), fact) for fact in reversed(before)]
    else:
        lines += [fact_line(describe.relations(f, "relations.perhaps"), f) for f in those if f.may_have_begun(m.as_of)]
    lines += [fact_line(describe.relations(f, "relations.aside"), f) for f in _told_of(those, "recognised", m)]
    lines += [fact_line(describe.relations(f, "relations.aside"), f) for f in _told_of(those, "cooperation_cut", m)]
    if now is None:
        lines += [fact_line(describe.relations(f, "relations.aside"), f) for f in _told_of(those, "recalled", m)]
    return _shown("relations", lines, "relations.none", m, m.left_out.get("facts", 0))


def _told_of(facts: Iterable[Fact], state: str, m: Material) -> list[Fact]:
    return [fact for fact in facts if fact.state == state and fact.began(m.as_of)]


def _missions(m: Material) -> Section:
    lines: list[Line] = []
    for source, target in _directions(m):
        those = [f for f in m.facts if f.kind == "mission" and (f.source, f.target) == (source, target)]
        stand = standing(those, m.as_of)
        threads = {fact.thread for fact in stand}
        found = [
            fact_line(describe.mission(fact, m.as_of), fact, describe.mission_notes(fact, those, m.steps, m.as_of))
            for fact in stand
        ]
        others: dict[str, Fact] = {}
        for fact in those:
            if fact.thread not in threads and (fact.state == "listed" or fact.state not in rules().no_change):
                others.setdefault(fact.thread, fact)
        found += [
            fact_line(describe.not_yet(fact, m.as_of), fact, describe.mission_notes(fact, those, m.steps, m.as_of))
            for fact in others.values()
        ]
        lines += found or [
            Line(said("mission.none", source=source, target=target, date=m.as_of.isoformat()))
        ]
    return _shown("missions", lines, "mission.none", m)


def _envoys(m: Material) -> Section:
    lines: list[Line] = []
    for source, target in _directions(m):
        those = [
            f for f in m.facts
            if f.kind == "envoy" and (f.source, f.target) == (source, target) and f.began(m.as_of)
        ]  # fmt: skip
        those.sort(key=lambda fact: max(step.when.hi for step in fact.steps if step.when), reverse=True)
        lines += [
            fact_line(describe.envoy(fact), fact, describe.envoy_notes(fact, rank == 0, m.as_of))
            for rank, fact in enumerate(those[:_FIRST_ENVOYS])
        ]
        if not those:
            lines.append(Line(said("envoy.none", source=source, target=target, date=m.as_of.isoformat())))
        elif len(those) > _FIRST_ENVOYS:
            lines.append(Line(said("envoy.earlier", source=source, target=target, n=len(those) - _FIRST_ENVOYS)))
    return _shown("envoys", lines, "envoy.none", m)


def _visits(m: Material) -> Section:
    lines: list[Line] = []
    for (source, target), group in zip(_directions(m), ("visits_first", "visits_second"), strict=True):
        those = visits(m.facts, source, target, m.as_of)
        last = last_by_office(those)
        lines += [fact_line(describe.visit(fact), fact, date=fact.date) for fact in last]
        if not those:
            lines.append(Line(said("visit.none", source=source, target=target, date=m.as_of.isoformat())))
        else:
            n = len(those) + m.left_out.get(group, 0)
            lines.append(Line(said("visit.count", source=source, target=target, n=n, date=those[-1].date)))
    return _shown("visits", lines, "visit.none", m)


def _agreements(m: Material) -> Section:
    lines = [fact_line(describe.agreement(fact), fact) for fact in _happened(m, "agreement")]
    return _shown("agreements", lines, "agreement.none", m, m.left_out.get("agreements", 0))


def _happened(m: Material, kind: str) -> list[Fact]:
    """What happened up to the day, the newest first; what has no date of its own last."""
    those = [fact for fact in m.facts if fact.kind == kind and fact.began(m.as_of)]
    return sorted(those, key=lambda fact: (bool(fact.date), describe.last_day(fact)), reverse=True)


def _fields(m: Material) -> Section:
    """A line a field: how often the two agreed, signed, cooperated or helped in it, and the newest evidence."""
    by_sector: dict[str, list[Fact]] = {}
    for fact in (*_happened(m, "field"), *_happened(m, "agreement")):
        for sector in fact.sectors:
            by_sector.setdefault(sector, []).append(fact)
    lines = []
    for sector, those in sorted(by_sector.items(), key=lambda item: (-len(item[1]), item[0])):
        those.sort(key=lambda fact: (not fact.uncertain, describe.last_day(fact)), reverse=True)
        evidence = evidence_of(step for fact in those for step in fact.steps)
        newest = max(those, key=describe.last_day)
        steps = [step for fact in those for step in fact.steps]
        reports = {key for step in steps for key in step.reports}
        notes = (said("note.uncertain", confidence=max(f.confidence for f in those)),) if those[0].uncertain else ()
        told = said("field.line", sector=sector, n=len(those), date=newest.date)
        lines.append(
            Line(told, evidence[:1], notes, count_sources(steps), len(reports), newest.date,
                 max(fact.confidence for fact in those), None, max(0, len(reports) - 1))
        )  # fmt: skip
    return _shown("fields", lines, "field.none", m, m.left_out.get("fields", 0))


def _contacts(m: Material) -> Section:
    lines = [fact_line(describe.contact(fact), fact) for fact in _happened(m, "contact")]
    return _shown("contacts", lines, "contact.none", m, m.left_out.get("contacts", 0))


def _planned(m: Material) -> Section:
    lines = plans(m.steps, m.facts, m.as_of)
    return _shown("planned", lines, "planned.none", m, m.left_out.get("plans", 0))


def _disputed(m: Material) -> Section:
    lines = conflicts(m.facts, m.all_events(), m.reports, m.as_of)
    return _shown("disputed", lines, "disputed.none", m)


def _timeline(m: Material) -> Section:
    lines = tuple(event_line(describe.event(event), event, m.reports) for event in m.events["timeline"])
    return Section(
        "section.timeline", lines, said("timeline.none", source=m.first, target=m.second, date=m.as_of.isoformat()),
        m.left_out.get("timeline", 0),
    )  # fmt: skip


def _tendency(curve: Index) -> Section:
    """The index in words: of the last months with events, and where the curve stands."""
    with_events = [point for point in curve.points if point.n][-_MONTHS:]
    lines = [
        Line(said("index.month", month=point.month, value=f"{point.index:+.2f}", n=point.n), date=point.month)
        for point in reversed(with_events) if point.index is not None
    ]  # fmt: skip
    if curve.points:
        last = curve.points[-1]
        note = said("index.formula", formula=FORMULA)
        told = said("index.now", value=f"{last.curve:+.2f}", n=curve.events, month=last.month)
        lines.insert(0, Line(told, (), (note,)))
    return Section("section.tendency", tuple(lines), said("index.none"))


def evidence_in(answer: Answer) -> Sequence[Evidence]:
    """All evidence that an answer shows."""
    return [evidence for section in answer.sections for line in section.lines for evidence in line.evidence]



