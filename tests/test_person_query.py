"""A person by name: spelling variants and scripts find him, and what cannot be compared is never taken for him."""

from __future__ import annotations

import pytest

from marsad.record.person import person
from marsad.record.wording import LANGUAGES, say
from record_press import START, Press, Told
from test_facts import listed


@pytest.fixture(scope="module")
def snapshot():
    press = Press()
    for published, outlet, name, office in (
        ("2023-02-02", "al-sabah", "إيلي كوهين", "foreign_minister"),
        ("2023-04-19", "al-masa", "ايلي كوهين", "foreign_minister"),
        ("2024-05-01", "harbour", "Eli Cohen", "minister"),
        ("2024-05-02", "meridian", "Cohen", "minister"),
    ):
        told = Told(f"visit ISR>TKM {published}", f"{name} came by air to Ashgabat", people=(f"{name}/ISR/{office}",))
        press.tell(published, outlet, told)
    press.record.add_facts([
        listed("envoy", "SGP", "USA", status="took_up", person="Lee Kuan Yew", office="head_of_government", start="1967"),
        listed("office", "ISR", None, status="in_office", person="Eli Cohen", office="foreign_minister", start="2023"),
        listed("distance", "TKM", "IRN", status="reported", person="Eli Cohen"),
    ], START)  # fmt: skip
    return press.record.snapshot()


@pytest.mark.parametrize("name", ["إيلي كوهين", "ايلي كوهين", "Eli Cohen", "ELI COHEN"])
def test_any_spelling_finds_all_his_posts_with_their_sentences(snapshot, name):
    found = person(snapshot, name)
    spellings, *posts = found.section("posts").lines
    assert "Eli Cohen" in say(spellings.said) and "إيلي كوهين" in say(spellings.said)
    assert [say(p.said) for p in posts] == [
        "foreign minister of Israel: called so from 2023-02-02 to 2023-04-19 (articles: 2)",
        "minister of Israel: called so from 2024-05-01 to 2024-05-01 (articles: 1)",
    ]
    assert all(line.evidence for line in posts)
    assert [line.id for line in found.section("reference").lines] == ["office-ISR-None-2023-Eli Cohen"]


def test_a_surname_alone_is_listed_apart_and_never_as_equal(snapshot):
    found = person(snapshot, "Eli Cohen")
    apart = {line.said.value("name") for line in found.section("incomparable").lines}
    assert "Cohen" in apart
    posts = " ".join(say(line.said) for line in found.section("posts").lines)
    assert "2024-05-02" not in posts

    only = person(snapshot, "Cohen")
    assert only.section("posts").lines == ()
    assert {"Eli Cohen", "إيلي كوهين"} <= {line.said.value("name") for line in only.section("incomparable").lines}


def test_a_name_that_sounds_alike_of_another_state_is_not_his(snapshot):
    found = person(snapshot, "إيلي كوهين")
    assert all("Lee" not in e.quotation for x in found.section("reference").lines for e in x.evidence)
    assert "Lee Kuan Yew" not in say(found.section("posts").lines[0].said)


def test_a_list_names_him_only_in_what_is_about_persons(snapshot):
    assert all(not str(line.id).startswith("distance") for line in person(snapshot, "Eli Cohen").section("reference").lines)


@pytest.mark.parametrize("name", ["", "  ", "١٢٣", "Zzyzx Qwrtpl"])
def test_nobody_of_that_name_is_said(snapshot, name):
    found = person(snapshot, name)
    assert found.section("posts").lines == ()
    for language in LANGUAGES:
        assert found.to_dict(language)["sections"][0]["empty"]


def test_as_known_before_nothing_shows():
    press = Press()
    press.tell("2023-02-02", "a", Told("visit ISR>TKM 2023-02-02", "Eli Cohen came", people=("Eli Cohen/ISR/minister",)))
    assert person(press.record.snapshot(START), "Eli Cohen").section("posts").lines == ()
