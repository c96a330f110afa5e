"""Merging anew what an entry touches: the reports that come and go, all that they can meet, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, bindparam, func, select

from marsad.ontology import ACTS
from marsad.record.intervals import interval
from marsad.record.judgements import articles_of, revived
from marsad.record.merging import merge
from marsad.record.reaching import dyads
from marsad.record.types import Event, Judgement, Report
from marsad.store.bodies import dump, event_body
from marsad.store.entries import Entry
from marsad.store.loading import judgements_on, reports_by_id
from marsad.store.schema import between, coding, event, member, party, report
from marsad.store.schema import reach as reach_table

_PLACE = ("dyad", "act", "lo", "hi")
_MANY = 400  # values in one list of a query: within the limits of both databases

_other = member.alias()
_newest = (
    select(func.max(_other.c.seq))
    .where(_other.c.report == reach_table.c.report)
    .correlate(reach_table)
    .scalar_subquery()
)
_TOUCHING = (
    select(reach_table.c.report)
    .select_from(reach_table)
    .join(member, and_(member.c.report == reach_table.c.report, member.c.seq == _newest))
    .where(
        reach_table.c.dyad == bindparam("dyad"), reach_table.c.act == bindparam("act"),
        reach_table.c.lo <= bindparam("hi"), reach_table.c.hi >= bindparam("lo"), member.c.state != "gone",
    )
)  # fmt: skip


def merge_around(
    entry: Entry, added: Sequence[Report], removed: Sequence[Report], articles: Iterable[str] = ()
) -> None:
    """Merges the reports that an entry adds or removes with all that they can meet, and writes what changed.

    ``removed``: reports of a superseded coding that no longer stand. ``articles``: keys of articles whose judgements
    changed, so that their reports are merged anew too.
    """
    connection = entry.connection
    gone = {r.id for r in removed}
    reports, judgements = _closure(connection, added, removed, articles)
    gone |= _superseded(connection, reports.values(), {r.id for r in added}, judgements)
    live = [r for r in reports.values() if r.id not in gone]
    alive = _revived(connection, live, judgements)
    events = merge((*live, *alive), judgements.values())
    everyone = {**reports, **{r.id: r for r in (*removed, *alive)}}
    _write(entry, events, everyone, gone - {r.id for r in alive})


def _closure(
    connection: Connection, added: Sequence[Report], removed: Sequence[Report], articles: Iterable[str]
) -> tuple[dict[str, Report], dict[str, Judgement]]:
    """Live reports that touch those added and removed, those that touch these, and so on; and the judgements on them.

    A judgement joins what stands apart, so the reports of every article that it names belong to it.
    """
    found: dict[str, Report] = {r.id: r for r in added}
    frontier: list[Report] = [*added, *removed]
    asked: set[tuple[str, str, int, int]] = set()
    judgements: dict[str, Judgement] = {}
    seen_articles: set[str] = set()
    wanted = set(articles)
    while frontier or wanted:
        for told in frontier:
            wanted.add(told.article.key)
        fresh: set[str] = set()
        new_articles = wanted - seen_articles
        seen_articles |= new_articles
        wanted = set()
        for judgement in judgements_on(connection, new_articles):
            if judgement.id not in judgements:
                judgements[judgement.id] = judgement
                fresh |= live_of(connection, articles_of(judgement))
        for place in _reaches(connection, [told.id for told in frontier]) - asked:
            asked.add(place)
            fresh.update(connection.execute(_TOUCHING, dict(zip(_PLACE, place, strict=True))).scalars())
        fresh -= found.keys()
        frontier = list(reports_by_id(connection, fresh).values())
        found.update((r.id, r) for r in frontier)
    return found, judgements


def _reaches(connection: Connection, reports: Sequence[str]) -> set[tuple[str, str, int, int]]:
    """Where reports can meet others, or could before a person corrected or rejected them."""
    found: set[tuple[str, str, int, int]] = set()
    columns = (reach_table.c.dyad, reach_table.c.act, reach_table.c.lo, reach_table.c.hi)
    for start in range(0, len(reports), _MANY):
        query = select(*columns).where(reach_table.c.report.in_(reports[start : start + _MANY]))
        found.update((row.dyad, row.act, row.lo, row.hi) for row in connection.execute(query))
    return found


def _superseded(
    connection: Connection, reports: Iterable[Report], added: set[str], judgements: dict[str, Judgement]
) -> set[str]:
    """Reports that the live coding of their article no longer has: they stood by force of a judgement alone."""
    keys = {a for j in judgements.values() for a in articles_of(j)}
    found: set[str] = set()
    coded: dict[str, set[str]] = {}
    for told in reports:
        key = told.article.key
        if key in keys and told.id not in added:
            if key not in coded:
                newest = select(coding.c.body).where(coding.c.article == key).order_by(coding.c.seq.desc()).limit(1)
                body = connection.execute(newest).scalar()
                coded[key] = set(json.loads(body)["reports"]) if body else set()
            if told.id not in coded[key]:
                found.add(told.id)
    return found


def live_of(connection: Connection, articles: Iterable[str]) -> set[str]:
    """The ids of the reports of articles that stand, or that stood before a re-coding."""
    keys = list(articles)
    found: set[str] = set()
    for start in range(0, len(keys), _MANY):
        later = member.alias()
        query = select(member.c.report).where(
            member.c.article.in_(keys[start : start + _MANY]), member.c.state != "gone",
            ~select(later.c.seq).where(later.c.report == member.c.report, later.c.seq > member.c.seq).exists(),
        )  # fmt: skip
        found.update(connection.execute(query).scalars())
    return found


def _revived(connection: Connection, live: Sequence[Report], judgements: dict[str, Judgement]) -> tuple[Report, ...]:
    """Reports of superseded codings that a person accepted or corrected and that the live coding no longer has."""
    keys = {a for j in judgements.values() if j.decision in ("accept", "correct") for a in articles_of(j)}
    if not keys:
        return ()
    query = select(report.c.id, report.c.seq).where(report.c.article.in_(keys)).order_by(report.c.seq.desc())
    order = [row.id for row in connection.execute(query)]
    standing = {r.id for r in live}
    earlier = reports_by_id(connection, [i for i in order if i not in standing]).values()
    return revived([r for r in live if r.article.key in keys], earlier, judgements.values())


def _write(entry: Entry, events: Sequence[Event], everyone: dict[str, Report], gone: set[str]) -> None:
    """Adds new versions of the events that changed, and the new place of each report that moved."""
    connection = entry.connection
    before = _places(connection, everyone)
    old = {place for place, _ in before.values() if place is not None}
    versions = _versions(connection, old | {e.id for e in events})
    now = {report: e.id for e in events for report in e.reports}
    changed = []
    for told in events:
        body = dump(event_body(told))
        if versions.get(told.id) != body:
            changed.append((told, body))
    dissolved = sorted(key for key in old - {e.id for e in events} if versions.get(key) is not None)
    entry.add(event, [_row(told, body) for told, body in changed] + [_tombstone(key) for key in dissolved])
    entry.add(between, [row for told, _ in changed for row in _pairs(told)])
    entry.add(party, [row for told, _ in changed for row in _parties(told)])
    moves = []
    for key, standing in everyone.items():
        state = "gone" if key in gone else "in" if key in now else "rejected"
        place = (now.get(key), state)
        if before.get(key) != place and not (state == "gone" and key not in before):
            moves.append({"report": key, "article": standing.article.key, "event": place[0], "state": state})
    entry.add(member, moves)


def _places(connection: Connection, reports: Iterable[str]) -> dict[str, tuple[str | None, str]]:
    """report → event and state, by its newest row."""
    keys, found = list(reports), {}
    for start in range(0, len(keys), _MANY):
        query = (
            select(member.c.report, member.c.event, member.c.state)
            .where(member.c.report.in_(keys[start : start + _MANY]))
            .order_by(member.c.seq)
        )
        for row in connection.execute(query):
            found[row.report] = (row.event, row.state)
    return found


def _versions(connection: Connection, ids: Iterable[str]) -> dict[str, str | None]:
    """event → its newest body; None where it is gone."""
    keys, found = list(ids), {}
    for start in range(0, len(keys), _MANY):
        query = select(event.c.id, event.c.gone, event.c.body).where(event.c.id.in_(keys[start : start + _MANY]))
        for row in connection.execute(query.order_by(event.c.seq)):
            found[row.id] = None if row.gone else row.body
    return found


def _days(told: Event) -> dict[str, int]:
    days = interval(told.date)
    if days is None:
        return {"undated": 1, "lo": 0, "hi": 0}
    return {"undated": 0, "lo": days.lo.toordinal(), "hi": days.hi.toordinal()}


def _row(told: Event, body: str) -> dict[str, object]:
    days = interval(told.date)
    month = None
    if days is not None and (days.lo.year, days.lo.month) == (days.hi.year, days.hi.month):
        month = f"{days.lo.year:04}-{days.lo.month:02}"
    return {
        "id": told.id, "gone": 0, "act": told.act, "status": told.status, **_days(told), "month": month,
        "goldstein": ACTS[told.act].goldstein, "confidence": told.confidence, "body": body,
    }  # fmt: skip


def _tombstone(key: str) -> dict[str, object]:
    return {
        "id": key, "gone": 1, "act": "", "status": "", "undated": 1, "lo": 0, "hi": 0, "month": None, "goldstein": 0.0,
        "confidence": 0.0, "body": "{}",
    }  # fmt: skip


def _pairs(told: Event) -> list[dict[str, object]]:
    receivers = told.target or told.source
    rows = []
    for pair in sorted(dyads(told.source, told.target)):
        first, second = pair.split("|", 1)
        rows.append({
            "pair": pair, "event": told.id, "act": told.act,
            "forward": int(first in told.source and second in receivers),
            "backward": int(second in told.source and first in receivers), **_days(told),
        })  # fmt: skip
    return rows


def _parties(told: Event) -> list[dict[str, object]]:
    receivers = told.target or told.source
    return [
        {"actor": actor, "event": told.id, "act": told.act, "source": int(actor in told.source),
         "receiver": int(actor in receivers), **_days(told)}
        for actor in sorted({*told.source, *told.target})
    ]  # fmt: skip
