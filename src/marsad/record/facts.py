"""Facts: states of affairs between two parties over time, derived from steps (facts.toml says by which rules).

What has states that follow one another (relations, a mission, the post of an envoy) is a *thread* of steps. Steps of
one state that follow one another tell one fact; it begins with them and holds until the next change. Steps whose dates
differ stay side by side as the values of its beginning.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from marsad.record.independence import copies
from marsad.record.intervals import Interval, interval
from marsad.record.rules import Kind, rules
from marsad.record.steps import Step
from marsad.record.types import Value
from marsad.reference.naming import Outcome, compare, search_keys


@dataclass(frozen=True)
class Fact:
    """A state of affairs: what holds between ``source`` and ``target``, when, and what it rests on.

    ``valid`` is an EDTF interval (of what only happens, its date); ``begins`` are the competing dates of its beginning,
    the best supported first. ``thread`` is the same for the facts that follow one another; ``ended_by`` is the id of
    the event or reference fact that ended it. ``listed`` are entries in lists that name it, each of the day of its
    list. ``uncertain`` is a fact of which marsad is unsure.
    """

    kind: Kind
    state: str
    source: str
    target: str
    valid: str
    steps: tuple[Step, ...]
    begins: tuple[Value, ...] = ()
    thread: str = ""
    ended_by: str = ""
    listed: tuple[Step, ...] = ()
    uncertain: bool = False

    @cached_property
    def id(self) -> str:
        """An id made from what it says and rests on: the same fact from the same events has the same id."""
        rests = ",".join(sorted(step.id for step in (*self.steps, *self.listed)))
        text = f"{self.kind}|{self.source}|{self.target}|{self.state}|{rests}"
        return "fact-" + hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def interval(self) -> Interval | None:
        """The days of ``valid``; None if nothing is known of them."""
        return interval(self.valid)

    @cached_property
    def sources(self) -> int:
        """How many independent sources it has: those of its events (never more than reports) and the lists."""
        return count_sources(self.steps or self.listed)

    @cached_property
    def confidence(self) -> float:
        """That of its surest step."""
        return max((step.confidence for step in self.steps or self.listed), default=0.0)

    @property
    def date(self) -> str | None:
        """The date of its beginning with the best support, EDTF."""
        return self.begins[0].value if self.begins else None

    def what(self, name: str) -> Any:  # noqa: ANN401 - a text or a number, by the field
        """A detail (mission, premises, level, city, lat, lon, person, office) as its surest step tells it, or None."""
        surest = sorted((*self.steps, *self.listed), key=lambda step: -step.sources * step.confidence)
        return next((value for step in surest if (value := getattr(step, name)) is not None), None)

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """All fields that its steps name."""
        return tuple(dict.fromkeys(sector for step in self.steps for sector in step.sectors))

    def began(self, day: dt.date) -> bool:
        """Whether it had begun by a day for sure."""
        return any(step.by(day) for step in self.steps)

    def may_have_begun(self, day: dt.date) -> bool:
        """Whether it can have begun by a day: its date is a month or a year that the day lies in."""
        return not self.began(day) and any(step.when is not None and step.when.lo <= day for step in self.steps)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, without what is not told."""
        names = ("mission", "premises", "level", "city", "lat", "lon", "person", "office")
        told = {name: value for name in names if (value := self.what(name)) is not None}
        return {
            "id": self.id, "kind": self.kind, "state": self.state, "source": self.source, "target": self.target,
            "valid": self.valid, **told, "sectors": list(self.sectors),
            "begins": [{"date": v.value, "by": list(v.reports), "sources": v.sources} for v in self.begins],
            "events": sorted({s.event for s in self.steps if s.event}),
            "reports": sorted({key for s in self.steps for key in s.reports}),
            "reference": sorted({s.reference.id for s in (*self.steps, *self.listed) if s.reference}),
            "rules": sorted({s.rule for s in (*self.steps, *self.listed)}),
            "sources": self.sources, "confidence": round(self.confidence, 3), "uncertain": self.uncertain,
            "ended_by": self.ended_by or None,
        }  # fmt: skip


def count_sources(steps: Sequence[Step]) -> int:
    """How many independent sources tell steps: articles that are no copies of each other, and reference sources.

    Where not all reports of an event were read its own count is taken, so one source of two events may count twice.
    """
    events = {step.event: step for step in steps if step.event}
    heads = {report.article.key: report.article for step in events.values() for report in step.shown}
    told = len(set(copies(heads.values()).values()))
    if any(len(step.shown) < len(step.reports) for step in events.values()):
        keys = {key for step in events.values() for key in step.reports}
        told = max(told, min(sum(step.sources for step in events.values()), len(keys)))
    return told + len({step.reference_source for step in steps if step.reference})


