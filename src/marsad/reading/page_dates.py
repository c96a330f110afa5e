"""When a page was published: every date that stands for it, where it comes from, and which one is believed.

The rule, in this order (docs/reading.md tells it to users):

1. A date after the day of reading (one day is allowed for time zones) or before 1990 is flagged and never believed;
   so is one whose day and month may be exchanged as long as another date is there.
2. Of the rest the first by origin: JSON-LD, meta element, <time>, feed, date line, address, dateline of the text; then
   dates of change by the same order; then a date elsewhere on the page, if there is only one.
3. That first one yields to two other origins that agree (within a day) on an earlier day which no second origin
   contradicts; and to a single other origin if it is the day of reading itself (pages that stamp each visit).
4. A moment in UTC yields to a date line or <time> one day off that the publisher's time zone explains.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

from marsad.reading.calendars import ReadDate, clean, has_date_figures, markers, read_dates
from marsad.reading.structured import Facts, text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from marsad.reading.blocks import Block

Origin = Literal["json-ld", "meta", "time", "feed", "line", "url", "dateline", "page"]
Event = Literal["published", "modified"]
Flag = Literal["", "future", "before-1990", "doubtful", "month-only", "unreadable"]
ORIGINS: tuple[Origin, ...] = ("json-ld", "meta", "time", "feed", "line", "url", "dateline", "page")
EARLIEST = dt.date(1990, 1, 1)
_DAY = dt.timedelta(1)

_PUBLISHED = (
    "article:published_time", "og:published_time", "article:published", "og:article:published_time", "datepublished",
    "date_published", "publish_date",
    "publish-date", "publishdate", "published_time", "published-date", "publication_date", "publicationdate",
    "pubdate", "pub_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "dc.created",
    "parsely-pub-date", "sailthru.date", "article.published",
    "cxenseparse:recs:publishtime", "cse_pubdate", "article_date_original", "originalpublicationdate",
    "rnews:datepublished", "bt:pubdate", "displaydate",
    "datecreated", "article:post_date", "nrbi:displaydate", "analyticsattributes.articledate",
    "mediator_published_time", "date", "citation_publication_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "date_modified", "last-modified",
    "lastmod", "dcterms.modified",
    "dc.date.modified", "article:updated_time", "updated_time", "revised", "last_updated_date",
)  # fmt: skip
_URL = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([/_.-])(0?[1-9]|1[0-2])(?!\d)(?:\2(0?[1-9]|[12]\d|3[01])(?!\d))?"
    r"|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d))"
)
_URL_DMY = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_/](0?[1-9]|1[0-2])[-_/]((?:19|20)\d\d)(?!\d)")
_EPOCH = re.compile(r"(?:1[0-9]|20)\d{8}(?:\d{3})?")
_NEAR, _ABOVE, _LINE, _DATELINE = 4, 3, 200, 90


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One date that a page or its feed tells: the day (None: unreadable), its origin, which event, as written, and a
    flag that says why it is not believed. ``utc``: the hour, where it is a moment in UTC."""

    day: dt.date | None
    origin: Origin
    event: Event
    raw: str
    flag: Flag = ""
    utc: float | None = None


def stamped(raw: str, origin: Origin, event: Event = "published", language: str | None = None) -> DateCandidate:
    """A candidate from a date in one of the forms of machines (or of people who filled in a field)."""
    raw = raw.strip()[:_LINE]
    text = clean(raw)
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10])
        moment = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)
        return DateCandidate(moment.date(), origin, event, raw, utc=moment.hour + moment.minute / 60)
    if len(text) >= 8 and text[:8].isdecimal() and (len(text) == 8 or not text[8].isdecimal() or len(text) in (12, 14)):
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    if found := read_dates(text, language):
        return _of(found[0], origin, event, raw)
    try:
        moment = parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return DateCandidate(None, origin, event, raw, "unreadable")
    return DateCandidate(moment.date(), origin, event, raw)


def _of(date: ReadDate, origin: Origin, event: Event, raw: str) -> DateCandidate:
    return DateCandidate(date.day, origin, event, raw[:_LINE], "doubtful" if date.doubtful else "", date.utc)


