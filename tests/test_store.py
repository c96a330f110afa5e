"""What the record keeps and answers, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from marsad.errors import MarsadError
from marsad.record.types import Query
from marsad.reference.facts import load
from marsad.reference.naming import search_keys
from marsad.store import Store
from marsad.store.verify import verify
from store_cases import HOUR, Opener, coded, judgement, opener, recoded, record, reports_of

__all__ = ["opener", "record"]  # fixtures

PAIR = Query(between=("ISR", "TKM"))
VISIT = "visit ISR>TKM 2023-04-19"


def ids(found):
    return [event.id for event in found.events]


def entries(record):
    return record.figures().get("entries", "0")


# ---- taking in


def test_same_bytes_twice_change_nothing(record: Store):
    first = record.ingest(coded(VISIT, people=("إيلي كوهين/ISR/foreign_minister",), claim="ISR|TKM"))
    before = record.figures()
    again = record.ingest(coded(VISIT, people=("إيلي كوهين/ISR/foreign_minister",), claim="ISR|TKM"))
    assert (first.written, again.written, first.key == again.key) == ("new", "unchanged", True)
    assert record.figures() == before


def test_what_was_stored_comes_back_whole(record: Store):
    told = coded(
        f"{VISIT} happened in TKM/Ashgabat", "sign ISR+TKM> 2023-04-20 planned", title="عنوان", url="http://a.example/1",
        people=("إيلي كوهين/ISR/foreign_minister",), claim="ISR|TKM",
    )  # fmt: skip
    key = record.ingest(told).key
    found = record.snapshot().article(key)
    assert found is not None
    assert found.coded == told
    assert found.text == told.article.content
    assert (found.head.id, found.head.title, found.head.url, found.head.outlet) == ("a1", "عنوان", "http://a.example/1", "One")
    by_id = record.snapshot().article("a1")
    assert by_id is not None and by_id.head == found.head
    assert record.snapshot().article("nothing") is None


def test_every_shown_event_has_a_quotation_of_its_article(record: Store):
    record.ingest(coded(VISIT, "meet ISR+TKM> 2023-04-20", title="عنوان"))
    record.ingest(coded(VISIT, id="b", outlet="Two"))
    view = record.snapshot()
    shown = view.events(Query(limit=None)).events
    assert len(shown) == 2
    for event in shown:
        for report in view.reports(event.reports):
            found = view.article(report.article.key)
            assert found is not None
            assert found.text[report.evidence.start : report.evidence.end] == report.evidence.text != ""


def test_two_reports_are_one_event(record: Store):
    record.ingest(coded(VISIT))
    record.ingest(coded(VISIT, id="b", outlet="Two"))
    (event,) = record.snapshot().events(PAIR).events
    assert len(event.reports) == 2 == event.sources


def test_a_report_that_comes_first_later_takes_the_event_over(record: Store):
    record.ingest(coded(VISIT, published="2023-04-21"))
    (before,) = record.snapshot().events(PAIR).events
    record.ingest(coded(VISIT, id="b", outlet="Two", published="2023-04-20"))
    (after,) = record.snapshot().events(PAIR).events
    assert before.id != after.id
    assert record.snapshot().event(before.id) == after  # every id it had leads to it


def test_the_order_of_articles_does_not_matter(record: Store, tmp_path):
    from marsad import store

    told = [
        coded(VISIT, "visit ISR>TKM 2023-04 planned", "open_mission ISR>TKM 2023-04-20", id="a"),
        coded("visit ISR>TKM 2023-04-20", "open_mission ISR>TKM 2023", id="b", outlet="Two", published="2023-04-21"),
        coded("visit ISR>TKM ? planned", "meet ISR+TKM> 2023-04-20", id="c", outlet="Three", published="2023-04-10"),
    ]
    with store.open(tmp_path / "other.db") as other:
        for one in told:
            record.ingest(one)
        for one in reversed(told):
            other.ingest(one)

        def shape(view):
            return [(e.id, e.act, e.date, e.reports, e.status) for e in view.events(Query(limit=None)).events]

        assert shape(record.snapshot()) == shape(other.snapshot()) != []


# ---- coded anew


def test_a_new_coding_supersedes_and_the_old_stays_readable(record: Store):
    told = coded(VISIT)
    key = record.ingest(told).key
    between_them = record.clock()
    outcome = record.ingest(recoded(told, act="meet", target=(), source=("ISR", "TKM")))
    assert outcome.written == "recoded"
    now, then = record.snapshot(), record.snapshot(between_them)
    assert [e.act for e in now.events(PAIR).events] == ["meet"]
    assert [e.act for e in then.events(PAIR).events] == ["visit"]
    new, old = now.article(key), then.article(key)
    assert new is not None and old is not None
    assert (new.codings, old.codings, old.coded) == (2, 1, told)
    assert new.coded is not None and new.coded.coder == "test-2"


def test_the_id_of_a_report_coded_anew_leads_to_the_event_in_its_place(record: Store):
    told = coded(VISIT)
    record.ingest(told)
    (before,) = record.snapshot().events(PAIR).events
    record.ingest(recoded(told, date="2023-04-18"))
    (after,) = record.snapshot().events(PAIR).events
    assert after.date == "2023-04-18" and after.id != before.id
    assert record.snapshot().event(before.id) == after


def test_a_coding_with_nothing_takes_the_event_away(record: Store):
    told = coded(VISIT, people=("إيلي كوهين/ISR/foreign_minister",))
    record.ingest(told)
    (before,) = record.snapshot().events(PAIR).events
    record.ingest(recoded(told))
    view = record.snapshot()
    assert view.events(PAIR).events == () and view.event(before.id) is None
    assert view.coverage("ISR", "TKM").articles == 0
    assert len(view.namings(search_keys("إيلي كوهين"))) == 1  # named still, and once


# ---- two times


def test_nothing_shows_before_it_was_recorded(record: Store):
    before = record.clock()
    key = record.ingest(coded(VISIT, claim="ISR|TKM", people=("إيلي كوهين/ISR/foreign_minister",), words="kalimat")).key
    after = record.clock()
    (report,) = reports_of(record, key)
    record.judge(judgement("j1", "note", report))
    record.load_reference(list(load("relations"))[:3])
    view = record.snapshot(before)
    assert view.events(Query()).events == () and view.count(Query()) == 0
    assert view.article(key) is None and view.article("a1") is None and view.reports([report.id]) == ()
    assert view.claims() == () and view.namings(search_keys("إيلي كوهين")) == ()
    assert view.judgements() == () and view.reference() == () and view.coverage("ISR").articles == 0
    assert view.event(f"ev-{report.id}") is None and view.balance("ISR", "TKM") == ()
    assert view.search("kalimat") == ()
    assert record.snapshot(after).judgements() == ()


def test_a_snapshot_stays_as_it_was(record: Store):
    record.ingest(coded(VISIT))
    view = record.snapshot()
    before = view.events(Query()), view.coverage("ISR")
    record.ingest(coded(VISIT, id="b", outlet="Two"))
    assert (view.events(Query()), view.coverage("ISR")) == before


def test_later_articles_do_not_take_the_places_of_a_search_of_the_past(record: Store):
    record.ingest(coded(VISIT, id="old", words="kalimat"))
    then = record.clock()
    record.ingest(coded("visit OMN>IRN 2023-04-19", id="new", words="kalimat"))
    assert [a.head.id for a in record.snapshot(then).search("kalimat", 1)] == ["old"]


def test_times_go_on_when_the_clock_goes_back(opener: Opener):
    first = opener()
    at = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    first.clock = lambda: at
    keys = []
    for number in range(3):
        keys.append(first.ingest(coded(VISIT, id=f"n{number}")).key)
        at -= HOUR
    times = [found.head.recorded_at for key in keys if (found := first.snapshot().article(key))]
    assert times == sorted(set(times)) and len(times) == 3


def test_what_changed_since_a_moment(record: Store):
    told = coded(VISIT)
    record.ingest(told)
    then = record.clock()
    record.ingest(coded(VISIT, id="b", outlet="Two", published="2023-04-21"))
    record.ingest(coded("sign ISR+TKM> 2023-05-01", id="c", published="2023-05-01"))
    record.ingest(coded("visit OMN>IRN 2023-05-01", id="d", published="2023-05-01"))
    changes = record.snapshot().alterations(PAIR, then)
    assert [(c.before and len(c.before.reports), c.after and len(c.after.reports)) for c in changes] == [(1, 2), (None, 1)]


# ---- the publisher's later version


@pytest.mark.parametrize("same", ["id", "url"])
def test_the_later_version_of_an_article(record: Store, same: str):
    first = coded(VISIT, id="a", url="http://a.example/1")
    later = coded(f"{VISIT} denied", id="a" if same == "id" else "b", url="http://a.example/1" if same == "url" else None)
    old = record.ingest(first).key
    then = record.clock()
    new = record.ingest(later).key
    found = record.snapshot().article(old)
    assert found is not None and found.superseded_by == new
    earlier = record.snapshot(then).article(old)
    assert earlier is not None and earlier.superseded_by is None
    by_id = record.snapshot().article("a")
    assert by_id is not None and by_id.head.key == (new if same == "id" else old)


def test_the_same_id_at_another_outlet_is_another_article(record: Store):
    old = record.ingest(coded(VISIT, id="1")).key
    record.ingest(coded(VISIT, id="1", outlet="Two"))
    found = record.snapshot().article(old)
    assert found is not None and found.superseded_by is None


# ---- judgements


def test_reject_and_withdraw(record: Store):
    key = record.ingest(coded(VISIT, f"{VISIT} in TKM/Ashgabat")).key
    before = record.snapshot().events(PAIR)
    report = reports_of(record, key)[0]
    assert record.judge(judgement("j1", "reject", report))
    assert not record.judge(judgement("j1", "reject", report))
    assert report.id not in [r for e in record.snapshot().events(PAIR).events for r in e.reports]
    record.judge(judgement("j2", "withdraw", withdraws="j1", at=record.clock()))
    assert record.snapshot().events(PAIR) == before
    assert [j.id for j in record.snapshot().judgements([report.id])] == ["j1", "j2"]


def test_withdrawing_nothing_is_an_error_and_changes_nothing(record: Store):
    record.ingest(coded(VISIT))
    before = record.figures()
    with pytest.raises(MarsadError, match="withdraw"):
        record.judge(judgement("j1", "withdraw", withdraws="j0"))
    assert record.figures() == before


def test_merge_then_withdraw_is_identity(record: Store):
    one = record.ingest(coded("praise ISR>TKM 2023-01-05", id="a", published="2023-01-05")).key
    two = record.ingest(coded("praise ISR>TKM 2023-06-05", id="b", published="2023-06-05")).key
    before = record.snapshot().events(PAIR)
    record.judge(judgement("j1", "merge", *reports_of(record, one), others=reports_of(record, two)))
    assert len(record.snapshot().events(PAIR).events) == 1
    record.judge(judgement("j2", "withdraw", withdraws="j1", at=record.clock()))
    assert record.snapshot().events(PAIR) == before


def test_split_keeps_apart(record: Store):
    one = record.ingest(coded(VISIT, id="a")).key
    two = record.ingest(coded(VISIT, id="b", outlet="Two")).key
    record.judge(judgement("j1", "split", *reports_of(record, one), others=reports_of(record, two)))
    assert len(record.snapshot().events(PAIR).events) == 2


def test_an_accepted_report_outlives_a_new_coding(record: Store):
    told = coded(VISIT)
    key = record.ingest(told).key
    record.judge(judgement("j1", "accept", *reports_of(record, key)))
    record.ingest(recoded(told))
    (event,) = record.snapshot().events(PAIR).events
    assert event.judged == "accept"
    record.judge(judgement("j2", "withdraw", withdraws="j1", at=record.clock()))
    assert record.snapshot().events(PAIR).events == ()


def test_coverage_counts_an_article_whose_report_lives_on(record: Store):
    told = coded(VISIT)
    key = record.ingest(told).key
    record.judge(judgement("j1", "accept", *reports_of(record, key)))
    record.ingest(recoded(told))
    assert len(record.snapshot().events(PAIR).events) == 1
    assert record.snapshot().coverage("ISR", "TKM").articles == 1


def test_a_corrected_report_meets_those_of_its_new_day(record: Store):
    wrong = record.ingest(coded("visit ISR>TKM 2022-01-10", id="a")).key
    record.ingest(coded(VISIT, id="b", outlet="Two"))
    record.judge(judgement("j1", "correct", *reports_of(record, wrong), changes={"date": "2023-04-19"}))
    (event,) = record.snapshot().events(PAIR).events
    assert len(event.reports) == 2 and event.date == "2023-04-19"


def test_whoever_comes_later_meets_a_corrected_report(record: Store):
    wrong = record.ingest(coded("visit ISR>TKM 2022-01-10", id="a")).key
    record.judge(judgement("j1", "correct", *reports_of(record, wrong), changes={"date": "2023-04-19"}))
    record.ingest(coded(VISIT, id="b", outlet="Two"))
    assert len(record.snapshot().events(PAIR).events) == 1


def test_a_judgement_may_come_before_its_article(record: Store, tmp_path):
    from marsad import store

    with store.open(tmp_path / "other.db") as other:
        (report,) = reports_of(other, other.ingest(coded(VISIT)).key)
    record.judge(judgement("j1", "reject", report))
    record.ingest(coded(VISIT))
    assert record.snapshot().events(PAIR).events == ()


# ---- facts


def test_reference_facts_come_once(record: Store):
    facts = list(load("relations"))[:50] + list(load("envoy"))[:50]
    assert record.load_reference(facts) == 100
    assert record.load_reference(facts) == 0
    view = record.snapshot()
    assert {f.id for f in view.reference()} == {f.id for f in facts}
    assert set(view.reference(kind="envoy")) == {f for f in facts if f.kind == "envoy"}
    person = next(f for f in facts if f.person)
    assert person in view.reference(keys=tuple(search_keys(person.person or "")))
    assert set(view.reference(source="USA", target=facts[0].target)) == {
        f for f in facts if f.source == "USA" and f.target == facts[0].target
    }


# ---- threads


def test_two_writers_and_a_reader_at_once(opener: Opener):
    records = opener(), opener()
    failures = []

    def write(record, name):
        try:
            for number in range(8):
                record.ingest(coded(VISIT, id=f"{name}{number}", outlet=name))
        except Exception as error:  # told below
            failures.append(error)

    threads = [threading.Thread(target=write, args=(one, name)) for one, name in zip(records, "xy", strict=True)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        view = records[0].snapshot()
        for event in view.events(PAIR).events:
            assert len(view.reports(event.reports)) == len(event.reports)
    for thread in threads:
        thread.join()
    assert failures == []
    (event,) = records[0].snapshot().events(PAIR).events
    assert (len(event.reports), event.sources, entries(records[0])) == (16, 16, "16")
    assert verify(records[0].database).findings == ()
