"""Checkable claims about relations: first, ordinal, anniversary, duration, distance, trade, count.

The words are a pack's ``claims.toml``; the numbers and times are read by the same grammars as
everywhere. A claim is made only where its parties are known, since a claim about nobody cannot be
checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from marsad.coding.numbers import plain
from marsad.coding.patterns import Match, PatternSet
from marsad.coding.text import Folder, Word
from marsad.coding.times import TimeGrammar, TimeMention
from marsad.model import Claim, Span

RULES = frozenset(
    "first first_office first_state ordinal rank count times distance money".split()
)  # fmt: skip
_LONGEST = 25  # words of evidence
_NEAR = 9  # words between a length of time and what lasted
_YEARS = {"decade": 10, "century": 100}


class Actor(Protocol):
    """A mention of a party: word indexes ``first`` to ``last`` (out) and its codes."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def codes(self) -> tuple[str, ...]: ...


class Event(Protocol):
    """What is known of an event of the sentence."""

    @property
    def act(self) -> str: ...
    @property
    def source(self) -> tuple[str, ...]: ...
    @property
    def target(self) -> tuple[str, ...]: ...


class ClaimGrammar:
    """A language's words of claims."""

    def __init__(self, patterns: PatternSet) -> None:
        self.patterns = patterns

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], times: TimeGrammar, fold: Folder) -> ClaimGrammar:
        """From a pack's ``claims.toml`` and its time grammar, whose numbers and clitics it shares.

        Raises ValueError where a pattern uses a class or a rule that is not known.
        """
        for pattern in data["pattern"]:
            if pattern["rule"] not in RULES:
                raise ValueError(f"pattern {pattern['match']!r}: no rule {pattern['rule']!r}")
        return cls(
            PatternSet(
                data["lexicon"], data["pattern"], data.get("macros", {}),
                times.numbers, times.clitics, fold,
            )
        )  # fmt: skip


def find_claims(
    words: Sequence[Word],
    times: Sequence[TimeMention],
    actors: Sequence[Actor],
    events: Sequence[Event],
    home: tuple[str, ...],
    grammar: ClaimGrammar,
    span: Callable[[int, int], Span],
    published: dt.date | None = None,
) -> list[Claim]:
    """The claims of one sentence.

    ``home`` is the pair of parties that the article is about, for sentences that name fewer than two;
    ``span`` makes a Span of word indexes. Claims that an article repeats are dropped by ``distinct``.
    """
    return _Sentence(words, times, actors, events, home, grammar, span, published).claims()


def distinct(claims: Iterable[Claim]) -> list[Claim]:
    """The claims of an article without repetitions: one for each kind, value, unit and set of parties."""
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        parties = frozenset((*claim.source, *claim.target))
        seen.setdefault((claim.kind, claim.value, claim.unit, claim.year, parties), claim)
    return list(seen.values())


