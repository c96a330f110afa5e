"""Whether the people whom two reports name are the same: what keeps two meetings of one day apart."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from marsad.record.types import Participant
from marsad.reference.naming import Outcome, compare

# Offices that say too little for another one to be another person.
_LOOSE = frozenset({"official", "other", ""})

# Of two people in other offices: names less alike than this that "cannot be compared" are taken for other people's.
_HARDLY = 0.7


class Likeness(enum.IntEnum):
    """What two lists of people of one country say of each other, from contradiction to agreement."""

    DIFFERENT = 0
    UNCLEAR = 1
    OFFICE = 2
    NAMED = 3


def alike(one: Participant, other: Participant) -> Likeness:
    """Whether two people of one country are the same: by name where both have one, else by office.

    Names that cannot be compared (a surname alone) are taken together with the office, and never for NAMED unless
    they are written alike.
    """
    offices = one.office == other.office and (one.office or "") not in _LOOSE
    loose = (one.office or "") in _LOOSE or (other.office or "") in _LOOSE
    if one.name and other.name:
        if one.name == other.name and " " in one.name:
            return Likeness.NAMED
        match = compare(one.name, other.name)
        if match.outcome is Outcome.SAME:
            return Likeness.NAMED
        other_man = not offices and not loose and match.score < _HARDLY
        if match.outcome is Outcome.DIFFERENT or other_man:
            return Likeness.DIFFERENT
        return Likeness.OFFICE if offices else Likeness.UNCLEAR
    if offices:
        return Likeness.OFFICE
    return Likeness.UNCLEAR if loose else Likeness.DIFFERENT


def agreement(one: Iterable[Participant], other: Iterable[Participant]) -> tuple[Likeness, Participant | None]:
    """The best agreement between two lists of people of one country, and the person in whom they agree.

    One person in common is enough: lists are seldom complete.
    """
    best, who = Likeness.DIFFERENT, None
    others = tuple(other)
    for first in one:
        for second in others:
            found = alike(first, second)
            if found > best:
                best, who = found, first
                if best is Likeness.NAMED:
                    return best, who
    return best, who
