"""Which date of a page is believed: the rule, its exceptions, and where candidates come from."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.extraction import extract
from marsad.reading.page_dates import (
    EARLIEST,
    ORIGINS,
    DateCandidate,
    choose,
    dateline,
    flagged,
    stamped,
    url_dates,
)

TODAY = dt.date(2024, 6, 30)
DAY = dt.date(2022, 9, 13)
TEXT = "".join(
    f"<p>قال الوزير في المؤتمر رقم {word} إن بلاده ترحب بالمبادرة وتدعو إلى حوار شامل بين الأطراف.</p>"
    for word in ("الأول", "الثاني", "الثالث")
)


def chosen(candidates, today=TODAY):
    """The candidate that is believed; there is one."""
    found = choose(candidates, today)
    assert found is not None
    return found


def candidate(origin, day, event="published", flag="", utc=None):
    return DateCandidate(day, origin, event, str(day), flag, utc)


def read(head="", above="", below="", foot="", **options):
    html = (
        f'<html lang="ar"><head><title>عنوان الخبر الطويل</title>{head}</head>'
        f"<body>{above}<main><h1>عنوان الخبر الطويل</h1>{below}<div>{TEXT}</div></main>{foot}</body></html>"
    )
    return extract(html.encode(), **{"read_on": TODAY, **options})


# --- the rule --------------------------------------------------------------------------------------


def test_the_order_of_trust():
    days = {origin: DAY + dt.timedelta(n) for n, origin in enumerate(ORIGINS)}  # none earlier than the first
    for first in range(len(ORIGINS) - 1):
        some = [candidate(origin, days[origin]) for origin in ORIGINS[first:]]
        assert chosen(some).origin == ORIGINS[first]


def test_a_day_of_change_is_the_last_choice_but_one():
    change = candidate("json-ld", DAY, "modified")
    assert choose([change], TODAY) == change
    assert chosen([change, candidate("url", DAY)]).origin == "url"


def test_two_that_agree_on_an_earlier_day_outvote_the_first():
    first = candidate("json-ld", DAY + dt.timedelta(40))
    one, two = candidate("line", DAY), candidate("url", DAY)
    assert choose([first, one, two], TODAY) == one
    assert choose([first, one], TODAY) == first
    backed = candidate("meta", first.day)
    assert choose([first, backed, one, two], TODAY) == first


def test_the_day_of_the_visit_yields_to_any_earlier_one():
    assert chosen([candidate("json-ld", TODAY), candidate("line", DAY)]).origin == "line"
    assert chosen([candidate("json-ld", TODAY)]).day == TODAY


@pytest.mark.parametrize(
    ("hour", "shown", "expected"), [(21.5, 1, 1), (21.5, 0, 0), (4.0, 1, 0), (4.0, -1, -1), (20.0, -1, 0)]
)
def test_a_moment_in_utc_yields_to_the_publishers_own_day(hour, shown, expected):
    stamp = candidate("meta", DAY, utc=hour)
    line = candidate("line", DAY + dt.timedelta(shown))
    assert chosen([stamp, line]).day == DAY + dt.timedelta(expected)


def test_future_and_old_dates_are_flagged_and_never_believed():
    found = flagged(
        [candidate("meta", TODAY + dt.timedelta(2)), candidate("json-ld", dt.date(1970, 1, 1)), candidate("url", DAY)],
        TODAY,
    )
    assert {c.origin: c.flag for c in found} == {"meta": "future", "json-ld": "before-1990", "url": ""}
    assert chosen(found).origin == "url"
    assert choose(found[:2], TODAY) is None


def test_tomorrow_is_allowed_for_time_zones():
    assert flagged([candidate("meta", TODAY + dt.timedelta(1))], TODAY)[0].flag == ""


def test_a_date_elsewhere_counts_only_if_it_is_the_only_one():
    one, two = candidate("page", DAY), candidate("page", DAY + dt.timedelta(3))
    assert choose([one], TODAY) == one
    assert choose([one, two], TODAY) is None


DAYS = st.dates(dt.date(1970, 1, 1), dt.date(2030, 1, 1))


@given(st.lists(st.tuples(st.sampled_from(ORIGINS), DAYS, st.sampled_from(["published", "modified"]))), DAYS)
def test_what_is_believed_is_possible_and_the_order_of_candidates_does_not_matter(told, today):
    found = [candidate(*one) for one in told]
    best = choose(flagged(found, today), today)
    assert best is None or (best.day is not None and EARLIEST <= best.day <= today + dt.timedelta(1))
    distinct = {(c.origin, c.event): c for c in found}.values()  # one an origin: no order between equals
    forth, back = flagged(distinct, today), flagged(list(distinct)[::-1], today)
    assert choose(forth, today) == choose(back, today)


# --- where they come from --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2022-09-13T10:00:00+03:00", DAY), ("2022-09-13", DAY), ("20220913", DAY), ("20220913T101500Z", DAY),
        ("2022-09-13 10:00:00", DAY), ("Tue, 13 Sep 2022 10:00:00 GMT", DAY), ("1663027200", DAY), ("1663027200000",
        DAY),
        ("13 سبتمبر 2022", DAY), ("September 13, 2022", DAY), ("2022/09/13", DAY), ("\u202d13/09/2022\u202c", DAY),
        ("yesterday", None), ("", None), ("0000-00-00 00:00:00", None), ("2022-13-45", None),
    ],
)  # fmt: skip
def test_stamps_in_the_forms_of_machines(raw, day):
    assert stamped(raw, "meta").day == day


@pytest.mark.parametrize(
    ("url", "days"),
    [
        ("https://x.org/2022/9/13/a", [DAY]), ("https://x.org/news/2022/09/13/123", [DAY]),
        ("https://x.org/20220913/a", [DAY]),
        ("https://x.org/a-2022-09-13", [DAY]), ("https://x.org/13-09-2022/a", [DAY]),
        ("https://x.org/a?date=2022-09-13", [DAY]),
        ("https://x.org/1991234567", []), ("https://x.org/a/2022", []), ("https://x.org/2022/99/13", []), (None, []),
        ("http://[", []),
    ],
)  # fmt: skip
def test_dates_in_addresses(url, days):
    assert [c.day for c in url_dates(url)] == days


def test_a_month_in_an_address_is_kept_but_not_believed():
    (found,) = url_dates("https://x.org/2022/09/a")
    assert found.flag == "month-only"
    assert choose([found], TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("الرياض 17 صفر 1444 هـ الموافق 13 سبتمبر 2022 م واس استقبل الوزير", DAY),
        ("NERIDA CITY, Sept 13, 2022 (AP) - The minister", DAY),
        ("دمشق-سانا قال الوزير إن الزيارة التي جرت في 13 سبتمبر 2022 كانت ناجحة", None),
        ("قال الوزير إن الاتفاق الذي وقع في العاصمة يوم 13 سبتمبر 2022 سيدخل حيز التنفيذ", None),
    ],
)
def test_datelines(text, day):
    found = dateline(text, "ar")
    assert (found[0].day if found else None) == day


@pytest.mark.parametrize(
    "below",
    [
        "<div>13 سبتمبر 2022</div>", "<div>الثلاثاء ١٣ أيلول/سبتمبر ٢٠٢٢ - ١٠:٣٠</div>",
        "<span>نشر في: 13/9/2022</span><span>آخر تحديث: 14/9/2022</span>",
        "<span>آخر تحديث: 15-09-2022</span> <span>تاريخ النشر: 13-09-2022</span>", "<div>17 صفر 1444 هـ</div>",
        "<time>13 شتنبر 2022</time>",
        "<div>\u202b\u202d13\u202c/\u202d09\u202c/\u202d2022\u202c\u202c</div>",
        "<ul><li><b>13</b> <b>أيلول</b> <b>2022</b></li></ul>",
        '<time datetime="2022-09-13T08:00:00+03:00">قبل عام</time>',
        "<div>الثلاثاء 17 صفر 1444هـ - 13 سبتمبر 2022م</div>", "<p>2022-09-13</p>",
        '<meta itemprop="datePublished" content="2022-09-13">',
        "<div><span>تاريخ النشر</span><span>13.09.2022</span></div>",
    ],
)  # fmt: skip
def test_date_lines_as_readers_see_them(below):
    assert read(below=below).published == DAY


def test_the_day_at_the_top_and_the_years_at_the_foot_are_not_the_articles():
    page = read(
        above="<div>الأحد 30 يونيو 2024</div><div>الرئيسية</div><div>سياسة</div><div>اقتصاد</div>",
        foot="<footer>© 2010-2024 جريدة، 1 يناير 2010</footer>",
    )
    assert page.published is None
    below = read(above="<div>الأحد 30 يونيو 2024</div>", below="<div>13 سبتمبر 2022</div>")
    assert below.published == DAY


def test_dates_of_related_articles_are_not_the_articles():
    when = '<time datetime="2020-01-01">1 يناير 2020</time>'
    related = f'<div><h3>مواضيع ذات صلة</h3><ul><li><a href="/1">خبر آخر تماما</a> {when}</li></ul></div>'
    assert read(foot=related).published is None
    assert read(below="<div>13 سبتمبر 2022</div>", foot=related).published == DAY


def test_all_candidates_are_kept_with_their_origin():
    page = read(
        '<meta property="article:published_time" content="2032-01-01">'
        '<link rel="canonical" href="https://x.org/2022/09/13/a">',
        below="<div>نشر في 13 سبتمبر 2022</div>", feed_date="Tue, 13 Sep 2022 10:00:00 GMT",
    )  # fmt: skip
    assert {(c.origin, c.flag) for c in page.dates} == {("meta", "future"), ("url", ""), ("line", ""), ("feed", "")}
    assert page.published == DAY


def test_the_latest_change_is_told():
    page = read(
        '<meta property="article:published_time" content="2022-09-13">'
        '<meta property="article:modified_time" content="2022-09-15">',
        below="<div>آخر تحديث: 14 سبتمبر 2022</div>",
    )
    assert (page.published, page.modified) == (DAY, dt.date(2022, 9, 15))


@given(st.text(max_size=60))
def test_no_stamp_breaks_the_reader(raw):
    assert stamped(raw, "meta").day is None or isinstance(stamped(raw, "meta").day, dt.date)
    url_dates("https://x.org/" + raw)
    dateline(raw, "ar")
