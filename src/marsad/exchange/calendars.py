"""iCalendar (RFC 5545): what is planned, on its days, and the anniversaries of what happened on a known day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import IO

from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.walking import first_report, told
from marsad.exchange.wording import Language, headline, placename, query_title, urn
from marsad.record.intervals import Interval
from marsad.record.snapshot import Snapshot
from marsad.record.types import Event, Query, Report

# What is remembered on its day each year.
ANNIVERSARIES = ("establish_relations", "open_mission", "recognise", "sign", "sever_relations")
# A plan whose days are told no closer than this is no entry in a calendar.
_WIDEST = 31
_LINE = 75  # octets, RFC 5545 3.1


def escaped(text: str) -> str:
    """A text as a value of iCalendar (RFC 5545, 3.3.11): no control characters, special characters escaped."""
    lines = "\n".join(text.splitlines())
    clean = "".join(c for c in lines if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))
    for char in ("\\", ";", ","):
        clean = clean.replace(char, f"\\{char}")
    return clean.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A content line with CRLF, folded so that no line has more than 75 octets and no character is cut."""
    pieces, room = [b""], _LINE
    for char in line:
        data = char.encode("utf-8", "replace")
        if len(data) > room:
            pieces.append(b"")
            room = _LINE - 1
        pieces[-1] += data
        room -= len(data)
    return b"\r\n ".join(pieces) + b"\r\n"


def _write(language: Language, snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally = Tally()
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//marsad//exchange//EN", "CALSCALE:GREGORIAN",
            f"X-WR-CALNAME:{escaped(query_title(query, language))}")  # fmt: skip
    out.write(b"".join(map(folded, head)))
    for event, _ in told(snapshot, query):
        days = event.interval
        yearly = event.status == "happened" and event.act in ANNIVERSARIES
        if event.status != "planned" and not yearly:
            tally.skip("not-planned")
        elif days is None or days.open_lo or days.open_hi:
            tally.skip("no-date")
        elif days.days > (1 if yearly else _WIDEST):
            tally.skip("not-dated-to-a-day")
        else:
            lines = _entry(event, days, yearly, first_report(snapshot, event), language)
            out.write(b"".join(map(folded, lines)))
            tally.rows += 1
    out.write(folded("END:VCALENDAR"))
    return tally


def _entry(event: Event, days: Interval, yearly: bool, report: Report | None, language: Language) -> Iterator[str]:
    stamp = (event.recorded_at or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)).astimezone(dt.UTC)
    yield "BEGIN:VEVENT"
    yield f"UID:{urn(event.id)}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{days.lo:%Y%m%d}"
    if days.hi < dt.date.max:
        yield f"DTEND;VALUE=DATE:{days.hi + dt.timedelta(1):%Y%m%d}"  # the first day after it
    if yearly:
        # The 29th of February comes every fourth year by this rule; the calendar has no other day of that name.
        yield "RRULE:FREQ=YEARLY"
    else:
        yield "STATUS:TENTATIVE"
    yield f"SUMMARY:{escaped(headline(event, language))}"
    if place := placename(event, language):
        yield f"LOCATION:{escaped(place)}"
    if report is not None:
        told_by = f"{report.article.outlet or '?'}, {report.article.published or '?'}"
        yield f"DESCRIPTION:{escaped(f'«{report.evidence.text}» — {told_by}')}"
        url = report.article.url
        if url and url.startswith(("https://", "http://")) and url.isprintable() and " " not in url:
            yield f"URL:{url}"
    yield f"CATEGORIES:{escaped(event.act)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


EXPORTERS = {
    "icalendar": Exporter(
        "icalendar", "iCalendar of plans and anniversaries", "تقويم iCalendar للمخططات والذكريات", ".ics",
        "text/calendar; charset=utf-8",
        "Only what is planned within 31 days, and what happened on a known day and has anniversaries (relations, "
        "missions, recognitions, agreements). A plan told to the week or month fills all its days. Of the reports only "
        "the first.",
        {"en": partial(_write, "en"), "ar": partial(_write, "ar")},
    ),
}  # fmt: skip
