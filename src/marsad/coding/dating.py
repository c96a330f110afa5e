"""From a matched time expression to an EDTF date: the arithmetic of calendars, in no language.

Every rule is a function of the match, the day of publication and whether the sentence speaks of the
future. Each gives a ``Dated``; one that cannot be reckoned has ``edtf`` None.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from hijridate import Gregorian, Hijri

from marsad.coding.numbers import plain
from marsad.coding.patterns import Match

Kind = Literal["day", "month", "year", "interval", "duration", "frequency"]

_EDTF = re.compile(r"\d{4}(?:-\d\d){0,2}~?")
_HIJRI = range(1343, 1501)  # what the Umm al-Qura tables cover
_FAR_AHEAD, _FAR_BACK = (
    100,
    200,
)  # days from publication beyond which a yearless date is of another year
_DAYS = {"minute": Decimal(0), "hour": 1 / Decimal(24), "day": Decimal(1), "week": Decimal(7)}
_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
# What a writer means by "days ago", "months ago", in days: only the month or year is kept
_VAGUE = {"minute": 0, "hour": 0, "day": 4, "week": 20, "month": 140}


@dataclass(frozen=True, slots=True)
class Dated:
    """What a time expression says: EDTF or None, its kind, a quantity with its unit.

    ``relative``: it is reckoned from the day of publication.
    """

    edtf: str | None
    kind: Kind
    quantity: float | int | None = None
    unit: str | None = None
    relative: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """What an expression is reckoned from: the day of publication or None, and the tense."""

    published: dt.date | None
    future: bool
    day_first: bool = True


def resolve(match: Match, when: When) -> Dated:
    """The date of a match by its rule; ``edtf`` is None for a date that no calendar has."""
    try:
        dated = _RULES[match.rule](match, when)
    except (ValueError, OverflowError):
        return Dated(None, "day")
    if dated.edtf is not None and not _EDTF.fullmatch(dated.edtf):  # a year that EDTF lacks
        return replace(dated, edtf=None)
    return dated


def _int(value: object) -> int | None:
    return int(value) if isinstance(value, int | Decimal) else None


def _shift(match: Match) -> int | None:
    shift = _int(match.get("shift"))
    return shift if shift is not None else _int(match.get("this"))


def _month_of(day: dt.date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _add_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, min(day.day, 28))


# ---- days


def _day(match: Match, when: When) -> Dated:
    """Weekdays, yesterday, tomorrow; the two together: the weekday nearest to the word."""
    if when.published is None:
        return Dated(None, "day", relative=True)
    offset, weekday = _int(match.get("relday")), _int(match.get("weekday"))
    day = when.published + dt.timedelta(offset or 0)
    if weekday is not None:
        ahead = (weekday - day.weekday()) % 7
        if offset is not None:
            days = ahead if ahead <= 3 else ahead - 7
        else:
            days = _weekday_step(ahead, _shift(match), when.future)
        day += dt.timedelta(days)
    return Dated(day.isoformat(), "day", relative=True)


def _weekday_step(ahead: int, shift: int | None, future: bool) -> int:
    """Days to a weekday ``ahead`` days on, or as many less 7 back: as said, else by the tense."""
    if shift is None or shift == 0:
        return ahead if future or ahead == 0 else ahead - 7
    if shift > 0:
        return (ahead or 7) + 7 * (shift - 1)
    return ahead - 7 + 7 * (shift + 1)


def _date(match: Match, when: When) -> Dated:
    """Day and month, in either calendar, with a year, "last", "next" or nothing."""
    day, hijri = _int(match.get("DAY")) or 0, _int(match.get("hmonth"))
    month = hijri or _int(match.get("month")) or 0
    year, relative = _year_said(match, when, hijri is not None)
    if hijri is not None or (year is not None and year in _HIJRI and match.get("hijri_era")):
        said = replace(_hijri_day(year, month, day, when), relative=relative)
        return _on_weekday(said, _int(match.get("weekday")))
    if year is not None:
        return Dated(dt.date(year, month, day).isoformat(), "day", relative=relative)
    if when.published is None:
        return Dated(None, "day", relative=True)
    return Dated(_near(month, day, _shift(match), when).isoformat(), "day", relative=True)


def _year_said(match: Match, when: When, hijri: bool) -> tuple[int | None, bool]:
    """The year told with a date, and whether it is relative ("of last year")."""
    year = _int(match.get("YEAR"))
    if year is not None:
        return year, False
    if match.get("the_unit") == "year" and when.published is not None and not hijri:
        return when.published.year + (_shift(match) or 0), True
    return None, False


def _near(month: int, day: int, shift: int | None, when: When) -> dt.date:
    """The day of a month without a year: the one before, after, or in the year of publication."""
    published = when.published
    assert published is not None
    found = dt.date(published.year, month, day)
    if shift is not None and shift < 0:
        return found if found < published else found.replace(year=found.year - 1)
    if shift is not None and shift > 0:
        return found if found > published else found.replace(year=found.year + 1)
    ahead = (found - published).days
    if shift is None and not when.future and ahead > _FAR_AHEAD:
        return found.replace(year=found.year - 1)
    if shift is None and when.future and -ahead > _FAR_BACK:
        return found.replace(year=found.year + 1)
    return found


def _hijri_day(year: int | None, month: int, day: int, when: When) -> Dated:
    if year is None:
        if when.published is None:
            return Dated(None, "day", relative=True)
        year = _hijri_year(when.published)
    if year not in _HIJRI:
        return Dated(None, "day")
    # months have 29 or 30 days by the sighting; a day that the table lacks is the last one
    last = Hijri(year, month, 1).month_length()
    found = Hijri(year, month, min(day, last)).to_gregorian()
    return Dated(found.isoformat(), "day", relative=False)


def _on_weekday(said: Dated, weekday: int | None) -> Dated:
    """A Hijri date moved to the weekday told with it if a day off: months begin by sighting."""
    if said.edtf is None or weekday is None:
        return said
    day = dt.date.fromisoformat(said.edtf)
    ahead = (weekday - day.weekday() + 3) % 7 - 3
    return replace(said, edtf=(day + dt.timedelta(ahead)).isoformat()) if abs(ahead) == 1 else said


def _hijri_year(day: dt.date) -> int:
    return int(Gregorian(day.year, day.month, day.day).to_hijri().year)


def _day_of_month(match: Match, when: When) -> Dated:
    """ "The 18th of this month", "the 15th of next"."""
    if when.published is None:
        return Dated(None, "day", relative=True)
    month = _add_months(when.published, _shift(match) or 0)
    day = dt.date(month.year, month.month, _int(match.get("DAY")) or 0)
    return Dated(day.isoformat(), "day", relative=True)


def _numeric(match: Match, when: When) -> Dated:
    """4/6/2009, 2009/6/4, 2023-04-19, 1436/10/20."""
    dotted = match.get("DOTTED")
    parts = [int(v) for name, v in match.captures if name in ("INT", "YEAR")]
    a, b, c = parts if dotted is None else [int(part) for part in str(dotted).split(".")]
    if a > 31:
        year, month, day = a, b, c
        if month > 12:  # 2009/25/6 has its day in the middle
            month, day = day, month
    else:
        day, month, year = (a, b, c) if when.day_first else (b, a, c)
        if month > 12:
            day, month = month, day
    if year < 100:
        year += 1900 if year > 50 else 2000
    if year in _HIJRI:
        return _hijri_day(year, month, day, when)
    if not 1800 <= year < 2200:
        return Dated(None, "day")
    return Dated(dt.date(year, month, day).isoformat(), "day")


# ---- months and years


def _month(match: Match, when: When) -> Dated:
    hijri = _int(match.get("hmonth"))
    month = hijri or _int(match.get("month")) or 0
    year, relative = _year_said(match, when, hijri is not None)
    published = when.published
    if hijri is not None:
        if year is None and published is not None:
            year = _hijri_year(published) + min(_shift(match) or 0, 0) * (
                Gregorian(published.year, published.month, published.day).to_hijri().month <= month
            )
        if year is None or year not in _HIJRI:
            return Dated(None, "month", relative=year is None)
        found = Hijri(year, month, 15).to_gregorian()
        return Dated(f"{found.year:04}-{found.month:02}~", "month", relative=match.get("YEAR") is None)
    if year is not None:
        return Dated(f"{year:04}-{month:02}", "month", relative=relative)
    if published is None:
        return Dated(None, "month", relative=True)
    shift, year = _shift(match), published.year
    if shift is None:
        if not when.future and month > published.month:
            year -= 1
        elif when.future and month < published.month:
            year += 1
    elif shift < 0 and month >= published.month:
        year -= 1
    elif shift > 0 and month <= published.month:
        year += 1
    return Dated(f"{year:04}-{month:02}", "month", relative=True)


def _year(match: Match, when: When) -> Dated:
    year = _int(match.get("YEAR")) or 0
    if year in _HIJRI and not match.get("era"):
        return Dated(f"{Hijri(year, 7, 1).to_gregorian().year:04}~", "year")
    if not 1500 <= year < 2200:
        return Dated(None, "year")
    return Dated(f"{year:04}{'~' if match.get('season') else ''}", "year")


def _unit(match: Match, when: When) -> Dated:
    """ "Last week", "this month", "next year"."""
    unit, shift = match.get("the_unit") or match.get("season"), _shift(match) or 0
    kind: Kind = "month" if unit == "month" else "year" if unit in ("year", "season") else "interval"
    if when.published is None:
        return Dated(None, kind, relative=True)
    if unit == "week":  # a week has no EDTF of its own here: the month in which it lies, about
        return Dated(_month_of(when.published + dt.timedelta(7 * shift)) + "~", kind, relative=True)
    if unit == "month":
        return Dated(_month_of(_add_months(when.published, shift)), kind, relative=True)
    if unit in ("year", "season"):
        return Dated(f"{when.published.year + shift:04}", kind, relative=True)
    return Dated(None, kind, relative=True)


# ---- lengths of time


def _length(match: Match) -> tuple[Decimal | None, str]:
    """How many of which unit; a dual is two, a lone singular one, a lone plural unknown."""
    number = match.get("NUM")
    quantity = None if number is None else Decimal(number)
    dual, unit = match.get("dual"), match.get("unit")
    if dual is not None:
        quantity, unit = Decimal(2), dual
    elif unit is None:
        unit = match.get("units")
    elif quantity is None and match.get("vague") is None:
        quantity = Decimal(1)
    if quantity is not None and match.get("half") is not None:
        quantity += Decimal(str(match.get("half")))
    return quantity, str(unit)


def _span(match: Match, when: When) -> Dated:
    quantity, unit = _length(match)
    return Dated(None, "duration", None if quantity is None else plain(quantity), unit)


def _ago(match: Match, when: When) -> Dated:
    return _away(match, when, -1)


def _after(match: Match, when: When) -> Dated:
    """ "In two days" where the sentence tells of the future; else it only measures."""
    return _away(match, when, 1) if when.future else _span(match, when)


def _away(match: Match, when: When, sign: int) -> Dated:
    """A day, month or year so far from publication, never more exact than the unit."""
    quantity, unit = _length(match)
    kind: Kind = "day" if unit in ("minute", "hour", "day", "week") else "month" if unit == "month" else "year"
    said = Dated(None, kind, None if quantity is None else plain(quantity), unit, relative=True)
    published = when.published
    if published is None:
        return said
    if quantity is None:
        if unit not in _VAGUE:
            return said
        day = published + dt.timedelta(sign * _VAGUE[unit])
        if unit in ("minute", "hour"):
            return replace(said, edtf=day.isoformat())
        edtf = f"{day.year:04}~" if unit == "month" else f"{_month_of(day)}~"
        return replace(said, edtf=edtf, kind="year" if unit == "month" else "month")
    if unit in _DAYS:
        day = published + dt.timedelta(sign * int(quantity * _DAYS[unit]))
        return replace(said, edtf=day.isoformat() + ("~" if unit == "week" else ""))
    months = quantity * _MONTHS[unit]
    day = _add_months(published, sign * int(months))
    if unit == "month" or (unit == "year" and months % 12):
        return replace(said, edtf=f"{_month_of(day)}~", kind="month")
    return replace(said, edtf=f"{day.year:04}~")


def _since_span(match: Match, when: When) -> Dated:
    """ "Since three days" dates an event; "for 29 years" measures: no date, only the length."""
    said = _ago(match, when)
    if said.unit in ("minute", "hour", "day", "week"):
        return said
    return replace(said, edtf=None, kind="duration", relative=False)


def _anniversary(match: Match, when: When) -> Dated:
    fixed = match.get("jubilee")
    number = match.get("ORD") if match.get("ORD") is not None else match.get("NUM")
    value = _int(fixed) if fixed is not None else None if number is None else _int(number)
    return Dated(None, "duration", value, "year")


def _frequency(match: Match, when: When) -> Dated:
    unit = match.get("frequency") or match.get("unit") or match.get("units") or match.get("dual")
    return Dated(None, "frequency", None, None if unit is None else str(unit))


def _nothing(match: Match, when: When) -> Dated:
    """Words of time that name no time: matched so that they are not read otherwise."""
    return Dated(None, "interval")


# ---- spans from a day or year to another


def _days(match: Match, when: When) -> Dated:
    """From a day to a day: the first. Two months of one year: the first month's."""
    said = replace(_date(match, when), kind="interval")
    first, second = _int(match.get("month", 0)), _int(match.get("month", 1))
    one_year = match.get("YEAR") is not None and match.get("YEAR", 1) is None
    if said.edtf and one_year and first and second and first > second:  # December to January 2010
        year = int(said.edtf[:4]) - 1
        said = replace(said, edtf=f"{year:04}{said.edtf[4:]}")
    return said


def _years(match: Match, when: When) -> Dated:
    return replace(_year(match, when), kind="interval")


_RULES: dict[str, Callable[[Match, When], Dated]] = {
    "day": _day, "since_day": _day, "date": _date, "since_date": _date,
    "day_of_month": _day_of_month, "numeric": _numeric,
    "month": _month, "since_month": _month, "year": _year,
    "since_year": _year, "unit": _unit, "since_unit": _unit, "ago": _ago,
    "since_span": _since_span, "after": _after, "span": _span, "anniversary": _anniversary,
    "frequency": _frequency, "days": _days, "years": _years, "none": _nothing,
}  # fmt: skip
RULES = frozenset(_RULES)
