"""What GDELT, ICEWS and POLECAT have in common: a row for each pair of a happened, dated event, and plain tab lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from marsad.exchange.delimited import cell
from marsad.exchange.interface import Tally
from marsad.exchange.tables import COLUMNS, event_row
from marsad.exchange.walking import Numbers, row_key, sides, told
from marsad.record.intervals import Interval
from marsad.record.snapshot import Snapshot
from marsad.record.types import Event, Query, Report
from marsad.reference.cities import City, find_city

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")

# The columns of the second file, after the one that joins it with the first.
EXTRA = tuple(column.name for column in COLUMNS["events"])


@dataclass(frozen=True, slots=True)
class Pairing:
    """One pair of an event: who (``source``) to whom (None: only one party is told), its number and its key."""

    event: Event
    reports: tuple[Report, ...]
    days: Interval
    source: str
    target: str | None
    number: int
    key: str


def pairings(snapshot: Snapshot, query: Query, tally: Tally) -> Iterator[Pairing]:
    """The pairs of the happened and dated events of a query; what is left out is counted.

    The same for every part of a format, so that numbers agree between its files.
    """
    numbers = Numbers()
    for event, reports in told(snapshot, query):
        days = event.interval
        if event.status != "happened":
            tally.skip("not-happened")
        elif days is None or days.open_lo or days.open_hi:
            tally.skip("no-date")
        elif not (both := sides(event)):
            tally.skip("no-party")
        else:
            for source, target in both:
                key = row_key(event, (source, target))
                yield Pairing(event, reports, days, source, target, numbers.number(key), key[:16])


def city_of(event: Event) -> City | None:
    """The city of an event's place, where it is known."""
    place = event.place
    return next(iter(find_city(place.city, place.country)), None) if place and place.city else None


def line(cells: Iterable[object]) -> bytes:
    """A line of cells with tabs between them, without quotes: breaks and tabs within a cell become a space."""
    texts = (_BREAKS.sub(" ", "" if value is None else str(value)) for value in cells)
    return ("\t".join(texts) + "\n").encode("utf-8", "replace")


def write_extra(join: str, snapshot: Snapshot, query: Query, out: IO[bytes], *, by_number: bool) -> Tally:
    """The second file: for each row of the first what its format cannot hold, under a header.

    ``join`` is the name of the column by which the two are joined.
    """
    tally = Tally()
    out.write(line((join, *EXTRA)))
    for pairing in pairings(snapshot, query, tally):
        row = event_row(pairing.event)
        own = pairing.number if by_number else pairing.key
        out.write(line((own, *(cell(row[name]) for name in EXTRA))))
        tally.rows += 1
    return tally
