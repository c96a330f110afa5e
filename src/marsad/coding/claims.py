"""Checkable claims about relations: first, ordinal, anniversary, duration, distance, trade, count.

The words are a pack's ``claims.toml``; the numbers and times are read by the same grammars as
everywhere. A claim is made only where its parties are known, since a claim about nobody cannot be
checked.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from marsad.coding.claim_grammar import ClaimGrammar
from marsad.coding.claim_parties import Actor, Event, Parties, office_of, parties_of
from marsad.coding.numbers import plain
from marsad.coding.patterns import Match
from marsad.coding.times import TimeMention
from marsad.language.text import Word
from marsad.model import Claim, Span

_MEASURES = ("duration", "frequency")
_TIMES = 10  # times after "first" among which the last time is looked for
_LONGEST = 25  # words of evidence
_NEAR = 9  # words between a length of time and what lasted
_YEARS = {"decade": 10, "century": 100}


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

    ``home`` is the pair of parties that the article is about, for sentences that name fewer than
    two; ``span`` makes a Span of word indexes. ``distinct`` drops what an article repeats.
    """
    return _Sentence(words, times, actors, events, home, grammar, span, published).claims()


def distinct(claims: Iterable[Claim]) -> list[Claim]:
    """The claims of an article, each once: the same number of the same kind is the same claim."""
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        parties = frozenset((*claim.source, *claim.target))
        # without a number the parties and the act tell them apart
        who = (parties, claim.about) if claim.value is None else None
        seen.setdefault((claim.kind, claim.value, claim.unit, claim.year, who), claim)
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
        self.found: dict[tuple[object, ...], Claim] = {}
        self.last_ranked = -1
        self.two_parties: bool | None = None

    def claims(self) -> list[Claim]:
        matches = self.grammar.patterns.find(self.words)
        self.last_ranked = max((m.first for m in matches if m.get("region") is not None), default=-1)
        for match in matches:
            _MAKERS[match.rule](self, match)
        for index, time in enumerate(self.times):
            if time.quantity is not None and index not in self.used:
                self._length(time)
        return list(self.found.values())

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
        """The end of the clause that begins at a word: punctuation, or the longest evidence."""
        end = min(start + _LONGEST, len(self.words))
        for at in range(start + 3, end):
            word = self.words[at].norm
            if not (word[:1].isalnum() or (word == "." and len(self.words[at - 1].norm) == 1)):  # but "U.S."
                return at
        return end

    def _add(
        self,
        kind: str,
        about: str,
        value: float | int | None,
        unit: str | None,
        start: int,
        end: int,
        *,
        look: int | None = None,
        origin: str | None = None,
        destination: str | None = None,
        year: int | None = None,
    ) -> None:
        """Adds a claim with the words ``start`` to ``end`` as evidence, if it has two parties.

        ``look``: from which word on its parties are looked for, -1 for those of the article.
        """
        parties: Parties | None
        if look == -1 and len(self.home) > 1:
            parties = (self.home[:1], self.home[1:2])
        else:
            parties = parties_of(about, start if look is None else look, end, self.actors, self.events, self.home)
        if parties is None:
            return
        end = min(max(end, start + 1), start + _LONGEST, len(self.words))
        evidence = self.span(start, end)
        office = office_of(about, start, max(end, self._clause_end(start)), self.actors, parties[0])
        claim = Claim(kind, *parties, about, value, unit, evidence, origin, destination, year, office)
        self.found.setdefault((kind, value, unit), claim)

    def _related(self) -> bool:
        """Whether two parties are told in the sentence, by name or as "the two countries"."""
        if self.two_parties is None:
            named = {code for a in self.actors for code in a.codes}
            self.two_parties = (
                bool(self.events)
                or len(named) > 1
                or (len(self.home) > 1 and self._has("both", 0, len(self.words)) is not None)
            )
        return self.two_parties

    def _dated(self, start: int, end: int) -> bool:
        """Whether words are part of a date (Monday is "the two" in Arabic)."""
        index = bisect_right(self.times, start, key=lambda time: time.last)
        time = self.times[index] if index < len(self.times) else None
        return time is not None and time.first < end and time.kind not in _MEASURES

    # ---- first and ordinal

    def _first(self, match: Match) -> None:
        about = str(match.get("what") or "")
        if self._has("not_here", match.first - 3, match.last + 8):
            return
        if not about:
            about = self._has("what", match.first - 14, match.last + 8) or ""
        if not about and not self.events:
            return
        if self._one_of_several(match):
            return
        session = match.get("what") is not None and match.get("the_first") is not None
        if session and self._has("body", match.last, match.last + 2):
            self._add("ordinal", about, 1, None, match.first, self._clause_end(match.last))
            return
        self._add_first(match, about or (self.events[0].act if self.events else "cooperate"))

    def _first_since(self, match: Match) -> None:
        """ "The visit … is the first since 2002": what it is stands before, and a time must follow."""
        about = self._has("what", match.first - 14, match.first)
        value, unit, ends, year = self._since(match.last - 1)
        if about and ends is not None and ends - match.last < 8 and not self._has("not_here", match.first - 3, ends):
            self._add("first", about, value, unit, match.first, ends, look=max(0, match.first - 14), year=year)

    def _nobody(self, match: Match) -> None:
        """ "No American president had visited it since 1928": the same as a first, told of those who did not."""
        told = str(match.get("nobody"))  # some of its phrases hold the verb
        about = told if told not in ("0", "ever") else self._has("goes", match.last, match.last + 6)
        value, unit, ends, year = self._since(match.last)
        ends = ends or (self._clause_end(match.first) if told == "ever" else None)
        if about is not None and ends is not None and ends - match.last < _LONGEST:
            self._add("first", about, value, unit, match.first, ends, year=year)

    def _one_of_several(self, match: Match) -> bool:
        """ "The first agreement … the second …" of a list just read out, not of a history."""
        about = match.get("session") or match.get("what")
        ordered = match.get("DEF") is not None or match.get("ORD") is not None
        told = match.get("of_its_kind") is not None or match.get("pronoun") is not None
        return about == "sign" and (ordered or match.get("the_first") is not None) and not told

    def _first_office(self, match: Match) -> None:
        about = self._has("goes", match.last, match.last + 12)
        if about is not None and not self._has("not_here", match.first, match.last + 3):
            self._add_first(match, about)

    def _add_first(self, match: Match, about: str) -> None:
        if self.last_ranked > match.last:  # "the first here and the third there": a row of numbers
            end = self._clause_end(match.first)
            self._add("ordinal", about, 1, None, match.first, end, look=-1)
            return
        value, unit, ends, year = self._since(match.last)
        end = ends or self._clause_end(match.first)
        self._add("first", about, value, unit, match.first, end, year=year)

    def _since(self, start: int) -> tuple[float | int | None, str | None, int | None, int | None]:
        """How long since the last time: "since 29 years", "since 1979", "since …, 22 years ago".

        The number, its unit, the word after it, and the year where one is named.
        """
        since = False
        low = bisect_left(self.times, start, key=lambda time: time.first)
        for index, time in enumerate(self.times[low : low + _TIMES], low):
            since = since or time.rule.startswith("since")
            if time.rule == "since_year" and time.edtf:
                year = int(time.edtf[:4])
                if self.grammar.since_year == "year":
                    return year, "year", time.last, year
                if self.published and self.published.year > year:
                    return self.published.year - year, "year", time.last, year
            if time.quantity is not None and time.unit not in (None, "hour", "minute"):
                told = time.rule == "since_span" or self._has("within", time.first - 1, time.first)
                if told or (time.rule == "ago" and self._has("since", start, time.first)):
                    self.used.add(index)
                    return *_in_years(time), time.last, None
            if time.kind == "year" and time.edtf and (since or self._has("since", start, time.first)):
                # no number of years: the day is not known, or it is a bound ("since the revolution of 1959")
                near = time.last <= self._clause_end(start)
                return None, None, None, int(time.edtf[:4]) if near else None
        return None, None, None, None

    def _ordinal(self, match: Match) -> None:
        value = _ordinal_of(match)
        if value is None or self._has("not_here", match.first, match.last + 6):
            return
        about = match.get("session") or match.get("what") or match.get("group")
        if about is None:
            back = match.first - 12
            about = self._has("session", back, match.first) or self._has("group", back, match.first)
        if about is None or value > 200:
            return
        if value == 1:
            self._first(match)
            return
        if self._one_of_several(match):
            return
        if about == "cooperate" and not self._has("body", match.last, match.last + 3):
            return
        look = -1 if match.get("region") is not None else None
        end = self._clause_end(match.first)
        self._add("ordinal", str(about), value, None, match.first, end, look=look)

    def _rank(self, match: Match) -> None:
        value = _ordinal_of(match)
        if value is not None and value > 1 and self._related():
            end = self._clause_end(match.first)
            self._add("ordinal", "trade", value, None, match.first, end)

    # ---- numbers of things, kilometres, money

    def _count(self, match: Match) -> None:
        number = match.get("NUM")
        unit = match.get("thing") or match.get("the_things") or match.get("states")
        if self._dated(match.first, match.last) or not self._related():
            return
        if isinstance(number, Decimal) and number >= 2 and number == int(number):
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
                  look=begin, origin=origin, destination=to)  # fmt: skip

    def _money(self, match: Match) -> None:
        about = self._has("commerce", match.first - 14, match.last + 6)
        size = self._has("size", match.first - 14, match.first)
        number = match.get("NUM")
        goal = self._has("goal", match.first - 10, match.first)
        if about is None or size is None or number is None or goal:
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
            self._add(
                "anniversary",
                begun,
                value,
                unit,
                time.first - bool(elapsed),
                self._clause_end(time.last),
            )
            return
        if time.rule == "anniversary":
            return
        latest = self._has("latest", time.first - _LONGEST, time.first) if time.rule == "ago" else None
        beside = self._has("lasting", time.last, time.last + 3)
        lasted = self._has("lasted", time.first - 3, time.first)
        back = time.first - (6 if lasted else 4)
        beside = beside or self._has("lasting", back, time.first)
        about = latest or beside
        if not lasted and self._has("within", time.first - 1, time.first + 1):
            return  # a term in which something is to be done
        if about is None and unit == "year" and self._related():
            about = self._has("lasting", time.last, high) or self._has("lasting", low, time.first)
        if about is None or (unit != "year" and not lasted):
            return
        if about == "attack" and not (lasted or self._has("waged", low, high)):
            return
        if time.rule == "ago" and value < 4 and not latest:
            return
        start = max(0, time.first - 4) if time.rule not in ("ago", "after") else time.first
        self._add("duration", about, value, unit, start, self._clause_end(time.last))


def _ordinal_of(match: Match) -> int | None:
    for name in ("ORD", "DEF", "BARE"):
        value = match.get(name)
        if value is not None:
            return int(value)
    return None


def _in_years(time: TimeMention) -> tuple[float | int, str | None]:
    quantity, unit = time.quantity or 0, time.unit
    if unit in _YEARS:
        return plain(Decimal(str(quantity)) * _YEARS[unit]), "year"
    return quantity, unit


_MAKERS: dict[str, Callable[[_Sentence, Match], None]] = {
    "first": _Sentence._first, "first_office": _Sentence._first_office,
    "first_state": _Sentence._first_office, "ordinal": _Sentence._ordinal,
    "nobody": _Sentence._nobody, "first_since": _Sentence._first_since,
    "rank": _Sentence._rank, "count": _Sentence._count, "times": _Sentence._times,
    "distance": _Sentence._distance, "money": _Sentence._money,
}  # fmt: skip
