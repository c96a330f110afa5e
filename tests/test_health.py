"""Health: yield against the usual, silence, drops of a language, alerts."""

from __future__ import annotations

import datetime as dt
from typing import cast

import pytest

from marsad.reading.health import health, iso, language_health
from marsad.reading.journal import Count, Journal, SourceState
from marsad.reading.settings import DAY, HOUR, ReadingSettings
from marsad.reading.sources import Source

NOW = dt.datetime(2024, 3, 20, 12, 30, tzinfo=dt.UTC).timestamp()
SETTINGS = ReadingSettings()


class Counted:
    """A journal of given states and counts."""

    def __init__(self, states=(), counts=(), lags=None):
        self._states, self._counts, self._lags = states, counts, lags or {}

    def states(self):
        return self._states

    def counts(self, since):
        return [count for count in self._counts if count.hour >= since // 3600]

    def lags(self, since):
        return self._lags


def url(name):
    return f"https://{name}.example/rss"


def counts(name, language, *per_day, kind="taken"):
    """Counts of days back from the last 24 hours, the first of them."""
    hour = int(NOW // 3600)
    return [
        Count(url(name), hour - 24 * ago - 3, language, kind, number) for ago, number in enumerate(per_day) if number
    ]


def fine(name, **more):
    told = {"last_attempt": NOW - 60, "last_success": NOW - 60, "last_new": NOW - 600, "fetches": 9, **more}
    return SourceState(url(name), **told)


def check(states, all_counts=(), sources=None, settings=SETTINGS, lags=None):
    listed = sources or [Source(state.source, name=state.source[8:9].upper(), language="ar") for state in states]
    return health(cast(Journal, Counted(states, all_counts, lags)), listed, NOW, settings)


def test_all_is_well():
    found = check([fine("a")], counts("a", "ar", 10, 9, 11, 10, 10, 3), lags={url("a"): 300.0})
    (source,), (language,) = found.sources, found.languages
    assert (source.standing, source.day, source.usual, source.lag, source.name) == ("ok", 10, 10.0, 300.0, "A")
    assert (language.language, language.day, language.usual, language.drop) == ("ar", 10, 10.0, 0.0)
    assert found.alerts == ()


def test_a_language_that_drops_is_an_alert():
    days = (
        counts("a", "ar", 6, 30, 32, 28, 30, 30)
        + counts("b", "ar", 6, 30, 28, 32, 30, 30)
        + counts("c", "en", 50, 50, 50, 50, 50, 50)
    )
    found = check([fine("a"), fine("b"), fine("c")], days)
    assert [(alert.code, alert.message) for alert in found.alerts] == [
        ("drop", "Arabic down 80 %: 12 articles in 24 hours, usually 60"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("per_day", "alert"),
    [
        ((0, 10, 10, 10, 10), True), ((4, 10, 10, 10, 10), True), ((5, 10, 10, 10, 10), False), ((0, 4, 4, 4, 4),
        False),
        ((0, 10, 10), False), ((0, 100, 1, 2, 1, 2), False),
    ],
)  # fmt: skip
def test_what_is_a_drop(per_day, alert):
    found = check([fine("a")], counts("a", "ar", *per_day))
    assert any(one.code == "drop" for one in found.alerts) is alert


def test_a_language_without_name_is_told_by_its_code():
    found = check([fine("a")], counts("a", "xx", 0, 20, 20, 20, 20))
    assert found.alerts[0].message.startswith("xx down 100 %")


def test_a_failing_source_is_an_alert_from_the_third_failure():
    second = check([fine("a", failures=2, error="it answers 500")])
    third = check([fine("a", failures=3, error="it answers 500")])
    assert second.sources[0].standing == "failing" and second.alerts == ()
    assert third.alerts[0].message == "A: 3 failures in a row, the last: it answers 500"


def test_a_source_that_does_not_answer_for_a_day_is_silent():
    found = check([fine("a", failures=9, error="timeout", last_success=NOW - 2 * DAY)])
    assert found.sources[0].standing == "silent"
    assert (
        found.alerts[0].message
        == "A is silent: no answer since 2024-03-18T12:30Z; 9 failures in a row, the last: timeout"
    )


def test_a_source_that_answers_with_nothing_new_is_silent_after_its_own_time():
    busy, rare = counts("a", "ar", 0, 24, 24, 24, 24), counts("b", "ar", 0, 1, 1, 1, 1)
    states = [fine("a", last_new=NOW - 30 * HOUR), fine("b", last_new=NOW - 30 * HOUR)]
    found = check(states, busy + rare)
    assert [source.standing for source in found.sources] == ["silent", "ok"]
    assert "nothing is new since" in found.alerts[-1].message
    later = check([fine("a"), fine("b", last_new=NOW - 6 * DAY)], busy + rare)
    assert [source.standing for source in later.sources] == ["ok", "silent"]


def test_when_nothing_was_asked_that_alone_is_told():
    old = fine("a", last_attempt=NOW - 3 * DAY, last_success=NOW - 3 * DAY, failures=5)
    found = check([old], counts("a", "ar", 0, 50, 50, 50, 50))
    assert [alert.code for alert in found.alerts] == ["idle"] and "watch" in found.alerts[0].message


def test_sources_never_asked_are_new_and_moved_ones_told():
    found = check([fine("a", moved="https://new.example/rss")], sources=[Source(url("a"), name="A"), Source(url("z"))])
    assert [source.standing for source in found.sources] == ["ok", "new"]
    assert [alert.code for alert in found.alerts] == ["moved"] and "new.example" in found.alerts[0].message
    assert check([], sources=[Source(url("z"))]).alerts == ()


def test_refused_and_quarantined_are_those_of_the_day():
    days = counts("a", "ar", 3, 7, kind="refused") + counts("a", "ar", 2, 9, kind="quarantined")
    found = check([fine("a")], days)
    assert (found.sources[0].refused, found.sources[0].quarantined) == (3, 2)
    assert (found.languages[0].refused, found.languages[0].quarantined) == (3, 2)


def test_health_as_json():
    record = check([fine("a")]).sources[0].to_dict()
    assert record["last_success"] == "2024-03-20T12:29Z" and record["url"] == url("a") and record["usual"] is None
    assert iso(None) is None


def test_counts_of_the_future_and_without_language_are_left():
    assert (
        language_health(
            [Count("a", int(NOW // 3600) + 5, "ar", "taken", 5), Count("a", 0, "", "new", 5)], NOW, SETTINGS
        )[0].day
        == 0
    )
