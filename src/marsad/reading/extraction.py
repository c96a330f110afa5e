"""An HTML page to its article: title, paragraphs, and all that the page tells of them, with a note on how sure that is.

``extract`` is pure: the same bytes give the same Page. Pages from the world go through ``marsad.reading.worker``,
which does the same in a process that can be killed. The chain of methods, each the fallback of the one before:

``blocks``       the boxes in which the page's text lies (paragraphs.py), confirmed or not by trafilatura
``trafilatura``  its reading of what is left of the page, where the boxes give little and it finds more
``structured``   the articleBody of the page's JSON-LD: pages whose text only a script shows
``summary``      the description that the page gives of itself
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Literal

from marsad.errors import ArticleError
from marsad.model import Article, Note
from marsad.reading import languages, page_dates
from marsad.reading.authors import agency, byline_author
from marsad.reading.blocks import Block, pieces
from marsad.reading.limits import DEFAULTS, Limits
from marsad.reading.metadata import Metadata, article_node, read_metadata
from marsad.reading.page_dates import DateCandidate
from marsad.reading.page_tree import PageTree, parse_page
from marsad.reading.paragraphs import Reading, judge, prune
from marsad.reading.structured import Facts, facts, squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Method = Literal["blocks", "trafilatura", "structured", "summary"]
Quality = Literal["good", "fair", "poor"]

_LITTLE, _SOME = 200, 500
_AGREE = 0.65


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read.

    ``published`` is the day by the rule of page_dates.py and ``dates`` are all candidates, the one believed in
    ``dated_by``. ``modified``: the latest day of change that the page tells. ``agency``: the English name of the
    news agency whose text it is. ``canonical``: the address that the page gives itself. ``digest``: the SHA-256
    of the bytes, in hexadecimal. ``quality``: good (two ways of reading agree), fair, poor; ``notes`` say why.
    """

    title: str
    paragraphs: tuple[str, ...]
    published: dt.date | None = None
    url: str | None = None
    canonical: str | None = None
    outlet: str | None = None
    author: str | None = None
    agency: str | None = None
    section: str | None = None
    language: str | None = None
    modified: dt.date | None = None
    dates: tuple[DateCandidate, ...] = ()
    dated_by: DateCandidate | None = None
    method: Method = "blocks"
    quality: Quality = "good"
    encoding: str = "utf-8"
    digest: str = ""
    notes: tuple[Note, ...] = field(default=())

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self.paragraphs)

    def article(self) -> Article:
        """The page as an article: its address is the canonical one, its language what its words are in."""
        return Article(
            self.text, self.title, self.published, url=self.canonical or self.url, outlet=self.outlet,
            language=None if self.language in (None, "und") else self.language,
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """The page as JSON values; dates as ISO 8601 text. ``from_dict`` reads it back."""

        def plain(value: object) -> object:
            if isinstance(value, dt.date):
                return value.isoformat()
            if isinstance(value, tuple):
                return [plain(item) for item in value]
            if is_dataclass(value):
                return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
            return value

        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Page:
        """A page from what ``to_dict`` gave."""

        def day(value: str | None) -> dt.date | None:
            return dt.date.fromisoformat(value) if value else None

        def candidate(value: dict[str, Any]) -> DateCandidate:
            return DateCandidate(**{**value, "day": day(value["day"])})

        told = dict(record)
        told["paragraphs"] = tuple(told["paragraphs"])
        told["published"], told["modified"] = day(told["published"]), day(told["modified"])
        told["dates"] = tuple(candidate(value) for value in told["dates"])
        told["dated_by"] = candidate(told["dated_by"]) if told["dated_by"] else None
        told["notes"] = tuple(Note(**value) for value in told["notes"])
        return cls(**told)


def extract(
    data: bytes, *, url: str | None = None, charset: str | None = None, feed_date: str | None = None, read_on: dt.date
    | None = None,
    limits: Limits = DEFAULTS,
) -> Page:  # fmt: skip
    """The article of a page.

    ``charset``: what the server said; ``feed_date``: the date of the feed's entry, as written; ``read_on``: the day
    when the page was fetched, after which no date is believed. Raises ArticleError, saying why, when the bytes are
    no page or hold no article.
    """
    markup = parse_page(data, charset, limits)
    root = markup.root
    told = facts(root, limits)
    node = article_node(told)
    meta = read_metadata(root, told, url)
    body = root.find("body")
    body = root if body is None else body
    reading = judge(body, meta.title)
    dates, chosen = _dates(root, told, node, meta, reading, url, feed_date, read_on)
    paragraphs, method, quality, notes = _text(body, markup, reading, told, node, limits)
    if not paragraphs:
        raise ArticleError("no-article", "no text of an article was found on the page")
    language = languages.tell("\n".join(paragraphs), meta.language)
    if chosen is None:
        why = sorted({f"{c.raw!r:.60} is {c.flag}" for c in dates if c.flag in ("future", "before-1990", "unreadable")})
        notes.append(
            Note("no-date", "no date of publication could be believed" + (": " + "; ".join(why) if why else ""))
        )
    origins = _origins(reading)
    author = meta.author or byline_author(origins)
    title = meta.title or _first_heading(reading)
    if not title:
        notes.append(Note("no-title", "the page has no title"))
    return Page(
        title=_one_line(title), paragraphs=tuple(paragraphs), published=chosen.day if chosen else None, url=url,
        canonical=meta.canonical,
        outlet=meta.outlet, author=author, agency=agency(paragraphs, author, origins, meta.outlet),
        section=meta.section,
        language=language.code, modified=_modified(dates), dates=dates, dated_by=chosen, method=method, quality=quality,
        encoding=markup.encoding, digest=hashlib.sha256(data).hexdigest(),
        notes=(*(Note(*n) for n in markup.notes), *notes),
    )  # fmt: skip


def _one_line(text: str) -> str:
    return squeeze(text)


def _first_heading(reading: Reading) -> str:
    heading = next((b for b in reading.blocks if b.tag in ("h1", "h2") and len(b.text) > 8), None)
    return heading.text if heading else ""


# ---------------------------------------------------------------- text


def _text(
    body: HtmlElement, markup: PageTree, reading: Reading, told: Facts, node: dict[str, Any] | None, limits: Limits
) -> tuple[list[str], Method, Quality, list[Note]]:
    """The paragraphs by the first method that gives enough, how sure they are, and notes."""
    notes: list[Note] = []
    own = [block.text for block in reading.kept]
    if len(own) > limits.page_paragraphs:
        notes.append(
            Note(
                "paragraphs-cut",
                f"{len(own) - limits.page_paragraphs:,} paragraphs beyond {limits.page_paragraphs:,} are cut off",
            )
        )
        own = own[: limits.page_paragraphs]
    structured = _structured(node)
    second: list[str] | None = None
    if len(markup.elements) <= limits.page_elements:
        prune(body, reading)
        second = _trafilatura(markup.root)
    else:
        notes.append(Note("large-page", f"{len(markup.elements):,} elements: read without trafilatura"))
    agreement = _agreement(own, second) if second is not None else 0.0
    size, other, third = (sum(map(len, lines)) for lines in (own, second or [], structured))
    if third > 1.5 * size and third >= _LITTLE and size < 4 * _SOME:
        return (
            structured,
            "structured",
            "fair",
            [*notes, Note("structured", "the text stands in the page's JSON-LD only")],
        )
    if size < _LITTLE and other > 3 * size and other >= _SOME:
        return (
            second or [],
            "trafilatura",
            "fair",
            [*notes, Note("second-reading", "the page's boxes gave little text; trafilatura's reading is taken")],
        )
    if own and (size >= 40 or any(b.ends for b in reading.kept)):
        if agreement >= _AGREE or (structured and _agreement(own, structured) >= _AGREE):
            return own, "blocks", "good" if size >= _LITTLE else "fair", notes
        if second is not None and size >= _LITTLE:
            notes.append(Note("unconfirmed", f"a second reading of the page shares {agreement:.0%} of this text"))
        return own, "blocks", "fair" if size >= _SOME else "poor", notes
    if second and other >= 40:
        return (
            second,
            "trafilatura",
            "poor",
            [*notes, Note("second-reading", "the page's boxes gave no text; trafilatura's reading is taken")],
        )
    summary = squeeze(told.first("og:description", "description", "twitter:description") or "")
    if len(summary) >= 40:
        return (
            [summary],
            "summary",
            "poor",
            [*notes, Note("summary", "the page shows no text; its own description is taken")],
        )
    return [], "summary", "poor", notes


def _structured(node: dict[str, Any] | None) -> list[str]:
    """The paragraphs of JSON-LD's articleBody, with any markup taken out."""
    raw = (node or {}).get("articleBody")
    if not isinstance(raw, str):
        return []
    if "<" in raw and ">" in raw:
        from lxml import etree, html

        try:
            from marsad.reading.blocks import blocks

            return [b.text for b in blocks(html.fragment_fromstring(raw, create_parent="div"))]
        except (etree.ParserError, ValueError):
            return []
    return [line for part in raw.split("\n") for line in pieces(part)]


def _trafilatura(root: HtmlElement) -> list[str]:
    """The paragraphs that trafilatura finds; none when it gives up."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document: Any = trafilatura.bare_extraction(root, fast=True, include_comments=False, include_tables=True)
    except Exception:  # what a page does to the library must not lose the page: its other readings stand
        return []
    found = getattr(document, "body", None)
    if found is None:
        return []
    lines: list[str] = []
    for element in found:
        items = [element] if element.tag not in ("list", "table") else list(element.iter("item", "cell"))
        lines.extend(line for item in items if (line := squeeze(" ".join(item.itertext()))))
    return lines


def _agreement(own: Sequence[str], other: Sequence[str]) -> float:
    """How much two readings share: the words in common over all words, a Jaccard of multisets by paragraphs' words."""
    one, two = (set(" ".join(lines).split()) for lines in (own, other))
    return len(one & two) / len(one | two) if one or two else 0.0


# ---------------------------------------------------------------- dates and origins


def _dates(
    root: HtmlElement, told: Facts, node: dict[str, Any] | None, meta: Metadata, reading: Reading, url: str | None,
    feed_date: str | None,
    read_on: dt.date | None,
) -> tuple[tuple[DateCandidate, ...], DateCandidate | None]:  # fmt: skip
    """All candidates and the one believed."""
    kept = reading.kept
    first = kept[0].order if kept else max(reading.headline, 0) + 4
    last = kept[-1].order if kept else first
    language = meta.language
    found = page_dates.machine_dates(told, node, language)
    found += page_dates.time_elements(root, _near(reading, first), language)
    if feed_date:
        found.append(page_dates.stamped(feed_date, "feed", "published", language))
    found += page_dates.shown_dates(reading.blocks, reading.headline, first, last, language)
    found += page_dates.url_dates(meta.canonical) or page_dates.url_dates(url)
    if kept:
        found += page_dates.dateline(kept[0].text, language)
    candidates = page_dates.flagged(found, read_on)
    return candidates, page_dates.choose(candidates, read_on)


def _near(reading: Reading, first: int) -> set[HtmlElement]:
    """The <time> elements around the headline and before the text (or right behind the headline's box)."""
    start = reading.headline if reading.headline >= 0 else first
    near: set[HtmlElement] = set()
    for block in reading.blocks[max(start - 4, 0) : max(first, start) + 3]:
        if block.reason not in ("headed box", "card", "under a head") and not any(
            e.tag in ("nav", "aside") for e in block.element.iterancestors()
        ):
            near.update((block.element, *block.element.iter("time")))
    return near


def _modified(dates: Sequence[DateCandidate]) -> dt.date | None:
    days = [c.day for c in dates if c.event == "modified" and c.day and not c.flag]
    return max(days, default=None)


def _origins(reading: Reading) -> list[str]:
    """Short lines around the text that may tell who wrote it: bylines and source lines that were not kept."""
    kept = reading.kept
    if not kept:
        return []
    start = max(reading.headline, 0)

    def may(block: Block) -> bool:
        return (
            block.reason not in ("", "headed box", "card", "under a head", "headline", "above the headline")
            and len(block.text) <= 80
            and start <= block.order <= kept[-1].order + 6
            and not any(
                e.tag in ("nav", "aside", "figure", "figcaption", "footer")
                for e in (block.element, *block.element.iterancestors())
            )
            and not any(
                word in (block.element.get("class") or "").lower()
                for word in ("caption", "credit", "tag", "related", "share")
            )
        )

    return [block.text for block in reading.blocks if may(block)][:12]
