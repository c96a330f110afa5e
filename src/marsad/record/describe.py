"""Facts and events put as sentences (``Said``), with the notes that belong to each kind of fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from marsad.ontology import ACTS
from marsad.record.conflicts import mission_word
from marsad.record.facts import Fact
from marsad.record.rules import rules
from marsad.record.steps import Step
from marsad.record.types import Event
from marsad.record.wording import Said, said

_LEAVING = ("recalled", "recalled_for_consultations", "expelled")


def last_day(fact: Fact) -> dt.date:
    """The last day on which it can have begun; the first day of all where nothing is told."""
    return max((step.when.hi for step in fact.steps if step.when is not None), default=dt.date.min)


def state(fact: Fact) -> Said:
    """The word for its state, with its date: ``open since 2023-04-20``."""
    return said(f"{fact.kind}.state_{fact.state}", date=fact.date, date_told=_told(fact))


def _told(fact: Fact) -> str:
    """The day by which it was reported, where no date of its own is told."""
    days = [step.told for step in fact.steps if step.told]
    return "" if fact.date or not days else f"../{min(days).isoformat()}"


def relations(fact: Fact, key: str) -> Said:
    """Relations in a sentence of this key, with the level where it is told."""
    details = [state(fact)]
    if level := fact.what("level"):
        details.append(said("relations.level", word_level=f"relations.level_{level}"))
    return said(key, source=fact.source, target=fact.target, details=tuple(details))


def mission(fact: Fact, day: dt.date) -> Said:
    """A mission: what it is, whose and where, its state, premises, city and place on the map."""
    details = [state(fact)]
    if not fact.began(day):
        details = [said("note.perhaps_state", state=state(fact))]
    if premises := fact.what("premises"):
        details.append(said(f"mission.premises_{premises}"))
    if city := fact.what("city"):
        details.append(said("mission.city", city=city))
    if (lat := fact.what("lat")) is not None and (lon := fact.what("lon")) is not None:
        details.append(said("mission.coordinates", lat=float(lat), lon=float(lon)))
    return said(
        "mission.stands", word_mission=mission_word(fact), source=fact.source, target=fact.target,
        details=tuple(details),
    )  # fmt: skip


def mission_notes(fact: Fact, facts: Iterable[Fact], steps: Iterable[Step], day: dt.date) -> list[Said]:
    """What a mission was before and perhaps is by now, when it is to open, and the lists that name it.

    ``facts`` are all of the two states' missions, ``steps`` all steps between the two.
    """
    same = [other for other in facts if other.thread == fact.thread and other is not fact]
    before = [f for f in same if f.began(day) and f.state not in rules().no_change and last_day(f) <= last_day(fact)]
    notes = [said("note.before", details=_with_premises(other)) for other in reversed(before[-2:])]
    notes += perhaps(same, day)
    if fact.state != "open" or not fact.began(day):
        notes += [
            said("mission.to_open", date=step.date, date_told=step.announced.isoformat()) for step in steps
            if (step.kind, step.state, step.source, step.target) == ("mission", "open", fact.source, fact.target)
            and step.announced is not None and step.announced <= day and step.mission in (None, fact.what("mission"))
            and step.when is not None and step.when.hi >= day
        ]  # fmt: skip
    if fact.state != "listed":  # the line of a mission known from lists alone names them itself
        notes += [_list_note(step.reference.origin, step.date, day) for step in fact.listed if step.reference]
    return notes


def _with_premises(fact: Fact) -> tuple[Said, ...]:
    premises = fact.what("premises")
    return (state(fact), said(f"mission.premises_{premises}")) if premises else (state(fact),)


def _list_note(origin: str, date: str | None, day: dt.date) -> Said:
    later = date is not None and date > day.isoformat()
    return said("note.listed_later" if later else "note.listed", date=date, origin=origin)


def perhaps(facts: Iterable[Fact], day: dt.date) -> list[Said]:
    """Changes that can have happened by a day and need not have: dated to the month or year that it lies in."""
    return [
        said("note.perhaps", state=state(fact)) for fact in facts
        if fact.may_have_begun(day) and fact.state not in rules().no_change
    ]  # fmt: skip


def not_yet(fact: Fact, day: dt.date) -> Said:
    """A mission that is not known to stand on a day: perhaps by then, only later, or known from lists alone."""
    if fact.state == "listed":
        return listed(fact, day)
    if fact.may_have_begun(day):
        return mission(fact, day)
    return said(
        "mission.stands", word_mission=mission_word(fact), source=fact.source, target=fact.target,
        details=(said("mission.later", date=day.isoformat(), state=state(fact)),),
    )  # fmt: skip


def listed(fact: Fact, day: dt.date) -> Said:
    """A mission of which nothing is known but that lists name it."""
    first = fact.listed[0]
    later = first.date is not None and first.date > day.isoformat()
    city = fact.listed[0].city
    details = [said("mission.city", city=city)] if city else []
    if first.lat is not None and first.lon is not None:
        details.append(said("mission.coordinates", lat=first.lat, lon=first.lon))
    details.append(said("mission.listed_later" if later else "mission.listed", date=first.date))
    return said(
        "mission.stands", word_mission=f"mission_kind.{first.mission or 'mission'}", source=fact.source,
        target=fact.target, details=tuple(details),
    )  # fmt: skip


def envoy(fact: Fact) -> Said:
    """An envoy: who, whose and where, what happened to the post."""
    who = said("envoy.who", who=fact.what("person")) if fact.what("person") else said("envoy.unnamed")
    return said("envoy.line", source=fact.source, target=fact.target, who=who, state=state(fact))


def envoy_notes(fact: Fact, newest: bool, day: dt.date) -> list[Said]:
    """Until when, where it is told; of the newest that it is not told."""
    end = fact.valid.partition("/")[2]
    if end not in ("", "..") and end <= day.isoformat():
        return [said("note.until", date=end)]
    if newest and fact.state not in _LEAVING:
        return [said("note.whether_still", date=day.isoformat())]
    return []


def visit(fact: Fact) -> Said:
    """The last visit of an office."""
    return said(
        "visit.last" if fact.what("office") else "visit.last_untold", office=fact.what("office"), source=fact.source,
        target=fact.target, date=fact.date or _told(fact), who=_who(fact),
    )  # fmt: skip


def _who(fact: Fact) -> Said:
    return said("visit.who", who=fact.what("person")) if fact.what("person") else said("visit.unnamed")


def agreement(fact: Fact) -> Said:
    """What was signed, when and in which fields."""
    details = []
    if fact.sectors:
        details.append(said("agreement.sectors", sector="+".join(fact.sectors)))
    if city := fact.what("city"):
        details.append(said("mission.city", city=city))
    key = "agreement.line" if details else "agreement.plain"
    return said(key, date=fact.date or _told(fact), details=tuple(details))


def contact(fact: Fact) -> Said:
    """A meeting, call, message, invitation or the like."""
    return said("contact.line", act=fact.steps[0].act, date=fact.date or _told(fact))


def event(event: Event) -> Said:
    """An event in one line: date, act, parties, status."""
    mutual = ACTS[event.act].mutual and not event.target
    parties = {"source": "+".join(event.source)} if mutual else {
        "source": "+".join(event.source), "target": "+".join(event.target)
    }  # fmt: skip
    return said(
        "event.mutual" if mutual or not event.target else "event.directed", act=event.act, date=event.date, **parties,
        word_status=f"status.{event.status}",
    )  # fmt: skip
