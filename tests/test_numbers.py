"""Digits, number words and ordinals of the Arabic pack."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.coding.numbers import Clitics, NumberGrammar, plain, read_digits
from marsad.language.text import Folder, words

PACK = Path(__file__).parents[1] / "src" / "marsad" / "language" / "ar"
FOLD = Folder(tomllib.loads((PACK / "pack.toml").read_text("utf-8"))["fold"])
TIMES = tomllib.loads((PACK / "times.toml").read_text("utf-8"))
CLITICS = Clitics(
    [FOLD(x) for x in TIMES["glued"]["letters"]],
    {FOLD(k): FOLD(v) for k, v in TIMES["glued"]["contractions"].items()},
)
NUMBERS = NumberGrammar.from_dict(TIMES["numbers"], FOLD, CLITICS)

CARDINALS = [
    ("7", 7), ("٢٩", 29), ("1,200", 1200), ("15.000", 15000), ("4.1", 4.1), ("4,1", 4.1),
    ("٤٫١", 4.1), ("1,234,567", 1234567), ("4.1 مليار", 4100000000), ("333.7 مليار", 333700000000),
    ("50 ألف", 50000), ("450 ألفا", 450000), ("1.2 مليون", 1200000), ("3 ملايين و200 ألف", 3200000),
    ("ثلاثة", 3), ("ثلاث", 3), ("وبخمس", 5), ("اثنين", 2), ("أحد عشر", 11), ("إحدى عشرة", 11),
    ("اثني عشر", 12), ("اثنتا عشرة", 12), ("خمسة عشر", 15), ("ثماني عشرة", 18), ("عشرين", 20),
    ("خمسة وعشرين", 25), ("تسع وعشرون", 29), ("مئة", 100), ("مائة", 100), ("مئتي", 200),
    ("ثلاثمئة", 300), ("ثلاث مئة", 300), ("مئة وخمسة وعشرين", 125), ("خمسمائة وخمسون", 550),
    ("ألف", 1000), ("ألفين", 2000), ("ثلاثة آلاف", 3000), ("مئة ألف", 100000),
    ("خمسة وعشرين ألفا", 25000), ("ألف وتسعمئة وسبعة وستين", 1967), ("ألفين وثمانية", 2008),
    ("مليون", 1000000), ("مليونين", 2000000), ("مليوني", 2000000), ("مليون ونصف المليون", 1500000),
    ("مليارين ونصف", 2500000000), ("ثلاثة ملايين ونصف المليون", 3500000), ("ملياري", 2000000000),
    ("مئتا مليون", 200000000), ("نصف", 0.5), ("نصف مليون", 500000), ("ربع", 0.25),
    ("مليون ومئتي ألف", 1200000), ("ثلاثة تريليونات", 3000000000000), ("الخمس", 5),
    ("خمسمئة ألف", 500000), ("ثلاثة ملايين ومئة وخمسين ألفا", 3150000),
]  # fmt: skip

ORDINALS = [
    ("الأول", 1), ("الأولى", 1), ("أول", 1), ("والثالث", 3), ("ثاني", 2), ("الثانية", 2),
    ("رابعة", 4),
    ("العاشرة", 10), ("الحادي عشر", 11), ("الحادية عشرة", 11), ("الثاني عشر", 12),
    ("الخامسة عشرة", 15),
    ("التاسع عشر", 19), ("العشرين", 20), ("العشرون", 20), ("الحادي والعشرين", 21),
    ("الخامسة والعشرون", 25),
    ("الثلاثين", 30), ("التاسع والأربعين", 49), ("الـ12", 12), ("الـ 30", 30), ("للـ12", 12),
    ("للمرة", None),
    ("المئة", 100), ("بالرابع", 4), ("12", None), ("الخميس", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), CARDINALS)
def test_cardinals_are_read_to_their_end(text: str, value: float) -> None:
    tokens = words(text, FOLD)
    read = NUMBERS.cardinal(tokens, 0)
    assert read is not None
    assert (plain(read[0]), read[1]) == (value, len(tokens))


@pytest.mark.parametrize(("text", "value"), ORDINALS)
def test_ordinals(text: str, value: int | None) -> None:
    read = NUMBERS.ordinal(words(text, FOLD), 0)
    assert (read and read[0]) == value


@pytest.mark.parametrize(
    ("text", "value", "used"),
    [
        ("ثلاثة وخمسة", 3, 1),
        ("خمسة ثلاثة", 5, 1),
        ("3 و5", 3, 1),
        ("عشرين ثلاثين", 20, 1),
        ("3 آلاف 4 آلاف", 3000, 2),
    ],
)
def test_numbers_that_stand_side_by_side_are_not_added(text: str, value: int, used: int) -> None:
    assert NUMBERS.cardinal(words(text, FOLD), 0) == (Decimal(value), used)


@pytest.mark.parametrize("text", ["آلاف الجنود", "ملايين", "كتاب", "", "و", "أثنى الوزير"])
def test_what_is_no_number(text: str) -> None:
    assert NUMBERS.cardinal(words(text, FOLD), 0) is None


def test_an_identifier_is_no_quantity() -> None:
    assert read_digits("1" * 19) is None
    assert read_digits("1.2.3.4") is None


def test_decimals_stay_exact() -> None:
    read = NUMBERS.cardinal(words("4.1 مليارات", FOLD), 0)
    assert read is not None
    assert plain(read[0]) == 4100000000
    assert isinstance(plain(read[0]), int)


def test_english_order_needs_only_data() -> None:
    fold = Folder({})
    grammar = NumberGrammar.from_dict(
        {
            "bare_addition": True, "joiners": ["and", "-"],
            "after_ordinal": ["th", "st", "nd", "rd"],
            "values": {"3": ["three"], "5": ["five"], "20": ["twenty"], "1": ["a"]},
            "scales": {"100": ["hundred"], "1000": ["thousand"]},
            "ordinals": {"1": ["first"], "20": ["twentieth"]},
        },
        fold,
    )  # fmt: skip
    for text, value in (
        ("twenty-five", 25),
        ("twenty five", 25),
        ("three hundred and five", 305),
        ("a thousand", 1000),
    ):
        read = grammar.cardinal(words(text, fold), 0)
        assert read is not None
        assert read[0] == value
    assert grammar.ordinal(words("20th", fold), 0) == (Decimal(20), 2)
    assert grammar.ordinal(words("twentieth", fold), 0) == (Decimal(20), 1)


VOCABULARY = [
    t
    for values in ("values", "scales", "fractions", "ordinals")
    for f in TIMES["numbers"][values].values()
    for t in f
]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(VOCABULARY), st.text(max_size=6), st.integers(0, 10**20).map(str)
        ),
        max_size=12,
    )
)
def test_anything_can_be_read(parts: list[str]) -> None:
    tokens = words(" ".join(parts), FOLD)
    for at in range(len(tokens) + 1):
        for read in (NUMBERS.cardinal(tokens, at), NUMBERS.ordinal(tokens, at)):
            assert read is None or (at < read[1] <= len(tokens) and read[0] >= 0)
