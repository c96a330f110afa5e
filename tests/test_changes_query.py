"""What was learnt since: in the state of affairs and event by event, in words."""

from __future__ import annotations

import datetime as dt

from marsad.record.changes import changes
from marsad.record.wording import LANGUAGES, say
from record_press import START, Press, Told, embassy_press


def lines(answer, name, language="en"):
    return [say(line.said, language) for line in answer.section(name).lines]


def test_the_opening_is_learnt_and_what_the_embassy_was_before_is_said():
    press, before, _ = embassy_press()
    found = changes(press.record.snapshot(), "ISR", "TKM", before)
    (changed,) = lines(found, "changed")
    assert changed.startswith("now: Embassy of Israel in Turkmenistan: open, opened 2023-04-20, permanent premises")
    assert "it was: Embassy of Israel in Turkmenistan: decided about 2013, temporary premises" in changed
    (learnt,) = lines(found, "learnt")
    assert learnt.startswith("changed:") and "(happened)" in learnt and "(planned)" in learnt
    assert found.section("changed").lines[0].evidence


def test_from_the_beginning_all_is_new():
    press, _, _ = embassy_press()
    found = changes(press.record.snapshot(), "ISR", "TKM", START)
    assert [line.partition(":")[0] for line in lines(found, "learnt")] == ["new"] * 3
    assert lines(found, "changed")[0].startswith("now: Embassy")
    assert "it was" not in lines(found, "changed")[0]


def test_nothing_since_is_said():
    press, _, after = embassy_press()
    found = changes(press.record.snapshot(), "ISR", "TKM", after)
    assert all(section.lines == () for section in found.sections)
    for language in LANGUAGES:
        assert all(section["empty"] for section in found.to_dict(language)["sections"])


def test_what_was_learnt_later_than_the_moment_asked_for_does_not_show():
    press, before, _ = embassy_press()
    assert changes(press.record.snapshot(before), "ISR", "TKM", before).section("learnt").lines == ()


def test_a_new_coding_that_tells_of_no_opening_any_more_takes_the_fact_back():
    from record_press import coded

    press = Press()
    moment = press.tell("2023-04-20", "a", Told("open_mission ISR>TKM 2023-04-20", "It opened its embassy"))
    first = press.record.codings[-1].article
    other = coded("2023-04-20", "a", Told("praise ISR>TKM 2023-04-20", "It opened its embassy"))
    press.record.ingest(first, other, moment + dt.timedelta(minutes=1))
    found = changes(press.record.snapshot(), "ISR", "TKM", moment)
    assert lines(found, "changed")[0].startswith("no longer held: Embassy of Israel in Turkmenistan: open")
    assert {line.partition(":")[0] for line in lines(found, "learnt")} == {"new", "no longer held"}
