"""What a dossier asks of the record: few queries, each for what is shown, whatever the size of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from marsad.record.facts import Fact, derive
from marsad.record.rules import Kind, rules
from marsad.record.snapshot import Balance, Coverage, Snapshot
from marsad.record.steps import Step, read_reports, steps_of_events, steps_of_reference
from marsad.record.types import Event, Page, Query, Report
from marsad.reference.facts import ReferenceFact

# Events that change a state of affairs are rare: of a pair so many are read, the newest.
FACT_EVENTS = 300
# So many events of each other kind.
EVENTS = 50
# A page of the timeline.
PAGE = 20


@dataclass(frozen=True)
class Material:
    """Everything that the dossier of a pair is made of.

    ``events`` holds by group (facts, visits of either side, agreements, fields, contacts, plans, timeline) what was
    read; ``left_out`` how many more there are of a group. ``reports`` are those that were read, by id.
    """

    first: str
    second: str
    as_of: dt.date
    events: Mapping[str, tuple[Event, ...]]
    left_out: Mapping[str, int]
    reports: Mapping[str, Report]
    reference: tuple[ReferenceFact, ...]
    steps: tuple[Step, ...]
    facts: tuple[Fact, ...]
    coverage: Coverage
    balance: tuple[Balance, ...]

    def all_events(self) -> tuple[Event, ...]:
        """Every event that was read, once."""
        return tuple({event.id: event for events in self.events.values() for event in events}.values())


def gather(snapshot: Snapshot, first: str, second: str, as_of: dt.date) -> Material:
    """Read what a dossier of two actors as of a day needs."""
    pair = (first, second)
    events: dict[str, tuple[Event, ...]] = {}
    left_out: dict[str, int] = {}
    for group, query in _queries(first, second, as_of).items():
        page = snapshot.events(query)
        events[group] = page.events
        if left := _left(snapshot, query, page):
            left_out[group] = left
    found = {event.id: event for those in events.values() for event in those}
    reports = {report.id: report for report in snapshot.reports(read_reports(found.values()))}
    reference = reference_of(snapshot, first, second)
    steps = (*steps_of_events(found.values(), reports, pair), *steps_of_reference(reference))
    month = as_of.replace(day=1)
    return Material(
        first, second, as_of, events, left_out, reports, reference, steps, derive(steps),
        snapshot.coverage(first, second),
        tuple(b for b in snapshot.balance(first, second, None, as_of) if b.month <= month.isoformat()[:7]),
    )  # fmt: skip


def _queries(first: str, second: str, as_of: dt.date) -> dict[str, Query]:
    pair = (first, second)
    tomorrow = as_of + dt.timedelta(1) if as_of < dt.date.max else as_of
    by_kind = {
        group: Query(between=pair, acts=rules().acts(*kinds), limit=limit)
        for group, kinds, limit in _GROUPS
    }  # fmt: skip
    plans = Query(between=pair, statuses=("planned", "proposed", "denied"), limit=EVENTS)
    return {
        **by_kind,
        "visits_first": Query(source=first, target=second, acts=("visit",), until=as_of, limit=EVENTS),
        "visits_second": Query(source=second, target=first, acts=("visit",), until=as_of, limit=EVENTS),
        "plans": plans,
        # What is told to have happened after the day may have been planned on it.
        "later": replace(plans, statuses=("happened",), since=tomorrow, order="oldest"),
        "timeline": Query(between=pair, until=as_of, limit=PAGE),
    }


_GROUPS: tuple[tuple[str, tuple[Kind, ...], int], ...] = (
    ("facts", ("relations", "mission", "envoy"), FACT_EVENTS),
    ("agreements", ("agreement",), EVENTS),
    ("fields", ("field",), EVENTS),
    ("contacts", ("contact",), EVENTS),
)


def _left(snapshot: Snapshot, query: Query, page: Page) -> int:
    """How many more events there are than were read; counted only where the page says that there are more."""
    return max(0, snapshot.count(query) - len(page.events)) if page.cursor else 0


def reference_of(snapshot: Snapshot, first: str, second: str) -> tuple[ReferenceFact, ...]:
    """The reference facts about two actors, in both directions."""
    return (*snapshot.reference(source=first, target=second), *snapshot.reference(source=second, target=first))


def with_reports(snapshot: Snapshot, events: Iterable[Event]) -> Mapping[str, Report]:
    """The reports of events that are to be read, by id."""
    return {report.id: report for report in snapshot.reports(read_reports(events))}
