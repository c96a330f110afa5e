"""Clitics and inflection, by the data of a pack: what is written together is looked up apart."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a written word: what was taken off, and the ``core`` that the lexicon knows."""

    core: str
    conjunction: str = ""
    preposition: str = ""
    future: bool = False
    article: bool = False
    pronoun: str = ""

    @property
    def cost(self) -> int:
        """How many clitics were taken off: of equal readings, the plainest is right."""
        return bool(self.conjunction) + bool(self.preposition) + self.future + self.article + bool(self.pronoun)


class Morphology:
    """Splits words by the ``[clitics]`` and inflects adjectives by the ``[adjectives]`` of a pack.toml."""

    def __init__(self, data: Mapping[str, Any], fold: Callable[[str], str]) -> None:
        clitics, adjectives = data.get("clitics", {}), data.get("adjectives", {})
        self._conjunctions: tuple[str, ...] = tuple(map(fold, clitics.get("conjunctions", ())))
        self._prepositions: tuple[str, ...] = tuple(map(fold, clitics.get("prepositions", ())))
        self._future: tuple[str, ...] = tuple(map(fold, clitics.get("future", ())))
        self.article: str = fold(clitics.get("article", ""))
        self._contracted = {fold(k): fold(v) for k, v in clitics.get("contracted", {}).items()}
        self._pronouns: tuple[str, ...] = tuple(map(fold, clitics.get("pronouns", ())))
        self._repairs = [(fold(a), fold(b)) for a, b in clitics.get("repairs", ())]
        self.closed: tuple[str, ...] = tuple(clitics.get("closed", ()))
        self.objects = frozenset(map(fold, clitics.get("objects", clitics.get("pronouns", ()))))
        # the prepositions that a verb may carry (ليزور); as a pack says, else all
        self.verbal = frozenset(map(fold, clitics.get("verbal", clitics.get("prepositions", ()))))
        self._suffixes: tuple[str, ...] = tuple(map(fold, adjectives.get("suffixes", ("",))))
        self._plurals = frozenset(map(fold, adjectives.get("plurals", ())))
        self._articled: bool = adjectives.get("articled", False)

    def prefixes(self, norm: str) -> Iterator[tuple[str, str, bool, str]]:
        """(conjunction, preposition, future, rest) for every way to take proclitics off, the word itself first."""
        yield "", "", False, norm
        for conjunction in ("", *self._conjunctions):
            rest = norm[len(conjunction) :]
            if not norm.startswith(conjunction) or len(rest) < 2:
                continue
            if conjunction:
                yield conjunction, "", False, rest
            for letter in self._future:
                if rest.startswith(letter) and len(rest) > 3:
                    yield conjunction, "", True, rest[len(letter) :]
            for letter in self._prepositions:
                if not rest.startswith(letter) or len(rest) < 3:
                    continue
                tail = rest[len(letter) :]
                yield conjunction, letter, False, tail
                contraction = self._contracted.get(letter)
                if contraction and self.article and tail.startswith(contraction):
                    yield conjunction, letter, False, self.article + tail[len(contraction) :]

    def readings(self, norm: str, known: Container[str], *, full: bool, open_end: bool = True) -> tuple[Analysis, ...]:
        """The readings of a word whose core is ``known``, the plainest first.

        ``full`` also takes the article and pronouns off (for common words; names keep theirs);
        ``open_end`` is False for a word that as written cannot carry a pronoun.
        """
        found = []
        for conjunction, preposition, future, rest in self.prefixes(norm):
            if rest in known:
                found.append(Analysis(rest, conjunction, preposition, future))
            if not full:
                continue
            bare, article = rest, False
            if self.article and rest.startswith(self.article) and len(rest) > len(self.article) + 1:
                bare, article = rest[len(self.article) :], True
                if bare in known:
                    found.append(Analysis(bare, conjunction, preposition, future, True))
            if article or not open_end:
                continue
            for pronoun in self._pronouns:
                stem = bare[: -len(pronoun)]
                if not bare.endswith(pronoun) or len(stem) < 2:
                    continue
                for core in self._repaired(stem):
                    if core in known:
                        found.append(Analysis(core, conjunction, preposition, future, article, pronoun))
        found.sort(key=lambda reading: reading.cost)
        return tuple(found)

    def cores(self, norm: str) -> Iterator[str]:
        """All that is left of a word when any of its possible clitics, article and pronoun are taken off."""
        for _, _, _, rest in self.prefixes(norm):
            yield rest
            if self.article and rest.startswith(self.article) and len(rest) > len(self.article) + 1:
                yield rest[len(self.article) :]
                continue
            for pronoun in self._pronouns:
                if rest.endswith(pronoun) and len(rest) > len(pronoun) + 1:
                    yield from self._repaired(rest[: -len(pronoun)])

    def _repaired(self, stem: str) -> Iterator[str]:
        yield stem
        for written, before in self._repairs:
            if stem.endswith(written):
                yield stem[: len(stem) - len(written)] + before

    def inflect(self, words: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
        """The forms of a relational adjective (its words agree with each other): (words, is a plural)."""
        for suffix in self._suffixes:
            forms = [word + suffix for word in words]
            plural = suffix in self._plurals
            yield forms, plural
            if self._articled:
                yield [self.article + form for form in forms], plural
                if len(words) > 1:  # كوريا الجنوبي: the first without the article
                    yield [forms[0], *(self.article + form for form in forms[1:])], plural
