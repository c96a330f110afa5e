"""What a name means where it can mean several things: a state or an adjective, this bearer of a surname or that."""

from __future__ import annotations

from marsad.coding.scan import Sentence, Unit
from marsad.language.entries import Entry
from marsad.language.pack import LanguagePack


class Senses:
    """Chooses among the entries of the names of one sentence."""

    def __init__(self, sentence: Sentence, pack: LanguagePack, at: dict[int, Unit], year: int | None) -> None:
        """``at``: the names of the sentence by their first word; ``year`` of publication."""
        self._sentence = sentence
        self._norms = sentence.norms
        self._pack = pack
        self._at = at
        self._year = year

    def choose(self, unit: Unit) -> Entry:
        """What a name means here when it can mean several things."""
        entries = unit.entries
        if len(entries) == 1:
            return entries[0]
        people = [e for e in entries if e.kind == "person"]
        if people and len(people) == len(entries):
            return max(people, key=self.timely)
        if "pair" in {e.kind for e in entries}:  # الوزيران: the two, unless it is told whose
            follower = self._at.get(unit.last)
            if follower is None or not any(e.kind in ("adjective", "state", "person") for e in follower.entries):
                return next(e for e in entries if e.kind == "pair")
        order = ("title", "institution", "state", "organisation", "city", "adjective", "people", "seat")
        kinds = {e.kind: e for e in reversed(entries)}
        if "adjective" in kinds and "state" in kinds:  # السعودية: the state, or 'Saudi' after a noun of that gender
            return kinds["adjective"] if self._modifies(unit) else kinds["state"]
        for kind in order:
            if kind in kinds:
                return kinds[kind]
        return entries[0]

    def timely(self, entry: Entry) -> tuple[bool, int]:
        """Whether an office was held at the time, and how near to it: the larger, the likelier."""
        year = self._year
        if year is None:
            return (True, entry.since)
        return (entry.since <= year + 1 and entry.until >= year - 1, -abs(year - entry.since))

    def _modifies(self, unit: Unit) -> bool:
        """Whether the word before is a noun that this adjective agrees with, not a verb or a preposition."""
        if unit.reading.preposition or unit.first == 0:
            return False
        before = self._norms[unit.first - 1]
        article = self._pack.morphology.article
        other = self._at.get(unit.first - 1) or next((u for u in self._sentence.units if u.last == unit.first), None)
        if other is not None:
            return other.entries[0].kind in ("title", "institution", "adjective", "place")
        return bool(article) and article in before[:4] and before.endswith(("ه", "ات")) and len(before) > 4
