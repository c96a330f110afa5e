"""What people call an actor or a city: their names in a language, or the code, or the English name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from marsad.ontology import ORGANISATIONS


def actor_name(code: str, language: str) -> str:
    """The name of an actor; for what has no name in that language, the code itself."""
    if organisation := ORGANISATIONS.get(code):
        return organisation.label_ar if language == "ar" else organisation.label_en
    return _states(language).get(code, code.removeprefix("ORG:"))


@cache
def _states(language: str) -> dict[str, str]:
    """The first name that the language pack gives each state."""
    from marsad.language.tables import alternatives, rows

    folder = files("marsad.language") / language
    return {
        row["code"]: alternatives(row["names"])[0]
        for row in rows(folder, "states.tsv", ("code", "names"))
    }


def city_name(english: str, language: str) -> str:
    """The name of a city; the English one where the language has no other."""
    return _cities(language).get(english, english) if language != "en" else english


@cache
def _cities(language: str) -> dict[str, str]:
    """The first name that the language pack gives each city."""
    from marsad.language.tables import alternatives, rows

    names: dict[str, str] = {}
    for row in rows(files("marsad.language") / language, "cities.tsv", ("english", "names")):
        names.setdefault(row["english"], alternatives(row["names"])[0])
    return names
