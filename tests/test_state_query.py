"""The page of one actor: partners, plans, missions both ways, offices and organisations as the lists have them."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from marsad.record.state import state
from marsad.record.wording import LANGUAGES, say
from record_press import START, Told, embassy_press
from test_facts import listed


def ask(press, as_of, known_at=None, actor="TKM"):
    return state(press.record.snapshot(known_at), actor, dt.date.fromisoformat(as_of))


def lines(answer, name, language="en"):
    return [say(line.said, language) for line in answer.section(name).lines]


@pytest.fixture
def press():
    made, _, _ = embassy_press()
    made.tell("2023-04-21", "harbour", Told("meet TKM+TUR 2023-04-21", "They met in Ashgabat"))
    made.record.add_facts([
        listed("mission", "TUR", "TKM", status="embassy", city="Ashgabat"),
        listed("mission", "TKM", "TUR", status="embassy", city="Ankara", start="1992"),
        listed("office", "TKM", None, status="in_office", person="Raşit Meredow", office="foreign_minister", start="2001"),
        listed("membership", "TKM", "OIC", status="member"),
    ], START)  # fmt: skip
    return made


def test_partners_are_counted_the_most_first(press):
    assert lines(ask(press, "2023-05-01"), "partners") == ["Israel: events 3", "Turkey: events 1"]


def test_missions_hosted_and_abroad_come_from_events_and_lists(press):
    found = ask(press, "2023-05-01")
    hosted = lines(found, "hosted")
    assert hosted[0].startswith("Embassy of Israel in Turkmenistan: open, opened 2023-04-20, permanent premises")
    assert hosted[1].startswith("Embassy of Turkey in Turkmenistan: Ashgabat, named in a list of 2022-11-16")
    assert lines(found, "abroad")[0].startswith("Embassy of Turkmenistan in Turkey: open, opened 1992")
    assert "decided" in lines(ask(press, "2023-04-19"), "hosted")[0]


def test_plans_offices_and_memberships(press):
    found = ask(press, "2023-04-19")
    assert [line.said.key for line in found.section("planned").lines] == ["planned.ahead"]
    assert lines(found, "holders") == ["foreign minister: Raşit Meredow (in the list of 2022-11-16)"]
    assert lines(found, "organisations") == ["Organisation of Islamic Cooperation: member (in the list of 2022-11-16)"]


def test_nothing_after_the_day_and_nothing_recorded_later(press):
    assert all("2023-04-2" not in line for line in lines(ask(press, "2023-04-19"), "recent"))
    before = ask(press, "2023-05-01", START - dt.timedelta(1))
    assert all(not section.lines for section in before.sections[:-1])
    assert before.section("coverage").lines[0].said.key == "coverage.nothing_read_actor"


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_json_is_plain(press, language):
    record = ask(press, "2023-05-01").to_dict(language)
    assert json.loads(json.dumps(record)) == record
