"""Keys by which an index finds the persons whose name may be spelled as a given one, across scripts.

A part of a name becomes its consonants in eight coarse classes (as in Soundex, but by the sounds of names.toml, so that
both scripts give the same); where a letter is read in several ways there are several. A rare part makes a key by
itself; given names, which too many bear, only together with another part.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from marsad.reference.name_tokens import ParsedName, Token, is_given, parse
from marsad.reference.phonetics import Letter, letters

_CLASSES = {
    "b": "B", "f": "F", "t": "T", "d": "T", "th": "T", "dh": "T", "s": "S", "z": "S", "sh": "S", "ch": "S", "zh": "S",
    "k": "K", "g": "K", "gh": "K", "kh": "K", "j": "K", "l": "L", "m": "M", "n": "N", "r": "R",
}  # fmt: skip
_LIKELY = 0.2  # sounds dearer than this make no key
_MOST = 16  # keys of one part
_PAIRED = 8  # keys of one part within pairs
_MUTE = frozenset("stxzdp")


@lru_cache(maxsize=50_000)
def search_keys(name: str) -> frozenset[str]:
    """The keys of a name in any script that is read here; two spellings of one full name share at least one.

    Empty when nothing in the name can be read. A surname alone shares a key with the full name that holds it.
    """
    parsed = parse(name)
    parts = [t for t in parsed.counting if not t.initial] or list(parsed.counting)
    codes = [_codes(token) for token in parts]
    keys = set()
    for token, code in zip(parts, codes, strict=True):
        if len(parts) == 1 or not is_given(token):
            keys |= set(code)
    keys |= _joined(parsed)
    if len(parts) > 1:
        keys = {k for k in keys if len(k) > 1}
    for i in range(min(2, len(parts))):
        for j in range(i + 1, len(parts)):
            pairs = product(codes[i][:_PAIRED], codes[j][:_PAIRED])
            keys |= {"+".join(sorted(pair)) for pair in pairs}
    return frozenset(keys)


def _joined(parsed: ParsedName) -> set[str]:
    """Keys of neighbours written as one word."""
    tokens = [t for t in parsed.tokens if not t.initial]
    keys: set[str] = set()
    for size in (2, 3):
        for index in range(len(tokens) - size + 1):
            run = tokens[index : index + size]
            if run[-1].optional or (len(tokens) == size == 2 and all(is_given(t) for t in run)):
                continue
            for word in {"".join(t.text for t in run), "".join(t.forms[-1] for t in run)}:
                keys |= {key for key in _skeletons(word)[:4] if len(key) > 2}
    return keys


def _codes(token: Token) -> tuple[str, ...]:
    """The keys of one part: first the rows of the tables that it is in, then its consonants."""
    rows = [f"#{number}" for number in sorted(token.names)]
    found = list(dict.fromkeys(key for form in reversed(token.forms) for key in _skeletons(form)))
    return tuple(rows + found)[:_MOST]


@lru_cache(maxsize=100_000)
def _skeletons(word: str) -> tuple[str, ...]:
    """The readings of a word as classes of consonants, the likelier first, _MOST at most."""
    found = [""]
    parts = letters(word)
    for index, letter in enumerate(parts):
        before = parts[index - 1] if index else None
        after = parts[index + 1] if index + 1 < len(parts) else None
        readings = _readings(letter, before, after)
        found = list(dict.fromkeys(k + r for k in found for r in readings))[:_MOST]
    return tuple(found)


def _readings(letter: Letter, before: Letter | None, after: Letter | None) -> list[str]:
    """The classes that a letter may be of; '' is for what is no consonant or may be silent."""
    likely = [sound for sound, cost in sorted(letter.sounds.items(), key=lambda s: s[1]) if cost <= _LIKELY]
    found = list(dict.fromkeys(_CLASSES.get(sound, "") for sound in likely)) or [_CLASSES.get(letter.main, "")]
    if before is not None and before.main == "n" and letter.main in ("g", "gh", "j", "k"):
        found.append("")
    if before is letter:  # نصر الله, Nasrallah
        found.append("")
    if letter.key == "latin:v":  # Mousavi, موسوي
        found.append("")
    if letter.main == "n" and after is not None and after.main == "b":  # Jumblatt, جنبلاط
        found.append("M")
    if after is not None and after.main in ("s", "z", "ch", "j") and letter.main in ("t", "d"):
        found.append("")
    if after is None and before is not None and letter.key.removeprefix("latin:") in _MUTE:
        found.append("")
    return list(dict.fromkeys(found))
