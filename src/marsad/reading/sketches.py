"""The sketch of a text, by which near copies are known: MinHash over runs of four folded words.

``signature`` makes it, ``similarity`` compares two, ``near`` is the decision; all are pure. Agencies' texts are printed
under other titles, cut from below, in another order, with a paragraph added, in another orthography: so words are
folded (alef, ya, ta marbuta, marks, digits, a leading "and"), the measure is how much of the *shorter* text stands in
the longer, and the quarter that two reports may share as background stays below the threshold.

MinHash: Broder, On the resemblance and containment of documents (1997); the containment of A in B follows from the
resemblance J and the numbers of shingles: J (|A| + |B|) / ((1 + J) min(|A|, |B|)).
"""

from __future__ import annotations

import re
import struct
import sys
import unicodedata
from array import array
from collections.abc import Iterable
from operator import add

WHOLE, LEAD = 128, 32
"""How many hashes a sketch has of the whole text, and of its first words."""
LEAD_WORDS = 60
SIZE = 4 + 2 * (WHOLE + LEAD)
"""Bytes of a sketch."""
NEAR = 0.45
"""Texts at least so similar are near copies."""
LEAST = 12
"""A text of fewer shingles is too short to tell a copy from a chance."""

BAND_ROWS = tuple((at, 3) for at in range(0, WHOLE - 2, 3)) + tuple((WHOLE + at, 4) for at in range(0, LEAD, 4))
"""The bands of a sketch: at which hash each begins and how many it has. Three of the whole text, four of its
beginning.
"""

_SEED, _LEAD_SEED, _VERSION = 1, 2, 1
_HEAD = struct.Struct("<HH")
_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
_WORDS = re.compile(r"[^\W_]+")
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_LETTERS = "أإآٱىیېئةۃەہؤکگڭپچژڤڨ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ёй"
_FOLDED = "ااااييييههههوكككبجزفق01234567890123456789еи"
_FOLD = str.maketrans(_LETTERS, _FOLDED)
_ENCODING = "cp1256"  # one byte a letter: words of Arabic, English and French are folded and cut five times as fast
_OTHERS = 0.05


def _encodes(letter: str) -> bool:
    return letter.encode(_ENCODING, "ignore") != b""


# Letters and figures that windows-1256 lacks, to be replaced before; and what is left out with them.
_BEYOND = [(a, b) for a, b in zip(_LETTERS[:-2], _FOLDED[:-2], strict=True) if not _encodes(a)]
_BEYOND += [(mark, "") for mark in "\u061c\u0670\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"]


def _table() -> bytes:
    """For each byte of windows-1256 the folded letter's, a space for what is no letter or figure."""
    table = bytearray(b" " * 256)
    for byte in range(256):
        char = bytes([byte]).decode(_ENCODING, "replace").translate(_FOLD).lower()
        if char.isalnum():
            table[byte] = char.encode(_ENCODING, "replace")[0]
    return bytes(table)


_TABLE = _table()
_DELETED = bytes(b for b in range(256) if _MARKS.fullmatch(bytes([b]).decode(_ENCODING, "replace")))
_AND = "و".encode(_ENCODING)


def shingles(text: str) -> list[bytes]:
    """The runs of four folded words of a text; a leading و is taken off each word (of وزير too, which does no harm)."""
    words = _words(text)
    pairs = list(map(add, words, words[1:]))
    return list(map(add, pairs, pairs[2:]))


def _words(text: str) -> list[bytes]:
    try:
        data = text.encode(_ENCODING)
    except UnicodeEncodeError:
        if _FORMS.search(text):
            text = unicodedata.normalize("NFKC", text)
        for letter, folded in _BEYOND:
            text = text.replace(letter, folded)
        try:
            data = text.encode(_ENCODING)
        except UnicodeEncodeError:
            text = _MARKS.sub("", text)
            data = text.encode(_ENCODING, "replace")
        if data.count(b"?") - text.count("?") > _OTHERS * len(data):  # another script
            return [word.encode() for word in _WORDS.findall(text.lower())]
    return (b" " + data.translate(_TABLE, _DELETED)).replace(b" " + _AND, b" ").split()


def signature(text: str) -> bytes:
    """The sketch of a text: ``SIZE`` bytes, the same for the same text in every process and on every machine."""
    return signatures([text])[0]


def signatures(texts: Iterable[str]) -> list[bytes]:
    """The sketches of many texts at once, as ``signature`` makes each."""
    from rensa import RMinHash

    sets = [shingles(text) for text in texts]
    whole = RMinHash.digest_matrix_from_token_byte_sets(sets, WHOLE, _SEED).to_rows()
    lead = RMinHash.digest_matrix_from_token_byte_sets([s[:LEAD_WORDS] for s in sets], LEAD, _LEAD_SEED).to_rows()
    return [
        _HEAD.pack(_VERSION, min(len(pairs), 0xFFFF)) + _halves(one) + _halves(two)
        for pairs, one, two in zip(sets, whole, lead, strict=True)
    ]


def _halves(hashes: list[int]) -> bytes:
    """The low halves of hashes: 16 bits are enough to tell, and uniform where the high ones are all small."""
    words = array("I", hashes)
    if sys.byteorder == "big":
        words.byteswap()
    data = words.tobytes()
    both = bytearray(len(data) // 2)
    both[0::2], both[1::2] = data[0::4], data[1::4]
    return bytes(both)


def bands(sketch: bytes) -> tuple[int, ...]:
    """The keys by which near copies meet in an index: two texts that share none need not be compared.

    One integer of 64 bits for each of ``BAND_ROWS`` (signed, as databases keep them), the band's number mixed in; none
    for a text that is too short to have copies. Two texts share one with a probability of 0.99 where they resemble each
    other by half, or begin alike.
    """
    if size(sketch) < LEAST:
        return ()
    values = struct.unpack(f"<{WHOLE + LEAD}H", sketch[4:])
    keys = []
    for band, (start, rows) in enumerate(BAND_ROWS):
        key = band + 1
        for value in values[start : start + rows]:
            key = (key * 0x9E3779B97F4A7C15 + value + 1) & 0xFFFFFFFFFFFFFFFF
        keys.append(key - (1 << 64) if key >> 63 else key)
    return tuple(keys)


def size(sketch: bytes) -> int:
    """How many shingles the text of a sketch has (65,535 stands for all above)."""
    return int.from_bytes(sketch[2:4], "little")


def resemblance(a: bytes, b: bytes) -> float:
    """The estimated share of the shingles of both texts that they have in common, in [0, 1]."""
    one, two = memoryview(a)[4 : 4 + 2 * WHOLE].cast("H"), memoryview(b)[4 : 4 + 2 * WHOLE].cast("H")
    return sum(map(int.__eq__, one, two)) / WHOLE


def similarity(a: bytes, b: bytes) -> float:
    """How much of the shorter of two texts stands in the longer, estimated from their sketches, in [0, 1]."""
    return contained(resemblance(a, b), size(a), size(b))


def contained(shared: float, one: int, two: int) -> float:
    """Containment from resemblance and the two sizes; 0 for texts too short to tell or that share next to nothing."""
    if min(one, two) < LEAST or shared <= 0.02:
        return 0.0
    return min(1.0, shared * (one + two) / ((1.0 + shared) * min(one, two)))


def near(a: bytes, b: bytes) -> bool:
    """Whether two texts are near copies: the same text, cut, re-ordered, retitled, mended, or with something added."""
    return similarity(a, b) >= NEAR
