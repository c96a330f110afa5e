"""The table of sources (sources.toml): what was taken, from where, under which licence, and as of which day."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from marsad.errors import DataError


@dataclass(frozen=True, slots=True)
class Source:
    """One source. ``provenance`` is where it is found; ``retrieved`` the day of its snapshot, None where untold."""

    id: str
    what: str
    provenance: str
    licence: str
    used_in: tuple[str, ...]
    retrieved: dt.date | None = None


@cache
def sources() -> Mapping[str, Source]:
    """All sources by id, in the order of the file. DataError when a table of it is broken."""
    tables = tomllib.loads((files(__package__) / "sources.toml").read_text("utf-8"))
    found = {}
    for name, table in tables.items():
        try:
            found[name] = Source(
                table["id"], table["what"], table["from"], table["licence"], tuple(table["used_in"]),
                table.get("retrieved"),
            )  # fmt: skip
        except KeyError as error:
            raise DataError("bad-sources", f"sources.toml, [{name}]: no {error}") from None
    return MappingProxyType(found)
