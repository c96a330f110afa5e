"""What several reports of one event say together: its history, competing dates and places, people, confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from marsad.model import Place, Status
from marsad.record.independence import copies
from marsad.record.intervals import interval
from marsad.record.linking import canonical
from marsad.record.merge_rules import SHARP_DAYS
from marsad.record.persons import Likeness, alike
from marsad.record.types import Decision, Event, Judgement, Participant, Report, Turn, Value

_RANK: dict[Status, int] = {"proposed": 0, "planned": 1, "happened": 2, "denied": 3}


def event_of(
    reports: Sequence[Report], why: Iterable[str] = (), decisions: Mapping[str, tuple[Judgement, ...]] | None = None
) -> Event:
    """The event that reports (at least one) tell together.

    ``why``: the reasons of their merging, in words. ``decisions``: by report id the judgements on it that are in
    force; what a person corrected, the last one first, outranks what any report tells.
    """
    reports = sorted(reports, key=canonical)
    told = {j.id: j for report in reports for j in (decisions or {}).get(report.id, ())}
    judgements = sorted(told.values(), key=lambda j: (j.at, j.id))
    source_of = copies(report.article for report in reports)
    lead = _lead(reports, judgements)
    history = _history(reports)
    status: Status = _corrected(judgements, "status", history[-1].status)
    dates = _dates(reports, status, source_of)
    places = _places(reports, source_of)
    place = place_of(places[0].value) if places else None
    if (changed := _corrected(judgements, "place", place)) is not place:
        place = Place(changed["country"], changed.get("city")) if changed else None
    return Event(
        id="ev-" + reports[0].id, act=lead.act, status=status,
        source=_parties(lead, reports, lambda r: r.source), target=_parties(lead, reports, lambda r: r.target),
        date=_corrected(judgements, "date", dates[0].value if dates else None), place=place,
        confidence=_confidence(reports, judgements, source_of), reports=tuple(r.id for r in reports),
        sources=len(set(source_of.values())), sectors=tuple(dict.fromkeys(s for r in reports for s in r.sectors)),
        participants=_people(reports), history=history, dates=dates, places=places,
        why=tuple(dict.fromkeys(filter(None, why))), judged=_judged(judgements),
        first_published=min((r.article.published for r in reports if r.article.published), default=None),
        recorded_at=min(r.article.recorded_at for r in reports),
    )  # fmt: skip


def _corrected(judgements: Sequence[Judgement], name: str, otherwise: Any) -> Any:  # noqa: ANN401 - any field
    """What a person told last of a field, ``otherwise`` where nobody did."""
    for judgement in reversed(judgements):
        if judgement.decision == "correct" and name in judgement.changes:
            return judgement.changes[name]
    return otherwise


def _lead(reports: Sequence[Report], judgements: Sequence[Judgement]) -> Report:
    """The report whose act and parties are the event's: as a person corrected them, else with the most parties."""
    act = _corrected(judgements, "act", None)
    of_act = [r for r in reports if r.act == act] or reports
    sides = [_corrected(judgements, side, None) for side in ("source", "target")]
    right = [
        r for r in of_act
        if all(told is None or tuple(told) == side for told, side in zip(sides, (r.source, r.target), strict=True))
    ]  # fmt: skip
    return min(right or of_act, key=lambda r: (-len(set(r.source)) - len(set(r.target)), canonical(r)))


def _parties(
    lead: Report, reports: Iterable[Report], side: Callable[[Report], tuple[str, ...]]
) -> tuple[str, ...]:
    """The parties of one side, those of the lead first; other reports of the same act and direction may add some."""
    told = dict.fromkeys(side(lead))
    for report in reports:
        if report.act == lead.act and bool(report.target) == bool(lead.target):
            told.update(dict.fromkeys(side(report)))
    return tuple(told)


def _history(reports: Sequence[Report]) -> tuple[Turn, ...]:
    """The statuses in order of publication, each change once.

    A plan that is told after the event happened (a background sentence, a late paper) does not undo it; of one day
    the further status is told last, and a denial after all. Reports without a day of publication come first.
    """

    def when(report: Report) -> tuple[str, int]:
        published = report.article.published
        return published.isoformat() if published else "", _RANK[report.status]

    turns: list[Turn] = []
    for report in sorted(reports, key=lambda r: (when(r), canonical(r))):
        last = turns[-1].status if turns else None
        undoes = last == "happened" and report.status in ("planned", "proposed")
        if report.status != last and not undoes:
            turns.append(Turn(report.article.published, report.status, report.id))
    return tuple(turns)


