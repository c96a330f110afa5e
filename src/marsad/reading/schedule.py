"""When which source is due, and which request comes next. Pure reckoning: time comes in as a number.

A source's own pace follows its yield: the new entries an hour, smoothed over about a day, give the
pause after which a fetch may be expected to find a few. Failures double the pause; what a server
asks to wait is waited. Each pause is made a little longer or shorter, drawn from a seed, the
source's address and the number of the fetch, so that sources spread out, in the same way each time.
"""

from __future__ import annotations

import heapq
import math
import random
import threading
import time
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from marsad.reading.journal import SourceState
from marsad.reading.listing import FeedEntry
from marsad.reading.settings import DAY, HOUR, ReadingSettings

Work = TypeVar("Work")


class Clock(Protocol):
    """Time for fetching: seconds since 1970, and waiting."""

    def now(self) -> float:
        """Seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Wait; may return early when the program is to stop."""


class SystemClock:
    """The clock of the machine. ``stop`` ends waiting."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait, or until ``stop`` is set."""
        self.stop.wait(max(0.0, seconds))


def after_list(
    state: SourceState, settings: ReadingSettings, now: float, entries: Sequence[FeedEntry], new: int,
    every: float | None = None,
) -> SourceState:  # fmt: skip
    """The state after a list (of ``entries``, ``new`` of them unseen): its pace and when it is due again.

    ``every``: a fixed pause that the user set for this source.
    """
    pace = _pace(state, now, entries, new)
    # A list that was new from end to end may have dropped entries unseen: ask twice as often.
    missed = state.fetches > 0 and new > 0 and new >= len(entries)
    interval = every or _interval(pace, settings)
    if missed and not every and state.interval:
        interval = max(settings.min_interval, min(interval, state.interval / 2))
    state = replace(
        state, fetches=state.fetches + 1, pace=pace, failures=0, error="", last_attempt=now, last_success=now,
        last_new=now if new else state.last_new, interval=interval,
    )  # fmt: skip
    return replace(state, next_due=now + jittered(interval, state, settings))


def after_failure(
    state: SourceState, settings: ReadingSettings, now: float, error: str, retry_after: float | None = None
) -> SourceState:
    """The state after an answer without a list: when to ask again, and what went wrong."""
    failures = state.failures + 1
    pause = min(settings.backoff_first * 2.0 ** min(failures - 1, 60), settings.backoff_most)
    state = replace(state, fetches=state.fetches + 1, failures=failures, error=error, last_attempt=now, interval=pause)
    wait = jittered(pause, state, settings)
    if retry_after is not None:
        wait = max(wait, min(retry_after, settings.max_retry_after))
    return replace(state, next_due=now + wait)


def jittered(pause: float, state: SourceState, settings: ReadingSettings) -> float:
    """The pause made a little longer or shorter: always the same for a seed, a source and a number of fetches."""
    draw = random.Random(f"{settings.seed}|{state.source}|{state.fetches}")
    return pause * (1 + draw.uniform(-settings.jitter, settings.jitter))


def retry_pause(tries: int, settings: ReadingSettings) -> float:
    """Seconds until a page is tried again after so many tries."""
    return min(settings.retry_first * 6.0 ** min(tries - 1, 20), settings.backoff_most)


def _pace(state: SourceState, now: float, entries: Sequence[FeedEntry], new: int) -> float | None:
    """New entries an hour. The first list tells by its dates, later ones by what is new since the last success."""
    if state.last_success is None:
        recent = sum(1 for one in entries if one.published and 0 <= now - one.published.timestamp() < DAY)
        return recent / 24 if any(one.published for one in entries) else None
    elapsed = now - state.last_success
    if elapsed <= 0:
        return state.pace
    rate = new / (elapsed / HOUR)
    if state.pace is None:
        return rate
    old = math.exp(-elapsed / DAY)
    return state.pace * old + rate * (1 - old)


def _interval(pace: float | None, settings: ReadingSettings) -> float:
    if pace is None:
        interval = settings.first_interval
    elif pace <= 0:
        interval = settings.max_interval
    else:
        interval = settings.entries_a_fetch / pace * HOUR
    return max(settings.min_interval, min(interval, max(settings.max_interval, settings.min_interval)))


@dataclass(order=True, slots=True)
class _Item(Generic[Work]):
    ready: float
    order: int
    work: Work


class Agenda(Generic[Work]):
    """The requests to make, by host: one at a time to each, with a gap between them."""

    def __init__(self) -> None:
        self._hosts: dict[str, list[_Item[Work]]] = {}
        self._free: dict[str, float] = {}
        self._order = 0
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, host: str, ready: float, work: Work) -> None:
        """Something to do at a host, not before a time."""
        self._order += 1
        heapq.heappush(self._hosts.setdefault(host, []), _Item(ready, self._order, work))
        self._size += 1

    def hold(self, host: str, until: float) -> None:
        """Leave a host alone until a time."""
        self._free[host] = max(until, self._free.get(host, 0.0))

    def take(self, now: float, busy: Container[str] = ()) -> tuple[str, Work] | None:
        """What is to be done now, with its host: of all that may be, what has waited longest; None for nothing."""
        best: str | None = None
        for host, items in self._hosts.items():
            if host in busy or items[0].ready > now or self._free.get(host, 0.0) > now:
                continue
            if best is None or items[0] < self._hosts[best][0]:
                best = host
        if best is None:
            return None
        items = self._hosts[best]
        item = heapq.heappop(items)
        self._size -= 1
        if not items:
            del self._hosts[best]
        return best, item.work

    def next_time(self, busy: Container[str] = ()) -> float | None:
        """The earliest time at which something may be done at a host that is not busy; None for never."""
        times = [
            max(items[0].ready, self._free.get(host, 0.0)) for host, items in self._hosts.items() if host not in busy
        ]
        return min(times, default=None)

    def forget_gaps(self, now: float) -> None:
        """Let go of what is known of hosts that are free again."""
        self._free = {host: until for host, until in self._free.items() if until > now}
