"""The people of an article by their names: who a name, a part of one or another spelling of one belongs to.

A long text names thousands of people, so nothing here looks at all of them: each is filed under the
keys by which he may be looked up, and a look-up visits at most a few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeVar

K = TypeVar("K")

_FEW = 24  # people looked at under one key: the earliest are those a text is about
_MOST_TOKENS = 6  # of a longer name only the first words and the last are filed


@dataclass(slots=True, eq=False)
class Known:
    """A person of the article: ``tokens`` of the fullest name; ``mentions`` (sentence, first, last) of the name."""

    tokens: tuple[str, ...]
    codes: tuple[str, ...]
    office: str
    span: tuple[int, int]
    mentions: list[tuple[int, int, int]] = field(default_factory=list)
    titled: bool = False
    sentence: int = 0
    number: int = 0


class Roster:
    """The people known so far, in the order of their first mention."""

    def __init__(self) -> None:
        self.people: list[Known] = []
        self._whole: dict[frozenset[str], list[Known]] = {}
        self._part: dict[frozenset[str], list[Known]] = {}
        self._last: dict[str, list[Known]] = {}
        self._spelling: dict[tuple[tuple[str, ...], int, str], list[Known]] = {}
        self.looked_at = 0  # people compared with a name so far: what the tests of scaling count

    def add(self, known: Known) -> None:
        """Files a person who was not known."""
        known.number = len(self.people)
        self.people.append(known)
        self._file(known)

    def rename(self, known: Known, tokens: tuple[str, ...], span: tuple[int, int]) -> None:
        """Gives a person the fuller name that was read at ``span``."""
        known.tokens, known.span = tokens, span
        self._file(known)

    def match(self, tokens: tuple[str, ...], codes: tuple[str, ...], office: str) -> Known | None:
        """The same person as known so far: one name within the other, the same family name and office,
        or another spelling; never one of another state."""
        best: Known | None = None
        for known in self._candidates(tokens):
            self.looked_at += 1
            if best is not None and known.number >= best.number:
                continue
            if codes and known.codes and not set(codes) & set(known.codes):
                continue
            if _same(tokens, office, known):
                best = known
        return best

    def _file(self, known: Known) -> None:
        tokens = _filed(known.tokens)
        _put(self._whole, [frozenset(tokens)], known)
        _put(self._part, _subsets(tokens), known)
        _put(self._last, [tokens[-1]], known)
        _put(self._spelling, _spellings(tokens), known)

    def _candidates(self, tokens: tuple[str, ...]) -> Iterator[Known]:
        tokens = _filed(tokens)
        yield from self._part.get(frozenset(tokens), ())
        for subset in _subsets(tokens):
            yield from self._whole.get(subset, ())
        if len(tokens) > 1:
            yield from self._last.get(tokens[-1], ())
            for key in _spellings(tokens):
                yield from self._spelling.get(key, ())


def _same(tokens: tuple[str, ...], office: str, known: Known) -> bool:
    mine, theirs = set(tokens), set(known.tokens)
    if mine <= theirs or theirs <= mine:
        return True
    if tokens[-1] == known.tokens[-1] and len(tokens) > 1 and office == known.office and known.office:
        return True
    return near(tokens, known.tokens) and (office == known.office or not office)


def _put(table: dict[K, list[Known]], keys: Iterable[K], known: Known) -> None:
    for key in keys:
        found = table.setdefault(key, [])
        if len(found) < _FEW and not (found and found[-1] is known):
            found.append(known)


def _filed(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tokens if len(tokens) <= _MOST_TOKENS else (*tokens[: _MOST_TOKENS - 1], tokens[-1])


def _subsets(tokens: tuple[str, ...]) -> Iterator[frozenset[str]]:
    for size in range(1, len(tokens) + 1):
        yield from map(frozenset, combinations(tokens, size))


def _spellings(tokens: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """Keys that two names share when one word of them is a letter off: the other words, and it without a letter."""
    if len(tokens) < 2:
        return
    for place, token in enumerate(tokens):
        if len(token) >= 4:
            rest = tokens[:place] + tokens[place + 1 :]
            for variant in {token, *(token[:i] + token[i + 1 :] for i in range(len(token)))}:
                yield rest, place, variant


def near(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names are spellings of one: as many words, each equal or one letter off, one of them equal."""
    if len(a) != len(b) or len(a) < 2:
        return False
    pairs = list(zip(a, b, strict=True))
    return any(x == y for x, y in pairs) and all(x == y or _one_letter_off(x, y) for x, y in pairs)


def _one_letter_off(x: str, y: str) -> bool:
    if abs(len(x) - len(y)) > 1 or min(len(x), len(y)) < 4:
        return False
    if len(x) > len(y):
        x, y = y, x
    index = next((i for i, (p, q) in enumerate(zip(x, y, strict=False)) if p != q), len(x))
    return x[index:] == y[index + 1 :] if len(x) < len(y) else x[index + 1 :] == y[index + 1 :]
