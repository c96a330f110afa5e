"""Fetching from a press on loopback that plays real habits, through the real client, journal and loop."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import re
import threading
import time
from collections import Counter

import pytest

from marsad.reading.client import GuardedClient
from marsad.reading.fetched import Taken
from marsad.reading.fetching import Fetcher
from marsad.reading.robots import PoliteClient, RobotsBook
from marsad.reading.sources import Source
from marsad.reading.sqlite_journal import SqliteJournal
from press import Answer, Press, VirtualClock, bomb, endless, page, quick, rss, slow_loris


class Shelf:
    """A sink in memory; ``faults`` are raised instead, one a call, by address."""

    def __init__(self):
        self.pages, self.faults, self.calls = {}, {}, []

    def take(self, page):
        self.calls.append(page.asked)
        if faults := self.faults.get(page.asked):
            raise faults.pop(0)
        if page.digest in self.pages:
            return Taken("known")
        self.pages[page.digest] = page
        return Taken("new", "ar")


class Desk:
    """All that fetching needs, around one press; time passes only by waiting."""

    def __init__(self, **changes):
        self.press, self.journal, self.shelf, self.clock = Press(), SqliteJournal(), Shelf(), VirtualClock()
        self.settings, self.happenings, self.sources = quick(**{"jitter": 0.0, **changes}), [], []

    def source(self, path="/rss", **more):
        self.sources.append(Source(self.press.url(path), **more))
        return self.sources[-1].url

    def fetcher(self):
        client = GuardedClient(self.settings, lambda host, port: [ipaddress.ip_address("127.0.0.1")])
        asker = PoliteClient(
            client, RobotsBook(client, self.journal, self.settings, self.clock), self.settings, self.clock
        )
        return Fetcher(self.sources, asker, self.journal, self.shelf, self.settings, self.clock, self.happenings.append)

    def once(self, urls=None):
        return self.fetcher().once(urls)

    def again(self, hours=13.0):
        self.clock.time += hours * 3600
        return self.once()

    def feed(self, *names, path="/rss", **headers):
        items = [(name, self.press.url(f"/{name}"), f"Title {name}") for name in names]
        self.press.plays[path] = Answer(rss(items), headers={"Content-Type": "application/rss+xml", **headers})

    def pages(self, *names, **more):
        for name in names:
            self.press.plays[f"/{name}"] = Answer(
                page(name), headers={"Content-Type": "text/html; charset=utf-8"}, **more
            )

    def told(self, kind):
        return [happening.message for happening in self.happenings if happening.kind == kind]

    def taken(self):
        return sorted(one.asked.rpartition("/")[2] for one in self.shelf.pages.values())

    def close(self):
        self.press.close()
        self.journal.close()


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.close()


def test_new_entries_are_read_once(desk):
    url = desk.source(name="Agency", language="ar")
    desk.feed("1", "2")
    desk.pages("1", "2", "3")
    counts = desk.once()
    assert (counts["new"], counts["taken"], counts["left"]) == (2, 2, 0)
    one = next(iter(desk.shelf.pages.values()))
    assert (one.source, one.outlet, one.language, one.entry.title) == (url, "Agency", "ar", "Title 1")
    assert one.header("content-type") == "text/html; charset=utf-8" and one.fetched_at.tzinfo is dt.UTC
    assert desk.once()["fetch"] == 0, "it is not due yet"
    desk.feed("3", "2", "1")
    assert desk.again()["taken"] == 1
    assert desk.taken() == ["1", "2", "3"] and desk.press.count()["/1"] == 1


def test_not_modified_is_asked_for_and_understood(desk):
    desk.source()
    desk.pages("1")
    items = rss([("1", desk.press.url("/1"), "one")])

    def feed(handler):
        if handler.headers.get("If-None-Match") == '"v1"':
            return Answer(status=304)
        return Answer(items, headers={"ETag": '"v1"'})

    desk.press.plays["/rss"] = feed
    assert desk.once()["taken"] == 1
    counts = desk.again()
    assert (counts["unchanged"], counts["fetch"], counts["failed"]) == (1, 0, 0)


def test_robots_are_heeded(desk):
    desk.source()
    desk.press.plays["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /secret\nCrawl-delay: 5\n")
    desk.feed("1", "secret1", "2")
    desk.pages("1", "secret1", "2")
    before = desk.clock.now()
    desk.once()
    assert desk.taken() == ["1", "2"] and "/secret1" not in desk.press.asked
    assert desk.press.count()["/robots.txt"] == 1
    assert desk.clock.now() - before >= 15
    assert re.search(r"robots\.txt.*\[robots\]", desk.told("refused")[0])


@pytest.mark.parametrize("kind", ["feed", "auto"])
def test_feeds_as_they_are(desk, kind):
    desk.pages("1", "2", "3", "4", "5")
    link = desk.press.url
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'>"
    xml, doctype = "<?xml version='1.0' encoding='utf-8'?>", "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    plays = {
        "/atom": f"{atom}<entry><id>1</id><link href='{link('/1')}'/></entry></feed>".encode(),
        "/broken": f"<rss><item><guid>2</guid><link>{link('/2')}</link><title>a & b<br></title></item>".encode(),
        "/charset": f"{xml}<rss><item><title>الوزير يصل</title><link>{link('/3')}</link></item></rss>".encode("cp1256"),
        "/json": f'{{"items": [{{"id": 4, "url": "{link("/4")}"}}]}}'.encode(),
        "/doctype": f"{doctype}<rss><item><link>{link('/5')}</link><title>&x;</title></item></rss>".encode(),
    }  # fmt: skip
    for path, body in plays.items():
        desk.source(path, kind=kind)
        desk.press.plays[path] = Answer(body)
    desk.once()
    assert desk.taken() == ["1", "2", "3", "4", "5"] and desk.told("failed") == []
    notes = " ".join(desk.told("note"))
    assert "broken XML" in notes and "read as cp1256" in notes and "not read" in notes
    assert "الوزير يصل" in [one.entry.title for one in desk.shelf.pages.values()]


def test_sitemaps_and_section_pages_are_sources_too(desk):
    link = desk.press.url
    desk.source("/sitemap.xml", kind="sitemap")
    desk.source("/news/", kind="section")
    desk.press.plays["/sitemap.xml"] = Answer(
        f"<sitemapindex><sitemap><loc>{link('/s1.xml.gz')}</loc></sitemap><sitemap><loc>{link('/s2.xml')}</loc></sitemap></sitemapindex>".encode(),
        headers={"ETag": '"index"'},
    )  # fmt: skip
    desk.press.plays["/s1.xml.gz"] = Answer(
        gzip.compress(f"<urlset><url><loc>{link('/1')}</loc></url></urlset>".encode())
    )
    desk.press.plays["/news/"] = Answer(
        b"<h2><a href='/2024/03/01/talks-held-in-the-capital'>Talks were held in the capital</a></h2>"
    )
    desk.pages("1", "2024/03/01/talks-held-in-the-capital")
    desk.once()
    assert desk.taken() == ["1", "talks-held-in-the-capital"]
    assert any("s2.xml" in note for note in desk.told("note")), "the sitemap that failed is told"
    assert desk.journal.state(desk.sources[0].url).conditions.etag == "", "so that it is asked for again"


def test_what_a_server_asks_to_wait_is_waited_by_all_its_pages(desk):
    url = desk.source()
    desk.press.plays["/rss"] = Answer(status=429, headers={"Retry-After": "7200"})
    desk.once()
    assert desk.journal.state(url).next_due - desk.clock.now() == 7200
    desk.feed("1", "2")
    desk.pages("2")
    desk.press.plays["/1"] = Answer(status=503, headers={"Retry-After": "3600"})
    desk.clock.time += 7200
    counts = desk.once()
    assert (counts["taken"], counts["left"], counts["postponed"]) == (0, 2, 1) and desk.press.count()["/2"] == 0
    assert [one.tries for one in desk.journal.pending(5)] == [0, 0], "patience is no try"
    desk.pages("1")
    desk.clock.time += 3601
    assert desk.once([])["taken"] == 2


def test_failing_sources_are_asked_more_and_more_seldom(desk):
    url = desk.source()
    for path in ("/rss", "/other"):
        desk.press.plays[path] = Answer(status=500)
    waits = []
    for _ in range(4):
        desk.once()
        waits.append(desk.journal.state(url).next_due - desk.clock.now())
        desk.clock.time += waits[-1]
    assert waits == [600, 1200, 2400, 4800]
    assert "answers 500" in desk.journal.state(url).error and len(desk.told("failed")) == 4


@pytest.mark.parametrize("parallel", [1, 4])
def test_hostile_servers_harm_only_themselves(parallel):
    desk = Desk(total_seconds=0.8, read_seconds=0.5, max_page_bytes=200_000, max_feed_bytes=300_000, parallel=parallel)
    try:
        hostile = {
            "/loris": slow_loris(desk.press, b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"),
            "/endless": endless(desk.press),
            "/bomb": Answer(bomb(), headers={"Content-Encoding": "gzip"}),
            "/inside": Answer(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}),
            "/odd": Answer(status=302, headers={"Location": "http://2130706433/"}),
            "/file": Answer(status=302, headers={"Location": "file:///etc/passwd"}),
            "/laughs": Answer(b"<!DOCTYPE r [<!ENTITY a '%s'>]><rss>%s</rss>" % (b"x" * 9999, b"&a;" * 9999)),
            "/noise": Answer(bytes(range(256)) * 50),
        }  # fmt: skip
        for path, play in hostile.items():
            desk.press.plays[path] = play
            desk.source(path)
        desk.source()
        desk.feed("1", *[path.removeprefix("/") for path in hostile])
        desk.pages("1")
        counts = desk.once()
        assert "1" in desk.taken() and counts["fetch"] >= 1
        assert not any(
            one.asked.endswith(("/inside", "/odd", "/file", "/endless", "/bomb", "/loris"))
            for one in desk.shelf.pages.values()
        )
        assert sum("[address-" in reason for reason in desk.told("failed")) == 3
        assert counts["failed"] >= 7
        for code in ("timeout", "too-large", "address-forbidden"):
            assert any(
                f"[{code}]" in reason for reason in desk.told("failed") + desk.told("refused") + desk.told("postponed")
            ), code
    finally:
        desk.close()


def test_a_poisonous_page_is_quarantined_after_three_tries_and_can_be_tried_again(desk):
    desk.source()
    desk.feed("1", "poison", "2")
    desk.pages("1", "poison", "2")
    poison = desk.press.url("/poison")
    desk.shelf.faults[poison] = [RecursionError("too deep")] * 4
    for _ in range(5):
        desk.again(1.0)
    assert desk.taken() == ["1", "2"]
    assert desk.shelf.calls.count(poison) == 3 and desk.press.count()["/poison"] == 1
    (aside,) = desk.journal.aside()
    assert aside.state == "quarantined" and "too deep" in aside.reason and aside.entry.title == "Title poison"
    desk.shelf.faults.clear()
    desk.journal.retry(None, desk.clock.now())
    desk.again(1.0)
    assert desk.taken() == ["1", "2", "poison"] and desk.press.count()["/poison"] == 1


def test_a_page_that_kills_the_program_three_times_is_quarantined(desk):
    desk.source()
    desk.feed("1", "poison")
    desk.pages("1", "poison")
    desk.shelf.faults[desk.press.url("/poison")] = [SystemExit(1)] * 5
    deaths = 0
    for _ in range(6):
        try:
            desk.again(1.0)
        except SystemExit:
            deaths += 1
    assert deaths == 3 and desk.taken() == ["1"]
    assert "program ended" in desk.journal.aside()[0].reason


def test_a_store_that_is_out_of_order_costs_no_page_a_try(desk):
    desk.source()
    desk.feed("1")
    desk.pages("1")
    desk.shelf.faults[desk.press.url("/1")] = [OSError(28, "No space left on device")] * 6
    for _ in range(6):
        desk.again(1.0)
    assert len(desk.told("sink")) == 6 and desk.journal.aside() == []
    desk.again(1.0)
    assert desk.taken() == ["1"] and desk.press.count()["/1"] == 1


def test_pages_that_fail_are_tried_three_times_and_gone_ones_once(desk):
    desk.source()
    desk.feed("500", "404", "pdf", "empty")
    desk.press.plays["/500"] = Answer(status=500)
    desk.press.plays["/pdf"] = Answer(b"%PDF", headers={"Content-Type": "application/pdf"})
    desk.press.plays["/empty"] = Answer(b" \n", headers={"Content-Type": "text/html"})
    for _ in range(6):
        desk.again(2.0)
    count = desk.press.count()
    assert (count["/500"], count["/404"], count["/pdf"], count["/empty"]) == (3, 1, 1, 3)
    assert {one.entry.id: one.state for one in desk.journal.aside()} == {
        "500": "quarantined", "404": "refused", "pdf": "refused", "empty": "quarantined",
    }  # fmt: skip


def test_entries_without_an_address_are_refused_and_counted(desk):
    url = desk.source()
    desk.press.plays["/rss"] = Answer(
        b"<rss><item><title>no link</title></item><item><link>http://127.1/</link></item></rss>"
    )
    desk.once()
    assert len(desk.told("refused")) == 2
    assert [c.number for c in desk.journal.counts(0) if c.kind == "refused" and c.source == url] == [2]


def test_a_correction_by_the_publisher_is_read_again(desk):
    desk.source()
    desk.feed("1")
    desk.pages("1")
    desk.once()
    items = rss([("1", desk.press.url("/1"), "Title 1 (corrected)")])
    desk.press.plays["/rss"] = Answer(items)
    desk.press.plays["/1"] = Answer(page("corrected"), headers={"Content-Type": "text/html"})
    counts = desk.again()
    assert (counts["changed"], counts["taken"]) == (1, 1)
    assert {one.entry.title for one in desk.shelf.pages.values()} == {"Title 1", "Title 1 (corrected)"}


def test_a_page_of_two_feeds_is_read_once(desk):
    desk.source()
    desk.source("/rss2")
    desk.feed("1")
    desk.feed("1", "2", path="/rss2")
    desk.pages("1", "2")
    counts = desk.once()
    assert (counts["taken"], counts["elsewhere"]) == (2, 1) and desk.press.count()["/1"] == 1


def test_a_feed_from_inside_may_lead_inside_but_not_one_from_outside(desk, monkeypatch):
    desk.source()
    desk.feed("1")
    desk.pages("1")
    desk.once()
    assert desk.journal.state(desk.sources[0].url).lan is True
    outside = Desk(ports=(80, 443, desk.press.port))
    outside.sources = desk.sources
    outside.clock.time += 1
    # Here the press itself counts as public, its neighbour 127.0.0.2 as inside.
    monkeypatch.setattr(
        "marsad.reading.addresses.refused_range", lambda ip: None if str(ip) == "127.0.0.1" else "loopback"
    )
    desk.press.plays["/rss"] = Answer(rss([("x", "http://127.0.0.2/admin?delete=all", "x")]))
    outside.once()
    outside.close()
    assert "loopback" in outside.told("refused")[0]


def test_named_sources_are_asked_due_or_not(desk):
    url = desk.source()
    desk.source("/rss2")
    desk.feed("1")
    desk.pages("1")
    desk.once()
    before = desk.press.count()
    desk.once([url])
    assert desk.press.count()["/rss"] == before["/rss"] + 1 and desk.press.count()["/rss2"] == before["/rss2"]


def test_moved_feeds_and_titles_are_noted(desk):
    url = desk.source()
    desk.press.plays["/rss"] = Answer(status=301, headers={"Location": "/new"})
    desk.feed("1", path="/new")
    desk.pages("1")
    desk.once()
    state = desk.journal.state(url)
    assert (state.moved, state.title) == (desk.press.url("/new"), "وكالة المشرق")


def test_cookies_of_a_page_are_not_handed_on(desk):
    desk.source()
    desk.feed("1")
    desk.press.plays["/1"] = Answer(page("1"), headers={"Content-Type": "text/html", "Set-Cookie": "id=7"})
    desk.once()
    assert "set-cookie" not in dict(next(iter(desk.shelf.pages.values())).headers)


def test_watching_asks_at_each_ones_pace_and_takes_a_changed_list(desk):
    url = desk.source(every=600)
    desk.source("/rss2", every=3600)
    desk.feed("1")
    desk.feed("2", path="/rss2")
    desk.feed("3", path="/rss3")
    desk.pages("1", "2", "3")
    end, checks = desk.clock.now() + 4 * 3600 + 30, list[float]()

    def reload():
        if len(checks) == 120:  # after about two hours a source is added and another taken off
            return [Source(url, every=600), Source(desk.press.url("/rss3"), every=1800)]
        return None

    desk.fetcher().watch(lambda: desk.clock.now() >= end, reload, lambda: checks.append(desk.clock.now()))
    count = desk.press.count()
    assert 23 <= count["/rss"] <= 25 and count["/rss2"] == 3 and 4 <= count["/rss3"] <= 5
    assert desk.taken() == ["1", "2", "3"] and 200 <= len(checks) <= 241


def test_a_stopped_watch_goes_on_where_it_was(desk):
    desk.source()
    desk.feed(*map(str, range(20)))
    desk.pages(*map(str, range(20)))
    steps = iter(range(1000))
    desk.fetcher().watch(lambda: next(steps) > 8)
    assert 0 < len(desk.taken()) < 20
    desk.once()
    assert len(desk.taken()) == 20 and max(desk.press.count().values()) == 1


def test_several_hosts_at_a_time_but_one_request_to_each():
    desk = Desk(parallel=4)
    lock, now, most = threading.Lock(), Counter[str](), list[tuple[int, int]]()

    def slow(handler):
        host = handler.headers["Host"]
        with lock:
            now[host] += 1
            most.append((sum(now.values()), now[host]))
        time.sleep(0.03)
        with lock:
            now[host] -= 1
        return Answer(page(handler.path), headers={"Content-Type": "text/html"})

    try:
        for n in range(6):
            desk.sources.append(Source(desk.press.url(f"/rss{n}", f"host{n}.example")))
            items = [(str(k), desk.press.url(f"/{n}-{k}", f"host{n}.example"), f"t{k}") for k in range(6)]
            desk.press.plays[f"/rss{n}"] = Answer(rss(items))
            desk.press.plays.update({f"/{n}-{k}": slow for k in range(6)})
        desk.once()
        assert len(desk.taken()) == 36 and desk.press.count()["/robots.txt"] == 6
        assert 1 < max(total for total, _ in most) <= 4
        assert max(of_host for _, of_host in most) == 1
    finally:
        desk.close()
