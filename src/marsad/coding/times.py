"""The times a sentence tells: days, months, years, spans and lengths of time, as EDTF.

The grammar (words, their order, clitics) is a pack's ``times.toml``; this code knows no language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.coding.dating import RULES, Kind, When, resolve
from marsad.coding.numbers import Clitics, NumberGrammar
from marsad.coding.patterns import PatternSet
from marsad.language.text import Folder, Word


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: words ``first`` to ``last`` (out) of the sentence.

    ``edtf`` is None for lengths, frequencies and what cannot be reckoned. ``kind`` "duration" and
    "frequency" never date an event. ``rule`` names the pattern; rules that begin with "since" tell
    when something began. ``relative``: it counts from the day of publication; ``said``: with "last" or "next".
    """

    first: int
    last: int
    edtf: str | None
    kind: Kind
    rule: str
    quantity: float | None = None
    unit: str | None = None
    relative: bool = False
    said: bool = False


class TimeGrammar:
    """A language's time expressions; ``numbers`` and ``clitics`` serve the reader of claims too."""

    def __init__(self, patterns: PatternSet, numbers: NumberGrammar, clitics: Clitics, day_first: bool) -> None:
        self.patterns = patterns
        self.numbers = numbers
        self.clitics = clitics
        self.day_first = day_first

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], fold: Folder) -> TimeGrammar:
        """From a pack's ``times.toml``: tables numbers, glued, lexicon, macros and pattern.

        Raises ValueError where a pattern uses a class or a rule that is not known.
        """
        glued = data.get("glued", {})
        clitics = Clitics(
            [fold(x) for x in glued.get("letters", ())],
            {fold(k): fold(v) for k, v in glued.get("contractions", {}).items()},
        )
        numbers = NumberGrammar.from_dict(data.get("numbers", {}), fold, clitics)
        patterns = data.get("pattern", ())
        for pattern in patterns:
            if pattern["rule"] not in RULES:
                raise ValueError(f"pattern {pattern['match']!r}: no rule {pattern['rule']!r}")
        found = PatternSet(data.get("lexicon", {}), patterns, data.get("macros", {}), numbers, clitics, fold)
        return cls(found, numbers, clitics, bool(data.get("day_first", True)))


def find_times(
    words: Sequence[Word], grammar: TimeGrammar, published: dt.date | None, *, future: bool = False
) -> list[TimeMention]:
    """The times that a sentence tells, left to right, none overlapping.

    ``published`` is what "yesterday" counts from (None: relative times have ``edtf`` None);
    ``future``: the sentence tells of what is to come, so "Thursday" is the next one. Never raises.
    """
    when = When(published, future, grammar.day_first)
    found = []
    for match in grammar.patterns.find(words):
        dated = resolve(match, when)
        if match.rule == "none":
            continue
        found.append(
            TimeMention(match.first, match.last, dated.edtf, dated.kind, match.rule,
                        dated.quantity, dated.unit, dated.relative, match.get("shift") is not None)
        )  # fmt: skip
    return found
