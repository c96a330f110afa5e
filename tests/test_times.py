"""Arabic time expressions: phrases with the day of publication and the EDTF that they mean."""

import datetime as dt
import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.coding.times import TimeGrammar, TimeMention, find_times
from marsad.language.text import Folder, words

PACK = Path(__file__).parents[1] / "src" / "marsad" / "language" / "ar"
FOLD = Folder(tomllib.loads((PACK / "pack.toml").read_text("utf-8"))["fold"])
DATA = tomllib.loads((PACK / "times.toml").read_text("utf-8"))
GRAMMAR = TimeGrammar.from_dict(DATA, FOLD)
EDTF = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?~?")
WEDNESDAY = dt.date(2023, 4, 19)


def times(
    text: str, published: dt.date | None = WEDNESDAY, future: bool = False
) -> list[TimeMention]:
    return find_times(words(text, FOLD), GRAMMAR, published, future=future)


def dates(
    text: str, published: dt.date | None = WEDNESDAY, future: bool = False
) -> list[str | None]:
    return [t.edtf for t in times(text, published, future)]


# Told of the past, published on Wednesday, 19 April 2023
PAST = """
اليوم = 2023-04-19
أمس = 2023-04-18
وأمس = 2023-04-18
يوم أمس = 2023-04-18
مساء أمس = 2023-04-18
أول أمس = 2023-04-17
أول من أمس = 2023-04-17
مساء أول من أمس = 2023-04-17
أمس الأول = 2023-04-17
الليلة = 2023-04-19
الليلة الماضية = 2023-04-18
البارحة = 2023-04-18
غدا = 2023-04-20
وغدا = 2023-04-20
لغد = 2023-04-20
بعد غد = 2023-04-21
صباح اليوم = 2023-04-19
فجر اليوم = 2023-04-19
أمس الثلاثاء = 2023-04-18
اليوم (الأربعاء) = 2023-04-19
غدا الخميس = 2023-04-20
يوم الأربعاء = 2023-04-19
مساء الأربعاء = 2023-04-19
ومساء الأربعاء = 2023-04-19
ليل الثلاثاء = 2023-04-18
ليل الأربعاء الخميس = 2023-04-19
ليل الثلاثاء-الأربعاء = 2023-04-18
فجر الاثنين = 2023-04-17
صباح الأحد = 2023-04-16
بعد ظهر السبت = 2023-04-15
الخميس = 2023-04-13
الجمعة = 2023-04-14
الخميس الماضي = 2023-04-13
الأربعاء الماضي = 2023-04-12
الأربعاء المقبل = 2023-04-26
يوم الأحد المقبل = 2023-04-23
الجمعة القادم = 2023-04-21
الخميس قبل الماضي = 2023-04-06
منذ الاثنين = 2023-04-17
قبل يوم الأحد = 2023-04-16
الأسبوع الماضي = 2023-04~
الأسبوع المقبل = 2023-04~
هذا الأسبوع = 2023-04~
الشهر الماضي = 2023-03
الشهر المنصرم = 2023-03
الشهر الجاري = 2023-04
للشهر الحالي = 2023-04
الشهر المقبل = 2023-05
نهاية الشهر الماضي = 2023-03
أواخر الشهر الماضي = 2023-03
منتصف هذا الشهر = 2023-04
العام الماضي = 2022
السنة الماضية = 2022
العام الفائت = 2022
السنة الفارطة = 2022
العام المقبل = 2024
هذا العام = 2023
هذه السنة = 2023
العام الجاري = 2023
مطلع العام الجاري = 2023
ومطلع العام الجاري = 2023
نهاية العام الماضي = 2022
بداية السنة = 2023
العام قبل الماضي = 2021
الصيف الماضي = 2022
صيف 2006 = 2006~
قبل 3 أيام = 2023-04-16
قبل ثلاثة أيام = 2023-04-16
قبل يومين = 2023-04-17
منذ يومين = 2023-04-17
قبل يوم واحد = 2023-04-18
قبل ساعات = 2023-04-19
قبل أسبوعين = 2023-04-05~
قبل أسبوع = 2023-04-12~
قبل شهر = 2023-03~
قبل ستة أشهر = 2022-10~
قبل عام = 2022~
قبل عامين = 2021~
قبل عام ونصف = 2021-10~
قبل أكثر من عام ونصف العام = 2021-10~
قبل حوالي 10 سنوات = 2013~
وقبل حوالي 10 سنوات = 2013~
قبل نحو عشرين سنة = 2003~
قبل 13 عاما = 2010~
قبل ربع قرن = 1998~
قبل نصف قرن = 1973~
قبل ثلاثة عقود = 1993~
قبل أيام = 2023-04~
قبل بضعة أشهر = 2022~
قبل عام من الآن = 2022~
في عام 2008 = 2008
سنة 2006 = 2006
للعام 2013 = 2013
منذ 2005 = 2005
منذ عام 1979 = 1979
قبل عام 2005 = 2005
في 2008 = 2008
حتى 2003 = 2003
نهاية 2011 = 2011
عام ألف وتسعمئة وسبعة وستين = 1967
عام ألفين وثمانية = 2008
العام الماضي 2022 = 2022
برسم 2017-2021 = 2017
بين عامي 1980 و1988 = 1980
21 يوليوز 2006 = 2006-07-21
الـ20 من أبريل 2023 = 2023-04-20
في 20 نيسان/أبريل 2023 = 2023-04-20
20 نيسان (أبريل) 2023 = 2023-04-20
20 أبريل/ نيسان عام 2023 = 2023-04-20
الرابع من يونيو/ حزيران 2009 = 2009-06-04
الرابع من يونيو/ حزيران = 2023-06-04
الحادي والعشرين من آذار = 2023-03-21
17 كانون الأول/ديسمبر = 2022-12-17
17 ديسمبر الماضي = 2022-12-17
20 أبريل الماضي = 2022-04-20
11 مايو المقبل = 2023-05-11
27 أبريل الجاري = 2023-04-27
يوم 30 مارس من العام الماضي = 2022-03-30
الخميس 20 أبريل 2023 = 2023-04-20
يوم الأربعاء الموافق 19 أبريل = 2023-04-19
الثلاثاء (4 أبريل) = 2023-04-04
1 جانفي 2011 = 2011-01-01
14 جويلية 1999 = 1999-07-14
3 غشت 2022 = 2022-08-03
16 شتنبر 2021 = 2021-09-16
5 نونبر 2020 = 2020-11-05
22 دجنبر 2020 = 2020-12-22
7 أوت 2012 = 2012-08-07
12 أفريل 2019 = 2019-04-12
11 أيلول 2001 = 2001-09-11
4/6/2009 = 2009-06-04
2009/6/4 = 2009-06-04
2023-04-19 = 2023-04-19
20.4.2023 = 2023-04-20
٢٠٢٣/٤/١٩ = 2023-04-19
1436/10/20هـ = 2015-08-05
20 شوال 1436 = 2015-08-05
20 شوال 1436هـ = 2015-08-05
الأول من محرم 1445هـ = 2023-07-19
يوم السبت 12 ربيع الأول 1431هـ = 2010-02-27
الفاتح من سبتمبر 1969 = 1969-09-01
فاتح ماي 2022 = 2022-05-01
قبل 48 ساعة = 2023-04-17
في الأسبوع الأول من مايو 2022 = 2022-05
بحلول 2030 = 2030
الأحد بعد المقبل = 2023-04-30
يوم غد الخميس = 2023-04-20
مساء يوم الخميس الموافق 20/4/2023 = 2023-04-20
بتاريخ 25/01/2011 = 2011-01-25
11 سبتمبر/ايلول 2001 = 2001-09-11
28 رمضان = 2023-04-19
شوال 1436 = 2015-07~
عام 1436هـ = 2015~
الثامن عشر من هذا الشهر = 2023-04-18
18 من الشهر الماضي = 2023-03-18
في 15 الجاري = 2023-04-15
في أبريل الماضي = 2022-04
مارس الماضي = 2023-03
أغسطس المقبل = 2023-08
في أبريل = 2023-04
بأبريل = 2023-04
في ديسمبر = 2022-12
شهر آب من العام الماضي = 2022-08
أوائل شهر تموز/يوليو الماضي = 2022-07
أواخر مارس = 2023-03
يوليو/تموز 2005 = 2005-07
شباط/فبراير = 2023-02
تشرين الثاني 2010 = 2010-11
منذ فبراير 2011 = 2011-02
كانون الأول/ديسمبر وكانون الثاني/يناير الماضيين = 2022-12
من 5 إلى 7 مايو 2022 = 2022-05-05
5-7 مايو 2022 = 2022-05-05
السابع والثامن من تموز/يوليو 2015 = 2015-07-07
من 28 أبريل إلى 2 مايو 2022 = 2022-04-28
من 28 ديسمبر إلى 2 يناير 2010 = 2009-12-28
"""

