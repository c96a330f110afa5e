"""The causes of errors, on articles of two or three sentences coded by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad import Article, Coder
from marsad.coding.explain import Considered, Explanation, SentenceTrace
from marsad.evaluation.errors import CAUSES, errors_of, tabulate
from marsad.model import CodedArticle, EventMention, Person, Span

FIRST, SECOND = "وصل الوزير إلى مسقط.", "وأشاد بدور عمان."
ARTICLE = Article(f"{FIRST} {SECOND}", published=dt.date(2023, 5, 16), id="a1")


def gold(act, source, target=(), evidence=FIRST, status="happened", **more):
    return {"act": act, "source": list(source), "target": list(target), "status": status, "evidence": evidence} | more


def coded(act, source, target=(), evidence=FIRST, status="happened", **more):
    start = ARTICLE.content.index(evidence)
    return EventMention(act, status, tuple(source), tuple(target), Span(start, start + len(evidence), evidence), **more)


def trace(text, parties=("IRN", "OMN"), considered=()):
    start = ARTICLE.content.index(text)
    codes = tuple((code,) for code in parties)
    return SentenceTrace(Span(start, start + len(text), text), "", parties=codes, considered=tuple(considered))


def word(act, source=(), target=(), acts=(), stage="judge"):
    return Considered(act, tuple(acts) or (act,), tuple(source), tuple(target), 0.1, stage)


def causes(golds, founds, traces=(), people=(), found_people=()):
    """(kind, cause) of each error of an article with these events."""
    article = CodedArticle(ARTICLE, "ar", tuple(founds), tuple(found_people))
    traces = traces or (trace(FIRST), trace(SECOND))
    record = {"id": "a1", "events": golds, "people": list(people)}
    return [(e.kind, e.cause) for e in errors_of(record, Explanation(tuple(traces), article))]


VISIT = gold("visit", ["IRN"], ["OMN"])


def test_what_is_right_is_no_error():
    assert causes([VISIT], [coded("visit", ["IRN"], ["OMN"])]) == []


@pytest.mark.parametrize(
    ("found", "cause"),
    [
        (coded("visit", ["OMN"], ["IRN"]), "wrong direction"),
        (coded("visit", ["OMN"], ["IRN"], SECOND), "wrong direction"),
        (coded("meet", ["OMN", "IRN"]), "wrong act"),
        (coded("visit", ["IRN"], ["QAT"]), "wrong party"),
        (coded("visit", ["SAU"], ["QAT"]), "wrong party"),
    ],
)
def test_an_event_told_wrongly_is_missed_and_invented_for_one_reason(found, cause):
    assert causes([VISIT], [found]) == [("missed", cause), ("invented", cause)]


def test_each_event_is_confused_with_one_other_at_most():
    found = [coded("meet", ["OMN", "IRN"]), coded("praise", ["OMN"], ["IRN"])]
    known = [trace(FIRST, considered=[word("visit", ["IRN"], ["OMN"])]), trace(SECOND)]
    assert causes([VISIT], found, known) == [
        ("missed", "wrong act"), ("invented", "wrong act"), ("invented", "beside an event"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parties", "considered", "cause"),
    [
        (["IRN"], [], "actor not found"),
        (["IRN", "OMN"], [], "trigger unknown"),
        (["IRN", "OMN"], [word("meet", acts=["meet", "visit"])], "act not chosen"),
        (["IRN", "OMN"], [word("visit", stage="rule")], "forbidden by a rule"),
        (["IRN", "OMN"], [word("visit", ["IRN"], ["OMN"])], "dropped by the judge"),
        (["IRN", "OMN"], [word("visit", stage="party")], "parties not cast"),
        (["IRN", "OMN"], [word("visit", ["OMN"], ["IRN"])], "parties not cast"),
    ],
)
def test_what_was_not_coded_is_looked_for_where_the_coder_went(parties, considered, cause):
    assert causes([VISIT], [], [trace(FIRST, parties, considered)]) == [("missed", cause)]


def test_a_party_of_another_sentence():
    traces = [trace(FIRST, ["OMN"], [word("visit", ["QAT"], ["OMN"])]), trace(SECOND, ["IRN"])]
    assert causes([VISIT], [], traces) == [("missed", "party only elsewhere")]


def test_a_quotation_that_is_not_in_the_article():
    assert causes([gold("visit", ["IRN"], ["OMN"], "غادر")], []) == [("missed", "not found")]


def test_a_line_that_is_not_coded_is_no_sentence_of_the_article():
    start = ARTICLE.content.index(FIRST)
    skipped = SentenceTrace(Span(start, start + len(FIRST), FIRST), "not coded: related link", coded=False)
    assert causes([VISIT], [], [skipped, trace(SECOND)]) == [("missed", "not found")]


def test_a_person_of_another_country():
    people = [{"name": "بدر البوسعيدي", "country": "OMN", "office": "foreign_minister"}]
    mistaken = [Person("البوسعيدي", "QAT", "foreign_minister")]
    traces = [trace(FIRST, ["IRN", "QAT"])]
    assert causes([VISIT], [], traces, people, mistaken) == [("missed", "wrong country")]


def test_two_occasions_coded_as_one_and_one_coded_as_two():
    two = [gold("visit", ["IRN"], ["OMN"], date="2022"), gold("visit", ["IRN"], ["OMN"], SECOND, date="2023-05-16")]
    once = coded("visit", ["IRN"], ["OMN"], date="2023-05-16")
    assert causes(two, [once]) == [("missed", "merged")]
    again = coded("visit", ["IRN"], ["OMN"], SECOND)
    assert causes(two[1:], [once, again]) == [("invented", "split")]


@pytest.mark.parametrize(
    ("golds", "found", "cause"),
    [
        ([], coded("meet", ["IRN", "OMN"]), "decoy"),
        ([VISIT], coded("meet", ["QAT", "SAU"]), "beside an event"),
        ([VISIT], coded("praise", ["IRN"], ["OMN"], SECOND), "between known parties"),
        ([VISIT], coded("praise", ["QAT"], ["OMN"], SECOND), "not an event"),
    ],
)
def test_what_is_invented(golds, found, cause):
    right = [coded("visit", ["IRN"], ["OMN"])] if golds else []
    assert causes(golds, [*right, found]) == [("invented", cause)]


def test_matched_events_that_are_not_exact():
    three = gold("meet", ["IRN", "OMN", "QAT"])
    assert causes([three], [coded("meet", ["IRN", "OMN"])]) == [("inexact", "party missing")]
    assert causes([VISIT], [coded("visit", ["IRN"], ["OMN", "QAT"], status="planned")]) == [
        ("inexact", "party too many"), ("inexact", "wrong status"),
    ]  # fmt: skip
    assert causes([three], [coded("meet", ["IRN", "OMN", "SAU"])]) == [("inexact", "party exchanged")]


@pytest.mark.parametrize(
    ("date", "background"),
    [("2023-05-15", False), ("2023-04-15", False), ("2023-04-14", True), ("2023-04", False), ("2023-03~", True),
     ("2023", False), ("2022~", True), (None, False)],
)  # fmt: skip
def test_background_lies_more_than_a_month_back(date, background):
    article = CodedArticle(ARTICLE, "ar")
    record = {"id": "a1", "events": [VISIT | {"date": date}]}
    (error,) = errors_of(record, Explanation((trace(FIRST),), article))
    assert error.background is background


def test_the_table_counts_each_error_once_and_its_shares_are_of_the_kind():
    article = CodedArticle(ARTICLE, "ar", (coded("praise", ["QAT"], ["OMN"], SECOND),))
    events = [VISIT, gold("aid", ["IRN"], ["OMN"], date="2020"), gold("call", ["IRN", "KWT"])]
    errors = errors_of({"id": "a1", "events": events}, Explanation((trace(FIRST), trace(SECOND)), article))
    rows = [(row.kind, row.cause, row.count, row.background) for row in tabulate(errors)]
    assert rows == [
        ("missed", "trigger unknown", 2, 1), ("missed", "actor not found", 1, 0), ("invented", "not an event", 1, 0),
    ]  # fmt: skip
    assert [row.share for row in tabulate(errors)] == pytest.approx([2 / 3, 1 / 3, 1])
    assert sum(row.count for row in tabulate(errors)) == len(errors)
    assert tabulate(errors) == tabulate(iter(errors))
    assert tabulate([]) == []


def test_every_cause_has_a_meaning():
    assert all(meaning and cause for told in CAUSES.values() for cause, meaning in told.items())


def test_the_coder_tells_what_it_considered():
    text = "وصل وزير الخارجية العماني بدر البوسعيدي إلى طهران. وقال إن الطقس جميل."
    explanation = Coder().explain(Article(text, language="ar", published="2023-05-16"))
    sentence = explanation.sentences[0]
    assert ("OMN",) in sentence.parties
    kept = [word for word in sentence.considered if word.stage == "kept"]
    assert [(word.act, word.source, word.target) for word in kept] == [("visit", ("OMN",), ("IRN",))]
    assert {word.stage for word in explanation.sentences[1].considered} <= {"rule", "party", "judge"}
    wanted = gold("visit", ["OMN"], ["IRN"], "وصل وزير الخارجية العماني بدر البوسعيدي إلى طهران")
    assert errors_of({"id": "x", "events": [wanted]}, explanation) == []
