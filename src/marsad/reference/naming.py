"""Whether two spellings of a name, in one script or in two, name the same person; and keys to find candidates by.

``compare`` has three answers. SAME: the parts that both tell agree, and they are enough. DIFFERENT: they contradict
each other. CANNOT_COMPARE: they neither agree nor contradict enough (a surname alone, initials, a script that is
not read here); it is never to be taken for SAME. Names that agree may still be borne by two people: SAME is about
names, and a reader weighs state, office and time beside it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from marsad.reference.name_alignment import Alignment, align, token_likeness
from marsad.reference.name_keys import search_keys
from marsad.reference.name_tokens import ParsedName, is_given, parse

_ENOUGH = 0.76  # mean likeness of the matched parts for SAME; figures in docs/reference.md
_LEAST = 0.73  # likeness of each matched part
_TURNED = 0.85  # the same for each part of a name in another order
_SPELLING = 0.6  # of the letters of two Latin spellings of one name that stand in both in order
_UNCLEAR = 0.55  # parts this alike do not contradict each other for certain


class Outcome(enum.Enum):
    """What can be said of two names."""

    SAME = "same"
    DIFFERENT = "different"
    CANNOT_COMPARE = "cannot compare"


@dataclass(frozen=True, slots=True)
class Match:
    """The answer, how alike the parts are (0 to 1), and why in words."""

    outcome: Outcome
    score: float
    explanation: str


@lru_cache(maxsize=100_000)
def compare(first: str, second: str) -> Match:
    """Whether two names, in any script, name the same person. Any strings are accepted; the order does not matter."""
    if second < first:
        first, second = second, first
    one, two = parse(first), parse(second)
    for name in (one, two):
        if name.unreadable:
            return _cannot(0.0, f"{name.unreadable} script is not read here")
    if not one.counting or not two.counting:
        return _cannot(0.0, "one of the names has no letters")
    if one.byname or two.byname:
        return _cannot(0.0, "a byname (father or mother of somebody) says nothing of the name")
    if min(len(one.counting), len(two.counting)) == 1:
        return _single(one, two)
    best = _ordered(one, two)
    if best.outcome is not Outcome.SAME and _may_turn(one, two):
        turned = _turned(one, two)
        if turned is not None:
            return _generations(one, two, turned)
    if best.outcome is Outcome.SAME and _thin(one, two):
        return _cannot(best.score, f"too short to tell by sound alone: {best.explanation}")
    return _generations(one, two, best)


def _thin(one: ParsedName, two: ParsedName) -> bool:
    """Whether two names of few letters are alike by sound only: "Eli Cohen" and "Li Keqiang", in Latin letters both.

    Spellings of one name in one script share most of their letters; between scripts only the sounds can be compared.
    """
    first, second = (" ".join(t.text.casefold() for t in name.counting) for name in (one, two))
    both = first.isascii() and second.isascii()
    return both and SequenceMatcher(None, first, second).ratio() < _SPELLING


def _cannot(score: float, why: str) -> Match:
    return Match(Outcome.CANNOT_COMPARE, round(score, 3), why)


def _single(one: ParsedName, two: ParsedName) -> Match:
    """One of the names is a single word."""
    alone, other = sorted((one, two), key=lambda n: len(n.counting))
    word = alone.counting[0]
    if one.generation and two.generation and one.generation != two.generation:
        return Match(Outcome.DIFFERENT, 0.0, f"one is the {one.generation}, the other the {two.generation}")
    alignment = align(alone.tokens, other.tokens)
    likeness = max((token_likeness(word, token) for token in other.counting), default=0.0)
    if alignment.pairs:
        likeness = max(likeness, alignment.mean)
    if len(other.counting) == 1 and likeness >= _ENOUGH and one.generation and one.generation == two.generation:
        return Match(Outcome.SAME, round(likeness, 3), f"one name with the same number ({one.generation})")
    if likeness < _UNCLEAR:
        return Match(Outcome.DIFFERENT, round(likeness, 3), f"{word.text} is no part of the other name")
    if len(other.counting) == 1:
        return _cannot(likeness, f"{word.text} and {other.counting[0].text}: a single word does not tell a person")
    return _cannot(likeness, f"{word.text} alone may be anybody of that name")


def _ordered(one: ParsedName, two: ParsedName) -> Match:
    alignment = align(one.tokens, two.tokens)
    told = ", ".join(f"{a} = {b}" for a, b in alignment.texts) or "nothing"
    fathers = one.father, two.father
    if fathers[0] and fathers[1] and token_likeness(fathers[0], fathers[1]) < _UNCLEAR:
        why = f"the father of one is {fathers[0].text}, of the other {fathers[1].text}"
        return Match(Outcome.DIFFERENT, round(alignment.mean, 3), why)
    contradiction = _contradiction(alignment)
    if contradiction is not None:
        a, b, likeness = contradiction
        if likeness >= _UNCLEAR:
            return _cannot(alignment.mean, f"{a} and {b} may or may not be one name")
        return Match(Outcome.DIFFERENT, round(alignment.mean, 3), f"{a} is not {b}; alike: {told}")
    full = [p for p in alignment.pairs if not p.initial]
    if len(full) < 2:
        return _cannot(alignment.mean, f"too little in common: {told}")
    lead, trail = alignment.gaps[0], alignment.gaps[-1]
    extras = [[t for gap in alignment.gaps for t in gap[side] if not t.initial] for side in (0, 1)]
    if any(lead):
        extra = next(t for side in lead for t in side)
        if (one.filial or two.filial) and all(extras):
            return Match(Outcome.DIFFERENT, round(alignment.mean, 3), f"{extra.text} has another place; alike: {told}")
        return _cannot(alignment.mean, f"{extra.text} stands before the name on one side only: another generation?")
    if _initials_differ(alignment):
        return Match(Outcome.DIFFERENT, round(alignment.mean, 3), f"the initials are not the same; alike: {told}")
    if all(extras):
        return _cannot(alignment.mean, f"each name has a part that the other lacks; alike: {told}")
    if alignment.mean < _ENOUGH or alignment.least < _LEAST:
        return _cannot(alignment.mean, f"alike, but not enough: {told}")
    last = full[-1]
    if any(trail) and not (one.filial or two.filial) and all(t.names and not t.article for t in last.sides):
        extra = next(t for side in trail for t in side)
        return _cannot(alignment.mean, f"only given names agree; {extra.text} stands on one side alone")
    return Match(Outcome.SAME, round(alignment.mean, 3), told)


def _initials_differ(alignment: Alignment) -> bool:
    """Whether both tell initials and one tells one more (George W., George H. W.)."""
    common = any(p.first.initial and p.second.initial for p in alignment.pairs)
    return common and any(t.initial for gap in alignment.gaps for side in gap for t in side)


def _contradiction(alignment: Alignment) -> tuple[str, str, float] | None:
    """The most unlike parts that stand in the same gap on both sides, with their likeness."""
    worst: tuple[str, str, float] | None = None
    for left, right in alignment.gaps:
        if left and right:
            a, b = left[0], right[0]
            likeness = max(token_likeness(x, y) for x in left for y in right)
            if a.initial and b.initial:
                likeness = 0.0
            if worst is None or likeness < worst[2]:
                worst = (a.text, b.text, likeness)
    return worst


def _may_turn(one: ParsedName, two: ParsedName) -> bool:
    """Whether family name first and last may be one name: not for chains of given names (Ali Hassan, Hassan Ali)."""
    if one.filial or two.filial:
        return False
    return not all(is_given(t) for t in one.counting) and not all(is_given(t) for t in two.counting)


def _turned(one: ParsedName, two: ParsedName) -> Match | None:
    """SAME when the names agree in every part once one of them is turned (Orbán Viktor), else None."""
    tokens = one.tokens
    for shift in range(1, len(tokens)):
        alignment = align(tokens[shift:] + tokens[:shift], two.tokens)
        whole = not any(side for gap in alignment.gaps for side in gap)
        if whole and len(alignment.pairs) >= 2 and alignment.least >= _TURNED:
            told = ", ".join(f"{a} = {b}" for a, b in alignment.texts)
            return Match(Outcome.SAME, round(alignment.mean, 3), f"in another order: {told}")
    return None


def _generations(one: ParsedName, two: ParsedName, match: Match) -> Match:
    """The elder and the younger of one name are two people; one of them against the bare name is unclear."""
    if match.outcome is not Outcome.SAME or one.generation == two.generation:
        return match
    if one.generation and two.generation:
        return Match(Outcome.DIFFERENT, match.score, f"one is the {one.generation}, the other the {two.generation}")
    return _cannot(match.score, f"only one is called the {one.generation or two.generation}; {match.explanation}")


__all__ = ["Match", "Outcome", "compare", "search_keys"]
