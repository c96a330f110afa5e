"""What all tellers of an occasion say together: its quotation, its day, its place.

What one sentence says of its own event is in circumstances.py; here the article's other sentences help.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from marsad.coding.actors import Actor
from marsad.coding.candidates import Candidate
from marsad.coding.circumstances import coming
from marsad.coding.scan import Sentence
from marsad.model import Place

_BEFORE, _LEAST, _MOST = 10, 14, 24  # words of a quotation before its trigger; after it at least, at most
_LONGEST = 25  # words of a quotation in all
_LEADS, _REACH = 2, 5  # sentences of the body that may date the story; how far on their day holds
_HOSTS = frozenset({"summon_envoy", "expel_envoy"})  # done where the source rules
_GUESTS = frozenset({"meet", "sign", "agree", "cooperate", "praise"})  # done on a visit where one is told
# what makes a teller the one to quote: fitted to annotated articles (logistic regression on tellers of one occasion)
_SCORE, _WEIGHT, _FIRST, _GAP, _VERB, _LENGTH, _STATUS = 1.5, 1.8, 0.6, 0.45, 0.4, 0.4, 0.25
_FAR, _LONG = 25, 60  # words to a party, words of a sentence: more makes no difference


def quoted(tellers: Sequence[Candidate], sentences: Sequence[Sentence]) -> Candidate:
    """The teller whose words show the event best: sure, early, by a plain word near its parties; of the body if any."""
    body = [c for c in tellers if not c.title] or list(tellers)
    first = min(c.sentence for c in body)
    statuses = Counter(c.status for c in tellers)
    usual = max(statuses.values())

    def merit(c: Candidate) -> float:
        gap = max((max(a.first - c.hit.last, c.hit.first - a.last) for a in c.actors), default=0)
        value = _SCORE * c.score + _WEIGHT * c.trigger.weight - _GAP * min(max(gap, 0), _FAR) / _FAR
        value += _FIRST * (c.sentence == first) + _VERB * (c.trigger.pos == "verb")
        value += _LENGTH * min(len(sentences[c.sentence].norms), _LONG) / _LONG
        return value + _STATUS * (statuses[c.status] == usual)

    return max(body, key=merit)


def clause(candidate: Candidate, sentence: Sentence, commas: frozenset[str]) -> tuple[int, int]:
    """The words of the clause around a trigger, cut where another begins: (low, high)."""
    size, hit = len(sentence.norms), candidate.hit
    cuts = {i + 1 for i, norm in enumerate(sentence.norms) if norm in commas or norm in (":", ".", "؟", "?", "!")}
    cuts.update(f.first for f in sentence.functions if f.role == "opener")
    cuts.update(h.first for h in sentence.hits if h.triggers[0].pos == "verb" and h.reading.conjunction)
    low, high = hit.first, hit.last
    while low > 0 and hit.first - low < _BEFORE and low not in cuts:
        low -= 1
    while high < size and high - hit.last < _MOST and not (high - hit.last >= _LEAST and high in cuts):
        high += 1
    low = max(low, high - _LONGEST) if high - low > _LONGEST and hit.first >= high - _LONGEST else low
    while high > hit.last and not sentence.norms[high - 1][0].isalnum():
        high -= 1
    while low < hit.first and not sentence.norms[low][0].isalnum():
        low += 1
    return low, high


class Story:
    """What an article says of the day and the place of its events, made once an article."""

    def __init__(
        self, sentences: Sequence[Sentence], actors: Sequence[Sequence[Actor]], published: dt.date | None,
        visits: Mapping[frozenset[str], str],
    ) -> None:  # fmt: skip
        """``visits``: the host of each visit that is told, by its two parties."""
        self._sentences = sentences
        self._published = published
        self._visits = visits
        self._lead, self._day = self._find_day()
        self._present = {code for a in actors[self._lead] for code in a.codes} if self._day else set()

    def _find_day(self) -> tuple[int, str | None]:
        """The first sentence of the body that tells a day of these days, and the day."""
        body = [i for i, s in enumerate(self._sentences) if not s.title][:_LEADS]
        for index in body:
            for time in self._sentences[index].times:
                if time.edtf and time.kind == "day" and self._recent(time.edtf):
                    return index, time.edtf
        return 0, None

    def _recent(self, edtf: str) -> bool:
        try:
            day = dt.date.fromisoformat(edtf)
        except ValueError:
            return False
        return self._published is None or -8 <= (day - self._published).days <= 0

    def date(self, best: Candidate, tellers: Sequence[Candidate]) -> str | None:
        """The day of an occasion: as its best teller says, else another, else the day of the story it is part of."""
        teller = next((c for c in (best, *tellers) if c.date), None)
        if teller is not None:
            return self._coming(teller) if best.status == "planned" else teller.date
        if self._day is None or best.status != "happened" or best.trigger.tense == "imperfect":
            return None
        near = 0 <= best.sentence - self._lead <= _REACH
        told = any(t.edtf for t in self._sentences[best.sentence].times)
        return self._day if near and not told and self._present & set(best.source) else None

    def _coming(self, teller: Candidate) -> str | None:
        """A weekday of what is planned is the next one, though its sentence has no future form."""
        if teller.time is None or not teller.date or teller.time.rule != "day" or teller.time.said:
            return teller.date
        return coming(teller.date, self._published)

    def place(self, best: Candidate, tellers: Sequence[Candidate]) -> Place | None:
        """Where an occasion took place: the host's for what only a host does, as told, else where the visit was."""
        if best.act in _HOSTS:
            return Place(best.source[0]) if len(best.source) == 1 else None
        parties = best.source + best.target
        host = self._visits.get(frozenset(parties)) if best.act in _GUESTS else None
        told = [c.place for c in (best, *tellers) if c.place]
        if host is not None:  # a state that is only named beside a visit's talks is what they are about
            told = [place for place in told if place.city or place.country == host]
        if told:
            place = told[0]
            return next((p for p in told if p.country == place.country and p.city), place)
        side = best.target if best.act == "attack" else best.source if best.act == "coerce" else ()
        if host is None and best.status == "happened" and len(side) == 1 and _is_state(side[0]):
            host = side[0]
        return Place(host) if host else None


_NOT_STATES = frozenset((
    "UNO", "EUR", "NAT", "ARL", "GCC", "OIC", "AFU", "ICC", "ICJ", "WHO", "IMF",
    "WBG", "CIS", "SCO", "OTS", "HMS", "HEZ", "HTH", "ISI", "PKK", "TAL", "RSF",
))  # fmt: skip


def _is_state(code: str) -> bool:
    return len(code) == 3 and code not in _NOT_STATES
