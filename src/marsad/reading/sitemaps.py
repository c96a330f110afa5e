"""Sitemaps (sitemaps.org, with the news extension) to listings: lists of pages, and lists of sitemaps."""

from __future__ import annotations

from lxml import etree

from marsad.reading.addresses import Address, AddressError, join_address
from marsad.reading.feeds import finished
from marsad.reading.listing import FeedEntry, FeedError, Listing, few, newest, plain, told_apart
from marsad.reading.markup import MarkupError, decode_markup, parse_xml
from marsad.reading.settings import ReadingSettings
from marsad.reading.unpacking import UnpackError, unpack_if_gzip


def read_sitemap(data: bytes, base: Address, settings: ReadingSettings, charset: str = "") -> Listing:
    """The listing of a sitemap, a sitemap index or a text file of addresses; each may be gzipped.

    FeedError (codes not-a-sitemap, not-xml, and those of unpacking) if it is none.
    """
    try:
        data = unpack_if_gzip(data, settings.max_sitemap_bytes, settings.max_ratio)
    except UnpackError as error:
        raise FeedError(error.code, error.message) from None
    if b"<" not in data[:4096]:
        return _text_sitemap(data, base, settings, charset)
    try:
        document = parse_xml(data, charset)
    except MarkupError as error:
        raise FeedError(error.code, error.message) from None
    notes, root = list(document.notes), _local(document.root)
    if root == "sitemapindex":
        return _index(document.root, base, settings, notes)
    if root != "urlset":
        raise FeedError("not-a-sitemap", f"it is no sitemap: its outermost element is {root[:40]!r}")
    entries = [entry for one in document.root if _local(one) == "url" and (entry := _entry(one, base, settings, notes))]
    return _listing(entries, notes, settings)


def _listing(entries: list[FeedEntry], notes: list[str], settings: ReadingSettings) -> Listing:
    different, again = told_apart(entries)
    if again:
        notes.append(f"{again} addresses were listed twice")
    return Listing("sitemap", newest(different, settings.max_entries, notes), notes=few(notes))


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _texts(element: etree._Element) -> dict[str, str]:
    """The texts below an element by local name, the first of each."""
    texts: dict[str, str] = {}
    for child in element.iterdescendants():
        name = _local(child)
        # Pictures and films have titles and addresses of their own.
        if any(_local(above) in ("image", "video", "link") for above in (child, *child.iterancestors())):
            continue
        texts.setdefault(name, (child.text or "").strip())
    return texts


def _absolute(link: str, base: Address, settings: ReadingSettings, notes: list[str]) -> str:
    try:
        return join_address(base, link, settings.max_url_chars).url
    except AddressError as error:
        notes.append(f"a link was refused: {error.message}")
        return ""


def _entry(one: etree._Element, base: Address, settings: ReadingSettings, notes: list[str]) -> FeedEntry | None:
    texts = _texts(one)
    url = _absolute(texts["loc"], base, settings, notes) if texts.get("loc") else ""
    if not url:
        return None
    return finished(
        settings, notes, id=url, url=url, title=plain(texts.get("title", "")),
        published_text=texts.get("publication_date", ""), updated_text=texts.get("lastmod", ""), summary="", content="",
        author="", language=texts.get("language", ""), categories=(),
    )  # fmt: skip


def _index(root: etree._Element, base: Address, settings: ReadingSettings, notes: list[str]) -> Listing:
    """The sitemaps of an index, newest first as far as dates are given."""
    found: dict[str, str] = {}
    for one in root:
        texts = _texts(one)
        if texts.get("loc") and (url := _absolute(texts["loc"], base, settings, notes)):
            found.setdefault(url, texts.get("lastmod", ""))
    # ISO 8601 texts are in the order of time; without a date the order of the list stays.
    children = sorted(found, key=lambda url: found[url], reverse=True)
    if len(children) > settings.max_sitemaps:
        notes.append(f"{len(children)} sitemaps are more than {settings.max_sitemaps} (setting max_sitemaps)")
    return Listing("index", notes=few(notes), children=tuple(children[: settings.max_sitemaps]))


def _text_sitemap(data: bytes, base: Address, settings: ReadingSettings, charset: str) -> Listing:
    text, told = decode_markup(data, charset)
    notes = list(told)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines[:20]):
        raise FeedError("not-a-sitemap", "it is no sitemap: neither XML nor a list of addresses")
    entries = []
    for line in lines:
        if url := _absolute(line, base, settings, notes):
            entries.append(FeedEntry(url, url))
    return _listing(entries, notes, settings)
