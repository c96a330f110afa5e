"""Import: coded articles and gold files, judgements, and rows of POLECAT, as typed records; nothing is stored here.

Each reader takes the lines of a file one by one and gives for each a record or a Refusal that says where and why, so
one bad line does not lose the others.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marsad.errors import MarsadError
from marsad.exchange.interface import ExchangeError
from marsad.exchange.polecat import COLUMNS, MISSING
from marsad.model import STATUSES, Article, Claim, CodedArticle, EventMention, Note, Person, Place, Span
from marsad.ontology import ACTS
from marsad.record.intervals import interval
from marsad.record.judgements import judgement_from
from marsad.record.types import Judgement

Texts = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that is no record: its number from 1, and why, with a stable code."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReferenceEvent:
    """An event as another project coded it. ``origin`` names the source that the user gave; ``id`` is the row's own.

    ``event_type`` and ``mode`` are PLOVER's. ``actors`` and ``recipients`` are ISO 3166-1 alpha-3 or the source's own
    codes. ``row`` is all that the source tells, by its column names, without what is missing.
    """

    id: str
    origin: str
    date: dt.date
    event_type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    country: str | None
    city: str | None
    lat: float | None
    lon: float | None
    publisher: str | None
    published: dt.date | None
    row: Mapping[str, str]


def read_coded(lines: Iterable[str], texts: Texts | None = None, coder: str = "") -> Iterator[CodedArticle | Refusal]:
    """Coded articles from JSON lines: those of ``marsad read --format jsonl``, or of a gold file.

    A line has the article's text itself, or ``texts`` gives the article of an id. Every quotation must stand in the
    article: where a span is told, there; else where it is found first. ``coder`` is who coded, where a line does not
    tell it.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _coded(_object(line), texts, coder)
        except MarsadError as error:
            yield Refusal(number, error.code, error.message)


