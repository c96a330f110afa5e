"""Signs: words in the evidence of an event that tell more than its act does (signs.toml).

Whether an embassy was decided on or opened, in temporary or permanent premises, at which level relations stand: the
act of an event does not say it, its sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from marsad.errors import DataError
from marsad.language.tables import toml
from marsad.language.text import Folder, words

# Particles that Arabic writes together with the word after them.
_PROCLITICS = {"ar": "[وف]?[بلكس]?(?:ال|لل)?"}


@lru_cache(maxsize=4096)
def signs(text: str, language: str | None) -> Mapping[str, int]:
    """The signs in a text, each with the place of its first words (a code point of the folded text).

    ``language`` is that of the article, None to try all. A language for which signs.toml has no words shows none.
    """
    found: dict[str, int] = {}
    for code, patterns in _patterns().items():
        if language in (None, code):
            folded = " ".join(word.norm for word in words(text, _fold(code)))
            for name, pattern in patterns.items():
                if (match := pattern.search(folded)) and match.start() < found.get(name, len(folded) + 1):
                    found[name] = match.start()
    return found


@cache
def names() -> frozenset[str]:
    """The names of all signs."""
    return frozenset(toml(files(__package__), "signs.toml"))


@cache
def _fold(language: str) -> Folder:
    return Folder(toml(files("marsad.language") / language, "pack.toml").get("fold", {}))


@cache
def _patterns() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """Language → sign → what finds it in folded words that are joined by single blanks."""
    found: dict[str, dict[str, re.Pattern[str]]] = {}
    for name, languages in toml(files(__package__), "signs.toml").items():
        for language, phrases in languages.items():
            if not phrases:
                raise DataError("bad-signs", f"record/signs.toml, [{name}]: {language} has no words")
            either = "|".join(_phrase(phrase, language) for phrase in phrases)
            found.setdefault(language, {})[name] = re.compile(rf"(?<!\S)(?:{either})(?!\S)")
    return found


def _phrase(phrase: str, language: str) -> str:
    """The pattern of a phrase; ``*`` stands for letters."""
    fold, before = _fold(language), _PROCLITICS.get(language, "")
    parts = []
    for word in phrase.split():
        folded = r"\w*".join(" ".join(w.norm for w in words(piece, fold)) for piece in word.split("*"))
        parts.append((before if folded[:1].isalpha() else "") + folded)
    return " ".join(parts)
