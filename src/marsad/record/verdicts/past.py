"""What the record knows of the past of a pair: occurrences of an act, from events and from reference facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import chain

from marsad.record.snapshot import Snapshot
from marsad.record.types import Event, Query, Report
from marsad.record.verdicts.types import Case, Ground
from marsad.reference.facts import Coverage, ReferenceFact, coverage

# Which kind of reference fact tells an act.
REFERENCE = {"visit": "visit", "open_mission": "mission", "appoint_envoy": "envoy", "establish_relations": "relations"}
_PAGE = 500

# One who is elected but not yet in office does not visit as what he will be; a stop in a distant territory of a
# state is not a visit to that state.
_NOT_A_VISIT = ("elect", "dependent_territory")


def occurrences(
    case: Case, act: str, *, since: dt.date | None = None, until: dt.date | None = None, directed: bool = True
) -> list[Ground]:
    """The happened events and reference facts of an act between the claim's parties, the earliest first.

    ``directed``: from the claim's source to its target only. Undated ones stand last.
    """
    found = list(_events(case, act, since, until, directed))
    kind = REFERENCE.get(act)
    if kind is not None:
        sides = [(case.source, case.target)] if directed else [(case.source, case.target), (case.target, case.source)]
        for source, target in sides:
            facts = case.snapshot.reference(kind=kind, source=source, target=target)
            found += [of_fact(f) for f in facts if f.status not in _NOT_A_VISIT]
    return sorted(found, key=_when)


def _when(ground: Ground) -> tuple[dt.date, dt.date, str]:
    when = ground.interval
    return (when.lo, when.hi, ground.quotation) if when else (dt.date.max, dt.date.max, ground.quotation)


def _events(
    case: Case, act: str, since: dt.date | None, until: dt.date | None, directed: bool
) -> Iterable[Ground]:
    pair = {"source": case.source, "target": case.target} if directed else {"between": (case.source, case.target)}
    cursor = None
    while True:
        query = Query(
            acts=(act,), statuses=("happened",), since=since, until=until, order="oldest", limit=_PAGE, after=cursor,
            **pair,
        )  # fmt: skip
        page = case.snapshot.events(query)
        by_id = {r.id: r for r in case.snapshot.reports(chain.from_iterable(e.reports for e in page.events))}
        for event in page.events:
            reports = [by_id[i] for i in event.reports if i in by_id]
            others = [r for r in reports if r.article.key not in case.own and r.article.id not in case.own]
            if others and event.judged != "reject":
                yield of_event(event, others)
        if page.cursor is None:
            return
        cursor = page.cursor


def of_event(event: Event, reports: Sequence[Report]) -> Ground:
    """An event as a ground, quoted from the first of its reports that are given."""
    first = reports[0]
    person = next((p for p in event.participants if p.country in event.source and p.office), None)
    person = person or next((p for p in event.participants if p.office), None)
    return Ground(
        first.evidence.text, first.article.outlet or first.article.id, event.date, first.article.url,
        first.article.key, (first.evidence.start, first.evidence.end), event=event.id,
        office=person.office if person else None, person=person.name if person else None, sources=event.sources,
    )  # fmt: skip


def of_fact(fact: ReferenceFact) -> Ground:
    """A reference fact as a ground; its date is the whole of its days."""
    date = fact.start
    if fact.kind == "visit" and fact.start and fact.end and fact.end != fact.start:
        date = f"{fact.start}/{fact.end}"
    return Ground(
        fact.text, fact.origin, date, fact.url, reference=fact.id, office=fact.office, person=fact.person, value=fact.km
    )


def covered(case: Case, act: str, office: str | None) -> Coverage | None:
    """The complete coverage, if any, of an act of the claim's parties by holders of an office."""
    kind = REFERENCE.get(act)
    for part in coverage():
        if (
            part.kind == kind and part.complete
            and part.source in (None, case.source) and part.target in (None, case.target)
            and office is not None and office in part.offices
            and _loaded(case.snapshot)
        ):  # fmt: skip
            return part
    return None


def _loaded(snapshot: Snapshot) -> bool:
    """Whether the reference facts stand in the record: it may be asked as it was known before they were loaded.

    They are loaded together, so the few on one country's relations tell.
    """
    return bool(snapshot.reference(kind="relations", source="USA"))
