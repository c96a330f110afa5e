"""The one HTTP client of reading: every request, page, feed, sitemap and robots.txt goes through here.

For each hop the address is taken apart and checked, its name is resolved once, all its numbers are
checked, and the socket goes to one of them. Nothing is kept between requests: no cookies, no
connections, no credentials.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import certifi
import httpcore

from marsad.errors import DataError
from marsad.reading.addresses import Address, AddressError, Gate, join_address, parse_address
from marsad.reading.networks import IP
from marsad.reading.settings import ReadingSettings
from marsad.reading.unpacking import Unpacker, UnpackError
from marsad.reading.wire import Budget, FetchError, PinnedBackend, Resolver, resolve, system_resolver

PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json;q=0.9, application/xml;q=0.8, "
    "text/xml;q=0.8, */*;q=0.5"
)
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a server told of its last answer, sent back so that it can say "not modified"."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. ``headers`` have lower-case names, in the server's order; ``body`` is unpacked.

    ``lan``: whether it came from an address that only the allow-list permits. ``moved``: where the
    asked address has moved for good, if it has.
    """

    asked: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    lan: bool = False
    moved: str = ""

    def header(self, name: str) -> str:
        """The first header of a lower-case name, "" if there is none."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def media_type(self) -> str:
        """Such as text/html, in lower case, without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset of the header Content-Type, "" if it names none."""
        for part in self.header("content-type").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'").lower()
        return ""

    @property
    def conditions(self) -> Conditions:
        """What to send along the next time."""
        return Conditions(self.header("etag")[:1024], self.header("last-modified")[:256])


Hop = Callable[[Address, bool], None]
"""Called before each request to an address, with whether the allow-list counts; may raise FetchError."""


def _any_hop(address: Address, lan: bool) -> None:
    """No further condition."""


class GuardedClient:
    """Asks for addresses within the settings. Safe to use from several threads."""

    def __init__(self, settings: ReadingSettings, resolver: Resolver = system_resolver) -> None:
        """``resolver`` is how names become numbers. DataError where a setting (allow, proxy, ca_file) is wrong."""
        self._settings = settings
        self._resolver = resolver
        self._gate = Gate(settings)
        self._proxy = _proxy(settings)
        try:
            self._tls = ssl.create_default_context(cafile=settings.ca_file or certifi.where())
        except (OSError, ssl.SSLError) as error:
            message = f"settings: ca_file = {settings.ca_file!r} cannot be read: {error}"
            raise DataError("bad-setting", message) from None
        contact = f" (+{settings.contact})" if settings.contact else ""
        agent = f"marsad/{version('marsad')}{contact}"
        if not agent.isascii() or not agent.isprintable():
            raise DataError("bad-setting", f"settings: contact = {settings.contact!r} must be printable ASCII")
        self._agent = agent

    def get(
        self,
        url: str,
        *,
        accept: str = PAGE_TYPES,
        limit: int | None = None,
        conditions: Conditions | None = None,
        lan: bool = False,
        hop: Hop = _any_hop,
    ) -> Response:
        """The final answer for an address, of whatever status, after redirects.

        ``limit``: bytes of the body (default: max_page_bytes). ``lan``: whether the allow-list counts,
        which is only so for what the user named and what comes from there: a public page leads to no
        address inside. Raises AddressError for an address that is not to be read, wherever in the
        chain, and FetchError for all else that goes wrong.
        """
        settings = self._settings
        limit = settings.max_page_bytes if limit is None else limit
        budget = Budget(settings.total_seconds, settings.read_seconds, limit + 8 * settings.max_header_bytes)
        address = asked = parse_address(url, settings.max_url_chars)
        seen, moved, permanent = {address.url}, "", True
        for _ in range(settings.max_redirects + 1):
            self._gate.check_name(address, lan)
            hop(address, lan)
            response, inside = self._ask(address, accept, limit, conditions, lan, budget)
            if response.status not in _REDIRECTS or not response.header("location"):
                return Response(asked.url, address.url, response.status, response.headers, response.body, inside, moved)
            following = join_address(address, response.header("location"), settings.max_url_chars)
            if address.scheme == "https" and following.scheme == "http" and not settings.allow_downgrade:
                raise FetchError("downgrade", f"{address.url} leads from https to http: {following.url}", lasting=True)
            if following.url in seen:
                raise FetchError("redirect-loop", f"{asked.url} leads in a circle", lasting=True)
            seen.add(following.url)
            permanent = permanent and response.status in _PERMANENT
            moved = following.url if permanent else moved
            address, lan = following, lan and inside
        raise FetchError("redirects", f"{asked.url} leads on more than {settings.max_redirects} times", lasting=True)

    def _ask(
        self, address: Address, accept: str, limit: int, conditions: Conditions | None, lan: bool, budget: Budget
    ) -> tuple[Response, bool]:
        """The answer of one hop, and whether it came from inside."""
        numbers = self._numbers(address, budget)
        inside = self._gate.check_numbers(address, numbers, lan)
        backend = PinnedBackend(numbers, budget, self._settings.connect_seconds, self._proxy)
        headers: list[tuple[bytes | str, bytes | str]] = [
            ("Host", address.authority), ("User-Agent", self._agent), ("Accept", accept),
            ("Accept-Encoding", "gzip, deflate"), ("Connection", "close"),
        ]  # fmt: skip
        if conditions and conditions.etag:
            headers.append(("If-None-Match", conditions.etag))
        if conditions and conditions.last_modified:
            headers.append(("If-Modified-Since", conditions.last_modified))
        scheme, host, target = address.scheme.encode(), address.host.encode(), address.target.encode()
        url = httpcore.URL(scheme=scheme, host=host, port=address.port, target=target)
        connection = httpcore.HTTPConnection(
            httpcore.Origin(scheme, host, address.port), self._tls, keepalive_expiry=0, network_backend=backend
        )
        try:
            with connection, connection.stream("GET", url, headers=headers) as answer:
                return self._read(address, answer, limit), inside
        except (httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise FetchError("connect", f"{address.origin}: the connection failed: {_said(error)}") from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise FetchError("bad-http", f"{address.url}: the answer is not proper HTTP: {_said(error)}") from None
        except UnpackError as error:
            lasting = error.code != "cut-short"
            raise FetchError(error.code, f"{address.url}: {error.message}", lasting=lasting) from None
        except OSError as error:
            raise FetchError("connect", f"{address.origin}: the connection failed: {_said(error)}") from None

    def _numbers(self, address: Address, budget: Budget) -> tuple[IP, ...]:
        if address.number is not None:
            return (address.number,)
        seconds = budget.time(self._settings.resolve_seconds)
        return tuple(resolve(self._resolver, address.host, address.port, seconds))

    def _read(self, address: Address, answer: httpcore.Response, limit: int) -> Response:
        """The head and, where it is wanted, the body of an answer."""
        if sum(len(name) + len(value) + 4 for name, value in answer.headers) > self._settings.max_header_bytes:
            raise FetchError("head-too-large", f"{address.url}: the head of the answer is too long", lasting=True)
        headers = tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1").strip()) for name, value in answer.headers
        )
        response = Response(address.url, address.url, answer.status, headers, b"")
        if answer.status in _REDIRECTS or answer.status in (204, 304):
            return response
        told = response.header("content-length")
        if told.isdecimal() and int(told[:18]) > limit:
            message = f"{address.url}: {told[:18]} bytes are more than {limit}"
            raise FetchError("too-large", message, lasting=True)
        encoding = ", ".join(value for name, value in headers if name == "content-encoding" and value)
        unpacker = Unpacker(encoding, limit, self._settings.max_ratio)
        for piece in answer.iter_stream():
            unpacker.feed(piece)
        return Response(address.url, address.url, answer.status, headers, unpacker.finish())


def check_status(response: Response, now: dt.datetime) -> None:
    """FetchError when the status is not 200 or another success, or 304; what the server asks to wait is in it."""
    status = response.status
    if 200 <= status < 300 or status == 304:
        return
    lasting = status in (404, 410, 451)
    raise FetchError(
        f"status-{status}", f"{response.url} answers {status}", lasting=lasting,
        retry_after=retry_after(response.header("retry-after"), now), status=status,
    )  # fmt: skip


def retry_after(value: str, now: dt.datetime) -> float | None:
    """Seconds from a header Retry-After, which holds seconds or a date; None if it holds neither."""
    if value.isdecimal() and value.isascii():
        return float(int(value[:9]))
    try:
        when = email.utils.parsedate_to_datetime(value)
        when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
        return max(0.0, (when - now).total_seconds())
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _proxy(settings: ReadingSettings) -> tuple[str, int] | None:
    """Host and port of the proxy, None for none."""
    told = settings.proxy
    if told == "environment":
        told = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy") or ""
    if not told:
        return None
    try:
        address = parse_address(told)
    except AddressError as error:
        raise DataError("bad-setting", f"settings: proxy: {error.message}") from None
    if address.scheme != "http" or address.target != "/":
        raise DataError("bad-setting", "settings: proxy must be of the form http://host:port")
    return address.host, address.port


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
