"""Dates as pages write them, to days: Gregorian, Hijri and Iranian solar, in words or figures, any digits.

Month names are data: the packs' times.toml and calendar.toml. The Hijri calendar is the Umm al-Qura
of ``hijridate``; the Iranian one is reckoned by its cycle of 33 years, right from 1178 to 1633
(Borkowski, The Persian calendar for 3000 years, Earth, Moon and Planets 74, 1996).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from marsad.language.tables import toml
from marsad.reading.furniture import folded

Calendar = Literal["gregorian", "hijri", "iranian"]
_CONTROL = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]")
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?(?!\d)",
    re.I,
)
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,4})\s?([/.\\-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?!\d|[/-]\d)")
_HIJRI_YEARS = range(1343, 1501)
_IRANIAN_YEARS = range(1178, 1634)
_DATE_LINE, _LETTERS, _BESIDE = 90, 50, 25
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_YEAR = re.compile(r"\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d\d|\d-\w+-\d\d")
_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date found in a text: the day, the stretch it was read from, its calendar, how it was written.

    ``doubtful``: day and month could be the other way round. ``utc``: hours after midnight UTC where
    the moment was given in UTC, else None.
    """

    day: dt.date
    start: int
    end: int
    raw: str
    calendar: Calendar = "gregorian"
    doubtful: bool = False
    utc: float | None = None


def clean(text: str) -> str:
    """A text for reading dates: no bidi and other controls, ASCII digits, plain spaces, letters folded."""
    text = _CONTROL.sub("", text)
    text = _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), text)
    return folded(text.replace("،", ",").replace("٫", ".").replace("⁄", "/"))


def read_dates(text: str, language: str | None = None) -> list[ReadDate]:
    """All full dates (day, month, year) in a text, in their order; those of no calendar are left out.

    ``language`` (ISO 639-1, a region may follow) decides what is a convention: fa counts years 1300 to 1450
    by the Iranian calendar, en-US has the month first.
    """
    told = clean(text)
    found: list[ReadDate] = []
    taken: list[tuple[int, int]] = []
    for reader in (_iso, _named, _numeric):
        for date in reader(told, (language or "").lower()):
            if all(date.end <= start or date.start >= end for start, end in taken):
                found.append(date)
                taken.append((date.start, date.end))
    return sorted(found, key=lambda date: date.start)


def has_date_figures(text: str) -> bool:
    """Whether a text has the figures of a full date: a year of four, or three numbers in a row."""
    return bool(_YEAR.search(text))


def is_date_line(line: str, language: str | None = None) -> bool:
    """Whether a line says little but a date: "نشر في: 13 سبتمبر 2022 - 10:30", "Tuesday, September 13, 2022"."""
    if len(line) > _DATE_LINE or not _YEAR.search(line) or sum(map(str.isalpha, line)) > _LETTERS:
        return False
    dates = read_dates(line, language)
    letters = sum(map(str.isalpha, clean(line))) - sum(sum(map(str.isalpha, date.raw)) for date in dates)
    return bool(dates) and letters <= _BESIDE


def _iso(text: str, language: str) -> Iterable[ReadDate]:
    for match in _ISO.finditer(text):
        year, month, day = (int(part) for part in match.groups()[:3])
        zone = (match.group(7) or "").upper()
        utc = None
        if match.group(4) and (zone in ("Z", "UTC", "GMT") or (zone.strip("+-0:") == "" and zone)):
            utc = int(match.group(4)) + int(match.group(5)) / 60
        if date := _day(year, month, day, "", language):
            yield ReadDate(date[0], *match.span(), match.group(), date[1], utc=utc)


def _named(text: str, language: str) -> Iterable[ReadDate]:
    patterns, names = _month_names()
    for order, pattern in patterns:
        for match in pattern.finditer(text):
            kind, month = names[match["month"]]
            if (other := match.groupdict().get("other")) and names[other][0] == "month":
                kind, month = names[other]
            year = int(match["year"])
            if match["month"] in _SHARED and kind == "month" and year < 1700 and language.startswith("fa"):
                kind, month = "jmonth", _SHARED[match["month"]]
            if year < 100 and order == "dmy":
                year += 2000 if year < 70 else 1900
            if date := _day(year, month, int(match["day"]), kind, language):
                yield ReadDate(date[0], *match.span(), match.group(), date[1])


# Names that are a month in two calendars: آذر is March in Syria and the ninth month in Iran.
_SHARED = {"اذار": 9, "اذر": 9}


