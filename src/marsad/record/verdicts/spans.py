"""How long ago: years, months and days between two dates, and whether a told length agrees with them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from functools import cache
from importlib.resources import files

from marsad.record.intervals import Interval

_WORD = re.compile(r"[^\W_]+")
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.2425, "decade": 3652.425, "century": 36524.25}


def unit_days(unit: str | None) -> float | None:
    """The days of a unit of time; None for a unit that is none."""
    return _DAYS.get(unit or "")


def years_between(before: dt.date, after: dt.date) -> float:
    """The years from one day to a later one, with their fraction: 365.2425 days each."""
    return (after - before).days / _DAYS["year"]


def _words(text: str) -> str:
    """Lower case, with one space around each word and no punctuation."""
    return " " + " ".join(_WORD.findall(text.casefold())) + " "


@cache
def _hedges() -> dict[str, tuple[str, ...]]:
    text = (files("marsad.record.verdicts") / "hedges.toml").read_text("utf-8")
    return {kind: tuple(words) for kind, words in tomllib.loads(text).items()}


def hedge(text: str) -> str | None:
    """How a number is hedged in the words of a claim: ``over``, ``under``, ``about`` or None.

    The words of both languages are in hedges.toml.
    """
    lowered = _words(text)
    for kind in ("over", "under", "about"):
        if any(f" {word} " in lowered for word in _hedges()[kind]):
            return kind
    return None


def bounded(text: str) -> bool:
    """Whether the words of a claim name a time from which on it holds, whether or not that time could be read."""
    lowered = _words(text)
    return any(f" {word} " in lowered for word in _hedges()["since"])


def in_the_country(text: str) -> bool:
    """Whether the words of a claim count within the state itself ("the first embassy in the country")."""
    lowered = _words(text)
    return any(f" {word} " in lowered for word in _hedges()["here"])


def agrees(value: float, unit: str, then: Interval, day: dt.date, hedged: str | None) -> bool:
    """Whether something of ``then`` lies ``value`` units before ``day``.

    Of years the difference of the calendar years or the full years passed may be meant; of shorter units one unit more
    or less. ``hedged`` loosens it: "over" 29 years is any length from 29 to a fifth above, or a year.
    """
    size = _DAYS[unit]
    shortest, longest = (day - then.hi).days / size, (day - then.lo).days / size
    slack = max(1.0, value * 0.1) if unit == "year" else 1.0
    if hedged == "over":
        return longest >= value - 0.01 and shortest < value + max(slack, value * 0.2)
    if hedged == "under":
        return shortest <= value + 0.01 and longest > value - slack
    if hedged == "about":
        return shortest <= value + slack and longest >= value - slack
    if unit == "year":
        differences = range(day.year - then.hi.year, day.year - then.lo.year + 1)
        whole = range(int(shortest), int(longest) + 1)
        return value in differences or value in whole or round(value) in whole
    return shortest <= value + 1 and longest >= value - 1


def expected(value: float, unit: str, day: dt.date) -> int:
    """The calendar year that lies ``value`` units before a day."""
    return int(day.year - value) if unit == "year" else (day - dt.timedelta(value * _DAYS[unit])).year
