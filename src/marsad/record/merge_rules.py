"""The rules of merging.toml: for each act, when two reports of it tell one event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from marsad.errors import DataError
from marsad.language.tables import toml
from marsad.ontology import ACTS

SHARP_DAYS = 10
"""A date of at most so many days tells when; a wider one (a month, a year) is vague."""
CLOSE_DAYS = 3
"""Of wider dates than this the same days are not enough by themselves: "this week" may hold two visits."""
COPY_DAYS = 1
"""How far the days of copies may lie apart: a paper that prints a text a day later has another "yesterday"."""
COPY_SPREAD = 3
"""Days within which undated copies of one text are published."""
YEAR = 366


@dataclass(frozen=True, slots=True)
class MergeRule:
    """When two reports of one act tell one event; the head of merging.toml says what the fields mean."""

    act: str
    parties: Literal["equal", "most", "joint"]
    alone: bool
    vague: Literal["once", "supported", "copies"]
    city: Literal["apart", "doubt", "free"]
    days: int = 0
    named_days: int = 0
    near: Literal["city", "person"] = "person"
    back: int = 0
    ahead: int = 0
    people: frozenset[str] = frozenset()
    fields: bool = False

    @property
    def most_days(self) -> int:
        """The furthest that two days of one event can lie apart."""
        return max(self.days, self.named_days, COPY_DAYS)


_CHOICES = {
    "parties": ("equal", "most", "joint"),
    "vague": ("once", "supported", "copies"),
    "city": ("apart", "doubt", "free"),
    "near": ("city", "person"),
}


@cache
def rules() -> Mapping[str, MergeRule]:
    """The rule of each act. DataError names what is wrong in merging.toml; every act of the ontology has a rule."""
    found = {act: _rule(act, fields) for act, fields in toml(files(__package__), "merging.toml").items()}
    lacking, unknown = sorted(ACTS.keys() - found.keys()), sorted(found.keys() - ACTS.keys())
    if lacking or unknown:
        raise DataError("bad-merge-rule", f"merging.toml: acts without a rule {lacking}, acts that are none {unknown}")
    return MappingProxyType(found)


def _rule(act: str, fields: dict[str, Any]) -> MergeRule:
    try:
        rule = MergeRule(act=act, **{**fields, "people": frozenset(fields.get("people", ()))})
    except TypeError as error:
        raise DataError("bad-merge-rule", f"merging.toml, [{act}]: {error}") from None
    for name, choices in _CHOICES.items():
        if getattr(rule, name) not in choices:
            raise DataError("bad-merge-rule", f"merging.toml, [{act}]: '{name}' must be one of {', '.join(choices)}")
    if not rule.people <= {"source", "target", "envoys"}:
        raise DataError("bad-merge-rule", f"merging.toml, [{act}]: 'people' are source, target or envoys")
    if min(rule.days, rule.named_days, rule.back, rule.ahead) < 0:
        raise DataError("bad-merge-rule", f"merging.toml, [{act}]: days cannot be negative")
    return rule
