"""Small patterns over words: a lexicon of classes, and sequences of classes kept as data.

A pattern is a line such as ``DAY of? monthword? MONTH theyear? YEAR``. Each element is one of

* a class of the lexicon (lower case);
* a number: ``NUM``, ``ORD`` (``DEF`` with, ``BARE`` without the article), ``DAY``, ``YEAR``,
  ``INT``, ``DOTTED``; or ``THE``: any word with the article (never the first of a pattern);
* ``a|b``: one of several; ``a?``: may be absent;
* ``!a``: not followed by; at the beginning ``<a`` preceded by, ``!<a`` not preceded by;
* ``[a b]``: a group that may be absent as a whole;
* ``{name}``: replaced by the macro of that name before anything else.

The words are looked up once each; only a word that can begin a pattern costs more, and an
element list is short, so the work is linear in the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from marsad.coding.numbers import Clitics, NumberGrammar, phrase
from marsad.language.text import Folder, Word

Value = str | int | Decimal
Captures = tuple[tuple[str, Value], ...]
NUMBERS = ("NUM", "ORD", "DAY", "YEAR", "INT", "DOTTED", "DEF", "BARE", "THE")

_MACRO = re.compile(r"\{(\w+)\}")
_GROUP = re.compile(r"\[([^\[\]]*)\]")
_DOTTED = re.compile(r"[0-9]{1,4}\.[0-9]{1,2}\.[0-9]{1,4}")
_MEMORY = 100_000  # words remembered before the memory is dropped


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``first`` to ``last`` (out) that match, the pattern's rule, and what was captured."""

    first: int
    last: int
    rule: str
    captures: Captures

    def get(self, name: str, nth: int = 0) -> Value | None:
        """The nth captured value of a class or number; None where there is none."""
        found = [value for key, value in self.captures if key == name]
        return found[nth] if nth < len(found) else None


@dataclass(frozen=True, slots=True)
class _Element:
    names: tuple[str, ...]
    optional: bool
    negative: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    rule: str
    before: tuple[_Element, ...]
    elements: tuple[_Element, ...]
    order: int


