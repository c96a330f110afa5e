"""From events and reference facts to steps: dated changes in a state of affairs between two parties."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from marsad.model import Status
from marsad.ontology import OFFICES
from marsad.record.intervals import EARLIEST, Interval, interval
from marsad.record.rules import Kind, Rule, rules
from marsad.record.signs import signs
from marsad.record.types import Event, Participant, Report, Turn, Value
from marsad.reference.facts import ReferenceFact
from marsad.reference.sources import sources

# Of an event with many reports so many are read for the words that they tell it with, and shown as its evidence.
READ = 4

# The source in the reference that is no one's work but a page for each fact.
_PAGES = "public-pages"

_ENVOYS = ("ambassador", "envoy", "official")


@dataclass(frozen=True)
class Step:
    """A change of the state of affairs of a ``kind`` between ``source`` and ``target`` to ``state``.

    ``source`` is whose mission, envoy or visit it is; of what is mutual the two stand in the order of their codes.
    ``date`` is EDTF. ``status`` is the last one told, ``history`` tells when which was told. Exactly one of ``event``
    (its id) and ``reference`` is there; ``reports`` are all of the event's reports, ``shown`` those that were read.
    """

    rule: str
    kind: Kind
    state: str
    source: str
    target: str
    date: str | None
    status: Status = "happened"
    confidence: float = 1.0
    sources: int = 1
    act: str | None = None
    event: str | None = None
    reports: tuple[str, ...] = ()
    shown: tuple[Report, ...] = ()
    history: tuple[Turn, ...] = ()
    dates: tuple[Value, ...] = ()
    reference: ReferenceFact | None = None
    mission: str | None = None
    premises: str | None = None
    level: str | None = None
    city: str | None = None
    lat: float | None = None
    lon: float | None = None
    person: str | None = None
    office: str | None = None
    sectors: tuple[str, ...] = ()
    ends: str | None = None

    @property
    def id(self) -> str:
        """The id of what it rests on."""
        return self.reference.id if self.reference else str(self.event)

    @property
    def reference_source(self) -> str | None:
        """Who tells a reference fact: its source, and of the statements of public pages each page by itself."""
        if self.reference is None:
            return None
        return self.reference.url if self.reference.origin == _PAGES and self.reference.url else self.reference.origin

    @property
    def weak(self) -> bool:
        """Whether marsad is so unsure of it that it sets no state by itself."""
        return self.confidence < rules().weak

    @cached_property
    def told(self) -> dt.date | None:
        """The day on which it was first reported to have happened; None where no dated report says so."""
        days = [turn.published for turn in self.history if turn.status == "happened" and turn.published]
        return min(days, default=None)

    @cached_property
    def announced(self) -> dt.date | None:
        """The day on which it was first reported as planned or proposed."""
        days = [turn.published for turn in self.history if turn.status in ("planned", "proposed") and turn.published]
        return min(days, default=None)

    @cached_property
    def when(self) -> Interval | None:
        """The days on which it can have been: what is reported has been by the day of the report. None if unknown."""
        own = interval(self.date)
        if self.told is None:
            return own
        if own is None:
            return Interval(EARLIEST, self.told)
        return Interval(own.lo, min(own.hi, self.told), own.approximate) if own.lo <= self.told else own

    def by(self, day: dt.date) -> bool:
        """Whether it has happened by a day for sure."""
        return self.status == "happened" and self.when is not None and self.when.hi <= day


def read_reports(events: Iterable[Event]) -> tuple[str, ...]:
    """The reports of events that are to be read, by id: of each the first ones and those that turned its status."""
    wanted: dict[str, None] = {}
    for event in events:
        chosen = dict.fromkeys((*event.reports[:2], *(turn.report for turn in event.history[-2:]), *event.reports))
        wanted.update(dict.fromkeys(list(chosen)[:READ]))
    return tuple(wanted)


def steps_of_events(
    events: Iterable[Event], reports: Mapping[str, Report], pair: tuple[str, str] | None = None
) -> tuple[Step, ...]:
    """The steps that events make; an event between many parties makes one for each two of them.

    ``reports`` are those that were read (``read_reports``), by id. ``pair`` keeps those between these two.
    """
    return tuple(
        step
        for event in events
        for source, target in _directions(event)
        if pair is None or {source, target} == set(pair)
        for step in _steps(event, source, target, reports)
    )


def _directions(event: Event) -> Iterator[tuple[str, str]]:
    if event.target:
        yield from ((a, b) for a in event.source for b in event.target if a != b)
        return
    parties = sorted(event.source)
    yield from ((a, b) for i, a in enumerate(parties) for b in parties[i + 1 :])


def _steps(event: Event, source: str, target: str, reports: Mapping[str, Report]) -> Iterator[Step]:
    read = [reports[key] for key in event.reports if key in reports]
    seen = [(signs(report.evidence.text, report.article.language), report) for report in read]
    told_by = [(rule, shows, report) for shows, report in seen if (rule := rules().for_event(event.act, shows))]
    best = _agreed([rule for rule, _, _ in told_by]) if told_by else rules().for_event(event.act, {})
    if best is None:
        return
    told: list[Mapping[str, int]] = [shows for rule, shows, _ in told_by if rule is best]
    # A report that tells of a denial or an anniversary is no evidence of what the others tell.
    shown = tuple(r for rule, _, r in told_by if rule is best or rule.state not in rules().no_change)
    if best.whose == "target" or (best.whose == "place" and _on_own_soil(event, source, told)):
        source, target = target, source
    mutual = best.kind in ("relations", "agreement", "contact", "field")
    if mutual:
        source, target = sorted((source, target))
    named = _envoy(event, source) if best.kind == "envoy" else _visitor(event, source) if best.kind == "visit" else None
    place = event.place
    step = Step(
        best.id, best.kind, best.state, source, target, event.date, event.status, event.confidence, event.sources,
        event.act, event.id, event.reports, shown, event.history, event.dates,
        mission=_first(rules().missions, told) if best.kind == "mission" else None,
        premises=next((name for name in best.premises if any(name in shows for shows in told)), None),
        level=_level(told) if best.kind == "relations" else None,
        city=place.city if place and (best.kind == "agreement" or place.country == target) else None,
        person=named.name if named else None, office=named.office if named else None, sectors=event.sectors,
    )  # fmt: skip
    if best.undated:
        step = replace(step, date=None, dates=())
    if best.state == "decided" and event.status in ("planned", "proposed"):
        # The decision has been taken when it is told; what is planned is to open.
        if event.status == "planned" and step.announced:
            yield replace(step, status="happened", date=step.announced.isoformat(), dates=(), history=())
        yield replace(step, state="open")
        return
    yield step


def _agreed(those: Sequence[Rule]) -> Rule:
    """The rule that most reports ask for; of equal numbers one that changes nothing, else what was said last."""
    counted = Counter(rule.id for rule in those)
    return max(reversed(those), key=lambda rule: (counted[rule.id], rule.state in rules().no_change))


def _on_own_soil(event: Event, source: str, told: Iterable[Mapping[str, int]]) -> bool:
    """Whether the party that closes a mission is its host: the place is its own, and its words do not say "its own"."""
    return event.place is not None and event.place.country == source and not any("own" in shows for shows in told)


def _first(kinds: tuple[str, ...], told: Iterable[Mapping[str, int]]) -> str | None:
    """The kind that is named first in the first evidence that names one."""
    for shows in told:
        named = [(shows[kind], rank, kind) for rank, kind in enumerate(kinds) if kind in shows]
        if named:
            return min(named)[2]
    return None


def _level(told: Iterable[Mapping[str, int]]) -> str | None:
    level = next((name for name in rules().levels if any(name in shows for shows in told)), None)
    return level.removeprefix("level_") if level else None


def _envoy(event: Event, source: str) -> Participant | None:
    """The envoy among those who take part: an ambassador or envoy of the sending state, with a name if any has one."""
    fitting = [p for p in event.participants if p.office in _ENVOYS and p.country in (source, None)]
    fitting.sort(key=lambda p: (p.name is None, _ENVOYS.index(str(p.office))))
    return fitting[0] if fitting else None


def _visitor(event: Event, source: str) -> Participant | None:
    """The visitor: of those of the travelling state who hold an office the one of the highest, a named one first."""
    rank = {name: number for number, name in enumerate(OFFICES)}
    fitting = [p for p in event.participants if p.country == source and p.office not in (None, "other")]
    return min(fitting, key=lambda p: (rank.get(str(p.office), 99), p.name is None), default=None)


def steps_of_reference(facts: Iterable[ReferenceFact]) -> tuple[Step, ...]:
    """The steps that reference facts make. What a list holds on the day of its snapshot is ``listed`` on that day."""
    return tuple(step for fact in facts for step in _reference_steps(fact))


def _reference_steps(fact: ReferenceFact) -> Iterator[Step]:
    rule = rules().for_reference(fact.kind, fact.status)
    if rule is None or (fact.target is None and fact.kind != "office"):
        return
    source, target = fact.source, fact.target or ""
    if rule.kind == "relations":
        source, target = sorted((source, target))
    date, ends = fact.start, fact.end
    if rule.kind == "visit" and fact.start and fact.end and fact.end != fact.start:
        date = f"{fact.start}/{fact.end}"
    step = Step(
        rule.id, rule.kind, rule.state, source, target, date, reference=fact, city=fact.city, lat=fact.lat,
        lon=fact.lon, person=fact.person, office=fact.office, ends=ends, mission=_reference_mission(rule, fact),
    )  # fmt: skip
    if rule.state != "listed":
        yield step
        return
    if fact.start:
        yield replace(step, state="open")
    if fact.end:
        yield replace(step, state="closed", date=fact.end)
    retrieved = sources()[fact.origin].retrieved
    if retrieved and not fact.end:
        yield replace(step, date=retrieved.isoformat())


def _reference_mission(rule: Rule, fact: ReferenceFact) -> str | None:
    if rule.kind != "mission":
        return None
    return rules().reference_missions.get(fact.status or "", fact.status)