def machine_dates(facts: Facts, article: dict[str, Any] | None, language: str | None) -> list[DateCandidate]:
    """The dates in JSON-LD (``article``: the node of this article) and in meta elements."""
    found: list[DateCandidate] = []
    events: tuple[tuple[str, Event], ...] = (
        ("datePublished", "published"), ("dateCreated", "published"), ("uploadDate", "published"), ("dateModified",
        "modified"),
    )  # fmt: skip
    for node in [article] if article else facts.nodes[:20]:
        for key, event in events:
            if raw := text_of(node.get(key)):
                found.append(stamped(raw, "json-ld", event, language))
    names: tuple[tuple[tuple[str, ...], Event], ...] = ((_PUBLISHED, "published"), (_MODIFIED, "modified"))
    for group, event in names:
        for name in group:
            found.extend(stamped(raw, "meta", event, language) for raw in facts.meta.get(name, ())[:3] if raw)
    return found


def url_dates(url: str | None) -> list[DateCandidate]:
    """The date in an address; a month alone is kept, flagged."""
    if not url:
        return []
    try:
        parts = urlsplit(url)
        path = unquote(f"{parts.path}?{parts.query}")
    except ValueError:
        return []
    path = clean(path)
    found: list[tuple[int, int, int, str]] = []
    for match in _URL_DMY.finditer(path):
        found.append((int(match.group(3)), int(match.group(2)), int(match.group(1)), match.group()))
    for match in _URL.finditer(path):
        year, _, month, day, compact_month, compact_day = match.groups()
        found.append((int(year), int(month or compact_month), int(day or compact_day or 0), match.group()))
    candidates: list[DateCandidate] = []
    for year, month, day, raw in found:
        try:
            candidates.append(
                DateCandidate(dt.date(year, month, day or 1), "url", "published", raw, "" if day else "month-only")
            )
        except ValueError:
            continue
    return candidates[:3]


def shown_dates(
    found: Sequence[Block], headline: int, first: int, last: int, language: str | None
) -> list[DateCandidate]:
    """The dates that a reader sees: ``line`` and ``time`` beside the headline or marked as the day of publication,
    ``page`` elsewhere. ``first``, ``last``: the order of the first and last block of the article."""
    published, modified = markers()
    ranked: list[tuple[int, DateCandidate]] = []
    before = ""
    for block in found:
        text = block.text
        if block.reason in ("headed box", "card", "under a head") or not has_date_figures(text) or (
            len(text) > _LINE or not block.reason
        ):  # fmt: skip
            before = text if len(text) < 40 else ""
            continue
        dates = read_dates(text, language)
        if dates and any(date.calendar == "gregorian" for date in dates):
            dates = [date for date in dates if date.calendar == "gregorian"]
        told = clean(text)
        at = 0
        for date in dates:
            head = told[at : date.start] if at or told[: date.start].strip() else clean(before)
            at = date.end
            marks = [
                (m.end(), event)
                for pattern, event in ((published, "published"), (modified, "modified"))
                for m in pattern.finditer(head)
            ]
            event: Event = "modified" if marks and max(marks)[1] == "modified" else "published"
            start = headline if headline >= 0 else first
            near = start - _ABOVE <= block.order <= max(first, start) + 2
            close = marks and start - 3 * _NEAR <= block.order <= last + 3 * _NEAR
            boxed = any(e.tag in ("nav", "aside", "footer") for e in (block.element, *block.element.iterancestors()))
            origin: Origin = "line" if (near or close) and not boxed else "page"
            if origin == "page" and (boxed or block.order < start):
                continue  # the day of the visit at the top, the year at the foot, dates of other articles
            # Best a date that says what it is, then one below the headline, then one right above it.
            below = start < block.order <= max(first, start) + 2
            ranked.append(
                (
                    0 if marks and near else 1 if below else 2 if near and start - block.order <= 2 else 3,
                    _of(date, origin, event, text),
                )
            )
        before = text if len(text) < 40 and not dates else ""
    return [candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0])][:20]


