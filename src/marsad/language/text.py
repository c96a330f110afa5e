"""Text to words: tokens keep their place in the original, folding is for matching only.

Folding works token by token, so it can never shift an offset. Which letters fold into which is a
language pack's data; what holds for every script (compatibility forms, marks, invisible
controls, digits) is here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Letters followed by letters, marks, joiners and bidi controls: a word may carry diacritics,
# tatweel or an invisible direction mark anywhere inside it and stays one word.
_INSIDE = (
    "\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u061c\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_TOKEN = re.compile(rf"\d+(?:[.,٫٬]\d+)*|[^\W\d_](?:[^\W\d_]|[{_INSIDE}])*|[^\s\w]|_")
_INVISIBLE = re.compile(f"[{_INSIDE}\u0640]")
_CONTROL = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_PLAIN = re.compile("[\u0020-\u007e\u0621-\u064a\u0660-\u0669]*")


class Word:
    """A token: ``text`` as written, ``norm`` folded for matching, ``start``/``end`` code points in the content."""

    __slots__ = ("end", "norm", "start", "text")

    def __init__(self, text: str, norm: str, start: int, end: int) -> None:
        self.text = text
        self.norm = norm
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"Word({self.text!r}, {self.start}, {self.end})"


def plain(text: str) -> str:
    """A name as it is shown: without invisible controls, tatweel and vowel marks, presentation forms made letters."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


class Folder:
    """Folds tokens by a language's letter table; remembers what it has folded (bounded)."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        """``letters``: letter → replacement ('' removes it), applied after compatibility forms and marks are gone."""
        self._table = str.maketrans(dict(letters))
        self._seen: dict[str, str] = {}

    def __call__(self, token: str) -> str:
        """The folded token: NFKC, no marks, digits as ASCII, the language's letters folded, case folded."""
        folded = self._seen.get(token)
        if folded is None:
            folded = self._fold(token)
            if len(self._seen) > 200_000:  # an adversary's vocabulary must not become ours
                self._seen.clear()
            self._seen[token] = folded
        return folded

    def _fold(self, token: str) -> str:
        if not _PLAIN.fullmatch(token):
            token = unicodedata.normalize("NFKC", token)
            token = "".join(str(unicodedata.decimal(c, c)) for c in token)
        else:
            token = token.translate(_ARABIC_INDIC)
        return _INVISIBLE.sub("", token).translate(self._table).casefold()


_ARABIC_INDIC = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def words(content: str, fold: Folder, start: int = 0, end: int | None = None) -> list[Word]:
    """The tokens of ``content[start:end]``: words, numbers, each punctuation mark by itself; no controls."""
    found = []
    for match in _TOKEN.finditer(content, start, len(content) if end is None else end):
        token = match.group()
        norm = fold(token)
        if norm and not _CONTROL.fullmatch(token):
            found.append(Word(token, norm, match.start(), match.end()))
    return found
