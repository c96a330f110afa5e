"""What in the record contradicts itself: flagged with words, never resolved silently.

Each conflict is a line that says what stands against what, with the evidence of both sides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from marsad.record.answers import SHOWN, Evidence, Line, evidence_of_fact, of_report, told_values
from marsad.record.facts import Fact, standing
from marsad.record.intervals import Interval, interval
from marsad.record.rules import rules
from marsad.record.steps import Step
from marsad.record.types import Event, Report, Value
from marsad.record.wording import Said, said
from marsad.reference.naming import Outcome, compare

_IN_POST = ("accredited", "named", "returned")
_NO_RELATIONS = ("severed",)


def conflicts(
    facts: Sequence[Fact], events: Iterable[Event], reports: Mapping[str, Report], day: dt.date
) -> tuple[Line, ...]:
    """The conflicts among facts and events that are dated up to a day; ``reports`` are those that were read, by id."""
    before = [fact for fact in facts if _begins(fact) is None or _lo(fact) <= day]
    found: list[Line] = []
    for check in _CHECKS:
        found += check(before)
    for event in events:
        if event.interval is None or event.interval.lo <= day:
            found += _of_event(event, reports)
    return tuple({line.said: line for line in found}.values())


def _two_envoys(facts: Sequence[Fact]) -> Iterator[Line]:
    """Two persons in one post at the same time."""
    posts = [
        (_known(f), f) for f in facts if f.kind == "envoy" and f.state in _IN_POST and f.what("person") and _begins(f)
    ]
    for (first, one), (second, other) in combinations(sorted(posts, key=lambda post: post[0].lo), 2):
        if one.thread != other.thread or not _at_once(first, second, one, other):
            continue  # days are compared quicker than names
        names = one.what("person"), other.what("person")
        if compare(*names).outcome is not Outcome.DIFFERENT:
            continue
        yield _line(
            said("conflict.two_envoys", source=one.source, target=one.target, one=names[0], date_one=one.valid,
                 other=names[1], date_other=other.valid),
            one, other,
        )  # fmt: skip


def _at_once(first: Interval, second: Interval, one: Fact, other: Fact) -> bool:
    """Whether both are known in post for longer than a handing over takes, or both were accredited within that time."""
    handing_over = rules().succession_days
    accredited = one.state == other.state == "accredited"
    return (first.hi - second.lo).days > handing_over or (
        accredited and (second.lo - first.lo).days <= handing_over and _sharp(one, other)
    )


def _known(fact: Fact) -> Interval:
    """The days on which an envoy is known to be in post: to the end where it is told, else the day of the beginning."""
    begin = _begins(fact)
    assert begin is not None  # asked only of facts that have one
    end = interval(fact.valid.partition("/")[2])
    ended = end is not None and not end.open_hi and not end.open_lo and end.lo > begin.lo
    return Interval(begin.lo, end.lo if end is not None and ended else begin.lo)


def _opened_twice(facts: Sequence[Fact]) -> Iterator[Line]:
    """A mission opened again though no closing in between is recorded, nor other premises or another city."""
    for one, other in pairwise(_in_order(facts, "mission")):
        if one.thread != other.thread or one.state != "open" or other.state != "open":
            continue
        moved = any(
            (a := one.what(name)) is not None and (b := other.what(name)) is not None and a != b
            for name in ("premises", "city")
        )  # fmt: skip
        if not moved:
            yield _line(
                said("conflict.opened_twice", word_mission=mission_word(other), source=other.source,
                     target=other.target, date_one=one.date, date_other=other.date),
                one, other,
            )  # fmt: skip


def _while_severed(facts: Sequence[Fact]) -> Iterator[Line]:
    """Visits, envoys and missions at a time at which the relations of the two were severed."""
    relations_of: dict[frozenset[str], list[Fact]] = {}
    for fact in facts:
        if fact.kind == "relations":
            relations_of.setdefault(frozenset((fact.source, fact.target)), []).append(fact)
    cut_pairs = {pair for pair, those in relations_of.items() if any(f.state in _NO_RELATIONS for f in those)}
    for fact in facts:
        if fact.kind not in ("visit", "envoy", "mission") or fact.uncertain:
            continue
        pair = frozenset((fact.source, fact.target))
        if pair not in cut_pairs or fact.state not in ("made", "open", *_IN_POST):
            continue
        begin = _begins(fact)
        if begin is None or begin.days > 366:
            continue
        # Of the first and the last day on which it can have been: on both relations must be cut.
        cut = [next(iter(standing(relations_of[pair], day)), None) for day in (begin.lo, begin.hi)]
        if all(f is not None and f.state in _NO_RELATIONS and not f.uncertain for f in cut):
            severed = cut[0]
            assert severed is not None
            yield _line(
                said(f"conflict.{fact.kind}_severed", source=fact.source, target=fact.target, date=fact.date,
                     date_cut=severed.valid, who=fact.what("person"), word_mission=mission_word(fact)),
                fact, severed,
            )  # fmt: skip


def _dates(facts: Sequence[Fact]) -> Iterator[Line]:
    """Dates of one beginning that exclude one another."""
    for fact in facts:
        apart = _apart(fact.begins)
        if apart and fact.kind in ("relations", "mission", "envoy"):
            yield _line(
                said(f"conflict.dates_{fact.kind}", word_event=f"change.{fact.kind}_{fact.state}", source=fact.source,
                     target=fact.target, values=told_values(fact.begins), who=fact.what("person"),
                     word_mission=mission_word(fact)),
                fact,
            )  # fmt: skip


def _cities(facts: Sequence[Fact]) -> Iterator[Line]:
    """One embassy in two cities."""
    for fact in facts:
        cities = sorted({step.city for step in fact.steps if step.city})
        if fact.kind == "mission" and fact.state == "open" and len(cities) > 1:
            yield _line(
                said("conflict.cities", word_mission=mission_word(fact), source=fact.source, target=fact.target,
                     city="+".join(cities)),
                fact,
            )  # fmt: skip


_CHECKS: tuple[Callable[[Sequence[Fact]], Iterator[Line]], ...] = (
    _two_envoys, _opened_twice, _while_severed, _dates, _cities,
)  # fmt: skip


def _of_event(event: Event, reports: Mapping[str, Report]) -> Iterator[Line]:
    """What the reports of one event tell against one another: that it was and was not, another day, another state."""
    values = {"act": event.act, "source": "+".join(event.source), "date": event.date}
    values["target"] = "+".join(event.target) or values["source"]
    mutual = "" if event.target else "_mutual"
    told = {turn.status for turn in event.history}
    if {"happened", "denied"} <= told:
        shown = [reports[turn.report] for turn in event.history if turn.report in reports]
        yield _event_line(said(f"conflict.denied{mutual}", **values), event, shown)
    if _apart(event.dates):
        shown = [reports[value.reports[0]] for value in event.dates if value.reports[0] in reports]
        yield _event_line(said(f"conflict.dates{mutual}", **values, values=told_values(event.dates)), event, shown)
    countries = {value.value.partition("/")[0] for value in event.places}
    if len(countries) > 1:
        shown = [reports[value.reports[0]] for value in event.places if value.reports[0] in reports]
        yield _event_line(said(f"conflict.places{mutual}", **values, values=_places(event.places)), event, shown)


def mission_word(fact: Fact | Step) -> str:
    """The key of the word for what a mission is."""
    mission = fact.what("mission") if isinstance(fact, Fact) else fact.mission
    return f"mission_kind.{mission or 'mission'}"


def _in_order(facts: Sequence[Fact], kind: str) -> list[Fact]:
    """The facts of a kind by thread, each thread in order of time; unsure ones left out, they set no state."""
    those = [fact for fact in facts if fact.kind == kind and not fact.uncertain and fact.state != "denied"]
    return sorted(those, key=lambda fact: (fact.thread, _lo(fact)))


def _begins(fact: Fact) -> Interval | None:
    return interval(fact.date)


def _lo(fact: Fact) -> dt.date:
    return min((when.lo for value in fact.begins if (when := interval(value.value))), default=dt.date.min)


def _sharp(*facts: Fact) -> bool:
    """Whether the beginnings of facts are known to the month."""
    return all((begin := _begins(fact)) is not None and begin.days <= 31 for fact in facts)


def _apart(values: Sequence[Value]) -> bool:
    """Whether two of the values exclude one another: no day fits both."""
    days = [when for value in values if (when := interval(value.value))]
    return any(not one.overlaps(other) for one, other in combinations(days, 2))


def _places(values: Iterable[Value]) -> tuple[Said, ...]:
    """Places (``TKM/Ashgabat``, or the country alone) with how many sources tell each."""
    found = []
    for value in values:
        country, _, city = value.value.partition("/")
        found.append(said("value.city" if city else "value.country", actor=country, city=city, n=value.sources))
    return tuple(found)


def _line(told: Said, *facts: Fact) -> Line:
    """A line with evidence of each fact in turn, so that both sides show."""
    sides = [evidence_of_fact(fact) for fact in facts]
    shown: list[Evidence] = []
    for rank in range(max(map(len, sides))):
        shown += [side[rank] for side in sides if rank < len(side) and side[rank] not in shown]
    sources = sum(fact.sources for fact in facts)
    count = len({key for fact in facts for step in fact.steps for key in step.reports})
    limit = max(SHOWN, len(facts))
    if len(facts) == 1:  # a value a sentence: all of them
        limit = max(limit, len(facts[0].begins))
    return Line(told, tuple(shown[:limit]), (), sources, count, facts[0].date, None, facts[0].id,
                max(0, len(shown) - limit))  # fmt: skip


def _event_line(told: Said, event: Event, shown: Iterable[Report]) -> Line:
    evidence = tuple({report.id: of_report(report) for report in shown}.values())
    return Line(told, evidence, (), event.sources, len(event.reports), event.date, event.confidence, event.id)
