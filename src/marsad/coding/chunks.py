"""From names and titles to actors: the noun phrases of one sentence that stand for a party.

A chunk is a title or an institution with the adjectives, states and names that belong to it
("وزير الخارجية الإسرائيلي إيلي كوهين"), or a name that stands by itself ("طهران", "الأمم المتحدة").
Chunks are built here from one sentence alone; what needs the rest of the article ("الوزير",
"كوهين", "الجانبان") is resolved in memory.py.
"""

from __future__ import annotations

from marsad.coding.actors import MISSION_OFFICES, Actor, coordinate
from marsad.coding.governing import Governor
from marsad.coding.names import NameReader
from marsad.coding.owners import Owners
from marsad.coding.scan import Function, Sentence, Unit
from marsad.coding.senses import Senses
from marsad.language.entries import Entry
from marsad.language.pack import LanguagePack

# a rank or a loose word before a name says less of the office than a title after it
_RANKS = frozenset({"military", "official", "other", "", "security_official"})
_MINISTERIAL = frozenset({"foreign_minister", "defence_minister", "minister"})


class Chunker:
    """Builds the actors of one sentence."""

    def __init__(self, sentence: Sentence, pack: LanguagePack, year: int | None, office: str = "") -> None:
        """``year`` of publication; ``office`` last named before this sentence, for "his counterpart"."""
        self._office = office
        self._sentence = sentence
        self._norms = sentence.norms
        self._pack = pack
        self._at = {unit.first: unit for unit in sentence.units}
        self._functions: dict[int, list[Function]] = {}
        for function in sentence.functions:
            self._functions.setdefault(function.first, []).append(function)
        self._senses = Senses(sentence, pack, self._at, year)
        self._names = NameReader(sentence, pack, self._at, self._functions)
        self._owners = Owners(pack, self._at)
        self._governor = Governor(sentence, pack)

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
        coordinate(found, self._norms, self._pack)
        return found

    def _chunk(self, index: int, before: list[Actor]) -> Actor | None:
        unit = self._at.get(index)
        if unit is None:
            return self._bare_name(index)
        entry = self._senses.choose(unit)
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

    def _govern(self, actor: Actor, unit: Unit) -> None:
        written = unit.reading.preposition
        if written:
            actor.preposition = self._pack.prepositions.get(written, written)
        else:
            actor.preposition, actor.gap = self._governor.before(actor.first)

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
        alone = actor.name is not None and actor.name[0] == unit.last  # السفير فلان: nothing says whose
        ranked = actor.office in _RANKS or (actor.office == "ambassador" and (alone or not actor.codes))
        if actor.name is None and not bare and before and before[-1].kind == "name":
            self._appose(actor, before)
        elif actor.name is not None and ranked and not unit.reading.conjunction and self._rank_of(actor, before):
            pass
        elif actor.name is not None and ranked:
            named = self._named(actor.first, *actor.name, actor.codes, actor.office)
            if named.last > actor.last:
                actor.last, actor.codes, actor.office = named.last, named.codes, named.office
                actor.host, actor.flags = named.host or actor.host, actor.flags | named.flags
        return actor

    def _rank_of(self, actor: Actor, before: list[Actor]) -> bool:
        """Takes in the office, if any, before a rank and its name ("المتحدث باسم الجيش السوداني، العميد ...")."""
        office = before[-1] if before else None
        if office is None or office.kind != "title" or office.name or office.plural:
            return False
        between = self._norms[office.last : actor.first]
        if office.office in ("", actor.office) or between[1:] or not self._pack.commas.issuperset(between):
            return False
        actor.first, actor.office, actor.host = office.first, office.office, office.host
        actor.codes = office.codes or actor.codes
        actor.conjunction, actor.preposition, actor.gap = office.conjunction, office.preposition, office.gap
        actor.flags |= office.flags
        before.pop()
        return True

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
                after, codes, kind = self._owners.at(index, actor.codes)
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
                    actor.name = (index, self._names.end(index, unit.last))
                    self._know(actor, unit)
                    index = actor.name[1]
                    break
                if "honorific" in kinds and not unit.reading.preposition and "title" not in kinds:
                    if norm in pack.openers and self._is_title(unit.last):
                        break  # another person: الوفد الرسمي لسمو ولي العهد معالي وزير ...
                    index = unit.last
                    continue
                if not actor.codes and unit.reading.preposition in pack.whereabouts and "state" in kinds:
                    actor.codes, index = kinds["state"].codes, unit.last  # وزير الخارجية بدولة قطر
                    continue
                title = kinds.get("title")
                if title and (not unit.reading.preposition or unit.reading.preposition in pack.genitives):
                    if "counterpart" in title.flags:
                        break  # somebody else: الرئيس اليمني نظيره ...
                    office = title.office
                    told = "counterpart" in actor.flags  # نظيره وزير الخارجية: the title says of which office
                    apposed = not unit.reading.preposition  # السكرتير الصحفي لرئيس الوزراء is no premier
                    if not actor.office or (office and (told or (apposed and pack.outranks(office, actor.office)))):
                        actor.office = office
                    actor.codes, actor.flags = actor.codes or title.codes, actor.flags | (title.flags & {"former"})
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
                after, codes, kind = self._owners.at(index + 1, ())
                nested = self._at.get(index + 1)
                if nested is not None and any(e.kind == "institution" for e in nested.entries):
                    index = nested.last
                    continue
                if kind and not actor.codes:
                    actor.codes, index = codes, after
                    actor.flags |= {"common"} if kind == "common" else set()
                    continue
            place_unit = self._at.get(index + 1)
            if place_unit and not actor.codes and self._preposition_at(index) in pack.whereabouts:
                state = next((e for e in place_unit.entries if e.kind == "state"), None)
                if state is not None and actor.office not in MISSION_OFFICES:  # رئيس الوزراء في مملكة تايلاند
                    actor.codes, index = state.codes, place_unit.last
                    continue
            if actor.office in MISSION_OFFICES and not actor.host and self._preposition_at(index):
                entries = place_unit.entries if place_unit else []
                place = next((e for e in entries if e.kind in ("state", "city", "organisation")), None)
                if place_unit and place:
                    actor.host, index = place.codes, place_unit.last
                    continue
            if norm in pack.commas and self._names.starts(index + 1, strict=True):
                actor.name = (index + 1, self._names.end(index + 1))
                index = actor.name[1]
                break
            if self._names.starts(index, strict=False):
                actor.name = (index, self._names.end(index))
                index = actor.name[1]
            break
        return index

    def _is_title(self, index: int) -> bool:
        unit = self._at.get(index)
        return unit is not None and any(e.kind == "title" for e in unit.entries)

    def _preposition_at(self, index: int) -> str:
        return next((f.value for f in self._functions.get(index, ()) if f.role == "preposition"), "")

    def _know(self, actor: Actor, unit: Unit) -> None:
        """Fills what a title leaves open from what is known of the named person."""
        person = max((e for e in unit.entries if e.kind == "person"), key=self._senses.timely)
        if not actor.codes:
            actor.codes = person.codes
        timely = self._senses.timely(person)[0]
        if not actor.office:
            actor.office = person.office if timely else "other"
        elif (
            timely and "counterpart" in actor.flags and person.office in _MINISTERIAL
            and not any(e.kind == "person" and e.office == actor.office for e in unit.entries)
        ):  # fmt: skip
            actor.office = person.office  # whose counterpart he is may be far back; what he is, is known

    def _institution(self, unit: Unit, entry: Entry) -> Actor | None:
        index, codes, kind = self._owners.at(unit.last, ())
        if not codes:
            while index < len(self._norms) and self._norms[index] in self._pack.modifiers:
                index += 1
            index, codes, kind = self._owners.at(index, ())
        nested = self._at.get(unit.last)
        if not codes and nested is not None and not nested.reading.conjunction and not nested.reading.preposition:
            inner = next((e for e in nested.entries if e.kind == "institution"), None)
            if inner is not None:
                index, codes, kind = self._owners.at(nested.last, ())
                entry = inner if not entry.flags else entry
        if not codes and "weak" in entry.flags:
            return None
        flags = entry.flags | {"common"} if kind == "common" else entry.flags
        last = index if codes else unit.last
        return Actor(unit.first, last, "institution", codes, flags=flags, gender=entry.gender)

    def _place(self, unit: Unit) -> Actor | None:
        """ "العاصمة الروسية موسكو": a place, named by its head noun, adjectives and name."""
        index, codes = self._owners.adjectives(unit.last)
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
        if not self._names.starts(index, strict=True):
            return None
        return self._named(unit.first, index, self._names.end(index))

    def _person(self, unit: Unit, entry: Entry) -> Actor | None:
        entry = max((e for e in unit.entries if e.kind == "person"), key=self._senses.timely)
        if entry.short and not self._senses.timely(entry)[0]:
            return None
        office = entry.office if self._senses.timely(entry)[0] else "other"
        end = unit.last if entry.short else self._names.end(unit.first, unit.last)
        actor = self._named(unit.first, unit.first, end, entry.codes, office)
        if entry.short:
            actor.flags |= {"short"}
        return actor

    def _bare_name(self, index: int) -> Actor | None:
        """A personal name with nothing before it, told by its given name; a title after it says whose."""
        joined = not self._names.starts(index, strict=True)
        if joined and not self._names.joined_given(index):
            return None
        end = self._names.end(index)
        if end - index < 2:
            return None
        actor = self._named(index, index, end)
        actor.conjunction = joined
        return actor

    def _named(self, first: int, start: int, end: int, codes: tuple[str, ...] = (), office: str = "") -> Actor:
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
