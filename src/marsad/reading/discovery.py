"""What a page leads to: the feeds it names, and which of its links are articles.

A section page of an outlet without a feed lists its articles among menus, sections and shares.
A link counts as an article by its address (a date, a long number, a slug of several words) and by
its text (a headline has several words), and never when it stands in a menu or leads elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from marsad.reading.addresses import Address, AddressError, join_address
from marsad.reading.listing import FeedEntry, FeedError, Listing, few, newest, plain, told_apart
from marsad.reading.markup import MarkupError, parse_html
from marsad.reading.settings import ReadingSettings

FEED_MEDIA = (
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
)  # fmt: skip

_FEED_PATH = re.compile(r"(?:^|[/._-])(?:rss|feed|feeds|atom|rdf)(?:[/._-]|\d|$)|\.(?:rss|atom|rdf)$", re.IGNORECASE)
_DATE_PATH = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?(?:0?[1-9]|[12]\d|3[01]))?(?:/|-|$)")
_NUMBER = re.compile(r"\d{4,}")
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|authors?|writers?|search|login|register|subscribe|contact(?:-us)?|about(?:-us)?|"
    r"privacy(?:-policy)?|terms|sitemap|advertise|page|archives?|rss|feeds?|user|account|share|print|cookies?)(?:/|$)|"
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|docx?|xlsx?|css|js|xml)$",
    re.IGNORECASE,
)
_MENU = frozenset(("nav", "header", "footer", "form", "aside"))
_MENU_ROLES = frozenset(("navigation", "banner", "contentinfo", "search"))
_HEADLINES = frozenset(("h1", "h2", "h3", "h4", "article"))
_NEEDED = 3
_DEEPEST = 40
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page names: its address, its title where told, and whether the page declares it as a feed."""

    url: str
    title: str = ""
    declared: bool = True


def feeds_on_page(data: bytes, base: Address, settings: ReadingSettings, charset: str = "") -> tuple[FoundFeed, ...]:
    """The feeds that an HTML page declares, then the links on it that look like feeds; FeedError if it is no page.

    Feeds of comments come last.
    """
    root = _root(data, charset)
    base = _base(root, base)
    found: dict[str, FoundFeed] = {}
    for link in root.iter("link"):
        rels = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in rels and kind in FEED_MEDIA and (address := _join(base, link, settings)):
            found.setdefault(address.url, FoundFeed(address.url, plain(link.get("title") or "")[:200]))
    for anchor in root.iter("a"):
        if (address := _join(base, anchor, settings)) and _FEED_PATH.search(unquote(address.path)):
            title = plain(_inner(anchor))[:200]
            found.setdefault(address.url, FoundFeed(address.url, title, declared=False))
    return tuple(sorted(found.values(), key=lambda one: (not one.declared, "comment" in one.url.lower())))


def article_links(data: bytes, base: Address, settings: ReadingSettings, charset: str = "") -> Listing:
    """The listing of a section page: its links that look like articles, in the order of the page.

    FeedError (codes not-html, no-articles) if there is no page or no such link.
    """
    root = _root(data, charset)
    language = (root.get("lang") or "")[:40]
    titles = [plain(_inner(one)) for one in root.iter("title")]
    page = _base(root, base)
    best: dict[str, tuple[int, str]] = {}
    for anchor in root.iter("a"):
        address = _join(page, anchor, settings)
        if address is None or _site(address.host) != _site(base.host) or address.url == base.url:
            continue
        text = plain(_inner(anchor) or anchor.get("title") or "")
        score = _score(anchor, address, text)
        old_score, old_text = best.get(address.url, (0, ""))
        # A picture and a headline often lead to the same page: the words of the longer one are the headline.
        best[address.url] = max(score, old_score), max(text, old_text, key=len)
    entries = [
        FeedEntry(url, url, title=text[: settings.max_field_chars])
        for url, (score, text) in best.items()
        if score >= _NEEDED
    ]
    if not entries:
        raise FeedError("no-articles", "no link on the page looks like an article")
    notes: list[str] = []
    different, _ = told_apart(entries)
    different = newest(different, settings.max_entries, notes)
    return Listing("section", different, (titles or [""])[0][:200], language, few(notes))


def _root(data: bytes, charset: str) -> etree._Element:
    try:
        return parse_html(data, charset).root
    except MarkupError as error:
        raise FeedError(error.code, error.message) from None


def _base(root: etree._Element, base: Address) -> Address:
    """The address from which the page's links count: that of <base>, where it has a good one."""
    for element in root.iter("base"):
        try:
            return join_address(base, element.get("href") or "")
        except AddressError:
            break
    return base


def _join(base: Address, element: etree._Element, settings: ReadingSettings) -> Address | None:
    href = (element.get("href") or "").strip()
    if not href or href.startswith("#"):
        return None
    try:
        return join_address(base, href, settings.max_url_chars)
    except AddressError:
        return None


def _inner(element: etree._Element) -> str:
    return " ".join(str(piece) for piece in element.itertext())


def _site(host: str) -> str:
    """The part of a host that an outlet's pages share."""
    return host.removeprefix("www.").removeprefix("m.")


def _score(anchor: etree._Element, address: Address, text: str) -> int:
    """How much a link looks like an article; from _NEEDED on it counts as one."""
    path = unquote(address.path)
    if path == "/" or _NO_ARTICLE.search(path):
        return 0
    score = 0
    last = path.rstrip("/").rpartition("/")[2]
    if _DATE_PATH.search(path):
        score += 2
    if _NUMBER.search(last) or _NUMBER.search(address.target.partition("?")[2]):
        score += 1
    if len(_WORDS.findall(last.replace("_", "-"))) >= 4:
        score += 2
    words = len(_WORDS.findall(text))
    score += 2 if words >= 5 else 1 if words >= 3 else 0
    for depth, above in enumerate(anchor.iterancestors()):
        if above.tag in _MENU or (above.get("role") or "").lower() in _MENU_ROLES:
            return 0
        if above.tag in _HEADLINES and depth < 4:
            score += 1
            break
        if depth > _DEEPEST:
            break
    return score
