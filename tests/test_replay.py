"""A day of many feeds on a virtual clock: nothing lost, nothing twice, also when killed at random."""

from __future__ import annotations

import datetime as dt
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from marsad.reading.client import Conditions, Response
from marsad.reading.fetched import Taken
from marsad.reading.fetching import Fetcher
from marsad.reading.keeping import INDEX
from marsad.reading.robots import PoliteClient, RobotsBook
from marsad.reading.settings import DAY, ReadingSettings
from marsad.reading.sources import Source
from marsad.reading.sqlite_journal import SqliteJournal
from marsad.reading.wire import FetchError
from press import DAY0, Answer, Press, VirtualClock, page, rss

START = DAY0.timestamp()


class Killed(BaseException):
    """The program ends here."""


class World:
    """Feeds that publish over a day, with moods: not modified, too many requests, failures, pages that come late."""

    def __init__(self, feeds, seed, per_day=20, window=40, hours=24):
        self.random = random.Random(seed)
        self.clock = VirtualClock(START)
        self.window, self.asked = window, Counter[str]()
        self.items = {}
        for n in range(feeds):
            rate = self.random.choice([1, per_day / 4, per_day, per_day * 3])
            times = sorted(START + self.random.uniform(-20, hours) * 3600 for _ in range(max(1, int(rate))))
            self.items[f"feed{n}.example"] = times
        self.late = {host for host in self.items if self.random.random() < 0.05}

    def sources(self):
        return [Source(f"https://{host}/rss", language=("ar", "en", "fr")[n % 3]) for n, host in enumerate(self.items)]

    def published(self):
        return {f"https://{host}/news/{n}" for host, times in self.items.items() for n in range(len(times))}

    def get(self, url, *, accept="", limit=None, conditions=None, lan=False, hop=None):
        self.clock.time += 0.05
        host, path = url.removeprefix("https://").split("/", 1)
        now, mood = self.clock.now(), self.random.random()
        if path == "robots.txt":
            return Response(url, url, 404, (), b"")
        if mood < 0.02:
            raise FetchError("connect", f"{host} cannot be reached")
        if mood < 0.04:
            return Response(url, url, 429, (("retry-after", "900"),), b"")
        if mood < 0.05:
            return Response(url, url, 500, (), b"")
        if path == "rss":
            return self._feed(url, host, now, conditions or Conditions())
        self.asked[url] += 1
        if host in self.late and self.asked[url] == 1:
            return Response(url, url, 503, (("retry-after", "600"),), b"")
        return Response(url, url, 200, (("content-type", "text/html"),), page(url))

    def _feed(self, url, host, now, conditions):
        times = self.items[host]
        count = sum(1 for time in times if time <= now)
        tag = f'"{count}"'
        if conditions.etag == tag:
            return Response(url, url, 304, (), b"")
        shown = range(max(0, count - self.window), count)[::-1]
        items = [(f"{host}:{n}", f"/news/{n}?utm_source=rss", f"Story {n}") for n in shown]
        body = rss(items, dt.datetime.fromtimestamp(times[count - 1] if count else now, dt.UTC))
        return Response(url, url, 200, (("etag", tag),), body)


class Shelf:
    """A sink that knows what it has; ``dies`` says whether the program ends before or after a page is safe."""

    def __init__(self, dies=lambda: False):
        self.pages, self.offered, self.dies = {}, Counter[str](), dies

    def take(self, page):
        if self.dies():
            raise Killed
        self.offered[page.digest] += 1
        known = page.digest in self.pages
        self.pages[page.digest] = page.asked.partition("?")[0]
        if self.dies():
            raise Killed
        return Taken("known" if known else "new")


class Mortal:
    """A journal that may see the program end just before or just after any of its steps."""

    def __init__(self, journal, dies):
        self._journal, self._dies = journal, dies

    def __getattr__(self, name):
        method = getattr(self._journal, name)

        def step(*args, **kwargs):
            if self._dies():
                raise Killed
            result = method(*args, **kwargs)
            if self._dies():
                raise Killed
            return result

        return step


def run(world, journal, shelf, until, settings):
    client = PoliteClient(world, RobotsBook(world, journal, settings, world.clock), settings, world.clock)
    fetcher = Fetcher(world.sources(), client, journal, shelf, settings, world.clock)
    return fetcher.watch(lambda: world.clock.now() >= until)


def check(world, shelf, journal):
    """Everything that was published is there, once."""
    taken = Counter(shelf.pages.values())
    assert set(taken) == world.published()
    assert max(taken.values()) == 1
    assert journal.count_pending() == 0 and journal.aside() == []


