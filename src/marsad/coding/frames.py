"""Triggers to candidates: each word that may tell an act, with its parties, status, date and place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from marsad.coding.actors import MISSION_OFFICES, Actor
from marsad.coding.arguments import Arguments, Filled
from marsad.coding.memory import Memory
from marsad.coding.scan import Hit, Sentence, matches_any
from marsad.coding.status import by_date, status_of
from marsad.coding.times import TimeMention
from marsad.language.entries import Trigger
from marsad.language.pack import LanguagePack
from marsad.model import Place, Status
from marsad.ontology import ACTS

_NEEDS_BEFORE, _NEEDS_AFTER = 3, 12
# who sends whom: for these the envoy's or mission's own state is the source, for the others the host
_SENDING = frozenset({"appoint_envoy", "recall_envoy", "open_mission", "close_mission"})
_RECEIVING = frozenset({"summon_envoy", "expel_envoy"})


@dataclass(slots=True)
class Candidate:
    """An event that a trigger may tell; ``low``/``high`` bound its words; ``dropped`` says why it is none."""

    sentence: int
    hit: Hit
    trigger: Trigger
    source: tuple[str, ...]
    target: tuple[str, ...]
    status: Status
    low: int
    high: int
    rules: list[str]
    how: tuple[str, str]
    date: str | None = None
    time: TimeMention | None = None
    place: Place | None = None
    attribution: str | None = None
    sectors: tuple[str, ...] = ()
    score: float = 0.0
    dropped: str = ""
    title: bool = False
    actors: tuple[Actor, ...] = ()
    features: list[str] = field(default_factory=list)

    @property
    def act(self) -> str:
        """The act that the trigger tells."""
        return self.trigger.act


class Framer:
    """Makes the candidates of one sentence."""

    def __init__(
        self, index: int, sentence: Sentence, actors: list[Actor], memory: Memory, pack: LanguagePack,
        published: dt.date | None, speaker: tuple[str, ...],
    ) -> None:  # fmt: skip
        self._index = index
        self._sentence = sentence
        self._actors = actors
        self._memory = memory
        self._pack = pack
        self._published = published
        self.arguments = Arguments(sentence, actors, memory, pack)
        self.arguments.speaker = speaker

    def candidates(self) -> list[Candidate]:
        """All candidates, also those dropped at once (with the reason), in the order of the words."""
        found = []
        covered = -1
        for hit in self._sentence.hits:
            if hit.first < covered:
                continue
            candidate = self._best(hit)
            if candidate is not None:
                found.append(candidate)
                if not candidate.dropped and hit.last - hit.first > 1:
                    covered = hit.last
            self._note_subject(hit)
        return found

    def _note_subject(self, hit: Hit) -> None:
        """The doer of this verb is what the next verb's "he" or "she" means."""
        trigger = hit.triggers[0]
        if trigger.pos != "verb" or trigger.first_person:
            return
        filled = self.arguments.fill("subject", hit, trigger, None)
        if filled is not None and filled.actors and filled.how != "subject.carried":
            self._memory.subject = filled.actors[0]

    def _best(self, hit: Hit) -> Candidate | None:
        options = []
        reasons = []
        for trigger in hit.triggers:
            reason = self._unfit(hit, trigger)
            if reason:
                reasons.append((trigger, reason))
                continue
            options.append(self._candidate(hit, trigger))
        if options:
            return max(options, key=lambda c: (not c.dropped, bool(c.trigger.needs), c.score))
        if reasons:
            trigger, reason = reasons[0]
            return self._drop(hit, trigger, reason)
        return None

    def _unfit(self, hit: Hit, trigger: Trigger) -> str:
        low, high = hit.first - _NEEDS_BEFORE, hit.last + _NEEDS_AFTER
        if trigger.tense == "jussive" and not any(
            f.value == "negation" and f.last == hit.first for f in self._sentence.functions
        ):
            return "a form that only stands after a negation"
        if trigger.needs and not matches_any(self._sentence, low, high, trigger.needs, self._pack):
            return "none of the words that it needs is near"
        if trigger.unless and matches_any(self._sentence, low, high, trigger.unless, self._pack):
            return "a word that forbids it is near"
        return ""

    def _drop(self, hit: Hit, trigger: Trigger, reason: str) -> Candidate:
        return Candidate(
            self._index, hit, trigger, (), (), "happened", hit.first, hit.last, [trigger.rule], ("", ""), dropped=reason
        )

    def _candidate(self, hit: Hit, trigger: Trigger) -> Candidate:
        posted = self._posting(hit, trigger.act)
        if posted is not None:
            source, target = posted
        else:
            source = self._side(trigger.frame.source, hit, trigger, None)
            target = self._side(trigger.frame.target, hit, trigger, source)
            if source is None and target is not None:  # the target may have been what the source was looked for in
                source = self._side(trigger.frame.source, hit, trigger, target)
        mutual = trigger.frame.mutual
        directed = not ACTS[trigger.act].mutual
        codes_s = source.codes if source else ()
        codes_t = target.codes if target else ()
        if mutual and not directed:  # a mutual frame of an act that has a direction: both ways are told
            mutual = bool(codes_s and codes_t)
        if not codes_s or (not codes_t and "none" not in trigger.frame.target):
            source, target = self._complete(hit, trigger, source, target)
            codes_s = source.codes if source else ()
            codes_t = target.codes if target else ()
        if ACTS[trigger.act].mutual:
            codes_s, codes_t = tuple(dict.fromkeys(codes_s + codes_t))[:8], ()
            enough = len(codes_s) > 1
        else:
            if len(codes_s) == 2 and codes_s == codes_t:
                pass  # the two sides, to each other
            else:
                codes_t = tuple(c for c in codes_t if c not in codes_s)
            enough = bool(codes_s and codes_t)
        how = (source.how if source else "", target.how if target else "")
        status, rule = status_of(self._sentence, hit, trigger, self.arguments, self._pack)
        used = tuple(a for f in (source, target) if f for a in f.actors if 0 < a.last and a in self._actors)
        low, high = self._evidence(hit, used)
        candidate = Candidate(
            self._index, hit, trigger, codes_s, codes_t, status, low, high,
            [trigger.rule, f"source={how[0]}", f"target={how[1]}", rule], how,
            title=self._sentence.title, actors=used,
        )  # fmt: skip
        candidate.score = _score(candidate)
        if not enough:
            candidate.dropped = "a party is missing" if not (codes_s and codes_t) else "both parties are the same"
            return candidate
        self._when(candidate)
        self._where(candidate, target)
        return candidate

    def _side(self, slots: tuple[str, ...], hit: Hit, trigger: Trigger, taken: Filled | None) -> Filled | None:
        for slot in slots:
            filled = self.arguments.fill(slot, hit, trigger, taken)
            if filled is None or (slot != "none" and not filled.codes):
                continue
            if taken is not None and slot != "none" and set(filled.codes) <= set(taken.codes):
                continue
            return filled
        return None

    def _complete(
        self, hit: Hit, trigger: Trigger, source: Filled | None, target: Filled | None
    ) -> tuple[Filled | None, Filled | None]:
        """Parties that the frame did not find: the doer of the sentence, then whoever is nearest."""
        if source is None or not source.codes:
            source = self.arguments.fill("subject", hit, trigger, target)
            if source is None or (target and set(source.codes) <= set(target.codes)):
                source = self.arguments.nearest(hit, target.codes if target else ())
        if target is None or not target.codes:
            target = self.arguments.nearest(hit, source.codes if source else ())
        return source, target

    def _posting(self, hit: Hit, act: str) -> tuple[Filled, Filled] | None:
        """Sending and host state from an envoy or a mission with both told ("سفير مصر لدى العراق")."""
        if act not in _SENDING and act not in _RECEIVING:
            return None
        for actor in self._actors:
            near = hit.last - 3 <= actor.first <= hit.last + 8
            if not near or not actor.host or not actor.codes:
                continue
            if actor.office not in MISSION_OFFICES and "mission" not in actor.flags:
                continue
            sender = Filled((actor,), "envoy")
            host = Filled((Actor(actor.first, actor.last, "state", actor.host),), "host")
            return (sender, host) if act in _SENDING else (host, sender)
        return None

    def _evidence(self, hit: Hit, used: tuple[Actor, ...]) -> tuple[int, int]:
        """The words from the first to the last that tell the event, at most 25 around the trigger."""
        near = [a for a in used if a.first - hit.last < 14 and hit.first - a.last < 10]
        low = min([hit.first, *(a.first for a in near)])
        high = max([hit.last, *(a.last for a in near)])
        if high - low > 25:
            low, high = max(low, hit.first - 10), min(high, hit.last + 14)
        while high - low < 4 and high < len(self._sentence.norms):
            high += 1
        while high - low < 4 and low > 0:
            low -= 1
        return low, high

    def _when(self, candidate: Candidate) -> None:
        hit = candidate.hit
        best: tuple[int, TimeMention] | None = None
        for time in self._sentence.times:
            if not time.edtf or time.kind == "frequency":
                continue
            gap = time.first - hit.last if time.first >= hit.last else hit.first - time.last + 1
            cost = gap + 6 * self.arguments.walls(min(time.first, hit.last), max(time.first, hit.first))
            if cost <= 30 and (best is None or cost < best[0]):
                best = cost, time
        if best is not None:
            candidate.time = best[1]
            candidate.date = best[1].edtf
            candidate.rules.append(f"date={best[1].rule}")
        status, rule = by_date(candidate.status, candidate.date, self._published)
        if rule:
            candidate.status = status
            candidate.rules.append(rule)

    def _where(self, candidate: Candidate, target: Filled | None) -> None:
        if candidate.act in ("visit", "open_mission", "close_mission"):
            city = next((a.city for a in (target.actors if target else ()) if a.city), None)
            if city is None:
                city = next((a.city for a in self._actors if a.city and a.codes == candidate.target[:1]), None)
            if candidate.target:
                candidate.place = Place(candidate.target[0], city)
            return
        place = self.arguments.fill("place", candidate.hit, candidate.trigger, None)
        if place is not None:
            actor = place.actors[0]
            candidate.place = Place(actor.codes[0], actor.city or None)


_QUALITY = {
    "subject.after": 1.0, "subject.beside": 1.0, "subject.before": 0.7, "subject.relative": 0.9, "subject.carried": 0.6,
    "subject.carrier": 0.9, "object": 1.0, "object.pronoun": 0.7, "owner": 1.0, "owner.adjective": 0.9, "owner.far": 0.6,
    "owner.pronoun": 0.6, "speaker": 0.7, "place": 0.6, "near": 0.25, "near.weak": 0.12, "envoy": 1.0, "host": 1.0,
    "patient": 0.8, "none": 1.0, "": 0.0,
}  # fmt: skip


def _score(candidate: Candidate) -> float:
    quality = 1.0
    for how in candidate.how:
        value = _QUALITY.get(how)
        if value is None:
            value = 0.5 if how.endswith((".far", ".pronoun", ".carried", ".adjective")) else 0.95
        quality *= value
    return candidate.trigger.weight * quality
