"""The language of a text, told offline; one without a pack is kept, counted and said."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.languages import Tally, tell


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("وصل وزير الخارجية إلى العاصمة في زيارة رسمية تستغرق يومين", "ar"),
        ("The foreign minister arrived in the capital for a two-day visit", "en"),
        ("Министр иностранных дел прибыл с визитом в столицу", "ru"),
        ("Dışişleri Bakanı resmi ziyaret için başkente geldi", "tr"),
        ("שר החוץ הגיע לביקור רשמי בן יומיים בעיר הבירה", "he"),
        ("وزیر خارجه در سفری رسمی وارد پایتخت شد و با همتای خود دیدار کرد", "fa"),
        ("Le ministre des Affaires étrangères est arrivé mardi dans la capitale", "fr"),
        ("وزیر خارجہ دو روزہ سرکاری دورے پر دارالحکومت پہنچ گئے ہیں", "ur"),
    ],
)  # fmt: skip
def test_languages_of_the_press(text, code):
    told = tell(text)
    assert told.code == code
    assert told.pack is (code in ("ar", "en"))


def test_what_a_page_declares_counts_only_where_the_words_do_not_tell():
    assert tell("123 456", "ar-EG").code == "ar"
    assert tell("123 456").code == "und"
    assert tell("The foreign minister arrived in the capital for a two-day visit", "ar").code == "en"


def test_nothing_is_fetched(monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert tell("وصل وزير الخارجية إلى العاصمة").code == "ar"


def test_languages_without_a_pack_are_counted_and_said():
    tally = Tally()
    for text in (
        "Министр прибыл с визитом в столицу",
        "Министр улетел из столицы вечером",
        "وصل وزير الخارجية إلى العاصمة",
    ):
        tally.add(tell(text))
    assert tally.counts == {"ru": 2, "ar": 1}
    assert tally.unread == {"ru": 2}
    assert "2 ru" in tally.message()
    assert Tally().message() == ""


@given(st.text(max_size=200), st.none() | st.text(max_size=8))
def test_any_text_has_an_answer(text, declared):
    told = tell(text, declared)
    assert told.code and 0.0 <= told.confidence <= 1.0
