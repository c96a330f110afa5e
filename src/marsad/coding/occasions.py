"""Candidates to occasions: what headline, lead and body tell of one act between the same parties is one event.

Each candidate was judged by its own sentence. Here all that an article tells is weighed together:
an occasion told three times is surer than one told once, one that another word of the same sentence
tells better is less sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from marsad.coding.actors import Actor
from marsad.coding.candidates import Candidate
from marsad.coding.memory import Memory
from marsad.coding.scan import Sentence
from marsad.model import STATUSES
from marsad.ontology import ACTS

_Key = tuple[str, frozenset[str], frozenset[str]]
_POS = {"verb": 0.0, "noun": 1.0, "phrase": 2.0}
_TENSES = ("perfect", "imperfect", "participle", "noun", "phrase", "jussive")
_FAR = 30  # words to a party that the sentence does not name
_ACTS = tuple(sorted(ACTS))
NAMES = (
    "best", "second", "third", "any", "sum", "tellers", "sentences", "other_act", "other_act_2", "other_acts",
    "other_acts_above", "rank", "superset", "subset", "overlap", "rival_here", "rival_here_same_parties", "rival_close",
    "crowd", "occasions", "expected", "source_sure", "target_sure", "both_sure", "sentence", "position", "parties",
    "weight", "met", "source_agrees", "target_agrees", "length", "article_length", "title", "reverse", "pos",
    "organisation",
    "status", "dated", "tells", "tells_best", "least_share", "greatest_share", "in_title",
    "nearest_party", "farthest_party", "party_mentions", "stretch", "triggers_within", "openers_within",
    "mentions_within", "resolved", "tense", "article", "pronoun", "preposition", "conjunction", "future", "words",
    "passive", "needs", "near_source", "near_target", "title_tells", "verb_tells", "first_sentence", "weight_best",
    *(f"act={act}" for act in _ACTS),
)  # fmt: skip


@dataclass(slots=True)
class Occasion:
    """One event as an article tells it: its tellers, the surest first (a headline last), and its probability."""

    tellers: list[Candidate]
    score: float = 0.0
    values: list[float] = field(default_factory=list)

    @property
    def best(self) -> Candidate:
        """The teller that speaks for all."""
        return self.tellers[0]

    @property
    def parties(self) -> frozenset[str]:
        """All parties, whatever they do."""
        return frozenset(self.best.source + self.best.target)


def gather(candidates: Iterable[Candidate]) -> list[Occasion]:
    """Groups candidates by act and parties, in the order of first telling."""
    groups: dict[_Key, Occasion] = {}
    for candidate in candidates:
        key = (candidate.act, frozenset(candidate.source), frozenset(candidate.target))
        groups.setdefault(key, Occasion([])).tellers.append(candidate)
    occasions = [part for occasion in groups.values() for part in _by_year(occasion)]
    for occasion in occasions:
        occasion.tellers.sort(key=lambda c: (-c.score, c.sentence, c.hit.first))
        occasion.score = occasion.best.score
    return occasions


def _by_year(occasion: Occasion) -> list[Occasion]:
    """An occasion told of different years is several; who tells no year tells the first of them."""
    years: dict[str, list[Candidate]] = {}
    for teller in occasion.tellers:
        if teller.date:
            years.setdefault(teller.date[:4], []).append(teller)
    if len(years) < 2:
        return [occasion]
    undated = [teller for teller in occasion.tellers if not teller.date]
    first, *others = years.values()
    return [Occasion(undated + first), *map(Occasion, others)]


def describe(
    occasions: Sequence[Occasion], sentences: Sequence[Sentence], actors: Sequence[Sequence[Actor]], memory: Memory
) -> None:
    """Fills each occasion's ``values`` (named by NAMES) from its tellers, the article's sentences and their actors."""
    lengths = [len(sentence.norms) for sentence in sentences]
    named = {c for s, found in zip(sentences, actors, strict=True) if s.title for a in found for c in a.codes}
    by_pair: dict[frozenset[str], list[Occasion]] = defaultdict(list)
    by_act: dict[str, list[Occasion]] = defaultdict(list)
    by_sentence: dict[int, list[tuple[float, Occasion, int]]] = defaultdict(list)
    for occasion in occasions:
        by_pair[occasion.parties].append(occasion)
        by_act[occasion.best.act].append(occasion)
        for c in occasion.tellers:
            by_sentence[c.sentence].append((c.score, occasion, c.hit.first))
    expected = sum(o.score for o in occasions)
    for occasion in occasions:
        best, parties, p = occasion.best, occasion.parties, occasion.score
        told = [c.score for c in occasion.tellers]
        missing = 1.0
        for score in told:
            missing *= 1 - score
        others = sorted((o.score for o in by_pair[parties] if o is not occasion), reverse=True)
        alike = [o for o in by_act[best.act] if o.parties != parties]
        here = [(s, o, at) for s, o, at in by_sentence[best.sentence] if o is not occasion]
        crowd = by_sentence[best.sentence]
        occasion.values = [
            p, told[1] if len(told) > 1 else 0.0, told[2] if len(told) > 2 else 0.0, 1 - missing, sum(told), len(told),
            len({c.sentence for c in occasion.tellers}), others[0] if others else 0.0,
            others[1] if len(others) > 1 else 0.0,
            sum(others), sum(x > p for x in others), sum(o.score > p for o in occasions),
            max((o.score for o in alike if o.parties > parties), default=0.0),
            max((o.score for o in alike if o.parties < parties), default=0.0),
            max((o.score for o in alike if o.parties & parties), default=0.0),
            max((s for s, _, _ in here), default=0.0),
            max((s for s, o, _ in here if o.parties == parties), default=0.0),
            max((s for s, _, at in here if abs(at - best.hit.first) <= 3), default=0.0),
            len(crowd), len(occasions), expected,
            best.certain[0], best.certain[1], best.certain[0] * best.certain[1], best.sentence,
            best.sentence / max(len(lengths), 1), len(parties), best.trigger.weight, best.met,
            best.agrees[0], best.agrees[1],
            lengths[best.sentence], len(lengths), best.title,
            max((o.score for o in by_pair[parties] if o is not occasion and o.best.act == best.act), default=0.0),
            _POS.get(best.trigger.pos, 0.0), any(":" in code for code in parties), STATUSES.index(best.status),
            best.date is not None, best.tells, max(c.tells for c in occasion.tellers),
            *_standing(occasion, memory, named),
            *_stretch(best, sentences[best.sentence], actors[best.sentence]), *_form(occasion),
            *(best.act == act for act in _ACTS),
        ]  # fmt: skip


def _standing(occasion: Occasion, memory: Memory, named: set[str]) -> tuple[float, ...]:
    """How much the article speaks of the parties, and how many of them its title names."""
    shares = [memory.counts[code] / max(memory.total, 1) for code in occasion.parties]
    return min(shares), max(shares), sum(code in named for code in occasion.parties)


def _stretch(best: Candidate, sentence: Sentence, actors: Sequence[Actor]) -> tuple[float, ...]:
    """The words from the trigger to its parties: how far it is, and what stands between."""
    hit = best.hit
    gaps = [max(a.first - hit.last, hit.first - a.last, 0) for a in best.actors] or [_FAR]
    low = min([hit.first, *(a.first for a in best.actors)])
    high = max([hit.last, *(a.last for a in best.actors)])
    return (
        min(gaps), max(gaps), len(best.actors), high - low, sum(low <= h.first < high for h in sentence.hits),
        sum(low <= f.first < high and f.role == "opener" for f in sentence.functions),
        sum(low <= a.first < high for a in actors), sum(a.resolved for a in best.actors),
    )  # fmt: skip


def _form(occasion: Occasion) -> tuple[float, ...]:
    """How the surest teller's word is written, and what the others are."""
    best, tellers = occasion.best, occasion.tellers
    trigger, reading = best.trigger, best.hit.reading
    tense = _TENSES.index(trigger.tense) if trigger.tense in _TENSES else len(_TENSES)
    return (
        tense, reading.article, bool(reading.pronoun), bool(reading.preposition), bool(reading.conjunction),
        reading.future, best.hit.last - best.hit.first, trigger.passive, bool(trigger.needs), best.where[2],
        best.where[3], any(c.title for c in tellers), any(c.trigger.pos == "verb" for c in tellers),
        min(c.sentence for c in tellers), max(c.trigger.weight for c in tellers),
    )  # fmt: skip
