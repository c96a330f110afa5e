"""The sentences of verdicts in the languages of the product; they stand in words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marsad.errors import DataError
from marsad.language.names import actor_name, city_name
from marsad.ontology import ACTS, OFFICES

# What a value of a sentence is, by the first letters of its name; all else is shown as it is.
_ACTOR = ("source", "target", "actor")
_UNITS = {
    "en": {"day": "days", "week": "weeks", "month": "months", "year": "years"},
    "ar": {"day": "يوما", "week": "أسبوعا", "month": "شهرا", "year": "سنة"},
}
_WINDS = {
    "en": ("northern", "north-eastern", "eastern", "south-eastern", "southern", "south-western", "western",
           "north-western"),
    "ar": ("الشمالية", "الشمالية الشرقية", "الشرقية", "الجنوبية الشرقية", "الجنوبية", "الجنوبية الغربية", "الغربية",
           "الشمالية الغربية"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence not yet in a language: its key in words.toml and its values (actors, offices and acts as codes)."""

    key: str
    values: tuple[tuple[str, str | float | int], ...] = ()


def said(key: str, **values: str | float | int | None) -> Said:
    """A sentence by its key; a value of None is left out (the template must not use it)."""
    return Said(key, tuple((name, value) for name, value in values.items() if value is not None))


def say(sentence: Said, language: str) -> str:
    """The sentence in a language. DataError where the key or a value of its template is missing."""
    template = _templates().get(sentence.key, {}).get(language)
    if template is None:
        raise DataError("no-words", f"record/verdicts/words.toml has no {sentence.key!r} in {language!r}")
    shown = {name: _shown(name, value, language) for name, value in sentence.values}
    try:
        return template.format_map(shown)
    except KeyError as missing:
        raise DataError("no-value", f"{sentence.key!r} needs the value {missing}") from None


def _shown(name: str, value: str | float | int, language: str) -> str:
    if name.startswith(_ACTOR):
        return ", ".join(actor_name(code, language) for code in str(value).split("+"))
    if name.startswith("office"):
        office = OFFICES.get(str(value))
        return (office.label_ar if language == "ar" else office.label_en) if office else str(value)
    if name.startswith("act"):
        act = ACTS.get(str(value))
        return (act.label_ar if language == "ar" else act.label_en) if act else str(value)
    if name.startswith("city"):
        return city_name(str(value), language)
    if name == "unit":
        return _UNITS[language].get(str(value), str(value))
    if name == "wind":
        return _WINDS[language][int(value)]
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)


@cache
def _templates() -> Mapping[str, Mapping[str, str]]:
    text = (files("marsad.record.verdicts") / "words.toml").read_text("utf-8")
    return {
        f"{kind}.{key}": languages for kind, keys in tomllib.loads(text).items() for key, languages in keys.items()
    }


def keys() -> Mapping[str, Mapping[str, str]]:
    """All sentences: key → language → template (for the tests, which hold that each is in every language)."""
    return _templates()
