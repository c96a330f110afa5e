"""Bytes of XML or HTML from strangers to text and to a tree: the hardened front of all that parses markup.

The document type declaration is taken out before the parser sees the text, so that no entity is
ever declared and none can be expanded; the names of HTML's characters (``&nbsp;``, ``&eacute;``)
are replaced by the characters, which real feeds need. The parser itself (lxml) has entities,
the network and huge trees switched off, and does not do XInclude. What had to be mended is noted.
"""

from __future__ import annotations

import codecs
import contextlib
import html.entities
import re
from dataclasses import dataclass

from lxml import etree

from marsad.errors import ArticleError, MarsadError
from marsad.reading.decode import detect

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_HEAD = 4096
_TOLD = (
    re.compile(rb"""<\?xml[^<>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE),
    re.compile(rb"""<meta[^<>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE),
)
# Codecs of text that web pages have. Python knows others (punycode, unicode-escape, utf-7) that no page may choose.
_CODECS = re.compile(
    r"utf-8|utf-16(-[lb]e)?|utf-32(-[lb]e)?|ascii|cp(125\d|8\d\d|874|932|949|950|1006)|iso8859-\d+|koi8-[rut]|"
    r"mac-[a-z]+|gb2312|gbk|gb18030|big5(hkscs)?|euc_(jp|kr)|euc_jis_2004|shift_jis|iso2022_(jp|kr)|tis-620|johab"
)
# What the web means by these names (the WHATWG Encoding Standard) is the Windows set that contains them.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_TAG = re.compile(rb"<[^<>]*>")
_NUMERIC = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)?")
_XML_OWN = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_DECLARATION = re.compile(r"<\?xml\b[^<>]{0,500}>")


class MarkupError(MarsadError):
    """Bytes that are no markup of the kind that is needed."""


@dataclass(frozen=True, slots=True)
class Document:
    """A tree, what had to be mended to get it, and whether the text ended before its elements did."""

    root: etree._Element
    notes: tuple[str, ...]
    cut: bool = False


