"""Triggers to candidates: each word that may tell an act, with its parties, status, date and place."""

from __future__ import annotations

import datetime as dt

from marsad.coding.actors import Actor
from marsad.coding.arguments import Arguments, Filled
from marsad.coding.candidates import Candidate
from marsad.coding.judging import event_features, status_features
from marsad.coding.memory import Memory
from marsad.coding.model import Judge
from marsad.coding.proposals import complete, propose, quality
from marsad.coding.roles import choose, parties
from marsad.coding.scan import Hit, Sentence, matches_any
from marsad.coding.status import by_date, status_of
from marsad.coding.times import TimeMention
from marsad.language.entries import Trigger
from marsad.language.pack import LanguagePack
from marsad.model import STATUSES, Place
from marsad.ontology import ACTS

THRESHOLD = 0.12  # what the rules alone must be worth, where a pack has no judge
# told of all parties, or of one party's will towards another
EITHER_WAY = frozenset({"agree"})
_NEEDS_BEFORE, _NEEDS_AFTER = 3, 12


class Framer:
    """Makes the candidates of one sentence."""

    def __init__(
        self, index: int, sentence: Sentence, actors: list[Actor], memory: Memory, pack: LanguagePack,
        published: dt.date | None, speaker: tuple[str, ...], judge: Judge | None, *, trace: bool = False,
    ) -> None:  # fmt: skip
        """``trace`` keeps what a judge would weigh, also where there is none yet: for its training."""
        self._trace = trace
        self._index = index
        self._sentence = sentence
        self._actors = actors
        self._memory = memory
        self._pack = pack
        self._published = published
        self._judge = judge
        self.arguments = Arguments(sentence, actors, memory, pack)
        self.arguments.speaker = speaker

    def candidates(self) -> list[Candidate]:
        """All candidates, also those dropped (with the reason), in the order of the words."""
        found = []
        for hit in self._sentence.hits:
            candidate = self._best(hit)
            if candidate is not None:
                found.append(candidate)
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
        """The act that this word most likely tells; one word tells one act."""
        best: Candidate | None = None
        unfit: list[tuple[Trigger, str]] = []
        options: dict[str, tuple[Trigger, bool]] = {}
        for trigger in hit.triggers:
            reason, met = self._unfit(hit, trigger)
            if reason:
                unfit.append((trigger, reason))
                continue
            other = options.get(trigger.act)
            rank = (met, bool(trigger.needs), trigger.weight)
            if other is None or rank > (other[1], bool(other[0].needs), other[0].weight):
                options[trigger.act] = trigger, met
        for trigger, met in options.values():
            candidate = self._candidate(hit, trigger, met)
            if best is None or (not candidate.dropped, candidate.score) > (not best.dropped, best.score):
                best = candidate
        if best is None and unfit:
            trigger, reason = unfit[0]
            return Candidate(self._index, hit, trigger, low=hit.first, high=hit.last, rules=[trigger.rule], dropped=reason)
        return best

    def _unfit(self, hit: Hit, trigger: Trigger) -> tuple[str, bool]:
        """(why the trigger cannot be meant, '' if it can; whether the words that it needs are there)."""
        low, high = hit.first - _NEEDS_BEFORE, hit.last + _NEEDS_AFTER
        if trigger.tense == "jussive" and not any(
            f.value == "negation" and f.last == hit.first for f in self._sentence.functions
        ):
            return "a form that only stands after a negation", False
        if trigger.unless and (
            matches_any(self._sentence, low, hit.first, trigger.unless, self._pack)
            or matches_any(self._sentence, hit.last, high, trigger.unless, self._pack)
        ):
            return "a word that forbids it is near", False
        met = not trigger.needs or matches_any(self._sentence, low, high, trigger.needs, self._pack)
        if not met and self._judge is None and not self._trace:
            return "none of the words that it needs is near", False
        return "", met

    def _candidate(self, hit: Hit, trigger: Trigger, met: bool) -> Candidate:
        sides = propose(hit, trigger, self._actors, self.arguments)
        candidate = Candidate(self._index, hit, trigger, title=self._sentence.title, met=met)
        certain = (1.0, 1.0)
        if self._judge is not None:
            source, target, certain = self._weigh(candidate, *sides)
        else:
            if self._trace:
                candidate.parties = parties(
                    hit, trigger, self._sentence, self._actors, self._memory, self.arguments, *sides
                )
            source, target = complete(hit, trigger, sides, self.arguments)
        self._fill(candidate, source, target)
        if not candidate.source or not (candidate.target or len(candidate.source) > 1):
            candidate.dropped = "a party is missing"
        elif not candidate.target and not ACTS[trigger.act].mutual:
            candidate.dropped = "a party is missing"
        status, rule = status_of(self._sentence, hit, trigger, self.arguments, self._pack)
        candidate.status = status
        candidate.rules = [trigger.rule, f"source={candidate.how[0]}", f"target={candidate.how[1]}", rule]
        if candidate.dropped:
            return candidate
        self._when(candidate)
        self._where(candidate, target)
        self._settle(candidate, certain, rule)
        return candidate

    def _weigh(
        self, candidate: Candidate, source: Filled | None, target: Filled | None
    ) -> tuple[Filled | None, Filled | None, tuple[float, float]]:
        """The likeliest parties by the judge."""
        assert self._judge is not None
        hit, trigger = candidate.hit, candidate.trigger
        found = parties(
            hit, trigger, self._sentence, self._actors, self._memory, self.arguments, source, target
        )
        candidate.parties = found
        likely = [self._judge.roles.probabilities(party.features) for party in found]
        sources, targets, p, q = choose(
            found, likely, mutual=ACTS[trigger.act].mutual, directed=not ACTS[trigger.act].mutual or trigger.act in EITHER_WAY
        )
        sides = []
        for chosen, proposed in ((sources, source), (targets, target)):
            if not chosen:
                sides.append(None)
                continue
            actors = tuple(a for party in chosen for a in (party.actors or (Actor(0, 0, "title", party.codes),)))
            same = proposed is not None and set(proposed.codes) == {c for a in actors for c in a.codes}
            how = proposed.how if same and proposed else f"weighed.{chosen[0].context or 'sentence'}"
            sides.append(Filled(actors, how))
        return sides[0], sides[1], (p, q)

    def _fill(self, candidate: Candidate, source: Filled | None, target: Filled | None) -> None:
        codes_s = source.codes if source else ()
        codes_t = target.codes if target else ()
        if ACTS[candidate.act].mutual and not (candidate.act in EITHER_WAY and self._one_sided(candidate, target)):
            codes_s, codes_t = tuple(dict.fromkeys(codes_s + codes_t))[:8], ()
        elif codes_s != codes_t or len(codes_s) != 2:  # "the two sides" do it to each other
            codes_t = tuple(c for c in codes_t if c not in codes_s)
        candidate.source, candidate.target = codes_s, codes_t
        candidate.how = (source.how if source else "", target.how if target else "")
        candidate.actors = tuple(a for f in (source, target) if f for a in f.actors if a.last > 0 and a in self._actors)
        candidate.low, candidate.high = self._evidence(candidate.hit, candidate.actors)

    def _one_sided(self, candidate: Candidate, target: Filled | None) -> bool:
        """Whether an act that may be told of both or of one is told of one ("Egypt is ready to help Libya")."""
        if self._judge is not None:
            return target is not None
        return not candidate.trigger.frame.mutual

    def _settle(self, candidate: Candidate, certain: tuple[float, float], rule: str) -> None:
        """Status and probability, by the judge where there is one."""
        judge = self._judge
        if judge is None:
            if self._trace:
                candidate.status_features = status_features(
                    candidate, self._sentence, self.arguments, rule, self._published
                )
            candidate.score = quality(candidate.how, candidate.trigger.weight)
            if candidate.score < THRESHOLD:
                candidate.dropped = f"too uncertain ({candidate.score:.2f})"
        else:
            candidate.status_features = status_features(candidate, self._sentence, self.arguments, rule, self._published)
            likely = judge.status.probabilities(candidate.status_features)
            best = max(range(len(likely)), key=lambda i: likely[i])
            candidate.status = next(s for s in STATUSES if s == judge.status.classes[best])
            if candidate.status != rule.partition(".")[2].partition(":")[0]:
                candidate.rules.append(f"status.judged:{candidate.status}")
            candidate.features = event_features(
                candidate, certain, self._sentence, self._actors, self.arguments, self._memory
            )
            candidate.score = judge.events.probability(candidate.features)
        status, dated = by_date(candidate.status, candidate.date, self._published)
        if dated:
            candidate.status = status
            candidate.rules.append(dated)

    def _evidence(self, hit: Hit, used: tuple[Actor, ...]) -> tuple[int, int]:
        """The words from the first to the last that tell the event, at most 22 around the trigger."""
        near = [a for a in used if a.first - hit.last < 14 and hit.first - a.last < 10]
        low = min([hit.first, *(a.first for a in near)])
        high = max([hit.last, *(a.last for a in near)])
        if high - low > 22:
            low, high = max(low, hit.first - 9), min(high, hit.last + 12)
        while high - low < 5 and high < len(self._sentence.norms):
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

    def _where(self, candidate: Candidate, target: Filled | None) -> None:
        if candidate.act in ("visit", "open_mission", "close_mission"):
            city = next((a.city for a in (target.actors if target else ()) if a.city), None)
            if city is None:
                city = next((a.city for a in self._actors if a.city and a.codes == candidate.target[:1]), None)
            candidate.place = Place(candidate.target[0], city)
            return
        place = self.arguments.fill("place", candidate.hit, candidate.trigger, None)
        if place is not None:
            actor = place.actors[0]
            candidate.place = Place(actor.codes[0], actor.city or None)
