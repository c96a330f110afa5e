"""The last step of telling a page's article: only what lies in or between the boxes where most of the text is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from marsad.reading.blocks import Block

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
GOOD, SHORT = 60, 25
"""How many letters a line of prose has, and a short sentence of it."""
_DIGITS = re.compile(r"\d+")


def weight(block: Block) -> int:
    """What a block counts as text: its letters outside links, if it is like prose."""
    if block.share > 0.6 or block.tag in HEADINGS:
        return 0
    return block.own if block.own >= GOOD or (block.own >= SHORT and block.ends) else 0


def stretch(body: HtmlElement, found: Sequence[Block], place: int, names: Mapping[HtmlElement, str]) -> None:
    """Puts reasons on the blocks outside the text. ``place``: the headline's block, -1 without; ``names``: what the
    class of a box tells of it (furniture.py)."""
    _Stretch(body, found, place, names).run()


class _Stretch:
    def __init__(self, body: HtmlElement, found: Sequence[Block], place: int, names: Mapping[HtmlElement, str]) -> None:
        self._body, self._blocks, self._place, self._names = body, found, place, names

    def run(self) -> None:
        groups: dict[tuple[str, ...], int] = defaultdict(int)
        kept = [block for block in self._blocks if not block.reason]
        start = self._start(kept)
        for block in kept:
            if block.order < start:
                block.reason = "above the headline"
            else:
                groups[self._path(block)] += weight(block)
        total = sum(groups.values())
        if not total:
            for block in kept:
                block.reason = block.reason or ("no text" if block.tag in HEADINGS else "")
            return
        chief = {path for path, mass in groups.items() if mass >= 0.2 * total}
        inside = [b for b in kept if not b.reason and weight(b) and self._path(b) in chief]
        if not inside:
            return
        areas = self._areas(inside)
        first, last = inside[0].order, inside[-1].order
        for block in kept:
            if block.reason or first <= block.order <= last:
                continue
            in_area = any(area in areas for area in (block.element, *block.element.iterancestors()))
            if not in_area and not self._standfirst(block, first):
                block.reason = "outside the text"
        self._headings(first, last)

    def _start(self, kept: list[Block]) -> int:
        """The headline, if most of the text is below it; else the page's beginning."""
        if self._place < 0:
            return 0
        below = sum(weight(b) for b in kept if b.order > self._place)
        return self._place if below >= 0.5 * sum(map(weight, kept)) else 0

    def _path(self, block: Block) -> tuple[str, ...]:
        """Where a block stands, by the tags and first classes around it: paragraphs of one text share it."""
        steps = []
        node: HtmlElement | None = block.element
        for _ in range(4):
            if node is None or node is self._body:
                break
            name = "p" if node.tag in ("p", "li", "blockquote", "ul", "ol", "h2", "h3", "h4") else str(node.tag)
            kind = _DIGITS.sub("", (node.get("class") or "").partition(" ")[0]) if name != "p" else ""
            steps.append(f"{name}.{kind}")
            node = node.getparent()
        return tuple(steps)

    def _areas(self, inside: list[Block]) -> set[HtmlElement]:
        """The boxes directly around the text: the parent of its paragraphs, or of the boxes that hold one each."""
        mass: dict[HtmlElement, int] = defaultdict(int)
        for block in inside:
            parent = block.element if block.tag not in ("p", "li", "blockquote") else block.element.getparent()
            if parent is not None and parent is not self._body:
                mass[parent] += weight(block)
        total = sum(mass.values())
        return {element for element, share in mass.items() if share >= 0.3 * total}

    def _standfirst(self, block: Block, first: int) -> bool:
        """Whether a block between headline and text is the summary that stands there."""
        if not self._place < block.order < first or block.own < 40 or block.share > 0.3:
            return False
        return block.ends or any(
            self._names.get(e) == "standfirst" for e in (block.element, block.element.getparent()) if e is not None
        )

    def _headings(self, first: int, last: int) -> None:
        """Headings and fragments that no text follows belong to what was dropped; a last short paragraph does not."""
        tail = [b for b in self._blocks if not b.reason]
        beside = next(
            (b.element.getparent() for b in reversed(tail) if first <= b.order <= last and b.tag == "p"), None
        )
        while tail and tail[-1].tag not in HEADINGS:
            block = tail[-1]
            paragraph = block.tag == "p" and block.element.getparent() is beside and _words(block.text) >= 4
            if block.order <= last or block.ends or block.own >= GOOD or paragraph:
                return
            tail.pop().reason = "no text follows"
        while tail and tail[-1].tag in HEADINGS:
            tail.pop().reason = "no text follows"


def _words(text: str) -> int:
    return sum(any(map(str.isalpha, word)) for word in text.split())
