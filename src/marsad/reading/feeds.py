"""RSS, Atom and JSON feeds to listings.

Read with lxml behind the hardened front of ``markup.py``. Of the libraries for feeds, feedparser
runs regular expressions over hostile text for minutes and brings its own sanitizer; fastfeedparser
fetches, and fills a date that it cannot read from digits elsewhere in the entry. A record of events
must rather have no date than a guessed one, so the texts of dates are passed on as they stand.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from marsad.reading.addresses import Address, AddressError, join_address
from marsad.reading.decode import mend
from marsad.reading.listing import FeedEntry, FeedError, Listing, few, moment, newest, plain, told_apart
from marsad.reading.markup import MarkupError, decode_markup, parse_xml
from marsad.reading.settings import ReadingSettings

_ATOM = ("http://www.w3.org/2005/atom", "http://purl.org/atom/ns#")
_CORE = (
    "", *_ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss", "http://purl.org/net/rss1.1#",
)  # fmt: skip
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:", "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
}  # fmt: skip
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ROOTS = {"rss": "rss", "rdf": "rdf", "feed": "atom", "channel": "rss"}

PUBLISHED = (
    "pubdate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created", "dcterms:date", "created",
)  # fmt: skip
UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate")


def read_feed(data: bytes, base: Address, settings: ReadingSettings, charset: str = "") -> Listing:
    """The listing of a feed whose address is ``base``; ``charset`` is what the header said.

    FeedError (codes not-a-feed, not-xml, not-json) if it is none.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json_feed(data, base, settings, charset)
    try:
        document = parse_xml(data, charset)
    except MarkupError as error:
        raise FeedError(error.code, error.message) from None
    notes = list(document.notes)
    kind = _ROOTS.get(_name(document.root).rpartition(":")[2])
    if kind is None:
        root = _name(document.root)[:40]
        raise FeedError("not-a-feed", f"it is no feed: its outermost element is {root!r}")
    items = _Items(base, document.root.get(f"{_XML}base") or "", settings, notes)
    head: dict[str, list[etree._Element]] = {}
    entries: list[FeedEntry] = []
    channel: etree._Element | None = None
    for element in document.root.iter():
        name = _name(element)
        if name in ("item", "entry"):
            if not any(_name(above) in ("item", "entry") for above in element.iterancestors()):
                entries.append(items.entry(element))
        elif name in ("channel", "feed") and channel is None:
            channel = element
    if document.cut and _ends_in_entry(data) and entries:
        notes.append("the feed ends in the middle of an entry, which was left for the next time")
        entries.pop()  # half a title or half an address would be taken for a whole one
    for child in channel if channel is not None else document.root:
        head.setdefault(_name(child), []).append(child)
    language = _first(head, "language", "dc:language") or document.root.get(f"{_XML}lang") or ""
    return _listing(kind, entries, plain(_first(head, "title")), language, notes, settings)


def _listing(
    kind: str, entries: Iterable[FeedEntry], title: str, language: str, notes: list[str], settings: ReadingSettings
) -> Listing:
    different, again = told_apart(entries)
    if again:
        notes.append(f"{again} entries were listed twice")
    different = newest(different, settings.max_entries, notes)
    return Listing(kind, different, title[: settings.max_field_chars], language.strip()[:40], few(notes))


def _ends_in_entry(data: bytes) -> bool:
    """Whether the last entry of a feed that was cut short is itself not whole."""
    lower = data.lower()
    return any(lower.rfind(b"<" + name) > lower.rfind(b"</" + name) for name in (b"item", b"entry"))


