"""The codes that other schemes have for actors, acts and fields (data/countries.tsv, data/schemes.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.errors import DataError
from marsad.language.names import actor_name
from marsad.ontology import ACTS, ORGANISATIONS
from marsad.record.types import Event


@dataclass(frozen=True, slots=True)
class Country:
    """A state's codes: ISO 3166-1, Correlates of War (a number), CAMEO, FIPS 10-4, Wikidata; empty where none."""

    iso3: str
    iso2: str
    cow: str
    cameo: str
    fips: str
    wikidata: str


@cache
def countries() -> Mapping[str, Country]:
    """All states and territories by ISO 3166-1 alpha-3. DataError names the line of a broken row."""
    path = files(__package__) / "data" / "countries.tsv"
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines()[1:], 2):
        cells = line.split("\t")
        if len(cells) != 6:
            raise DataError("exchange-row", f"{path}:{number}: six columns are needed")
        found[cells[0]] = Country(*cells)
    return found


@cache
def _schemes() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "data" / "schemes.toml").read_text("utf-8"))


def is_state(actor: str) -> bool:
    """Whether an actor is a state or territory, no organisation or movement."""
    return actor in countries()


def country_of(actor: str | None) -> Country | None:
    """The codes of a state; None for whatever else."""
    return countries().get(actor) if actor else None


def cameo_country(actor: str | None) -> str:
    """CAMEO's code of a state, its ISO code where CAMEO has none; empty for others."""
    country = country_of(actor)
    return (country.cameo or country.iso3) if country else ""


def group_code(actor: str | None) -> str:
    """An organisation's or movement's code of marsad's ontology, without the mark of those that have only a name."""
    return "" if actor is None or is_state(actor) else actor.removeprefix("ORG:")


def name_en(actor: str | None) -> str:
    """The English name of an actor; empty for None."""
    return actor_name(actor, "en") if actor else ""


def actor_sector(event: Event, actor: str | None) -> str:
    """The sector of an actor in an event: IGO, or by the office of who acts for it (GOV, LEG, MIL); else empty."""
    if actor is None:
        return ""
    organisation = ORGANISATIONS.get(actor)
    if organisation is not None and organisation.kind == "organisation":
        return "IGO"
    table: Mapping[str, str] = _schemes()["actor_sector"]
    offices = [p.office for p in event.participants if p.country == actor and p.office in table]
    return table[str(offices[0])] if offices and is_state(actor) else ""


def intensity(act: str) -> float:
    """PLOVER's intensity of an act: that of its mode where the mode has one, else that of its event type."""
    codes, table = ACTS[act], _schemes()["plover_intensity"]
    return float(table.get(f"{codes.plover}/{codes.mode}", table[codes.plover]))


def contexts(event: Event) -> tuple[str, ...]:
    """The PLOVER contexts of the fields that an event is about."""
    table: Mapping[str, str] = _schemes()["plover_context"]
    return tuple(dict.fromkeys(table[sector] for sector in event.sectors if sector in table))


def cameo_name(act: str) -> str:
    """What the codebook calls the CAMEO code of an act."""
    return str(_schemes()["cameo_name"][ACTS[act].cameo])
