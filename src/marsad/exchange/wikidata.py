"""QuickStatements (version 1) for Wikidata: missions and offices that the press tells, each statement with a reference.

Only what rests on an article with a web address is written, and it is a proposal: whoever runs it must look first
whether the item is there already. Items and properties: P31 instance of, P17 country, P137 operator, P1619 date of
official opening, P3999 date of official closure, P39 position held, P580 start time, P854 reference URL, P577
publication date, P1476 title.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import IO

from marsad.exchange.codes import country_of
from marsad.exchange.deriving import facts
from marsad.exchange.interface import Exporter, Tally
from marsad.language.names import actor_name, city_name
from marsad.record.facts import Fact
from marsad.record.intervals import Interval, interval
from marsad.record.snapshot import Snapshot
from marsad.record.types import Query, Report

_KINDS = {"embassy": "Q3917681", "consulate": "Q7843791"}
_AMBASSADOR, _HUMAN = "Q121998", "Q5"
_EN = {"embassy": "Embassy", "consulate": "Consulate"}
_AR = {"embassy": "سفارة", "consulate": "قنصلية"}
_ENVOY_STATES = ("named", "accredited")


def quoted(text: str) -> str:
    """A text as a value: in quotes, without what would end the value, the command or the line."""
    clean = "".join(char if char.isprintable() else " " for char in text)
    return '"' + " ".join(clean.replace('"', "”").replace("|", "¦").split()) + '"'


def dated(days: Interval | None) -> str | None:
    """A time with the precision of the days: a day (11), a month (10) or a year (9); None where they are no such."""
    if days is None or days.open_lo or days.open_hi or days.approximate:
        return None
    lo, hi = days.lo, days.hi
    if days.days == 1:
        return f"+{lo.isoformat()}T00:00:00Z/11"
    if lo.day == 1 and (lo.year, lo.month) == (hi.year, hi.month) and (hi + dt.timedelta(1)).day == 1:
        return f"+{lo:%Y-%m}-00T00:00:00Z/10"
    if (lo.month, lo.day, hi.month, hi.day) == (1, 1, 12, 31) and lo.year == hi.year:
        return f"+{lo.year:04}-00-00T00:00:00Z/9"
    return None


def _reference(report: Report) -> str:
    """The reference of a statement: address, title and day of the article."""
    head = report.article
    told = ["S854", quoted(str(head.url))]
    if head.title and head.language:
        told += ["S1476", f"{head.language}:{quoted(head.title)}"]
    if head.published:
        told += ["S577", f"+{head.published.isoformat()}T00:00:00Z/11"]
    return "\t".join(told)


def _mission(fact: Fact, report: Report) -> Iterator[str] | None:
    source, target = country_of(fact.source), country_of(fact.target)
    kind = _KINDS.get(str(fact.what("mission")))
    begin = dated(interval(fact.date))
    if source is None or target is None or kind is None or begin is None:
        return None
    return _new_mission(fact, kind, (source.wikidata, target.wikidata), begin, _reference(report))


def _new_mission(fact: Fact, kind: str, items: tuple[str, str], begin: str, reference: str) -> Iterator[str]:
    mission, city = str(fact.what("mission")), fact.what("city")
    where = (city or actor_name(fact.target, "en"), city_name(city, "ar") if city else actor_name(fact.target, "ar"))
    yield "CREATE"
    english = f"{_EN[mission]} of {actor_name(fact.source, 'en')}, {where[0]}"
    arabic = f"{_AR[mission]} {actor_name(fact.source, 'ar')} في {where[1]}"
    yield f"LAST\tLen\t{quoted(english)}"
    yield f"LAST\tLar\t{quoted(arabic)}"
    yield f"LAST\tP31\t{kind}\t{reference}"
    yield f"LAST\tP137\t{items[0]}\t{reference}"
    yield f"LAST\tP17\t{items[1]}\t{reference}"
    yield f"LAST\tP1619\t{begin}\t{reference}"
    if closed := _end(fact):
        yield f"LAST\tP3999\t{closed}\t{reference}"


def _end(fact: Fact) -> str | None:
    last = fact.valid.partition("/")[2]
    return dated(interval(last)) if fact.ended_by and last not in ("", "..") else None


def _envoy(fact: Fact, report: Report) -> Iterator[str]:
    name, reference = str(fact.what("person")), _reference(report)
    language = "ar" if any("\u0600" <= char <= "\u06ff" for char in name) else "en"
    begin = dated(interval(fact.date))
    yield "CREATE"
    yield f"LAST\tL{language}\t{quoted(name)}"
    told = f"ambassador of {actor_name(fact.source, 'en')} to {actor_name(fact.target, 'en')}"
    yield f"LAST\tDen\t{quoted(told)}"
    yield f"LAST\tP31\t{_HUMAN}\t{reference}"
    yield f"LAST\tP39\t{_AMBASSADOR}\t" + (f"P580\t{begin}\t" if begin else "") + reference


def _write(snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally = Tally()
    for fact in facts(snapshot, query):
        wanted = (fact.kind == "mission" and fact.state == "open") or (
            fact.kind == "envoy" and fact.state in _ENVOY_STATES and fact.what("person") is not None
            and fact.what("office") == "ambassador"
        )  # fmt: skip
        if not wanted or fact.uncertain or not fact.steps or any(step.reference for step in fact.steps):
            continue  # what reference facts hold is known to Wikidata or its like
        report = next((report for step in fact.steps for report in step.shown if _is_web(report.article.url)), None)
        if report is None:
            tally.skip("no-url")
            continue
        lines = _mission(fact, report) if fact.kind == "mission" else _envoy(fact, report)
        if lines is None:
            tally.skip("no-code")
            continue
        out.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
        tally.rows += 1
    return tally


def _is_web(url: str | None) -> bool:
    return url is not None and url.startswith(("https://", "http://"))


EXPORTERS = {
    "quickstatements": Exporter(
        "quickstatements", "Wikidata QuickStatements", "أوامر QuickStatements لويكي بيانات", ".tsv",
        "text/tab-separated-values; charset=utf-8",
        "Only embassies and consulates between states with a date, and ambassadors with a name, that an article with a "
        "web address tells and no reference fact holds; what marsad is unsure of is left out. Each is proposed as a "
        "new item: look first whether Wikidata has it. Holders of other offices are not written, as the record has no "
        "identifiers of the offices.",
        {"statements": _write},
    ),
}  # fmt: skip
