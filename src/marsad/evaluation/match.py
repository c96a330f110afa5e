"""When a predicted event, person or claim counts as a gold one.

Records are the JSON objects of a coded article; nothing here changes them. The definitions are
those of the gold standard; each function tells its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

from marsad.ontology import ACTS

JsonRecord = Mapping[str, Any]
Dyad = frozenset[str] | tuple[str, str]

# `agree` is mutual in the ontology, but one-sided pledges are so common that it is compared by
# direction wherever a target is given.
UNORDERED = frozenset(name for name, act in ACTS.items() if act.mutual) - {"agree"}

_DROPPED = (
    (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED), (0x0640, 0x0640),
    (0x200C, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069),
)  # fmt: skip
_FOLDING: dict[int, str | None] = {
    code: None for first, last in _DROPPED for code in range(first, last + 1)
}
for _letters, _plain in (("أإآٱ", "ا"), ("ىئی", "ي"), ("ة", "ه"), ("ؤ", "و"), ("ک", "ك")):
    _FOLDING.update(dict.fromkeys(map(ord, _letters), _plain))


class Pair(NamedTuple):
    """Two events held to be one: their places in the two lists, and how far their actors agree."""

    gold: int
    found: int
    similarity: float


def fold_words(text: str | None) -> list[str]:
    """The words of a text for comparing: marks, direction controls and letter variants levelled."""
    plain = unicodedata.normalize("NFKC", text or "").translate(_FOLDING).casefold()
    return re.findall(r"\w+", plain)


def by_act(event: JsonRecord) -> str | None:
    """The key of the figures that compare act with act."""
    act: str | None = event.get("act")
    return act


def by_family(event: JsonRecord) -> str | None:
    """The key of the `family` figure: the act's PLOVER type."""
    act = ACTS.get(event.get("act") or "")
    return act.plover if act else None


def known_events(record: JsonRecord) -> list[JsonRecord]:
    """The events of a record whose act the ontology knows; others are not compared."""
    return [event for event in record.get("events") or [] if event.get("act") in ACTS]


def dyads(event: JsonRecord) -> frozenset[Dyad]:
    """Who stands with or against whom: ordered pairs, or unordered ones.

    Unordered for the mutual acts and where no target is told. A party alone makes a dyad of one;
    a state acting on itself counts only when nothing else is left.
    """
    source, target = event.get("source") or [], event.get("target") or []
    if target and event["act"] not in UNORDERED:
        ordered = frozenset(product(source, target))
        return frozenset(pair for pair in ordered if pair[0] != pair[1]) or ordered
    parties = frozenset(source) | frozenset(target)
    return frozenset(map(frozenset, combinations(parties, 2))) or frozenset({parties})


def unordered(pairs: Iterable[Dyad]) -> frozenset[Dyad]:
    """The dyads with their direction forgotten."""
    return frozenset(frozenset(pair) for pair in pairs)


def similarity(gold: JsonRecord, found: JsonRecord) -> float:
    """How far the actors agree: shared dyads over all dyads, in [0, 1].

    Direction counts only where both events have a target.
    """
    ours, theirs = dyads(gold), dyads(found)
    if not (gold.get("target") and found.get("target")):
        ours, theirs = unordered(ours), unordered(theirs)
    union = ours | theirs
    return len(ours & theirs) / len(union) if union else 0.0


def pair_events(
    golds: Sequence[JsonRecord],
    founds: Sequence[JsonRecord],
    key: Callable[[JsonRecord], str | None] = by_act,
) -> list[Pair]:
    """One-to-one pairs of events with the same key, the most similar first.

    Among equals those whose date and status agree come first, then those that stand first.
    """
    ranked = []
    for i, gold in enumerate(golds):
        for j, found in enumerate(founds):
            if key(gold) == key(found) and (score := similarity(gold, found)):
                agreeing = sum(gold.get(name) == found.get(name) for name in ("date", "status"))
                ranked.append((-score, -agreeing, i, j))
    pairs, taken, used = [], set(), set()
    for score, _, i, j in sorted(ranked):
        if i in taken or j in used:
            continue
        taken.add(i)
        used.add(j)
        pairs.append(Pair(i, j, -score))
    return pairs


def strict_key(event: JsonRecord) -> tuple[str, frozenset[Dyad], str | None]:
    """What must be equal for an exact hit: act, every actor, status."""
    return event["act"], dyads(event), event.get("status")


def same_evidence(gold: str | None, found: str | None) -> bool:
    """Whether two quotations share at least half of the words of the shorter one."""
    ours, theirs = Counter(fold_words(gold)), Counter(fold_words(found))
    shorter = min(ours.total(), theirs.total())
    return shorter > 0 and (ours & theirs).total() / shorter >= 0.5


def same_date(gold: str, found: str | None) -> bool:
    """Whether one EDTF date is the other or its beginning: a year and a day of it do not agree.

    Marks of doubt are left out; a month agrees with its day and with its year.
    """
    ours, theirs = gold.rstrip("~?"), (found or "").rstrip("~?")
    nested = ours.startswith(theirs) or theirs.startswith(ours)
    return nested and len(theirs) >= 4 and abs(len(ours) - len(theirs)) <= 3


def same_country(gold: JsonRecord, found: JsonRecord | None) -> bool:
    """Whether two places lie in one country."""
    return bool(found) and found is not None and found.get("country") == gold.get("country")


def same_person(gold: JsonRecord, found: JsonRecord) -> bool:
    """Whether the words of one name are all among those of the other."""
    ours, theirs = set(fold_words(gold.get("name"))), set(fold_words(found.get("name")))
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def same_claim(gold: JsonRecord, found: JsonRecord) -> bool:
    """Whether two claims are of one kind and say one value."""
    return all(gold.get(name) == found.get(name) for name in ("kind", "value"))


def pair_records(
    golds: Iterable[JsonRecord],
    founds: Iterable[JsonRecord],
    same: Callable[[JsonRecord, JsonRecord], bool],
) -> list[tuple[JsonRecord, JsonRecord]]:
    """One-to-one pairs in reading order: each gold record takes the first fitting one left."""
    left = list(founds)
    pairs = []
    for gold in golds:
        place = next((n for n, found in enumerate(left) if same(gold, found)), None)
        if place is not None:
            pairs.append((gold, left.pop(place)))
    return pairs
