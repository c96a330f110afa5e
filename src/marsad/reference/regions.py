"""Named regions and the states in them (regions.toml): Central Asia, the Gulf, the Maghreb, the European Union."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from marsad.errors import DataError
from marsad.reference.cities import fold
from marsad.reference.facts import load


@dataclass(frozen=True, slots=True)
class Region:
    """A named region. ``states`` holds all of it, parts and members of the organisation included.

    ``sometimes``: states that some count in and ``basis`` does not. ``names_en`` and ``names_ar``: the first is
    the one to show.
    """

    id: str
    names_en: tuple[str, ...]
    names_ar: tuple[str, ...]
    basis: str
    states: frozenset[str]
    sometimes: frozenset[str]
    organisation: str | None


@cache
def regions() -> Mapping[str, Region]:
    """All regions by id, in the order of the file. DataError when a table of it is broken."""
    tables = tomllib.loads((files(__package__) / "regions.toml").read_text("utf-8"))
    found: dict[str, Region] = {}
    for name, table in tables.items():
        try:
            states = set(table.get("states", ()))
            for part in table.get("parts", ()):
                states |= found[part].states
            organisation = table.get("organisation")
            states |= members(organisation) if organisation else set()
            found[name] = Region(
                name, tuple(table["names_en"]), tuple(table["names_ar"]), table["basis"], frozenset(states),
                frozenset(table.get("sometimes", ())), organisation,
            )  # fmt: skip
        except KeyError as error:
            raise DataError("bad-regions", f"regions.toml, [{name}]: no {error} (parts must stand before)") from None
    return MappingProxyType(found)


@cache
def members(organisation: str) -> frozenset[str]:
    """The states that are members of an organisation (its actor code) in the reference; suspended ones included."""
    return frozenset(
        fact.source
        for fact in load("membership")
        if fact.target == organisation and fact.status in ("member", "suspended")
    )


@cache
def _names() -> Mapping[str, str]:
    return {fold(n): r.id for r in reversed(list(regions().values())) for n in (*r.names_en, *r.names_ar)}


def find_region(name: str) -> Region | None:
    """The region that bears a name in English ("the Gulf") or Arabic, None where there is none."""
    told = name.strip()
    for article in ("the ", "The "):
        told = told.removeprefix(article)
    found = _names().get(fold(told))
    return regions()[found] if found else None
