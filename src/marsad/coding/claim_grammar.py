"""The words and patterns of claims of a language, from its pack's ``claims.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marsad.coding.patterns import PatternSet
from marsad.coding.times import TimeGrammar
from marsad.language.text import Folder

# What a pattern may make of its words: coding/claims.py has a maker for each.
RULES = frozenset({
    "first", "first_office", "first_state", "first_since", "nobody", "ordinal", "rank", "count", "times", "distance",
    "money",
})  # fmt: skip


class ClaimGrammar:
    """A language's words of claims."""

    def __init__(self, patterns: PatternSet, since_year: str = "count") -> None:
        self.patterns = patterns
        self.since_year = since_year

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
            ),
            data.get("since_year", "count"),
        )  # fmt: skip
