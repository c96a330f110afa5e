"""From names and titles to actors: who in a sentence can do something or have it done to them.

A chunk is a title or an institution with the adjectives, states and names that belong to it
("وزير الخارجية الإسرائيلي إيلي كوهين"), or a name that stands by itself ("طهران", "الأمم المتحدة").
Chunks are built here from one sentence alone; what needs the rest of the article ("الوزير",
"كوهين", "الجانبان") is resolved in memory.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from marsad.coding.scan import Function, Sentence, Unit
from marsad.language.entries import Entry
from marsad.language.pack import LanguagePack

MISSION_OFFICES = frozenset({"ambassador", "envoy", "head_of_mission"})
_MAX_NAME = 7
# a rank or a loose word before a name says less of the office than a title after it
_RANKS = frozenset({"military", "official", "other", "", "security_official"})


@dataclass(slots=True)
class Actor:
    """A party or place named in words ``first`` to ``last`` (out) of a sentence.

    ``kind``: person, title, institution, state, seat, city, people, organisation, adjective, pair, own,
    common, outlet. ``codes`` are empty until something tells them. ``name`` are the words of a personal
    name. ``preposition`` governs the phrase, ``gap`` words before it. ``host`` is where an envoy is posted.
    ``joined``: coordinated with the actor before it.
    """

    first: int
    last: int
    kind: str
    codes: tuple[str, ...] = ()
    office: str = ""
    name: tuple[int, int] | None = None
    gender: str = ""
    plural: bool = False
    preposition: str = ""
    gap: int = 0
    conjunction: bool = False
    joined: bool = False
    host: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    city: str = ""
    resolved: bool = False

    @property
    def weak(self) -> bool:
        """Whether it only colours a noun ("السوري" in "الملف السوري"), or is a doubtful name."""
        return self.kind == "adjective" or "weak" in self.flags


class Chunker:
    """Builds the actors of one sentence."""

    def __init__(self, sentence: Sentence, pack: LanguagePack, year: int | None, office: str = "") -> None:
        """``year`` of publication; ``office`` last named before this sentence, for "his counterpart"."""
        self._office = office
        self._sentence = sentence
        self._norms = sentence.norms
        self._pack = pack
        self._year = year
        self._at = {unit.first: unit for unit in sentence.units}
        self._functions: dict[int, list[Function]] = {}
        for function in sentence.functions:
            self._functions.setdefault(function.first, []).append(function)

    def actors(self) -> list[Actor]:
        """The sentence's actors from left to right, with their prepositions and coordination."""
        found: list[Actor] = []
        index = 0
        while index < len(self._norms):
            actor = self._chunk(index, found)
            if actor is None:
                index += 1
            else:
                found.append(actor)
                index = max(actor.last, index + 1)
        self._coordinate(found)
        return found

    def _chunk(self, index: int, before: list[Actor]) -> Actor | None:
        unit = self._at.get(index)
        if unit is None:
            return self._bare_name(index)
        entry = self._choose(unit)
        actor: Actor | None
        match entry.kind:
            case "title":
                actor = self._titled(unit, entry, before)
            case "institution":
                actor = self._institution(unit, entry)
            case "place":
                actor = self._place(unit)
            case "honorific":
                actor = self._honoured(unit)
            case "person":
                actor = self._person(unit, entry)
            case _:
                actor = Actor(
                    unit.first, unit.last, entry.kind, entry.codes, flags=entry.flags, gender=entry.gender,
                    plural=entry.plural, city=entry.name if entry.kind == "city" else "",
                )  # fmt: skip
                if entry.kind == "adjective" and self._pack.adjective_first:
                    actor = self._headed(unit, entry) or actor
        if actor is not None and actor.kind == "adjective" and actor.conjunction is False:
            actor = self._same_office(actor, unit, before) or actor
        if actor is not None:
            actor.conjunction = actor.conjunction or bool(unit.reading.conjunction)
            if not actor.preposition:
                self._govern(actor, unit)
        return actor

    def _same_office(self, actor: Actor, unit: Unit, before: list[Actor]) -> Actor | None:
        """The second of two with one title: "الرئيسين الأميركي باراك أوباما والكوبي راؤول كاسترو"."""
        if not before or not unit.reading.conjunction or before[-1].kind not in ("title", "person"):
            return None
        first = before[-1]
        if not first.office or first.last != actor.first or not (first.plural or first.name):
            return None
        second = Actor(actor.first, actor.last, "title", actor.codes, first.office, gender=first.gender)
        second.last = self._tail(second, actor.last)
        return second if second.name or first.plural else None

    def _choose(self, unit: Unit) -> Entry:
        """What a name means here when it can mean several things."""
        entries = unit.entries
        if len(entries) == 1:
            return entries[0]
        people = [e for e in entries if e.kind == "person"]
        if people and len(people) == len(entries):
            return max(people, key=self._timely)
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

    def _timely(self, entry: Entry) -> tuple[bool, int]:
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
        other = self._at.get(unit.first - 1) or next(
            (u for u in self._sentence.units if u.last == unit.first), None
        )
        if other is not None:
            return other.entries[0].kind in ("title", "institution", "adjective", "place")
        return bool(article) and article in before[:4] and before.endswith(("ه", "ات")) and len(before) > 4

    def _adjectives(self, index: int) -> tuple[int, tuple[str, ...]]:
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

    def _owner(self, index: int, codes: tuple[str, ...]) -> tuple[int, tuple[str, ...], str]:
        """Adjectives or a state, seat, capital or organisation right after a noun: (index, codes, kind)."""
        after, found = self._adjectives(index)
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

    def _titled(self, unit: Unit, entry: Entry, before: list[Actor]) -> Actor | None:
        actor = Actor(
            unit.first, unit.last, "title", entry.codes, entry.office, gender=entry.gender,
            plural=entry.plural, flags=entry.flags,
        )  # fmt: skip
        if before and self._pack.adjective_first:
            self._adjective_before(actor, before)
        if "counterpart" in entry.flags and not actor.office:
            actor.office = next((a.office for a in reversed(before) if a.office), self._office)
        index = self._tail(actor, unit.last)
        actor.last = index
        bare = not actor.codes and actor.name is None
        article = self._pack.morphology.article
        definite = not article or unit.reading.core.startswith(article) or "counterpart" in entry.flags
        if bare and not definite:
            return None
        if actor.name is None and not bare and before and before[-1].kind == "name":
            self._appose(actor, before)
        elif actor.name is not None and actor.office in _RANKS:
            named = self._named(actor.first, *actor.name, actor.codes, actor.office)
            if named.last > actor.last:
                actor.last, actor.codes, actor.office = named.last, named.codes, named.office
                actor.host, actor.flags = named.host or actor.host, actor.flags | named.flags
        return actor

    def _adjective_before(self, actor: Actor, before: list[Actor]) -> None:
        """Takes in an adjective or possessor that stands before its noun ("Israeli foreign minister")."""
        last = before[-1]
        between = self._norms[last.last : actor.first]
        if last.kind in ("adjective", "state") and (not between or between in self._pack.possessives):
            actor.codes, actor.first = last.codes, last.first
            actor.conjunction, actor.preposition, actor.gap = last.conjunction, last.preposition, last.gap
            before.pop()

    def _tail(self, actor: Actor, index: int) -> int:
        """Reads what follows a title into ``actor``; gives the index after it."""
        pack, norms = self._pack, self._norms
        while index < len(norms):
            if actor.name is not None:
                break
            if not actor.codes or "plural" in actor.flags or "dual" in actor.flags:
                after, codes, kind = self._owner(index, actor.codes)
                if after > index:
                    if kind == "common":
                        actor.flags |= {"common"}
                    actor.codes = tuple(dict.fromkeys(actor.codes + codes))
                    index = after
                    continue
            unit = self._at.get(index)
            norm = norms[index]
            if unit is not None and not unit.reading.conjunction:
                kinds = {e.kind: e for e in unit.entries}
                if "person" in kinds and not unit.reading.preposition:
                    actor.name = (index, self._name_end(index, unit.last))
                    self._know(actor, unit)
                    index = actor.name[1]
                    break
                if "honorific" in kinds and not unit.reading.preposition and "title" not in kinds:
                    index = unit.last
                    continue
                if "title" in kinds and (not unit.reading.preposition or unit.reading.preposition in pack.genitives):
                    if not actor.office:
                        actor.office = kinds["title"].office
                    elif kinds["title"].office and pack.outranks(kinds["title"].office, actor.office):
                        actor.office = kinds["title"].office
                    actor.codes = actor.codes or kinds["title"].codes
                    index = unit.last
                    continue
                if "institution" in kinds:
                    index = unit.last
                    continue
                if actor.office in MISSION_OFFICES and not actor.host and unit.reading.preposition:
                    place = next((e for e in unit.entries if e.kind in ("state", "city", "organisation")), None)
                    if place is not None:
                        actor.host, index = place.codes, unit.last
                        continue
            if norm in pack.former:
                actor.flags |= {"former"}
                index += 1
                continue
            if norm in pack.modifiers:
                index += 1
                continue
            if norm in pack.links and index + 1 < len(norms):
                after, codes, kind = self._owner(index + 1, ())
                nested = self._at.get(index + 1)
                if nested is not None and any(e.kind == "institution" for e in nested.entries):
                    index = nested.last
                    continue
                if kind and not actor.codes:
                    actor.codes, index = codes, after
                    actor.flags |= {"common"} if kind == "common" else set()
                    continue
            if actor.office in MISSION_OFFICES and not actor.host and self._preposition_at(index):
                place_unit = self._at.get(index + 1)
                entries = place_unit.entries if place_unit else []
                place = next((e for e in entries if e.kind in ("state", "city", "organisation")), None)
                if place_unit and place:
                    actor.host, index = place.codes, place_unit.last
                    continue
            if norm in pack.commas and self._starts_name(index + 1, strict=True):
                actor.name = (index + 1, self._name_end(index + 1))
                index = actor.name[1]
                break
            if self._starts_name(index, strict=False):
                actor.name = (index, self._name_end(index))
                index = actor.name[1]
            break
        return index

    def _preposition_at(self, index: int) -> str:
        return next((f.value for f in self._functions.get(index, ()) if f.role == "preposition"), "")

    def _know(self, actor: Actor, unit: Unit) -> None:
        """Fills what a title leaves open from what is known of the named person."""
        person = max((e for e in unit.entries if e.kind == "person"), key=self._timely)
        if not actor.codes:
            actor.codes = person.codes
        if not actor.office:
            actor.office = person.office if self._timely(person)[0] else "other"

    def _institution(self, unit: Unit, entry: Entry) -> Actor | None:
        index, codes, kind = self._owner(unit.last, ())
        if not codes:
            while index < len(self._norms) and self._norms[index] in self._pack.modifiers:
                index += 1
            index, codes, kind = self._owner(index, ())
        nested = self._at.get(unit.last)
        if not codes and nested is not None and not nested.reading.conjunction and not nested.reading.preposition:
            inner = next((e for e in nested.entries if e.kind == "institution"), None)
            if inner is not None:
                index, codes, kind = self._owner(nested.last, ())
                entry = inner if not entry.flags else entry
        if not codes and "weak" in entry.flags:
            return None
        flags = entry.flags | {"common"} if kind == "common" else entry.flags
        last = index if codes else unit.last
        return Actor(unit.first, last, "institution", codes, flags=flags, gender=entry.gender)

    def _place(self, unit: Unit) -> Actor | None:
        """"العاصمة الروسية موسكو": a place, named by its head noun, adjectives and name."""
        index, codes = self._adjectives(unit.last)
        name = self._at.get(index)
        city = ""
        if name is not None and not name.reading.conjunction and not name.reading.preposition:
            entry = next((e for e in name.entries if e.kind in ("city", "state")), None)
            if entry is not None:
                codes, index = entry.codes, name.last
                city = entry.name if entry.kind == "city" else ""
        if not codes:
            return None
        return Actor(unit.first, index, "city", codes, city=city, flags=frozenset({"place"}))

    def _honoured(self, unit: Unit) -> Actor | None:
        """A name after an honorific alone ("السيد أحمد ماهر"): a person whose office is told elsewhere, if at all."""
        index = unit.last
        while (more := self._at.get(index)) and any(e.kind == "honorific" for e in more.entries):
            index = more.last
        more = self._at.get(index)
        if more is not None and not more.reading.conjunction:
            kinds = {e.kind: e for e in more.entries}
            if "title" in kinds:
                actor = self._titled(more, kinds["title"], [])
            elif "person" in kinds:
                actor = self._person(more, kinds["person"])
            else:
                actor = None
            if actor is not None:
                actor.first = unit.first
            return actor
        if not self._starts_name(index, strict=True):
            return None
        return self._named(unit.first, index, self._name_end(index))

    def _person(self, unit: Unit, entry: Entry) -> Actor | None:
        entry = max((e for e in unit.entries if e.kind == "person"), key=self._timely)
        if entry.short and not self._timely(entry)[0]:
            return None
        office = entry.office if self._timely(entry)[0] else "other"
        end = unit.last if entry.short else self._name_end(unit.first, unit.last)
        actor = self._named(unit.first, unit.first, end, entry.codes, office)
        if entry.short:
            actor.flags |= {"short"}
        return actor

    def _bare_name(self, index: int) -> Actor | None:
        """A personal name with nothing before it, told by its given name; a title after it says whose."""
        joined = not self._starts_name(index, strict=True)
        if joined and not self._joined_given(index):
            return None
        end = self._name_end(index)
        if end - index < 2:
            return None
        actor = self._named(index, index, end)
        actor.conjunction = joined
        return actor

    def _joined_given(self, index: int) -> bool:
        """Whether a given name stands here behind a conjunction (وروبرت)."""
        norm = self._norms[index]
        if norm in self._pack.stop or index in self._functions or index in self._at:
            return False
        return any(
            conjunction and not preposition and not future and rest in self._pack.given
            for conjunction, preposition, future, rest in self._pack.morphology.prefixes(norm)
        )

    def _named(
        self, first: int, start: int, end: int, codes: tuple[str, ...] = (), office: str = ""
    ) -> Actor:
        """A person from a name, with the title that may follow it ("عادل الجبير، وزير الخارجية السعودي")."""
        actor = Actor(first, end, "person" if codes else "name", codes, office, (start, end))
        if self._pack.has_gender:
            actor.gender = "m"
        index = end
        if index < len(self._norms) and self._norms[index] in self._pack.commas:
            index += 1
        unit = self._at.get(index)
        if unit is None or unit.reading.conjunction or unit.reading.preposition:
            return actor
        title = next((e for e in unit.entries if e.kind == "title"), None)
        if title is None or "counterpart" in title.flags:
            return actor
        told = Actor(index, unit.last, "title", title.codes, title.office, flags=title.flags)
        told.name = None
        last = self._tail_title(told, unit.last)
        if told.codes or title.office:
            actor.codes = told.codes or actor.codes
            actor.office = told.office
            actor.host = told.host
            actor.flags |= told.flags
            actor.last = last
            actor.kind = "person" if actor.codes else "name"
            actor.gender = title.gender
        return actor

    def _tail_title(self, told: Actor, index: int) -> int:
        """The rest of a title that follows its name: no second name belongs to it."""
        name = told.name
        end = self._tail(told, index)
        if told.name is not None:
            end, told.name = told.name[0], name
        return end

    def _appose(self, actor: Actor, before: list[Actor]) -> None:
        name = before[-1]
        between = self._norms[name.last : actor.first]
        if not between or (len(between) == 1 and between[0] in self._pack.commas):
            actor.name, actor.first = name.name, name.first
            before.pop()

    def _headed(self, unit: Unit, entry: Entry) -> Actor | None:
        """Adjective before its noun: the noun it belongs to follows ("Israeli forces")."""
        follower = self._at.get(unit.last)
        if follower is None:
            return None
        institution = next((e for e in follower.entries if e.kind == "institution"), None)
        if institution is None:
            return None
        return Actor(
            unit.first, follower.last, "institution", entry.codes, flags=institution.flags, gender=institution.gender
        )

    def _starts_name(self, index: int, *, strict: bool) -> bool:
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

    def _name_end(self, start: int, known_until: int = 0) -> int:
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
                if pack.is_common(norm) or self._joins(index, index - start) or not pack.may_be_name(self._sentence.words[index].text):
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

    def _govern(self, actor: Actor, unit: Unit) -> None:
        """Finds the preposition that governs an actor: on its first word, before it, or before its head nouns."""
        if unit.reading.preposition:
            actor.preposition = self._pack.prepositions.get(unit.reading.preposition, unit.reading.preposition)
            return
        index = actor.first - 1
        for gap in range(5):
            if index < 0:
                return
            ending = [f for f in self._sentence.functions if f.first <= index < f.last]
            governing = next((f for f in ending if f.role == "preposition"), None)
            if governing is not None:
                if governing.value == "=":
                    index = governing.first - 1
                    continue
                actor.preposition, actor.gap = governing.value, gap
                return
            norm = self._norms[index]
            if ending or not norm[0].isalpha():
                return
            if written := self._written_on(norm):
                actor.preposition, actor.gap = written, gap + 1
                return
            if self._blocks(index):
                return
            index -= 1

    def _written_on(self, norm: str) -> str:
        """The preposition written on an ordinary noun before an actor ("بجهود المغرب"), or ''."""
        pack = self._pack
        if norm in pack.stop:
            return ""
        for _, preposition, _, rest in pack.morphology.prefixes(norm):
            if preposition and rest.removeprefix(pack.morphology.article) in pack.stop:
                return pack.prepositions.get(preposition, preposition)
        return ""

    def _blocks(self, index: int) -> bool:
        """Whether a word ends the noun phrase that an actor may belong to (another name, an event word)."""
        if any(hit.first <= index < hit.last for hit in self._sentence.hits):
            return True
        return any(unit.first <= index < unit.last for unit in self._sentence.units)

    def _coordinate(self, actors: list[Actor]) -> None:
        for before, actor in zip(actors, actors[1:], strict=False):
            between = self._norms[before.last : actor.first]
            comma = len(between) == 1 and between[0] in self._pack.commas
            joined = (actor.conjunction or between in self._pack.joiners) and (
                not between or comma or between in self._pack.joiners
            )
            listed = comma and before.kind == actor.kind and before.kind in ("state", "organisation", "city")
            if (joined or listed) and (before.kind == "adjective") == (actor.kind == "adjective"):
                if not actor.preposition:
                    actor.preposition, actor.gap = before.preposition, before.gap
                actor.joined = actor.preposition == before.preposition
