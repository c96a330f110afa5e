"""A press on loopback for the tests of fetching: a server with the habits, good and bad, of real ones."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import ipaddress
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from marsad.reading.settings import ReadingSettings

LOOPBACK = "127.0.0.0/8"
DAY0 = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)


@dataclass
class Answer:
    """What a path answers: a status, headers and a body; or ``raw``, which writes to the socket itself."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[socket.socket], None] | None = None


Play = Answer | Callable[[BaseHTTPRequestHandler], Answer]


class Press:
    """Paths and what they answer, and what was asked for."""

    def __init__(self) -> None:
        self.plays: dict[str, Play] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.closing = threading.Event()
        press = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                press.asked.append(self.path)
                press.headers.append({name.lower(): value for name, value in self.headers.items()})
                play = press.plays.get(self.path, Answer(b"no such page", 404))
                answer = play(self) if callable(play) else play
                self.close_connection = True
                if answer.raw:
                    with contextlib.suppress(OSError):
                        answer.raw(self.connection)
                    return
                self.send_response(answer.status)
                if "Content-Length" not in answer.headers and answer.status not in (204, 304):
                    self.send_header("Content-Length", str(len(answer.body)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if answer.status != 304:
                    self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def count(self) -> Counter[str]:
        return Counter(self.asked)

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def quick(**changes: Any) -> ReadingSettings:
    """Settings with loopback allowed and short times."""
    base = ReadingSettings(
        allow=(LOOPBACK,), host_gap=0.0, total_seconds=5.0, read_seconds=2.0, connect_seconds=2.0, parallel=1
    )
    return replace(base, **changes)


class resolver:  # noqa: N801 - called like a function
    """A resolver that knows these names only; dots of names are written as two underscores. ``asked``: in order."""

    def __init__(self, **names: str | list[str]) -> None:
        self.asked: list[str] = []
        self._table = {name.replace("__", "."): value for name, value in names.items()}

    def __call__(self, host: str, port: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
        self.asked.append(host)
        if host not in self._table:
            raise OSError("no such name")
        found = self._table[host]
        return [ipaddress.ip_address(one) for one in ([found] if isinstance(found, str) else found)]


class VirtualClock:
    """Time that passes only when someone waits."""

    def __init__(self, start: float = DAY0.timestamp()) -> None:
        self.time = start

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += max(0.0, seconds)


# Feeds and pages.


def page(title: str, paragraphs: Iterable[str] = ("First paragraph of the page.",)) -> bytes:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>".encode()
    )


def rss(items: Iterable[tuple[str, str, str]], when: dt.datetime = DAY0, language: str = "ar") -> bytes:
    """An RSS 2.0 feed of (guid, link, title)."""
    date = format_datetime(when)
    entries = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>"
        f"<pubDate>{date}</pubDate></item>"
        for guid, link, title in items
    )
    head = f"<title>وكالة المشرق</title><language>{language}</language>"
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{head}{entries}</channel></rss>".encode()


def slow_loris(press: Press, head: bytes, drip: bytes = b"x", pause: float = 0.05) -> Answer:
    """A head, then a byte now and then, for ever."""

    def drips(sock: socket.socket) -> None:
        sock.sendall(head)
        while not press.closing.is_set():
            sock.sendall(drip)
            time.sleep(pause)

    return Answer(raw=drips)


def endless(press: Press, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") -> Answer:
    """A body without end, as fast as it goes."""

    def pours(sock: socket.socket) -> None:
        sock.sendall(head)
        while not press.closing.is_set():
            sock.sendall(b"<p>more</p>" * 1000)

    return Answer(raw=pours)


def bomb(size: int = 60_000_000) -> bytes:
    """A gzip stream of zeros that unpacks to ``size`` bytes."""
    return gzip.compress(bytes(size), 9)
