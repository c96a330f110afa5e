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


def hit_features(hit: Hit, trigger: Trigger, met: bool, parties: int, *, title: bool) -> list[str]:
    """Features of whether a word tells its act at all, cheap to take: the word, its clitics, how many parties are there."""
    reading, few, rule = hit.reading, min(parties, 4), trigger.rule
    shape = f"{reading.article:d}{bool(reading.pronoun):d}{bool(reading.preposition):d}"
    return [
        f"a|{trigger.act}|{few}", f"b|{rule}", f"c|{rule}|{met}", f"d|{trigger.pos}|{trigger.tense}|{shape}",
        f"e|{few}|{title}", f"f|{trigger.act}|{met}", f"g|{int(trigger.weight * 10)}", f"h|{rule}|{few > 1}",
    ]  # fmt: skip


def status_features(
    candidate: Candidate, sentence: Sentence, arguments: Arguments, rule: str, published: dt.date | None
) -> list[str]:
    """Features of happened, planned, proposed, denied: the status words around, the verb's form, the date."""
    hit, trigger = candidate.hit, candidate.trigger
    act, told = candidate.act, rule.partition(":")[0]
    features = [
        f"a|{told}", f"b|{rule}", f"c|{act}", f"d|{told}|{trigger.pos}|{act}", f"e|{trigger.tense}|{hit.reading.future}|{told}",
        f"f|{trigger.rule}", f"g|{sentence.title}|{trigger.tense}", f"h|{bool(hit.reading.preposition)}|{trigger.pos}|{hit.reading.preposition}",
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
        features += [f"w|{side}|{value}|{bucket}|{walls}", f"x|{word}|{side}|{bucket}", f"y|{word}|{trigger.pos}|{side}"]
        near[value + side] = min(near.get(value + side, 99), bucket)
    features += [f"n|{k}|{v}|{trigger.pos}" for k, v in near.items()]
    if not near:
        features.append(f"n|none|{trigger.tense}")
    if candidate.date and published and len(candidate.date) >= 10:
        day = candidate.date[:10]
        when = "after" if day > published.isoformat() else "same" if day == published.isoformat() else "before"
        features += [f"t|{when}", f"t|{when}|{trigger.tense}"]
    return features


def event_features(
    candidate: Candidate, sentence: Sentence, actors: Sequence[Actor],
    arguments: Arguments, memory: Memory,
) -> list[str]:  # fmt: skip
    """Features of whether a candidate is an event: its word, its parties and how they were found, its sentence."""
    hit, trigger, act = candidate.hit, candidate.trigger, candidate.act
    p, q = (min(int(x * 5), 4) for x in candidate.certain)
    agree = f"{candidate.agrees[0]:d}{candidate.agrees[1]:d}"
    rank = candidate.rank
    product = min(int(candidate.certain[0] * candidate.certain[1] * 10), 9)
    how_s, how_t = candidate.how
    parties = candidate.source + candidate.target
    states = sum(":" not in code and len(code) == 3 for code in parties)
    told = {code for actor in actors for code in actor.codes}
    inside = sum(code in told for code in parties)
    shares = [memory.counts[code] for code in parties]
    total = sum(memory.counts.values()) or 1
    share = min(int(8 * min(shares) / total), 3) if shares else 0
    low, high = candidate.low, candidate.high
    gap = min((high - low) // 5, 4)
    walls = min(arguments.walls(low, high), 3)
    used = [a.kind for a in candidate.actors]
    speaks = arguments.speaker == candidate.source
    pq = f"{p}{q}"
    reading = hit.reading
    shape = f"{bool(reading.article)}{bool(reading.pronoun)}{bool(reading.preposition)}{bool(reading.conjunction)}"
    ws, wt, ns, nt = candidate.where
    norms = sentence.norms
    before = norms[hit.first - 1] if hit.first else "<"
    after = norms[hit.last] if hit.last < len(norms) else ">"
    return [
        f"pA|{ws}|{wt}|{trigger.pos}", f"pB|{ws}|{wt}|{act}", f"pC|{trigger.rule}|{ws}", f"pD|{trigger.rule}|{wt}", f"pE|{ws}|{ns}|{trigger.pos}",
        f"pF|{wt}|{nt}|{trigger.pos}", f"pG|{ns}|{nt}|{trigger.pos}", f"pH|{trigger.rule}|{ws}|{wt}", f"pI|{act}|{ns}|{nt}",
        f"lb|{before}", f"la|{after}", f"lb|{act}|{before}", f"la|{act}|{after}",
        f"A|{act}", f"B|{trigger.rule}", f"C|{pq}", f"D|{act}|{pq}", f"E|{how_s}|{how_t}", f"F|{act}|{how_s}", f"G|{act}|{how_t}",
        f"H|{trigger.pos}|{trigger.tense}|{pq}", f"I|{candidate.met}|{bool(trigger.needs)}", f"J|{trigger.rule}|{candidate.met}",
        f"K|{act}|{candidate.status}", f"L|{sentence.title}|{act}", f"M|{min(candidate.sentence, 6)}|{act}",
        f"N|{trigger.pos}|{shape}", f"O|{act}|{shape}", f"P|{'+'.join(sorted(set(used)))}|{act}", f"Q|{inside}|{len(parties)}|{states}",
        f"R|{share}|{act}", f"R|{share}|{pq}", f"S|{gap}|{walls}", f"S|{act}|{walls}", f"T|{speaks}|{act}", f"U|{int(10 * trigger.weight)}",
        f"V|{bool(arguments.speaker)}|{act}|{candidate.status}", f"W|{bool(candidate.date)}|{act}", f"X|{len(parties)}|{act}",
        f"Y|{min(len(sentence.hits), 8)}", f"Z|{min(len(told), 5)}|{act}", f"1|{trigger.rule}|{how_t}", f"2|{trigger.rule}|{pq}",
        f"5|{agree}|{act}", f"6|{agree}|{trigger.rule}", f"7|{rank}", f"7|{rank}|{agree}|{product}", f"8|{rank}|{act}", f"9|{product}|{act}",
        f"3|{any(':' in c for c in parties)}|{act}", f"4|{bool(candidate.place)}|{act}",
    ]  # fmt: skip
