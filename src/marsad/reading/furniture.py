"""What on a page is not the article, read from furniture.toml and from the packs' boilerplate.toml."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from marsad.language.tables import toml
from marsad.language.text import Folder, plain

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[^0-9a-z]+")
# All languages together are folded by one table: the letters that writers of Arabic and Persian exchange.
_FOLD = Folder(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ة": "ه",
        "ۀ": "ه",
        "ؤ": "و",
        "ک": "ك",
        "ё": "е",
        "İ": "i",
        "ı": "i",
    }
)
_ENDS = tuple('.!؟?…۔"”»')
_MARKS = re.compile(r"[\W_]+")
_LINK_WORDS, _LINE_WORDS, _SURE_WORDS = 30, 12, 80
_KNOWN = 20_000
_LONGEST = 800  # letters: a longer line is no furniture


def folded(line: str) -> str:
    """A line as the tables are compared: no marks, letters folded, words one space apart."""
    return " ".join(_FOLD(word) for word in plain(line).split())


def bare(line: str) -> str:
    """A folded line of letters and figures alone."""
    return _MARKS.sub(" ", folded(line)).strip()


class Furniture:
    """The tables, made ready once a process by ``furniture()``."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        table = toml(files("marsad.reading"), "furniture.toml")
        names = table["names"]
        self._strong, self._weak = _pattern(names["strong"]), _pattern(names["weak"])
        self._article, self._standfirst = _pattern(names["article"]), _pattern(names["standfirst"])
        self._heads = {bare(head) for heads in table["heads"].values() for head in heads}
        lines = table["lines"]
        self._whole = {bare(line) or line for line in lines["whole"]}
        self._starts = {kind: _starts(lines[kind]) for kind in ("sure", "link", "line")}
        root = files("marsad.language")
        packs = [
            toml(root.joinpath(p.name), "boilerplate.toml") for p in root.iterdir() if p.joinpath("pack.toml").is_file()
        ]
        for pack in packs:
            self._heads |= {bare(head) for head in pack.get("ends_article", ())}
            for reason, starts in pack.get("starts", {}).items():
                kind = "link" if reason == "related link" and all(len(s.split()) > 1 for s in starts) else "line"
                self._starts[kind].update(_starts(starts))
            self._whole |= {bare(line) for lines in pack.get("whole", {}).values() for line in lines}
        byline = table["byline"]
        self._by = tuple(folded(start) for start in byline["starts"])

    def names(self, attributes: str) -> str:
        """What the class and id of an element tell of it: strong, weak, article, standfirst or nothing."""
        found = self._known.get(attributes)
        if found is None:
            if len(self._known) > _KNOWN:  # names made up by the thousand must not fill the memory
                self._known.clear()
            found = self._known[attributes] = self._names(attributes[:400])
        return found

    def _names(self, attributes: str) -> str:
        told = _spread(attributes)
        if self._article.search(told):
            return "article"
        if self._strong.search(told):
            return "strong"
        if self._standfirst.search(told):
            return "standfirst"
        return "weak" if self._weak.search(told) else ""

    def heads(self, line: str, *, alone: bool = False) -> bool:
        """Whether a short line heads a box that is not the article ("Related stories"); ``alone``: by these words
        only.
        """
        if len(line) > 60:
            return False
        told = bare(line).rstrip("0123456789 ").lstrip("0123456789 ")
        if told in self._heads or alone:
            return told in self._heads
        # "المزيد من الأخبار العربية", "More from Middle East": a head and up to three words, no sentence
        words = told.split()
        return (
            line[-1:] not in _ENDS
            and len(words) <= 6
            and any(" ".join(words[:n]) in self._heads for n in range(2, len(words)) if len(words) - n <= 3)
        )

    def line(self, line: str, linked: float = 0.0) -> str:
        """Why a line of a page is not of the article; '' where it is. ``linked``: the share of it that is links."""
        if len(line) > _LONGEST:
            return ""
        told = bare(line)
        if not told or told in self._whole:
            return "furniture"
        words = told.count(" ") + 1
        first = told.partition(" ")[0]
        if line.lstrip()[:1] == "©":
            return "notice"
        if words <= _SURE_WORDS and self._begins("sure", first, told, line):
            return "notice"
        if words <= _LINK_WORDS and self._begins("link", first, told, line):
            return "related link"
        ends = line.rstrip("\u200f\u200e )]")[-1:] in _ENDS
        if words <= _LINE_WORDS and not ends and self._begins("line", first, told, line):
            return "furniture"
        if linked > 0.9 and words <= _LINE_WORDS * 2 and not ends:
            return "link"
        return ""

    def _begins(self, kind: str, first: str, told: str, line: str) -> bool:
        starts = self._starts[kind].get(first, ())
        return any(
            told == start or told.startswith(start + " ") for start, colon in starts if not colon or _colon(line, start)
        )

    def byline(self, line: str) -> str | None:
        """The name in a line such as "كتب: فلان" or "By A. Writer"; None where it is no byline."""
        told = line.strip().lstrip("|-–—•").strip()
        if len(told) > 100:
            return None
        head = folded(told)
        for start in self._by:
            if head.startswith(start):
                rest = told[len(start) :]
                if rest[:1] in (" ", ":", "/", "\xa0", "-") and len(rest) < 80:
                    return rest.strip(" :/-–—|\xa0")
        return None


def _spread(attributes: str) -> str:
    return "-" + _PARTS.sub("-", _CAMEL.sub("-", attributes).lower()) + "-"


def _pattern(names: list[str]) -> re.Pattern[str]:
    parts = (re.escape(n.rstrip("*")) + ("[a-z0-9]*" if n.endswith("*") else "") for n in names)
    return re.compile(f"-(?:{'|'.join(parts)})(?=-)")


def _starts(lines: list[str]) -> dict[str, list[tuple[str, bool]]]:
    """Beginnings by their first word; those written with a colon need one."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for line in lines:
        told = bare(line) or line
        found.setdefault(told.partition(" ")[0], []).append((told, line.rstrip().endswith(":")))
    return found


def _colon(line: str, start: str) -> bool:
    """Whether a colon (or a slash, as Arabic captions have) follows the words at the start of a line."""
    words = start.count(" ") + 1
    head = " ".join(line.split()[: words + 1])
    return any(mark in head for mark in (":", "/", "："))


@cache
def furniture() -> Furniture:
    """The tables of this process."""
    return Furniture()
