"""The rules by which events and reference facts become steps in states of affairs (facts.toml, signs.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from marsad.errors import DataError
from marsad.language.tables import toml
from marsad.ontology import ACTS
from marsad.record import signs
from marsad.reference.facts import KINDS as REFERENCE_KINDS

Kind = Literal["relations", "mission", "envoy", "agreement", "visit", "contact", "field", "office", "membership"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Whose = Literal["source", "target", "place"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of facts.toml, whose head says what the fields mean."""

    id: str
    kind: Kind
    state: str
    acts: tuple[str, ...] = ()
    signs: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    whose: Whose = "source"
    premises: tuple[str, ...] = ()
    undated: bool = False
    reference: str | None = None
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """All of facts.toml: thresholds, kinds of missions and levels by sign, and the rules in their order."""

    weak: float
    same_occasion_days: int
    succession_days: int
    no_change: frozenset[str]
    missions: tuple[str, ...]
    levels: tuple[str, ...]
    reference_missions: Mapping[str, str]
    by_act: Mapping[str, tuple[Rule, ...]]
    by_reference: Mapping[str, tuple[Rule, ...]]

    def for_event(self, act: str, shown: Mapping[str, int]) -> Rule | None:
        """The rule for an event of an act whose evidence shows these signs; None if it changes nothing."""
        for rule in self.by_act.get(act, ()):
            if rule.signs <= shown.keys() and rule.without.isdisjoint(shown):
                return rule
        return None

    def for_reference(self, kind: str, status: str | None) -> Rule | None:
        """The rule for a reference fact; None if it is of no use here."""
        for rule in self.by_reference.get(kind, ()):
            if not rule.statuses or status in rule.statuses:
                return rule
        return None

    def acts(self, *kinds: Kind) -> tuple[str, ...]:
        """The acts of which rules make facts of these kinds."""
        return tuple(act for act, those in self.by_act.items() if any(rule.kind in kinds for rule in those))


@cache
def rules() -> Rules:
    """The rules of the package. DataError names what is wrong in facts.toml."""
    data = toml(files(__package__), "facts.toml")
    try:
        found = [_rule(table) for table in data["rule"]]
        types = data["types"]
        return Rules(
            data["weak"], data["same_occasion_days"], data["succession_days"], frozenset(data["no_change"]),
            tuple(types["mission"]), tuple(types["level"]), types["reference"],
            {act: tuple(rule for rule in found if act in rule.acts) for rule in found for act in rule.acts},
            {kind: tuple(r for r in found if r.reference == kind) for kind in REFERENCE_KINDS},
        )  # fmt: skip
    except KeyError as missing:
        raise DataError("bad-facts", f"record/facts.toml: no {missing}") from None


def _rule(table: dict[str, Any]) -> Rule:
    rule = Rule(**{name: _frozen(name, value) for name, value in table.items()})
    unknown = (
        [f"sign {name}" for name in (*rule.signs, *rule.without, *rule.premises) if name not in signs.names()]
        + [f"act {act}" for act in rule.acts if act not in ACTS]
        + ([f"kind {rule.kind}"] if rule.kind not in KINDS else [])
        + ([f"reference {rule.reference}"] if rule.reference and rule.reference not in REFERENCE_KINDS else [])
    )
    if unknown:
        raise DataError("bad-facts", f"record/facts.toml, rule {rule.id}: there is no {', '.join(unknown)}")
    return rule


def _frozen(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever TOML holds
    if name in ("signs", "without"):
        return frozenset(value)
    return tuple(value) if isinstance(value, list) else value
