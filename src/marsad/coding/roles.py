"""Which parties of a sentence do what a trigger tells, and which have it done to them.

The frame of the trigger proposes; where a pack brings a judge, each party is weighed by where it stands,
what governs it, what it is and what the frame says, and the likeliest pair wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.coding.actors import Actor
from marsad.coding.arguments import Arguments, Filled
from marsad.coding.memory import Memory
from marsad.coding.scan import Hit, Sentence
from marsad.language.entries import Trigger

_REACH = 30
_THIRD = 0.85  # how sure the judge must be of a third party to a mutual act
_MOST = 5  # parties weighed on each side of a trigger
_BUCKETS = (0, 1, 2, 2, 4, 4, 4, 7, 7, 7, 7, 11, 11, 11, 11, 11)


@dataclass(slots=True)
class Party:
    """A group of coordinated actors (or one that only the context offers) with its features for one trigger."""

    actors: tuple[Actor, ...]
    codes: tuple[str, ...]
    context: str
    features: list[str]
    where: str = ""
    near: int = 0


def parties(
    hit: Hit, trigger: Trigger, sentence: Sentence, actors: Sequence[Actor], memory: Memory,
    arguments: Arguments, source: Filled | None, target: Filled | None,
) -> list[Party]:  # fmt: skip
    """The parties in reach of a trigger and those that the context offers, each with features."""
    groups: list[list[Actor]] = []
    for actor in actors:
        if actor.kind == "outlet" or not actor.codes:
            continue
        if actor.joined and groups and groups[-1][-1].last <= actor.first:
            groups[-1].append(actor)
        else:
            groups.append([actor])
    before = [g for g in groups if g[-1].last <= hit.first and hit.first - g[-1].last <= _REACH][-_MOST:]
    after = [g for g in groups if g[0].first >= hit.last and g[0].first - hit.last <= _REACH][:_MOST]
    # a title can be the trigger itself: "مع نظيره الإيراني", "سفير مصر الجديد"
    around = [g for g in groups if g[0].first < hit.last and g[-1].last > hit.first]
    form = f"{trigger.pos}.{trigger.tense}{'.p' if trigger.passive else ''}{'.c' if hit.reading.conjunction else ''}"
    common = (
        trigger.act, form, trigger.rule, f"{'|'.join(trigger.frame.source)}>{'|'.join(trigger.frame.target)}"
    )  # fmt: skip
    in_source = {id(a) for a in source.actors} if source else set()
    in_target = {id(a) for a in target.actors} if target else set()
    found = []
    bare = 0
    for order, group in enumerate(reversed(before)):
        if not group[0].preposition:
            bare += 1
        found.append(_party(group, "b", order, bare, hit, trigger, arguments, common, source, target, in_source, in_target))
    for group in around:
        found.append(_party(group, "o", 0, 0, hit, trigger, arguments, common, source, target, in_source, in_target))
    bare = 0
    for order, group in enumerate(after):
        if not group[0].preposition:
            bare += 1
        found.append(_party(group, "a", order, bare, hit, trigger, arguments, common, source, target, in_source, in_target))
    told = {code for party in found for code in party.codes}
    for name, codes in _context(memory, arguments, trigger.act):
        if codes:
            found.append(_contextual(name, codes, told, trigger, common, hit, source, target))
    return found


def _party(
    group: list[Actor], side: str, order: int, bare: int, hit: Hit, trigger: Trigger, arguments: Arguments,
    common: tuple[str, str, str, str], source: Filled | None, target: Filled | None,
    in_source: set[int], in_target: set[int],
) -> Party:  # fmt: skip
    actor = group[0]
    act, form, rule, frame = common
    if side == "o":
        gap, low, high = 0, hit.first, hit.first
    elif side == "a":
        gap, low, high = actor.first - hit.last, hit.last, actor.first
    else:
        gap, low, high = hit.first - group[-1].last, group[-1].last, hit.first
    near = _BUCKETS[gap] if gap < 16 else 16
    walls = min(arguments.walls(low, high), 2)
    preposition = actor.preposition or "0"
    if actor.gap and actor.preposition:
        preposition += "~"
    where = f"{side}|{preposition}"
    agrees = "-"
    if trigger.gender and actor.gender:
        agrees = "y" if actor.gender == trigger.gender else "n"
    slot = ""
    if id(actor) in in_source and source:
        slot = f"s.{source.how}"
    elif id(actor) in in_target and target:
        slot = f"t.{target.how}"
    pronoun = "P" if hit.reading.pronoun else ""
    codes = tuple(dict.fromkeys(code for a in group for code in a.codes))
    path = "·".join(arguments.path(low, high)[-3:] if side == "a" else arguments.path(low, high)[:3])
    first = "1" if arguments.first_of(codes) is actor else "0"
    kind = slot[:1] or "-"
    proposed = f"{source.how if source else ''}>{target.how if target else ''}"
    features = [
        f"1|{kind}|{proposed}|{trigger.pos}", f"2|{kind}|{proposed}|{act}", f"3|{kind}|{source is not None}{target is not None}|{where}|{trigger.pos}",
        f"4|{kind}|{source is not None}{target is not None}|{act}|{side}",
        f"U|{path}|{where}|{trigger.pos}", f"V|{act}|{path}|{side}", f"W|{first}|{where}|{act}", f"X|{rule}|{side}|{min(bare, 2)}|{preposition == '0'}",
        f"Y|{actor.kind}|{form}|{where}|{min(order, 2)}", f"Z|{arguments.says(actor)}|{act}|{side}",
        f"A|{act}|{where}", f"B|{form}|{where}|{near}", f"C|{rule}|{where}", f"D|{slot}", f"E|{act}|{slot}",
        f"F|{form}|{side}|{min(order, 3)}|{min(bare, 3)}|{preposition}", f"G|{actor.kind}|{where}",
        f"H|{form}|{side}|{walls}|{near}", f"I|{agrees}|{form}|{side}|{preposition == '0'}", f"J|{frame}|{where}",
        f"K|{frame}|{slot}", f"L|{actor.kind}|{act}", f"M|{trigger.pos}|{where}|{walls}", f"N|{pronoun}|{where}|{trigger.pos}",
        f"O|{trigger.pos}|{side}|{min(order, 3)}|{slot}", f"Q|{'+'.join(sorted(actor.flags))}|{act}",
        f"R|{codes == arguments.speaker}|{act}|{side}", f"S|{len(codes) > 1}|{act}|{where}",
        f"T|{actor.office}|{act}|{side}",
    ]  # fmt: skip
    if trigger.pos == "verb" and preposition == "0":
        where += f"|{agrees}"
    return Party(tuple(group), codes, "", features, where, near)


def _context(memory: Memory, arguments: Arguments, act: str) -> list[tuple[str, tuple[str, ...]]]:
    last = memory.told.get(act, ((), ()))
    subject = memory.subject.codes if memory.subject else ()
    return [
        ("subject", subject), ("speaker", arguments.speaker), ("pair", memory.pair),
        ("home", memory.home[:1]), ("last.source", last[0]), ("last.target", last[1]),
    ]  # fmt: skip


def _contextual(
    name: str, codes: tuple[str, ...], told: set[str], trigger: Trigger, common: tuple[str, str, str, str], hit: Hit,
    source: Filled | None, target: Filled | None,
) -> Party:  # fmt: skip
    act, form, rule, frame = common
    known = "in" if set(codes) <= told else "out"
    slot = ""
    if source and source.codes == codes:
        slot = f"s.{source.how}"
    elif target and target.codes == codes:
        slot = f"t.{target.how}"
    missing = f"{source is None}.{target is None}"
    few = min(len(told), 3)
    kind = slot[:1] or "-"
    proposed = f"{source.how if source else ''}>{target.how if target else ''}"
    features = [
        f"c1|{name}|{kind}|{proposed}", f"c2|{name}|{kind}|{missing}|{act}",
        f"c|{name}", f"cA|{name}|{act}", f"cB|{name}|{form}", f"cC|{name}|{rule}", f"cD|{name}|{slot}", f"cE|{name}|{known}|{few}",
        f"cF|{name}|{trigger.pos}|{bool(hit.reading.pronoun)}", f"cG|{name}|{missing}|{trigger.pos}", f"cH|{name}|{frame}|{known}",
        f"cI|{act}|{missing}|{known}", f"cJ|{trigger.first_person}|{name}", f"cK|{name}|{hit.reading.article}|{trigger.pos}|{known}",
    ]  # fmt: skip
    return Party((), codes, name, features, f"c.{name}", 20)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who may play which part: ``sources``, ``targets`` (empty when all do it together), and how likely."""

    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    certain: tuple[float, float]

    @property
    def key(self) -> tuple[frozenset[str], frozenset[str]]:
        """The codes on each side: two casts with the same codes are one."""
        return (
            frozenset(c for p in self.sources for c in p.codes),
            frozenset(c for p in self.targets for c in p.codes),
        )


