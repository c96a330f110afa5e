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


def actor_code(told: str) -> str | None:
    """The code of an actor from its code or any of its names in a language of the product; None if none has it."""
    text = " ".join(told.split())
    upper = text.upper()
    if upper in ORGANISATIONS or upper in _states("en") or upper in _states("ar") or text.startswith("ORG:"):
        return upper if not text.startswith("ORG:") else text
    return _codes().get(text.casefold()) or _codes().get(_folded(text))


@cache
def _codes() -> dict[str, str]:
    """Every name of every state and organisation, as written and folded."""
    from marsad.language.tables import alternatives, rows

    found: dict[str, str] = {}
    for language in ("en", "ar"):
        for row in rows(files("marsad.language") / language, "states.tsv", ("code", "names")):
            for name in alternatives(row["names"]):
                found.setdefault(name.casefold(), row["code"])
                found.setdefault(_folded(name), row["code"])
    for code, organisation in ORGANISATIONS.items():
        for name in (organisation.label_en, organisation.label_ar):
            found.setdefault(name.casefold(), code)
            found.setdefault(_folded(name), code)
    return found


def _folded(text: str) -> str:
    """A name without the differences of spelling that readers do not see: hamza, ta marbuta, marks, case."""
    from marsad.language.pack import load
    from marsad.language.text import words

    return " ".join(word.norm for word in words(text.casefold(), load("ar").fold))
