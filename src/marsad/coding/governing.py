"""Which preposition governs a noun phrase: written on its first word, before it, or before its head nouns."""

from __future__ import annotations

from marsad.coding.scan import Function, Sentence
from marsad.language.pack import LanguagePack

_REACH = 5  # words before a phrase that may belong to it


class Governor:
    """Finds the governing prepositions of one sentence."""

    def __init__(self, sentence: Sentence, pack: LanguagePack) -> None:
        self._norms = sentence.norms
        self._pack = pack
        self._ending: dict[int, list[Function]] = {}  # the function words by each word they cover
        for function in sentence.functions:
            for index in range(function.first, function.last):
                self._ending.setdefault(index, []).append(function)
        self._closed = {i for hit in sentence.hits for i in range(hit.first, hit.last)}
        self._closed |= {i for unit in sentence.units for i in range(unit.first, unit.last)}

    def before(self, first: int) -> tuple[str, int]:
        """The preposition that governs the phrase at word ``first`` and the words between them; ('', 0) for none."""
        index = first - 1
        for gap in range(_REACH):
            if index < 0:
                break
            ending = self._ending.get(index, ())
            governing = next((f for f in ending if f.role == "preposition"), None)
            if governing is not None:
                if governing.value == "=":
                    index = governing.first - 1
                    continue
                return governing.value, gap
            norm = self._norms[index]
            if ending or not norm[0].isalpha():
                break
            if written := self._written_on(norm):
                return written, gap + 1
            if index in self._closed:  # another name or an event word ends the phrase
                break
            index -= 1
        return "", 0

    def _written_on(self, norm: str) -> str:
        """The preposition written on an ordinary noun before an actor ("بجهود المغرب"), or ''."""
        pack = self._pack
        if norm in pack.stop:
            return ""
        for _, preposition, _, rest in pack.morphology.prefixes(norm):
            if preposition and rest.removeprefix(pack.morphology.article) in pack.stop:
                return pack.prepositions.get(preposition, preposition)
        return ""
