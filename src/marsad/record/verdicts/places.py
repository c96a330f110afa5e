"""What places the words of a claim name: cities, states and regions, read with the language pack of its article."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from marsad.coding.reading import Reading, Tools
from marsad.model import Article, Place
from marsad.reference.cities import City, find_city
from marsad.reference.regions import Region, find_region

_LONGEST = 5  # words of a region's name


@dataclass(frozen=True, slots=True)
class Named:
    """The states (in the order of the text) and cities that a stretch of text names."""

    states: tuple[str, ...]
    cities: tuple[City, ...]


@cache
def _tools(language: str) -> Tools:
    return Tools.of(language)


def named(text: str, language: str) -> Named:
    """States and cities named in a text of a language with a pack; a city is looked up in its state first."""
    if not text.strip():
        return Named((), ())
    reading = Reading(Article(text), _tools(language))
    actors = [actor for found in reading.actors for actor in found]
    states = dict.fromkeys(code for actor in actors if actor.kind != "city" for code in actor.codes if len(code) == 3)
    cities: list[City] = []
    for actor in actors:
        if actor.kind == "city" and actor.city:
            place = Place(actor.codes[0], actor.city) if actor.codes else None
            found = find_city(actor.city, place.country if place else None) or find_city(actor.city)
            cities += found[:1]
            states.update(dict.fromkeys(actor.codes[:1]))
    return Named(tuple(states), tuple(cities))


def region_in(text: str) -> Region | None:
    """The region of regions.toml that a text names, by folded whole words; the longest name where several do."""
    words = text.replace("،", " ").replace(",", " ").split()
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            region = find_region(" ".join(words[start : start + length]).strip(".;:؛\"'«»()"))
            if region is not None:
                return region
    return None
