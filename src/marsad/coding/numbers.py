"""Numbers as text writes them: digits, number words, and ordinals. The words are a language's data.

The arithmetic is the same in every language that has one word a unit, ten, hundred and scale:
parts are added, a scale multiplies what stands before it. Decimals keep 4.1 billion exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from marsad.language.text import Folder, Word

_DIGITS = re.compile(r"[0-9]+(?:[.,٫٬][0-9]+)*")
_THOUSANDS = re.compile(
    r"[0-9]{1,3}(?:[,٬][0-9]{3})+(?:[.٫][0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3})*\.000|[0-9]{1,3}(?:\.[0-9]{3}){2,}"
)
_DECIMAL = re.compile(r"[0-9]+[.,٫][0-9]+")
_LONGEST = 18  # digits; what is longer is an identifier, not a quantity
_PARTS = 12  # number words in one number


def plain(value: Decimal) -> int | float:
    """An int where the value is whole, else a float."""
    whole = int(value)
    return whole if whole == value else float(value)


def read_digits(norm: str) -> Decimal | None:
    """The value of a token of digits with decimal or thousands separators; None if it is none.

    ``1,200`` and ``15.000`` are thousands; ``4.1``, ``4,1`` and ``391.75`` are decimals.
    """
    if len(norm) > _LONGEST or not _DIGITS.fullmatch(norm):
        return None
    if norm.isdecimal():
        return Decimal(norm)
    if _THOUSANDS.fullmatch(norm):
        if norm.count(".") > 1 or (norm.endswith(".000") and "," not in norm):
            norm = norm.replace(".", "")
        return Decimal(norm.replace(",", "").replace("٬", "").replace("٫", "."))
    if _DECIMAL.fullmatch(norm):
        return Decimal(norm.replace(",", ".").replace("٫", "."))
    return None


class Clitics:
    """What may be glued to the front of a word: letters, and contractions with the article."""

    def __init__(self, letters: Iterable[str], contractions: Mapping[str, str]) -> None:
        self._letters = tuple(letters)
        self._contractions = tuple(contractions.items())

    def bare(self, norm: str) -> tuple[str, ...]:
        """The word, then the word without one and without two glued letters, article restored."""
        found = [norm]
        for word in (norm, *self._strip(norm)):
            if word is not norm:
                found.append(word)
            found.extend(full + word[len(short):] for short, full in self._contractions
                         if word.startswith(short))  # fmt: skip
        return tuple(dict.fromkeys(found))

    def _strip(self, norm: str) -> list[str]:
        out: list[str] = []
        layer = [norm]
        for _ in range(2):
            layer = [w[len(c):] for w in layer for c in self._letters
                     if w.startswith(c) and len(w) > len(c) + 1]  # fmt: skip
            out.extend(layer)
        return out


def phrase(text: str, fold: Folder) -> tuple[str, ...]:
    """The folded words of a phrase of the data."""
    return tuple(filter(None, (fold(part) for part in text.split())))


class NumberGrammar:
    """Reads cardinals and ordinals at a place in a sentence, by a pack's ``[numbers]`` table."""

    def __init__(self) -> None:
        # first word → (further words, value); longest phrases first
        self._values: dict[str, list[tuple[tuple[str, ...], Decimal]]] = {}
        self._ordinals: dict[str, list[tuple[tuple[str, ...], Decimal]]] = {}
        self._scales: dict[str, Decimal] = {}
        self._fractions: dict[str, Decimal] = {}
        self._dependent: frozenset[str] = frozenset()
        self._article = ""
        self._joined: tuple[str, ...] = ()
        self._joiners: frozenset[str] = frozenset()
        self._bare_addition = False
        self._before: frozenset[str] = frozenset()
        self._after: frozenset[str] = frozenset()
        self._clitics = Clitics((), {})

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], fold: Folder, clitics: Clitics | None = None) -> NumberGrammar:
        """``data``: values, scales, fractions, ordinals (value → forms), article, joiners;
        ``clitics``: what may be glued to a number's first word;
        ``dependent`` are scale words that are no number alone ("thousands")."""
        new = cls()
        new._article = fold(data.get("article", ""))
        new._joined = tuple(fold(x) for x in data.get("glued_joiners", ()))
        new._joiners = frozenset(fold(x) for x in data.get("joiners", ()))
        new._dependent = frozenset(fold(x) for x in data.get("dependent", ()))
        new._bare_addition = bool(data.get("bare_addition", False))
        new._before = frozenset(fold(x) for x in data.get("before_ordinal", ()))
        new._after = frozenset(fold(x) for x in data.get("after_ordinal", ()))
        new._clitics = clitics or new._clitics
        for table, forms in ((new._values, "values"), (new._ordinals, "ordinals")):
            for value, texts in data.get(forms, {}).items():
                for text in texts:
                    first, *rest = phrase(text, fold)
                    table.setdefault(first, []).append((tuple(rest), Decimal(value)))
            for entries in table.values():
                entries.sort(key=lambda entry: -len(entry[0]))
        for scale, forms in ((new._scales, "scales"), (new._fractions, "fractions")):
            for value, texts in data.get(forms, {}).items():
                scale.update((fold(text), Decimal(value)) for text in texts)
        return new

    def starts(self, norm: str) -> bool:
        """Whether a number may begin at a word like this (cheap, may say yes too often)."""
        if norm[:1].isdecimal() or norm in self._before:
            return True
        return any(
            w in self._values or w in self._scales or w in self._fractions or w in self._ordinals
            for bare in self._clitics.bare(norm)
            for w in self._with_and_without_article(bare)
        )

    # ---- cardinals

    def cardinal(self, words: Sequence[Word], at: int) -> tuple[Decimal, int] | None:
        """The number that begins at word ``at`` and the index after it, or None."""
        if at >= len(words):
            return None
        norm = words[at].norm
        digits = read_digits(norm)
        if digits is not None:
            return self._group(digits, words, at + 1, Decimal(0))
        for bare in self._clitics.bare(norm):
            for form in self._with_and_without_article(bare):
                fraction = self._fractions.get(form)
                if fraction is not None:
                    scale = self._scale_at(words, at + 1)
                    return (fraction * scale, at + 2) if scale else (fraction, at + 1)
                part = None if form in self._dependent else self._part(form, words, at)
                if part is not None:
                    return self._group(part[0], words, part[1], part[0])
        return None

    def _group(self, group: Decimal, words: Sequence[Word], end: int, last: Decimal) -> tuple[Decimal, int]:
        """Goes on from a first part: multiplies by scales, adds what is joined on.

        ``last`` is the size of the part before, which bounds what may be added; 0 after digits.
        """
        total, ceiling, pair = Decimal(0), Decimal(10) ** 18, False
        for _ in range(_PARTS):
            scale = self._scale_at(words, end)
            if scale is not None and group and scale < ceiling and (scale > 100 or group < 10):
                end += 1
                group *= scale
                last, pair = scale, False
            if group >= 1000 and (last >= 1000 or scale is not None):
                size = last if last in _SCALES else self._top_scale(group)
                total, group, last, ceiling, pair = total + group, Decimal(0), size, size, False
            following = self._addend(words, end, last, pair)
            if following is None:
                break
            pair = last < 100 and last != 0
            last, end = following
            group += last
        if ceiling >= 1000 and not group and total:
            return self._with_half(total, words, end, last)
        return total + group, end

    def _addend(self, words: Sequence[Word], at: int, last: Decimal, pair: bool) -> tuple[Decimal, int] | None:
        """A part that may be added after one of size ``last``: by a word, a letter, or nothing.

        ``pair``: units and tens are already there, so only a scale can follow.
        """
        if at >= len(words) or not last or pair:
            return None
        norm = words[at].norm
        candidates: list[tuple[str, int]] = []
        if norm in self._joiners and at + 1 < len(words):
            candidates.append((words[at + 1].norm, at + 1))
        candidates.extend((norm[len(j) :], at) for j in self._joined if norm.startswith(j))
        if self._bare_addition:
            candidates.append((norm, at))
        for text, index in candidates:
            if last >= 1000 and index > at:
                digits = read_digits(text)
                # digits are added only with a scale of their own: "3 million and 200 thousand"
                scale = None if digits is None else self._scale_at(words, index + 1)
                if digits is not None and scale is not None and digits * scale < last:
                    return digits * scale, index + 2
            for form in self._with_and_without_article(text):
                part = None if form in self._dependent else self._part(form, words, index)
                if part is not None and (
                    (last < 10 and part[0] in _TENS)
                    or (last in _TENS and part[0] < 10)
                    or (last >= 100 and part[0] < last)
                ):
                    return part
        return None

    def _part(self, form: str, words: Sequence[Word], at: int) -> tuple[Decimal, int] | None:
        for rest, value in self._values.get(form, ()):
            if _follows(words, at + 1, rest):
                return value, at + 1 + len(rest)
        scale = self._scales.get(form)
        return None if scale is None else (scale, at + 1)

    def _scale_at(self, words: Sequence[Word], at: int) -> Decimal | None:
        if at >= len(words):
            return None
        for form in self._with_and_without_article(words[at].norm):
            if form in self._scales:
                return self._scales[form]
        return None

    def _with_half(self, value: Decimal, words: Sequence[Word], at: int, last: Decimal) -> tuple[Decimal, int]:
        """Adds "and a half (of the scale)" where it follows a scale of a thousand or more."""
        if at >= len(words):
            return value, at
        norm, index = words[at].norm, at
        forms = [norm[len(j) :] for j in self._joined if norm.startswith(j)]
        if norm in self._joiners and at + 1 < len(words):
            forms, index = [words[at + 1].norm], at + 1
        for form in forms:
            fraction = self._fractions.get(form)
            if fraction is not None:
                end = index + 1
                return value + fraction * last, end + (self._scale_at(words, end) == last)
        return value, at

    @staticmethod
    def _top_scale(value: Decimal) -> Decimal:
        return max((scale for scale in _SCALES if value >= scale), default=Decimal(1))

    # ---- ordinals

    def ordinal(self, words: Sequence[Word], at: int) -> tuple[Decimal, int] | None:
        """The ordinal that begins at word ``at`` and the index after it, or None."""
        if at >= len(words):
            return None
        norm = words[at].norm
        if norm.isdecimal() and len(norm) < 5:
            after = words[at + 1].norm if at + 1 < len(words) else ""
            return (Decimal(norm), at + 2) if after in self._after else None
        for bare in self._clitics.bare(norm):
            if bare in self._before:
                digits = words[at + 1].norm if at + 1 < len(words) else ""
                if digits.isdecimal() and len(digits) < 5:
                    return Decimal(digits), at + 2
            for form in self._with_and_without_article(bare):
                for rest, value in self._ordinals.get(form, ()):
                    end = at + 1 + len(rest)
                    if not _follows(words, at + 1, rest):
                        continue
                    if value < 10:
                        tens = self._addend(words, end, value, pair=False)
                        if tens is not None and tens[0] in _TENS:
                            return value + tens[0], tens[1]
                    elif value in _TENS:  # tens first: "twenty" + "first"
                        unit = self._after_tens(words, end)
                        if unit is not None:
                            return value + unit[0], unit[1]
                    return value, end
        return None

    def definite(self, norm: str) -> bool:
        """Whether a word carries the article, or is the article before digits."""
        article = self._article
        return bool(article) and any(
            bare in self._before or (bare.startswith(article) and len(bare) > len(article) + 1)
            for bare in self._clitics.bare(norm)
        )

    def _after_tens(self, words: Sequence[Word], at: int) -> tuple[Decimal, int] | None:
        if not self._bare_addition:
            return None
        index = at + 1 if at < len(words) and words[at].norm in self._joiners else at
        entries = self._ordinals.get(words[index].norm, ()) if index < len(words) else ()
        for rest, value in entries:
            if value < 10 and not rest:
                return value, index + 1
        return None

    def _with_and_without_article(self, norm: str) -> tuple[str, ...]:
        article = self._article
        if article and norm.startswith(article) and len(norm) > len(article) + 1:
            return norm, norm[len(article) :]
        return (norm,)


_SCALES = tuple(Decimal(10) ** power for power in (3, 6, 9, 12))
_TENS = frozenset(Decimal(n) for n in range(20, 100, 10))


def _follows(words: Sequence[Word], at: int, rest: tuple[str, ...]) -> bool:
    return len(words) >= at + len(rest) and all(words[at + k].norm == text for k, text in enumerate(rest))