def _name(element: etree._Element) -> str:
    """The lower-case name of an element, with a known prefix or none; "" for one of another vocabulary."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag.rpartition("}")
    namespace, local = namespace.lstrip("{").lower(), local.lower()
    if namespace in _CORE or namespace.startswith("http://www.w3.org/1999/02/22-rdf"):
        return local
    prefix = _PREFIXES.get(namespace)
    return prefix + local if prefix else ""


def _first(fields: dict[str, list[etree._Element]], *names: str) -> str:
    """The text of the first element of these names that has one."""
    for name in names:
        for element in fields.get(name, ()):
            if text := _text(element):
                return text
    return ""


def _text(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext()).strip()


@dataclass(frozen=True, slots=True)
class _Items:
    """Makes entries out of elements."""

    base: Address
    xml_base: str
    settings: ReadingSettings
    notes: list[str]

    def entry(self, item: etree._Element) -> FeedEntry:
        fields: dict[str, list[etree._Element]] = {}
        for child in item:
            fields.setdefault(_name(child), []).append(child)
        guid = _first(fields, "guid", "id", "dc:identifier")
        about = item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or ""
        url = self.absolute(_link(fields) or _permalink(fields) or about)
        published, updated = _first(fields, *PUBLISHED), _first(fields, *UPDATED)
        title, summary = _html(fields, "title"), _html(fields, "summary", "description")
        author = _first(fields, "dc:creator") or _author(fields)
        categories = [plain(one.get("term") or _text(one)) for one in fields.get("category", ())]
        return finished(
            self.settings, self.notes, id=guid or about, url=url, title=plain(title), published_text=published,
            updated_text=updated, summary=summary, content=_html(fields, "content:encoded", "content"),
            author=plain(author), language=item.get(f"{_XML}lang") or _first(fields, "dc:language"),
            categories=tuple(one for one in categories if one),
        )  # fmt: skip

    def absolute(self, link: str) -> str:
        """The link as a whole address, "" with a note where it is none that may be read."""
        if not link:
            return ""
        try:
            base = join_address(self.base, self.xml_base) if self.xml_base else self.base
            return join_address(base, link, self.settings.max_url_chars).url
        except AddressError as error:
            self.notes.append(f"a link was refused: {error.message}")
            return ""


def finished(settings: ReadingSettings, notes: list[str], **fields: Any) -> FeedEntry:  # noqa: ANN401 - text fields
    """An entry of these fields: none longer than allowed, with moments, and with an id whatever it has."""
    most = settings.max_field_chars
    for name, value in fields.items():
        if isinstance(value, str):
            value, _ = mend(value)
            if len(value) > most:
                notes.append(f"a {name.removesuffix('_text')} of {len(value)} characters was cut to {most}")
                value = value[:most]
            fields[name] = value
    if len(fields["categories"]) > 50 or any(len(one) > 200 for one in fields["categories"]):
        notes.append("categories of an entry were cut")
        fields["categories"] = tuple(one[:200] for one in fields["categories"][:50])
    if not fields["id"]:
        told = f"{fields['title']}\n{fields['summary']}\n{fields['content']}\n{fields['published_text']}"
        fields["id"] = fields["url"] or "text:" + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
    return FeedEntry(published=moment(fields["published_text"]), updated=moment(fields["updated_text"]), **fields)


def _link(fields: dict[str, list[etree._Element]]) -> str:
    """The address of the page itself: Atom's alternate link, RSS's text."""
    for element in fields.get("link", ()):
        text, href = _text(element), (element.get("href") or "").strip()
        if text and not href:
            return text
        if href and (element.get("rel") or "alternate").lower() == "alternate":
            return href
    return ""


def _permalink(fields: dict[str, list[etree._Element]]) -> str:
    """The guid, where it is an address."""
    for element in fields.get("guid", ()):
        text = _text(element)
        if (element.get("isPermaLink") or "true").lower() == "true" and text.startswith(("http://", "https://")):
            return text
    return ""


def _author(fields: dict[str, list[etree._Element]]) -> str:
    for element in fields.get("author", ()):
        names = [_text(child) for child in element if _name(child) == "name"]
        if text := (names[0] if names else _text(element))[:500]:
            # RSS 2.0 has "mail@host (name)".
            named = re.search(r"@\S+\s*\(([^()]+)\)", text)
            return named[1] if named else text
    return ""


def _html(fields: dict[str, list[etree._Element]], *names: str) -> str:
    """A construct that may be text, escaped HTML or XHTML, as a text with its tags."""
    for name in names:
        for element in fields.get(name, ()):
            if len(element):
                inner = (element.text or "") + "".join(
                    etree.tostring(child, encoding="unicode", with_tail=True) for child in element
                )
                if inner.strip():
                    return inner.strip()
            elif text := _text(element):
                return text
    return ""


def _json_feed(data: bytes, base: Address, settings: ReadingSettings, charset: str) -> Listing:
    """A JSON Feed (versions 1 and 1.1)."""
    text, told = decode_markup(data, charset)
    notes = list(told)
    try:
        feed = json.loads(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError) as error:
        raise FeedError("not-json", f"it is not JSON: {str(error)[:120]}") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not isinstance(feed, dict):
        raise FeedError("not-a-feed", "it is JSON, but no JSON Feed: it has no list 'items'")
    maker = _Items(base, "", settings, notes)
    entries, odd = [], 0
    for item in items:
        if isinstance(item, dict):
            entries.append(_json_entry(item, maker))
        else:
            odd += 1
    if odd:
        notes.append(f"{odd} items are no objects")
    say = _text_of(feed)
    return _listing("json", entries, plain(say("title")), say("language"), notes, settings)


def _json_entry(item: dict[str, Any], maker: _Items) -> FeedEntry:
    say = _text_of(item)
    authors = item.get("authors")
    author = authors[0] if isinstance(authors, list) and authors else item.get("author")
    tags = item.get("tags")
    return finished(
        maker.settings, maker.notes, id=say("id"), url=maker.absolute(say("url") or say("external_url")),
        title=plain(say("title")), published_text=say("date_published"), updated_text=say("date_modified"),
        summary=say("summary"), content=say("content_html") or say("content_text"),
        author=plain(_text_of(author)("name")) if isinstance(author, dict) else "", language=say("language"),
        categories=tuple(plain(one) for one in tags if isinstance(one, str)) if isinstance(tags, list) else (),
    )  # fmt: skip


def _text_of(record: dict[str, Any]) -> Callable[[str], str]:
    """Reads fields of a JSON object as text: a number as its digits, anything else as nothing."""

    def say(name: str) -> str:
        value = record.get(name)
        if isinstance(value, str):
            return value.strip()
        return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30 else ""

    return say
