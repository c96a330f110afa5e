"""What marsad writes is read back as it was; what is wrong is refused with its line, and the rest is read."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange_record import ALL, HOSTILE, ROOT, hostile, record, written
from marsad.coding.coder import Coder
from marsad.exchange import ExchangeError
from marsad.exchange.reading import ReferenceEvent, Refusal, read_coded, read_judgements, read_polecat
from marsad.model import Article, CodedArticle
from marsad.record.judgements import judgement, judgement_dict
from marsad.record.types import Query

TEXT = "زار وزير الخارجية المصري سامح شكري أمس أنقرة."


def coded() -> CodedArticle:
    return Coder().code(Article(TEXT, "عنوان", "2024-03-05", "one", "https://news.example/1", "وكالة", "ar"))


def line(**changes) -> str:
    return json.dumps(coded().to_dict() | changes, ensure_ascii=False)


def test_coded_lines_come_back_as_they_were():
    original = coded()
    (back,) = read_coded([line()], {"one": original.article}.get)
    assert isinstance(back, CodedArticle)
    assert back.to_dict() == original.to_dict()
    assert [e.trigger for e in back.events] == [e.trigger for e in original.events]


def test_a_line_may_carry_its_text():
    (back,) = read_coded([line(text=TEXT)])
    assert isinstance(back, CodedArticle) and back.article.content.endswith(TEXT)


def test_gold_has_no_spans_and_is_found_in_the_text():
    record_ = {
        "id": "g", "title": "t", "text": TEXT, "published": "2024-03-05", "language": "ar",
        "events": [{"act": "visit", "status": "happened", "source": ["EGY"], "target": ["TUR"], "date": "2024-03-04",
                    "place": {"country": "TUR", "city": "Ankara"}, "sectors": [], "attribution": None,
                    "evidence": TEXT[:20]}],
        "people": [{"name": "سامح شكري", "country": "EGY", "office": "foreign_minister"}],
        "claims": [],
    }  # fmt: skip
    (back,) = read_coded([json.dumps(record_)], coder="gold")
    assert isinstance(back, CodedArticle) and back.coder == "gold"
    assert back.events[0].evidence.start == 2 and back.events[0].cameo == "042"


def test_the_gold_of_the_project_is_read_whole():
    path = ROOT.parent / "shared" / "gold" / "dev.jsonl"
    if not path.exists():
        pytest.skip("the gold files are not on this machine")
    lines = path.read_text("utf-8").splitlines()[:40]
    found = list(read_coded(lines))
    assert not [one for one in found if isinstance(one, Refusal)]
    assert len(found) == len(lines)


@pytest.mark.parametrize(
    ("bad", "code"),
    [("{", "not-json"), ("[1]", "not-an-object"), ('{"id": "x"}', "no-text"),
     (json.dumps({"text": "a", "events": [{"act": "dance", "evidence": "a"}]}), "no-act"),
     (json.dumps({"text": "a", "events": [{"act": "visit", "evidence": "b"}]}), "not-in-text"),
     (json.dumps({"text": "a", "events": [{"act": "visit", "evidence": "a", "span": [5, 6]}]}), "not-in-text"),
     (json.dumps({"text": "a", "events": [{"act": "visit", "evidence": "a", "date": "soon"}]}), "bad-edtf"),
     (json.dumps({"text": "a", "events": [{"act": "visit", "evidence": "a", "status": "maybe"}]}), "no-status"),
     (json.dumps({"text": "a", "events": [{"act": "visit", "evidence": "a", "source": "ISR"}]}), "bad-coding"),
     (json.dumps({"text": "a", "events": [7]}), "bad-coding"),
     (json.dumps({"text": "a", "published": "when"}), "bad-date"),
     ("[" * 100_000, "not-json")],
)  # fmt: skip
def test_a_bad_line_is_refused_with_its_number_and_the_others_are_read(bad, code):
    first, second, third = read_coded([line(text=TEXT), bad, line(text=TEXT)])
    assert isinstance(first, CodedArticle) and isinstance(third, CodedArticle)
    assert isinstance(second, Refusal) and (second.line, second.code) == (2, code)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) |
                    st.dictionaries(st.sampled_from(["text", "events", "act", "evidence", "span", "people"]), inner)))
def test_whatever_json_is_given_nothing_breaks(value):
    for one in read_coded([json.dumps(value)]):
        assert isinstance(one, CodedArticle | Refusal)
    for other in read_judgements([json.dumps(value)]):
        assert isinstance(other, Refusal)


def test_judgements_come_back():
    report = record().reports(record().events(Query(limit=1)).events[0].reports)[0]
    made = judgement("reject", [report], "someone", dt.datetime(2026, 1, 2, tzinfo=dt.UTC), note="لا")
    (back, refused) = read_judgements([json.dumps(judgement_dict(made)), "", '{"id": 1}'])
    assert back == made
    assert isinstance(refused, Refusal) and refused.line == 3


def test_polecat_rows_come_back_as_reference_events():
    data, tally = written("polecat", record())
    found = list(read_polecat(data.decode().splitlines(), "own export"))
    assert len(found) == tally.rows and all(isinstance(one, ReferenceEvent) for one in found)
    one = next(e for e in found if isinstance(e, ReferenceEvent) and e.city == "Ashgabat")
    assert one.origin == "own export" and one.lat and 37 < one.lat < 39
    assert "None" not in one.row.values()


def test_polecat_with_hostile_words_and_broken_rows():
    lines = written("polecat", hostile(), ALL)[0].decode().split("\n")[:-1]
    broken = [*lines, "too\tfew", lines[1].replace("2024-03-04", "yesterday", 1)]
    found = list(read_polecat(broken, "own export"))
    refused = [one for one in found if isinstance(one, Refusal)]
    assert len(found) == len(broken) - 1
    assert [one.line for one in refused] == [len(lines) + 1, len(lines) + 2]
    assert any(isinstance(one, ReferenceEvent) and HOSTILE[:10] in str(one.publisher) for one in found)


def test_polecat_needs_its_header_and_a_source():
    with pytest.raises(ExchangeError, match="Event Type"):
        list(read_polecat(["Event ID\tEvent Date"], "x"))
    with pytest.raises(ExchangeError, match="source"):
        list(read_polecat([], " "))
