"""Whom a claim is about: the parties of an event of its kind, those near it, or the article's."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import Protocol

Parties = tuple[tuple[str, ...], tuple[str, ...]]

_NEAR = 12  # words after the claim in which its parties are looked for first
_FAR = 40  # mentions on either side that are looked at: keeps a sentence without end linear


class Actor(Protocol):
    """A mention of a party."""

    @property
    def first(self) -> int:
        """Its first word."""

    @property
    def last(self) -> int:
        """The word after its last."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Whom it stands for."""

    @property
    def office(self) -> str:
        """The office that it names, if any."""


class Event(Protocol):
    """What is known of an event of the sentence."""

    @property
    def act(self) -> str:
        """The act."""

    @property
    def source(self) -> tuple[str, ...]:
        """Who does it."""

    @property
    def target(self) -> tuple[str, ...]:
        """Who receives it."""


def parties_of(
    about: str,
    start: int,
    end: int,
    actors: Sequence[Actor],
    events: Sequence[Event],
    home: tuple[str, ...],
) -> Parties | None:
    """Source and target of a claim about an act, told in the words ``start`` to ``end``.

    An event of that act knows them; else they are the first two named from ``start`` on, then those
    named before, then those of ``home``. None where there are fewer than two. ``actors`` stand in
    the order of the sentence.
    """
    for event in events:
        if event.act == about and event.source:
            return event.source, event.target
    here = bisect_left(actors, start, key=lambda actor: actor.first)
    following = list(islice(actors, here, here + _FAR))
    near = [a for a in following if a.first < end + _NEAR]
    before = actors[max(0, here - _FAR) : here][::-1]
    codes: dict[str, int] = {}
    first = near[0] if near else None
    for actor in (*near, *before, *following[len(near) :]):
        for code in actor.codes:
            codes.setdefault(code, actor.first)
        if len(codes) >= 2:
            break
    # those before the claim stand in the order of the sentence
    named = sorted(codes, key=codes.__getitem__) if not near else list(codes)
    if len(named) < 2:
        named += [code for code in home if code not in codes][: 2 - len(named)]
    if len(named) < 2:
        return None
    if first is not None and len(first.codes) > 1:
        return first.codes, ()
    if about == "visit":  # "the first visit to Cuba by an American president": who holds an office travels
        visitor = next((a.codes[0] for a in near if a.office and a.codes), None)
        if visitor == named[1]:
            named = [named[1], named[0]]
    return (named[0],), tuple(named[1:2])


def office_of(about: str, start: int, end: int, actors: Sequence[Actor], source: tuple[str, ...]) -> str | None:
    """The office told of the source in a claim of a visit, meeting or call: "the first *foreign minister* to visit".

    It is looked for in the words ``start`` to ``end`` of the claim, then in those before it.
    """
    if about not in ("visit", "meet", "call"):
        return None
    here = bisect_left(actors, start, key=lambda actor: actor.first)
    inside = [a for a in islice(actors, here, here + _FAR) if a.first < end]
    before = [a for a in actors[max(0, here - _FAR) : here][::-1] if a.last >= start - _NEAR]
    offices = (a.office for a in (*inside, *before) if a.office and a.codes[:1] == source[:1])
    return next(offices, None)
