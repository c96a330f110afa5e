"""What the judge looks at: features of a candidate's status, and of whether it is an event at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marsad.coding.actors import Actor
from marsad.coding.arguments import Arguments
from marsad.coding.candidates import Candidate
from marsad.coding.memory import Memory
from marsad.coding.scan import Hit, Sentence
from marsad.language.entries import Trigger

_WINDOW = 12


def hit_features(hit: Hit, trigger: Trigger, met: bool, parties: int, *, title: bool) -> tuple[str, ...]:
    """Features of whether a word tells its act at all: the word, its clitics, how many parties there are."""
    reading, few, rule = hit.reading, min(parties, 4), trigger.rule
    shape = f"{reading.article:d}{bool(reading.pronoun):d}{bool(reading.preposition):d}"
    return (
        f"a|{trigger.act}|{few}", f"b|{rule}", f"c|{rule}|{met}", f"d|{trigger.pos}|{trigger.tense}|{shape}",
        f"e|{few}|{title}", f"f|{trigger.act}|{met}", f"g|{int(trigger.weight * 10)}", f"h|{rule}|{few > 1}",
    )  # fmt: skip


def status_features(
    candidate: Candidate, sentence: Sentence, arguments: Arguments, rule: str, published: dt.date | None
) -> list[str]:
    """Features of happened, planned, proposed, denied: the status words around, the verb's form, the date."""
    hit, trigger = candidate.hit, candidate.trigger
    act, told = candidate.act, rule.partition(":")[0]
    features = [
        f"a|{told}", f"b|{rule}", f"c|{act}", f"d|{told}|{trigger.pos}|{act}",
        f"e|{trigger.tense}|{hit.reading.future}|{told}", f"f|{trigger.rule}", f"g|{sentence.title}|{trigger.tense}",
        f"h|{bool(hit.reading.preposition)}|{trigger.pos}|{hit.reading.preposition}",
    ]  # fmt: skip
    near: dict[str, int] = {}
    for function in sentence.functions:
        if function.role not in ("status", "conditional"):
            continue
        before = function.last <= hit.first
        distance = hit.first - function.last if before else function.first - hit.last
        if not 0 <= distance <= _WINDOW:
            continue
        low, high = (function.last, hit.first) if before else (hit.last, function.first)
        walls = min(arguments.walls(low, high), 2)
        side = "b" if before else "a"
        value = function.value or function.role
        bucket = 0 if distance == 0 else 1 if distance <= 2 else 2 if distance <= 5 else 3
        word = " ".join(sentence.norms[function.first : function.last])
        features += [
            f"w|{side}|{value}|{bucket}|{walls}",
            f"x|{word}|{side}|{bucket}",
            f"y|{word}|{trigger.pos}|{side}",
        ]
        near[value + side] = min(near.get(value + side, 99), bucket)
    features += [f"n|{k}|{v}|{trigger.pos}" for k, v in near.items()]
    if not near:
        features.append(f"n|none|{trigger.tense}")
    if candidate.date and published and len(candidate.date) >= 10:
        day = candidate.date[:10]
        when = "after" if day > published.isoformat() else "same" if day == published.isoformat() else "before"
        features += [f"t|{when}", f"t|{when}|{trigger.tense}"]
    return features


def event_features(candidate: Candidate, sentence: Sentence, actors: Sequence[Actor], memory: Memory) -> list[str]:
    """Features of whether a candidate is an event: its word, its parties and how they were found, its sentence.

    Chosen by forward selection from three times as many: each says something the others do not.
    """
    hit, trigger, act = candidate.hit, candidate.trigger, candidate.act
    first, second = candidate.certain
    sure = f"{min(int(first * 5), 4)}{min(int(second * 5), 4)}"
    product = min(int(first * second * 10), 9)
    agree = f"{candidate.agrees[0]:d}{candidate.agrees[1]:d}"
    rank, rule = candidate.rank, trigger.rule
    parties = candidate.source + candidate.target
    told = {code for actor in actors for code in actor.codes}
    inside = sum(code in told for code in parties)
    states = sum(":" not in code and len(code) == 3 for code in parties)
    share = min(int(8 * min(memory.counts[code] for code in parties) / memory.total), 3)
    kinds = "+".join(sorted({a.kind for a in candidate.actors}))
    where_s, where_t, near_s, near_t = candidate.where
    norms = sentence.norms
    before = norms[hit.first - 1] if hit.first else "<"
    after = norms[hit.last] if hit.last < len(norms) else ">"
    return [
        f"1|{rule}|{candidate.how[1]}", f"2|{rule}|{sure}", f"7|{rank}", f"7|{rank}|{agree}|{product}",
        f"9|{product}|{act}",
        f"I|{candidate.met}|{bool(trigger.needs)}", f"P|{kinds}|{act}", f"Q|{inside}|{len(parties)}|{states}",
        f"R|{share}|{act}", f"R|{share}|{sure}", f"U|{int(10 * trigger.weight)}", f"X|{len(parties)}|{act}",
        f"pB|{where_s}|{where_t}|{act}", f"pC|{rule}|{where_s}", f"pE|{where_s}|{near_s}|{trigger.pos}",
        f"pG|{near_s}|{near_t}|{trigger.pos}", f"pI|{act}|{near_s}|{near_t}",
        f"lb|{before}", f"la|{after}", f"lb|{act}|{before}", f"la|{act}|{after}",
    ]  # fmt: skip
