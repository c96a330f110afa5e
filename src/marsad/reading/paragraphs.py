"""Which blocks of a page are its article: boxes that are furniture go, what is left around the text stays.

In order: boxes by the names of their class and id; boxes by the words at their head ("Related stories");
cards that are a linked headline; single lines. What remains is weighed: the article is the stretch from the
first to the last box in which the text lies, so that a paragraph between two advertisements is kept and a
footer without a name is not. Then trafilatura reads what is left of the page, as a second opinion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.reading.blocks import UNSEEN, Block, blocks
from marsad.reading.calendars import is_date_line
from marsad.reading.furniture import Furniture, furniture
from marsad.reading.stretch import GOOD, HEADINGS, SHORT, stretch, weight

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BOXES = frozenset(
    ("nav", "aside", "footer", "figcaption", "figure", "menu", "dialog", "form-box", "amp-sidebar", "caption")
)
_CARD_DEPTH, _CARD_BLOCKS = 5, 5
_STRONG, _WEAK, _HEADED, _CARD = 0.8, 0.3, 0.35, 0.3


@dataclass(slots=True)
class Reading:
    """The blocks of a page, each with its verdict; ``headline``: the order of the headline's block, -1 if it has
    none.
    """

    blocks: list[Block]
    headline: int
    dropped: set[HtmlElement]
    unseen: list[HtmlElement]

    @property
    def kept(self) -> list[Block]:
        """The blocks of the article."""
        return [block for block in self.blocks if not block.reason]


def judge(body: HtmlElement, headline: str) -> Reading:
    """The blocks of a page with a reason on each that is not the article's. ``headline``: its title, or ''."""
    tables = furniture()
    unseen: list[HtmlElement] = []
    found = blocks(body, unseen)
    place = _headline(found, headline)
    page = _Page(body, found, place, headline, tables)
    page.named_boxes()
    page.cards()
    page.headed_boxes()
    page.next_article()
    page.lines()
    stretch(body, found, place, page.names)
    return Reading(found, place, page.dropped, unseen)


def _headline(found: list[Block], headline: str) -> int:
    """The block that shows the title: an h1 with its words, else any heading, else any block, else the only h1."""
    wanted = set(headline.casefold().split())
    best, place = 0.5, -1
    for block in found:
        if not wanted or len(block.text) > 2 * len(headline) + 40:
            continue
        words = set(block.text.casefold().split())
        score = len(words & wanted) / max(len(words | wanted), 1)
        score += 0.3 if block.tag == "h1" else 0.1 if block.tag in HEADINGS else 0.0
        if score > best + 0.001:
            best, place = score, block.order
    if place < 0:
        tops = [block.order for block in found if block.tag == "h1"]
        place = tops[0] if len(tops) == 1 else -1
    return place


