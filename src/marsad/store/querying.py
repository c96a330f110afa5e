"""From a Query of the record to SQL, and whether one event answers a query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select, text, tuple_

from marsad.record.intervals import interval
from marsad.record.reaching import dyads
from marsad.record.types import Event, Query
from marsad.store import search
from marsad.store.schema import between, event, member, party


def live(last: int) -> ColumnElement[bool]:
    """Of the table ``event``: the newest version as known at entry ``last``, and not gone."""
    later = event.alias()
    newer = select(later.c.seq).where(later.c.id == event.c.id, later.c.seq > event.c.seq, later.c.seq <= last)
    return and_(event.c.seq <= last, event.c.gone == 0, ~newer.exists())


def joined(query: Query) -> tuple[FromClause, Any, list[ColumnElement[bool]]]:
    """The tables that a query is asked of, the one that orders it, and the conditions on who takes part."""
    pair = query.between or ((query.source, query.target) if query.source and query.target else None)
    wanted: list[ColumnElement[bool]] = []
    lead: Any
    if pair is not None:
        lead = between
        source = between.join(event, and_(event.c.id == between.c.event, event.c.seq == between.c.seq))
        wanted.append(between.c.pair == "|".join(sorted(pair)))
        if query.source and query.target:
            first = min(query.source, query.target)
            wanted.append((between.c.forward if query.source == first else between.c.backward) == 1)
    elif query.source or query.target or query.actor:
        lead = party
        source = party.join(event, and_(event.c.id == party.c.event, event.c.seq == party.c.seq))
        wanted.append(party.c.actor == (query.source or query.target or query.actor))
        if query.source:
            wanted.append(party.c.source == 1)
        elif query.target:
            wanted.append(party.c.receiver == 1)
    else:
        return event, event, []
    wanted += _others(query, pair)
    return source, lead, wanted


def _others(query: Query, pair: tuple[str, ...] | None) -> list[ColumnElement[bool]]:
    """Conditions on further actors: each has a row of the same version among the parties."""
    more: list[tuple[str, str]] = []
    if query.between is not None:
        more += [(a, side) for a, side in ((query.source, "source"), (query.target, "receiver")) if a]
        if query.source and query.target:
            more.append(("|".join(sorted((query.source, query.target))), "pair"))
    if query.actor and (pair is not None or query.source or query.target):
        more.append((query.actor, "any"))
    found: list[ColumnElement[bool]] = []
    for actor, side in more:
        if side == "pair":
            other = between.alias()
            asked = select(other.c.seq).where(
                other.c.event == event.c.id, other.c.seq == event.c.seq, other.c.pair == actor
            )
        else:
            some = party.alias()
            asked = select(some.c.seq).where(
                some.c.event == event.c.id, some.c.seq == event.c.seq, some.c.actor == actor
            )
            if side != "any":
                asked = asked.where((some.c.source if side == "source" else some.c.receiver) == 1)
        found.append(asked.exists())
    return found


def conditions(query: Query, lead: Any, last: int, dialect: str) -> list[ColumnElement[bool]] | None:  # noqa: ANN401
    """All that a query asks but who takes part. None where nothing can answer it."""
    wanted: list[ColumnElement[bool]] = [live(last)]
    if query.acts:
        wanted.append(lead.c.act.in_(query.acts))
    if query.statuses:
        wanted.append(event.c.status.in_(query.statuses))
    if query.min_confidence:
        wanted.append(event.c.confidence >= query.min_confidence)
    if query.since or query.until:
        wanted.append(lead.c.undated == 0)
    if query.since:
        wanted.append(lead.c.hi >= query.since.toordinal())
    if query.until:
        wanted.append(lead.c.lo <= query.until.toordinal())
    if query.text:
        asked = search.query(dialect, query.text)
        if asked is None:
            return None
        found = text(search.MATCH[dialect]).bindparams(search=asked).columns(key=member.c.article.type)
        later = member.alias()
        newer = select(later.c.seq).where(
            later.c.report == member.c.report, later.c.seq > member.c.seq, later.c.seq <= last
        )
        telling = select(member.c.event).where(
            member.c.article.in_(select(found.subquery().c.key)), member.c.seq <= last, ~newer.exists()
        )
        wanted.append(event.c.id.in_(telling))
    return wanted


def ordered(asked: Select[Any], query: Query, lead: Any) -> Select[Any]:  # noqa: ANN401
    """A query's order: by day, the newest or the oldest first, undated last."""
    if query.order == "newest":
        return asked.order_by(lead.c.undated, lead.c.lo.desc(), lead.c.hi.desc(), event.c.id)
    return asked.order_by(lead.c.undated, lead.c.lo, lead.c.hi, event.c.id)


def following(query: Query, lead: Any, undated: int, lo: int, hi: int, key: str) -> ColumnElement[bool]:  # noqa: ANN401
    """What comes after an event in a query's order."""
    sign = -1 if query.order == "newest" else 1
    place = tuple_(lead.c.undated, lead.c.lo * sign, lead.c.hi * sign, event.c.id)
    return place > tuple_(undated, lo * sign, hi * sign, key)


def counting(query: Query, last: int, dialect: str) -> Select[Any] | None:
    """How many events answer a query; None where none can."""
    source, lead, who = joined(query)
    wanted = conditions(query, lead, last, dialect)
    if wanted is None:
        return None
    return select(func.count()).select_from(source).where(*who, *wanted)


def touched(query: Query, since: int, last: int) -> Select[Any]:
    """The ids of events of a query's actors of which a version, or their end, was written after entry ``since``."""
    pair = query.between or ((query.source, query.target) if query.source and query.target else None)
    actor = query.source or query.target or query.actor
    asked = select(event.c.id, func.max(event.c.seq).label("seq")).where(event.c.seq > since, event.c.seq <= last)
    if pair is not None:
        asked = asked.where(event.c.id.in_(select(between.c.event).where(between.c.pair == "|".join(sorted(pair)))))
    elif actor:
        asked = asked.where(event.c.id.in_(select(party.c.event).where(party.c.actor == actor)))
    return asked.group_by(event.c.id)


def answers(told: Event, query: Query) -> bool:
    """Whether an event answers a query, its text apart."""
    pairs = dyads(told.source, told.target)
    receivers = told.target or told.source
    days = interval(told.date)
    both = query.source and query.target
    return (
        (not query.between or "|".join(sorted(query.between)) in pairs)
        and (not query.source or query.source in told.source)
        and (not query.target or query.target in receivers)
        and (not both or "|".join(sorted((str(query.source), str(query.target)))) in pairs)
        and (not query.actor or query.actor in told.source + told.target)
        and (not query.acts or told.act in query.acts)
        and (not query.statuses or told.status in query.statuses)
        and told.confidence >= query.min_confidence
        and (not query.since or (days is not None and days.hi >= query.since))
        and (not query.until or (days is not None and days.lo <= query.until))
    )
