"""Who does it and to whom: fills the slots of a trigger's frame from the actors around it.

Every way of filling a slot has a name ("subject.after", "object.pronoun" …), which goes into the
event's rules, so that a reader can see why, and a judge can weigh it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.coding.actors import Actor
from marsad.coding.memory import Memory
from marsad.coding.scan import Hit, Sentence
from marsad.language.entries import Trigger
from marsad.language.pack import LanguagePack

_REACH = 16  # words from a trigger to a party in a prepositional slot
_NEAR = 6  # words from a verb to its doer
_PARTIES = frozenset(
    {"person", "title", "institution", "state", "seat", "city", "people", "organisation", "pair", "own", "name"}
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled slot: the actors (a coordinated group), and the name of the way it was found."""

    actors: tuple[Actor, ...]
    how: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the group, each once, in order."""
        return tuple(dict.fromkeys(code for actor in self.actors for code in actor.codes))


class Arguments:
    """Fills slots within one sentence; remembers the doer of the last verb for the next one."""

    def __init__(self, sentence: Sentence, actors: Sequence[Actor], memory: Memory, pack: LanguagePack) -> None:
        self._sentence = sentence
        self._actors = list(actors)
        self._memory = memory
        self._pack = pack
        self.speaker: tuple[str, ...] = ()
        size = len(sentence.norms) + 1
        # walls[i]: how many clause openers, relatives and verbs stand before word i
        self._walls = [0] * (size + 1)
        marks = [0] * size
        for function in sentence.functions:
            if function.role in ("opener", "relative"):
                marks[function.first] = 1
        for hit in sentence.hits:
            if hit.triggers[0].pos == "verb":
                marks[hit.first] = 1
        for index, norm in enumerate(sentence.norms):
            if norm in self._pack.sentence_ends or norm in (":", "؛", ";"):
                marks[index] = 1
        total = 0
        for index in range(size):
            self._walls[index] = total
            total += marks[index]
        self._walls[size] = total
        named = {i for a in actors for i in range(a.first, a.last)}
        told: dict[int, str] = {}
        for function in sentence.functions:
            if function.first not in named and function.role in (
                "preposition",
                "pronoun",
                "opener",
                "relative",
                "reporting",
            ):
                told.setdefault(
                    function.first, "say" if function.role == "reporting" else sentence.norms[function.first]
                )
        for hit in sentence.hits:
            if hit.triggers[0].pos == "verb":
                told.setdefault(hit.first, "V")
        for index, norm in enumerate(sentence.norms):
            if norm in pack.commas:
                told.setdefault(index, ",")
        self._places = sorted(told)
        self._marks = [told[index] for index in self._places]
        self._relatives = {f.first for f in sentence.functions if f.role == "relative"}

    def walls(self, low: int, high: int) -> int:
        """How many clause boundaries stand in words ``low`` to ``high`` (out)."""
        return self._walls[max(high, low)] - self._walls[low]

    def path(self, low: int, high: int) -> list[str]:
        """The function words and verbs that stand in words ``low`` to ``high`` (out), from left to right."""
        if high - low < 1:
            return []
        return self._marks[bisect_left(self._places, low) : bisect_left(self._places, high)]

    def first_of(self, codes: tuple[str, ...]) -> Actor | None:
        """The first actor of the sentence with one of these codes."""
        return next((a for a in self._actors if a.codes and a.codes[0] in codes), None)

    def group(self, actor: Actor) -> tuple[Actor, ...]:
        """An actor with those coordinated to it after it."""
        position = self._actors.index(actor)
        members = [actor]
        for other in self._actors[position + 1 :]:
            if not other.joined:
                break
            members.append(other)
        return tuple(members)

    def fill(self, slot: str, hit: Hit, trigger: Trigger, taken: Filled | None) -> Filled | None:
        """The actors in a slot of a trigger, or None. ``taken`` is the side already filled."""
        match slot:
            case "subject":
                return self._subject(hit, trigger)
            case "object":
                return self._object(hit, trigger, taken)
            case "patient":
                return self._patient(hit)
            case "owner":
                return self._owner(hit)
            case "speaker":
                return self._spoken()
            case "place":
                return self._place(hit, taken)
            case "none":
                return Filled((), "none")
            case _:
                return self._governed(slot, hit, taken)

    # -- the doer ------------------------------------------------------------------------------

    def _subject(self, hit: Hit, trigger: Trigger) -> Filled | None:
        if trigger.pos != "verb":
            return self._carrier(hit)
        if trigger.first_person:
            return self._spoken()
        after = self._after(hit, trigger) if self._pack.verb_first else None
        before = self._before(hit, trigger)
        joined = bool(hit.reading.conjunction)
        if trigger.tense == "participle":
            carried = self._carried(trigger)
            return before if before and before.how == "subject.relative" else carried or before
        if before and before.how == "subject.relative":
            return before
        if joined and self._pack.verb_first:
            carried = self._carried(trigger)
            if after is None:
                return carried or before
            objects = self._bare_after(after.actors[-1].last, hit)
            wants_object = "object" in trigger.frame.target
            if carried and wants_object and objects is None and self._memory.subject is not None:
                return carried
            return after
        if before and (not self._pack.verb_first or before.actors[-1].last >= hit.first - 2):
            return before
        return after or before or self._carried(trigger)

    def _agrees(self, actor: Actor, trigger: Trigger, *, leading: bool = False) -> bool:
        if not trigger.gender or not actor.gender or (leading and actor.plural):
            return True
        return actor.gender == trigger.gender or actor.plural

    def _after(self, hit: Hit, trigger: Trigger) -> Filled | None:
        for actor in self._actors:
            if actor.first < hit.last:
                continue
            if actor.first - hit.last > _NEAR or self.walls(hit.last, actor.first):
                return None
            if actor.preposition or actor.kind not in _PARTIES:
                continue
            if not self._agrees(actor, trigger):
                return None
            return Filled(self.group(actor), "subject.after")
        return None

    def _before(self, hit: Hit, trigger: Trigger) -> Filled | None:
        start = hit.first
        relative = start - 1 in self._relatives or start - 2 in self._relatives
        for actor in reversed(self._actors):
            if actor.last > start or actor.kind not in _PARTIES:
                continue
            distance = start - actor.last
            if relative and distance <= 3:
                if self._agrees(actor, trigger, leading=True):
                    return Filled((actor,), "subject.relative")
                return None
            if self.walls(actor.last, start) or distance > 9:
                return None
            if actor.preposition or not self._agrees(actor, trigger, leading=True):
                continue
            first = actor
            while first.joined and (position := self._actors.index(first)):
                first = self._actors[position - 1]
            return Filled(self.group(first), "subject.before" if distance > 2 else "subject.beside")
        return None

    def _carried(self, trigger: Trigger) -> Filled | None:
        subject = self._memory.subject
        if subject is None or not subject.codes or not self._agrees(subject, trigger):
            return None
        return Filled((subject,), "subject.carried")

    def _carrier(self, hit: Hit) -> Filled | None:
        """The doer of the verb that carries an event noun: "أجرى الوزير محادثات", "زيارة قام بها الوزير"."""
        for actor in self._actors:
            if actor.first < hit.last or actor.kind not in _PARTIES or actor.preposition:
                continue
            gap = actor.first - hit.last
            carried = any(f.role == "pronoun" and hit.last <= f.first < actor.first for f in self._sentence.functions)
            if gap <= 8 and carried and self.walls(hit.last, actor.first) <= 2:
                return Filled(self.group(actor), "subject.carrier")
            break
        best: Actor | None = None
        for actor in self._actors:
            if actor.last > hit.first:
                break
            if actor.preposition or actor.kind not in _PARTIES:
                continue
            if hit.first - actor.last <= 14 and not self.walls(actor.last, hit.first):
                best = best if best is not None and actor.joined else actor
        if best is not None:
            return Filled(self.group(best), "subject.before")
        if (subject := self._memory.subject) is not None and subject.codes:
            return Filled((subject,), "subject.carried")
        return None

    # -- the one it is done to -----------------------------------------------------------------

    def _bare_after(self, index: int, hit: Hit) -> Actor | None:
        for actor in self._actors:
            if actor.first < index:
                continue
            if actor.first - index > _NEAR + 2 or self.walls(hit.last, actor.first):
                return None
            if not actor.preposition and (actor.kind in _PARTIES or actor.kind == "adjective"):
                return actor
        return None

    def _object(self, hit: Hit, trigger: Trigger, taken: Filled | None) -> Filled | None:
        if hit.reading.pronoun and trigger.pos == "verb":
            return self._pronoun(hit.reading.pronoun, taken, "object.pronoun", hit)
        index = hit.last
        if taken and taken.actors and taken.how == "subject.after":
            index = taken.actors[-1].last
        actor = self._bare_after(index, hit)
        if actor is not None and (not taken or actor not in taken.actors):
            return Filled(self.group(actor), "object" if actor.kind in _PARTIES else "object.adjective")
        return None

    def _pronoun(self, pronoun: str, taken: Filled | None, how: str, hit: Hit) -> Filled | None:
        """Whom an object or possessive pronoun means: the last fitting actor told of before it."""
        avoid = set(taken.codes) if taken else set()
        gender = self._pack.pronoun_gender(pronoun)
        if gender == "pair":
            codes = self._memory.two_parties()
            return Filled((Actor(hit.first, hit.last, "pair", codes, plural=True),), how) if codes else None
        if gender == "speaker":
            return self._spoken()
        for actor in reversed(self._actors):
            if actor.last > hit.first or actor.kind not in _PARTIES or not actor.codes:
                continue
            if set(actor.codes) <= avoid or (gender and actor.gender and actor.gender != gender):
                continue
            return Filled((actor,), how)
        subject = self._memory.subject
        if subject is not None and subject.codes and not set(subject.codes) <= avoid:
            return Filled((subject,), how + ".carried")
        return None

    def _patient(self, hit: Hit) -> Filled | None:
        actor = self._bare_after(hit.last, hit)
        return Filled(self.group(actor), "patient") if actor is not None else None

    def _owner(self, hit: Hit) -> Filled | None:
        """The genitive, adjective or possessive pronoun of an event noun."""
        if hit.reading.pronoun:
            return self._pronoun(hit.reading.pronoun, None, "owner.pronoun", hit)
        for actor in self._actors:
            if actor.first < hit.last:
                continue
            gap = actor.first - hit.last
            if gap > 3 or (actor.preposition and not actor.gap) or self.walls(hit.last, actor.first):
                return None
            if (
                gap
                and actor.kind != "adjective"
                and any(f.first < actor.first and f.last > hit.last for f in self._sentence.functions)
            ):
                return None
            members = [actor]
            if actor.kind == "adjective":
                for other in self._actors[self._actors.index(actor) + 1 :]:
                    if other.kind != "adjective" or other.first != members[-1].last:
                        break
                    members.append(other)
                return Filled(tuple(members), "owner.adjective")
            return Filled(self.group(actor), "owner" if not gap else "owner.far")
        return None

    def _spoken(self) -> Filled | None:
        if not self.speaker:
            return None
        return Filled((Actor(0, 0, "title", self.speaker),), "speaker")

    # -- parties after a preposition -------------------------------------------------------------

    def _governed(self, preposition: str, hit: Hit, taken: Filled | None) -> Filled | None:
        verb = hit.triggers[0].pos == "verb"
        for actor in self._actors:
            if actor.first < hit.last:
                continue
            distance = actor.first - hit.last
            if distance > _REACH or self.walls(hit.last, actor.first) > (0 if verb else 1):
                break
            if actor.preposition != preposition or (taken and actor in taken.actors):
                continue
            if actor.kind == "outlet":
                continue
            how = preposition if not actor.gap else f"{preposition}.far"
            return Filled(self.group(actor), how)
        for function in self._sentence.functions:
            near = hit.last <= function.first < hit.last + 8
            if function.role == "pronoun" and function.value == preposition and near:
                pronoun = self._sentence.norms[function.first][-2:]
                return self._pronoun(pronoun, taken, f"{preposition}.pronoun", hit)
        return None

    def _place(self, hit: Hit, taken: Filled | None) -> Filled | None:
        best: tuple[int, Actor] | None = None
        for actor in self._actors:
            if actor.kind not in ("city", "state") or (taken and actor in taken.actors):
                continue
            if actor.preposition not in self._pack.where and "place" not in actor.flags:
                continue
            distance = min(abs(actor.first - hit.last), abs(hit.first - actor.last))
            if best is None or distance < best[0]:
                best = distance, actor
        return Filled((best[1],), "place") if best is not None else None

    # -- for want of anything better --------------------------------------------------------------

    def nearest(self, hit: Hit, avoid: tuple[str, ...]) -> Filled | None:
        """The nearest other party in the sentence, whatever governs it."""
        best: tuple[int, Actor] | None = None
        for actor in self._actors:
            if actor.kind == "outlet" or set(actor.codes) <= set(avoid):
                continue
            distance = actor.first - hit.last if actor.first >= hit.last else hit.first - actor.last
            cost = distance + 5 * self.walls(min(actor.first, hit.last), max(actor.first, hit.last))
            if cost <= 18 and (best is None or cost < best[0]):
                best = cost, actor
        if best is None:
            return None
        return Filled(self.group(best[1]), "near.weak" if best[1].weak else "near")
