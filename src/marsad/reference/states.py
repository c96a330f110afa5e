"""States that are gone: their codes, their years and who stands on their territory now (states.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from marsad.errors import DataError


@dataclass(frozen=True, slots=True)
class HistoricState:
    """A state that is gone. ``since`` and ``until``: first and last year; ``successors``: actor codes."""

    code: str
    name_en: str
    name_ar: str
    since: int
    until: int
    successors: tuple[str, ...]
    note: str


@cache
def historic_states() -> Mapping[str, HistoricState]:
    """All states that are gone, by code. DataError when the table is broken."""
    tables = tomllib.loads((files(__package__) / "states.toml").read_text("utf-8"))
    found = {}
    for code, fields in tables["historic"].items():
        try:
            found[code] = HistoricState(code, **fields | {"successors": tuple(fields["successors"])})
        except (KeyError, TypeError) as error:
            raise DataError("bad-states", f"states.toml, [historic.{code}]: {error}") from None
    return MappingProxyType(found)


def predecessors(code: str) -> tuple[HistoricState, ...]:
    """The states that are gone and on whose territory the state ``code`` stands, oldest first.

    A state that another carries on as the same (the Soviet Union: Russia) has no code of its own, so it is
    not here: its facts stand under the state of today, and their text names it as its source does.
    """
    return tuple(
        sorted((s for s in historic_states().values() if code in s.successors), key=lambda s: (s.since, s.code))
    )
