"""robots.txt (RFC 9309), read with Protego, and the one way in which fetching asks: politely.

A robots.txt that answers 4xx allows everything; one that cannot be had (5xx, no answer) allows
nothing until it can, except where an earlier copy is known.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from protego import Protego

from marsad.errors import MarsadError
from marsad.reading.addresses import Address, AddressError, parse_address
from marsad.reading.client import PAGE_TYPES, Conditions, Hop, Response, check_status
from marsad.reading.journal import Journal, RobotsCopy
from marsad.reading.markup import decode_markup
from marsad.reading.schedule import Clock
from marsad.reading.settings import ReadingSettings
from marsad.reading.wire import FetchError

AGENT = "marsad"
# An earlier copy stands in for so long when a new one cannot be had (RFC 9309, 2.4, leaves it open).
_STALE = 30 * 86_400.0
_IN_MEMORY = 2000


class Getter(Protocol):
    """What asks for an address: GuardedClient, or a stand-in for it in tests."""

    def get(
        self, url: str, *, accept: str = ..., limit: int | None = None, conditions: Conditions | None = None,
        lan: bool = False, hop: Hop = ...,
    ) -> Response:  # fmt: skip
        """As GuardedClient.get."""


@dataclass(frozen=True, slots=True)
class _Rules:
    read_at: float
    parsed: Protego | None  # None where everything is allowed


class RobotsBook:
    """What the robots.txt of each origin allows, read when needed and kept in the journal."""

    def __init__(self, client: Getter, journal: Journal, settings: ReadingSettings, clock: Clock) -> None:
        self._client, self._journal, self._settings, self._clock = client, journal, settings, clock
        self._known: OrderedDict[str, _Rules] = OrderedDict()
        self._lock = Lock()

    def check(self, address: Address, lan: bool) -> bool:
        """Whether the host was asked for its robots.txt just now.

        Raises FetchError (code robots) when the address is not allowed, and robots-unreachable when that
        cannot be known.
        """
        if not self._settings.robots:
            return False
        rules, asked = self._rules(address, lan)
        if rules.parsed and not rules.parsed.can_fetch(address.url, AGENT):
            message = f"{address.url}: the robots.txt of the host asks not to read it"
            raise FetchError("robots", message, lasting=True)
        return asked

    def gap(self, address: Address) -> float:
        """Seconds between two requests to this host: the setting host_gap, or its Crawl-delay if longer."""
        with self._lock:
            rules = self._known.get(address.origin)
        told = rules.parsed.crawl_delay(AGENT) if rules and rules.parsed else None
        delay = float(told) if told is not None and told == told else 0.0
        return max(self._settings.host_gap, min(delay, self._settings.max_crawl_delay))

    def _rules(self, address: Address, lan: bool) -> tuple[_Rules, bool]:
        now, origin = self._clock.now(), address.origin
        with self._lock:
            known = self._known.get(origin)
        if known and now - known.read_at < self._settings.robots_keep:
            return known, False
        copy = self._journal.robots(origin)
        asked = copy is None or now - copy.read_at >= self._settings.robots_keep
        if copy is None or asked:
            copy = self._read(origin, lan, copy, now)
        rules = _Rules(copy.read_at, _parsed(copy))
        with self._lock:
            self._known[origin] = rules
            self._known.move_to_end(origin)
            while len(self._known) > _IN_MEMORY:
                self._known.popitem(last=False)
        return rules, asked

    def _read(self, origin: str, lan: bool, old: RobotsCopy | None, now: float) -> RobotsCopy:
        """A new copy from the host; the old one where it cannot be had and is not too old."""
        url, most = f"{origin}/robots.txt", self._settings.max_robots_bytes
        try:
            response = self._client.get(url, accept="text/plain, */*;q=0.5", limit=16 * most, lan=lan)
            if response.status == 429 or response.status >= 500:
                check_status(response, dt.datetime.fromtimestamp(now, dt.UTC))
        except AddressError as error:
            raise FetchError("robots-unreachable", f"{url}: {error.message}", lasting=True) from None
        except FetchError as error:
            if old is not None and now - old.read_at < _STALE:
                return old
            raise FetchError(
                "robots-unreachable", f"{url} cannot be had, so nothing is read there: {error.message}",
                retry_after=error.retry_after, status=error.status,
            ) from None  # fmt: skip
        text = ""
        if 200 <= response.status < 300:
            body = response.body
            # What is heeded ends with a whole line.
            body = body if len(body) <= most else body[: body.rfind(b"\n", 0, most) + 1]
            text = decode_markup(body)[0]
        copy = RobotsCopy(now, response.status, text)
        self._journal.keep_robots(origin, copy)
        return copy


def _parsed(copy: RobotsCopy) -> Protego | None:
    """The rules of a copy; a page of HTML, which many servers send for a missing file, has none."""
    if not 200 <= copy.status < 300 or not copy.text.strip() or copy.text.lstrip().startswith("<"):
        return None
    try:
        return Protego.parse(copy.text)
    except Exception:  # a text that breaks the parser holds no rule that could be read
        return None


class PoliteClient:
    """Asks for addresses with heed to robots.txt, on each hop of a redirect too."""

    def __init__(self, client: Getter, book: RobotsBook, settings: ReadingSettings, clock: Clock) -> None:
        self._client, self._book, self._settings, self._clock = client, book, settings, clock

    def get(
        self, url: str, *, accept: str = PAGE_TYPES, limit: int | None = None, conditions: Conditions | None = None,
        lan: bool = False,
    ) -> Response:  # fmt: skip
        """The answer for an address, as from GuardedClient.get, with FetchError as from RobotsBook.check."""

        def hop(address: Address, lan: bool) -> None:
            if self._book.check(address, lan):
                self._clock.sleep(self._book.gap(address))

        return self._client.get(url, accept=accept, limit=limit, conditions=conditions, lan=lan, hop=hop)

    def gap(self, url: str) -> float:
        """Seconds between two requests to the host of an address."""
        try:
            return self._book.gap(parse_address(url, self._settings.max_url_chars))
        except MarsadError:
            return self._settings.host_gap
