"""Bytes to text: which encoding, what is no text at all, and what had to be mended.

Arabic newspapers of the last thirty years left files in UTF-8, UTF-16, windows-1256 and
ISO-8859-6. UTF-8 is tried first, since no other encoding looks like it by chance; the older ones
are accepted only where the result is mostly Arabic words.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from marsad.errors import ArticleError

_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
)
# The four-byte marks first: UTF-32-LE begins with the mark of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|rss|feed)\b", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_ARABIC = re.compile("[\u0621-\u064a]")
_ARABIC_IN_WORD = re.compile("[\u0621-\u064a]{2,}")
_UNPAIRED = re.compile("[\ud800-\udfff\x00]")

_NAMES = {"cp1256": "windows-1256", "iso8859-6": "ISO-8859-6", "cp1252": "windows-1252"}

SAMPLE = 65_536
"""How many bytes are looked at to tell the encoding of a stream."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was found in, and what the reader should know of it, if anything."""

    text: str
    encoding: str
    remark: str | None = None


def decode(data: bytes, otherwise: str | None = None) -> Decoded:
    """The text of a whole file or line, without its byte order mark; line ends stay as they are.

    ``otherwise``: the eight-bit encoding that a line which is not UTF-8 has, when that is known
    from its neighbours. Raises ArticleError for what is no text: a binary format, NULs, an
    unknown encoding.
    """
    if otherwise in _NAMES and not _is_utf8(data):
        encoding, mark = str(otherwise), b""
    else:
        encoding, mark = detect(data)
    data = data[len(mark) :]
    text = data.decode(encoding, "replace")
    remark = None
    if guessed(encoding, mark):
        remark = guess_remark(encoding)
    elif "\ufffd" in text and (bad := _undecodable(data, encoding, text)):
        remark = f"{bad} damaged places in the {encoding.upper()} text stand as U+FFFD"
    if "\x00" in text:
        raise ArticleError("binary", "it has NUL characters, so it is not plain text")
    return Decoded(text, encoding, remark)


def detect(data: bytes) -> tuple[str, bytes]:
    """The encoding of a text, by its beginning or its whole, and the byte order mark it has.

    Raises ArticleError for what is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, mark
    refuse_binary(data[:SAMPLE])
    if wide := _utf16_without_mark(data[:SAMPLE]):
        return wide, b""
    if b"\x00" in data[:SAMPLE]:
        raise ArticleError("binary", "it has NUL bytes, so it is not plain text")
    sample = data[:SAMPLE].translate(None, _CONTROLS)
    if len(sample) < 0.95 * len(data[:SAMPLE]):
        raise ArticleError("binary", "it is full of control bytes, so it is not plain text")
    if _is_utf8(data):
        return "utf-8", b""
    if old := _legacy(data[:SAMPLE]) or _legacy(data):
        return old, b""
    raise ArticleError(
        "unknown-encoding",
        "it is neither UTF-8 nor UTF-16 nor windows-1256 nor ISO-8859-6; convert it to UTF-8",
    )


def guessed(encoding: str, mark: bytes) -> bool:
    """Whether an encoding was told only by what the text then looks like."""
    return not mark and encoding != "utf-8"


def guess_remark(encoding: str) -> str:
    """What to tell the reader of a guessed encoding."""
    return f"read as {_NAMES.get(encoding, encoding.upper())}, as it is not UTF-8"


def refuse_binary(head: bytes) -> None:
    """Raises ArticleError when the first bytes are those of a format that is not plain text."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise ArticleError("binary", f"it is {name}, not plain text")
    if _MARKUP.match(head):
        raise ArticleError("markup", "it is HTML or XML; save the article's text alone")


def mend(text: str) -> tuple[str, int]:
    """The text with each unpaired surrogate and NUL as U+FFFD (offsets stay), and how many."""
    return _UNPAIRED.subn("\ufffd", text)


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8: without fault, or with few faults among many good letters."""
    try:
        data.decode("utf-8")
        return True
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and error.reason == "unexpected end of data":
            return error.start > 3 or len(data) <= 3  # a sample or file cut inside a letter
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    letters = sum(len(run) for run in re.findall("[^\x00-\x7f\ufffd]+", text))
    return letters > 0 and faults <= 0.02 * letters + 1 and letters > 20 * faults


def _undecodable(data: bytes, encoding: str, text: str) -> int:
    """How many U+FFFD are not the file's own."""
    return text.count("\ufffd") - data.count("\ufffd".encode(encoding))


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 by the even or odd places of bytes that are the page numbers of Arabic and Latin."""
    data = data[: len(data) // 2 * 2]
    if len(data) < 4 or (b"\x00" not in data and data.count(6) < len(data) / 10):
        return None
    shares = {
        name: sum(map(half.count, b"\x00\x06\x20\xfe")) / len(half)
        for name, half in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2]))
    }
    best = max(shares, key=lambda name: shares[name])
    if shares[best] < 0.95 or len(set(shares.values())) == 1:
        return None
    return None if "\x00" in data.decode(best, "replace") else best


def _arabic_share(data: bytes, encoding: str) -> float:
    """Of the letters and signs beyond ASCII, the share that are Arabic letters inside words."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    beyond = sum(1 for char in text if char > "\x7f" and (char.isalpha() or _ARABIC.match(char)))
    inside = sum(map(len, _ARABIC_IN_WORD.findall(text)))
    return inside / beyond if beyond else 0.0


def _legacy(data: bytes) -> str | None:
    """The eight-bit encoding of Arabic whose words come out best; for Latin text windows-1252."""
    shares = {name: _arabic_share(data, name) for name in ("cp1256", "iso8859-6")}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= 0.8:
        return best
    beyond = sum(1 for byte in data if byte > 0x7F)
    if beyond <= 0.12 * len(data):
        try:
            data.decode("cp1252")
        except UnicodeDecodeError:
            return None
        return "cp1252"
    return None