def replay(feeds, seed, deaths=0.0, hours=24, per_day=20):
    world, journal = World(feeds, seed, per_day, hours=hours), SqliteJournal()
    chance = random.Random(f"deaths {seed}")
    dies = (lambda: chance.random() < deaths) if deaths else (lambda: False)
    shelf, killed = Shelf(dies), 0
    # An end of the program is no try of a page: none may be quarantined by mere bad luck.
    settings = ReadingSettings(parallel=1, max_interval=6 * 3600.0, max_tries=50)
    # The last entries need a fetch after the day, and those that failed a few more tries.
    until = START + hours * 3600 + 2 * DAY
    while True:
        try:
            run(world, Mortal(journal, dies) if deaths else journal, shelf, until, settings)
            break
        except Killed:
            killed += 1
    check(world, shelf, journal)
    journal.close()
    return world, shelf, killed


def test_a_day_of_two_hundred_feeds_is_read_without_loss_and_without_repetition():
    world, shelf, _ = replay(200, seed=1, per_day=8)
    assert max(shelf.offered.values()) == 1
    assert len(world.published()) > 1500
    # Each page was asked for once, and once more for each time that it did not come.
    assert sum(world.asked.values()) < 1.1 * len(world.published())


@pytest.mark.parametrize("seed", [2, 3])
def test_and_also_when_killed_at_random(seed):
    world, shelf, killed = replay(12, seed, deaths=0.004)
    assert killed > 20
    # The sink was offered the same page again where the end came between taking and writing down.
    assert max(shelf.offered.values()) <= 3 and sum(shelf.offered.values()) > len(shelf.pages)
    # Nor was a page asked for again that had come.
    assert sum(world.asked.values()) < 1.3 * len(world.published())


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20, 30))
def test_two_hundred_feeds_killed_at_random(seed):
    _, _, killed = replay(200, seed, deaths=0.0005)
    assert killed > 20


def test_the_same_day_goes_the_same_way_twice():
    one, two = replay(6, seed=5)[0], replay(6, seed=5)[0]
    assert one.asked == two.asked and one.clock.now() == two.clock.now()


# The same with real processes, real sockets, files, and SIGKILL.

PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from press import quick
from marsad.reading.client import GuardedClient
from marsad.reading.fetching import Fetcher
from marsad.reading.keeping import FolderSink
from marsad.reading.robots import PoliteClient, RobotsBook
from marsad.reading.schedule import SystemClock
from marsad.reading.sources import Source
from marsad.reading.sqlite_journal import SqliteJournal

folder, sources = Path(sys.argv[1]), sys.argv[2:]
settings, clock = quick(max_tries=50, retry_first=0.0), SystemClock()
journal, client = SqliteJournal(folder / "journal.sqlite"), GuardedClient(settings)
asker = PoliteClient(client, RobotsBook(client, journal, settings, clock), settings, clock)
print("ready", flush=True)
with FolderSink(folder / "pages") as sink:
    Fetcher([Source(url) for url in sources], asker, journal, sink, settings, clock).once()
print("done", flush=True)
"""


def kills(tmp_path, feeds, pages, seed, rounds):
    """A fetch of feeds on loopback, killed at random and begun again until it comes to its end."""
    press, chance = Press(), random.Random(seed)
    try:
        urls = []
        for n in range(feeds):
            items = [(f"{n}-{k}", press.url(f"/{n}/{k}"), f"Story {k}") for k in range(pages)]
            press.plays[f"/rss{n}"] = Answer(rss(items))
            press.plays.update(
                {
                    f"/{n}/{k}": Answer(page(f"{n}/{k}" * 50), headers={"Content-Type": "text/html"})
                    for k in range(pages)
                }
            )
            urls.append(press.url(f"/rss{n}"))
        program = PROGRAM.format(tests=str(Path(__file__).parent))
        killed = 0
        for _ in range(rounds):
            process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path), *urls], stdout=subprocess.PIPE)
            assert process.stdout and process.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0.0, 0.12))
            process.send_signal(signal.SIGKILL)
            rest = process.communicate()[0]
            killed += rest != b"done\n"
        last = subprocess.run([sys.executable, "-c", program, str(tmp_path), *urls], capture_output=True, check=True)
        assert last.stdout == b"ready\ndone\n"
        lines = [json.loads(line) for line in (tmp_path / "pages" / INDEX).read_text("utf-8").splitlines()]
        assert Counter(line["asked"] for line in lines) == Counter(
            press.url(f"/{n}/{k}") for n in range(feeds) for k in range(pages)
        )
        assert all((tmp_path / "pages" / line["file"]).stat().st_size for line in lines)
        return killed
    finally:
        press.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_real_kills_lose_nothing_and_repeat_nothing(tmp_path):
    assert kills(tmp_path, feeds=3, pages=15, seed=4, rounds=4) >= 2


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("seed", range(5))
def test_many_real_kills(tmp_path, seed):
    assert kills(tmp_path, feeds=10, pages=40, seed=seed, rounds=40) >= 10
