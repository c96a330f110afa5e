"""Facts for export: pair by pair, so that no more than one pair's events are in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from marsad.exchange.walking import events, sides
from marsad.record.facts import Fact, derive
from marsad.record.rules import KINDS, rules
from marsad.record.snapshot import Snapshot
from marsad.record.steps import read_reports, steps_of_events, steps_of_reference
from marsad.record.types import Query
from marsad.reference.facts import ReferenceFact

Pair = tuple[str, str]


def facts(snapshot: Snapshot, query: Query) -> Iterator[Fact]:
    """The facts that the events of a query and the reference facts of its actors make, by pair.

    Of the query's other conditions those on days hold for reference facts too (by their beginning, where it is known).
    An office (of one state) comes with the pair of that state and nobody.
    """
    acts = tuple(act for act in rules().acts(*KINDS) if not query.acts or act in query.acts)
    listed = _reference(snapshot, query)
    pairs: dict[Pair, bool] = dict.fromkeys(listed, False)
    if acts:
        for event in events(snapshot, replace(query, acts=acts)):
            pairs |= {(min(a, b), max(a, b)): True for a, b in sides(event) if b is not None}
    for pair in sorted(pairs):
        if not _wanted(pair, query):
            continue
        steps = steps_of_reference(listed.get(pair, ()))
        if pairs[pair]:
            found = list(events(snapshot, replace(query, between=pair, actor=None, acts=acts)))
            reports = {report.id: report for report in snapshot.reports(read_reports(found))}
            steps = (*steps_of_events(found, reports, pair), *steps)
        yield from derive(steps)


def _reference(snapshot: Snapshot, query: Query) -> dict[Pair, list[ReferenceFact]]:
    """The reference facts of the query's actors and days by pair. There are some thirty thousand in all."""
    if query.acts or query.statuses:  # the query asks for what is told in the news
        return {}
    found: dict[Pair, list[ReferenceFact]] = {}
    for fact in reference(snapshot, query):
        target = fact.target or ""
        found.setdefault((min(fact.source, target), max(fact.source, target)), []).append(fact)
    return found


def reference(snapshot: Snapshot, query: Query, kind: str | None = None) -> Iterator[ReferenceFact]:
    """The reference facts of a kind between the query's actors, that begin within its days where that is known."""
    for fact in snapshot.reference(kind, query.source, query.target):
        target = fact.target or ""
        if not _wanted((fact.source, target), query):
            continue
        # A list of a day tells nothing of the days before or after; what has a beginning is judged by it.
        if query.until and fact.start and fact.start[:10] > query.until.isoformat()[: len(fact.start[:10])]:
            continue
        if query.since and fact.start and fact.start[:10] < query.since.isoformat()[: len(fact.start[:10])]:
            continue
        yield fact


def _wanted(pair: Pair, query: Query) -> bool:
    wanted = {actor for actor in (*(query.between or ()), query.source, query.target, query.actor) if actor}
    return wanted <= set(pair)
