"""What holds for any text at all: the coder never fails, spans are exact, the same text gives the same result."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.coding.coder import Coder
from marsad.language.pack import load
from marsad.language.text import words
from marsad.model import Article

CODER = Coder()
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MARKS = "\u0640\u064b\u064e\u064f\u0650\u0651\u0652\u0670"
PIECES = [
        "وزير الخارجية المصري", "الرئيس", "سامح شكري", "زار", "التقى", "أدان", "وقع اتفاقية مع", "السفير لدى",
        "تركيا", "إيران", "بلاده", "الجانبان", "نظيره", "في", "إلى", "مع", "و", "أمس", "غدا",
        "يوم الأحد 12 مايو", "منذ 29 عاما", "قال", "إن", "لم", "سوف", ".", "،", "\"", "(", ")", "\n", "- ",
        "٢٠١٥", "،،", "ﻣﺼﺮ", "ﻻ", "محمد بن", "Reuters", "د.",
    ]
QUICK = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

arabic = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)
sprinkled = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", *BIDI, *MARKS])), max_size=30).map(
    lambda parts: " ".join(piece[:2] + extra + piece[2:] for piece, extra in parts)
)
anything = st.text(max_size=200)
day = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1))


def spans(value: Any) -> list[tuple[int, int, str]]:
    """All spans of a result, wherever they are."""
    coded = CODER.code(value)
    found = [s for e in coded.events for s in (e.evidence, e.trigger) if s is not None]
    found += [s for p in coded.people for s in p.mentions]
    found += [c.evidence for c in coded.claims] + [m.span for m in coded.mentions]
    return [(s.start, s.end, s.text) for s in found]


@QUICK
@given(text=arabic | sprinkled | anything, title=st.just("") | arabic | anything, published=day)
def test_every_span_is_exact_and_inside(text: str, title: str, published: dt.date | None) -> None:
    article = Article(text=text, title=title, published=published, language="ar")
    for start, end, told in spans(article):
        assert 0 <= start < end <= len(article.content)
        assert article.content[start:end] == told


@QUICK
@given(text=arabic | anything)
def test_the_same_text_gives_the_same_result(text: str) -> None:
    article = Article(text=text)
    assert CODER.code(article).to_dict() == Coder().code(article).to_dict()


@QUICK
@given(text=anything | sprinkled)
def test_words_never_shift(text: str) -> None:
    last = 0
    for word in words(text, load("ar").fold):
        assert last <= word.start < word.end <= len(text)
        assert text[word.start : word.end] == word.text and word.norm
        last = word.end


@QUICK
@given(text=arabic, mark=st.sampled_from(BIDI + MARKS), every=st.integers(2, 5))
def test_invisible_marks_inside_words_change_no_word(text: str, mark: str, every: int) -> None:
    fold = load("ar").fold
    plain = [w.norm for w in words(text, fold)]
    marked = "".join(
        c + mark if i % every == 0 and c.isalpha() and text[i + 1 : i + 2].isalpha() else c for i, c in enumerate(text)
    )
    assert [w.norm for w in words(marked, fold)] == plain


@QUICK
@given(text=arabic)
def test_folding_is_stable(text: str) -> None:
    fold = load("ar").fold
    for word in words(text, fold):
        assert fold(word.norm) == word.norm == fold(unicodedata.normalize("NFKC", word.text))