def _dates(reports: Sequence[Report], status: Status, source_of: Mapping[str, str]) -> tuple[Value, ...]:
    """The dates told: days before months and years, what reports of the final status tell before what was planned,
    then by independent sources, sharper, earlier."""
    told: dict[str, list[Report]] = {}
    for report in reports:
        if report.date and report.interval is not None:
            told.setdefault(report.date, []).append(report)

    def rank(item: tuple[str, list[Report]]) -> tuple[Any, ...]:
        date, givers = item
        days = interval(date)
        assert days is not None
        vague = days.days > SHARP_DAYS or days.approximate
        planned = status == "happened" and all(r.status != "happened" for r in givers)
        return vague, planned, -_sources(givers, source_of), days.days, days.lo, date

    return tuple(_value(date, givers, source_of) for date, givers in sorted(told.items(), key=rank))


def _places(reports: Sequence[Report], source_of: Mapping[str, str]) -> tuple[Value, ...]:
    """The places told, as ``place_text`` writes them: the best supported country first, in it the best supported
    city, cities before the country alone."""
    told: dict[Place, list[Report]] = {}
    countries: dict[str, list[Report]] = {}
    for report in reports:
        if report.place is not None:
            told.setdefault(report.place, []).append(report)
            countries.setdefault(report.place.country, []).append(report)

    def rank(item: tuple[Place, list[Report]]) -> tuple[Any, ...]:
        place, givers = item
        nation = _sources(countries[place.country], source_of)
        return -nation, place.country, place.city is None, -_sources(givers, source_of), place.city or ""

    return tuple(_value(place_text(p), givers, source_of) for p, givers in sorted(told.items(), key=rank))


def place_text(place: Place) -> str:
    """A place as one text: ``TKM/Ashgabat``, ``TKM`` where no city is told. ``place_of`` reads it."""
    return f"{place.country}/{place.city}" if place.city else place.country


def place_of(text: str) -> Place:
    """The place that ``place_text`` wrote."""
    country, _, city = text.partition("/")
    return Place(country, city or None)


def _value(value: str, givers: Sequence[Report], source_of: Mapping[str, str]) -> Value:
    return Value(value, tuple(r.id for r in givers), _sources(givers, source_of))


def _sources(reports: Iterable[Report], source_of: Mapping[str, str]) -> int:
    return len({source_of[r.article.key] for r in reports})


def _people(reports: Iterable[Report]) -> tuple[Participant, ...]:
    """Everyone who takes part by any report, each once: the fuller name stands, an office alone yields to a name."""
    found: list[Participant] = []
    for report in reports:
        for person in report.participants:
            for index, known in enumerate(found):
                if person == known:
                    break
                if person.country != known.country:
                    continue
                if alike(person, known) is Likeness.NAMED or (
                    person.office == known.office and (person.name is None or known.name is None)
                ):
                    if len(person.name or "") > len(known.name or ""):
                        found[index] = person
                    break
            else:
                found.append(person)
    return tuple(dict.fromkeys(found))


def _confidence(reports: Iterable[Report], judgements: Sequence[Judgement], source_of: Mapping[str, str]) -> float:
    """That at least one report is right, sources being independent: 1 minus the product of what each lacks.

    What a person accepted or corrected is certain.
    """
    if any(j.decision in ("accept", "correct") for j in judgements):
        return 1.0
    best: dict[str, float] = {}
    for report in reports:
        source = source_of[report.article.key]
        best[source] = max(best.get(source, 0.0), report.confidence)
    doubt = 1.0
    for key in sorted(best):
        doubt *= 1.0 - best[key]
    return 1.0 - doubt


def _judged(judgements: Sequence[Judgement]) -> Decision | None:
    """The last decision of a person; a note only where there is nothing else."""
    decided = [j for j in judgements if j.decision != "note"] or list(judgements)
    return decided[-1].decision if decided else None
