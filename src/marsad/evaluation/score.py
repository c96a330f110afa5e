"""How good a coding is: figures of predicted records against gold records.

``events``  F1 in which a pair counts by how far its actors agree, acts equal
``strict``  F1 in which act, every actor and the status agree
``family``  as events, with the PLOVER type in place of the act
``dyads``   F1 of who-with-whom alone
``people``, ``claims``  F1 of the officials named and of the checkable claims

For the pairs of ``events``: the share with the right status, date and place, and with evidence
that overlaps. For the pairs of ``people``: the share with the right country and office.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from marsad.evaluation import match
from marsad.evaluation.match import JsonRecord

FIGURES = ("events", "strict", "family", "dyads", "people", "claims")
SHARES = ("status", "date", "place", "evidence", "people_country", "people_office")


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and F1, with the 95 % bootstrap interval of F1 over articles."""

    precision: float
    recall: float
    f1: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act: gold events, predicted events, precision and recall (0 where there are none)."""

    act: str
    gold: int
    found: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one comparison yields; a share is NaN where nothing could be compared."""

    articles: int
    gold_events: int
    found_events: int
    rates: dict[str, Rate]
    shares: dict[str, float]
    by_act: tuple[ActRow, ...]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready objects; NaN becomes null, which JSON can hold."""
        record = asdict(self)
        record["by_act"] = list(record["by_act"])
        record["shares"] = {k: None if math.isnan(v) else v for k, v in self.shares.items()}
        for rate in record["rates"].values():
            rate.update((k, None) for k, v in rate.items() if math.isnan(v))
        return record


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The gold events of one article that were not found, and the predicted that match none."""

    missed: tuple[JsonRecord, ...]
    invented: tuple[JsonRecord, ...]


class _Tally:
    """The counts of one article: hits, gold, found by figure; right and compared by share."""

    def __init__(self, gold: JsonRecord, found: JsonRecord) -> None:
        self.hits: dict[str, float] = {}
        self.gold: dict[str, int] = {}
        self.found: dict[str, int] = {}
        self.right: Counter[str] = Counter()
        self.compared: Counter[str] = Counter()
        self._count_events(match.known_events(gold), match.known_events(found))
        self._count_people(gold.get("people") or [], found.get("people") or [])
        claims = gold.get("claims") or [], found.get("claims") or []
        pairs = match.pair_records(*claims, match.same_claim)
        self._put("claims", len(pairs), len(claims[0]), len(claims[1]))

    def _put(self, figure: str, hits: float, gold: int, found: int) -> None:
        self.hits[figure], self.gold[figure], self.found[figure] = hits, gold, found

    def _count_events(self, golds: list[JsonRecord], founds: list[JsonRecord]) -> None:
        sizes = len(golds), len(founds)
        pairs = match.pair_events(golds, founds)
        self._put("events", sum(pair.similarity for pair in pairs), *sizes)
        family = match.pair_events(golds, founds, match.by_family)
        self._put("family", sum(pair.similarity for pair in family), *sizes)
        exact = Counter(map(match.strict_key, golds)) & Counter(map(match.strict_key, founds))
        self._put("strict", exact.total(), *sizes)
        ours, theirs = (
            frozenset().union(*(match.unordered(match.dyads(event)) for event in events))
            for events in (golds, founds)
        )
        self._put("dyads", len(ours & theirs), len(ours), len(theirs))
        for pair in pairs:
            self._compare(golds[pair.gold], founds[pair.found])

    def _compare(self, gold: JsonRecord, found: JsonRecord) -> None:
        """The shares of one matched pair; a date or place that gold leaves open is not compared."""
        self._judge("status", gold.get("status") == found.get("status"))
        evidence = gold.get("evidence"), found.get("evidence")
        self._judge("evidence", match.same_evidence(*evidence))
        if gold.get("date"):
            self._judge("date", match.same_date(gold["date"], found.get("date")))
        if gold.get("place"):
            self._judge("place", match.same_country(gold["place"], found.get("place")))

    def _count_people(self, golds: list[JsonRecord], founds: list[JsonRecord]) -> None:
        pairs = match.pair_records(golds, founds, match.same_person)
        self._put("people", len(pairs), len(golds), len(founds))
        for ours, theirs in pairs:
            self._judge("people_country", ours.get("country") == theirs.get("country"))
            self._judge("people_office", ours.get("office") == theirs.get("office"))

    def _judge(self, share: str, right: bool) -> None:
        self.compared[share] += 1
        self.right[share] += right


