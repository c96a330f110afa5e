"""Questions to the record: pages, filters, search; on SQLite and on PostgreSQL, against the record in memory."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from marsad.record.types import Event, Query
from marsad.reference.naming import search_keys
from marsad.store import Store
from record_model import RecordModel
from store_cases import START, coded, opener, record

__all__ = ["opener", "record"]  # fixtures

DAY = dt.date


def filled(record: Store) -> RecordModel:
    """The record and the model of it with the same 27 articles."""
    model = RecordModel()
    pairs = ["ISR>TKM", "TKM>ISR", "OMN>IRN", "ISR>OMN", "USA+GBR>IRN", "IRN+OMN>"]
    acts = ["visit", "sign", "accuse", "praise", "open_mission"]
    dates = ["2023-04-19", "2023-04-19", "2023-04", "2022", "?", "2023-05-01", "1994~", "2021-01-31", "2023-04-20/2023-04-22"]
    for n in range(27):
        act, pair, date = acts[n % 5], pairs[n % 6], dates[n % 9]
        act = "meet" if pair.endswith(">") else act
        status = ("happened", "planned", "denied")[n % 3]
        told = coded(
            f"{act} {pair} {date} {status}", id=f"n{n}", outlet=("One", "Two", "Three")[n % 3], confidence=n / 27,
            published=f"2023-05-{n % 28 + 1:02}" if n % 7 else None, words=f"kalima{n % 4} akhira",
            claim="ISR|TKM" if n % 5 == 0 else "", people=("إيلي كوهين/ISR/foreign_minister",) if n % 6 == 0 else (),
        )  # fmt: skip
        key = record.ingest(told).key
        found = record.snapshot().article(key)
        assert found is not None
        model.ingest(told.article, told, found.head.recorded_at, signature=found.head.signature)
    return model


QUERIES = [
    Query(), Query(order="oldest"), Query(between=("TKM", "ISR")), Query(between=("ISR", "TKM"), acts=("visit", "sign")),
    Query(source="ISR", target="TKM"), Query(source="TKM", target="ISR"), Query(source="ISR"), Query(target="IRN"),
    Query(actor="OMN"), Query(actor="OMN", statuses=("planned", "denied")), Query(min_confidence=0.5),
    Query(since=DAY(2023, 4, 20), until=DAY(2023, 4, 30)), Query(since=DAY(2023, 5, 1)), Query(until=DAY(2021, 12, 31)),
    Query(text="kalima1"), Query(text="AKHIRA kalima2", between=("ISR", "TKM")), Query(text="akhira"), Query(text="ghayr"),
    Query(between=("USA", "GBR")), Query(between=("USA", "IRN")), Query(between=("ISR", "TKM"), actor="TKM", order="oldest"),
    Query(between=("ISR", "TKM"), source="ISR"), Query(source="USA", actor="GBR"), Query(target="OMN"),
    Query(source="IRN", target="OMN"),
]  # fmt: skip


def test_every_query_answers_as_the_record_in_memory(record: Store):
    model = filled(record)
    view, truth = record.snapshot(), model.snapshot()
    for query in QUERIES:
        whole = replace(query, limit=None)
        assert [e.id for e in view.events(whole).events] == [e.id for e in truth.events(whole).events], query
        assert view.events(whole) == truth.events(whole), query
        assert view.count(query) == truth.count(query), query
    assert view.balance("ISR", "TKM") == truth.balance("ISR", "TKM") != ()
    bounds = DAY(2023, 4, 1), DAY(2023, 4, 30)
    assert view.balance("ISR", "TKM", *bounds) == truth.balance("ISR", "TKM", *bounds)
    for who in (("ISR", None), ("ISR", "TKM"), ("OMN", "USA")):
        assert view.coverage(*who) == truth.coverage(*who), who
    assert view.claims() == truth.claims() != ()
    assert view.claims(("TKM", "ISR"), 3) == truth.claims(("TKM", "ISR"), 3)
    assert view.namings(search_keys("ايلي كوهين")) == truth.namings(search_keys("ايلي كوهين")) != ()


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_pages_are_the_whole_in_pieces(record: Store, order):
    filled(record)
    view = record.snapshot()
    for query in (Query(order=order, limit=7), Query(actor="IRN", order=order, limit=3)):
        found: list[Event] = []
        pages, after = 0, None
        while True:
            page = view.events(replace(query, after=after))
            found += page.events
            pages += 1
            if page.cursor is None:
                break
            after = page.cursor
        assert tuple(found) == view.events(replace(query, limit=None)).events
        assert pages > 2 and len({e.id for e in found}) == len(found)


@pytest.mark.parametrize(
    "asked",
    ["السفارة", "السفاره", "السَّفارة", "افتتح أحمد", "إفتتح احمد", "١٧", "17"],
)
def test_search_finds_every_spelling(record: Store, asked):
    record.ingest(coded("visit ISR>TKM 2023-04-19", id="a", words="افتتح أحمد السفارة على بعد 17 كيلومترا"))
    record.ingest(coded("visit ISR>TKM 2023-04-19", id="b", words="لا شيء", outlet="Two"))
    assert [a.head.id for a in record.snapshot().search(asked)] == ["a"]
    assert record.snapshot().count(Query(text=asked)) == 1


@pytest.mark.parametrize("asked", ["", "؟", '"', "' OR 1=1 --", "AND", "NOT ( *", "a:b", "-x", "%", "\\", "NEAR(a b)", "\ud800"])
def test_no_search_text_is_an_error(record: Store, asked):
    record.ingest(coded("visit ISR>TKM 2023-04-19"))
    assert record.snapshot().search(asked) == ()
    assert isinstance(record.snapshot().count(Query(text=asked or "?")), int)


def test_a_cursor_that_is_none_gives_an_empty_page(record: Store):
    record.ingest(coded("visit ISR>TKM 2023-04-19"))
    assert record.snapshot().events(Query(after="nonsense")).events == ()


def test_known_at_without_a_zone_or_in_another(record: Store):
    record.ingest(coded("visit ISR>TKM 2023-04-19"))
    there = dt.timezone(dt.timedelta(hours=5))
    assert record.snapshot((START + dt.timedelta(days=2)).astimezone(there)).count(Query()) == 1
    assert record.snapshot((START - dt.timedelta(days=2)).astimezone(there)).count(Query()) == 0
