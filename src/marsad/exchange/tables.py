"""The record as six tables: their columns (docs/exchange.md is the same list) and their rows, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from marsad.exchange.deriving import facts
from marsad.exchange.walking import Seen, events, told
from marsad.ontology import ACTS
from marsad.record.intervals import EARLIEST, LATEST, Interval
from marsad.record.snapshot import Snapshot, StoredClaim
from marsad.record.types import ArticleHead, Event, Query, Report

Kind = Literal["text", "texts", "integer", "number", "day", "moment", "truth"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``kind`` is what its cells are, ``texts`` a list of texts; a cell may be None."""

    name: str
    kind: Kind
    meaning: str


def _columns(*told: tuple[str, Kind, str]) -> tuple[Column, ...]:
    return tuple(Column(*column) for column in told)


_ACT: tuple[tuple[str, Kind, str], ...] = (
    ("act", "text", "what is done, as in ontology.md"),
    ("status", "text", "happened, planned, proposed or denied"),
    ("source", "texts", "who does it; of a mutual act all parties"),
    ("target", "texts", "to whom; empty for mutual acts"),
    ("date", "text", "when, EDTF"),
    ("date_first", "day", "first day on which it can have been; empty where the side is open"),
    ("date_last", "day", "last day on which it can have been; empty where the side is open"),
    ("country", "text", "where: ISO 3166-1 alpha-3"),
    ("city", "text", "where: English name of the city"),
    ("sectors", "texts", "what it is about"),
)
_CODES: tuple[tuple[str, Kind, str], ...] = (
    ("plover", "text", "PLOVER event type"),
    ("mode", "text", "PLOVER mode"),
    ("cameo", "text", "CAMEO code"),
    ("goldstein", "number", "Goldstein value of that code"),
    ("quad", "text", "quad class of the PLOVER event type"),
)
_HEAD: tuple[tuple[str, Kind, str], ...] = (
    ("title", "text", "title of the article"),
    ("outlet", "text", "who published the article"),
    ("published", "day", "day of publication"),
    ("language", "text", "ISO 639-1 code of the article"),
    ("url", "text", "where the article stands"),
)
_EVIDENCE: tuple[tuple[str, Kind, str], ...] = (
    ("evidence", "text", "the words that tell it, as they stand in the article"),
    ("start", "integer", "where they begin, in code points of title, newline, text"),
    ("end", "integer", "where they end"),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "events": _columns(
        ("event_id", "text", "id of the event"), *_ACT, *_CODES,
        ("confidence", "number", "that at least one of its reports is right, 0 to 1"),
        ("sources", "integer", "independent sources"),
        ("reports", "integer", "reports"),
        ("dates", "texts", "the competing dates with the number of sources of each"),
        ("places", "texts", "the competing places with the number of sources of each"),
        ("first_published", "day", "when it was first reported"),
        ("recorded_at", "moment", "when the record learnt this version of it, UTC"),
        ("judged", "text", "the last decision of a person on it"),
        ("why", "texts", "why its reports were merged"),
    ),
    "mentions": _columns(
        ("report_id", "text", "id of the report"), ("event_id", "text", "id of the event that it tells"),
        ("article_key", "text", "key of the article"), *_ACT,
        ("attribution", "text", "the actor or outlet on whose word it is reported"), *_EVIDENCE,
        ("confidence", "number", "how sure the coder is, 0 to 1"),
        ("rules", "texts", "what made it, in the order in which it fired"), *_HEAD,
    ),
    "facts": _columns(
        ("fact_id", "text", "id of the fact"),
        ("kind", "text", "relations, mission, envoy, agreement, visit, contact, field, office or membership"),
        ("state", "text", "what holds: established, severed, open, closed, accredited …"),
        ("source", "text", "whose mission, envoy, visit or office it is; of what is mutual the first by code"),
        ("target", "text", "the other party; empty for an office"),
        ("valid", "text", "when it holds, EDTF interval; of what only happens its date"),
        ("valid_first", "day", "first day of it; empty where the side is open"),
        ("valid_last", "day", "last day of it; empty where the side is open"),
        ("begins", "texts", "the competing dates of its beginning with the number of sources of each"),
        ("mission", "text", "kind of mission"), ("premises", "text", "what premises"),
        ("level", "text", "level of relations"), ("city", "text", "city of the mission or visit"),
        ("lat", "number", "degrees north, WGS 84"), ("lon", "number", "degrees east, WGS 84"),
        ("person", "text", "envoy, visitor or holder"), ("office", "text", "office of the person"),
        ("sectors", "texts", "what it is about"), ("events", "texts", "ids of the events that it rests on"),
        ("reference", "texts", "ids of the reference facts that it rests on"),
        ("rules", "texts", "rules by which it was derived"),
        ("sources", "integer", "independent sources"), ("confidence", "number", "that of its surest step, 0 to 1"),
        ("uncertain", "truth", "whether marsad is unsure of it"),
        ("ended_by", "text", "id of the event or reference fact that ended it"),
    ),
    "claims": _columns(
        ("article_key", "text", "key of the article that makes it"),
        ("kind", "text", "first, ordinal, anniversary, duration, distance, trade or count"),
        ("source", "texts", "the parties it is about"), ("target", "texts", "the other party"),
        ("about", "text", "of what: an act or a word such as relations"),
        ("value", "number", "the number told"), ("unit", "text", "its unit"),
        ("origin", "text", "of a distance: from where"), ("destination", "text", "of a distance: to where"),
        ("year", "integer", "the year named"), ("office", "text", "the office that it is about"), *_EVIDENCE, *_HEAD,
    ),
    "people": _columns(
        ("event_id", "text", "id of the event in which the person takes part"),
        ("name", "text", "name, empty where only the office is told"),
        ("country", "text", "state or organisation served"), ("office", "text", "office held"),
        ("act", "text", "act of the event"), ("status", "text", "status of the event"),
        ("date", "text", "date of the event, EDTF"),
    ),
    "articles": _columns(
        ("article_key", "text", "key of the article"), ("article_id", "text", "the publisher's id"), *_HEAD,
        ("agency", "text", "news agency that it credits"),
        ("recorded_at", "moment", "when the record learnt it, UTC"),
    ),
}  # fmt: skip


