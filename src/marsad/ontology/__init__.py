"""The vocabulary: acts, offices, sectors and organisations, read from the TOML files here.

``ACTS``, ``OFFICES``, ``SECTORS`` and ``ORGANISATIONS`` are read-only mappings from a name or code
to a frozen record, in the order of the files. docs/ontology.md shows them as tables.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from marsad.errors import DataError

__all__ = [
    "ACTS",
    "OFFICES",
    "ORGANISATIONS",
    "SECTORS",
    "Act",
    "Office",
    "Organisation",
    "Sector",
]

Quad = Literal["Verbal Cooperation", "Material Cooperation", "Verbal Conflict", "Material Conflict"]
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Act:
    """What one party does to another, with its codes in the field's common schemes.

    ``mutual``: every party stands in an event's source and its target is empty. ``mode`` is None
    where no one PLOVER mode holds for the whole act. ``goldstein`` is the value of ``cameo``.
    """

    name: str
    label_en: str
    label_ar: str
    description: str
    mutual: bool
    plover: str
    cameo: str
    goldstein: float
    quad: Quad
    mode: str | None = None

    def codes(self) -> dict[str, Any]:
        """The codes that go with every event of this act: plover, mode, cameo and goldstein."""
        return {
            "plover": self.plover,
            "mode": self.mode,
            "cameo": self.cameo,
            "goldstein": self.goldstein,
        }


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a named person holds."""

    name: str
    label_en: str
    label_ar: str
    description: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A field that an event is about."""

    name: str
    label_en: str
    label_ar: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation or movement that has a code; ``until`` is the last day the code stands."""

    name: str
    label_en: str
    label_ar: str
    kind: Literal["organisation", "movement"]
    until: dt.date | None = None


def _load(filename: str, record: Callable[..., Record]) -> Mapping[str, Record]:
    """One TOML file of tables as a read-only mapping; a key too many or too few is a DataError."""
    tables = tomllib.loads((files(__name__) / filename).read_text(encoding="utf-8"))
    loaded: dict[str, Record] = {}
    for name, fields in tables.items():
        try:
            loaded[name] = record(name=name, **fields)
        except TypeError as error:
            raise DataError("bad-ontology", f"{filename}, [{name}]: {error}") from None
    return MappingProxyType(loaded)


ACTS: Mapping[str, Act] = _load("acts.toml", Act)
OFFICES: Mapping[str, Office] = _load("offices.toml", Office)
SECTORS: Mapping[str, Sector] = _load("sectors.toml", Sector)
ORGANISATIONS: Mapping[str, Organisation] = _load("organisations.toml", Organisation)
