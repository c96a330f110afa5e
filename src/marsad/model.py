"""The frozen types that the whole house speaks in, and their JSON.

Every span counts Unicode code points of ``Article.content``: the title, one newline, and the
text (or the text alone where there is no title). For a plain-text file whose first line is the
title that is the file itself, so a span can be cut out of the original.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from marsad.errors import ArticleError

Status = Literal["happened", "planned", "proposed", "denied"]
STATUSES: tuple[Status, ...] = ("happened", "planned", "proposed", "denied")

MentionKind = Literal["actor", "person", "place", "time", "trigger"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of ``Article.content``: code points ``start`` (in) to ``end`` (out), and its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, init=False)
class Article:
    """A text as published.

    ``published`` is a date or None; ``id`` is made from the content when not given, so the same
    text always has the same id. ``language`` is an ISO 639-1 code, None to let the coder tell.
    """

    text: str
    title: str = ""
    published: dt.date | None = None
    id: str = ""
    url: str | None = None
    outlet: str | None = None
    language: str | None = None

    def __init__(
        self, text: str, title: str = "", published: dt.date | str | None = None, id: str = "",
        url: str | None = None, outlet: str | None = None, language: str | None = None,
    ) -> None:  # fmt: skip
        """``published`` may be a day, a moment or ISO 8601 text; of a ``language`` such as ar-EG the region is dropped.

        Raises ArticleError, saying what is wrong, when a value cannot be that of an article.
        """
        if not isinstance(text, str):
            raise ArticleError("no-text", f"the text must be a string, this is {text!r:.40}")
        told = {"title": title, "id": id, "url": url, "outlet": outlet, "language": language}
        for name, value in told.items():
            if value is not None and not isinstance(value, str):
                raise ArticleError("bad-field", f"'{name}' must be a string, this is {value!r:.40}")
        title = title or ""
        fields: dict[str, object] = {
            "text": text, "title": title, "published": _day(published), "id": id or content_id(title, text),
            "url": url, "outlet": outlet, "language": _primary(language) if language else None,
        }  # fmt: skip
        for name, field_value in fields.items():  # frozen: only so can a value be set
            object.__setattr__(self, name, field_value)

    @cached_property
    def content(self) -> str:
        """What spans count in: title, newline, text."""
        return f"{self.title}\n{self.text}" if self.title else self.text

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Article:
        """An article from a JSON object with ``text`` and any of id, title, published, url, outlet, language.

        Raises ArticleError, saying what is wrong, when the object is not an article.
        """
        if not isinstance(record, Mapping):
            raise ArticleError("not-an-article", f"a JSON object is needed, this is a {type(record).__name__}")
        if not isinstance(record.get("text"), str):
            raise ArticleError("no-text", "the record has no string field 'text'")
        published = record.get("published")
        if published is not None and not isinstance(published, str):
            raise ArticleError("bad-date", f"'published' must be a string YYYY-MM-DD, this is {published!r:.40}")
        fields = {name: record.get(name) or None for name in ("url", "outlet", "language")}
        return cls(record["text"], record.get("title") or "", published or None, record.get("id") or "", **fields)


def _day(value: object) -> dt.date | None:
    """The day of publication from what a caller may give for it; ArticleError if it is none."""
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        return parse_day(value)
    raise ArticleError("bad-date", f"{value!r:.40} is not a date; write it as YYYY-MM-DD")


def _primary(language: str) -> str:
    """The language of a language tag, without region and script: ar of ar-EG."""
    return language.replace("_", "-").partition("-")[0].lower()


def parse_day(text: str) -> dt.date:
    """A calendar day from ISO 8601 text (a time after the day is allowed and dropped); ArticleError if it is none."""
    try:
        return dt.datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise ArticleError("bad-date", f"{text!r:.40} is not a date; write it as YYYY-MM-DD") from None


def content_id(title: str, text: str) -> str:
    """A short stable id of a text: 'a-' and 16 hexadecimal digits of the SHA-256 of title and text."""
    data = f"{title}\n{text}".encode("utf-8", "surrogatepass")
    return "a-" + hashlib.sha256(data).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Place:
    """Where: ISO 3166-1 alpha-3 country, and the city's English name when one is told."""

    country: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something: ``value`` is an actor code, an EDTF date, a name or an act."""

    kind: MentionKind
    span: Span
    value: str


@dataclass(frozen=True, slots=True)
class EventMention:
    """What one article says of one event; acts, statuses and actors as in docs/ontology.md.

    ``date`` is EDTF or None. ``attribution`` is the actor or outlet on whose word it is reported.
    ``evidence`` is the clause that shows the event. ``rules`` are the ids of the rules that made it, in
    the order in which they fired. ``confidence`` is in [0, 1]. ``plover``, ``mode``, ``cameo`` and
    ``goldstein`` are the codes of the act.
    """

    act: str
    status: Status
    source: tuple[str, ...]
    target: tuple[str, ...]
    evidence: Span
    date: str | None = None
    place: Place | None = None
    sectors: tuple[str, ...] = ()
    attribution: str | None = None
    confidence: float = 1.0
    rules: tuple[str, ...] = ()
    trigger: Span | None = None
    plover: str | None = None
    mode: str | None = None
    cameo: str | None = None
    goldstein: float | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An official named in the article: the fullest name found, state or organisation code, office."""

    name: str
    country: str | None
    office: str
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable statement about relations: a first, ordinal, anniversary, duration, distance, trade or count.

    ``office`` is the office that it is about ("the first *foreign minister* to visit …"), None where none is told.
    """

    kind: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    about: str
    value: float | int | None
    unit: str | None
    evidence: Span
    origin: str | None = None
    destination: str | None = None
    year: int | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of the result must know (a date left unresolved, an unknown language): code and message."""

    code: str
    message: str


