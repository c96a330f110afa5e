"""Which reports tell one event: components of reports that touch, and in each the parts that fit together.

The order in which reports are looked at is made from the reports themselves, the most telling first, so the result
does not depend on the order in which they came in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from marsad.record.fitting import ALIKE, Fit, Part, Support, fit, needs_clue
from marsad.record.independence import copies
from marsad.record.merge_rules import COPY_SPREAD
from marsad.record.reaching import Reach, Told
from marsad.record.types import Report

_MANY = 64
"""Reports of one day, or without a day, from which on an index of clues pays."""

Group = list[tuple[Told, str]]
"""The reports of one event, each with the reason why it was joined, in words."""


def canonical(report: Report) -> tuple[bool, str, str, int, str]:
    """The canonical order of reports: day of publication (unknown last), article key, place in the article, id."""
    article = report.article
    published = article.published.isoformat() if article.published else ""
    return not published, published, article.key, report.evidence.start, report.id


def link(
    reports: Iterable[Report], groups: Sequence[frozenset[str]] = (), bars: Mapping[str, set[str]] | None = None
) -> list[Group]:
    """The reports by events. ``groups``: ids that people joined; ``bars``: by id, the ids that they keep apart."""
    told = [Told(report) for report in sorted(reports, key=canonical)]
    found: list[Group] = []
    for members in _components(told, groups):
        found += _Linker(members, groups, bars or {}).groups()
    return found


def _components(told: Sequence[Told], groups: Sequence[frozenset[str]]) -> Iterator[list[Told]]:
    """The reports that touch, directly or over others, or that people joined."""
    sets = _Sets(len(told))
    lines: dict[tuple[str, str], list[tuple[Reach, int]]] = {}
    for index, one in enumerate(told):
        reach = one.reach
        for pair in reach.dyads:
            lines.setdefault((reach.act, pair), []).append((reach, index))
    for line in lines.values():
        line.sort(key=lambda item: (item[0].lo, item[1]))
        until, last = line[0][0].hi, line[0][1]
        for reach, index in line[1:]:
            if reach.lo <= until:
                sets.join(last, index)
                until = max(until, reach.hi)
            else:
                until = reach.hi
            last = index
    index_of = {one.report.id: index for index, one in enumerate(told)}
    for group in groups:
        present = sorted(index_of[key] for key in group if key in index_of)
        for index in present[1:]:
            sets.join(present[0], index)
    components: dict[int, list[Told]] = {}
    for index, one in enumerate(told):
        components.setdefault(sets.find(index), []).append(one)
    yield from components.values()


class _Sets:
    """Disjoint sets of numbers (Tarjan 1975, with path halving)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        parent = self._parent
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    def join(self, one: int, other: int) -> int:
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first
        return first


class _Clues:
    """By what a part may be joined that needs the same words, a named person or a copy: an index for large components.

    Two quotations that share enough of their runs of letters share at least one of the rarest of them (prefix
    filtering, Bayardo, Ma and Srikant 2007), so the others need not be compared.
    """

    def __init__(self, members: Sequence[Told]) -> None:
        self._count = Counter(gram for told in members if needs_clue(told) for gram in told.grams)
        self._parts: dict[str, list[int]] = {}

    def _keys(self, told: Told, text: str) -> Iterator[str]:
        yield "text " + text
        yield "print " + told.print
        for country in told.decisive:
            yield "people " + country
        count = self._count
        rare = sorted(told.grams, key=lambda gram: (count[gram], gram))
        yield from rare[: len(rare) - math.ceil(ALIKE * len(rare)) + 1]

    def add(self, told: Told, number: int, text: str) -> None:
        """Notes a part that a report was added to."""
        if needs_clue(told):
            for key in self._keys(told, text):
                self._parts.setdefault(key, []).append(number)

    def select(self, told: Told, near: Iterable[int], text: str) -> list[int]:
        """Those of the parts that a report shares anything with."""
        found = {number for key in self._keys(told, text) for number in self._parts.get(key, ())}
        return [number for number in near if number in found]


def _crowded(members: Sequence[Told]) -> bool:
    """Whether many reports would be compared that hardly any clue can join."""
    if len(members) <= _MANY:
        return False
    days = Counter(told.lo if told.sharp else -1 for told in members if needs_clue(told))
    return max(days.values(), default=0) > _MANY


