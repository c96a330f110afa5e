"""Clitics off, adjectives inflected."""

from __future__ import annotations

import pytest

from marsad.language.pack import load

AR = load("ar")


@pytest.mark.parametrize(
    ("word", "core", "conjunction", "preposition"),
    [
        ("ومصر", "مصر", "و", ""),
        ("بمصر", "مصر", "", "ب"),
        ("وللأردن", "الاردن", "و", "ل"),
        ("فلبنان", "لبنان", "ف", ""),
        ("لبنان", "لبنان", "", ""),
    ],
)
def test_a_name_is_read_without_its_clitics(word: str, core: str, conjunction: str, preposition: str) -> None:
    reading = AR.name_readings(AR.fold(word))[0]
    assert (reading.core, reading.conjunction, reading.preposition) == (core, conjunction, preposition)


@pytest.mark.parametrize(
    ("word", "core", "pronoun"), [("زيارتها", "زياره", "ها"), ("بزيارته", "زياره", "ه"), ("زيارة", "زياره", "")]
)
def test_a_noun_is_read_without_its_pronoun(word: str, core: str, pronoun: str) -> None:
    readings = AR.trigger_readings(AR.fold(word), word)
    assert any((r.core, r.pronoun) == (core, pronoun) for r in readings)


def test_a_closed_word_carries_no_pronoun() -> None:
    assert not any(r.pronoun for r in AR.trigger_readings(AR.fold("زيارة"), "زيارة"))


def test_the_plainest_reading_comes_first() -> None:
    costs = [r.cost for r in AR.trigger_readings(AR.fold("وبزيارتهم"))]
    assert costs == sorted(costs)


def test_an_adjective_takes_gender_number_and_article() -> None:
    forms = {" ".join(words): plural for words, plural in AR.morphology.inflect(["تركي"])}
    assert forms["التركيه"] is False and forms["تركيون"] is True and "التركيين" in forms


def test_both_words_of_a_compound_adjective_agree() -> None:
    forms = {" ".join(words) for words, _ in AR.morphology.inflect(["كوري", "شمالي"])}
    assert "الكوريه الشماليه" in forms and "الكوري شماليه" not in forms


@pytest.mark.parametrize("word", ["", "و", "ال", "ب", "وال", "وبال"])
def test_fragments_do_no_harm(word: str) -> None:
    assert all(rest for *_, rest in AR.morphology.prefixes(word) if word)


def test_a_verb_carries_no_preposition_but_the_one_of_purpose() -> None:
    assert AR.morphology.verbal == {"ل"}