class _Sentence:
    """One sentence being searched; ``used`` are the times that a claim has already taken."""

    def __init__(
        self,
        words: Sequence[Word],
        times: Sequence[TimeMention],
        actors: Sequence[Actor],
        events: Sequence[Event],
        home: tuple[str, ...],
        grammar: ClaimGrammar,
        span: Callable[[int, int], Span],
        published: dt.date | None,
    ) -> None:
        self.words, self.times, self.actors, self.events = words, times, actors, events
        self.home, self.grammar, self.span, self.published = home, grammar, span, published
        self.used: set[int] = set()
        self.found: list[Claim] = []

    def claims(self) -> list[Claim]:
        matches = self.grammar.patterns.find(self.words)
        if not matches and not any(t.quantity for t in self.times):
            return []
        for match in matches:
            _MAKERS[match.rule](self, match)
        for index, time in enumerate(self.times):
            if time.quantity is not None and index not in self.used:
                self._length(time)
        return self.found

    # ---- what stands where

    def _has(self, name: str, start: int, end: int) -> str | None:
        """The value of the first word of a class between two words; None if there is none."""
        entry = self.grammar.patterns.entry
        for at in range(max(start, 0), min(end, len(self.words))):
            for rest, value in entry(self.words[at].norm).classes.get(name, ()):
                following = self.words[at + 1 : at + 1 + len(rest)]
                if tuple(w.norm for w in following) == rest:
                    return str(value)
        return None

    def _clause_end(self, start: int) -> int:
        """The end of the clause that begins at a word: punctuation, or as long as evidence may be."""
        end = min(start + _LONGEST, len(self.words))
        for at in range(start + 3, end):
            if not self.words[at].norm[:1].isalnum():
                return at
        return end

    def _parties(
        self, about: str, start: int, end: int
    ) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Source and target: of an event of that act; else those named from ``start`` on, then before."""
        for event in self.events:
            if event.act == about and event.source:
                return event.source, event.target
        near = [a for a in self.actors if start <= a.first < end + 12]
        before = [a for a in reversed(self.actors) if a.first < start]
        after = [a for a in self.actors if a.first >= end + 12]
        codes: dict[str, None] = {}
        first = near[0] if near else None
        for actor in (*near, *before, *after):
            for code in actor.codes:
                codes.setdefault(code)
            if len(codes) >= 2:
                break
        named = list(codes)
        if len(named) < 2:
            named += [code for code in self.home if code not in codes][: 2 - len(named)]
        if len(named) < 2:
            return None
        if first is not None and len(first.codes) > 1:
            return first.codes, ()
        return (named[0],), tuple(named[1:2])

    def _add(
        self,
        kind: str,
        about: str,
        value: float | int | None,
        unit: str | None,
        start: int,
        end: int,
        **more: Any,
    ) -> None:
        parties = self._parties(about, start, end)
        if parties is None:
            return
        end = min(max(end, start + 1), start + _LONGEST, len(self.words))
        claim = Claim(kind, *parties, about, value, unit, self.span(start, end), **more)
        if all((c.kind, c.value, c.unit) != (kind, value, unit) for c in self.found):
            self.found.append(claim)

    def _related(self) -> bool:
        """Whether two parties are told in the sentence."""
        return bool(self.events) or len({code for a in self.actors for code in a.codes}) >= 2

    # ---- first and ordinal

    def _first(self, match: Match) -> None:
        about = str(match.get("what") or "")
        if self._has("not_here", match.first - 3, match.last + 8):
            return
        if not about:
            about = self._has("what", match.first - 8, match.last + 8) or ""
        if not about and not self._related():
            return
        session = match.get("what") is not None and match.get("the_first") is not None
        if session and self._has("body", match.last, match.last + 2):
            self._add("ordinal", about, 1, None, match.first, self._clause_end(match.last))
            return
        self._add_first(match, about or (self.events[0].act if self.events else "cooperate"))

    def _first_office(self, match: Match) -> None:
        about = self._has("goes", match.last, match.last + 12)
        if about is not None and not self._has("not_here", match.first, match.last + 8):
            self._add_first(match, about)

    def _add_first(self, match: Match, about: str) -> None:
        if self._numbered_later(match):
            self._add("ordinal", about, 1, None, match.first, self._clause_end(match.first))
            return
        value, unit, end = self._since(match.last)
        self._add("first", about, value, unit, match.first, end or self._clause_end(match.first))

    def _numbered_later(self, match: Match) -> bool:
        """ "The first here and the third there": a number in a row, not a first of its own."""
        return any(
            other.rule == "ordinal" and other.first > match.last and other.get("region") is not None
            for other in self.grammar.patterns.find(self.words)
        )

    def _since(self, start: int) -> tuple[float | int | None, str | None, int | None]:
        """How long since the last time: "since 29 years", "since 1979", "since …, 22 years ago"."""
        since = False
        for index, time in enumerate(self.times):
            if time.first < start:
                continue
            since = since or time.rule.startswith("since")
            if time.rule == "since_year" and time.edtf and self.published:
                self.used.add(index)
                return self.published.year - int(time.edtf[:4]), "year", time.last
            if time.quantity is not None and time.unit not in (None, "hour", "minute"):
                told = time.rule == "since_span" or self._has("within", time.first - 1, time.first)
                if told or (time.rule == "ago" and self._has("since", start, time.first)):
                    self.used.add(index)
                    return *_in_years(time), time.last
        return None, None, None

    def _ordinal(self, match: Match) -> None:
        value = match.get("ORD")
        if not isinstance(value, int) or self._has("not_here", match.first, match.last + 6):
            return
        about = match.get("session") or match.get("what")
        if about is None:
            about = self._has("session", match.first - 12, match.first)
        if about is None or value > 200:
            return
        if value == 1:
            self._first(match)
            return
        self._add("ordinal", str(about), value, None, match.first, self._clause_end(match.first))

    def _rank(self, match: Match) -> None:
        value = match.get("ORD")
        if isinstance(value, int) and value > 1 and self._related():
            end = self._clause_end(match.first)
            self._add("ordinal", "trade", value, None, match.first, end)

    # ---- numbers of things, kilometres, money

    def _count(self, match: Match) -> None:
        number = match.get("NUM")
        unit = match.get("thing") or match.get("the_things")
        if isinstance(number, Decimal) and number >= 2 and number == int(number) and self._related():
            self._add("count", str(unit), int(number), str(unit), match.first, match.last)

    def _times(self, match: Match) -> None:
        number = match.get("NUM") or match.get("twice")
        about = self._has("visited", match.first - 8, match.first)
        if about and number is not None and int(number) == Decimal(number) and int(number) >= 2:
            start = max(0, match.first - 4)
            self._add("count", about, int(number), about, start, match.last)

    def _distance(self, match: Match) -> None:
        border = self._has("border", match.first - 8, match.last + 4)
        mission = self._has("mission", match.first - 10, match.first)
        number = match.get("NUM")
        if number is None or not (border or mission):
            return
        end = self._clause_end(match.last - 1)
        start = match.first
        while start > 0 and self._has("standing", start - 1, start):
            start -= 1
        to = None
        if self._has("away_from", match.last, match.last + 1) and end > match.last + 1:
            to = self.span(match.last + 1, end).text
        elif match.captures[-1][0] == "border":
            to = self.span(match.last - 1, end).text
        begin = start
        while begin > 0 and start - begin < 6 and self.words[begin - 1].norm[:1].isalnum():
            begin -= 1
            if self._has("mission", begin, begin + 1):
                break
        origin = self.span(begin, start).text if begin < start else None
        value = plain(Decimal(number))
        self._add("distance", mission or "border", value, "km", start, end,
                  origin=origin, destination=to)  # fmt: skip

    def _money(self, match: Match) -> None:
        about = self._has("commerce", match.first - 14, match.last + 6)
        size = self._has("size", match.first - 14, match.first)
        number = match.get("NUM")
        if about is None or size is None or number is None:
            return
        year = next(
            (int(t.edtf[:4]) for t in self.times if t.edtf and t.kind == "year"), None
        )  # fmt: skip
        start = match.first
        for at in range(match.first - 1, max(-1, match.first - 15), -1):
            if self._has("commerce", at, at + 1) or self._has("size", at, at + 1):
                start = at
        value = plain(Decimal(number))
        unit = str(match.get("currency"))
        self._add("trade", about, value, unit, start, match.last, year=year)

    # ---- lengths of time

    def _length(self, time: TimeMention) -> None:
        """An anniversary or a duration, where what began or lasted stands near the length."""
        low, high = time.first - _NEAR, time.last + _NEAR
        if self._has("other_length", time.first - 4, time.last + 4) or not time.quantity:
            return
        value, unit = _in_years(time)
        begun = self._has("begun", time.last, time.last + 6)
        elapsed = self._has("elapsed", time.first - 2, time.first)
        feast = time.rule == "anniversary" or self._has("anniversary", low, time.first)
        if begun and (feast or elapsed):
            self._add("anniversary", begun, value, unit, time.first - bool(elapsed), self._clause_end(time.last))
            return
        if time.rule == "anniversary" or not self._related():
            return
        about = self._has("lasting", time.last, high) or self._has("lasting", low, time.first)
        if about is None:
            return
        if unit != "year" and not self._has("lasted", time.first - 3, time.first):
            return
        if time.rule == "ago" and value < 4 and not self._has("latest", 0, time.first):
            return
        start = max(0, time.first - 4) if time.rule not in ("ago", "after") else time.first
        self._add("duration", about, value, unit, start, self._clause_end(time.last))


def _in_years(time: TimeMention) -> tuple[float | int, str | None]:
    quantity, unit = time.quantity or 0, time.unit
    if unit in _YEARS:
        return plain(Decimal(str(quantity)) * _YEARS[unit]), "year"
    return quantity, unit


_MAKERS: dict[str, Callable[[_Sentence, Match], None]] = {
    "first": _Sentence._first, "first_office": _Sentence._first_office,
    "first_state": _Sentence._first_office, "ordinal": _Sentence._ordinal,
    "rank": _Sentence._rank, "count": _Sentence._count, "times": _Sentence._times,
    "distance": _Sentence._distance, "money": _Sentence._money,
}  # fmt: skip