def decode_markup(data: bytes, told: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of an XML or HTML document, and notes on its encoding.

    ``told`` is the charset of the header. A byte order mark decides; else UTF-8 where the bytes are
    that, since nothing else looks like it by chance; else what the document or the header names,
    where that fits; else what the letters look like. Never raises.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replace(data[len(mark) :], encoding, [])
    names = [told, *(found[1].decode("ascii") for one in _TOLD if (found := one.search(data[:_HEAD])))]
    known = [codec for name in names if name and (codec := _codec(name))]
    if not known or not known[-1].startswith(("utf-16", "utf-32")) or b"<" in data[:1]:
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode("utf-8")
            wrong = [codec for codec in known if codec not in ("utf-8", "cp1252")]
            if wrong and not text.isascii():
                return text, (f"said to be {wrong[0]}, but is UTF-8",)
            return text, ()
    for codec in reversed(known):  # the document's own word before the server's
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(codec)
            return text, () if codec == known[0] else (f"said to be {known[0]}, but is {codec}",)
    try:
        guess = detect(_TAG.sub(b" ", data))[0]
    except ArticleError:
        guess = known[-1] if known else "utf-8"
    return _replace(data, guess, [f"said to be {known[0] if known else 'nothing'}, read as {guess}"])


def _codec(name: str) -> str | None:
    """Python's name of a charset, None where a page may not have it."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(codec, codec) if _CODECS.fullmatch(codec) else None


def _replace(data: bytes, encoding: str, notes: list[str]) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    if encoding.startswith("utf"):  # only there can the sign itself stand in the bytes
        damaged -= data.count("\ufffd".encode(encoding))
    if damaged > 0:
        notes.append(f"{damaged} damaged places in the {encoding} text stand as U+FFFD")
    return text, tuple(notes)


def parse_xml(data: bytes, charset: str = "") -> Document:
    """The tree of an XML document, mended where it is broken; MarkupError if there is nothing to mend."""
    text, told = decode_markup(data, charset)
    notes = list(told)
    if "<" not in text:
        raise MarkupError("not-xml", "there is no markup in it")
    text, illegal = _ILLEGAL.subn("", text)
    text, mended = readable(text)
    illegal += mended
    if illegal:
        notes.append(f"{illegal} characters that XML does not allow were taken out")
    text = _without_doctype(_without_declaration(text), notes)
    text = _with_characters(text, notes)
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        dtd_validation=False, attribute_defaults=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError("not-xml", f"it is not XML: {str(error)[:200]}") from None
    if root is None:
        raise MarkupError("not-xml", "there is no element in it")
    faults = [entry for entry in parser.error_log if entry.level >= etree.ErrorLevels.ERROR]
    if faults:
        notes.append(f"broken XML, mended: {faults[0].message[:120]} (line {faults[0].line})")
    cut = any(entry.type == etree.ErrorTypes.ERR_TAG_NOT_FINISHED for entry in faults)
    return Document(root, tuple(notes), cut)


def readable(text: str) -> tuple[str, int]:
    """The text with U+FFFD for each numeric reference to what is no character (``&#xD800;``), and how many there were.

    libxml2 puts half a pair into the tree as it is told to, and whoever reads that text then fails.
    """
    count = 0

    def one(match: re.Match[str]) -> str:
        nonlocal count
        digits, base = (match[1], 16) if match[1] else (match[2], 10)
        code = int(digits[:9], base)
        if code and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF and len(digits.lstrip("0")) < 9:
            return match[0]
        count += 1
        return "\ufffd"

    return _NUMERIC.sub(one, text), count


def parse_html(data: bytes, charset: str = "") -> Document:
    """The tree of an HTML document; MarkupError where there is none. HTML knows no entities but its own."""
    text, notes = decode_markup(data, charset)
    text = readable(_without_declaration(_ILLEGAL.sub("", text)))[0]
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError("not-html", f"it is not HTML: {str(error)[:200]}") from None
    if root is None:
        raise MarkupError("not-html", "there is no element in it")
    return Document(root, notes)


def _without_declaration(text: str) -> str:
    """The text without white space and an XML declaration at its beginning."""
    text = text.lstrip()
    found = _DECLARATION.match(text)
    return text[found.end() :].lstrip() if found else text


def _without_doctype(text: str, notes: list[str]) -> str:
    """The text without its document type declaration, whatever that declares."""
    start = _prologue(text)
    if text[start : start + 9].upper() != "<!DOCTYPE":
        return text
    end = _doctype_end(text, start + 9)
    if "[" in text[start:end]:
        notes.append("the document type declaration was not read")
    return text[:start] + text[end:]


def _prologue(text: str) -> int:
    """Where the first thing stands that is neither white space, a comment nor a processing instruction."""
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        for opening, closing in (("<!--", "-->"), ("<?", "?>")):
            if text.startswith(opening, at):
                end = text.find(closing, at + len(opening))
                if end < 0:
                    return at
                at = end + len(closing)
                break
        else:
            return at


def _doctype_end(text: str, at: int) -> int:
    """Behind the ``>`` that ends the declaration, heeding quotes, comments, brackets; MarkupError if none does."""
    inside = False
    pieces = re.compile(r"<!--|<\?|[\"'\[\]>]")
    closings = {"<!--": "-->", "<?": "?>", '"': '"', "'": "'"}
    while found := pieces.search(text, at):
        sign, at = found[0], found.end()
        if sign in closings:
            end = text.find(closings[sign], at)
            if end < 0:
                break
            at = end + len(closings[sign])
        elif sign == ">" and not inside:
            return at
        elif sign in "[]":
            inside = sign == "["
    raise MarkupError("not-xml", "its document type declaration has no end")


def _with_characters(text: str, notes: list[str]) -> str:
    """The text in which each reference outside CDATA is one that XML knows without any declaration."""
    unknown: list[str] = []

    def character(found: re.Match[str]) -> str:
        name = found[1]
        if not name:
            return "&amp;"
        if name[0] == "#" or name in _XML_OWN:
            return found[0]
        if name in html.entities.html5:
            return "".join(f"&#{ord(char)};" for char in html.entities.html5[name])
        unknown.append(name)
        return f"&amp;{name}"

    parts, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0:
        parts.append(_REFERENCE.sub(character, text[at:start]))
        end = text.find("]]>", start)
        at = len(text) if end < 0 else end + 3
        parts.append(text[start:at])
    parts.append(_REFERENCE.sub(character, text[at:]))
    if unknown:
        notes.append(f"{len(unknown)} entities that are not HTML's stand as text, such as &{unknown[0]}")
    return "".join(parts)
