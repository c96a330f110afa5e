"""What people call an actor: the names of organisations and states in a language, or the code."""

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
