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
_MOST = 6  # parties weighed on each side of a trigger
_BUCKETS = (0, 1, 2, 2, 4, 4, 4, 7, 7, 7, 7, 11, 11, 11, 11, 11)


@dataclass(slots=True)
class Party:
    """A group of coordinated actors (or one that only the context offers) with its features for one trigger."""

    actors: tuple[Actor, ...]
    codes: tuple[str, ...]
    context: str
    features: list[str]


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
    bare = 0
    for order, group in enumerate(after):
        if not group[0].preposition:
            bare += 1
        found.append(_party(group, "a", order, bare, hit, trigger, arguments, common, source, target, in_source, in_target))
    told = {code for party in found for code in party.codes}
    for name, codes in _context(memory, arguments):
        if codes and not (name in ("top1", "top2") and set(codes) <= told):
            found.append(_contextual(name, codes, told, trigger, common, hit, source, target))
    return found


def _party(
    group: list[Actor], side: str, order: int, bare: int, hit: Hit, trigger: Trigger, arguments: Arguments,
    common: tuple[str, str, str, str], source: Filled | None, target: Filled | None,
    in_source: set[int], in_target: set[int],
) -> Party:  # fmt: skip
    actor = group[0]
    act, form, rule, frame = common
    if side == "a":
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
    features = [
        f"A|{act}|{where}", f"B|{form}|{where}|{near}", f"C|{rule}|{where}", f"D|{slot}", f"E|{act}|{slot}",
        f"F|{form}|{side}|{min(order, 3)}|{min(bare, 3)}|{preposition}", f"G|{actor.kind}|{where}",
        f"H|{form}|{side}|{walls}|{near}", f"I|{agrees}|{form}|{side}|{preposition == '0'}", f"J|{frame}|{where}",
        f"K|{frame}|{slot}", f"L|{actor.kind}|{act}", f"M|{trigger.pos}|{where}|{walls}", f"N|{pronoun}|{where}|{trigger.pos}",
        f"O|{trigger.pos}|{side}|{min(order, 3)}|{slot}", f"Q|{'+'.join(sorted(actor.flags))}|{act}",
        f"R|{codes == arguments.speaker}|{act}|{side}", f"S|{len(codes) > 1}|{act}|{where}",
        f"T|{actor.office}|{act}|{side}",
    ]  # fmt: skip
    return Party(tuple(group), codes, "", features)


def _context(memory: Memory, arguments: Arguments) -> list[tuple[str, tuple[str, ...]]]:
    subject = memory.subject.codes if memory.subject else ()
    top = [code for code, _ in memory.counts.most_common(2)]
    return [
        ("subject", subject), ("speaker", arguments.speaker), ("pair", memory.pair),
        ("top1", tuple(top[:1])), ("top2", tuple(top[1:2])), ("home", memory.home[:1]),
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
    features = [
        f"c|{name}", f"cA|{name}|{act}", f"cB|{name}|{form}", f"cC|{name}|{rule}", f"cD|{name}|{slot}", f"cE|{name}|{known}|{few}",
        f"cF|{name}|{trigger.pos}|{bool(hit.reading.pronoun)}", f"cG|{name}|{missing}|{trigger.pos}", f"cH|{name}|{frame}|{known}",
        f"cI|{act}|{missing}|{known}", f"cJ|{trigger.first_person}|{name}",
    ]  # fmt: skip
    return Party((), codes, name, features)


def choose(
    found: Sequence[Party], probabilities: Sequence[tuple[float, ...]], *, mutual: bool, directed: bool
) -> tuple[list[Party], list[Party], float, float]:
    """The likeliest parties: (sources, targets, probability of the weakest source, of the weakest target).

    ``probabilities``: for each party that it has no role, is a source, is a target. ``mutual``: all may be
    sources; ``directed``: one may do it to the other; where both are true the likelier reading wins.
    """
    if mutual and directed:
        both = choose(found, [(p[0], p[1], 0.0) for p in probabilities], mutual=True, directed=False)
        one = choose(found, probabilities, mutual=False, directed=True)
        codes = {code for party in both[0] for code in party.codes}
        first = min(both[2], 1.0) ** 2 if len(codes) > 1 else 0.0
        return both if first > one[2] * one[3] else one
    if mutual:
        ranked = sorted(
            range(len(found)), key=lambda i: (-(probabilities[i][1] + probabilities[i][2]), i)
        )
        chosen: list[Party] = []
        codes: set[str] = set()
        weakest = 1.0
        for index in ranked:
            likely = probabilities[index][1] + probabilities[index][2]
            new = set(found[index].codes) - codes
            if not new:
                continue
            if len(codes) >= 2 and likely < 0.5:
                break
            chosen.append(found[index])
            codes |= new
            weakest = min(weakest, likely)
        return chosen, [], weakest, weakest
    best: tuple[float, int, int] | None = None
    for i, source in enumerate(found):
        p = probabilities[i][1]
        if p < 0.02:
            continue
        for j, target in enumerate(found):
            if i == j or set(target.codes) <= set(source.codes):
                continue
            score = p * probabilities[j][2]
            if best is None or score > best[0]:
                best = score, i, j
    if best is None:
        return [], [], 0.0, 0.0
    _, i, j = best
    sources, targets = [found[i]], [found[j]]
    for index, party in enumerate(found):
        if index in (i, j) or party.context:
            continue
        codes = set(party.codes)
        if probabilities[index][2] > 0.6 and not codes & {c for p in sources + targets for c in p.codes}:
            targets.append(party)
    return sources, targets, probabilities[i][1], probabilities[j][2]
