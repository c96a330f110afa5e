"""Triggers to candidates: each word that may tell an act, with its parties, status, date and place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from marsad.coding.actors import Actor
from marsad.coding.arguments import Arguments, Filled
from marsad.coding.candidates import Candidate
from marsad.coding.casting import casts
from marsad.coding.circumstances import coming, evidence, gone, when, where
from marsad.coding.judging import event_features, hit_features, status_features
from marsad.coding.memory import Memory
from marsad.coding.model import Judge
from marsad.coding.proposals import Sides, complete, propose, quality
from marsad.coding.roles import Party, Roles, groups_of
from marsad.coding.scan import Hit, Sentence, matches_any
from marsad.coding.status import by_date, status_of
from marsad.language.entries import Trigger
from marsad.language.pack import LanguagePack
from marsad.model import STATUSES
from marsad.ontology import ACTS

FAINT = 0.06  # below this a candidate says nothing even of an occasion that others tell
MOST_CASTS = 1  # readings of one trigger that are weighed; a second one lost more than it won (docs/figures.md)
HOPELESS = 0.06  # a word less likely than this to tell its act is not read further
THRESHOLD = 0.12  # what the rules alone must be worth, where a pack has no judge
# told of all parties, or of one party's will towards another
EITHER_WAY = frozenset({"agree"})
_NEEDS_BEFORE, _NEEDS_AFTER = 3, 12


class Framer:
    """Makes the candidates of one sentence."""

    def __init__(
        self, index: int, sentence: Sentence, actors: list[Actor], memory: Memory, pack: LanguagePack,
        published: dt.date | None, speaker: tuple[str, ...], judge: Judge | None,
        *, trace: bool = False, most: int = MOST_CASTS,
    ) -> None:  # fmt: skip
        """``most`` casts are weighed a trigger; ``trace`` keeps what a judge would weigh: for its training."""
        self._trace = trace
        self._most = most
        self._index = index
        self._sentence = sentence
        self._actors = actors
        self._memory = memory
        self._pack = pack
        self._published = published
        self._judge = judge
        self.arguments = Arguments(sentence, actors, memory, pack)
        self.arguments.speaker = speaker
        self._groups = groups_of(actors, self.arguments)
        self._parties = len({code for actor in actors for code in actor.codes})

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
            # all who did it: "A and B agreed to restore" carries both
            self._memory.subject = replace(filled.actors[0], codes=filled.codes, plural=len(filled.codes) > 1)

    def _best(self, hit: Hit) -> Candidate | None:
        """The act that this word most likely tells; one word tells one act."""
        found: list[Candidate] = []
        unfit: list[tuple[Trigger, str]] = []
        options: dict[str, tuple[Trigger, bool]] = {}
        for trigger in hit.triggers:
            if self._tells(hit, trigger, True) < HOPELESS:
                unfit.append((trigger, "the word hardly ever tells this act"))
                continue
            reason, met = self._unfit(hit, trigger)
            if reason:
                unfit.append((trigger, reason))
                continue
            other = options.get(trigger.act)
            rank = (met, bool(trigger.needs), trigger.weight)
            if other is None or rank > (other[1], bool(other[0].needs), other[0].weight):
                options[trigger.act] = trigger, met
        for trigger, met in options.values():
            if not met and self._tells(hit, trigger, met) < HOPELESS:
                unfit.append((trigger, "the word hardly ever tells this act"))
                continue
            found += self._readings(hit, trigger, met)
        if found:
            best = max(found, key=lambda c: (not c.dropped, c.score))
            best.rivals = [c for c in found if c is not best]
            return best
        if unfit:
            trigger, reason = unfit[0]
            return Candidate(
                self._index, hit, trigger, low=hit.first, high=hit.last, rules=[trigger.rule], dropped=reason
            )
        return None

    def _tells(self, hit: Hit, trigger: Trigger, met: bool) -> float:
        """How likely the word tells its act at all; most words hardly ever do, and are not read further."""
        if self._judge is None:
            return 1.0
        reading = hit.reading
        key = (
            trigger.rule, trigger.tense, met, min(self._parties, 4), self._sentence.title, reading.article,
            bool(reading.pronoun), bool(reading.preposition),
        )  # fmt: skip
        known = self._judge.remembered.get(key)
        if known is None:
            features = hit_features(hit, trigger, met, self._parties, title=self._sentence.title)
            known = self._judge.remember(key, self._judge.hits.probability(features))
        return known

    def _unfit(self, hit: Hit, trigger: Trigger) -> tuple[str, bool]:
        """(why the trigger cannot be meant, '' if it can; whether the words that it needs are there)."""
        low, high = hit.first - _NEEDS_BEFORE, hit.last + _NEEDS_AFTER
        if trigger.tense == "jussive" and not any(
            f.value == "negation" and f.last == hit.first for f in self._sentence.functions
        ):
            return "a form that only stands after a negation", False
        if trigger.unless and (
            matches_any(self._sentence, low, hit.first, trigger.unless)
            or matches_any(self._sentence, hit.last, high, trigger.unless)
        ):
            return "a word that forbids it is near", False
        met = not trigger.needs or matches_any(self._sentence, low, high, trigger.needs)
        if not met and (trigger.pos == "verb" or (self._judge is None and not self._trace)):
            return "none of the words that it needs is near", False
        return "", met

    def _readings(self, hit: Hit, trigger: Trigger, met: bool) -> list[Candidate]:
        """What a trigger may tell: one candidate by the frame alone, or one for each likely cast."""
        proposed = propose(hit, trigger, self._actors, self.arguments)
        weighed: list[Party] = []
        if self._judge is not None or self._trace:
            roles = Roles(hit, trigger, self.arguments, *proposed)
            weighed = roles.parties(self._groups, self._memory)
        if self._judge is None:
            sides = complete(hit, trigger, proposed, self.arguments)
            return [self._candidate(hit, trigger, met, sides, proposed, weighed, (1.0, 1.0), 0)]
        likely = [self._judge.roles.probabilities(party.features) for party in weighed]
        mutual = ACTS[trigger.act].mutual
        chosen = casts(
            weighed, likely, mutual=mutual, directed=not mutual or trigger.act in EITHER_WAY, most=self._most
        )
        found = []
        for rank, cast in enumerate(chosen):
            sides = _filled(cast.sources, proposed[0]), _filled(cast.targets, proposed[1])
            last = cast.targets[0] if cast.targets else cast.sources[-1]
            stands = (cast.sources[0].where, last.where, cast.sources[0].near, last.near)
            found.append(self._candidate(hit, trigger, met, sides, proposed, weighed, cast.certain, rank, stands))
        return found

    def _candidate(
        self, hit: Hit, trigger: Trigger, met: bool, sides: Sides, proposed: Sides, weighed: list[Party],
        certain: tuple[float, float], rank: int, stands: tuple[str, str, int, int] = ("", "", 0, 0),
    ) -> Candidate:  # fmt: skip
        source, target = sides
        candidate = Candidate(self._index, hit, trigger, title=self._sentence.title, met=met, rank=rank)
        candidate.parties = weighed
        candidate.certain = certain
        candidate.tells = self._tells(hit, trigger, met)
        candidate.where = stands
        candidate.agrees = (_same(source, proposed[0]), _same(target, proposed[1]))
        self._fill(candidate, source, target)
        together = ACTS[trigger.act].mutual and len(candidate.source) > 1
        if not candidate.source or not (candidate.target or together):
            candidate.dropped = "a party is missing"
        candidate.rules = [trigger.rule, f"source={candidate.how[0]}", f"target={candidate.how[1]}"]
        if candidate.dropped:
            return candidate
        self._score(candidate)
        if not candidate.dropped or self._trace:
            self._surround(candidate, target)
        return candidate

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
        candidate.low, candidate.high = candidate.hit.first, candidate.hit.last

    def _one_sided(self, candidate: Candidate, target: Filled | None) -> bool:
        """Whether an act that may be told of both or of one is told of one ("Egypt is ready to help Libya")."""
        if self._judge is not None:
            return target is not None
        return not candidate.trigger.frame.mutual

    def _score(self, candidate: Candidate) -> None:
        """How likely it is an event: by the judge, or by the quality of its rules."""
        if self._judge is None:
            candidate.score = quality(candidate.how, candidate.trigger.weight)
            if candidate.score < THRESHOLD:
                candidate.dropped = f"too uncertain ({candidate.score:.2f})"
            return
        candidate.features = event_features(candidate, self._sentence, self._actors, self._memory)
        candidate.score = self._judge.events.probability(candidate.features)
        if candidate.score < FAINT:
            candidate.dropped = f"judged unlikely ({candidate.score:.2f})"

    def _impends(self, candidate: Candidate) -> bool:
        """Whether a verb in the present with a bare weekday speaks of the coming one ("يفتتح، الخميس، السفارة")."""
        if candidate.trigger.tense != "imperfect" or candidate.hit.reading.preposition:
            return False
        start = candidate.hit.first
        if any(h.first < start and h.triggers[0].pos == "verb" for h in self._sentence.hits):
            return False  # another verb tells the time of the sentence
        told = (f for f in self._sentence.functions if start - 4 <= f.first < start)
        return not any(f.role in ("opener", "relative", "reporting") or f.value == "negation" for f in told)

    def _surround(self, candidate: Candidate, target: Filled | None) -> None:
        """Evidence, date, place and status."""
        sentence, arguments, published = self._sentence, self.arguments, self._published
        candidate.low, candidate.high = evidence(candidate.hit, candidate.actors, sentence)
        candidate.time = when(candidate, sentence, arguments, published)
        status, rule = status_of(sentence, candidate.hit, candidate.trigger, arguments, self._pack)
        candidate.status = status
        candidate.rules.append(rule)
        if candidate.time is not None:
            candidate.date = candidate.time.edtf
            bare = candidate.time.rule == "day" and not candidate.time.said
            if candidate.date and bare and self._impends(candidate):
                candidate.date = coming(candidate.date, published)
            elif candidate.trigger.tense == "perfect" and candidate.trigger.pos == "verb" and status == "happened":
                candidate.date = gone(candidate.time, published)
            candidate.rules.append(f"date={candidate.time.rule}")
        candidate.place = where(candidate, target, self._actors, arguments)
        if self._judge is not None or self._trace:
            candidate.status_features = status_features(candidate, sentence, arguments, rule, published)
        if self._judge is not None:
            likely = self._judge.status.probabilities(candidate.status_features)
            best = max(range(len(likely)), key=lambda i: likely[i])
            candidate.status = next(s for s in STATUSES if s == self._judge.status.classes[best])
            if candidate.status != status:
                candidate.rules.append(f"status.judged:{candidate.status}")
        status, dated = by_date(candidate.status, candidate.date, published)
        if dated:
            candidate.status = status
            candidate.rules.append(dated)


def _filled(chosen: tuple[Party, ...], proposed: Filled | None) -> Filled | None:
    """A side of a cast; it is named as the frame names it where both found the same parties."""
    if not chosen:
        return None
    actors = tuple(a for party in chosen for a in (party.actors or (Actor(0, 0, "title", party.codes),)))
    codes = {c for a in actors for c in a.codes}
    same = proposed is not None and set(proposed.codes) == codes
    return Filled(actors, proposed.how if same and proposed else f"weighed.{chosen[0].context or 'sentence'}")


def _same(chosen: Filled | None, proposed: Filled | None) -> bool:
    return chosen is not None and proposed is not None and set(chosen.codes) == set(proposed.codes)