@dataclass(frozen=True, slots=True)
class _Start:
    """A way into a pattern: element ``at`` is read first, then a word of one of ``second`` follows.

    ``second`` is None where nothing, or any word, may follow. ``forbidden``: the element before,
    where it forbids.
    """

    pattern: _Pattern
    at: int
    second: frozenset[str] | None
    forbidden: _Element | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is known of a word: its classes with the further words they need; what it may begin."""

    classes: Mapping[str, tuple[tuple[tuple[str, ...], Value], ...]]
    starts: tuple[tuple[str, tuple[_Start, ...]], ...]
    names: frozenset[str]


_NOTHING = _Entry({}, (), frozenset())


class PatternSet:
    """Patterns over a lexicon, matched at a place or over a whole sentence."""

    def __init__(
        self,
        lexicon: Mapping[str, Mapping[str, Sequence[str]]],
        patterns: Sequence[Mapping[str, str]],
        macros: Mapping[str, str],
        numbers: NumberGrammar,
        clitics: Clitics,
        fold: Folder,
    ) -> None:
        """``lexicon``: class → value → phrases; ``patterns``: tables with ``rule`` and ``match``.

        Raises ValueError naming the pattern where one uses a class that the lexicon lacks.
        """
        self._numbers = numbers
        self._clitics = clitics
        self._words: dict[str, dict[str, list[tuple[tuple[str, ...], Value]]]] = {}
        for name, values in lexicon.items():
            for value, texts in values.items():
                read: Value = int(value) if re.fullmatch(r"-?\d+", value) else value
                for text in texts:
                    first, *rest = phrase(text, fold)
                    self._words.setdefault(first, {}).setdefault(name, []).append((tuple(rest), read))
        for classes in self._words.values():
            for entries in classes.values():
                entries.sort(key=lambda entry: -len(entry[0]))
        known = {*lexicon, *NUMBERS}
        matches = [
            (table["rule"], variant) for table in patterns for variant in _variants(_expand(table["match"], macros))
        ]
        self._patterns = tuple(_compile(rule, text, known, order) for order, (rule, text) in enumerate(matches))
        by_start: dict[str, list[_Start]] = {}
        for pattern in self._patterns:
            for name, start in _starters(pattern):
                by_start.setdefault(name, []).append(start)
        self._by_start = {name: tuple(starts) for name, starts in by_start.items()}
        self._memory: dict[str, _Entry] = {}

    def find(self, words: Sequence[Word]) -> list[Match]:
        """All matches in a sentence, left to right, the longest at each place, none overlapping."""
        found: list[Match] = []
        memory, scan = self._memory, None
        free = 0
        for at, word in enumerate(words):
            entry = memory.get(word.norm)
            if entry is None:
                entry = self.entry(word.norm)
            if at >= free and entry.starts:
                scan = scan or _Scan(self, words)
                match = scan.best(entry.starts, at)
                if match is not None:
                    found.append(match)
                    free = match.last
        return found

    def number(self, name: str, words: Sequence[Word], at: int) -> tuple[int, Value] | None:
        """A number element read at a word: the index after it and its value."""
        return _READERS[name](self._numbers, words, at)

    def entry(self, norm: str) -> _Entry:
        """What the lexicon says of a word, or else of it without glued letters."""
        classes: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        known = self._memory.get(norm)
        if known is not None:
            return known
        for bare in self._clitics.bare(norm) if not norm[:1].isdecimal() else (norm,):
            for name, readings in self._words.get(bare, {}).items():
                classes.setdefault(name, []).extend(readings)
            if norm in self._words:
                break  # a word of the lexicon is not taken apart
        names = [*classes, *(NUMBERS if self._numbers.starts(norm) else ())]
        entry = _NOTHING
        if names:
            entry = _Entry(
                {name: tuple(dict.fromkeys(readings)) for name, readings in classes.items()},
                tuple((name, self._by_start[name]) for name in names if name in self._by_start),
                frozenset(names),
            )
        if len(self._memory) > _MEMORY:  # an adversary's vocabulary must not become ours
            self._memory.clear()
        self._memory[norm] = entry
        return entry


class _Scan:
    """One sentence being matched: numbers are read once at each word, whichever patterns ask."""

    __slots__ = ("_at", "_classes", "_numbers", "_patterns", "_words")

    def __init__(self, patterns: PatternSet, words: Sequence[Word]) -> None:
        self._patterns = patterns
        self._words = words
        self._numbers: dict[tuple[str, int], tuple[tuple[int, Value], ...]] = {}
        self._at = -1  # the word last looked up: neighbouring questions are about the same one
        self._classes: Mapping[str, tuple[tuple[tuple[str, ...], Value], ...]] = {}

    def best(self, starts: Sequence[tuple[str, tuple[_Start, ...]]], at: int) -> Match | None:
        """The longest match at a word; of equally long ones that of the earlier pattern."""
        best: tuple[int, int] = (at, 0)
        found: Match | None = None
        for name, ways in starts:
            for after, value in self._element(name, at):
                following: frozenset[str] = frozenset()
                if after < len(self._words):
                    following = self._patterns.entry(self._words[after].norm).names
                for way in ways:
                    if way.second is not None and way.second.isdisjoint(following):
                        continue
                    read = self._enter(way, name, value, at, after)
                    if read is not None and (read[0], -way.pattern.order) > best:
                        best = read[0], -way.pattern.order
                        found = Match(at, read[0], way.pattern.rule, read[1])
        return found

    def _enter(self, way: _Start, name: str, value: Value, at: int, after: int) -> tuple[int, Captures] | None:
        """Matches a pattern whose first word has been read up to ``after``."""
        if not all(self._preceded(element, at) for element in way.pattern.before):
            return None
        if way.forbidden and any(self._element(other, at) for other in way.forbidden.names):
            return None
        return self._sequence(way.pattern.elements, way.at + 1, after, ((name, value),))

    def _sequence(self, elements: tuple[_Element, ...], k: int, at: int, got: Captures) -> tuple[int, Captures] | None:
        """Matches elements k… at a word; takes an optional element if the rest still matches."""
        if k == len(elements):
            return at, got
        element = elements[k]
        if at < len(self._words):
            for name in element.names:
                for end, value in self._element(name, at):
                    if element.negative:
                        return None
                    read = self._sequence(elements, k + 1, end, (*got, (name, value)))
                    if read is not None:
                        return read
        if element.optional or element.negative:
            return self._sequence(elements, k + 1, at, got)
        return None

    def _element(self, name: str, at: int) -> Sequence[tuple[int, Value]]:
        """The readings of a class or number at a word: the index after it, and its value."""
        words = self._words
        if at != self._at:
            self._at, self._classes = at, self._patterns.entry(words[at].norm).classes
        readings = self._classes.get(name)
        if readings is None:
            if name not in _READERS:
                return ()
            known = self._numbers.get((name, at))
            if known is None:
                read = self._patterns.number(name, words, at)
                known = self._numbers[name, at] = () if read is None else (read,)
            return known
        out = []
        for rest, value in readings:
            end = at + 1 + len(rest)
            if not rest or (end <= len(words) and all(words[at + 1 + i].norm == t for i, t in enumerate(rest))):
                out.append((end, value))
        return out

    def _preceded(self, element: _Element, at: int) -> bool:
        """Whether the word before is of a class, as the element demands or forbids."""
        if at == 0:
            return element.negative
        classes = self._patterns.entry(self._words[at - 1].norm).classes
        is_there = any(not rest for name in element.names for rest, _ in classes.get(name, ()))
        return is_there != element.negative


def _expand(text: str, macros: Mapping[str, str]) -> str:
    for _ in range(4):  # macros may use macros
        text = _MACRO.sub(lambda m: macros[m.group(1)], text)
    return text


def _variants(text: str) -> list[str]:
    """The pattern with and without each of its optional groups, the fuller first."""
    group = _GROUP.search(text)
    if group is None:
        return [text]
    before, after = text[: group.start()], text[group.end() :]
    return [*_variants(before + group.group(1) + after), *_variants(before + after)]


def _compile(rule: str, text: str, known: set[str], order: int) -> _Pattern:
    before: list[_Element] = []
    elements: list[_Element] = []
    for part in text.split():
        looks_back = part.startswith(("<", "!<"))
        names = tuple(part.strip("!<?").split("|"))
        unknown = [name for name in names if name not in known]
        if unknown:
            raise ValueError(f"pattern {rule!r} ({text}): no class {unknown[0]!r}")
        element = _Element(names, part.endswith("?"), part.startswith("!"))
        (before if looks_back else elements).append(element)
    if all(e.optional or e.negative for e in elements):
        raise ValueError(f"pattern {rule!r} ({text}): nothing in it must be there")
    return _Pattern(rule, tuple(before), tuple(elements), order)


def _starters(pattern: _Pattern) -> list[tuple[str, _Start]]:
    """The classes that a pattern's first word may have, each with the way in.

    A word that may be either of two optional elements goes in at the earlier one.
    """
    ways: dict[str, _Start] = {}
    before: _Element | None = None
    for at, element in enumerate(pattern.elements):
        if not element.negative:
            forbidden = before if before is not None and before.negative else None
            way = _Start(pattern, at, _seconds(pattern.elements[at + 1 :]), forbidden)
            for name in element.names:
                ways.setdefault(name, way)
            if not element.optional:
                break
        before = element
    return list(ways.items())


def _seconds(elements: Sequence[_Element]) -> frozenset[str] | None:
    """The classes of which a word must follow; None where nothing must or any may."""
    names: set[str] = set()
    for element in elements:
        if element.negative:
            continue
        names.update(element.names)
        if "THE" in element.names:
            return None
        if not element.optional:
            return frozenset(names)
    return None


# ---- numbers as elements

Reading = tuple[int, Value]


def _cardinal(numbers: NumberGrammar, words: Sequence[Word], at: int) -> Reading | None:
    read = numbers.cardinal(words, at)
    return None if read is None else (read[1], read[0])


def _ordinal(numbers: NumberGrammar, words: Sequence[Word], at: int) -> Reading | None:
    read = numbers.ordinal(words, at)
    return None if read is None else (read[1], int(read[0]))


def _definite_ordinal(numbers: NumberGrammar, words: Sequence[Word], at: int) -> Reading | None:
    return _ordinal(numbers, words, at) if numbers.definite(words[at].norm) else None


def _bare_ordinal(numbers: NumberGrammar, words: Sequence[Word], at: int) -> Reading | None:
    return None if numbers.definite(words[at].norm) else _ordinal(numbers, words, at)


def _articled(numbers: NumberGrammar, words: Sequence[Word], at: int) -> Reading | None:
    return (at + 1, 0) if numbers.definite(words[at].norm) else None


def _day(numbers: NumberGrammar, words: Sequence[Word], at: int) -> Reading | None:
    read = numbers.ordinal(words, at)
    if read is None:
        norm = words[at].norm
        read = (Decimal(norm), at + 1) if norm.isdecimal() and len(norm) < 3 else None
    return (read[1], int(read[0])) if read is not None and 1 <= read[0] <= 31 else None


def _year(numbers: NumberGrammar, words: Sequence[Word], at: int) -> Reading | None:
    norm = words[at].norm
    if norm.isdecimal():
        return (at + 1, int(norm)) if len(norm) == 4 and 1000 <= int(norm) < 2200 else None
    read = None if norm[:1].isdecimal() else numbers.cardinal(words, at)
    if read is None or read[0] != int(read[0]) or not 1000 <= read[0] < 2200:
        return None
    return read[1], int(read[0])


def _integer(numbers: NumberGrammar, words: Sequence[Word], at: int) -> Reading | None:
    norm = words[at].norm
    return (at + 1, int(norm)) if norm.isdecimal() and len(norm) <= 4 else None


def _dotted(numbers: NumberGrammar, words: Sequence[Word], at: int) -> Reading | None:
    norm = words[at].norm
    return (at + 1, norm) if _DOTTED.fullmatch(norm) else None


_READERS: dict[str, Callable[[NumberGrammar, Sequence[Word], int], Reading | None]] = {
    "NUM": _cardinal, "ORD": _ordinal, "DAY": _day, "YEAR": _year, "INT": _integer,
    "DOTTED": _dotted, "DEF": _definite_ordinal,
    "BARE": _bare_ordinal, "THE": _articled,
}  # fmt: skip