def rows(table: str, snapshot: Snapshot, query: Query) -> Iterator[Row]:
    """The rows of a table, each with all its columns, for what a query finds.

    Mentions, people and articles are those of the events found. Facts are derived from the events found and from the
    reference facts. Claims are those about the pair or actor of the query, by the day of publication. KeyError for
    an unknown table.
    """
    return _ROWS[table](snapshot, query)


def days_of(told: Interval | None, first: str, last: str) -> Row:
    """First and last day of an interval, None where a side is open."""
    return {
        first: None if told is None or told.lo == EARLIEST else told.lo,
        last: None if told is None or told.hi == LATEST else told.hi,
    }


def _act(told: Event | Report) -> Row:
    place = told.place
    return {
        "act": told.act, "status": told.status, "source": told.source, "target": told.target, "date": told.date,
        **days_of(told.interval, "date_first", "date_last"),
        "country": place.country if place else None, "city": place.city if place else None, "sectors": told.sectors,
    }  # fmt: skip


def _events(snapshot: Snapshot, query: Query) -> Iterator[Row]:
    for event in events(snapshot, query):
        yield event_row(event)


def event_row(event: Event) -> Row:
    """The row of one event."""
    act = ACTS[event.act]
    return {
        "event_id": event.id, **_act(event), **act.codes(), "quad": act.quad, "confidence": event.confidence,
        "sources": event.sources, "reports": len(event.reports),
        "dates": tuple(f"{v.value} ({v.sources})" for v in event.dates),
        "places": tuple(f"{v.value} ({v.sources})" for v in event.places),
        "first_published": event.first_published, "recorded_at": event.recorded_at, "judged": event.judged,
        "why": event.why,
    }  # fmt: skip


def _mentions(snapshot: Snapshot, query: Query) -> Iterator[Row]:
    for event, reports in told(snapshot, query):
        for report in reports:
            yield {
                "report_id": report.id, "event_id": event.id, "article_key": report.article.key, **_act(report),
                "attribution": report.attribution, "evidence": report.evidence.text, "start": report.evidence.start,
                "end": report.evidence.end, "confidence": report.confidence, "rules": report.rules,
                **_head(report.article),
            }  # fmt: skip


def _head(head: ArticleHead) -> Row:
    return {
        "title": head.title, "outlet": head.outlet, "published": head.published, "language": head.language,
        "url": head.url,
    }  # fmt: skip


def _facts(snapshot: Snapshot, query: Query) -> Iterator[Row]:
    for fact in facts(snapshot, query):
        record = fact.to_dict()
        row = {column.name: record.get(column.name) for column in COLUMNS["facts"]}
        yield {
            **row, **days_of(fact.interval, "valid_first", "valid_last"), "fact_id": fact.id,
            "begins": tuple(f"{v.value} ({v.sources})" for v in fact.begins), "confidence": fact.confidence,
        }  # fmt: skip


def claims(snapshot: Snapshot, query: Query) -> Iterator[StoredClaim]:
    """The claims about the pair, source, target or actor of a query, published within its days, newest first."""
    wanted = {actor for actor in (*(query.between or ()), query.source, query.target, query.actor) if actor}
    for stored in snapshot.claims(query.between, limit=None):
        day = stored.article.published
        if not wanted <= {*stored.claim.source, *stored.claim.target}:
            continue
        if (query.since and (day is None or day < query.since)) or (query.until and (day is None or day > query.until)):
            continue
        yield stored


def _claims(snapshot: Snapshot, query: Query) -> Iterator[Row]:
    for stored in claims(snapshot, query):
        claim = stored.claim
        yield {
            "article_key": stored.article.key, "kind": claim.kind, "source": claim.source, "target": claim.target,
            "about": claim.about, "value": None if claim.value is None else float(claim.value), "unit": claim.unit,
            "origin": claim.origin,
            "destination": claim.destination, "year": claim.year, "office": claim.office,
            "evidence": claim.evidence.text, "start": claim.evidence.start, "end": claim.evidence.end,
            **_head(stored.article),
        }  # fmt: skip


def _people(snapshot: Snapshot, query: Query) -> Iterator[Row]:
    for event in events(snapshot, query):
        for person in event.participants:
            yield {
                "event_id": event.id, "name": person.name, "country": person.country, "office": person.office,
                "act": event.act, "status": event.status, "date": event.date,
            }  # fmt: skip


def _articles(snapshot: Snapshot, query: Query) -> Iterator[Row]:
    for head in articles(snapshot, query):
        yield {
            "article_key": head.key, "article_id": head.id, **_head(head), "agency": head.agency,
            "recorded_at": head.recorded_at,
        }  # fmt: skip


def articles(snapshot: Snapshot, query: Query) -> Iterator[ArticleHead]:
    """The articles that tell the events of a query, each once."""
    seen = Seen()
    for _, reports in told(snapshot, query):
        for report in reports:
            if seen.first(report.article.key):
                yield report.article


_ROWS: Mapping[str, Callable[[Snapshot, Query], Iterator[Row]]] = {
    "events": _events, "mentions": _mentions, "facts": _facts, "claims": _claims, "people": _people,
    "articles": _articles,
}  # fmt: skip
