"""Who wrote a page's text: the author, and the news agency whose text it is.

Agencies are known by the outlets tables of the language packs and by agencies.tsv. They are looked for only where
a text is signed: in the author's name, in lines of origin, in the dateline, in brackets at an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from marsad.language.tables import alternatives, rows, toml
from marsad.reading.furniture import bare, furniture
from marsad.reading.structured import Facts, squeeze, text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ADDRESS = re.compile(r"^(?:https?:|www\.|//|@)|^[\w-]+(?:\.[\w-]+)+$", re.I)
"""What is an address and no name."""
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|writer|reporter|article-source|post-author)(?:[\s_-]|s\b|name|$)", re.I
)
_ABOUT = re.compile(r"about|bio|desc|avatar|img|image|photo|social|follow", re.I)
_DATELINE = re.compile(r"\s*[-–—:ـ/|]+\s+|\s*[–—ـ]+\s*|(?<=\)):?\s")
_GLUED = re.compile(r"\s*[^\W\d_]+(?: [^\W\d_]+){0,2}\s?[-–—/]\s?([^\W\d_].{1,40})")  # دمشق-سانا
_PARTS = re.compile(r"[|:،,/()\[\]]|\s[-–—]+\s|[–—]")
_LINE = 160
_SIGNED = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]\s*[.\-–—:/]*\s*$")


def same_name(one: str, other: str) -> bool:
    """Whether two names or titles are the same but for marks, case and the letters that writers exchange."""
    a, b = bare(one), bare(other)
    return bool(a) and a == b


def byline_author(origins: Iterable[str]) -> str | None:
    """The name in a line such as "كتب: فلان - رويترز | 19 أبريل" of the lines around a text; None where there is
    none.
    """
    for line in origins:
        for part in re.split(r"\s*[|•·]\s*", line):
            name = furniture().byline(part)
            if name:
                name = re.split(r"\s+[-–—/]\s+|،|;", name)[0].strip(" :-–—")
                if (
                    2 < len(name) <= 60
                    and len(name.split()) <= 6
                    and not any(map(str.isdecimal, name))
                    and not agency_in(name)
                ):
                    return name
    return None


def read_author(root: HtmlElement, facts: Facts, node: dict[str, Any] | None, outlet: str | None) -> str | None:
    """The author's name, several with commas: what machines are told, else what stands in a box of that name."""
    author = (node or {}).get("author")
    told = [text_of(one) for one in (author if isinstance(author, list) else [author]) if one]
    if not any(told):
        names = "author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl", "dcterms.creator"
        told = [facts.first(*names) or ""]
    found = [name for one in told if (name := _name(one, outlet))]
    if not found:
        found = [name for one in _shown(root) if (name := _name(one, outlet))][:1]
    return ", ".join(list(dict.fromkeys(found))[:5]) or None


def _shown(root: HtmlElement) -> Iterator[str]:
    """The texts of the first boxes that their class, rel or itemprop calls an author's."""
    for element in root.iter("a", "span", "div", "p", "address", "li"):
        names = " ".join(filter(None, map(element.get, ("class", "rel", "itemprop", "id"))))
        if names and _BYLINE.search(names) and not _ABOUT.search(names) and len(element) < 6:
            yield squeeze(element.text_content())


def _name(told: str, outlet: str | None) -> str | None:
    """A person's (or an agency's) name from what stands for one; None for addresses, dates and the outlet itself."""
    name = squeeze(furniture().byline(told) or told).strip(" :|-–—,،")
    if not 2 < len(name) <= 60 or len(name.split()) > 7 or ADDRESS.match(name) or any(map(str.isdecimal, name)):
        return None
    return None if outlet and same_name(name, outlet) else name


@cache
def agencies() -> dict[str, str]:
    """Every spelling of an agency's name, as ``bare`` folds it → its English name; also those of ``weak_names``."""
    return {name: english for name, (english, _) in _names().items()}


@cache
def weak_names() -> frozenset[str]:
    """The names that are other words too (بنا, وام, Petra): an agency only where they stand alone."""
    return frozenset(name for name, (_, weak) in _names().items() if weak)


@cache
def _names() -> dict[str, tuple[str, bool]]:
    found: dict[str, tuple[str, bool]] = {}
    packs = files("marsad.language")
    for pack in sorted(packs.iterdir(), key=lambda p: p.name):
        if pack.joinpath("outlets.tsv").is_file():
            for row in rows(pack, "outlets.tsv", ("english", "names")):
                if row.get("agency") == "yes":
                    weak = "weak" in row.get("flags", "")
                    for name in alternatives(row["names"]):
                        found.setdefault(bare(name), (row["english"], weak))
    for row in rows(files("marsad.reading"), "agencies.tsv", ("english", "names")):
        for name in alternatives(row["names"]):
            found.setdefault(bare(name), (row["english"], False))
    found.pop("", None)
    return found


@cache
def _fill() -> frozenset[str]:
    return frozenset(map(bare, toml(files("marsad.reading"), "furniture.toml")["byline"]["fill"]))


def agency_in(line: str) -> str | None:
    """The agency named in a short line of origin (byline, source line, dateline), by its English name; else None."""
    known, weak = agencies(), weak_names()
    for part in _PARTS.split(line[:_LINE]):
        words = [word for word in bare(part).split() if word not in _fill()]
        if name := known.get(" ".join(words)):
            return name
        for length in range(min(6, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                name = " ".join(words[start : start + length])
                if name in known and name not in weak:
                    return known[name]
    return None


def _leading_agency(text: str) -> str | None:
    """The agency that a text begins with."""
    words = bare(text).split()[:5]
    known = agencies()
    return next((known[name] for n in range(len(words), 0, -1) if (name := " ".join(words[:n])) in known), None)


def agency(paragraphs: Sequence[str], author: str | None, origins: Iterable[str], outlet: str | None) -> str | None:
    """The agency whose text a page prints: named as author, in a line of origin, in the dateline, or in brackets at
    an end.

    ``origins``: lines of the page that tell a source or an author. An agency's own page is its own agency's.
    """
    for line in (author or "", *origins):
        if line and (found := agency_in(line)):
            return found
    for text in paragraphs[:2]:
        parts = _DATELINE.split(text[:90])
        if len(parts) > 1 and (found := agency_in(" ".join(parts[:2] if len(parts) > 2 else parts[:1]))):
            return found
        if (glued := _GLUED.match(text)) and (found := _leading_agency(glued.group(1))):
            return found
    for text in (*paragraphs[-2:], *paragraphs[:1]):
        if (signed := _SIGNED.search(text[-60:])) and (found := agency_in(signed.group(1))):
            return found
    if paragraphs and len(paragraphs[-1].split()) <= 6 and (found := agency_in(paragraphs[-1])):
        return found
    return agencies().get(bare(outlet)) if outlet else None