def _numeric(text: str, language: str) -> Iterable[ReadDate]:
    for match in _NUMERIC.finditer(text):
        first, second, third = (int(match.group(n)) for n in (1, 3, 4))
        if match.group(1).__len__() == 4:
            year, month, day = first, second, third
            doubtful = False
            if month > 12:
                month, day = day, month
        else:
            digits = len(match.group(4))
            if digits == 3 or digits == 1:
                continue
            year = third if digits == 4 else third + (2000 if third < 70 else 1900)
            day, month = first, second
            doubtful = day <= 12 and month <= 12 and day != month and language.startswith("en")
            if month > 12 or (language == "en-us" and day <= 12):
                day, month = month, day
        if date := _day(year, month, day, "", language):
            yield ReadDate(date[0], *match.span(), match.group(), date[1], doubtful)


def _day(year: int, month: int, day: int, kind: str, language: str) -> tuple[dt.date, Calendar] | None:
    """The Gregorian day and the calendar; ``kind`` is that of the month's name, '' for figures."""
    try:
        if kind == "jmonth" or (kind == "" and language.startswith(("fa", "ps")) and 1300 <= year < 1450):
            return iranian(year, month, day), "iranian"
        if kind == "hmonth" or (kind == "" and year in _HIJRI_YEARS):
            return hijri(year, month, day), "hijri"
        return (dt.date(year, month, day), "gregorian") if 1800 <= year < 2200 else None
    except (ValueError, OverflowError):
        return None


def hijri(year: int, month: int, day: int) -> dt.date:
    """The Gregorian day of a Hijri date; ValueError outside the tables. A day 30 the month lacks is its last."""
    from hijridate import Hijri

    if year not in _HIJRI_YEARS or not 1 <= day <= 30:
        raise ValueError("not in the Umm al-Qura tables")
    length = Hijri(year, month, 1).month_length()
    found = Hijri(year, month, min(day, length)).to_gregorian()
    return dt.date(found.year, found.month, found.day)


def iranian(year: int, month: int, day: int) -> dt.date:
    """The Gregorian day of an Iranian solar date; ValueError for a day that it lacks."""
    if year not in _IRANIAN_YEARS or not 1 <= month <= 12:
        raise ValueError("outside the years for which the 33-year cycle holds")
    length = 31 if month <= 6 else 30 if month < 12 or year % 33 in _LEAPS else 29
    if not 1 <= day <= length:
        raise ValueError("no such day")
    cycles, years = divmod(year - 1178, 33)
    leaps = sum((1178 + n) % 33 in _LEAPS for n in range(years))
    before = cycles * (33 * 365 + 8) + years * 365 + leaps
    days = before + (month - 1) * 30 + min(month - 1, 6) + day - 1
    return dt.date(1799, 3, 21) + dt.timedelta(days)


@cache
def _month_names() -> tuple[list[tuple[str, re.Pattern[str]]], dict[str, tuple[str, int]]]:
    """Patterns of dates with a month's name, and what each folded name is: its calendar's table, its number."""
    names: dict[str, tuple[str, int]] = {}
    own = toml(files("marsad.reading"), "calendar.toml")
    packs = files("marsad.language")
    lexicons = [
        toml(packs.joinpath(p.name), "times.toml").get("lexicon", {})
        for p in sorted(packs.iterdir(), key=lambda p: p.name)
        if p.joinpath("times.toml").is_file()
    ]
    for table in (*lexicons, own):
        for kind in ("month", "hmonth", "jmonth"):
            for number, words in table.get(kind, {}).items():
                for word in words:
                    names.setdefault(clean(word), (kind, int(number)))
    month = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    between = "|".join(re.escape(clean(word)) for word in own["words"]["between"])
    gap = rf"(?:[\s,.\-/]|(?<!\w)(?:{between})(?!\w))"
    one = rf"(?P<month>{month})(?!\w)\.?"
    two = rf"(?:\s*[/(\\\-]\s*(?P<other>{month})(?!\w)\s*\)?)?"
    # a year of two figures only where nothing else can stand: 19-Apr-23
    year = r"(?P<year>\d{4}|(?<=[\s-])\d\d(?=\s|$|,))(?!\d)"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
    orders = {
        "dmy": rf"(?<![\d:/.]){day}(?!\d){gap}{{0,4}}(?<!\w(?=\w)){one}{two}{gap}{{0,4}}{year}",
        "mdy": rf"(?<!\w){one}\s*{day}(?!\d|:){gap}{{1,4}}(?P<year>\d{{4}})(?!\d)",
        "ymd": rf"(?<!\d)(?P<year>\d{{4}}){gap}{{1,4}}{one}{gap}{{0,4}}(?P<day>\d{{1,2}})(?!\d|:)",
    }
    return [(name, re.compile(order, re.I)) for name, order in orders.items()], names


@cache
def markers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What says "published" and what says "updated" before a date, folded."""
    words = toml(files("marsad.reading"), "calendar.toml")["words"]

    def pattern(kind: str) -> re.Pattern[str]:
        told = sorted(map(clean, words[kind]), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, told))})(?!\w)")

    return pattern("published"), pattern("modified")
