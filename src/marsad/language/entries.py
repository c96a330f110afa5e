"""What the words of a language pack mean: entries of its gazetteers, and the frames of triggers."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.errors import DataError

SLOTS = frozenset({"subject", "object", "owner", "patient", "speaker", "place", "none"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or a word that leads to an actor.

    ``kind``: state, seat, adjective, people, city, organisation, person, title, institution, outlet,
    pair, own, common, honorific, place. ``codes`` are actor codes; ``since``/``until`` years bound an
    office; ``unless`` are neighbouring words that make it something else.
    """

    kind: str
    codes: tuple[str, ...] = ()
    office: str = ""
    flags: frozenset[str] = frozenset()
    name: str = ""
    since: int = 0
    until: int = 9999
    unless: frozenset[str] = frozenset()
    short: bool = False
    gender: str = ""
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a trigger's parties stand: slots for the source, slots for the target; ``mutual``: all are sources."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    mutual: bool

    @classmethod
    def parse(cls, text: str, prepositions: dict[str, str]) -> Frame:
        """Reads ``subject|owner > إلى|ل`` or ``subject + مع``; a slot is a word of SLOTS or a preposition.

        ``prepositions`` maps a preposition as written to its canonical folded form.
        """
        mutual = "+" in text
        left, mark, right = text.partition("+" if mutual else ">")
        if not mark:
            raise DataError("pack-frame", f"the frame {text!r} has neither '>' nor '+'")
        sides = []
        for side in (left, right):
            slots = []
            for slot in filter(None, map(str.strip, side.split("|"))):
                if slot not in SLOTS and slot not in prepositions:
                    raise DataError("pack-frame", f"{slot!r} in frame {text!r} is neither a slot nor a preposition")
                slots.append(slot if slot in SLOTS else prepositions[slot])
            sides.append(tuple(slots))
        return cls(sides[0], sides[1], mutual)

    def passive(self) -> Frame:
        """The frame of the passive: the doer comes after 'by', the one it is done to is the patient."""
        swap = {"subject": "by", "object": "patient"}
        return Frame(
            tuple(swap.get(s, s) for s in self.source), tuple(swap.get(s, s) for s in self.target), self.mutual
        )


@dataclass(frozen=True, slots=True)
class Trigger:
    """A written form that tells an act. ``tense``: perfect, imperfect, participle, noun or phrase."""

    rule: str
    act: str
    pos: str
    frame: Frame
    needs: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    weight: float = 0.5
    tense: str = "noun"
    gender: str = ""
    first_person: bool = False
    passive: bool = False
