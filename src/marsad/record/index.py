"""The index of tension and cooperation between two parties, month by month, from Goldstein values.

For a month with n happened events whose Goldstein values sum to S the index is

    I = S / (n + k),   k = 5

the mean drawn towards 0 as if k neutral events had been there too: one event alone makes no crisis. It lies between
−10 (conflict) and +10 (cooperation). ``mean`` is the plain S / n; ``n`` is always shown with it. The curve is an
exponentially weighted mean of the months, weighted by their events, with a half-life of H = 6 months:

    C(m) = Σ S(i) w(i) / (Σ n(i) w(i) + k),   w(i) = 2^(−(m − i) / H),   over the months i ≤ m

A month without events has no index of its own; the curve then moves towards 0, as old events weigh less. The values are
those of an act's CAMEO code (ontology/acts.toml): Goldstein, A Conflict-Cooperation Scale for WEIS Events Data,
Journal of Conflict Resolution 36 (1992). What is not reported is not counted: the index tells the press that was read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from marsad.record.snapshot import Balance

SHRINKAGE = 5
HALF_LIFE = 6
FORMULA = f"I = S / (n + {SHRINKAGE})"
CURVE = f"C(m) = sum S(i) w(i) / (sum n(i) w(i) + {SHRINKAGE}), w(i) = 2^(-(m-i)/{HALF_LIFE})"


@dataclass(frozen=True, slots=True)
class Point:
    """One month of the index. ``index`` and ``mean`` are None for a month without events; all values in [−10, 10]."""

    month: str
    n: int
    total: float
    index: float | None
    mean: float | None
    curve: float

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, rounded to three digits."""
        def rounded(value: float | None) -> float | None:
            return None if value is None else round(value, 3)

        return {
            "month": self.month, "events": self.n, "goldstein": rounded(self.total), "index": rounded(self.index),
            "mean": rounded(self.mean), "curve": rounded(self.curve),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Index:
    """The index over time: every month from the first with events to the last, and how many events there are in all."""

    points: tuple[Point, ...]

    @property
    def events(self) -> int:
        """The sample size."""
        return sum(point.n for point in self.points)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, with its formula."""
        return {
            "formula": FORMULA, "curve_formula": CURVE, "shrinkage": SHRINKAGE, "half_life_months": HALF_LIFE,
            "events": self.events, "points": [point.to_dict() for point in self.points],
        }  # fmt: skip


def index(balances: Iterable[Balance], until: str | None = None) -> Index:
    """The index of the months of a pair. ``until`` (YYYY-MM) leaves out later months and draws the curve up to it."""
    months = {b.month: b for b in balances if b.events and (until is None or b.month <= until)}
    if not months:
        return Index(())
    points, weighted, weight, decay = [], 0.0, 0.0, math.pow(2, -1 / HALF_LIFE)
    for number in range(_number(min(months)), _number(until or max(months)) + 1):
        month = f"{number // 12:04d}-{number % 12 + 1:02d}"
        balance = months.get(month, Balance(month, 0, 0.0))
        n, total = balance.events, balance.goldstein
        weighted, weight = weighted * decay + total, weight * decay + n
        points.append(
            Point(
                month, n, total, total / (n + SHRINKAGE) if n else None, total / n if n else None,
                weighted / (weight + SHRINKAGE),
            )
        )  # fmt: skip
    return Index(tuple(points))


def _number(month: str) -> int:
    """Months since year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1