class _Linker:
    """Makes parts of the reports of one component, and events of parts that people joined."""

    def __init__(self, members: Sequence[Told], groups: Sequence[frozenset[str]], bars: Mapping[str, set[str]]) -> None:
        self._members = members
        self._texts = copies(one.report.article for one in members) if len(members) > 1 else {}
        self._parts: list[Part] = []
        self._why: dict[str, str] = {}
        self._shelf: dict[tuple[str, int], list[int]] = {}
        self._clues = _Clues(members) if _crowded(members) else None
        self._bars = bars
        index_of = {one.report.id: index for index, one in enumerate(members)}
        self._index = index_of
        self._events = _Sets(len(members))
        self._ids: dict[int, set[str]] = {index: {one.report.id} for index, one in enumerate(members)}
        for group in groups:
            present = sorted(index_of[key] for key in group if key in index_of)
            for index in present[1:]:
                self._unite(present[0], index)
                self._why[members[index].report.id] = "joined by a person"

    def groups(self) -> list[Group]:
        """The events, in canonical order of their first reports."""
        for told in sorted(self._members, key=_telling):
            self._place(told)
        found: dict[int, list[Told]] = {}
        for index, told in enumerate(self._members):
            found.setdefault(self._events.find(index), []).append(told)
        return [[(told, self._why.get(told.report.id, "")) for told in group] for group in found.values()]

    def _place(self, told: Told) -> None:
        text = self._texts.get(told.report.article.key, told.report.article.key)
        near = self._near(told)
        if self._clues is not None and needs_clue(told):
            near = self._clues.select(told, near, text)
        fits = [(found, number) for number in near if (found := self._fit(told, number, text)) is not None]
        chosen = self._choose(told, fits)
        if chosen is None:
            number = len(self._parts)
            self._parts.append(Part(told.report.act, told.rule))
        else:
            found, number = chosen
            self._unite(self._index[self._parts[number].members[0].report.id], self._index[told.report.id])
            self._why.setdefault(told.report.id, found.why)
        self._parts[number].add(told, text)
        if self._clues is not None:
            self._clues.add(told, number, text)
        for place in _shelves(told):
            shelf = self._shelf.setdefault((told.report.act, place), [])
            if not shelf or shelf[-1] != number:
                shelf.append(number)

    def _near(self, told: Told) -> list[int]:
        """The parts that a report may fit into, by number: those of its days and, if it is vague, of its months."""
        act, shelf = told.report.act, self._shelf
        more = told.rule.most_days if told.sharp else 0
        if not told.loose and told.hi - told.lo + 2 * more >= len(self._parts):
            return [number for number, part in enumerate(self._parts) if part.act == act]
        places: list[int] = [] if told.loose else list(range(told.lo - more, told.hi + more + 1))
        if not told.sharp:
            first, last = (told.lo - COPY_SPREAD) // 32, (told.hi + COPY_SPREAD) // 32
            places += [_WIDE, *map(_month, range(first, last + 1))]
        return sorted({number for place in places for number in shelf.get((act, place), ())})

    def _fit(self, told: Told, number: int, text: str) -> Fit | None:
        part = self._parts[number]
        if part.members[0].loose is not told.loose or (told.sharp and not part.sharp):
            return None
        found = fit(told, part, text)
        if found is not None and self._bars:
            own = self._events.find(self._index[told.report.id])
            if self._barred(self._event_of(number), own):
                return None
        return found

    def _choose(self, told: Told, fits: Sequence[tuple[Fit, int]]) -> tuple[Fit, int] | None:
        """The part that a report fits best; None where it fits several alike, since then nobody can tell which."""
        if told.sharp or told.loose:
            return self._best(told, fits)
        dated = [(found, number) for found, number in fits if self._parts[number].sharp]
        sure = [item for item in dated if item[0].support >= Support.SURE]
        if sure or len({self._event_of(number) for _, number in dated}) == 1:
            return self._best(told, sure or dated)
        # several days would do, or none is known: only others that do not know the day either are left
        return self._best(told, [item for item in fits if not self._parts[item[1]].sharp])

    def _best(self, told: Told, fits: Sequence[tuple[Fit, int]]) -> tuple[Fit, int] | None:
        if not fits:
            return None
        bare = not told.decisive

        def rank(item: tuple[Fit, int]) -> tuple[float, ...]:
            found, number = item
            words = found.words if found.support is Support.COPY else 0.0
            return found.support, words, found.exact, bare is not bool(self._parts[number].people)

        ranked = sorted(fits, key=lambda item: (*(-value for value in rank(item)), item[1]))
        first = ranked[0]
        event = self._event_of(first[1])
        rivals = [item for item in ranked[1:] if rank(item) == rank(first) and self._event_of(item[1]) != event]
        return None if rivals and first[0].support is not Support.COPY else first

    def _event_of(self, number: int) -> int:
        return self._events.find(self._index[self._parts[number].members[0].report.id])

    def _barred(self, one: int, other: int) -> bool:
        """Whether people keep apart any two reports of two events."""
        return one != other and any(self._bars.get(key, set()) & self._ids[other] for key in self._ids[one])

    def _unite(self, one: int, other: int) -> None:
        first, second = self._events.find(one), self._events.find(other)
        if first != second:
            both = self._ids.pop(first) | self._ids.pop(second)
            self._ids[self._events.join(first, second)] = both


_WIDE = -1
_MONTHS = 4  # a vague date that spans more is looked for from anywhere


def _month(number: int) -> int:
    """The shelf of a stretch of 32 days, apart from the shelves of days."""
    return _WIDE - 1 - number


def _shelves(told: Told) -> Iterable[int]:
    """Where a report is shelved: under each of its days, under its months if it is vague, apart if it is very vague."""
    if told.sharp:
        return range(told.lo, told.hi + 1)
    months = range(told.lo // 32, told.hi // 32 + 1)
    return map(_month, months) if len(months) <= _MONTHS else (_WIDE,)


def _telling(told: Told) -> tuple[bool, bool, int, int, int, tuple[bool, str, str, int, str]]:
    """The order in which reports are placed: those with a day first, then by parties, people and width of the date."""
    named = sum(person.name is not None for people in told.decisive.values() for person in people)
    return not told.sharp, not told.dated, -told.size, -named, told.hi - told.lo, canonical(told.report)
