"""Why events were missed, invented or not quite right: each error with its most likely cause.

An annotated event that no coded one matches is *missed*, a coded one that matches none is *invented*, a pair
that matches but for its status or a party is *inexact*. Matching is that of score.py. A missed and an invented
event that are the same told wrongly (other way round, other act, other parties) are one confusion and carry
the same cause. What is left is looked for where the coder went: were the parties seen, was there a trigger,
who dropped it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from marsad.coding.explain import Explanation
from marsad.evaluation import match
from marsad.evaluation.match import JsonRecord

Kind = Literal["missed", "invented", "inexact"]

CAUSES: Mapping[Kind, Mapping[str, str]] = {
    "missed": {
        "wrong direction": "coded the other way round",
        "wrong act": "coded between its parties, as another act",
        "wrong party": "coded from its words, with a party that is another or lacks",
        "merged": "another occasion of the same act and parties was coded, this one was not told apart",
        "wrong country": "a person of it was given another country",
        "actor not found": "a party of it was seen nowhere in the article",
        "trigger unknown": "no word of its sentence is known to tell its act",
        "act not chosen": "a word that may tell its act was taken for another act",
        "forbidden by a rule": "a word tells its act, a rule of the lexicon dropped it",
        "party only elsewhere": "a word tells its act, but a party is named in other sentences only",
        "parties not cast": "its parties stand in the sentence, the word was given others or none, and dropped",
        "dropped by the judge": "rightly read, and judged unlikely",
        "not found": "nothing is known of its sentence",
    },
    "invented": {
        "wrong direction": "annotated the other way round",
        "wrong act": "annotated between its parties, as another act",
        "wrong party": "annotated from its words, with other parties",
        "split": "an annotated event told a second time",
        "beside an event": "its sentence tells other events",
        "between known parties": "its sentence tells nothing, but the article tells events between these parties",
        "not an event": "its sentence tells nothing, nor does the article between these parties",
        "decoy": "the article tells no event at all",
    },
    "inexact": {
        "wrong status": "act and parties are right, the status is not",
        "party missing": "a party is not coded",
        "party too many": "a party is coded that is none",
        "party exchanged": "a party is coded for another",
    },
}
"""The causes of each kind of error in the order in which they are tried, with what they mean."""

BACKGROUND_DAYS = 31
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Error:
    """One error: its kind and cause, the article, the annotated and the coded event.

    ``gold`` is None where nothing annotated is meant, ``found`` where nothing was coded; ``background``: the event (the
    annotated one, where there is one) lies more than a month before publication.
    """

    kind: Kind
    cause: str
    article: str
    gold: JsonRecord | None
    found: JsonRecord | None
    background: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The errors of one cause: how many, their share of the kind, how many tell background."""

    kind: Kind
    cause: str
    count: int
    share: float
    background: int
    errors: tuple[Error, ...]

    @property
    def meaning(self) -> str:
        """The cause in words."""
        return CAUSES[self.kind][self.cause]


def errors_of(gold: JsonRecord, explanation: Explanation) -> list[Error]:
    """All errors of one article, in the order missed, invented, inexact, each kind in reading order.

    ``gold`` is its annotation, ``explanation`` its coding with the traces of its sentences. Errors of people and
    claims are not looked at.
    """
    return _Comparison(gold, explanation).errors()


def tabulate(errors: Iterable[Error]) -> list[Row]:
    """Errors by kind and cause, the commonest cause of a kind first; causes that did not occur are left out."""
    groups: dict[tuple[Kind, str], list[Error]] = {}
    for error in errors:
        groups.setdefault((error.kind, error.cause), []).append(error)
    totals: Counter[Kind] = Counter()
    for (kind, _), found in groups.items():
        totals[kind] += len(found)
    rows = []
    for kind, causes in CAUSES.items():
        known = [(cause, groups[kind, cause]) for cause in causes if (kind, cause) in groups]
        for cause, found in sorted(known, key=lambda item: -len(item[1])):
            background = sum(error.background for error in found)
            rows.append(Row(kind, cause, len(found), len(found) / totals[kind], background, tuple(found)))
    return rows


