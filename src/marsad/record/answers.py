"""What every answer of the record is made of: lines in sections, each line with its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marsad.record.facts import Fact
from marsad.record.steps import Step
from marsad.record.types import Event, Report, Value
from marsad.record.wording import Said, said, say
from marsad.reference.facts import ReferenceFact
from marsad.reference.sources import sources

# So many pieces of evidence a line shows; how many more there are it says.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that shows a fact, exactly as stored.

    Of an article: ``origin`` is the outlet, ``article`` its key in the record, ``start``/``end`` the code points of the
    sentence in it, ``report`` the report's id. Of a reference fact: ``origin`` is the id of its source, ``reference``
    its own id, ``quotation`` its text and ``date`` the day of the source's snapshot.
    """

    quotation: str
    origin: str | None
    date: dt.date | None
    url: str | None = None
    article: str | None = None
    start: int | None = None
    end: int | None = None
    report: str | None = None
    reference: str | None = None
    language: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, without what is not known."""
        told = {
            "quotation": self.quotation, "origin": self.origin, "date": self.date.isoformat() if self.date else None,
            "url": self.url, "article": self.article, "report": self.report, "reference": self.reference,
            "language": self.language,
        }  # fmt: skip
        record: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
        if self.start is not None:
            record["span"] = [self.start, self.end]
        return record


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer.

    ``said`` is what it says; ``notes`` say why, what competes, and what is not known. ``date`` is EDTF. ``sources``
    counts independent sources, ``reports`` all reports. ``more`` pieces of evidence are not shown. ``id`` is that of
    the fact or event; ``confidence`` is None where none applies.
    """

    said: Said
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[Said, ...] = ()
    sources: int = 0
    reports: int = 0
    date: str | None = None
    confidence: float | None = None
    id: str | None = None
    more: int = 0
    fact: Fact | None = None

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The JSON form, with its words in a language."""
        record: dict[str, Any] = {
            "says": say(self.said, language), "key": self.said.key,
            "notes": [say(note, language) for note in self.notes],
            "date": self.date, "sources": self.sources, "reports": self.reports,
            "confidence": None if self.confidence is None else round(self.confidence, 3), "id": self.id,
            "evidence": [evidence.to_dict() for evidence in self.evidence], "evidence_left_out": self.more,
        }  # fmt: skip
        if self.fact is not None:
            record["fact"] = self.fact.to_dict()
        return record


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading: ``name`` is its key, ``empty`` says why there are none, ``left_out`` how many more."""

    name: str
    lines: tuple[Line, ...] = ()
    empty: Said | None = None
    left_out: int = 0

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The JSON form, with its words in a language."""
        return {
            "section": self.name.partition(".")[2], "heading": say(Said(self.name), language),
            "lines": [line.to_dict(language) for line in self.lines], "left_out": self.left_out,
            "empty": say(self.empty, language) if self.empty and not self.lines else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the record: what it is about, as of which day, as known when (None: now), and its sections."""

    title: Said
    sections: tuple[Section, ...]
    as_of: dt.date | None = None
    known_at: dt.datetime | None = None

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The JSON form, with its words in a language."""
        return {
            "title": say(self.title, language),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "known_at": self.known_at.isoformat() if self.known_at else None,
            "sections": [section.to_dict(language) for section in self.sections],
        }

    def section(self, name: str) -> Section:
        """A section by the last part of its name; KeyError if there is none."""
        return {section.name.partition(".")[2]: section for section in self.sections}[name]


def of_report(report: Report) -> Evidence:
    """The sentence of a report."""
    head = report.article
    return Evidence(
        report.evidence.text, head.outlet, head.published, head.url, head.key, report.evidence.start,
        report.evidence.end, report.id, language=head.language,
    )  # fmt: skip


def of_reference(fact: ReferenceFact) -> Evidence:
    """The text of a reference fact."""
    source = sources().get(fact.origin)
    return Evidence(fact.text, fact.origin, source.retrieved if source else None, fact.url, reference=fact.id)


def evidence_of(steps: Iterable[Step]) -> tuple[Evidence, ...]:
    """All that was read of what steps rest on, each sentence once, the surest first."""
    found: dict[str, Evidence] = {}
    for step in sorted(steps, key=lambda step: -step.confidence * step.sources):
        # Who says that it happened before who had announced it.
        for report in sorted(step.shown, key=lambda report: (report.status != step.status, -report.confidence)):
            found.setdefault(report.id, of_report(report))
        if step.reference is not None:
            found.setdefault(step.reference.id, of_reference(step.reference))
    return tuple(found.values())


def evidence_of_fact(fact: Fact) -> tuple[Evidence, ...]:
    """All that was read of what a fact rests on: one sentence for each date of its beginning, the others, the lists."""
    tellers: dict[str, list[int]] = {}  # which steps a report, or a step of its own, stands in
    for index, step in enumerate(fact.steps):
        for key in {step.id, *step.reports}:
            tellers.setdefault(key, []).append(index)
    of_each = []
    for value in fact.begins:
        places = sorted({index for key in value.reports for index in tellers.get(key, ())})
        of_each.append(evidence_of(fact.steps[index] for index in places)[:1])
    found = (*(e for some in of_each for e in some), *evidence_of(fact.steps), *evidence_of(fact.listed))
    return tuple(dict.fromkeys(found))


def fact_line(told: Said, fact: Fact, notes: Iterable[Said] = (), date: str | None = None) -> Line:
    """A line that says a fact. Notes that always hold for such a fact are added: other dates, that it is uncertain."""
    evidence = evidence_of_fact(fact)
    reports = {key for step in fact.steps for key in step.reports}
    total = len(reports) + sum(1 for e in evidence if e.reference)
    more = list(notes)
    if len(fact.begins) > 1:
        more.append(said("note.dates", values=told_values(fact.begins)))
    if fact.uncertain:
        more.append(said("note.uncertain", confidence=fact.confidence))
    return Line(
        told, evidence[:SHOWN], tuple(more), fact.sources, len(reports), date or fact.date, fact.confidence, fact.id,
        max(0, total - SHOWN), fact,
    )  # fmt: skip


def told_values(values: Iterable[Value]) -> tuple[Said, ...]:
    """Dates with how many sources tell each: ``1992 (3), 1991 (1)``."""
    return tuple(said("value.dated", date=value.value, n=value.sources) for value in values)


def event_line(told: Said, event: Event, reports: Mapping[str, Report], notes: Iterable[Said] = ()) -> Line:
    """A line that says an event."""
    known = [reports[key] for key in event.reports if key in reports]
    known.sort(key=lambda report: report.status != event.status)  # who says so first, then who told another status
    return Line(
        told, tuple(map(of_report, known[:SHOWN])), tuple(notes), event.sources, len(event.reports), event.date,
        event.confidence, event.id, max(0, len(event.reports) - min(SHOWN, len(known))),
    )  # fmt: skip
