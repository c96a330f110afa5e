"""Day, place and quotation of an event, from all that an article tells of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from marsad import Coder
from marsad.coding.candidates import Candidate
from marsad.coding.circumstances import gone
from marsad.coding.scan import Function, Hit, Sentence
from marsad.coding.settling import Story, clause, quoted
from marsad.coding.times import TimeMention
from marsad.language.entries import Frame, Trigger
from marsad.language.morphology import Analysis
from marsad.language.text import Folder, words
from marsad.model import Article, EventMention, Place

PUBLISHED = dt.date(2019, 5, 15)  # a Wednesday


def sentence(text: str, *, title: bool = False) -> Sentence:
    found = words(text, Folder({}))
    return Sentence(found, [w.norm for w in found], 0, title)


def candidate(index: int, at: int, act: str = "meet", **given: Any) -> Candidate:
    trigger = Trigger(rule=f"x.{act}", act=act, pos="verb", frame=Frame(("subject",), ("object",), False))
    hit = Hit(at, at + 1, [trigger], Analysis("x"))
    found = Candidate(index, hit, trigger, source=("EGY",), target=("SDN",), score=0.8)
    return replace(found, **given)


def story(*sentences: Sentence, visits: dict[frozenset[str], str] | None = None) -> Story:
    from marsad.coding.actors import Actor

    actors = [[Actor(0, 1, "state", ("EGY",))] for _ in sentences]
    return Story(sentences, actors, PUBLISHED, visits or {})


def test_quotation_comes_from_the_body_and_from_the_surer_teller():
    told = [sentence("a b c", title=True), sentence("a b c"), sentence("a b c")]
    headline, weak, sure = (
        candidate(0, 1, title=True), candidate(2, 1, score=0.2), candidate(1, 1, score=0.9),
    )  # fmt: skip
    assert quoted([headline, weak, sure], told) is sure
    assert quoted([headline], told) is headline


def test_clause_is_cut_at_the_comma_before_and_not_in_the_middle_of_the_act():
    told = "one two , three met four five , six seven eight nine ten eleven twelve thirteen , fourteen fifteen , last ."
    text = sentence(told)
    low, high = clause(candidate(0, 4), text, frozenset(","))
    assert (low, high) == (3, 19)


def test_clause_is_cut_at_an_opener():
    text = sentence("he said that Egypt met Sudan")
    text.functions = [Function(2, 3, "opener", "")]
    assert clause(candidate(0, 4), text, frozenset(","))[0] == 2


def test_own_day_beats_the_day_of_the_story():
    lead = sentence("x yesterday")
    lead.times = [TimeMention(1, 2, "2019-05-14", "day", "day", relative=True)]
    told = story(lead, sentence("a b c"))
    assert told.date(candidate(1, 1, date="2018"), []) == "2018"
    assert told.date(candidate(1, 1), []) == "2019-05-14"


@pytest.mark.parametrize("given", [{"status": "planned"}, {"source": ("FRA",)}])
def test_day_of_the_story_is_only_for_what_happened_among_those_present(given):
    lead = sentence("x yesterday")
    lead.times = [TimeMention(1, 2, "2019-05-14", "day", "day", relative=True)]
    assert story(lead, sentence("a b c")).date(candidate(1, 1, **given), []) is None


def test_a_day_long_past_is_not_the_day_of_the_story():
    lead = sentence("x then")
    lead.times = [TimeMention(1, 2, "2019-01-03", "day", "date")]
    assert story(lead, sentence("a b c")).date(candidate(1, 1), []) is None


def test_weekday_of_what_is_planned_is_the_next_one():
    time = TimeMention(1, 2, "2019-05-12", "day", "day", relative=True)
    planned = candidate(0, 0, date="2019-05-12", time=time, status="planned")
    told = story(sentence("a Sunday"))
    assert told.date(planned, []) == "2019-05-19"
    assert told.date(replace(planned, status="happened"), []) == "2019-05-12"


def test_place_is_where_the_visit_was_when_no_place_is_told():
    told = story(sentence("a b"), visits={frozenset({"EGY", "SDN"}): "SDN"})
    assert told.place(candidate(0, 0), []) == Place("SDN")
    assert told.place(candidate(0, 0, place=Place("FRA", "Paris")), []) == Place("FRA", "Paris")
    assert told.place(candidate(0, 0, act="accuse"), []) is None


def test_envoys_are_summoned_where_the_source_rules():
    assert story(sentence("a b")).place(candidate(0, 0, act="summon_envoy"), []) == Place("EGY")


def test_city_of_another_teller_completes_the_place():
    other = candidate(1, 0, place=Place("SDN", "Khartoum"))
    told = story(sentence("a b"), sentence("a b"))
    assert told.place(candidate(0, 0, place=Place("SDN")), [other]) == Place("SDN", "Khartoum")


def test_a_quotation_begins_and_ends_with_a_word():
    text = sentence(") - the minister met his colleague here .")
    low, high = clause(candidate(0, 4), text, frozenset(","))
    assert text.norms[low].isalnum() and text.norms[high - 1].isalnum()


def day(edtf: str | None, rule: str = "day", *, said: bool = False) -> TimeMention:
    return TimeMention(0, 1, edtf, "day", rule, said=said)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (day("2019-05-14"), "2019-05-14"),
        (day("2019-05-17"), "2019-05-10"),  # Friday, told of the past
        (day("2019-05-17", said=True), "2019-05-17"),  # next Friday, in so many words
        (day("2019-08", "month"), "2018-08"),
        (day("2019-05", "month"), "2019-05"),
        (day("2019-08-27", "date"), None),
        (day(None), None),
        (day("0001-01-03", "day"), "0001-01-03"),
    ],
)
def test_what_is_told_of_the_past_did_not_happen_tomorrow(time, expected):
    assert gone(time, PUBLISHED) == expected
    assert gone(time, None) == time.edtf


def test_before_the_calendar_begins_there_is_no_day():
    assert gone(day("0001-01-03"), dt.date(1, 1, 1)) is None


def coded(text: str, published: str = "2023-04-19") -> list[EventMention]:
    return list(Coder().code(Article(text, language="ar", published=published)).events)


@pytest.mark.parametrize(
    ("text", "act", "date"),
    [
        ("احتفلت مصر والهند بالذكرى الخمسين لإقامة العلاقات الدبلوماسية بين البلدين.", "establish_relations", "1973"),
        (
            "تحتفل تونس واليابان بمرور 40 عاما على إقامة العلاقات الدبلوماسية بين البلدين.",
            "establish_relations",
            "1983~",
        ),
    ],
)
def test_an_anniversary_dates_what_it_recalls(text, act, date):
    assert [event.date for event in coded(text) if event.act == act] == [date]