def _object(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ExchangeError("not-json", f"it is not JSON: {error}") from None
    if not isinstance(record, dict):
        raise ExchangeError("not-an-object", "it is not a JSON object")
    return record


def _coded(record: dict[str, Any], texts: Texts | None, coder: str) -> CodedArticle:
    key = record.get("id")
    article = Article.from_dict(record) if isinstance(record.get("text"), str) else None
    if article is None and texts is not None and isinstance(key, str):
        article = texts(key)
    if article is None:
        raise ExchangeError("no-text", f"the article {key!r:.60} has no text here; give the articles too")
    content = article.content
    try:
        return CodedArticle(
            article, record.get("language") or article.language,
            tuple(_event(event, content) for event in record.get("events") or ()),
            tuple(_person(person, content) for person in record.get("people") or ()),
            tuple(_claim(claim, content) for claim in record.get("claims") or ()),
            notes=tuple(Note(str(n["code"]), str(n["message"])) for n in record.get("notes") or ()),
            coder=record.get("coder") or coder,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ExchangeError("bad-coding", f"{article.id}: {type(error).__name__}: {error}") from None


def _span(record: Mapping[str, Any], content: str) -> Span:
    """The evidence of an event or claim, as it stands in the article."""
    told, where = record["evidence"], record.get("span")
    if not isinstance(told, str) or not told:
        raise ExchangeError("no-evidence", "an event or claim without evidence")
    if where is None:
        start = content.find(told)
        where = [start, start + len(told)]
    start, end = int(where[0]), int(where[1])
    if start < 0 or content[start:end] != told:
        raise ExchangeError("not-in-text", f"the evidence {told!r:.60} does not stand in the article where it should")
    return Span(start, end, told)


def _cut(where: Any, content: str) -> Span | None:  # noqa: ANN401 - what JSON holds
    if where is None:
        return None
    start, end = int(where[0]), int(where[1])
    if not 0 <= start < end <= len(content):
        raise ExchangeError("not-in-text", f"the span {start} to {end} is not in the article")
    return Span(start, end, content[start:end])


def _codes(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - what JSON holds
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise ExchangeError("bad-coding", f"{value!r:.60} is not a list of codes")
    return tuple(value)


def _event(record: Mapping[str, Any], content: str) -> EventMention:
    act, status, date = record["act"], record.get("status", "happened"), record.get("date")
    if act not in ACTS:
        raise ExchangeError("no-act", f"there is no act {act!r:.40}")
    if status not in STATUSES:
        raise ExchangeError("no-status", f"there is no status {status!r:.40}")
    if date is not None and interval(date) is None:
        raise ExchangeError("bad-edtf", f"{date!r:.40} is not a date in EDTF")
    place = record.get("place")
    return EventMention(
        act, status, _codes(record.get("source")), _codes(record.get("target")), _span(record, content), date,
        Place(place["country"], place.get("city")) if place else None, _codes(record.get("sectors")),
        record.get("attribution"), float(record.get("confidence", 1.0)), _codes(record.get("rules")),
        _cut(record.get("trigger"), content), **ACTS[act].codes(),
    )  # fmt: skip


def _person(record: Mapping[str, Any], content: str) -> Person:
    spans = tuple(span for where in record.get("spans") or () if (span := _cut(where, content)))
    return Person(str(record["name"]), record.get("country"), str(record["office"]), spans)


def _claim(record: Mapping[str, Any], content: str) -> Claim:
    return Claim(
        str(record["kind"]), _codes(record.get("source")), _codes(record.get("target")), str(record["about"]),
        record.get("value"), record.get("unit"), _span(record, content), record.get("from"), record.get("to"),
        record.get("year"), record.get("office"),
    )  # fmt: skip


def read_judgements(lines: Iterable[str]) -> Iterator[Judgement | Refusal]:
    """Judgements from JSON lines (``record.judgements.judgement_dict``)."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield judgement_from(_object(line))
        except MarsadError as error:
            yield Refusal(number, error.code, error.message)


def read_polecat(lines: Iterable[str], origin: str) -> Iterator[ReferenceEvent | Refusal]:
    """The events of a file in POLECAT's columns; ``origin`` names the source, such as ``POLECAT 2023``.

    Raises ExchangeError where the header is not that of POLECAT (in any order), or no source is named.
    """
    if not origin.strip():
        raise ExchangeError("no-origin", "name the source of the events")
    rows = csv.reader(lines, "excel-tab", quoting=csv.QUOTE_NONE)
    head = [name.strip("\ufeff ") for name in next(rows, [])]
    if missing := [name for name in COLUMNS if name not in head]:
        raise ExchangeError("bad-header", f"these columns of POLECAT are missing: {', '.join(missing)[:200]}")
    for cells in rows:
        if not cells:
            continue
        if len(cells) != len(head):
            yield Refusal(rows.line_num, "bad-row", f"{len(cells)} cells, {len(head)} are needed")
            continue
        row = {name: cell for name, cell in zip(head, cells, strict=True) if cell not in ("", MISSING)}
        try:
            yield _reference(row, origin)
        except (KeyError, ValueError) as error:
            yield Refusal(rows.line_num, "bad-row", f"{type(error).__name__}: {error}")


def _reference(row: Mapping[str, str], origin: str) -> ReferenceEvent:
    lat, lon, published = row.get("Latitude"), row.get("Longitude"), row.get("Publication Date")
    return ReferenceEvent(
        row["Event ID"], origin, dt.date.fromisoformat(row["Event Date"]), row["Event Type"].upper(),
        row.get("Event Mode"), _several(row, "Actor Country"), _several(row, "Recipient Country"), row.get("Country"),
        row.get("City"), float(lat) if lat else None, float(lon) if lon else None, row.get("Source"),
        dt.date.fromisoformat(published) if published else None, dict(row),
    )  # fmt: skip


def _several(row: Mapping[str, str], name: str) -> tuple[str, ...]:
    told = (part.strip() for part in row.get(name, "").split(";"))
    return tuple(dict.fromkeys(part for part in told if part and part != MISSING))