class _Page:
    """The work on one page: every step adds to ``dropped`` or puts reasons on blocks."""

    def __init__(self, body: HtmlElement, found: list[Block], place: int, headline: str, tables: Furniture) -> None:
        self._body, self._blocks, self._tables = body, found, tables
        self._headline, self._place = headline, place
        self._main: set[HtmlElement] = set()
        if place >= 0:
            self._main = set(found[place].element.iterancestors()) | {found[place].element}
        self.dropped: set[HtmlElement] = set()
        self.names: dict[HtmlElement, str] = {}
        self._mass = self._weigh()

    def _weigh(self) -> dict[HtmlElement, int]:
        mass: dict[HtmlElement, int] = defaultdict(int)
        self._counts: dict[HtmlElement, int] = defaultdict(int)
        own: dict[HtmlElement, list[int]] = {}
        for block in self._blocks:
            if not block.reason:
                sums = own.setdefault(block.element, [0, 0])
                sums[0] += weight(block)
                sums[1] += 1
        for element, (weighed, count) in own.items():
            node: HtmlElement | None = element
            while node is not None:
                mass[node] += weighed
                self._counts[node] += count
                node = None if node is self._body else node.getparent()
        return mass

    def _total(self) -> int:
        return max(self._mass.get(self._body, 0), 1)

    def _drop(self, elements: Iterable[HtmlElement], reason: str) -> None:
        new = set(elements)
        self.dropped |= new
        inside: dict[HtmlElement, bool] = {}
        for block in self._blocks:
            if not block.reason and self._within(block.element, new, inside):
                block.reason = reason
        self._mass = self._weigh()

    def _within(self, element: HtmlElement, boxes: set[HtmlElement], known: dict[HtmlElement, bool]) -> bool:
        path = []
        node: HtmlElement | None = element
        while node is not None and node not in known:
            path.append(node)
            if node in boxes:
                known[node] = True
                break
            node = node.getparent()
        answer = known[node] if node is not None else False
        for step in path:
            known[step] = answer
        return answer

    def named_boxes(self) -> None:
        """Boxes whose tag, class, id or role says that they are furniture, unless the text is in them."""
        total = self._total()
        boxes = set()
        articles: dict[HtmlElement, int] = {}
        for element in self._body.iter():
            tag = element.tag
            if not isinstance(tag, str) or tag in UNSEEN or element is self._body:
                continue
            attributes = element.attrib
            names = ""
            if attributes:
                told = " ".join(
                    filter(
                        None,
                        (
                            attributes.get("class"),
                            attributes.get("id"),
                            attributes.get("data-component"),
                            attributes.get("data-testid"),
                        ),
                    )
                )
                names = self._tables.names(told) if told else ""
                if attributes.get("itemprop") == "articleBody":
                    names = "article"
                role = attributes.get("role")
                if role in (
                    "navigation",
                    "complementary",
                    "banner",
                    "contentinfo",
                    "dialog",
                    "alertdialog",
                    "search",
                    "menu",
                ):
                    names = "strong"
            if names:
                self.names[element] = names
            if names == "article":
                articles[element] = self._mass.get(element, 0)
                continue
            if tag in _BOXES and names != "standfirst":
                names = "strong"
            if names not in ("strong", "weak") or tag in ("html", "body", "main"):
                continue
            if (
                tag in ("span", "a", "b", "i", "em", "strong", "small", "time", "font", "label")
                and self._counts.get(element, 0) == 0
            ):
                continue  # words inside a paragraph
            mass = self._mass.get(element, 0)
            share = mass / total
            holds_headline = element in self._main
            if names == "weak" and (
                share > _WEAK or holds_headline or tag in HEADINGS or (tag == "p" and mass >= GOOD)
            ):
                continue
            if names == "strong" and (share > _STRONG or (holds_headline and share > 0.2)):
                continue
            boxes.add(element)
        # A box that holds a part of the page named as the article's is none, unless that part is small change.
        for element, mass in articles.items():
            if mass > 0.25 * total:
                boxes.difference_update(element.iterancestors())
        self._drop(boxes, "furniture box")

    def headed_boxes(self) -> None:
        """Boxes whose first line says that they are furniture."""
        total = self._total()
        boxes: set[HtmlElement] = set()
        for index, block in enumerate(self._blocks):
            if block.reason or not self._tables.heads(block.text, alone=block.share > 0.2):
                continue
            block.reason = "head of a box"
            box = self._climb(block.element, total, _HEADED)
            if box is not None:
                boxes.add(box)
            else:
                self._following(index)
        if boxes:
            self._drop(boxes, "headed box")

    def _climb(self, element: HtmlElement, total: int, share: float) -> HtmlElement | None:
        """The largest box around an element that has little of the page's text; None if it is the element alone."""
        box = None
        node: HtmlElement | None = element
        while node is not None and node is not self._body and node not in self._main:
            if (
                self.names.get(node) == "article"
                or self._mass.get(node, 0) > share * total
                or node.tag in ("article", "main")
            ):
                break
            box = node
            node = node.getparent()
        if box is None or (box is element and self._counts.get(box, 0) <= 1):
            return None
        return box

    def _following(self, index: int) -> None:
        """A head among the paragraphs themselves: what follows goes until a paragraph comes."""
        parent = self._blocks[index].element.getparent()
        for block in self._blocks[index + 1 :]:
            if block.reason:
                continue
            prose = block.ends and block.share < 0.3
            beside = block.tag == "p" and block.element.getparent() is parent
            if (prose and weight(block) >= (SHORT if beside else GOOD)) or (
                block.tag in HEADINGS and block.share < 0.5
            ):
                return
            block.reason = "under a head"

    def cards(self) -> None:
        """Cards: a headline that is a link to another page, with its picture and excerpt."""
        total = self._total()
        boxes: set[HtmlElement] = set()
        for block in self._blocks:
            linked = block.share > 0.85
            if block.reason or block.order == self._place or not linked:
                continue
            heading = next(
                (e for e in (block.element, block.element.getparent()) if e is not None and e.tag in HEADINGS), None
            )
            if heading is None:
                continue
            box, node = heading, heading.getparent()
            while (
                node is not None and node is not self._body and node not in self._main
                and self._counts.get(node, 0) <= 4 and self._mass.get(node, 0) <= _CARD * total
            ):  # fmt: skip
                box, node = node, node.getparent()
            boxes.add(box)
        boxes |= self._rows_of_cards()
        if boxes:
            self._drop(boxes, "card")

    def _rows_of_cards(self) -> set[HtmlElement]:
        """Boxes that stand in a row of their like and each begin with a link to elsewhere: excerpts from elsewhere."""
        first: dict[HtmlElement, Block] = {}
        for block in self._blocks:
            if block.reason:
                continue
            node: HtmlElement | None = block.element
            for _ in range(_CARD_DEPTH):
                if node is None or node is self._body or node in first:
                    break
                first[node] = block
                node = node.getparent()
        rows: dict[HtmlElement, list[HtmlElement]] = defaultdict(list)
        for element, block in first.items():
            parent = element.getparent()
            if parent is None or element in self._main:
                continue
            if block.share > 0.85 and len(block.text.split()) >= 3:
                rows[parent].append(element)
        boxes: set[HtmlElement] = set()
        for row in rows.values():
            alike = [
                e for e in row if e.tag == row[0].tag and self._counts.get(e, 0) <= _CARD_BLOCKS and _leads_away(e)
            ]
            if len(alike) >= 3 and any(self._mass.get(e, 0) for e in alike):
                boxes.update(alike)
        left = self._total() - sum(self._mass.get(e, 0) for e in boxes)
        return boxes if left >= GOOD else set()

    def next_article(self) -> None:
        """Pages that go on with the next article: from its headline on nothing is this article's."""
        if self._place < 0 or self._blocks[self._place].tag != "h1":
            return
        headline = self._blocks[self._place].element
        own = next((e for e in headline.iterancestors() if e.tag == "article"), None)
        text = 0
        for block in self._blocks[self._place + 1 :]:
            text += 0 if block.reason else weight(block)
            if block.tag != "h1" or not text:
                continue
            other = next((e for e in block.element.iterancestors() if e.tag == "article"), None)
            if other is not own or (headline.get("class") and block.element.get("class") == headline.get("class")):
                for later in self._blocks[block.order :]:
                    later.reason = later.reason or "next article"
                self.dropped.update(self._after(block.element))
                self._mass = self._weigh()
                return

    def _after(self, element: HtmlElement) -> list[HtmlElement]:
        """The boxes from an element on: it, what follows it, and what follows the boxes around it below the body."""
        found: list[HtmlElement] = []
        node: HtmlElement | None = element
        while node is not None and node is not self._body:
            if node not in self._main:
                found.append(node)
            found.extend(later for later in node.itersiblings() if isinstance(later.tag, str))
            node = node.getparent()
        return found

    def lines(self) -> None:
        """Single lines: notices, captions, share buttons, lists of links; a paragraph that comes again."""
        seen: set[str] = set()
        for block in self._blocks:
            if block.reason:
                continue
            if block.order == self._place:
                block.reason = "headline"
                continue
            block.reason = self._tables.line(block.text, block.share) or self._short(block)
            if not block.reason and len(block.text) >= SHORT:
                if block.text in seen or block.text == self._headline:
                    block.reason = "said before"
                seen.add(block.text)

    def _short(self, block: Block) -> str:
        """Fragments: a date, a name, a count; text of no length outside paragraphs, lists and headings."""
        if self._tables.byline(block.text) is not None and not block.ends:
            return "byline"
        if is_date_line(block.text):
            return "date line"
        letters = sum(map(str.isalpha, block.text))
        if letters < 0.4 * len(block.text) and len(block.text) < 60:
            return "figures"
        if block.tag in ("p", "li", "blockquote", "dd", "dt", "q") or block.tag in HEADINGS:
            return ""
        if len(block.text) < GOOD and not block.ends:
            return "fragment"
        return ""


def _leads_away(element: HtmlElement) -> bool:
    """Whether the first link in a box goes to another page, not to a place in this one."""
    link = next(element.iter("a"), None)
    href = (link.get("href") or "") if link is not None else ""
    return bool(href) and not href.startswith(("#", "javascript:"))


def prune(body: HtmlElement, reading: Reading) -> None:
    """Takes the dropped boxes, and what cannot be seen, out of a tree; the text behind them stays."""
    for element in (*reading.unseen, *reading.dropped):
        if element.getparent() is not None:
            element.drop_tree()
