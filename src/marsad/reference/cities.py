"""Cities by name: where their centre is, how many live there, and how far they reach (an estimate).

The table is data/cities.tsv (GeoNames): 6,271 cities with English names and names in Arabic script.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marsad.errors import DataError

# Persons per square kilometre of built-up area. Cities differ from about 2,000 (North America) to over 10,000
# (South Asia); the Atlas of Urban Expansion (Angel and others, 2016) finds about 5,000 over a world sample and less
# where land is plenty. It is an estimate and is called one wherever it is shown.
DENSITY = 4000.0
# No city is a disc: an oval half as long again as it is wide reaches about this much further than the disc.
STRETCH = 1.3

_ARABIC = str.maketrans("أإآٱىیيئةۃەہؤکگڭپڤڨچژ", "ااااييييههههوكككبفقجز")
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u200b-\u200f]")


@dataclass(frozen=True, slots=True)
class City:
    """A city: ``country`` ISO 3166-1 alpha-3, centre in degrees (WGS 84), ``population`` 0 where unknown."""

    name: str
    country: str
    lat: float
    lon: float
    population: int
    capital: bool
    names: tuple[str, ...]

    @property
    def radius_km(self) -> float:
        """Radius of a disc as large as the built-up area is estimated to be, in km (at least 1)."""
        return max(1.0, math.sqrt(self.population / DENSITY / math.pi))

    @property
    def reach_km(self) -> float:
        """How far the outskirts are estimated to lie from the centre at most, in km."""
        return STRETCH * self.radius_km


def fold(name: str) -> str:
    """A place name for comparing: case, accents, vowel marks, hyphens and Arabic letter variants do not count."""
    name = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).translate(_ARABIC))
    name = "".join(c for c in name if not unicodedata.combining(c)).casefold()
    name = re.sub(r"[\W_]+", " ", _MARKS.sub("", name)).strip()
    return re.sub(r"\bال(?=\w{3})", "", name).replace(" ", "")


@cache
def all_cities() -> tuple[City, ...]:
    """All cities of the table, by state and falling population. DataError names file and line of a broken row."""
    path = files(__package__) / "data" / "cities.tsv"
    lines = path.read_text("utf-8").split("\n")
    found = []
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        try:
            _, country, name, also, arabic, lat, lon, population, capital = line.split("\t")
            names = tuple(n for n in (*also.split("|"), *arabic.split("|")) if n)
            found.append(City(name, country, float(lat), float(lon), int(population or 0), bool(capital), names))
        except ValueError as error:
            raise DataError("reference-row", f"{path}:{number}: {error}") from None
    return tuple(found)


@cache
def _index() -> dict[str, list[City]]:
    found: dict[str, list[City]] = {}
    for city in all_cities():
        for key in {fold(n) for n in (city.name, *city.names)}:
            found.setdefault(key, []).append(city)
    for cities in found.values():
        cities.sort(key=lambda c: (not c.capital, -c.population, c.country))
    return found


def find_city(name: str, country: str | None = None) -> tuple[City, ...]:
    """The cities of a name, English or in Arabic script, of one state or of all: capitals first, then the largest.

    Empty when the table has none; a name that several cities bear gives them all.
    """
    cities = _index().get(fold(name), [])
    return tuple(c for c in cities if country is None or c.country == country)


@cache
def capital_of(country: str) -> City | None:
    """The capital of a state, its largest where the table marks several; None where it marks none."""
    capitals = {city for cities in _index().values() for city in cities if city.country == country and city.capital}
    return max(capitals, key=lambda c: (c.population, c.name), default=None)
