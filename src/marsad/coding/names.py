"""Where a personal name begins and ends among the words of a sentence."""

from __future__ import annotations

from marsad.coding.scan import Function, Sentence, Unit
from marsad.language.pack import LanguagePack

_MAX_NAME = 7  # words: more than that is a list without commas


class NameReader:
    """Tells the personal names of one sentence by the words that build them and those that never do."""

    def __init__(
        self, sentence: Sentence, pack: LanguagePack, at: dict[int, Unit], functions: dict[int, list[Function]]
    ) -> None:
        """``at`` and ``functions``: the names and function words of the sentence by their first word."""
        self._sentence = sentence
        self._norms = sentence.norms
        self._pack = pack
        self._at = at
        self._functions = functions

    def starts(self, index: int, *, strict: bool) -> bool:
        """Whether a personal name may start here; ``strict``: only a known given name does."""
        if index >= len(self._norms):
            return False
        norm, pack = self._norms[index], self._pack
        if not norm[0].isalpha() or norm in pack.stop or index in self._functions:
            return False
        unit = self._at.get(index)
        if unit is not None and not any(e.kind == "person" or "weak" in e.flags for e in unit.entries):
            return False
        if strict and norm in pack.doubtful:
            return False
        if norm in pack.given or (norm in pack.particles and len(norm) > 1):
            return True
        if strict or not pack.may_be_name(self._sentence.words[index].text):
            return False
        return not pack.is_common(norm) and not norm.startswith(pack.morphology.article or "\0")

    def end(self, start: int, known_until: int = 0) -> int:
        """The index after the last word of the name that starts at ``start``."""
        norms, pack = self._norms, self._pack
        index = max(known_until, start + (0 if known_until else 1))
        unknown = 0
        previous_particle = norms[index - 1] in pack.particles
        while index < len(norms) and index - start < _MAX_NAME:
            norm = norms[index]
            if norm in "-.'’" and index + 1 < len(norms) and self._glued(index):
                index += 1
                continue
            particle = norm in pack.particles
            if not norm[0].isalpha() or (norm in pack.stop and not previous_particle) or index in self._functions:
                break
            unit = self._at.get(index)
            if unit is not None and not previous_particle and not any(e.kind == "person" for e in unit.entries):
                break
            given = norm in pack.given
            if not given and not particle and not previous_particle:
                if known_until and not norm.startswith(pack.morphology.article or "\0"):
                    break
                written = self._sentence.words[index].text
                if pack.is_common(norm) or self._joins(index, index - start) or not pack.may_be_name(written):
                    break
                unknown += 1
                if unknown > 2:
                    break
            previous_particle = particle
            index += 1
        while index > start + 1 and (norms[index - 1] in pack.particles or not norms[index - 1][0].isalpha()):
            index -= 1
        return index

    def _glued(self, index: int) -> bool:
        words = self._sentence.words
        return words[index].end == words[index + 1].start and words[index + 1].norm[0].isalpha()

    def _joins(self, index: int, length: int) -> bool:
        """Whether a word begins with a joining conjunction rather than being one name (ولافروف, but ويليام)."""
        norm, pack = self._norms[index], self._pack
        if norm in pack.given:
            return False
        for conjunction, preposition, future, rest in pack.morphology.prefixes(norm):
            if not conjunction or preposition or future or [conjunction] not in pack.joiners:
                continue
            article = pack.morphology.article
            if length > 1 or rest in pack.given or rest in pack.names or (article and rest.startswith(article)):
                return True
        return False

    def joined_given(self, index: int) -> bool:
        """Whether a given name stands here behind a conjunction (وروبرت)."""
        norm = self._norms[index]
        if norm in self._pack.stop or index in self._functions or index in self._at:
            return False
        return any(
            conjunction and not preposition and not future and rest in self._pack.given
            for conjunction, preposition, future, rest in self._pack.morphology.prefixes(norm)
        )
