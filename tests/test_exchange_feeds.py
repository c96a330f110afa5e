"""Atom as feedparser reads it, iCalendar as icalendar reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import feedparser
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exchange_record import ALL, HOSTILE, PAIR, hostile, record, written
from marsad.exchange.calendars import escaped, folded
from marsad.exchange.wording import query_key, urn, xml_text
from marsad.record.types import Query


@pytest.mark.parametrize("part", ["en", "ar"])
def test_a_feed_has_an_entry_for_each_event(part):
    data, tally = written("atom", record(), PAIR, part)
    feed = feedparser.parse(data)
    assert not feed.bozo and feed.version == "atom10"
    assert len(feed.entries) == tally.rows == record().count(PAIR)
    assert len({entry.id for entry in feed.entries}) == tally.rows
    assert all(entry.title and entry.updated_parsed for entry in feed.entries)
    assert ("تركمانستان" in feed.feed.title) == (part == "ar")


def test_ids_of_a_feed_do_not_change_with_page_order_or_language():
    first = feedparser.parse(written("atom", record(), PAIR, "en")[0])
    other = feedparser.parse(written("atom", record(), replace(PAIR, order="newest", between=("TKM", "ISR")), "ar")[0])
    assert first.feed.id == other.feed.id
    assert {e.id for e in first.entries} == {e.id for e in other.entries}
    assert query_key(PAIR) != query_key(Query(between=("ISR", "KAZ")))
    assert urn("ev-r-1") == urn("ev-r-1") != urn("ev-r-2")


def test_hostile_articles_break_no_feed():
    data, _ = written("atom", hostile())
    feed = feedparser.parse(data)
    assert not feed.bozo and len(feed.entries) == 4
    root = etree.fromstring(data)
    assert not root.findall(".//{*}script")
    links = [link["href"] for entry in feed.entries for link in entry.links]
    assert links and all(link.startswith("https://news.example/") for link in links)
    texts = "".join(root.itertext())
    assert "<script>alert(1)</script>" in texts and "أهلا" in texts


def test_an_empty_feed_is_a_feed():
    feed = feedparser.parse(written("atom", record(), Query(between=("ISR", "FJI")))[0])
    assert not feed.bozo and not feed.entries and feed.feed.id


@given(st.text())
def test_any_text_can_stand_in_xml(text):
    element = etree.Element("a")
    element.text = xml_text(text)
    assert etree.tostring(element)


def entries(data):
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


@pytest.mark.parametrize("part", ["en", "ar"])
def test_the_calendar_holds_plans_and_anniversaries(part):
    data, tally = written("icalendar", record(), ALL, part)
    found = entries(data)
    assert len(found) == tally.rows > 5
    assert len({str(entry["UID"]) for entry in found}) == len(found)
    yearly = [entry for entry in found if "RRULE" in entry]
    assert yearly and len(yearly) < len(found)
    assert all(entry["RRULE"]["FREQ"] == ["YEARLY"] for entry in yearly)
    assert tally.rows + sum(tally.left_out.values()) == record().count(ALL)


def test_the_embassy_has_an_anniversary():
    (entry,) = [e for e in entries(written("icalendar", record(), PAIR)[0]) if "mission" in str(e["SUMMARY"])]
    assert entry.decoded("DTSTART") == dt.date(2023, 4, 20) and entry.decoded("DTEND") == dt.date(2023, 4, 21)
    assert str(entry["LOCATION"]) == "Ashgabat, Turkmenistan"
    assert "عشق آباد" in str(entry["DESCRIPTION"])


def test_the_planned_visit_of_a_hostile_article_is_one_entry():
    data, tally = written("icalendar", hostile())
    found = entries(data)
    assert len(found) == tally.rows == 2
    (plan,) = [entry for entry in found if "RRULE" not in entry]
    assert plan.decoded("DTSTART") == dt.date(2024, 4, 20)
    assert "<script>" in str(plan["DESCRIPTION"]) and "\x01" not in str(plan["DESCRIPTION"])
    assert data.count(b"BEGIN:VEVENT") - data.replace(b"\r\n ", b"").count(b"\\nBEGIN:VEVENT") <= 2 * len(found)
    assert not any(line.startswith(b"BEGIN:VEVENT") and line != b"BEGIN:VEVENT" for line in data.split(b"\r\n"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_text_comes_back_from_a_calendar(text):
    line = folded(f"SUMMARY:{escaped(text)}")
    assert all(len(piece) <= 75 for piece in line.split(b"\r\n"))
    event = icalendar.Event.from_ical(b"BEGIN:VEVENT\r\n" + line + b"END:VEVENT\r\n")
    assert str(event["SUMMARY"]) == "\n".join(text.splitlines())


def test_line_breaks_cannot_open_a_component():
    assert b"\nBEGIN:VEVENT" not in folded(f"SUMMARY:{escaped(HOSTILE)}")
