"""Actors: who in a sentence can do something or have it done to them, and who stands together with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from marsad.language.pack import LanguagePack

MISSION_OFFICES = frozenset({"ambassador", "envoy", "head_of_mission"})


@dataclass(slots=True, eq=False)
class Actor:
    """A party or place named in words ``first`` to ``last`` (out) of a sentence.

    ``kind``: person, title, institution, state, seat, city, people, organisation, adjective, pair, own,
    common, outlet. ``codes`` are empty until something tells them. ``name`` are the words of a personal
    name. ``preposition`` governs the phrase, ``gap`` words before it. ``host`` is where an envoy is posted.
    ``joined``: coordinated with the actor before it.
    """

    first: int
    last: int
    kind: str
    codes: tuple[str, ...] = ()
    office: str = ""
    name: tuple[int, int] | None = None
    gender: str = ""
    plural: bool = False
    preposition: str = ""
    gap: int = 0
    conjunction: bool = False
    joined: bool = False
    host: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    city: str = ""
    resolved: bool = False

    @property
    def weak(self) -> bool:
        """Whether it only colours a noun ("السوري" in "الملف السوري"), or is a doubtful name."""
        return self.kind == "adjective" or "weak" in self.flags


def coordinate(actors: list[Actor], norms: Sequence[str], pack: LanguagePack) -> None:
    """Notes which of a sentence's actors are joined to the one before, so that one preposition governs both."""
    for before, actor in pairwise(actors):
        between = norms[before.last : actor.first]
        comma = len(between) == 1 and between[0] in pack.commas
        joined = (actor.conjunction or between in pack.joiners) and (not between or comma or between in pack.joiners)
        listed = comma and before.kind == actor.kind and before.kind in ("state", "organisation", "city")
        if (joined or listed) and (before.kind == "adjective") == (actor.kind == "adjective"):
            if not actor.preposition:
                actor.preposition, actor.gap = before.preposition, before.gap
            actor.joined = actor.preposition == before.preposition
