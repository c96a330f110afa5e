"""Dates as pages write them: languages, calendars, digits, controls."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.calendars import hijri, iranian, is_date_line, read_dates

DAY = dt.date(2023, 4, 19)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("الأربعاء 19 أبريل 2023", "ar"), ("١٩ نيسان ٢٠٢٣", "ar"), ("19 أفريل 2023", "ar"), ("19 نيسان (أبريل) 2023",
        "ar"), ("19 أبريل/نيسان 2023", "ar"),
        ("نيسان 19, 2023", "ar"), ("2023 أبريل 19", "ar"), ("19 من أبريل 2023م", "ar"), ("\u202d19/04/2023\u202c",
        "ar"), ("19\u200f/\u200f4\u200f/\u200f2023", "ar"),
        ("19ـ04ـ2023".replace("ـ", "-"), "ar"), ("28 رمضان 1444هـ", "ar"), ("28/9/1444", "ar"), ("1444-09-28", "ar"),
        ("April 19, 2023", "en"), ("19 April 2023", "en"), ("Apr. 19, 2023", "en"), ("19th of April, 2023", "en"),
        ("19-Apr-23", "en"), ("04/19/2023", "en"),
        ("19 апреля 2023 года", "ru"), ("19.04.2023", "ru"), ("19 апр. 2023", "ru"), ("19 Nisan 2023 Çarşamba", "tr"),
        ("19 באפריל 2023", "he"),
        ("19.4.23", "he"), ("۳۰ فروردین ۱۴۰۲", "fa"), ("1402/01/30", "fa"), ("۱۹ آوریل ۲۰۲۳", "fa"), ("19 avril 2023",
        "fr"), ("2023-04-19T10:00:00Z", None),
    ],
)  # fmt: skip
def test_one_day_in_many_writings(text, language):
    (found,) = read_dates(text, language)
    assert found.day == DAY


@pytest.mark.parametrize(
    ("name", "month"),
    [("كانون الثاني", 1), ("يناير", 1), ("جانفي", 1), ("شباط", 2), ("فيفري", 2), ("آذار", 3), ("أيار", 5), ("ماي", 5),
    ("حزيران", 6), ("جوان", 6),
     ("تموز", 7), ("جويلية", 7), ("يوليوز", 7), ("آب", 8), ("أوت", 8), ("غشت", 8), ("أيلول", 9), ("شتنبر", 9),
     ("تشرين الأول", 10), ("تشرين الثاني", 11),
     ("نونبر", 11), ("كانون الأول", 12), ("دجنبر", 12)],
)  # fmt: skip
def test_month_names_of_all_arab_lands(name, month):
    assert [found.day for found in read_dates(f"11 {name} 2023", "ar")] == [dt.date(2023, month, 11)]


@pytest.mark.parametrize(
    "text",
    [
        "31 فبراير 2023",
        "45/13/2023",
        "0/0/0000",
        "12:30",
        "1-2-3-4",
        "192.168.2023.1",
        "مارس 2023",
        "2023",
        "٣٠ شباط ٢٠٢٣",
    ],
)
def test_what_no_calendar_has_is_left_out(text):
    assert read_dates(text, "ar") == []


def test_day_and_month_that_could_be_exchanged_are_doubtful_in_english():
    assert read_dates("4/5/2023", "en")[0].doubtful
    assert read_dates("4/5/2023", "en-us")[0].day == dt.date(2023, 4, 5)
    assert read_dates("4/5/2023", "ar")[0].day == dt.date(2023, 5, 4)
    assert not read_dates("4/5/2023", "ar")[0].doubtful


def test_two_calendars_in_one_line():
    found = read_dates("الأربعاء 28 رمضان 1444 هـ الموافق 19 أبريل 2023 م", "ar")
    assert [(date.day, date.calendar) for date in found] == [(DAY, "hijri"), (DAY, "gregorian")]


@pytest.mark.parametrize(
    ("told", "day"),
    [((1357, 11, 22), (1979, 2, 11)), ((1402, 1, 1), (2023, 3, 21)), ((1403, 1, 1), (2024, 3, 20)), ((1403, 12, 30),
    (2025, 3, 20)), ((1404, 1, 1), (2025, 3, 21)),
     ((1399, 12, 30), (2021, 3, 20)), ((1300, 1, 1), (1921, 3, 21))],
)  # fmt: skip
def test_the_iranian_calendar(told, day):
    assert iranian(*told) == dt.date(*day)


@given(st.integers(1200, 1600), st.integers(1, 12), st.integers(1, 29))
def test_iranian_days_follow_each_other(year, month, day):
    assert iranian(year, month, day + 1) - iranian(year, month, day) == dt.timedelta(1) if day < 29 else True


def test_days_that_calendars_lack():
    for told in ((1402, 12, 30), (1402, 13, 1), (1402, 7, 31), (1000, 1, 1)):
        with pytest.raises(ValueError):
            iranian(*told)
    with pytest.raises(ValueError):
        hijri(1444, 1, 31)
    assert hijri(1444, 9, 30) == hijri(1444, 9, 29)  # that Ramadan had 29 days


@pytest.mark.parametrize(
    ("line", "expected"),
    [("نشر في: 13 سبتمبر 2022 - 10:30", True), ("Tuesday, September 13, 2022", True),
    ("قال الوزير في 13 سبتمبر 2022 إن الزيارة ستتم قريبا.", False), ("2022", False)],
)  # fmt: skip
def test_lines_that_say_little_but_a_date(line, expected):
    assert is_date_line(line) is expected


@given(st.text(st.sampled_from("0123456789٠١٩/-. أبريلمارس,:هTZ\u202d\u200f"), max_size=30))
def test_no_text_breaks_the_reader(text):
    for found in read_dates(text, "ar"):
        assert isinstance(found.day, dt.date)
