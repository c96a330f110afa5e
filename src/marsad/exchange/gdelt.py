"""GDELT 2.0: the tables of events (61 columns) and mentions (16), tab separated, without header, as GDELT writes them.

Names and order of the columns: GDELT Event Codebook 2.0. What has no value here is empty.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import IO

from marsad.exchange.codes import actor_sector, cameo_country, country_of, group_code, name_en
from marsad.exchange.dyadic import Pairing, city_of, line, pairings, write_extra
from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.walking import Texts
from marsad.ontology import ACTS
from marsad.record.snapshot import Snapshot
from marsad.record.types import Query, Report


def _actor(n: int) -> tuple[str, ...]:
    names = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
             "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
    return tuple(f"Actor{n}{name}" for name in names)


def _geo(which: str) -> tuple[str, ...]:
    names = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return tuple(f"{which}Geo_{name}" for name in names)


EVENT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *_actor(1), *_actor(2), "IsRootEvent",
    "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
    "NumArticles", "AvgTone", *_geo("Actor1"), *_geo("Actor2"), *_geo("Action"), "DATEADDED", "SOURCEURL",
)  # fmt: skip

MENTION_COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip

_COUNTRY, _WORLDCITY = 1, 4  # Geo_Type
_WEB, _CITATION = 1, 2  # MentionType


def quad_class(cameo: str) -> int:
    """GDELT's quad class of a CAMEO code: by its root 01-05, 06-09, 10-13, 14-20."""
    root = int(cameo[:2])
    return 1 if root <= 5 else 2 if root <= 9 else 3 if root <= 13 else 4


def _moment(moment: dt.datetime | None) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S") if moment else ""


def _party(pairing: Pairing, actor: str | None) -> tuple[object, ...]:
    country, group, kind = cameo_country(actor), group_code(actor), actor_sector(pairing.event, actor)
    return (f"{country}{group}{kind}", name_en(actor).upper(), country, group, "", "", "", kind, "", "")


def _country_geo(actor: str | None) -> tuple[object, ...]:
    country = country_of(actor)
    return (_COUNTRY, name_en(actor), country.fips, "", "", "", "", "") if country else ("",) * 8


def _action_geo(pairing: Pairing) -> tuple[object, ...]:
    place = pairing.event.place
    country = country_of(place.country) if place else None
    if place is None or country is None:
        return ("",) * 8
    name, city = name_en(place.country), city_of(pairing.event)
    if city is None:
        return (_COUNTRY, name, country.fips, "", "", "", "", "")
    return (_WORLDCITY, f"{city.name}, {name}", country.fips, "", "", city.lat, city.lon, "")


def event_cells(pairing: Pairing, texts: Texts) -> tuple[object, ...]:
    """The 61 cells of one pair of an event."""
    event, day, act = pairing.event, pairing.days.lo, ACTS[pairing.event.act]
    address = next((report.article.url for report in pairing.reports if report.article.url), "")
    return (
        pairing.number, f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}",
        f"{day.year + (day.month * 30 + day.day) / 365:.4f}",
        *_party(pairing, pairing.source), *_party(pairing, pairing.target),
        int(any(_in_lead(report, texts) for report in pairing.reports[:1])),
        act.cameo, act.cameo[:3], act.cameo[:2], quad_class(act.cameo), act.goldstein, len(event.reports),
        event.sources, len({report.article.key for report in pairing.reports}), "",
        *_country_geo(pairing.source), *_country_geo(pairing.target), *_action_geo(pairing),
        _moment(event.recorded_at), address,
    )  # fmt: skip


def _in_lead(report: Report, texts: Texts) -> bool:
    """Whether the evidence begins in the headline or the first paragraph."""
    stored = texts.article(report.article.key)
    if stored is None:
        return False
    lines = stored.text[: report.evidence.start].split("\n")
    before = [part for part in lines[:-1] if part.strip()]
    return len(before) <= (1 if report.article.title else 0)


def mention_cells(pairing: Pairing, report: Report, texts: Texts) -> tuple[object, ...]:
    """The 16 cells of one mention."""
    head, stored = report.article, texts.article(report.article.key)
    return (
        pairing.number, _moment(pairing.event.recorded_at), _moment(head.recorded_at), _WEB if head.url else _CITATION,
        head.outlet or "", head.url or head.id, texts.sentence(report) or "", -1, -1, report.evidence.start, 1,
        round(report.confidence * 100), len(stored.text) if stored else "", "", "", "",
    )  # fmt: skip


def _events(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally, texts = Tally(), Texts(snapshot)
    for pairing in pairings(snapshot, query, tally):
        out.write(line(event_cells(pairing, texts)))
        tally.rows += 1
    return tally


def _mentions(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally, texts = Tally(), Texts(snapshot)
    for pairing in pairings(snapshot, query, tally):
        for report in pairing.reports:
            out.write(line(mention_cells(pairing, report, texts)))
            tally.rows += 1
    return tally


_LOSSES = (
    "Only what happened and has a date; a date told to the month or year becomes its first day. A row for each pair of "
    "parties. An act is broader than a CAMEO code, so the code is the nearest. Organisation codes are marsad's. No "
    "tone, no ethnic or religious codes, no ADM codes, no feature ids; a country has no coordinates. Offsets count in "
    "the original text, not in a translation; those of actors are -1 (not kept). EDTF dates, competing dates and "
    "confidence are in the part 'extra', the evidence in the CSV table 'mentions'."
)

EXPORTERS = {
    "gdelt": Exporter(
        "gdelt", "GDELT 2.0 events and mentions", "أحداث GDELT 2.0 وذِكرها", ".csv",
        "text/tab-separated-values; charset=utf-8; header=absent", _LOSSES,
        {"events": _events, "mentions": _mentions,
         "extra": partial(write_extra, "GLOBALEVENTID", by_number=True)},
    ),
}  # fmt: skip
