"""Sentences, and the lines that are not the article."""

from __future__ import annotations

from marsad.coding.reading import Tools
from marsad.coding.scan import Sentence
from marsad.coding.sentences import Skipped
from marsad.model import Article


def split(text: str, title: str = "") -> tuple[list[Sentence], list[Skipped]]:
    return Tools.of("ar").splitter.split(Article(text=text, title=title))


def test_sentences_end_at_full_stops_and_lines() -> None:
    sentences, _ = split("وصل الوفد. بدأت المحادثات\nانتهى اليوم الأول؟ نعم.")
    assert [s.norms[0] for s in sentences] == ["وصل", "بدات", "انتهي", "نعم"]
    assert [s.line for s in sentences] == [0, 0, 1, 1]


def test_the_title_is_told_apart() -> None:
    sentences, _ = split("بدأت المحادثات.", title="الوفد يصل")
    assert [s.title for s in sentences] == [True, False]


def test_a_decimal_or_an_initial_ends_nothing() -> None:
    sentences, _ = split("بلغت القيمة 3.5 مليارات كما قال د. سالم أمس")
    assert len(sentences) == 1


def test_the_quotation_mark_stays_with_its_sentence() -> None:
    sentences, _ = split('قال "سنعود قريبا." ثم خرج من القاعة.')
    assert sentences[0].norms[-1] == '"'


def test_a_bulleted_line_is_a_related_link() -> None:
    _, skipped = split("وصل الوفد إلى العاصمة.\n- هل تنجح الوساطة الجديدة\nوبدأت المحادثات.")
    assert [s.reason for s in skipped] == ["related link"]


def test_a_line_of_marks_has_no_words() -> None:
    _, skipped = split("وصل الوفد.\n***\n")
    assert [s.reason for s in skipped] == ["no words"]


def test_words_keep_their_place() -> None:
    text = "وصل الوفدُ الرَّسمي.\r\nثم  غادر"
    for sentence in split(text)[0]:
        for word in sentence.words:
            assert text[word.start : word.end] == word.text


def test_no_sentence_is_endless() -> None:
    sentences, _ = split("كلمة " * 5000)
    assert sum(len(s.norms) for s in sentences) == 5000
    assert max(len(s.norms) for s in sentences) <= 400