# Told of what is to come, published on the same day
FUTURE = """
الخميس = 2023-04-20
الأربعاء = 2023-04-19
مساء الثلاثاء = 2023-04-25
بعد يومين = 2023-04-21
خلال أسبوعين = 2023-05-03~
بعد ثلاثة أشهر = 2023-07~
بعد عام = 2024~
في ديسمبر = 2023-12
في يناير = 2024-01
17 ديسمبر = 2023-12-17
"""

NOTHING = [
    "الأمين العام الحالي للأمم المتحدة", "الأمين العام", "اليوم الوطني", "اليوم التالي",
    "اليوم التاسع والأربعين",
    "مارس ضغوطا", "تيريزا ماي", "مصدر مطلع", "قبل عقد اجتماع", "حزب الغد",
    "أول زيارة", "مئة جندي", "رجب طيب أردوغان",
    "محمود عباس", "5 دولارات", "2000 جندي", "السنوات الماضية", "شعبان", "الرأي العام القادم",
]  # fmt: skip

LENGTHS = [
    ("منذ 29 عاما", 29, "year", "since_span"), ("منذ 29 عامًا", 29, "year", "since_span"),
    ("بعد 30 عاما من العلاقات", 30, "year", "span"), ("بمرور 30 عامًا", 30, "year", "span"),
    ("الذكرى الثلاثين", 30, "year", "anniversary"), ("بالذكرى الـ30", 30, "year", "anniversary"),
    ("الذكرى السنوية الأربعين", 40, "year", "anniversary"), ("بمئوية", 100, "year", "anniversary"),
    ("لمدة أسبوعين", 2, "week", "span"), ("22 يوما", 22, "day", "span"),
    ("نصف قرن", 0.5, "century", "span"),
    ("منذ أكثر من ستة أشهر", 6, "month", "since_span"), ("لمدة يوم واحد", 1, "day", "span"),
    ("ثلاثة عقود", 3, "decade", "span"), ("لأحد عشر قرنا", 11, "century", "span"),
    ("لمدة عام ونصف", 1.5, "year", "span"), ("الأعوام الثلاثة الماضية", 3, "year", "span"),
]  # fmt: skip


