"""Whom short names and descriptions mean, and that finding out does not slow down on long texts."""

from __future__ import annotations

import itertools

import pytest

from marsad.coding.coder import Coder
from marsad.coding.memory import Memory
from marsad.coding.roster import Known, Roster, near
from marsad.language.pack import load
from marsad.model import Article


def known(name: str, codes: tuple[str, ...] = (), office: str = "") -> Known:
    return Known(tuple(name.split()), codes, office, (0, 1))


def roster_of(*people: Known) -> Roster:
    roster = Roster()
    for person in people:
        roster.add(person)
    return roster


@pytest.mark.parametrize("name", ["كريم سالم", "سالم", "كريم علي سالم النجار", "كريم سالن"])
def test_a_part_a_longer_form_and_another_spelling_are_one_person(name: str) -> None:
    person = known("كريم علي سالم" if name != "كريم سالن" else "كريم سالم")
    assert roster_of(person).match(tuple(name.split()), (), "") is person


def test_people_of_two_states_are_two() -> None:
    roster = roster_of(known("كريم سالم", ("TUN",)))
    assert roster.match(("كريم", "سالم"), ("DZA",), "") is None


def test_one_family_name_and_office_is_one_person() -> None:
    roster = roster_of(known("كريم سالم", (), "minister"))
    assert roster.match(("عبدو", "سالم"), (), "minister") is roster.people[0]
    assert roster.match(("عبدو", "سالم"), (), "ambassador") is None


def test_the_first_of_several_wins() -> None:
    roster = roster_of(known("كريم سالم"), known("نبيل سالم"))
    assert roster.match(("سالم",), (), "") is roster.people[0]


def test_a_fuller_name_is_found_again() -> None:
    roster = roster_of(known("كريم سالم"))
    roster.rename(roster.people[0], ("كريم", "بدر", "سالم"), (0, 9))
    assert roster.match(("بدر", "سالم"), (), "") is roster.people[0]


def test_spellings_differ_by_one_letter() -> None:
    assert near(("جورج", "ميتشل"), ("جورج", "ميتشيل"))
    assert not near(("جورج", "ميتشل"), ("جورج", "براون"))
    assert not near(("جورج",), ("جورج",))


def test_a_look_up_visits_a_bounded_number_of_people() -> None:
    """Thousands of people who share a first name: the work a name asks for does not grow with them."""
    letters = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
    families = ["".join(p) for p in itertools.islice(itertools.permutations(letters, 4), 4000)]

    def looked_at(count: int) -> int:
        roster = Roster()
        for family in families[:count]:
            tokens = ("سامي", family)
            if roster.match(tokens, (), "minister") is None:
                roster.add(Known(tokens, (), "minister", (0, 1)))
        return roster.looked_at

    assert looked_at(4000) <= 150 * 4000
    assert looked_at(4000) < 6 * looked_at(1000)


def test_what_was_spoken_of_is_kept_once() -> None:
    memory = Memory(load("ar"), ())
    for _ in range(1000):
        memory._remember(("EGY",))
        memory._remember(("SDN",))
    assert len(memory._recent) == 2
    assert memory.two_parties() == ("EGY", "SDN")


def test_his_counterpart_and_the_minister_follow_the_article() -> None:
    text = (
        "استقبل وزير الخارجية العماني يوسف بن علوي أمس وزير الخارجية الإيراني محمد جواد ظريف في مسقط.\n"
        "وقال ظريف إن زيارته مهمة."
    )
    coded = Coder().code(Article(text=text, published="2015-05-02"))
    assert {(p.country, p.office) for p in coded.people} == {("OMN", "foreign_minister"), ("IRN", "foreign_minister")}
    last = text.rindex("ظريف")
    assert any(m.value == "IRN" and m.span.start == last for m in coded.mentions)


def test_his_country_is_that_of_the_one_who_speaks() -> None:
    text = "قال وزير الخارجية التركي إن طهران مستعدة.\nوقال وزير الخارجية الياباني إن بلاده ترحب بالحوار."
    coded = Coder().code(Article(text=text, published="2015-05-02"))
    start = text.index("بلاده")
    assert [m.value for m in coded.mentions if m.kind == "actor" and m.span.start == start] == ["JPN"]
