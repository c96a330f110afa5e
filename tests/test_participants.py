"""Who takes part in an event, by its evidence; and reports, their keys and ids."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from marsad.coding.coder import Coder
from marsad.model import Article, CodedArticle, EventMention, Person, Span
from marsad.record.participants import participants
from marsad.record.reports import article_key, head_of, report_id, report_of, reports_of

CODER = Coder()
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def told(text: str, act: str, language: str = "ar") -> set[tuple[str | None, str | None, str | None]]:
    """The participants of the event of an act in a text."""
    coded = CODER.code(Article(text, published="2023-04-20", language=language))
    events = [event for event in coded.events if event.act == act]
    assert events, coded.events
    return {(p.name, p.country, p.office) for event in events for p in participants(coded, event)}


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        (
            "التقى وزير الخارجية المصري سامح شكري نظيره الروسي سيرغي لافروف في القاهرة أمس.",
            "meet",
            {("سامح شكري", "EGY", "foreign_minister"), ("سيرغي لافروف", "RUS", "foreign_minister")},
        ),
        ("وصل وزير الخارجية العماني أمس إلى طهران.", "visit", {(None, "OMN", "foreign_minister")}),
        ("زار الرئيس الفرنسي إيمانويل ماكرون الجزائر أمس.", "visit", {("إيمانويل ماكرون", "FRA", "head_of_state")}),
        ("طردت تركيا السفير الإسرائيلي أمس.", "expel_envoy", {(None, "ISR", "ambassador")}),
        ("قطعت السعودية أمس علاقاتها الدبلوماسية مع إيران.", "sever_relations", set()),
    ],
)
def test_arabic(text: str, act: str, expected: set[tuple[str | None, str, str]]) -> None:
    assert told(text, act) == expected


def test_english() -> None:
    found = told("French President Emmanuel Macron visited Algeria on Thursday.", "visit", "en")
    assert found == {("Emmanuel Macron", "FRA", "head_of_state")}


def _coded(people: tuple[Person, ...], evidence: Span, language: str = "ar") -> tuple[CodedArticle, EventMention]:
    event = EventMention("meet", "happened", ("EGY", "TUR"), (), evidence)
    return CodedArticle(Article(evidence.text), language, (event,), people), event


def test_only_people_of_the_parties_inside_the_evidence_take_part() -> None:
    text = "شكري وجاويش ولافروف وماكرون"
    inside = Span(0, 20, text[:20])
    people = (
        Person("سامح شكري", "EGY", "foreign_minister", (Span(0, 4, "شكري"),)),
        Person("مولود جاويش", "TUR", "foreign_minister", (Span(18, 24, "x"), Span(6, 11, "جاويش"))),
        Person("سيرغي لافروف", "RUS", "foreign_minister", (Span(13, 19, "لافروف"),)),
        Person("بلا بلد", None, "other", (Span(0, 4, "شكري"),)),
        Person("خارج النص", "EGY", "minister", (Span(21, 26, "ماكرون"),)),
    )
    coded, event = _coded(people, inside)
    assert [(p.name, p.country) for p in participants(coded, event)] == [("سامح شكري", "EGY"), ("مولود جاويش", "TUR")]


def test_a_language_without_a_pack_has_no_titles() -> None:
    coded, event = _coded((), Span(0, 7, "ministr"), "ru")
    assert participants(coded, event) == ()


# ---------------------------------------------------------------- reports

ARTICLE = Article(
    "وصل وزير الخارجية العماني أمس إلى طهران.", "عنوان", "2023-05-16", "id-1", "http://x.test/1", "outlet"
)  # fmt: skip


def test_an_articles_key_is_made_of_all_its_fields() -> None:
    assert article_key(ARTICLE) == article_key(Article.from_dict({
        "text": ARTICLE.text, "title": "عنوان", "published": "2023-05-16", "id": "id-1", "url": "http://x.test/1",
        "outlet": "outlet",
    }))  # fmt: skip
    for name, value in {
        "text": "غيره", "title": "", "published": None, "id": "id-2", "url": None, "outlet": "other", "language": "ar",
    }.items():  # fmt: skip
        told: dict[str, Any] = {"text": ARTICLE.text, "title": ARTICLE.title, "published": ARTICLE.published}
        told |= {"id": ARTICLE.id, "url": ARTICLE.url, "outlet": ARTICLE.outlet, "language": None, name: value}
        assert article_key(Article(**told)) != article_key(ARTICLE), name


def test_text_with_half_a_character_has_a_key() -> None:
    assert article_key(Article("\ud800")).startswith("k-")


def test_reports_take_over_the_coding_and_the_head() -> None:
    coded = CODER.code(ARTICLE)
    head = head_of(ARTICLE, AT, language=coded.language, agency="wakalat", signature=b"x")
    assert (head.id, head.language, head.agency, head.recorded_at) == ("id-1", "ar", "wakalat", AT)
    (told,) = [r for r in reports_of(coded, head) if r.act == "visit"]
    event = next(e for e in coded.events if e.act == "visit")
    assert told == report_of(coded, event, head) and told.id == report_id(head.key, event)
    assert (told.source, told.target, told.date) == (event.source, event.target, event.date)
    assert (told.evidence, told.place, told.rules) == (event.evidence, event.place, event.rules)
    assert told.participants and told.article is head


def test_the_id_of_a_report_tells_any_difference_in_the_coding() -> None:
    event = CODER.code(ARTICLE).events[0]
    changed = [
        replace(event, confidence=event.confidence / 2), replace(event, date=None), replace(event, rules=("other",)),
        replace(event, status="denied"), replace(event, sectors=("energy",)),
    ]  # fmt: skip
    ids = {report_id("k-1", e) for e in (event, *changed)} | {report_id("k-2", event)}
    assert len(ids) == len(changed) + 2
    assert report_id("k-1", event) == report_id("k-1", replace(event))


def test_what_is_coded_twice_is_one_report() -> None:
    coded = CODER.code(ARTICLE)
    twice = replace(coded, events=coded.events * 2)
    head = head_of(ARTICLE, AT)
    assert reports_of(twice, head) == reports_of(coded, head)
