"""Whether a confidence means what it says: of events given 0.8, about 80 % should be right.

A scaling of scores is fitted on events that the judge has not seen (J. Platt, "Probabilistic outputs for support
vector machines", 1999); the reliability table and the expected calibration error (M. P. Naeini, G. F. Cooper and
M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015) tell how well it holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marsad.coding.model import Scaling
from marsad.evaluation import match
from marsad.evaluation.match import JsonRecord

RIGHT = 0.5
BINS = 10
_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Rated:
    """A coded event: its confidence in [0, 1], and how far the annotated event matched with it agrees (0: none)."""

    confidence: float
    similarity: float

    @property
    def right(self) -> bool:
        """Whether an annotated event has its act and at least half of its pairs of parties."""
        return self.similarity >= RIGHT


@dataclass(frozen=True, slots=True)
class Bin:
    """The events with a confidence from ``low`` to ``high`` (out): how many, mean confidence, share right."""

    low: float
    high: float
    count: int
    confidence: float
    share: float


@dataclass(frozen=True, slots=True)
class Point:
    """Precision, recall and F1 (of events, as in score.py) of what has at least this confidence."""

    least: float
    count: int
    precision: float
    recall: float
    f1: float


def rated(gold: JsonRecord, found: JsonRecord) -> list[Rated]:
    """The coded events of an article with their confidence, matched one to one with the annotated ones."""
    golds, founds = match.known_events(gold), match.known_events(found)
    agreement = {pair.found: pair.similarity for pair in match.pair_events(golds, founds)}
    return [Rated(event["confidence"], agreement.get(j, 0.0)) for j, event in enumerate(founds)]


def fit(scores: Sequence[float], rights: Sequence[bool]) -> Scaling:
    """The slope and intercept over the logit of ``scores`` (in (0, 1)) under which ``rights`` are likeliest.

    Newton's method on the logistic loss; Platt's smoothed targets keep it finite. Raises ValueError without both
    right and wrong events, from which nothing can be learned.
    """
    yes = sum(rights)
    no = len(rights) - yes
    if not yes or not no:
        raise ValueError("a scaling needs events that are right and events that are wrong")
    high, low = (yes + 1) / (yes + 2), 1 / (no + 2)
    points = [(_logit(score), high if right else low) for score, right in zip(scores, rights, strict=True)]
    slope, intercept = 1.0, 0.0
    for _ in range(_ROUNDS):
        # gradient and Hessian of the loss; the small ridge keeps the step finite when all scores are alike
        g1 = g2 = h12 = 0.0
        h11 = h22 = 1e-9
        for x, target in points:
            p = 1.0 / (1.0 + math.exp(-(slope * x + intercept)))
            error, weight = p - target, p * (1 - p)
            g1 += error * x
            g2 += error
            h11 += weight * x * x
            h12 += weight * x
            h22 += weight
        determinant = h11 * h22 - h12 * h12
        step = (h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant
        slope, intercept = slope - step[0], intercept - step[1]
        if max(map(abs, step)) < 1e-9:
            break
    return Scaling(round(slope, 4), round(intercept, 4))


def reliability(events: Iterable[Rated], bins: int = BINS) -> list[Bin]:
    """The reliability table: events by confidence in ``bins`` of one width; empty ones are left out."""
    groups: list[list[Rated]] = [[] for _ in range(bins)]
    for event in events:
        groups[min(int(event.confidence * bins), bins - 1)].append(event)
    return [
        Bin(
            n / bins, (n + 1) / bins, len(group), sum(e.confidence for e in group) / len(group),
            sum(e.right for e in group) / len(group),
        )
        for n, group in enumerate(groups) if group
    ]  # fmt: skip


def calibration_error(table: Sequence[Bin]) -> float:
    """The expected calibration error: mean distance of confidence and share right, by the number of events."""
    total = sum(row.count for row in table)
    return sum(row.count * abs(row.confidence - row.share) for row in table) / total if total else 0.0


def curve(events: Sequence[Rated], annotated: int, steps: Iterable[float]) -> list[Point]:
    """What each least confidence of ``steps`` leaves: fewer events, more of them right.

    ``annotated``: the number of annotated events. The pairs are those of all events together, so recall at a high
    step can be a little more than is told where one annotated event was coded twice.
    """
    points = []
    for least in steps:
        kept = [event.similarity for event in events if event.confidence >= least]
        precision = sum(kept) / len(kept) if kept else 0.0
        recall = sum(kept) / annotated if annotated else 0.0
        both = precision + recall
        points.append(Point(least, len(kept), precision, recall, 2 * precision * recall / both if both else 0.0))
    return points


def _logit(score: float) -> float:
    score = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(score / (1 - score))