@dataclass(frozen=True)
class CodedArticle:
    """An article with everything that was found in it. Same article and coder, same result."""

    article: Article
    language: str | None
    events: tuple[EventMention, ...] = ()
    people: tuple[Person, ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    notes: tuple[Note, ...] = ()
    coder: str = field(default="")

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of docs/data-dictionary.md: the gold form, with spans, codes and rules added."""
        article = self.article
        return {
            "id": article.id,
            "language": self.language,
            "published": article.published.isoformat() if article.published else None,
            "outlet": article.outlet,
            "url": article.url,
            "title": article.title,
            "events": [event_dict(e) for e in self.events],
            "people": [
                {"name": p.name, "country": p.country, "office": p.office,
                 "spans": [[s.start, s.end] for s in p.mentions]}
                for p in self.people
            ],
            "claims": [claim_dict(c) for c in self.claims],
            "notes": [{"code": n.code, "message": n.message} for n in self.notes],
            "coder": self.coder,
        }


def event_dict(event: EventMention) -> dict[str, Any]:
    """An event mention in the gold form, with the spans, the confidence and the rules."""
    place = event.place and {"country": event.place.country, "city": event.place.city}
    trigger = event.trigger and [event.trigger.start, event.trigger.end]
    return {
        "act": event.act, "status": event.status,
        "source": list(event.source), "target": list(event.target),
        "date": event.date, "place": place, "sectors": list(event.sectors),
        "attribution": event.attribution, "evidence": event.evidence.text,
        "span": [event.evidence.start, event.evidence.end], "trigger": trigger,
        "confidence": round(event.confidence, 3), "rules": list(event.rules),
        "plover": event.plover, "mode": event.mode, "cameo": event.cameo, "goldstein": event.goldstein,
    }  # fmt: skip


def claim_dict(claim: Claim) -> dict[str, Any]:
    """A claim in the gold form (from, to, year and office only where told), with its span."""
    record: dict[str, Any] = {
        "kind": claim.kind, "source": list(claim.source), "target": list(claim.target),
        "about": claim.about, "value": claim.value, "unit": claim.unit,
        "evidence": claim.evidence.text, "span": [claim.evidence.start, claim.evidence.end],
    }  # fmt: skip
    told = {"from": claim.origin, "to": claim.destination, "year": claim.year, "office": claim.office}
    for key, value in told.items():
        if value is not None:
            record[key] = value
    return record
