"""The sockets below the HTTP client: to an address already checked, and within a budget of time and bytes.

httpcore lets its network be given from outside. That is why the client stands on it and not on
httpx or urllib3: the name in TLS (SNI) and in the header Host stays that of the address, while the
socket goes to the number that was checked, so that a second answer of the name server (rebinding)
is never asked for; and each read can be given what is left of the whole request's time, which ends
a server that trickles single bytes. All else that httpx adds (redirects, cookies, proxies from the
environment, unlimited decompression) would have to be switched off.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from marsad.errors import MarsadError
from marsad.reading.networks import IP

Resolver = Callable[[str, int], Sequence[IP]]
"""Host and port to numeric addresses, best first; OSError where the name is not known."""

_ATTEMPTS = 2
_PROXY_HEAD = 8192


class FetchError(MarsadError):
    """A request that brought nothing.

    ``lasting``: whether asking again soon is pointless. ``retry_after``: seconds that the server
    asked to wait, if it did. ``status``: the HTTP status, where there was one.
    """

    def __init__(
        self, code: str, message: str, *, lasting: bool = False, retry_after: float | None = None, status: int = 0
    ) -> None:
        super().__init__(code, message)
        self.lasting = lasting
        self.retry_after = retry_after
        self.status = status


class Budget:
    """What one request may still cost: seconds of the wall clock and bytes from the wire."""

    def __init__(self, seconds: float, silence: float, size: int) -> None:
        self._seconds, self._silence, self._size = seconds, silence, size
        self._end = time.monotonic() + seconds
        self.read = 0

    def time(self, at_most: float | None = None) -> float:
        """Seconds that the next step may take; FetchError when none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError("timeout", f"the answer was not complete after {self._seconds:g} s")
        return min(left, self._silence if at_most is None else at_most)

    def spend(self, size: int) -> None:
        """Count bytes read; FetchError when they are too many."""
        self.read += size
        if self.read > self._size:
            raise FetchError("too-large", f"the answer is longer than {self._size} bytes", lasting=True)


class BudgetStream(httpcore.NetworkStream):
    """A stream whose every step counts against a budget."""

    def __init__(self, inner: httpcore.NetworkStream, budget: Budget) -> None:
        self._inner, self._budget = inner, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Up to so many bytes."""
        allowed = self._budget.time()
        try:
            data = self._inner.read(max_bytes, allowed)
        except httpcore.ReadTimeout:
            self._budget.time()  # says so where it was the whole request's time that ran out
            raise FetchError("timeout", f"the server was silent for {allowed:.3g} s") from None
        self._budget.spend(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self._inner.write(buffer, self._budget.time())

    def close(self) -> None:
        """Close the socket."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same stream under TLS."""
        inner = self._inner.start_tls(ssl_context, server_hostname, self._budget.time())
        return BudgetStream(inner, self._budget)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        """What httpcore asks of the socket."""
        return self._inner.get_extra_info(info)


class PinnedBackend(httpcore.NetworkBackend):
    """A network in which every connection goes to the given numbers, whatever host is asked for.

    ``proxy``: host and port of an HTTP proxy, to which a tunnel to the number is asked for.
    """

    def __init__(
        self, numbers: Sequence[IP], budget: Budget, connect_seconds: float, proxy: tuple[str, int] | None = None
    ) -> None:
        self._numbers, self._budget, self._connect, self._proxy = numbers, budget, connect_seconds, proxy

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A stream to the first number that answers; FetchError if none does."""
        failure: Exception | None = None
        for number in self._numbers[:_ATTEMPTS]:
            try:
                return self._open(number, port)
            except httpcore.NetworkError as error:
                failure = error
            except httpcore.TimeoutException:
                failure = TimeoutError(f"no answer from {number} in {self._connect:g} s")
        raise FetchError("connect", f"no connection to {host}, port {port}: {failure}")

    def _open(self, number: IP, port: int) -> httpcore.NetworkStream:
        host, port_there = self._proxy or (str(number), port)
        inner = httpcore.SyncBackend().connect_tcp(host, port_there, self._budget.time(self._connect))
        stream = BudgetStream(inner, self._budget)
        if self._proxy:
            try:
                _tunnel(stream, number, port)
            except BaseException:
                stream.close()
                raise
        return stream


def _tunnel(stream: BudgetStream, number: IP, port: int) -> None:
    """Ask the proxy for a tunnel to a number; FetchError if it does not give one."""
    target = f"[{number}]:{port}" if number.version == 6 else f"{number}:{port}"
    stream.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode("ascii"))
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = stream.read(1)  # one by one, as what follows the head is no longer the proxy's
        head += piece
        if not piece or len(head) > _PROXY_HEAD:
            raise FetchError("proxy", "the proxy did not answer as one")
    status = head.split(b"\r\n", 1)[0].split(b" ", 2)[1:2]
    if status != [b"200"]:
        raise FetchError("proxy", f"the proxy gives no tunnel to {target}: {head[:60]!r}")


def system_resolver(host: str, port: int) -> Sequence[IP]:
    """The addresses that the system's resolver has for a name, in its order."""
    import ipaddress

    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(str(one[4][0])) for one in found))


def resolve(resolver: Resolver, host: str, port: int, seconds: float) -> Sequence[IP]:
    """The addresses of a name; FetchError if there are none or the look-up takes too long.

    The system's look-up cannot be stopped, so it runs in a thread of its own, which is left behind.
    """
    answer: list[Sequence[IP]] = []
    failure: list[Exception] = []

    def look_up() -> None:
        try:
            answer.append(resolver(host, port))
        except (OSError, UnicodeError, ValueError) as error:
            failure.append(error)

    thread = threading.Thread(target=look_up, daemon=True, name=f"look-up of {host[:40]}")
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise FetchError("resolve", f"the look-up of {host} took longer than {seconds:g} s")
    if failure or not answer or not answer[0]:
        raise FetchError("resolve", f"the name {host} is not known: {failure[0] if failure else 'no address'}")
    return answer[0]
