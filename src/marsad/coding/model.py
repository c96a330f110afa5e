"""Small linear models: a table of features and weights, read from a pack's data, summed in plain Python."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence


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
        weights = self.weights
        if len(totals) == 1:
            total = totals[0]
            for feature in features:
                if feature in weights:
                    total += weights[feature][0]
            return [total]
        for feature in features:
            row = weights.get(feature)
            if row is not None:
                for index, weight in enumerate(row):
                    totals[index] += weight
        return totals

    def probability(self, features: Iterable[str]) -> float:
        """Of a model with one class: how likely it is, in (0, 1)."""
        score = self.scores(features)[0]
        return 1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0)))

    def probabilities(self, features: Iterable[str]) -> tuple[float, ...]:
        """How likely each class is; they sum to 1."""
        totals = self.scores(features)
        top = max(totals)
        powers = [math.exp(total - top) for total in totals]
        whole = sum(powers)
        return tuple(power / whole for power in powers)


class Judge:
    """The three models of a language: who has which role, which status, and whether it is an event at all."""

    def __init__(self, roles: LinearModel, status: LinearModel, events: LinearModel, threshold: float) -> None:
        self.roles = roles
        self.status = status
        self.events = events
        self.threshold = threshold

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Judge:
        """Reads judge.tsv: ``[model] TAB class …`` opens a model, ``feature TAB weight …`` are its rows.

        ``[events] TAB threshold TAB number`` also tells from which probability on an event is kept.
        """
        tables: dict[str, tuple[list[str], dict[str, tuple[float, ...]]]] = {}
        threshold = 0.5
        current: dict[str, tuple[float, ...]] = {}
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("#") or not line.strip():
                continue
            if cells[0] == "[threshold]":
                threshold = float(cells[1])
            elif cells[0].startswith("["):
                current = {}
                tables[cells[0].strip("[]")] = (cells[1:], current)
            else:
                current[cells[0]] = tuple(map(float, cells[1:]))
        models = {name: LinearModel(classes, weights) for name, (classes, weights) in tables.items()}
        return cls(models["roles"], models["status"], models["events"], threshold)