def table(text: str) -> list[tuple[str, str]]:
    return [tuple(line.split(" = ")) for line in text.split("\n") if line]  # type: ignore[misc]


@pytest.mark.parametrize(("phrase", "expected"), table(PAST))
def test_told_of_the_past(phrase: str, expected: str) -> None:
    assert dates(phrase) == [expected]


@pytest.mark.parametrize(("phrase", "expected"), table(PAST))
def test_the_words_around_a_time_do_not_change_it(phrase: str, expected: str) -> None:
    assert expected in dates(f"وقال الوزير {phrase} إن بلاده ترحب بالزيارة.")


@pytest.mark.parametrize(("phrase", "expected"), table(FUTURE))
def test_told_of_the_future(phrase: str, expected: str) -> None:
    assert dates(phrase, future=True) == [expected]


@pytest.mark.parametrize("phrase", NOTHING)
def test_what_dates_nothing(phrase: str) -> None:
    assert [d for d in dates(phrase) if d] == []


@pytest.mark.parametrize(("phrase", "quantity", "unit", "rule"), LENGTHS)
def test_lengths(phrase: str, quantity: float, unit: str, rule: str) -> None:
    found = times(phrase)
    assert [(t.quantity, t.unit, t.rule, t.kind, t.edtf) for t in found] == [
        (quantity, unit, rule, "duration", None)
    ]


@pytest.mark.parametrize(
    ("phrase", "unit"), [("سنويا", "year"), ("كل عام", "year"), ("كل أسبوعين", "week")]
)
def test_frequencies(phrase: str, unit: str) -> None:
    assert [(t.kind, t.unit, t.edtf) for t in times(phrase)] == [("frequency", unit, None)]


