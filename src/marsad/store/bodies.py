"""Values of the record as JSON text and back: what stands in the ``body`` columns."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from marsad.model import (
    Article,
    Claim,
    CodedArticle,
    EventMention,
    Mention,
    Note,
    Person,
    Place,
    Span,
    claim_dict,
    event_dict,
)  # fmt: skip
from marsad.record.types import ArticleHead, Event, Participant, Report, Turn, Value
from marsad.reference.facts import ReferenceFact


def dump(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, every character as it is but half surrogate pairs, which are escaped."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    return text


def moment(at: dt.datetime) -> str:
    """A UTC moment with microseconds, of one length, so that text order is time order."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def to_moment(text: str) -> dt.datetime:
    """The moment that ``moment`` wrote."""
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=dt.UTC)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _place(record: Mapping[str, Any] | None) -> Place | None:
    return Place(record["country"], record.get("city")) if record else None


# ---- a coded article


def coded_body(coded: CodedArticle, reports: list[str]) -> dict[str, Any]:
    """A coded article without its article; ``reports`` are the ids of its events, in order."""
    return {
        "language": coded.language,
        "events": [event_dict(e) | {"confidence": e.confidence} for e in coded.events],
        "people": [[p.name, p.country, p.office, [[s.start, s.end] for s in p.mentions]] for p in coded.people],
        "claims": [claim_dict(c) for c in coded.claims],
        "mentions": [[m.kind, m.span.start, m.span.end, m.value] for m in coded.mentions],
        "notes": [[n.code, n.message] for n in coded.notes],
        "coder": coded.coder,
        "reports": reports,
    }


def to_coded(body: Mapping[str, Any], article: Article) -> CodedArticle:
    """The coded article of a body; its spans are cut out of the article anew."""
    content = article.content

    def span(pair: list[int]) -> Span:
        return Span(pair[0], pair[1], content[pair[0] : pair[1]])

    events = tuple(
        EventMention(
            e["act"], e["status"], tuple(e["source"]), tuple(e["target"]), span(e["span"]), e["date"],
            _place(e["place"]), tuple(e["sectors"]), e["attribution"], e["confidence"], tuple(e["rules"]),
            span(e["trigger"]) if e["trigger"] else None, e["plover"], e["mode"], e["cameo"], e["goldstein"],
        )
        for e in body["events"]
    )  # fmt: skip
    people = tuple(Person(n, c, o, tuple(span(s) for s in spans)) for n, c, o, spans in body["people"])
    mentions = tuple(Mention(k, span([s, e]), v) for k, s, e, v in body["mentions"])
    return CodedArticle(
        article, body["language"], events, people, tuple(to_claim(c, content) for c in body["claims"]), mentions,
        tuple(Note(*n) for n in body["notes"]), body["coder"],
    )  # fmt: skip


def to_claim(record: Mapping[str, Any], content: str) -> Claim:
    """A claim from its JSON form."""
    start, end = record["span"]
    return Claim(
        record["kind"], tuple(record["source"]), tuple(record["target"]), record["about"], record["value"],
        record["unit"], Span(start, end, content[start:end]), record.get("from"), record.get("to"),
        record.get("year"), record.get("office"),
    )  # fmt: skip


# ---- a report


def report_body(report: Report) -> dict[str, Any]:
    """A report without its article's head."""
    place = report.place and [report.place.country, report.place.city]
    return {
        "act": report.act, "status": report.status, "source": report.source, "target": report.target,
        "date": report.date, "place": place, "evidence": [report.evidence.start, report.evidence.end],
        "quotation": report.evidence.text, "confidence": report.confidence, "sectors": report.sectors,
        "attribution": report.attribution, "rules": report.rules,
        "participants": [[p.name, p.country, p.office] for p in report.participants],
    }  # fmt: skip


def to_report(key: str, text: str, head: ArticleHead) -> Report:
    """The report of an id, its body and its article's head."""
    body = json.loads(text)
    start, end = body["evidence"]
    return Report(
        key, head, body["act"], body["status"], tuple(body["source"]), tuple(body["target"]), body["date"],
        Place(*body["place"]) if body["place"] else None, Span(start, end, body["quotation"]), body["confidence"],
        tuple(body["sectors"]), body["attribution"], tuple(Participant(*p) for p in body["participants"]),
        tuple(body["rules"]),
    )  # fmt: skip


# ---- an event


def event_body(event: Event) -> dict[str, Any]:
    """An event without its id."""
    return {
        "act": event.act, "status": event.status, "source": event.source, "target": event.target,
        "date": event.date, "place": event.place and [event.place.country, event.place.city],
        "confidence": event.confidence, "reports": event.reports, "sources": event.sources,
        "sectors": event.sectors, "participants": [[p.name, p.country, p.office] for p in event.participants],
        "history": [[t.published.isoformat() if t.published else None, t.status, t.report] for t in event.history],
        "dates": [[v.value, v.reports, v.sources] for v in event.dates],
        "places": [[v.value, v.reports, v.sources] for v in event.places],
        "why": event.why, "judged": event.judged,
        "first_published": event.first_published.isoformat() if event.first_published else None,
        "recorded_at": moment(event.recorded_at) if event.recorded_at else None,
    }  # fmt: skip


def to_event(key: str, text: str) -> Event:
    """The event of an id and its body."""
    body = json.loads(text)
    return Event(
        key, body["act"], body["status"], tuple(body["source"]), tuple(body["target"]), body["date"],
        Place(*body["place"]) if body["place"] else None, body["confidence"], tuple(body["reports"]), body["sources"],
        tuple(body["sectors"]), tuple(Participant(*p) for p in body["participants"]),
        tuple(Turn(_day(d), s, r) for d, s, r in body["history"]),
        tuple(Value(v, tuple(r), n) for v, r, n in body["dates"]),
        tuple(Value(v, tuple(r), n) for v, r, n in body["places"]), tuple(body["why"]), body["judged"],
        _day(body["first_published"]), to_moment(body["recorded_at"]) if body["recorded_at"] else None,
    )  # fmt: skip


# ---- a reference fact


def fact_body(fact: ReferenceFact) -> dict[str, Any]:
    """A reference fact with all its fields that are told."""
    return {k: v for k, v in dataclasses.asdict(fact).items() if v is not None}


_FACT_FIELDS = tuple(f.name for f in dataclasses.fields(ReferenceFact))


def to_fact(text: str) -> ReferenceFact:
    """The reference fact of a body."""
    body = json.loads(text)
    return ReferenceFact(**{name: body.get(name) for name in _FACT_FIELDS})
