"""Two names laid side by side, part by part, in order.

Neighbours may be one word on the other side (بردي محمدوف, Berdimuhamedow).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from marsad.reference.name_tokens import Token
from marsad.reference.phonetics import letters, likeness

_FLOOR = 0.6  # parts less alike are not laid side by side
_JOIN = 3  # so many words may be one word on the other side
_ENDING = 0.58  # the most that a word and its relational adjective (أسد, أسدي) are alike
_ARABIC = ("\u0600", "\u06ff")


@dataclass(frozen=True, slots=True)
class Pair:
    """Parts that are one: the tokens of either side (joined where several), and how alike they are."""

    first: Token
    second: Token
    likeness: float
    initial: bool

    @property
    def sides(self) -> tuple[Token, Token]:
        """Both tokens."""
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class Alignment:
    """``pairs`` in order; ``gaps`` hold what stands before, between and after them on either side, no particles."""

    pairs: tuple[Pair, ...]
    gaps: tuple[tuple[tuple[Token, ...], tuple[Token, ...]], ...]

    @property
    def mean(self) -> float:
        """Mean likeness of the parts that are no initials, 0 where there are none."""
        told = [p.likeness for p in self.pairs if not p.initial]
        return sum(told) / len(told) if told else 0.0

    @property
    def least(self) -> float:
        """The least likeness of a part that is no initial."""
        return min((p.likeness for p in self.pairs if not p.initial), default=0.0)

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The spellings that were laid side by side."""
        return tuple((p.first.text, p.second.text) for p in self.pairs)


def _arabic(word: str) -> bool:
    return any(_ARABIC[0] <= c <= _ARABIC[1] for c in word)


@lru_cache(maxsize=200_000)
def token_likeness(one: Token, two: Token) -> float:
    """How alike two parts of names are, 0 to 1: by sound, by the table of given names, by first letter for initials."""
    if one.initial or two.initial:
        return _initial(one, two)
    if one.names and two.names:
        if one.names & two.names:
            return 1.0 if one.servant == two.servant else 0.7
        if any(n > 0 for n in one.names) and any(n > 0 for n in two.names):
            return 0.2
    found = max(_sound(a, b) for a in one.forms for b in two.forms)
    return found - 0.25 if one.servant != two.servant else found


def _initial(one: Token, two: Token) -> float:
    first, second = letters(one.forms[0]), letters(two.forms[0])
    if not first or not second:
        return 0.0
    # a bare letter h, e, u is read by its sound or its sign: only the first letters are compared
    common = [cost + second[0].sounds[s] for s, cost in first[0].sounds.items() if s in second[0].sounds]
    return 1.0 if common and min(common) <= 0.2 else 0.0


def _sound(a: str, b: str) -> float:
    found = likeness(a, b)
    if found > _ENDING and _relational(a) != _relational(b) and min(len(a), len(b)) > 2:
        longer, shorter = (a, b) if _relational(a) else (b, a)
        if not _vowel_end(shorter) and likeness(longer.rstrip("iyيى"), shorter) >= found - 0.02:
            return min(found, _ENDING)
    return found


def _relational(word: str) -> bool:
    """Whether a word ends in a long i after a consonant, as relational adjectives do."""
    return len(word) > 3 and word[-1] in "iyيى" and word[-2] not in "aeiouاوي"


def _vowel_end(word: str) -> bool:
    return word[-1] in "aeiouyاويىةه"


def _together(tokens: tuple[Token, ...]) -> Token:
    if len(tokens) == 1:
        return tokens[0]
    text = "".join(t.text for t in tokens)
    names = [t for t in tokens if not t.optional]
    if len(names) == 1:  # a name with its particles is still that name
        return replace(names[0], text=text, forms=(text, *names[0].forms))
    return Token(text, (text,))


def align(first: tuple[Token, ...], second: tuple[Token, ...]) -> Alignment:
    """The side-by-side that leaves least unmatched, and is most alike among those."""
    rows, columns = len(first), len(second)
    best: list[list[tuple[float, tuple[int, int, int, int] | None]]] = [
        [(0.0, None)] * (columns + 1) for _ in range(rows + 1)
    ]
    for i in range(rows + 1):
        for j in range(columns + 1):
            choice = best[i][j]
            if i and best[i - 1][j][0] > choice[0]:
                choice = best[i - 1][j]
            if j and best[i][j - 1][0] > choice[0]:
                choice = best[i][j - 1]
            for down, right in _STEPS:
                if down <= i and right <= j:
                    value = best[i - down][j - right][0] + _worth(first[i - down : i], second[j - right : j])
                    if value > choice[0] + 1e-9:
                        choice = (value, (i - down, i, j - right, j))
            best[i][j] = choice
    return _traced(first, second, best)


_STEPS = ((1, 1), *((n, 1) for n in range(2, _JOIN + 1)), *((1, n) for n in range(2, _JOIN + 1)))


def _worth(left: tuple[Token, ...], right: tuple[Token, ...]) -> float:
    """What it is worth to lay these side by side: 0 when they are not alike enough."""
    if len(left) + len(right) > 2 and (
        any(t.initial for t in (*left, *right)) or left[-1].optional or right[-1].optional
    ):
        return 0.0
    if all(t.optional for t in left) != all(t.optional for t in right):
        return 0.0
    found = token_likeness(_together(left), _together(right))
    if found < _FLOOR:
        return 0.0
    # each word that is joined must add to the likeness: Yo-jong is not Jong
    for side, other in ((left, right), (right, left)):
        if len(side) > 1 and any(token_likeness(token, other[0]) >= found - 0.05 for token in side):
            return 0.0
    matched = sum(not t.optional for t in left) + sum(not t.optional for t in right)
    return (found - 0.45) * (matched or 0.1)


def _traced(
    first: tuple[Token, ...],
    second: tuple[Token, ...],
    best: list[list[tuple[float, tuple[int, int, int, int] | None]]],
) -> Alignment:
    blocks = []
    i, j = len(first), len(second)
    while best[i][j][1] is not None:
        block = best[i][j][1]
        assert block is not None
        blocks.append(block)
        i, j = block[0], block[2]
    blocks.reverse()
    pairs, gaps = [], []
    i = j = 0
    for a, b, c, d in blocks:
        left, right = _together(first[a:b]), _together(second[c:d])
        optional = all(t.optional for t in (*first[a:b], *second[c:d]))
        if optional:
            continue
        gaps.append((_counting(first[i:a]), _counting(second[j:c])))
        pairs.append(Pair(left, right, token_likeness(left, right), left.initial or right.initial))
        i, j = b, d
    gaps.append((_counting(first[i:]), _counting(second[j:])))
    return Alignment(tuple(pairs), tuple(gaps))


def _counting(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tuple(t for t in tokens if not t.optional)
