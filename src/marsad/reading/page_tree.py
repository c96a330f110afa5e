"""The bytes of a page to a tree of elements: which encoding, and what a parser must not be given.

The encoding is told by the byte order mark; else the page is UTF-8 if it can be, whatever it says of
itself; else it is what the server, the page or its letters say. Pages nested deeper than libxml2 reads
are flattened first, so that their text is not lost.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.errors import ArticleError
from marsad.reading.decode import detect, refuse_binary
from marsad.reading.limits import DEFAULTS, Limits

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I
)
_TAGS = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>", re.S | re.I)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Tags that pages nest without end when they are broken; the others are left as they are.
_NESTED = re.compile(
    r"</?(?:div|span|section|article|b|i|u|em|strong|font|blockquote|center|table|tbody|tr|td|ul|ol|li|dl|dd|main|header"
    r"|footer|nav|aside|a|small|big|label|form|fieldset|details|summary|figure|button|q|s|sub|sup|ins|del|bdo|bdi|x)\b[^>]*>",
    re.I,
)
# What browsers read for these labels (WHATWG Encoding Standard), where Python's codec is another one.
_BROWSERS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932",
}  # fmt: skip
# Codecs of text that pages have: Python knows others (punycode, unicode-escape) that no page may choose.
_PAGES = re.compile(
    r"utf-8|cp(?:125\d|8\d\d|932|949)|iso8859-\d+|koi8-[rtu]|mac-[a-z]+|gb18030|big5(?:hkscs)?|euc_jp|iso2022_jp"
)
_DEFAULTS = ("", "utf-8", "cp1252", "cp1254")
_HEAD = 32_768
_DEEP = 250
# A parser compares each attribute of a tag with all others: of a tag so long only its name is kept.
_LONG_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]{0,20})[^<>]{50000,}>")


@dataclass(frozen=True, slots=True)
class PageTree:
    """A parsed page: its root element, its encoding, all its elements in their order, and (code, message) notes."""

    root: HtmlElement
    encoding: str
    elements: list[HtmlElement]
    notes: tuple[tuple[str, str], ...] = ()


def looks_like_html(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an HTML page (not of a feed or of plain text)."""
    start = head[:4096].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    while start.startswith(b"<!--") and b"-->" in start:
        start = start.partition(b"-->")[2].lstrip()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<meta ", b"<title", b"<script")):
        return True
    return start.startswith(b"<?xml") and b"<html" in start


def parse_page(data: bytes, charset: str | None = None, limits: Limits = DEFAULTS) -> PageTree:
    """The tree of a page; ``charset`` is what the server said. ArticleError when it is no page."""
    if not data.strip():
        raise ArticleError("empty", "the page is empty")
    try:
        refuse_binary(data[:4096])
    except ArticleError as error:
        if error.code != "markup":
            raise
    notes: list[tuple[str, str]] = []
    if len(data) > limits.page_bytes:
        notes.append(("page-cut", f"the page has {len(data):,} bytes; the first {limits.page_bytes:,} are read"))
        data = data[: limits.page_bytes]
    text, encoding = decode_page(data, charset)
    return _tree(_LONG_TAG.sub(r"<\1>", _CONTROLS.sub(" ", text)), encoding, notes)


def decode_page(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """The text of a page and the encoding it was found in. What cannot be decoded stands as U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    # Pages are cut inside a letter or hold a comment in another encoding: a few faults are forgiven.
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    beyond = len(data) - len(text)
    if faults == 0 or (beyond > 0 and faults <= 0.01 * beyond):
        return text, "utf-8"
    encoding = _named(charset) or _named(_meta(data)) or ""
    if encoding in _DEFAULTS:
        # Nothing said, or what servers say by default: the letters decide.
        try:
            encoding = detect(_TAGS.sub(b" ", data[: 16 * _HEAD]) or b" ")[0]
        except ArticleError:
            encoding = encoding if encoding not in ("", "utf-8") else _by_statistics(data)
    return data.decode(encoding, "replace"), encoding


def _meta(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return match.group(1).decode("ascii") if match else None


def _named(label: str | None) -> str | None:
    """The codec that browsers use for a label; None for what is no encoding of pages."""
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    name = _BROWSERS.get(name, name)
    # The label itself is written in ASCII: a page that says UTF-16 so is not.
    if name.startswith(("utf-16", "utf-32")):
        return "utf-8"
    return name if _PAGES.fullmatch(name) else None


def _by_statistics(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(_TAGS.sub(b" ", data[:_HEAD])).best()
    return best.encoding if best and _PAGES.fullmatch(codecs.lookup(best.encoding).name) else "cp1252"


def _tree(text: str, encoding: str, notes: list[tuple[str, str]]) -> PageTree:
    from lxml import etree, html

    def built(text: str) -> tuple[HtmlElement, bool]:
        parser = html.HTMLParser(
            huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
        )
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        return root, any("depth" in entry.message.lower() for entry in parser.error_log)

    try:
        root, deep = built(text)
        # Kept for as long as the page: lxml makes an element's Python object anew whenever none is held.
        elements = list(root.iter())
        if deep or _depth(elements) > _DEEP:
            notes.append(("flattened", "the page is nested too deeply; its boxes are read as lines"))
            root, _ = built(_NESTED.sub("<br>", text))
            elements = list(root.iter())
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        if "unknown error" in str(error):  # all that libxml2 says when it gets no more memory
            raise ArticleError("page-too-large", "the parser got no memory for the page") from None
        raise ArticleError("no-page", f"it cannot be read as HTML: {error}") from None
    return PageTree(root, encoding, elements, tuple(notes))


def _depth(elements: Sequence[HtmlElement]) -> int:
    """How deep a tree goes, from its elements in the page's order."""
    deepest = 0
    above: list[HtmlElement] = []
    for element in elements:
        parent = element.getparent()
        while above and above[-1] is not parent:
            above.pop()
        above.append(element)
        deepest = max(deepest, len(above))
    return deepest