def casts(
    found: Sequence[Party], probabilities: Sequence[tuple[float, ...]], *, mutual: bool, directed: bool, most: int
) -> list[Cast]:
    """The likeliest castings, at most ``most``, each with other codes, the likeliest first.

    ``probabilities``: for each party that it has no part, is a source, is a target. ``mutual``: all may be
    sources; ``directed``: one may do it to the other.
    """
    found_casts: list[Cast] = []
    if mutual:
        found_casts += _together(found, [p[1] if directed else p[1] + p[2] for p in probabilities])
    if directed:
        found_casts += _towards(found, probabilities)
    found_casts.sort(key=lambda cast: -cast.certain[0] * cast.certain[1])
    distinct: dict[tuple[frozenset[str], frozenset[str]], Cast] = {}
    for cast in found_casts:
        distinct.setdefault(cast.key, cast)
    return list(distinct.values())[:most]


def _together(found: Sequence[Party], likely: Sequence[float]) -> list[Cast]:
    """Castings of a mutual act: the likeliest two parties with those surely beside them, then other twos."""
    ranked = sorted(range(len(found)), key=lambda i: (-likely[i], i))[:5]
    made: list[Cast] = []
    for position, i in enumerate(ranked):
        for j in ranked[position:]:
            codes = set(found[i].codes) | set(found[j].codes)
            if len(codes) < 2 or (i != j and set(found[j].codes) <= set(found[i].codes)):
                continue
            members = [found[i]] if i == j else [found[i], found[j]]
            if not made and i != j:
                for k in ranked:
                    if k not in (i, j) and likely[k] >= _THIRD and not found[k].context and not set(found[k].codes) <= codes:
                        members.append(found[k])
                        codes |= set(found[k].codes)
            made.append(Cast(tuple(members), (), (likely[i], likely[j])))
    return made


def _towards(found: Sequence[Party], probabilities: Sequence[tuple[float, ...]]) -> list[Cast]:
    """Castings of a directed act: every likely source with every likely target."""
    sources = sorted(range(len(found)), key=lambda i: (-probabilities[i][1], i))[:4]
    targets = sorted(range(len(found)), key=lambda i: (-probabilities[i][2], i))[:4]
    made: list[Cast] = []
    for i in sources:
        for j in targets:
            codes = set(found[i].codes)
            if i == j or set(found[j].codes) <= codes or probabilities[i][1] * probabilities[j][2] < 0.005:
                continue
            members = [found[j]]
            taken = codes | set(found[j].codes)
            for k in targets:
                if k not in (i, j) and probabilities[k][2] > 0.6 and not found[k].context and not set(found[k].codes) & taken:
                    members.append(found[k])
                    taken |= set(found[k].codes)
            made.append(Cast((found[i],), tuple(members), (probabilities[i][1], probabilities[j][2])))
    return made
