"""Boosted regression trees, read from data and walked in plain Python.

The trees are grown at training time (gradient boosting with logistic loss; Friedman, "Greedy function
approximation: a gradient boosting machine", Annals of Statistics 29, 2001); here they are only applied.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

# a node is (feature, threshold, left, right, value); feature -1 marks a leaf
Node = tuple[int, float, int, int, float]


class Forest:
    """A sum of trees over a vector of numbers, as a probability."""

    def __init__(self, names: Sequence[str], base: float, trees: Sequence[Sequence[Node]]) -> None:
        self.names = tuple(names)
        self.base = base
        self.trees = [list(tree) for tree in trees]

    def probability(self, values: Sequence[float]) -> float:
        """How likely the thing described by ``values`` (in the order of ``names``) is, in (0, 1)."""
        total = self.base
        for tree in self.trees:
            feature, threshold, left, right, value = tree[0]
            while feature >= 0:
                feature, threshold, left, right, value = tree[left if values[feature] <= threshold else right]
            total += value
        return 1.0 / (1.0 + math.exp(-max(min(total, 30.0), -30.0)))

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Forest:
        """Reads ``[forest] TAB base TAB name …`` and then one tree a line, nodes as ``f:t:l:r`` or ``=value``."""
        names: list[str] = []
        base, trees = 0.0, []
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[0] == "[forest]":
                base, names = float(cells[1]), cells[2:]
            elif cells[0] == "tree":
                trees.append([_node(cell) for cell in cells[1:]])
        return cls(names, base, trees)

    def to_lines(self) -> list[str]:
        """The text form that ``from_lines`` reads."""
        lines = ["\t".join(["[forest]", f"{self.base:.5f}", *self.names])]
        for tree in self.trees:
            cells = [f"={v:.4f}" if f < 0 else f"{f}:{t:.6g}:{a}:{b}" for f, t, a, b, v in tree]
            lines.append("\t".join(["tree", *cells]))
        return lines


def _node(cell: str) -> Node:
    if cell.startswith("="):
        return (-1, 0.0, 0, 0, float(cell[1:]))
    feature, threshold, left, right = cell.split(":")
    return (int(feature), float(threshold), int(left), int(right), 0.0)
