"""EDTF dates as intervals of days: what is compared, ordered and merged.

The forms are those of the guidelines and of the reference facts: a day, a month, a year, each with
``~`` (approximate), ``?`` (uncertain) or ``%`` (both) after it, and intervals ``a/b`` whose open side is ``..``.
Source: Extended Date/Time Format, Library of Congress, levels 0 and 1 (the part that is used here).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from marsad.errors import MarsadError

EARLIEST = dt.date.min
LATEST = dt.date.max

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)", re.ASCII)


class DateError(MarsadError):
    """A text that is not a date in EDTF."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The days on which something can have been: ``lo`` (first) to ``hi`` (last), both in.

    ``open_lo`` and ``open_hi`` tell that the side is not known to end there; ``approximate`` that the
    source said "about".
    """

    lo: dt.date
    hi: dt.date
    approximate: bool = False

    @property
    def days(self) -> int:
        """How many days it spans: 1 for a day, 365 or 366 for a year."""
        return (self.hi - self.lo).days + 1

    @property
    def open_lo(self) -> bool:
        """Whether it has no known beginning."""
        return self.lo == EARLIEST

    @property
    def open_hi(self) -> bool:
        """Whether it has no known end."""
        return self.hi == LATEST

    def overlaps(self, other: Interval) -> bool:
        """Whether the two can be the same day."""
        return self.lo <= other.hi and other.lo <= self.hi

    def covers(self, other: Interval) -> bool:
        """Whether every day of the other lies in this one."""
        return self.lo <= other.lo and other.hi <= self.hi


def parse(edtf: str) -> Interval:
    """The interval of an EDTF date: ``2023-04`` is 2023-04-01 to 2023-04-30, ``2013~/..`` is open to the end.

    Raises DateError for a text that is none, or whose end lies before its beginning.
    """
    first, slash, last = edtf.partition("/")
    try:
        lo, hi, about = _side(first, EARLIEST)
        if slash:
            _, hi, about_too = _side(last, LATEST)
            about = about or about_too
    except ValueError:
        raise DateError("bad-edtf", f"{edtf!r:.40} is not a date in EDTF, such as 2023-04-20, 2023-04, 2013~") from None
    if hi < lo:
        raise DateError("bad-edtf", f"{edtf!r:.40} ends before it begins")
    return Interval(lo, hi, about)


def _side(text: str, unknown: dt.date) -> tuple[dt.date, dt.date, bool]:
    """First day, last day and "about" of one date; an empty or ``..`` side is ``unknown``. ValueError if it is none."""
    if text in ("", ".."):
        return unknown, unknown, False
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = int(match[1]), match[2], match[3]
    about = match[4] in ("~", "%")
    if day:
        only = dt.date(year, int(month), int(day))
        return only, only, about
    if month:
        last = calendar.monthrange(year, int(month))[1]
        return dt.date(year, int(month), 1), dt.date(year, int(month), last), about
    return dt.date(year, 1, 1), dt.date(year, 12, 31), about


def interval(edtf: str | None) -> Interval | None:
    """``parse`` for a date that may be missing or unreadable: None then."""
    try:
        return parse(edtf) if edtf else None
    except DateError:
        return None
