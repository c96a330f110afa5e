"""A page as the row of its blocks: runs of text between the borders of paragraphs, cells, boxes and line breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marsad.reading.structured import squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# No text that a reader sees as the page's own words.
UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "canvas", "iframe", "object", "video", "audio", "select",
    "option", "textarea",
     "button", "input", "map", "math", "head", "datalist", "progress", "picture", "dialog", "amp-ad", "ins-ad",
     "nav", "menu")
)  # fmt: skip
INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label",
     "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
     "tt", "u", "var", "wbr", "br")
)  # fmt: skip
MENUS = frozenset(("nav", "menu"))
_MENU_LINES = 4
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BREAK = "\x0c"
_BREAKS = re.compile(rf"[ \t\r\n\xa0]*{_BREAK}(?:[ \t\r\n\xa0]*{_BREAK})*[ \t\r\n\xa0]*")
_SENTENCE_END = re.compile(r"[.!؟?…۔:][\"”»')\]\u200f\u200e]*$")


def ends(line: str) -> bool:
    """Whether a line ends like a sentence."""
    return bool(_SENTENCE_END.search(line[-8:]))


@dataclass(slots=True)
class Block:
    """A run of text: its nearest box, how many of its letters are links, and why it is not the article ('' if it may
    be).
    """

    text: str
    element: HtmlElement
    order: int
    linked: int = 0
    reason: str = ""

    @property
    def tag(self) -> str:
        """The tag of the box."""
        return str(self.element.tag)

    @property
    def share(self) -> float:
        """The share of the text that is links."""
        return self.linked / len(self.text) if self.text else 0.0

    @property
    def own(self) -> int:
        """How many letters are not links."""
        return len(self.text) - self.linked

    @property
    def ends(self) -> bool:
        """Whether it ends like a sentence."""
        return ends(self.text)


@dataclass(slots=True)
class _Run:
    """The text that is being gathered."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0


def blocks(root: HtmlElement, unseen: list[HtmlElement] | None = None) -> list[Block]:
    """All blocks that can be seen below an element, in the page's order. Linear in the size of the page.

    What cannot be seen is added to ``unseen``.
    """
    found: list[Block] = []
    run = _Run()
    links = 0

    def flush(box: HtmlElement) -> None:
        if run.parts:
            text = "".join(run.parts)
            run.parts.clear()
            linked, run.linked = run.linked, 0
            for piece in pieces(text):
                # of a run cut by line breaks the links are spread evenly: good enough to weigh by
                found.append(
                    Block(piece, box, len(found), min(len(piece), round(linked * len(piece) / max(len(text), 1))))
                )

    # An own stack, as pages nest deeper than Python recurses: (element, whether it has been entered).
    stack: list[tuple[HtmlElement, bool, HtmlElement]] = [(root, False, root)]
    while stack:
        element, entered, box = stack.pop()
        tag = element.tag
        if not entered:
            if (
                not isinstance(tag, str)
                or tag in UNSEEN
                or (element is not root and (is_hidden(element) or is_menu(element)))
            ):
                if unseen is not None:
                    unseen.append(element)
                _take(run, element.tail, links)
                continue
            if tag == "br":
                run.parts.append(_BREAK)
                _take(run, element.tail, links)
                continue
            inline = tag in INLINE
            inner = box if inline else element
            if not inline:
                flush(box)
            links += tag == "a"
            _take(run, element.text, links)
            stack.append((element, True, box))
            stack.extend((child, False, inner) for child in reversed(element))
        else:
            if tag not in INLINE:
                flush(element)
            links -= tag == "a"
            if element is not root:
                _take(run, element.tail, links)
    flush(root)
    return found


def _take(run: _Run, text: str | None, links: int) -> None:
    if text:
        run.parts.append(text)
        if links:
            run.linked += len(squeeze(text))


def is_menu(element: HtmlElement) -> bool:
    """Whether an element is a menu: a <nav>, unless the page forgot to close it and its text stands in it."""
    return element.tag in MENUS and element.find(".//h1") is None and len(element.findall(".//p")) < _MENU_LINES


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element says of itself that it is not shown."""
    attributes = element.attrib
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(attributes.get("style", "")))
    )


def pieces(text: str) -> list[str]:
    """The lines of a run: a double break parts paragraphs; a single one too, unless it wraps lines by their width.

    Lines are wrapped where most of them do not end like a sentence.
    """
    if _BREAK not in text:
        line = squeeze(text)
        return [line] if line else []
    parts: list[tuple[str, bool]] = []  # a line, and whether a single break stands before it
    single = False
    at = 0
    for match in [*_BREAKS.finditer(text), None]:
        line = squeeze(text[at : match.start() if match else len(text)])
        if line:
            parts.append((line, single))
        if match:
            single = match.group().count(_BREAK) == 1
            at = match.end()
    before = [parts[n - 1][0] for n in range(1, len(parts)) if parts[n][1]]
    wrapped = 2 * sum(map(ends, before)) < len(before)
    lines: list[list[str]] = []
    for line, joined in parts:
        if joined and wrapped and lines and not ends(lines[-1][-1]):
            lines[-1].append(line)
        else:
            lines.append([line])
    return [" ".join(line) for line in lines]