def test_without_a_day_of_publication_only_what_is_told_is_known() -> None:
    assert dates("أمس", None) == [None]
    assert all(t.relative for t in times("أمس والخميس الماضي والعام الماضي وقبل عامين", None))
    assert dates("في 20 أبريل", None) == [None]
    assert dates("في 20 أبريل 2023 ومنذ عام 1979", None) == ["2023-04-20", "1979"]


def test_spans_of_words() -> None:
    found = times("أعلن الوزير، مساء أمس الثلاثاء، أن الزيارة كانت في 20 نيسان/أبريل 2022.")
    assert [(t.first, t.last) for t in found] == [(3, 6), (11, 16)]


def test_last_week_across_the_new_year() -> None:
    assert dates("الأسبوع الماضي", dt.date(2010, 1, 3)) == ["2009-12~"]


@pytest.mark.parametrize(
    "text", ["31 فبراير 2020", "45/13/2009", "30 صفر 9999هـ", "قبل 99999 عاما", "0/0/2009"]
)
def test_dates_that_no_calendar_has(text: str) -> None:
    assert all(d is None or EDTF.fullmatch(d) for d in dates(text))


def test_a_wrong_pattern_is_told() -> None:
    with pytest.raises(ValueError, match="no class 'moon'"):
        TimeGrammar.from_dict({"pattern": [{"rule": "day", "match": "moon"}]}, FOLD)
    with pytest.raises(ValueError, match="no rule 'eclipse'"):
        TimeGrammar.from_dict({"pattern": [{"rule": "eclipse", "match": "NUM"}]}, FOLD)


def test_english_needs_only_data() -> None:
    data = {
        "numbers": {"after_ordinal": ["th"], "ordinals": {"20": ["twentieth"]}},
        "lexicon": {
            "month": {"4": ["April"]}, "of": {"0": ["of"]}, "the": {"0": ["the"]},
            "comma": {"0": [","]},
            "weekday": {"3": ["Thursday"]}, "shift": {"-1": ["last"], "1": ["next"]},
            "unit": {"year": ["year"]}, "units": {"year": ["years"]}, "ago": {"0": ["ago"]},
        },
        "pattern": [
            {"rule": "date", "match": "the? DAY of? month comma? YEAR?"},
            {"rule": "date", "match": "month DAY comma? YEAR?"},
            {"rule": "day", "match": "shift? weekday"},
            {"rule": "ago", "match": "NUM unit|units ago"},
        ],
    }  # fmt: skip
    fold = Folder({})
    grammar = TimeGrammar.from_dict(data, fold)
    text = "The 20th of April 2023, April 20, 2023, last Thursday, next Thursday and 10 years ago"
    found = find_times(words(text, fold), grammar, WEDNESDAY)
    assert [t.edtf for t in found] == [
        "2023-04-20",
        "2023-04-20",
        "2023-04-13",
        "2023-04-20",
        "2013~",
    ]


VOCABULARY = sorted(
    {text for values in DATA["lexicon"].values() for texts in values.values() for text in texts}
)
PIECES = st.one_of(
    st.sampled_from(VOCABULARY), st.integers(0, 3000).map(str), st.text(max_size=5),
    st.sampled_from(["12 أبريل", "ثلاثة", "الثلاثين", "\u202b", "هـ", "/", "-", "و"]),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES, max_size=30),
    st.one_of(
        st.none(),
        st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
        st.just(dt.date.min),
        st.just(dt.date.max),
    ),
    st.booleans(),
)
def test_any_text_can_be_read(pieces: list[str], published: dt.date | None, future: bool) -> None:
    tokens = words(" ".join(pieces), FOLD)
    end = 0
    for found in find_times(tokens, GRAMMAR, published, future=future):
        assert end <= found.first < found.last <= len(tokens)
        end = found.last
        assert found.edtf is None or EDTF.fullmatch(found.edtf)
        assert found.kind not in ("duration", "frequency") or found.edtf is None


def test_the_time_is_linear_in_the_words() -> None:
    unit = "يوم الخميس 20 نيسان/أبريل من العام الماضي إن 3 آلاف و200 ألف ثلاثة وعشرين قبل منذ بعد "

    def seconds(copies: int) -> float:
        tokens = words(unit * copies, FOLD)
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            find_times(tokens, GRAMMAR, WEDNESDAY)
            best = min(best, time.perf_counter() - start)
        return best

    seconds(10)
    assert seconds(800) < 40 * seconds(80) + 0.05  # 10 times the words; 100 if it were quadratic
