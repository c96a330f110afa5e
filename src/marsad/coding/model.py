"""Small linear models: a table of features and weights, read from a pack's data, summed in plain Python."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.coding.forest import Forest


class LinearModel:
    """A (multinomial) logistic model: ``classes`` names and one weight a class for each feature."""

    def __init__(self, classes: Sequence[str], weights: Mapping[str, tuple[float, ...]]) -> None:
        self.classes = tuple(classes)
        self.weights = dict(weights)
        self._zero = (0.0,) * len(self.classes)
        self._bias = self.weights.get("", self._zero)

    def scores(self, features: Iterable[str]) -> list[float]:
        """The sum of the weights of ``features`` for each class, with the bias."""
        totals = list(self._bias)
        for row in map(self.weights.get, features):
            if row is not None:
                totals = [total + weight for total, weight in zip(totals, row, strict=True)]
        return totals

    def probability(self, features: Iterable[str]) -> float:
        """Of a model with one class: how likely it is, in (0, 1)."""
        total = self._bias[0]
        for row in map(self.weights.get, features):
            if row is not None:
                total += row[0]
        return 1.0 / (1.0 + math.exp(-max(min(total, 30.0), -30.0)))

    def probabilities(self, features: Iterable[str]) -> tuple[float, ...]:
        """How likely each class is; they sum to 1."""
        if len(self._bias) == 3:  # the hot path: which part a party plays
            return self._three(features)
        totals = self.scores(features)
        top = max(totals)
        powers = [math.exp(total - top) for total in totals]
        whole = sum(powers)
        return tuple(power / whole for power in powers)

    def _three(self, features: Iterable[str]) -> tuple[float, float, float]:
        x, y, z = self._bias
        for row in map(self.weights.get, features):
            if row is not None:
                a, b, c = row
                x += a
                y += b
                z += c
        top = max(x, y, z)
        x, y, z = math.exp(x - top), math.exp(y - top), math.exp(z - top)
        whole = x + y + z
        return x / whole, y / whole, z / whole


@dataclass(frozen=True, slots=True)
class Scaling:
    """From a score in (0, 1) to a confidence that means what it says: a line over the score's logit (Platt 1999)."""

    slope: float = 1.0
    intercept: float = 0.0

    def confidence(self, score: float) -> float:
        """How likely an event with this score is right, in (0, 1); higher for a higher score."""
        score = min(max(score, 1e-6), 1 - 1e-6)
        total = self.slope * math.log(score / (1 - score)) + self.intercept
        return 1.0 / (1.0 + math.exp(-max(min(total, 30.0), -30.0)))


class Judge:
    """The models of a language.

    ``hits``: whether a word tells its act at all (the hopeless are dropped unread); ``roles``: who has which
    part; ``status``; ``events``: whether a sentence tells this event; ``forest``: whether the article does;
    ``threshold``: the score from which on an event is kept; ``scaling``: from its score to its confidence.
    """

    def __init__(
        self, hits: LinearModel, roles: LinearModel, status: LinearModel, events: LinearModel, forest: Forest,
        threshold: float, scaling: Scaling | None = None,
    ) -> None:  # fmt: skip
        self.hits = hits
        self.roles = roles
        self.status = status
        self.events = events
        self.forest = forest
        self.threshold = threshold
        self.scaling = scaling or Scaling()
        self.remembered: dict[Hashable, float] = {}

    def remember(self, key: Hashable, answer: float) -> float:
        """Keeps an answer that will be asked for again (bounded), and gives it back."""
        if len(self.remembered) > 50_000:
            self.remembered.clear()
        self.remembered[key] = answer
        return answer

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Judge:
        """Reads judge.tsv: ``[model] TAB class …`` opens a model, ``feature TAB weight …`` are its rows.

        ``[threshold] TAB number`` tells from which score on an event is kept, ``[scaling] TAB slope TAB
        intercept`` what a score means; the rest is a Forest.
        """
        tables: dict[str, tuple[list[str], dict[str, tuple[float, ...]]]] = {}
        threshold, scaling = 0.5, Scaling()
        current: dict[str, tuple[float, ...]] = {}
        trees: list[str] = []
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            if line.startswith(("[forest]", "tree\t")):
                trees.append(line)
                continue
            cells = line.rstrip("\n").split("\t")
            if cells[0] == "[threshold]":
                threshold = float(cells[1])
            elif cells[0] == "[scaling]":
                scaling = Scaling(float(cells[1]), float(cells[2]))
            elif cells[0].startswith("["):
                current = {}
                tables[cells[0].strip("[]")] = (cells[1:], current)
            else:
                current[cells[0]] = tuple(map(float, cells[1:]))
        models = {name: LinearModel(classes, weights) for name, (classes, weights) in tables.items()}
        forest = Forest.from_lines(trees)
        return cls(models["hits"], models["roles"], models["status"], models["events"], forest, threshold, scaling)
