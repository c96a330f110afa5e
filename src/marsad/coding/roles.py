"""Which parties of a sentence do what a trigger tells, and which have it done to them.

The frame of the trigger proposes; where a pack brings a judge, each party is weighed by where it stands,
what governs it, what it is and what the frame says, and casting.py puts the likeliest together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.coding.actors import Actor
from marsad.coding.arguments import Arguments, Filled
from marsad.coding.memory import Memory
from marsad.coding.scan import Hit
from marsad.language.entries import Trigger

_REACH = 30  # words from a trigger to a party
_MOST = 5  # parties weighed on each side of a trigger
# words between trigger and party, in classes that grow with the distance
_BUCKETS = (0, 1, 2, 2, 4, 4, 4, 7, 7, 7, 7, 11, 11, 11, 11, 11)


@dataclass(frozen=True, slots=True)
class Group:
    """Coordinated actors, with what does not depend on a trigger. ``leads``: the first to name its state."""

    actors: tuple[Actor, ...]
    codes: tuple[str, ...]
    preposition: str
    flags: str
    leads: bool
    speaks: bool
    first: int
    last: int


@dataclass(slots=True)
class Party:
    """A group, or codes that only the context offers, with its features for one trigger.

    ``where`` it stands (side and preposition) and how ``near`` (class of distance).
    """

    actors: tuple[Actor, ...]
    codes: tuple[str, ...]
    context: str
    features: list[str]
    where: str
    near: int


def groups_of(actors: Sequence[Actor], arguments: Arguments) -> list[Group]:
    """The groups of a sentence from left to right; outlets are no parties."""
    lists: list[list[Actor]] = []
    for actor in actors:
        if actor.kind == "outlet" or not actor.codes:
            continue
        if actor.joined and lists and lists[-1][-1].last <= actor.first:
            lists[-1].append(actor)
        else:
            lists.append([actor])
    groups = []
    for members in lists:
        lead = members[0]
        codes = tuple(dict.fromkeys(code for a in members for code in a.codes))
        preposition = lead.preposition or "0"
        if lead.gap and lead.preposition:
            preposition += "~"
        groups.append(
            Group(
                tuple(members), codes, preposition, "+".join(sorted(lead.flags)),
                arguments.first_of(codes) is lead, codes == arguments.speaker, lead.first, members[-1].last,
            )
        )  # fmt: skip
    return groups


class Roles:
    """The parties of one trigger with their features."""

    def __init__(
        self, hit: Hit, trigger: Trigger, arguments: Arguments, source: Filled | None, target: Filled | None
    ) -> None:
        self._hit = hit
        self._trigger = trigger
        self._arguments = arguments
        self._source = source
        self._target = target
        form = f"{trigger.pos}.{trigger.tense}"
        self._form = form + (".p" if trigger.passive else "") + (".c" if hit.reading.conjunction else "")
        self._frame = f"{'|'.join(trigger.frame.source)}>{'|'.join(trigger.frame.target)}"
        self._filled = f"{source is not None}{target is not None}"
        self._in_source = {id(a) for a in source.actors} if source else set()
        self._in_target = {id(a) for a in target.actors} if target else set()

    def parties(self, groups: Sequence[Group], memory: Memory) -> list[Party]:
        """The parties in reach of the trigger, then those that the context offers."""
        hit = self._hit
        before = [g for g in groups if g.last <= hit.first and hit.first - g.last <= _REACH][-_MOST:]
        after = [g for g in groups if g.first >= hit.last and g.first - hit.last <= _REACH][:_MOST]
        # a title can be the trigger itself: "مع نظيره الإيراني", "سفير مصر الجديد"
        around = [g for g in groups if g.first < hit.last and g.last > hit.first]
        found = [self._party(g, "b", order) for order, g in enumerate(reversed(before))]
        found += [self._party(g, "o", 0) for g in around]
        found += [self._party(g, "a", order) for order, g in enumerate(after)]
        told = {code for party in found for code in party.codes}
        # what the sentence itself names is never meant from the context
        offers = self._context(memory)
        found += [self._offered(name, codes, told) for name, codes in offers if codes and not set(codes) <= told]
        return found

    def _party(self, group: Group, side: str, order: int) -> Party:
        hit, act, pos = self._hit, self._trigger.act, self._trigger.pos
        actor = group.actors[0]
        if side == "a":
            gap, path = group.first - hit.last, self._arguments.path(hit.last, group.first)[-3:]
        elif side == "b":
            gap, path = hit.first - group.last, self._arguments.path(group.last, hit.first)[:3]
        else:
            gap, path = 0, []
        near = _BUCKETS[gap] if gap < 16 else 16
        where = f"{side}|{group.preposition}"
        slot = ""
        if id(actor) in self._in_source and self._source:
            slot = f"s.{self._source.how}"
        elif id(actor) in self._in_target and self._target:
            slot = f"t.{self._target.how}"
        # chosen by forward selection from three times as many: each says something the others do not
        features = [
            f"3|{slot[:1] or '-'}|{self._filled}|{where}|{pos}", f"B|{self._form}|{where}|{near}", f"D|{slot}",
            f"E|{act}|{slot}", f"G|{actor.kind}|{where}", f"J|{self._frame}|{where}", f"L|{actor.kind}|{act}",
            f"O|{pos}|{side}|{min(order, 3)}|{slot}", f"Q|{group.flags}|{act}", f"R|{group.speaks}|{act}|{side}",
            f"T|{actor.office}|{act}|{side}", f"V|{act}|{'·'.join(path)}|{side}", f"W|{group.leads}|{where}|{act}",
        ]  # fmt: skip
        return Party(group.actors, group.codes, "", features, where + self._agreement(actor, group.preposition), near)

    def _agreement(self, actor: Actor, preposition: str) -> str:
        if self._trigger.pos != "verb" or preposition != "0":
            return ""
        if not (self._trigger.gender and actor.gender):
            return "|-"
        return "|y" if actor.gender == self._trigger.gender else "|n"

    def _context(self, memory: Memory) -> list[tuple[str, tuple[str, ...]]]:
        last = memory.told.get(self._trigger.act, ((), ()))
        subject = memory.subject.codes if memory.subject else ()
        return [
            ("subject", subject), ("speaker", self._arguments.speaker), ("pair", memory.pair),
            ("home", memory.home[:1]), ("last.source", last[0]), ("last.target", last[1]),
        ]  # fmt: skip

    def _offered(self, name: str, codes: tuple[str, ...], told: set[str]) -> Party:
        act, hit, source, target = self._trigger.act, self._hit, self._source, self._target
        known = "in" if set(codes) <= told else "out"
        slot = ""
        if source and source.codes == codes:
            slot = f"s.{source.how}"
        elif target and target.codes == codes:
            slot = f"t.{target.how}"
        features = [
            f"cA|{name}|{act}", f"cD|{name}|{slot}", f"cE|{name}|{known}|{min(len(told), 3)}",
            f"cI|{act}|{self._filled}|{known}", f"cK|{name}|{hit.reading.article}|{self._trigger.pos}|{known}",
        ]  # fmt: skip
        return Party((), codes, name, features, f"c.{name}", 20)