class _Comparison:
    """One article's annotation beside its coding; the events of both are spoken of by their place in the lists."""

    def __init__(self, gold: JsonRecord, explanation: Explanation) -> None:
        coded = explanation.coded
        self._id = str(gold.get("id") or coded.article.id)
        self._content = coded.article.content
        self._published = coded.article.published
        self._traces = [trace for trace in explanation.sentences if trace.coded]
        record = coded.to_dict()
        self._golds = match.known_events(gold)
        self._founds = match.known_events(record)
        self._pairs = match.pair_events(self._golds, self._founds)
        self._gold_sentences = [self._told_in(event) for event in self._golds]
        self._found_sentences = [self._told_in(event) for event in self._founds]
        self._seen = {code for trace in self._traces for codes in trace.parties for code in codes}
        self._misplaced = _misplaced(gold.get("people") or [], record["people"])

    def errors(self) -> list[Error]:
        matched = {pair.gold for pair in self._pairs}
        used = {pair.found for pair in self._pairs}
        missed = [i for i in range(len(self._golds)) if i not in matched]
        invented = [j for j in range(len(self._founds)) if j not in used]
        confused = self._confused(missed, invented)
        told = {i: (cause, j) for i, j, cause in confused}
        meant = {j: (cause, i) for i, j, cause in confused}
        errors = []
        for i in missed:
            why, other = told[i] if i in told else (self._why_missed(i), None)
            errors.append(self._error("missed", why, i, other))
        for j in invented:
            why, other = meant[j] if j in meant else (self._why_invented(j), None)
            errors.append(self._error("invented", why, other, j))
        for pair in sorted(self._pairs):
            errors += [self._error("inexact", cause, pair.gold, pair.found) for cause in self._why_inexact(*pair[:2])]
        return errors

    def _error(self, kind: Kind, cause: str, gold: int | None, found: int | None) -> Error:
        ours = self._golds[gold] if gold is not None else None
        theirs = self._founds[found] if found is not None else None
        return Error(kind, cause, self._id, ours, theirs, self._is_background(ours or theirs or {}))

    def _is_background(self, event: JsonRecord) -> bool:
        """Whether the last day that the event's date can mean lies more than a month before publication."""
        date = str(event.get("date") or "").rstrip("~?")
        if self._published is None or len(date) not in (4, 7, 10):
            return False
        limit = self._published - dt.timedelta(BACKGROUND_DAYS)
        return date < limit.isoformat()[: len(date)]

    def _told_in(self, event: JsonRecord) -> frozenset[int]:
        """The sentences that hold the event's quotation: by its span, else where its words stand."""
        evidence = str(event.get("evidence") or "")
        start = event["span"][0] if event.get("span") else self._content.find(evidence) if evidence else -1
        if start < 0:
            return frozenset()
        end = start + len(evidence)
        return frozenset(n for n, t in enumerate(self._traces) if t.span.start < end and start < t.span.end)

    # -- one event told wrongly ----------------------------------------------------------------

    def _confused(self, missed: Sequence[int], invented: Sequence[int]) -> list[tuple[int, int, str]]:
        """Missed events with the invented ones that tell them wrongly, one to one, the nearest first."""
        ranked = []
        for i in missed:
            for j in invented:
                cause, merit = self._confusion(i, j)
                if cause:
                    ranked.append((-merit, i, j, cause))
        pairs, taken, used = [], set(), set()
        for _, i, j, cause in sorted(ranked):
            if i not in taken and j not in used:
                taken.add(i)
                used.add(j)
                pairs.append((i, j, cause))
        return pairs

    def _confusion(self, i: int, j: int) -> tuple[str, float]:
        """(how the coded event tells the annotated one wrongly, how near it is); no cause where it does not."""
        gold, found = self._golds[i], self._founds[j]
        shared = _jaccard(match.unordered(match.dyads(gold)), match.unordered(match.dyads(found)))
        here = bool(self._gold_sentences[i] & self._found_sentences[j])
        if gold["act"] == found["act"] and shared >= _ALIKE:
            return "wrong direction", 4 + here + shared
        if not here:
            return "", 0.0
        if shared >= _ALIKE:
            return "wrong act", 2 + shared + match.same_evidence(gold.get("evidence"), found.get("evidence"))
        if gold["act"] == found["act"]:
            common = len(_parties(gold) & _parties(found))
            return "wrong party", 1 + common / (common + 1)
        return "", 0.0

    # -- why nothing was coded -----------------------------------------------------------------

    def _why_missed(self, i: int) -> str:
        gold = self._golds[i]
        if any(_same(gold, self._founds[pair.found]) for pair in self._pairs):
            return "merged"
        parties = _parties(gold)
        if parties & self._misplaced - self._seen:
            return "wrong country"
        if parties - self._seen:
            return "actor not found"
        traces = [self._traces[n] for n in sorted(self._gold_sentences[i])]
        if not traces:
            return "not found"
        words = [word for trace in traces for word in trace.considered if gold["act"] in word.acts]
        if not words:
            return "trigger unknown"
        tried = [word for word in words if word.act == gold["act"]]
        if not tried:
            return "act not chosen"
        if any(_same(gold, _record(word.act, word.source, word.target)) for word in tried):
            return "dropped by the judge"
        if all(word.stage == "rule" for word in tried):
            return "forbidden by a rule"
        if parties - {code for trace in traces for codes in trace.parties for code in codes}:
            return "party only elsewhere"
        return "parties not cast"

    def _why_invented(self, j: int) -> str:
        found = self._founds[j]
        if not self._golds:
            return "decoy"
        if any(_same(event, found) for event in self._golds):
            return "split"
        if any(sentences & self._found_sentences[j] for sentences in self._gold_sentences):
            return "beside an event"
        ours = match.unordered(match.dyads(found))
        if any(ours & match.unordered(match.dyads(event)) for event in self._golds):
            return "between known parties"
        return "not an event"

    def _why_inexact(self, i: int, j: int) -> list[str]:
        gold, found = self._golds[i], self._founds[j]
        lacking, more = _parties(gold) - _parties(found), _parties(found) - _parties(gold)
        causes = []
        if lacking or more:
            causes.append("party exchanged" if lacking and more else "party missing" if lacking else "party too many")
        if gold.get("status") != found.get("status"):
            causes.append("wrong status")
        return causes


def _misplaced(golds: Iterable[JsonRecord], founds: Iterable[JsonRecord]) -> set[str]:
    """The states of annotated people who were found as another state's."""
    pairs = match.pair_records(golds, founds, match.same_person)
    return {str(ours["country"]) for ours, theirs in pairs if ours.get("country") != theirs.get("country")}


def _same(gold: JsonRecord, found: JsonRecord) -> bool:
    return gold["act"] == found["act"] and match.similarity(gold, found) >= _ALIKE


def _parties(event: JsonRecord) -> set[str]:
    return {*(event.get("source") or ()), *(event.get("target") or ())}


def _record(act: str, source: tuple[str, ...], target: tuple[str, ...]) -> JsonRecord:
    return {"act": act, "source": source, "target": target}


def _jaccard(ours: frozenset[match.Dyad], theirs: frozenset[match.Dyad]) -> float:
    union = ours | theirs
    return len(ours & theirs) / len(union) if union else 0.0

