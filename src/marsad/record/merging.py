"""From reports to events: which reports tell one event, and what they say of it together.

Pure and deterministic. The result depends on the set of reports and judgements alone, never on their order. Where
no reach of some reports touches one of some others, the two sets can be merged apart (``reaching``).
docs/merging.md tells the rules in words; ``merging.toml`` has them by act.
"""

from __future__ import annotations

from collections.abc import Iterable

from marsad.record.history import event_of
from marsad.record.judgements import apply
from marsad.record.linking import canonical, link
from marsad.record.reaching import Reach, reach
from marsad.record.types import Event, Judgement, Report

__all__ = ["Reach", "canonical", "merge", "reach"]


def merge(reports: Iterable[Report], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
    """The events that reports tell, in canonical order of their first reports.

    ``reports`` as they were coded, one of an id; of superseded codings only those that ``judgements.revived`` gives.
    ``judgements``: any, withdrawn ones and withdrawals too; those whose reports are not here do nothing. Every report
    that no person rejected is in exactly one event.
    """
    distinct = sorted({report.id: report for report in reports}.values(), key=canonical)
    judged = apply(distinct, judgements)
    events = [
        event_of([told.report for told, _ in group], (why for _, why in group), judged.decisions)
        for group in link(judged.reports, judged.groups, judged.bars)
    ]
    rank = {report.id: canonical(report) for report in judged.reports}
    return tuple(sorted(events, key=lambda event: rank[event.reports[0]]))
