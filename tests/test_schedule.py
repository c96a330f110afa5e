"""When what is due: pace, backoff, jitter, and the agenda of hosts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.reading.journal import SourceState
from marsad.reading.listing import FeedEntry
from marsad.reading.schedule import Agenda, after_failure, after_list, jittered, retry_pause
from marsad.reading.settings import ReadingSettings

NOW = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC).timestamp()
EXACT = ReadingSettings(jitter=0.0)
NEW = SourceState("https://agency.example/rss")


def entries(count, hours_apart=1.0):
    moments = [dt.datetime.fromtimestamp(NOW - n * hours_apart * 3600, dt.UTC) for n in range(count)]
    return [FeedEntry(str(n), published=moment) for n, moment in enumerate(moments)]


def test_the_first_list_tells_the_pace_by_its_dates():
    busy = after_list(NEW, EXACT, NOW, entries(48, 0.5), 48)
    quiet = after_list(NEW, EXACT, NOW, entries(3, 100), 3)
    undated = after_list(NEW, EXACT, NOW, [FeedEntry("1")], 1)
    assert busy.pace == 2.0 and busy.next_due - NOW == 1.5 * 3600
    assert quiet.next_due - NOW == EXACT.max_interval
    assert undated.pace is None and undated.next_due - NOW == EXACT.first_interval


def test_the_pace_follows_the_yield():
    state = after_list(NEW, EXACT, NOW, entries(24), 24)
    now = NOW
    for _ in range(300):
        now = state.next_due
        state = after_list(state, EXACT, now, entries(30), 12)
    assert state.interval == EXACT.min_interval
    week_later = now + 7 * 86_400
    while now < week_later:
        now = state.next_due
        state = after_list(state, EXACT, now, (), 0)
    assert state.interval == EXACT.max_interval


def test_a_list_that_was_all_new_is_asked_twice_as_often():
    state = replace(after_list(NEW, EXACT, NOW, entries(10), 10), pace=0.5)
    calm = after_list(state, EXACT, NOW + 7200, entries(10), 1)
    missed = after_list(state, EXACT, NOW + 7200, entries(10), 10)
    assert missed.interval <= state.interval / 2 < calm.interval


def test_a_fixed_pause_is_kept():
    state = after_list(NEW, EXACT, NOW, entries(100, 0.01), 100, every=3600)
    assert state.next_due - NOW == 3600
    assert after_list(state, EXACT, NOW, entries(100), 100, every=3600).next_due - NOW == 3600


def test_failures_double_the_pause_and_a_success_ends_it():
    state, pauses = NEW, []
    for _ in range(12):
        state = after_failure(state, EXACT, NOW, "it failed")
        pauses.append(state.next_due - NOW)
    assert pauses[:4] == [600, 1200, 2400, 4800] and pauses[-1] == EXACT.backoff_most
    assert (state.failures, state.error) == (12, "it failed")
    fine = after_list(state, EXACT, NOW, entries(5), 5)
    assert (fine.failures, fine.error, fine.last_success) == (0, "", NOW)


@pytest.mark.parametrize(("asked", "waits"), [(30.0, 600), (5000.0, 5000), (1e12, 7 * 86_400)])
def test_what_a_server_asks_to_wait_is_waited(asked, waits):
    assert after_failure(NEW, EXACT, NOW, "", asked).next_due - NOW == waits


def test_jitter_is_the_same_each_time_and_differs_between_sources_and_fetches():
    settings = ReadingSettings()
    states = [replace(NEW, source=f"https://{name}.example/", fetches=n) for name in "abcdef" for n in range(20)]
    pauses = [jittered(1000, state, settings) for state in states]
    assert pauses == [jittered(1000, state, settings) for state in states]
    assert len(set(pauses)) == len(pauses) and all(900 <= pause <= 1100 for pause in pauses)
    assert jittered(1000, states[0], ReadingSettings(seed=1)) != pauses[0]


def test_pages_are_tried_again_more_and_more_seldom():
    assert [retry_pause(n, EXACT) for n in (1, 2, 3, 9)] == [300, 1800, 10_800, 86_400]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10), st.booleans(), st.floats(0, 1e6)), max_size=20))
def test_whatever_happens_the_next_time_lies_ahead_and_within_bounds(steps):
    settings, state, now = ReadingSettings(), NEW, NOW
    for listed, new, fails, later in steps:
        now += later
        state = (
            after_failure(state, settings, now, "x")
            if fails
            else after_list(state, settings, now, entries(listed), min(new, listed))
        )
        assert settings.min_interval * 0.89 <= state.next_due - now <= settings.backoff_most * 1.11


# The agenda.


def test_one_host_after_another_with_gaps():
    agenda: Agenda[str] = Agenda()
    for host, ready, work in (("a", 1, "a1"), ("a", 2, "a2"), ("b", 3, "b1"), ("c", 50, "c1")):
        agenda.add(host, ready, work)
    assert (len(agenda), agenda.take(0), agenda.next_time()) == (4, None, 1)
    assert agenda.take(10) == ("a", "a1")
    agenda.hold("a", 20)
    assert agenda.take(10) == ("b", "b1")
    assert agenda.take(10) is None and agenda.next_time() == 20 and agenda.next_time(busy={"a"}) == 50
    assert agenda.take(20, busy={"a"}) is None
    assert agenda.take(20) == ("a", "a2") and agenda.take(60) == ("c", "c1")
    assert agenda.next_time() is None and len(agenda) == 0


def test_a_shorter_hold_does_not_end_a_longer_one():
    agenda: Agenda[int] = Agenda()
    agenda.add("a", 0, 1)
    agenda.hold("a", 100)
    agenda.hold("a", 10)
    agenda.forget_gaps(50)
    assert agenda.take(50) is None and agenda.take(100) == ("a", 1)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 100)), max_size=30), st.floats(0, 20))
def test_everything_is_taken_once_in_its_time(items, gap):
    agenda: Agenda[int] = Agenda()
    for number, (host, ready) in enumerate(items):
        agenda.add(host, ready, number)
    now, last, taken = 0.0, dict[str, float](), []
    while (at := agenda.next_time()) is not None:
        now = max(now, at)
        host, number = agenda.take(now) or ("", -1)
        assert items[number][0] == host and items[number][1] <= now
        assert host not in last or now >= last[host] + gap
        last[host] = now
        agenda.hold(host, now + gap)
        taken.append(number)
    assert sorted(taken) == list(range(len(items)))
