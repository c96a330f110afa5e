"""The words of the record's answers in the languages of the product; they stand in wording.toml.

An answer is made of ``Said``: a sentence by its key, with its values. So the same answer can be shown in any language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from marsad.errors import DataError
from marsad.language.names import actor_name, city_name
from marsad.language.tables import toml
from marsad.ontology import ACTS, OFFICES, SECTORS, Act, Office, Sector

LANGUAGES = ("en", "ar")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence not yet in a language: its key in wording.toml and its values, told apart by their names.

    Names that begin with ``actor``, ``source`` or ``target`` are codes of actors; with ``act``, ``office`` or
    ``sector`` those of the ontology; with ``city`` English names of cities (of all these several may be joined by
    ``+``); with ``date`` EDTF dates; with ``word`` keys of wording.toml. A value may be sentences in turn, shown one
    after the other. All other values are shown as they are.
    """

    key: str
    values: tuple[tuple[str, Plain], ...] = ()

    def value(self, name: str) -> Plain | None:
        """One of its values; None where it has none of that name."""
        return dict(self.values).get(name)


Plain: TypeAlias = str | float | int | Said | tuple[Said, ...]


def said(key: str, **values: Plain | None) -> Said:
    """A sentence by its key. A value of None is shown as "not told" (``unknown`` of wording.toml)."""
    return Said(key, tuple((name, "" if value is None else value) for name, value in values.items()))


def say(sentence: Said, language: str = "en") -> str:
    """The sentence in a language of ``LANGUAGES``. DataError where the key or a value of its template is missing."""
    shown = {name: _shown(name, value, language) for name, value in sentence.values}
    try:
        return template(sentence.key, language).format_map(shown)
    except KeyError as missing:
        raise DataError("no-value", f"{sentence.key!r} needs the value {missing}") from None


def template(key: str, language: str) -> str:
    """The words of a key with their places for values. DataError where there are none."""
    found = templates().get(key, {}).get(language)
    if found is None:
        raise DataError("no-words", f"record/wording.toml has no {key!r} in {language!r}")
    return found


@cache
def templates() -> Mapping[str, Mapping[str, str]]:
    """All sentences: key → language → template."""
    return {
        f"{group}.{key}": languages
        for group, keys in toml(files(__package__), "wording.toml").items()
        for key, languages in keys.items()
    }


def dated(edtf: str, language: str) -> str:
    """An EDTF date in words: ``2013~`` is "about 2013", ``2013-06/..`` is "2013-06 to no known end"."""
    if not edtf:
        return template("date.untold", language)
    first, slash, last = edtf.partition("/")
    if not slash:
        return _side(first, language)
    begin, end = first not in ("", ".."), last not in ("", "..")
    if begin and end and first != last:
        return template("date.between", language).format(lo=_side(first, language), hi=_side(last, language))
    if begin:
        return _side(first, language) if end else template("date.since", language).format(lo=_side(first, language))
    return template("date.until" if end else "date.untold", language).format(hi=_side(last, language))


def _side(text: str, language: str) -> str:
    mark = text[-1:]
    if mark in ("~", "%"):
        return template("date.about", language).format(date=text[:-1])
    if mark == "?":
        return template("date.perhaps", language).format(date=text[:-1])
    return text


def _shown(name: str, value: Plain, language: str) -> str:
    if isinstance(value, Said):
        return say(value, language)
    if isinstance(value, tuple):
        return template("list.comma", language).join(say(part, language) for part in value)
    if isinstance(value, float):
        return f"{value:.2f}"
    text = str(value)
    if name.startswith("date"):
        return dated(text, language)
    if not text:
        return template("unknown.value", language)
    if name.startswith("word"):
        return template(text, language)
    for beginning, named in _NAMES:
        if name.startswith(beginning):
            return _joined([named(part, language) for part in text.split("+")], language)
    return text


def _labelled(vocabulary: Mapping[str, Act | Office | Sector]) -> Callable[[str, str], str]:
    def label(code: str, language: str) -> str:
        entry = vocabulary.get(code)
        if entry is None:
            return code
        return entry.label_ar if language == "ar" else entry.label_en

    return label


# What a value is, by the first letters of its name.
_NAMES: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    ("actor", actor_name), ("source", actor_name), ("target", actor_name), ("city", city_name),
    ("office", _labelled(OFFICES)), ("sector", _labelled(SECTORS)), ("act", _labelled(ACTS)),
)  # fmt: skip


def _joined(parts: list[str], language: str) -> str:
    """Names in a row: commas, and before the last one "and"."""
    if len(parts) < 2:
        return "".join(parts)
    comma = template("list.comma", language)
    return template("list.and", language).format(first=comma.join(parts[:-1]), last=parts[-1])