def derive(steps: Iterable[Step]) -> tuple[Fact, ...]:
    """The facts of steps, thread by thread in order of time; what is only planned or denied makes none."""
    threads: dict[tuple[Kind, str, str], list[Step]] = {}
    found: list[Fact] = []
    for step in sorted(_once(steps), key=_order):
        if step.status != "happened":
            continue
        if step.kind in ("relations", "mission", "envoy"):
            threads.setdefault((step.kind, step.source, step.target), []).append(step)
        else:
            found.append(_happening(step))
    for (kind, source, target), those in threads.items():
        name = f"{kind}|{source}|{target}"
        if kind == "mission":
            for which, mission in _missions(those):
                found += [replace(fact, thread=f"{name}|{which}") for fact in _thread(mission, _same_occasion)]
        elif kind == "envoy":
            found += [replace(fact, thread=name) for fact in _posts(those)]
        else:
            found += [replace(fact, thread=name) for fact in _thread(those, _same_change)]
    return tuple(found)


def _once(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps, each once: an event asked for in two ways makes its steps once."""
    return tuple({(s.kind, s.state, s.source, s.target, s.id, s.status): s for s in steps}.values())


def _order(step: Step) -> tuple[dt.date, dt.date, str]:
    when = step.when
    return (when.hi, when.lo, step.id) if when else (dt.date.max, dt.date.max, step.id)


def _happening(step: Step) -> Fact:
    dates = step.dates or ((Value(step.date, (step.id,), step.sources),) if step.date else ())
    return Fact(step.kind, step.state, step.source, step.target, step.date or "", (step,), tuple(dates),
                uncertain=step.weak)  # fmt: skip


def _missions(steps: Sequence[Step]) -> list[tuple[str, list[Step]]]:
    """The steps of each mission: one embassy, consulates by their city. One of no told kind joins the only other."""
    kinds: dict[tuple[str, str], list[Step]] = {}
    untold: list[Step] = []
    for step in steps:
        if step.mission is None:
            untold.append(step)
        else:
            city = "" if step.mission == "embassy" else (step.city or "")
            kinds.setdefault((step.mission, city), []).append(step)
    if untold:
        home = next(iter(kinds)) if len(kinds) == 1 else ("embassy", "") if ("embassy", "") in kinds else ("", "")
        kinds.setdefault(home, []).extend(untold)
    return [("/".join(which), sorted(those, key=_order)) for which, those in kinds.items()]


def _same_occasion(fact: Sequence[Step], step: Step) -> bool:
    """Whether a step can be the occasion that others tell: their dates overlap or lie close."""
    slack = dt.timedelta(rules().same_occasion_days)
    when = step.when
    return when is None or any(
        other.when is None or (other.when.lo <= when.hi + slack and when.lo <= other.when.hi + slack) for other in fact
    )


def _same_change(fact: Sequence[Step], step: Step) -> bool:
    """Whether steps of one state of relations tell one change: they are established once, raised or restored often."""
    return step.state == "established" or _same_occasion(fact, step)


def _thread(steps: Sequence[Step], same: Callable[[Sequence[Step], Step], bool]) -> list[Fact]:
    """The facts of one thread in order of time. Unsure steps set no state where there are surer ones."""
    telling = [step for step in steps if step.state not in rules().no_change]
    aside = [step for step in steps if step.state in rules().no_change]
    dated = [step for step in telling if interval(step.date)]
    firm = [step for step in dated if not step.weak]
    groups: list[list[Step]] = []
    for step in firm or dated or telling:
        if groups and groups[-1][0].state == step.state and same(groups[-1], step):
            groups[-1].append(step)
        else:
            groups.append([step])
    placed = {id(step) for group in groups for step in group}
    loose: list[list[Step]] = []
    for step in (step for step in telling if id(step) not in placed):
        home = [group for group in groups if group[0].state == step.state and (not step.date or same(group, step))]
        (home[-1].append(step) if home else loose.append([step]))
    listed = tuple(step for step in aside if step.state == "listed")
    facts = [_period(group, groups[i + 1] if i + 1 < len(groups) else None) for i, group in enumerate(groups)]
    facts += [_period(group, None, loose=True) for group in loose]
    facts += [_happening(step) for step in aside if step.state != "listed"]
    if listed and not groups:
        facts.append(Fact(listed[0].kind, "listed", listed[0].source, listed[0].target, "", (), listed=listed))
    elif listed:
        facts = [replace(fact, listed=listed) for fact in facts]
    return facts


def _period(group: Sequence[Step], after: Sequence[Step] | None, loose: bool = False) -> Fact:
    first = group[0]
    begins = values(group)
    end, ended_by = "..", ""
    if after is not None:
        later = values(after)
        end, ended_by = (_last(later[0].value) if later else ".."), after[0].id
    elif told := [step.ends for step in group if step.ends]:
        end = told[0]
    begin = _first(begins[0].value) if begins else ".."
    valid = f"{begin}/{end}"
    if interval(valid) is None:  # the best dates of two changes may contradict: then only the beginning is told
        valid = f"{begin}/.."
    unsure = loose or all(step.weak for step in group)
    return Fact(first.kind, first.state, first.source, first.target, valid, tuple(group), begins, ended_by=ended_by,
                uncertain=unsure)  # fmt: skip


def _first(edtf: str) -> str:
    return edtf.partition("/")[0] or ".."


def _last(edtf: str) -> str:
    return edtf.rpartition("/")[2] or ".."


def values(steps: Iterable[Step]) -> tuple[Value, ...]:
    """The dates that steps tell with their support; the best supported first, then the sharper, then the earlier."""
    told: dict[str, list[tuple[str, int]]] = {}
    for step in steps:
        for value in step.dates or ((Value(step.date, (step.id,), step.sources),) if step.date else ()):
            told.setdefault(value.value, []).append((",".join(value.reports), value.sources))
    found = [
        Value(date, tuple(key for keys, _ in support for key in keys.split(",")), sum(n for _, n in support))
        for date, support in told.items()
    ]

    def rank(value: Value) -> tuple[int, int, str]:
        when = interval(value.value)
        # A month of 28 days is no sharper than one of 31, nor a year than a leap year.
        width = next((size for size in (1, 31, 366) if when is not None and when.days <= size), 10**7)
        return (-value.sources, width, value.value)

    return tuple(sorted(found, key=rank))


def _posts(steps: Sequence[Step]) -> list[Fact]:
    """The facts of one post of an envoy: who was named, accredited, recalled, expelled, and when."""
    groups: list[list[Step]] = []
    for step in steps:
        fitting = (g for g in reversed(groups) if g[0].state == step.state and _same_occasion(g, step))
        home = next((group for group in fitting if _may_be(group, step)), None)
        if home is None:
            groups.append([step])
        else:
            home.append(step)
    facts = []
    for number, group in enumerate(groups):
        told = any(step.ends for step in group)  # the reference tells the end of most; names need no comparing then
        after = None if told else next((g for g in groups[number + 1 :] if _ends(group, g)), None)
        facts.append(_period(group, after))
    return facts


def _may_be(group: Sequence[Step], step: Step) -> bool:
    """Whether a step of the same state and occasion can tell of the same person: no name contradicts."""
    return not any(
        compare(other.person, step.person).outcome is Outcome.DIFFERENT
        for other in group if other.person and step.person
    )  # fmt: skip


def _ends(group: Sequence[Step], after: Sequence[Step]) -> bool:
    """Whether a later change ends an earlier one: this person, or whoever is in the post, goes on or leaves."""
    if after[0].state in ("recalled", "recalled_for_consultations", "expelled"):
        return _may_be(group, after[0])
    return any(
        _same_name(other.person, step.person) for other in group for step in after if other.person and step.person
    )


def _same_name(one: str, other: str) -> bool:
    """Whether two names are one person's; only those that share a key are compared, which takes far longer."""
    if one == other:
        return True
    return not search_keys(one).isdisjoint(search_keys(other)) and compare(one, other).outcome is Outcome.SAME


def standing(facts: Iterable[Fact], day: dt.date) -> tuple[Fact, ...]:
    """Of each thread the fact that holds on a day: the last that had begun by then; an unsure one only if no other."""
    last: dict[str, Fact] = {}
    for fact in facts:
        if fact.kind not in ("relations", "mission", "envoy") or not fact.began(day) or fact.state in rules().no_change:
            continue
        held = last.get(fact.thread)
        if held is None or held.uncertain or not fact.uncertain:
            last[fact.thread] = fact
    return tuple(last.values())
