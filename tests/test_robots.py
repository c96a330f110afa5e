"""robots.txt: what it allows, when it cannot be had, and how often it is asked for."""

from __future__ import annotations

import pytest

from marsad.reading.addresses import AddressError, parse_address
from marsad.reading.client import Response
from marsad.reading.robots import PoliteClient, RobotsBook
from marsad.reading.sqlite_journal import SqliteJournal
from marsad.reading.wire import FetchError
from press import VirtualClock, quick

SITE = "https://agency.example"


class Site:
    """A client that answers robots.txt as told, and any page."""

    def __init__(self, body=b"", status=200, error=None):
        self.body, self.status, self.error, self.asked = body, status, error, []

    def get(self, url, *, accept="", limit=None, conditions=None, lan=False, hop=None):
        self.asked.append(url)
        if url.endswith("/robots.txt"):
            if self.error:
                raise self.error
            return Response(url, url, self.status, (("retry-after", "90"),), self.body)
        if hop:
            hop(parse_address(url), lan)
            if url.endswith("/hop"):
                hop(parse_address(SITE + "/private/x"), lan)
        return Response(url, url, 200, (), b"page")


@pytest.fixture
def journal():
    journal = SqliteJournal()
    yield journal
    journal.close()


def polite(site, journal, clock=None, **changes):
    clock, settings = clock or VirtualClock(), quick(host_gap=2.0, **changes)
    return PoliteClient(site, RobotsBook(site, journal, settings, clock), settings, clock)


RULES = b"User-agent: *\nDisallow: /private\nAllow: /private/press$\nDisallow: /*.pdf$\nCrawl-delay: 7\n"


def test_rules_are_heeded(journal):
    client = polite(Site(RULES), journal)
    assert client.get(f"{SITE}/news/1").body == b"page"
    assert client.get(f"{SITE}/private/press").body == b"page"
    for path in ("/private/x", "/a/b.pdf", "/hop"):
        with pytest.raises(FetchError) as caught:
            client.get(SITE + path)
        assert (caught.value.code, caught.value.lasting) == ("robots", True)


def test_rules_for_us_come_before_those_for_all(journal):
    client = polite(Site(b"User-agent: marsad\nDisallow: /news\n\nUser-agent: *\nDisallow: /\n"), journal)
    client.get(f"{SITE}/other")
    with pytest.raises(FetchError):
        client.get(f"{SITE}/news/1")


def test_the_delay_of_a_host_is_kept_up_to_a_limit(journal):
    client = polite(Site(RULES), journal)
    client.get(f"{SITE}/")
    assert client.gap(f"{SITE}/") == 7.0
    assert client.gap("https://other.example/") == 2.0
    slow = polite(Site(b"User-agent: *\nCrawl-delay: 86400\n"), SqliteJournal())
    slow.get(f"{SITE}/")
    assert slow.gap(f"{SITE}/") == 60.0


def test_after_asking_for_it_the_gap_is_waited(journal):
    clock = VirtualClock()
    before = clock.now()
    client = polite(Site(RULES), journal, clock)
    client.get(f"{SITE}/")
    assert clock.now() - before == 7.0
    client.get(f"{SITE}/")
    assert clock.now() - before == 7.0


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b"Disallow: /"),
        (403, b""),
        (410, b""),
        (200, b""),
        (200, b"<html><body>User-agent: *\nDisallow: /"),
        (200, b"\x00\xff\xfe nonsense"),
    ],
)
def test_what_is_missing_or_none_allows_all(journal, status, body):
    assert polite(Site(body, status), journal).get(f"{SITE}/x").status == 200


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_cannot_be_had_allows_nothing_for_now(journal, status):
    with pytest.raises(FetchError) as caught:
        polite(Site(b"", status), journal).get(f"{SITE}/x")
    assert (caught.value.code, caught.value.lasting, caught.value.retry_after) == ("robots-unreachable", False, 90.0)


def test_a_robots_that_leads_inside_allows_nothing(journal):
    site = Site(error=AddressError("address-forbidden", "leads to 10.0.0.1"))
    with pytest.raises(FetchError) as caught:
        polite(site, journal).get(f"{SITE}/x")
    assert caught.value.lasting


def test_it_is_asked_once_a_day_and_remembered_by_the_journal(journal):
    clock, site = VirtualClock(), Site(RULES)
    for _ in range(3):  # as three runs of the program
        polite(site, journal, clock).get(f"{SITE}/x")
    assert site.asked.count(f"{SITE}/robots.txt") == 1
    clock.time += 86_401
    polite(site, journal, clock).get(f"{SITE}/x")
    assert site.asked.count(f"{SITE}/robots.txt") == 2


def test_an_earlier_copy_stands_in_while_none_can_be_had(journal):
    clock = VirtualClock()
    polite(Site(RULES), journal, clock).get(f"{SITE}/x")
    clock.time += 5 * 86_400
    down = Site(error=FetchError("timeout", "silent"))
    assert polite(down, journal, clock).get(f"{SITE}/x").status == 200
    with pytest.raises(FetchError, match="asks not to"):
        polite(down, journal, clock).get(f"{SITE}/private/x")
    clock.time += 40 * 86_400
    with pytest.raises(FetchError, match="cannot be had"):
        polite(down, journal, clock).get(f"{SITE}/x")


def test_only_so_much_of_it_is_heeded_up_to_a_whole_line(journal):
    long = b"User-agent: *\n" + b"Disallow: /a\n" * 100 + b"Disallow: /late\n"
    client = polite(Site(long), journal, max_robots_bytes=1024)
    client.get(f"{SITE}/late")
    with pytest.raises(FetchError):
        client.get(f"{SITE}/a")


def test_it_can_be_switched_off(journal):
    site = Site(b"User-agent: *\nDisallow: /\n")
    polite(site, journal, robots=False).get(f"{SITE}/x")
    assert site.asked == [f"{SITE}/x"]


def test_stars_without_end_cost_no_time(journal):
    rule = b"Disallow: /" + b"a*" * 2000 + b"b$\n"
    client = polite(Site(b"User-agent: *\n" + rule * 50), journal)
    assert client.get(f"{SITE}/" + "a" * 3000).status == 200
