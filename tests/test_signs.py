"""The words in an evidence that tell more than its act does."""

from __future__ import annotations

import pytest

from marsad.language.tables import toml
from marsad.record import signs as module
from marsad.record.signs import names, signs


@pytest.mark.parametrize(
    ("text", "language", "shown", "not_shown"),
    [
        ("وقررت الحكومة فتح سفارة في مبنى مؤقت", "ar", {"decided", "embassy", "temporary"}, {"permanent"}),
        ("افتتح المقرّ الدائم للسفارة", "ar", {"permanent", "embassy"}, {"decided", "temporary"}),
        ("بعد ثلاثين عاماً على قيام العلاقات", "ar", {"anniversary", "relations"}, {"restored"}),
        ("خفض التمثيل إلى القائم بالأعمال", "ar", {"lowered", "level_charge"}, {"severed", "suspended"}),
        ("لم تفتح سفارة بعد", "ar", {"not_done"}, {"decided"}),
        ("The minister inaugurated a permanent embassy", "en", {"permanent", "embassy"}, {"temporary"}),
        ("It re-established full diplomatic relations", "en", {"restored", "level_full", "relations"}, {"anniversary"}),
        ("Its consulate-general was closed", "en", {"consulate_general", "closed"}, {"embassy"}),
        ("It recalled the ambassador for consultations", "en", {"consultations"}, {"for_good"}),
    ],
)
def test_signs_are_seen_in_folded_words_with_their_particles(text, language, shown, not_shown):
    found = set(signs(text, language))
    assert shown <= found
    assert not not_shown & found


def test_a_word_inside_another_is_no_sign():
    assert "closed" not in signs("the disclosure of papers", "en")
    assert "permanent" not in signs("semipermanent arrangements", "en")


def test_a_language_without_words_shows_none_and_an_unknown_one_is_tried_in_all():
    assert signs("افتتح المقر الدائم", "fr") == {}
    assert "permanent" in signs("افتتح المقر الدائم", None)
    assert "permanent" in signs("a permanent embassy", None)


def test_every_sign_has_words_in_both_languages():
    data = toml(__import__("importlib.resources", fromlist=["files"]).files(module.__package__), "signs.toml")
    assert names() == frozenset(data)
    assert all(set(languages) >= {"ar", "en"} for languages in data.values())