def time_elements(root: HtmlElement, near: set[HtmlElement], language: str | None) -> list[DateCandidate]:
    """The <time> elements (and itemprop dates) of the article: those in ``near``, elements around the headline and
    text.
    """
    candidates: list[DateCandidate] = []
    for element in root.iter("time", "span", "div", "abbr", "p", "meta"):
        prop = (element.get("itemprop") or "").lower()
        if element.tag != "time" and not prop.startswith("date"):
            continue
        if prop not in ("datepublished", "datecreated", "datemodified") and element not in near:
            continue
        raw = element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
        kind = f"{prop} {element.get('class') or ''}".lower()
        event: Event = "modified" if "modif" in kind or "updat" in kind else "published"
        if raw and raw.strip():
            candidates.append(stamped(raw, "time", event, language))
    return [c for c in candidates if c.day][:10]


def dateline(paragraph: str, language: str | None) -> list[DateCandidate]:
    """The date in the dateline that opens a text ("الرياض 28 رمضان 1444 هـ الموافق 19 أبريل 2023 م واس")."""
    head = clean(paragraph)[:_DATELINE]
    dates = read_dates(head, language)
    if not dates or len(re.findall(r"\w+", head[: dates[0].start])) > 5:
        return []
    day = next((date for date in dates if date.calendar == "gregorian"), dates[0])
    return [_of(day, "dateline", "published", head[: day.end])]


def flagged(candidates: Iterable[DateCandidate], read_on: dt.date | None) -> tuple[DateCandidate, ...]:
    """The candidates with those flagged that cannot be, in the order of trust, each once."""
    found: dict[tuple[object, ...], DateCandidate] = {}
    for candidate in candidates:
        day = candidate.day
        if day is not None and read_on is not None and day > read_on + _DAY:
            candidate = replace(candidate, flag="future")
        elif day is not None and day < EARLIEST:
            candidate = replace(candidate, flag="before-1990")
        key = (candidate.origin, candidate.event, candidate.day, candidate.flag)
        found.setdefault(key, candidate)
    return tuple(sorted(found.values(), key=lambda c: (c.event == "modified", ORIGINS.index(c.origin))))


def choose(candidates: Sequence[DateCandidate], read_on: dt.date | None = None) -> DateCandidate | None:
    """The candidate that is believed, by the rule at the head of this module; None when there is none to believe."""
    trusted = [c for c in candidates if c.day and not c.flag and c.origin != "page"]
    said = [c for c in trusted if c.event == "published"]
    first = next(iter(said), None) or next(iter(trusted), None)
    if first is None:
        return _last_resort(candidates)
    assert first.day is not None
    others = [c for c in said if c.origin != first.origin]
    agree = [c for c in others if _close(c, first)]
    if not agree and (better := _outvoted(first, others, read_on)):
        return better
    if first.utc is not None:
        return _local(first, [c for c in said if c.origin in ("line", "time") and c.utc is None])
    return first


def _close(one: DateCandidate, other: DateCandidate) -> bool:
    return one.day is not None and other.day is not None and abs(one.day - other.day) <= _DAY


def _outvoted(first: DateCandidate, others: list[DateCandidate], read_on: dt.date | None) -> DateCandidate | None:
    day = first.day
    assert day is not None
    earlier: list[DateCandidate] = [c for c in others if c.day is not None and c.day < day]
    for candidate in earlier:
        if any(c.origin != candidate.origin and _close(c, candidate) for c in earlier):
            return candidate
    if read_on is not None and day >= read_on and len({c.day for c in earlier}) == 1:
        return earlier[0]
    return None


def _local(first: DateCandidate, shown: list[DateCandidate]) -> DateCandidate:
    """The day at the publisher's, where the line beside the headline is a day off the moment in UTC."""
    assert first.day is not None and first.utc is not None
    for candidate in shown:
        assert candidate.day is not None
        step = (candidate.day - first.day).days
        if (step == 1 and first.utc >= 10) or (step == -1 and first.utc <= 12):
            return candidate
        if step == 0:
            return first
    return first


def _last_resort(candidates: Sequence[DateCandidate]) -> DateCandidate | None:
    doubtful = [c for c in candidates if c.day and c.flag == "doubtful"]
    if doubtful:
        return doubtful[0]
    anywhere = [c for c in candidates if c.day and not c.flag and c.origin == "page" and c.event == "published"]
    return anywhere[0] if len({c.day for c in anywhere}) == 1 else None
