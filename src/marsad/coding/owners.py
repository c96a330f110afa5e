"""Whose a noun is: the adjectives, the state, seat or organisation that follow a title or an institution."""

from __future__ import annotations

from marsad.coding.scan import Unit
from marsad.language.entries import Entry
from marsad.language.pack import LanguagePack


class Owners:
    """Reads owners among the names of one sentence."""

    def __init__(self, pack: LanguagePack, at: dict[int, Unit]) -> None:
        """``at``: the names of the sentence by their first word."""
        self._pack = pack
        self._at = at

    def adjectives(self, index: int) -> tuple[int, tuple[str, ...]]:
        """The adjectives at ``index`` and their states: (index after them, codes)."""
        codes: tuple[str, ...] = ()
        while (unit := self._at.get(index)) is not None and not unit.reading.preposition:
            adjective = next((e for e in unit.entries if e.kind in ("adjective", "people")), None)
            if adjective is None or (codes and not unit.reading.conjunction and unit.entries[0].kind != "adjective"):
                break
            if adjective.kind == "people" and not codes and unit.reading.conjunction:
                break
            if unit.reading.conjunction and not codes:
                break
            codes += tuple(c for c in adjective.codes if c not in codes)
            index = unit.last
        return index, codes

    def at(self, index: int, codes: tuple[str, ...]) -> tuple[int, tuple[str, ...], str]:
        """Adjectives or a state, seat, capital or organisation right after a noun: (index, codes, kind)."""
        after, found = self.adjectives(index)
        if found:
            return after, found, "adjective"
        unit = self._at.get(index)
        if unit is None or unit.reading.conjunction:
            return index, codes, ""
        for entry in unit.entries:
            proper = entry.kind in ("state", "seat", "organisation", "common") or (
                entry.kind == "city" and "capital" in entry.flags
            )
            if not proper or (unit.reading.preposition and not self._genitive(unit, entry)):
                continue
            return unit.last, entry.codes, entry.kind
        return index, codes, ""

    def _genitive(self, unit: Unit, entry: Entry) -> bool:
        """Whether a preposition before an owner is only a genitive ("الأمين العام للأمم المتحدة")."""
        return unit.reading.preposition in self._pack.genitives and entry.kind == "organisation"
