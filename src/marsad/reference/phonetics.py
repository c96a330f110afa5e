"""How alike two names sound whose spelling is in Arabic or Latin letters.

Letters become sets of sounds with a cost each (names.toml); two names are laid side by side letter by letter at the
lowest cost, as in weighted edit distance (Wagner and Fischer 1974). Vowels weigh little, since Arabic script leaves
the short ones out; consonants that the press writes in several ways (g as ج, غ, ق or ك) cost little or nothing.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

VOWELS = frozenset("AIU")
_VOWEL_WEIGHT = 0.25
# the price of a sound that the other spelling lacks: less for those that are often not written
_DROP = {"A": 0.12, "I": 0.14, "U": 0.14, "h": 0.35, "w": 0.4, "y": 0.25, "gh": 0.5}
_DROP_LONG = 0.22  # a vowel that is written in Arabic script is long, so it is missed more
_MUTE = frozenset(f"latin:{c}" for c in ("s", "t", "x", "z", "d"))
_MUTE_DROP = 0.45
_DOUBLED = 0.3  # a consonant after itself: Nasrallah, نصر الله
_GLIDES = {("n", "g"): 0.3, ("t", "s"): 0.3, ("t", "ch"): 0.3, ("d", "j"): 0.2, ("t", "z"): 0.3, ("d", "z"): 0.35}

Sounds = tuple[tuple[str, float], ...]


@cache
def _tables() -> dict[str, dict[str, Sounds]]:
    data = tomllib.loads((files(__package__) / "names.toml").read_text("utf-8"))
    return {
        script: {letters: _sounds(told) for letters, told in data[script].items()} for script in ("latin", "arabic")
    }


def _sounds(told: str) -> Sounds:
    parts = (part.partition(":") for part in told.split())
    return tuple((sound, float(cost or 0)) for sound, _, cost in parts)


class Letter:
    """A letter or group of letters: its sounds, its weight, and the price of leaving it out."""

    __slots__ = ("drop", "key", "main", "sounds", "weight")

    def __init__(self, key: str, sounds: Sounds, *, written_vowel: bool) -> None:
        """``key`` names it in caches; ``written_vowel``: a vowel of a script that leaves short vowels out."""
        self.key = key
        self.sounds = dict(sounds)
        self.main = sounds[0][0]
        vowel = self.main in VOWELS
        self.weight = _VOWEL_WEIGHT if vowel else 1.0
        self.drop = _DROP.get(self.main, 1.0)
        if vowel and written_vowel:
            self.drop = _DROP_LONG


@cache
def _letter(script: str, group: str) -> Letter:
    return Letter(f"{script}:{group}", _tables()[script][group], written_vowel=script == "arabic" and group in "اويىی")


@lru_cache(maxsize=100_000)
def letters(word: str) -> tuple[Letter, ...]:
    """The letters of a word in Arabic or plain Latin letters, doubled Latin ones once; all else is left out."""
    script = "arabic" if any("\u0600" <= c <= "\u06ff" for c in word) else "latin"
    table = _tables()[script]
    if script == "latin":
        word = word[:1] + word[1:].replace("x", "ks")  # at the beginning x is one sound: Xi, Xavier
    found: list[Letter] = []
    index = 0
    while index < len(word):
        for length in (4, 3, 2, 1):
            group = word[index : index + length]
            if len(group) == length and group in table:
                letter = _letter(script, group)
                # in Latin letters a consonant may be doubled for looks; in Arabic script two are two
                if script == "arabic" or not found or found[-1] is not letter:
                    found.append(letter)
                index += length
                break
        else:
            index += 1
    return tuple(found)


@lru_cache(maxsize=10_000)
def _between(first: str, second: str) -> float:
    """The cost of hearing one letter as the other, by their keys."""
    one, two = (_letter(*key.split(":", 1)).sounds for key in (first, second))
    common = [cost + two[sound] for sound, cost in one.items() if sound in two]
    if common:
        return min(common)
    vowels = [bool(VOWELS & sounds.keys()) for sounds in (one, two)]
    return 0.3 if all(vowels) else 1.0


def _glide(before: Letter | None, letter: Letter) -> float:
    if before is None:
        return 1.0
    return _DOUBLED if before.main == letter.main else _GLIDES.get((before.main, letter.main), 1.0)


def _silent(word: tuple[Letter, ...], index: int, other: tuple[Letter, ...]) -> float:
    """The price of leaving out a letter: little for a last consonant that French and English write and do not say."""
    letter = word[index]
    if index and index == len(word) - 1 and letter.key in _MUTE and other[0].key.startswith("arabic"):
        return _MUTE_DROP
    return letter.drop


@lru_cache(maxsize=200_000)
def likeness(first: str, second: str) -> float:
    """How alike two words sound, from 0 (nothing in common) to 1 (the same); 0 when either has no letters."""
    a, b = letters(first), letters(second)
    if not a or not b:
        return 0.0
    row = [0.0]
    for j, letter in enumerate(b):
        row.append(row[-1] + min(_silent(b, j, a), _glide(b[j - 1] if j else None, letter)))
    for i, one in enumerate(a):
        out = min(_silent(a, i, b), _glide(a[i - 1] if i else None, one))
        new = [row[0] + out]
        for j, two in enumerate(b):
            enter = min(_silent(b, j, a), _glide(b[j - 1] if j else None, two))
            scale = max(one.weight, two.weight)
            change = _between(one.key, two.key) * (scale if scale < 1 else 1.0)
            new.append(min(row[j] + change, row[j + 1] + out, new[j] + enter))
        row = new
    weight = max(sum(x.weight for x in a), sum(x.weight for x in b), 1.0)
    return max(0.0, 1.0 - row[-1] / weight)