def _rate(figure: str, tallies: Sequence[_Tally]) -> Rate:
    hits = sum(tally.hits[figure] for tally in tallies)
    gold = sum(tally.gold[figure] for tally in tallies)
    found = sum(tally.found[figure] for tally in tallies)
    return _rate_of(hits, gold, found)


def _rate_of(hits: float, gold: int, found: int) -> Rate:
    precision = hits / found if found else 0.0
    recall = hits / gold if gold else 0.0
    both = precision + recall
    return Rate(precision, recall, 2 * precision * recall / both if both else 0.0)


def _interval(
    figure: str, tallies: Sequence[_Tally], rounds: int, seed: int
) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of F1 over resampled sets of articles, repeatable."""
    if not tallies or rounds < 1:
        return math.nan, math.nan
    chance = random.Random(seed)
    counts = [(t.hits[figure], t.gold[figure], t.found[figure]) for t in tallies]
    scores = []
    for _ in range(rounds):
        hits, gold, found = zip(*chance.choices(counts, k=len(counts)), strict=True)
        scores.append(_rate_of(sum(hits), sum(gold), sum(found)).f1)
    scores.sort()
    return scores[int(0.025 * rounds)], scores[max(int(0.975 * rounds) - 1, 0)]


def _by_act(pairs: Iterable[tuple[JsonRecord, JsonRecord]]) -> tuple[ActRow, ...]:
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    hits: defaultdict[str, float] = defaultdict(float)
    for ours, theirs in pairs:
        golds, founds = match.known_events(ours), match.known_events(theirs)
        gold.update(event["act"] for event in golds)
        found.update(event["act"] for event in founds)
        for pair in match.pair_events(golds, founds):
            hits[golds[pair.gold]["act"]] += pair.similarity
    rows = []
    for act in sorted(gold | found, key=lambda act: (-gold[act], act)):
        rate = _rate_of(hits[act], gold[act], found[act])
        rows.append(ActRow(act, gold[act], found[act], rate.precision, rate.recall))
    return tuple(rows)


def score(
    pairs: Iterable[tuple[JsonRecord, JsonRecord]], *, rounds: int = 500, seed: int = 7
) -> Report:
    """The report of (gold, predicted) record pairs, one pair an article.

    ``rounds`` resamplings make the intervals, 0 leaves them out. Use ``pair_by_id`` to make the
    pairs. The same input gives the same report.
    """
    pairs = list(pairs)
    tallies = [_Tally(gold, found) for gold, found in pairs]
    rates = {}
    for figure in FIGURES:
        rate = _rate(figure, tallies)
        low, high = _interval(figure, tallies, rounds, seed)
        rates[figure] = Rate(rate.precision, rate.recall, rate.f1, low, high)
    shares = {}
    for share in SHARES:
        compared = sum(tally.compared[share] for tally in tallies)
        right = sum(tally.right[share] for tally in tallies)
        shares[share] = right / compared if compared else math.nan
    return Report(
        articles=len(pairs),
        gold_events=sum(tally.gold["events"] for tally in tallies),
        found_events=sum(tally.found["events"] for tally in tallies),
        rates=rates,
        shares=shares,
        by_act=_by_act(pairs),
    )


def pair_by_id(
    golds: Iterable[JsonRecord], founds: Iterable[JsonRecord]
) -> list[tuple[JsonRecord, JsonRecord]]:
    """Gold records with the predicted record of the same id, or an empty one where there is none.

    Of several records with one id the last counts, at the place of the first.
    """
    by_id = {record["id"]: record for record in founds}
    unique = {record["id"]: record for record in golds}
    return [(gold, by_id.get(name, {})) for name, gold in unique.items()]


def mistakes(gold: JsonRecord, found: JsonRecord) -> Mistakes:
    """What was missed and what was invented in one article, in reading order."""
    golds, founds = match.known_events(gold), match.known_events(found)
    pairs = match.pair_events(golds, founds)
    matched, used = {pair.gold for pair in pairs}, {pair.found for pair in pairs}
    return Mistakes(
        tuple(event for n, event in enumerate(golds) if n not in matched),
        tuple(event for n, event in enumerate(founds) if n not in used),
    )
