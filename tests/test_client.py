"""The guarded client against real sockets on loopback and a resolver that lies."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import subprocess
import threading
import time
import zlib

import pytest

from marsad.errors import DataError
from marsad.reading.addresses import AddressError
from marsad.reading.client import Conditions, GuardedClient, check_status, retry_after
from marsad.reading.wire import FetchError, system_resolver
from press import Answer, Press, bomb, endless, quick, resolver, slow_loris

NOW = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def press():
    press = Press()
    yield press
    press.close()


def get(press, path, settings=None, **options):
    options.setdefault("lan", True)
    return GuardedClient(settings or quick()).get(press.url(path), **options)


def refusal(press, path, settings=None, **options):
    with pytest.raises(FetchError) as caught:
        get(press, path, settings, **options)
    return caught.value


def test_a_page_comes_with_its_head_and_nothing_of_ours_is_sent_but_what_is_needed(press):
    press.plays["/a?b=1"] = Answer("صفحة".encode(), headers={"Content-Type": "Text/HTML; charset=UTF-8", "ETag": '"1"'})
    response = get(press, "/a?b=1#part", quick(contact="https://desk.example"))
    assert (response.status, response.body.decode(), response.lan) == (200, "صفحة", True)
    assert (response.media_type, response.charset, response.conditions.etag) == ("text/html", "utf-8", '"1"')
    sent = press.headers[0]
    assert sent["user-agent"].startswith("marsad/") and "desk.example" in sent["user-agent"]
    assert sent["host"] == f"127.0.0.1:{press.port}"
    assert set(sent) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_conditions_are_sent_and_not_modified_is_an_answer(press):
    press.plays["/"] = Answer(status=304)
    response = get(press, "/", conditions=Conditions('"v1"', "Fri, 01 Mar 2024 00:00:00 GMT"))
    assert response.status == 304
    assert press.headers[0]["if-none-match"] == '"v1"'
    assert press.headers[0]["if-modified-since"].startswith("Fri")


def test_cookies_are_not_kept(press):
    press.plays["/a"] = Answer(status=302, headers={"Location": "/b", "Set-Cookie": "id=1"})
    press.plays["/b"] = Answer(b"b")
    get(press, "/a")
    assert "cookie" not in press.headers[1]


# Where it may go.


def test_loopback_is_refused_without_the_allow_list(press):
    press.plays["/"] = Answer(b"secret")
    for settings, lan in ((quick(allow=()), True), (quick(), False)):
        with pytest.raises(AddressError, match="loopback"):
            get(press, "/", settings, lan=lan)
    assert press.asked == []


@pytest.mark.parametrize(
    "answer", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]
)
def test_a_name_that_leads_inside_is_refused(answer):
    client = GuardedClient(quick(allow=()), resolver(agency__example=answer))
    with pytest.raises(AddressError, match="leads to"):
        client.get("http://agency.example/")


def test_a_name_with_a_mixed_answer_is_refused():
    client = GuardedClient(quick(allow=()), resolver(agency__example=["8.8.8.8", "127.0.0.1"]))
    with pytest.raises(AddressError, match="127"):
        client.get("http://agency.example/")


def test_the_socket_goes_to_the_number_that_was_checked(press):
    """A resolver that answers otherwise the second time (rebinding) is not asked a second time."""
    answers = iter(["127.0.0.1", "10.9.9.9"])
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return [ipaddress.ip_address(next(answers))]

    press.plays["/"] = Answer(b"here")
    client = GuardedClient(quick(), rebinding)
    response = client.get(press.url("/", "agency.example"), lan=True)
    assert response.body == b"here" and asked == ["agency.example"]
    assert press.headers[0]["host"] == f"agency.example:{press.port}"
    with pytest.raises(AddressError, match=r"10\.9\.9\.9"):
        client.get(press.url("/", "agency.example"), lan=True)


def test_each_hop_is_resolved_and_checked(press):
    inside = [
        "http://127.0.0.2/",
        "http://evil.example/",
        "http://db.internal/",
        "http://2130706433/",
        "http://user@agency.example/",
        "file:///x",
    ]
    names = resolver(agency__example="127.0.0.1", evil__example="192.168.1.1", db__internal="8.8.8.8")
    client = GuardedClient(quick(allow=("127.0.0.1",)), names)
    for location in inside:
        press.plays["/"] = Answer(status=302, headers={"Location": location})
        with pytest.raises(AddressError):
            client.get(press.url("/", "agency.example"), lan=True)


def test_a_public_page_leads_nowhere_inside_even_with_an_allow_list(press, monkeypatch):
    """The list holds for what the user named and what comes from there, not for what a public page names."""
    # For this test the press stands at an address that counts as public; its neighbour is inside.
    own = "127.0.0.1"
    monkeypatch.setattr("marsad.reading.addresses.refused_range", lambda ip: None if str(ip) == own else "loopback")
    client = GuardedClient(quick(ports=(80, 443, press.port)), resolver(public__example=own))
    press.plays["/"] = Answer(status=302, headers={"Location": "http://127.0.0.2/secret"})
    with pytest.raises(AddressError, match="loopback"):
        client.get(press.url("/", "public.example"), lan=True)
    press.plays["/"] = Answer(b"public")
    assert client.get(press.url("/", "public.example"), lan=True).lan is False


def test_redirects_are_followed_counted_and_not_run_in_circles(press):
    press.plays.update({f"/{n}": Answer(status=301, headers={"Location": f"/{n + 1}"}) for n in range(9)})
    press.plays["/9"] = Answer(b"end")
    press.plays["/x"] = Answer(status=302, headers={"Location": "/y"})
    press.plays["/y"] = Answer(status=302, headers={"Location": "/x"})
    assert refusal(press, "/0").code == "redirects"
    assert len(press.asked) == 6
    response = get(press, "/5")
    assert response.url == press.url("/9") and response.moved == press.url("/9") and response.asked == press.url("/5")
    assert get(press, "/0", quick(max_redirects=9)).body == b"end"
    assert refusal(press, "/x").code == "redirect-loop"


def test_only_a_whole_chain_of_permanent_redirects_is_a_move(press):
    press.plays["/a"] = Answer(status=301, headers={"Location": "/b"})
    press.plays["/b"] = Answer(status=302, headers={"Location": "/c"})
    press.plays["/c"] = Answer(b"c")
    assert get(press, "/a").moved == press.url("/b")
    assert get(press, "/b").moved == ""


def test_the_proxy_of_the_environment_is_ignored_unless_asked_for(press, monkeypatch):
    press.plays["/"] = Answer(b"direct")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get(press, "/").body == b"direct"
    assert refusal(press, "/", quick(proxy="environment")).code == "connect"


@pytest.mark.parametrize(
    "proxy", ["https://p.example", "http://p.example/path", "socks5://p.example", "p.example:3128"]
)
def test_a_wrong_proxy_is_said(proxy):
    with pytest.raises(DataError, match="proxy"):
        GuardedClient(quick(proxy=proxy))


def test_through_a_proxy_too_the_number_is_checked_and_the_tunnel_goes_there(press):
    press.plays["/"] = Answer(b"through")
    seen = []
    server = socket.create_server(("127.0.0.1", 0))

    def tunnel():
        with server, server.accept()[0] as client:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += client.recv(1)
            seen.append(head.split(b"\r\n")[0])
            with socket.create_connection(("127.0.0.1", press.port)) as target:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                target.sendall(client.recv(65_536))
                while data := target.recv(65_536):
                    client.sendall(data)

    thread = threading.Thread(target=tunnel)
    thread.start()
    settings = quick(proxy=f"http://127.0.0.1:{server.getsockname()[1]}")
    client = GuardedClient(settings, resolver(agency__example="127.0.0.1", evil__example="10.0.0.1"))
    with pytest.raises(AddressError):
        client.get("http://evil.example/", lan=True)
    assert client.get(press.url("/", "agency.example"), lan=True).body == b"through"
    thread.join(5)
    assert seen == [f"CONNECT 127.0.0.1:{press.port} HTTP/1.1".encode()]


# How long, how much.


def timed(press, path, settings):
    start = time.monotonic()
    error = refusal(press, path, settings)
    assert time.monotonic() - start < 30  # they would go on for ever
    return error.code


def test_a_server_that_trickles_is_left_at_the_total_time(press):
    quickly = quick(total_seconds=0.6, read_seconds=0.4)
    press.plays["/head"] = slow_loris(press, b"HTTP/1.1 200 OK\r\nX-A: ")
    press.plays["/body"] = slow_loris(press, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    press.plays["/chunk"] = slow_loris(press, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n")
    press.plays["/hints"] = slow_loris(press, b"", b"HTTP/1.1 103 Early Hints\r\n\r\n")
    for path in ("/head", "/body", "/chunk", "/hints"):
        assert timed(press, path, quickly) == "timeout", path


def test_a_silent_server_is_left_at_the_read_time(press):
    press.plays["/"] = slow_loris(press, b"HTTP/1.1 200 OK\r\n", b"", 5)
    assert timed(press, "/", quick(read_seconds=0.3)) == "timeout"


def test_all_redirects_share_one_time(press):
    def slow(handler):
        time.sleep(0.3)
        return Answer(status=302, headers={"Location": f"/{len(press.asked)}"})

    press.plays.update(dict.fromkeys([f"/{n}" for n in range(6)], slow))
    assert timed(press, "/0", quick(total_seconds=0.7, max_redirects=50)) == "timeout"


def test_a_slow_look_up_is_left(press):
    def slow(host, port):
        time.sleep(1)
        return []

    client = GuardedClient(quick(resolve_seconds=0.1), slow)
    with pytest.raises(FetchError, match="look-up"):
        client.get("http://agency.example/", lan=True)


def test_an_unknown_name_and_a_closed_port_are_failures_that_may_pass():
    client = GuardedClient(quick(), resolver(agency__example="127.0.0.1"))
    with pytest.raises(FetchError) as unknown:
        client.get("http://other.example/", lan=True)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FetchError) as closed:
        client.get(f"http://agency.example:{port}/", lan=True)
    assert (unknown.value.code, closed.value.code) == ("resolve", "connect")
    assert not unknown.value.lasting and not closed.value.lasting


def test_too_long_bodies_are_refused_at_the_limit(press):
    press.plays["/told"] = Answer(
        raw=lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
    )
    press.plays["/endless"] = endless(press)
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2af8\r\n"
    press.plays["/chunks"] = endless(press, chunked)
    for path in ("/told", "/endless"):
        error = refusal(press, path, quick(max_page_bytes=100_000))
        assert (error.code, error.lasting) == ("too-large", True), path
    assert get(press, "/chunks-none").status == 404
    assert refusal(press, "/chunks", quick(max_page_bytes=100_000)).code in ("too-large", "bad-http")


def test_long_heads_are_refused(press):
    many = b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(60))
    press.plays["/many"] = Answer(
        raw=lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\n" + many + b"Content-Length: 0\r\n\r\n")
    )
    press.plays["/endless"] = endless(press, b"HTTP/1.1 200 OK\r\nX: ")
    assert refusal(press, "/many").code == "head-too-large"
    assert refusal(press, "/endless").code in ("bad-http", "too-large")


def test_bombs_are_refused_before_they_are_unpacked(press):
    packed = bomb()
    press.plays["/small"] = Answer(packed, headers={"Content-Encoding": "gzip"})
    press.plays["/limit"] = Answer(packed, headers={"Content-Encoding": "gzip"})
    press.plays["/deflate"] = Answer(zlib.compress(bytes(20_000_000)), headers={"Content-Encoding": "deflate"})
    press.plays["/twice"] = Answer(gzip.compress(packed), headers={"Content-Encoding": "gzip, gzip"})
    press.plays["/br"] = Answer(b"x", headers={"Content-Encoding": "br"})
    assert refusal(press, "/small").code in ("bomb", "too-large")
    assert refusal(press, "/deflate", quick(max_page_bytes=50_000_000)).code == "bomb"
    assert refusal(press, "/limit", quick(max_page_bytes=1_000_000)).code == "too-large"
    assert refusal(press, "/twice").code == "bad-encoding"
    assert refusal(press, "/br").code == "bad-encoding"


@pytest.mark.parametrize("kind", ["gzip", "x-gzip", "deflate", "raw deflate"])
def test_packed_pages_are_unpacked(press, kind):
    text = "نص الخبر ".encode() * 5000
    raw = zlib.compressobj(wbits=-15)
    packed = {"deflate": zlib.compress(text), "raw deflate": raw.compress(text) + raw.flush()}.get(
        kind, gzip.compress(text)
    )
    press.plays["/"] = Answer(packed, headers={"Content-Encoding": kind.removeprefix("raw ")})
    assert get(press, "/").body == text


def test_a_body_that_ends_early_is_a_failure_that_may_pass(press):
    cut = gzip.compress(b"text " * 1000)[:-20]
    press.plays["/packed"] = Answer(cut, headers={"Content-Encoding": "gzip"})
    press.plays["/plain"] = Answer(raw=lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"))
    press.plays["/nothing"] = Answer(raw=lambda sock: None)
    press.plays["/noise"] = Answer(raw=lambda sock: sock.sendall(b"\x00\xff" * 50))
    for path in ("/packed", "/plain", "/nothing", "/noise"):
        assert not refusal(press, path).lasting, path


# TLS, with a certificate made for the test.


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    made = subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=agency.example",
            "-addext", "subjectAltName=DNS:agency.example", "-keyout", folder / "key.pem", "-out", folder / "cert.pem",
        ],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl cannot make a certificate here")
    return folder


@pytest.fixture
def tls_press(certificate):
    """A server that answers any request of TLS once per path; yields its port and the names asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    names: list[str] = []
    context.sni_callback = lambda sock, name, context: names.append(name)
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    done = threading.Event()

    def serve():
        while not done.is_set():
            try:
                sock = server.accept()[0]
            except TimeoutError:
                continue
            try:
                with context.wrap_socket(sock, server_side=True) as tls:
                    head = tls.recv(65_536)
                    if head.startswith(b"GET /down"):
                        answer = b"HTTP/1.1 302 Found\r\nLocation: http://agency.example/\r\nContent-Length: 0\r\n\r\n"
                    else:
                        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecure"
                    tls.sendall(answer)
            except OSError:
                sock.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield server.getsockname()[1], names
    done.set()
    thread.join(5)
    server.close()


def test_tls_is_with_the_name_though_the_socket_goes_to_the_number(certificate, tls_press):
    port, names = tls_press
    settings = quick(ca_file=str(certificate / "cert.pem"))
    client = GuardedClient(settings, resolver(agency__example="127.0.0.1", other__example="127.0.0.1"))
    assert client.get(f"https://agency.example:{port}/", lan=True).body == b"secure"
    assert names == ["agency.example"]
    with pytest.raises(FetchError, match=r"(?i)certificate|hostname"):
        client.get(f"https://other.example:{port}/", lan=True)
    with pytest.raises(FetchError, match=r"(?i)certificate"):
        GuardedClient(quick(), resolver(agency__example="127.0.0.1")).get(f"https://agency.example:{port}/", lan=True)


def test_https_does_not_lead_down_to_http_unless_allowed(certificate, tls_press):
    port, _ = tls_press
    names = resolver(agency__example="127.0.0.1")
    settings = quick(ca_file=str(certificate / "cert.pem"))
    with pytest.raises(FetchError) as caught:
        GuardedClient(settings, names).get(f"https://agency.example:{port}/down", lan=True)
    assert caught.value.code == "downgrade" and caught.value.lasting
    allowed = quick(ca_file=str(certificate / "cert.pem"), allow_downgrade=True)
    with pytest.raises(FetchError) as caught:  # now it goes on, to a port where nothing listens
        GuardedClient(allowed, names).get(f"https://agency.example:{port}/down", lan=True)
    assert caught.value.code == "connect"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0), ("0", 0.0), ("Fri, 01 Mar 2024 12:05:00 GMT", 300.0), ("Fri, 01 Mar 2024 11:00:00 GMT", 0.0),
        ("", None), ("soon", None), ("-5", None), ("1e9", None), ("٣", None), ("9" * 400, 999_999_999.0),
    ],
)  # fmt: skip
def test_retry_after(value, seconds):
    assert retry_after(value, NOW) == seconds


def test_statuses(press):
    for status, lasting in (
        (404, True),
        (410, True),
        (451, True),
        (403, False),
        (429, False),
        (500, False),
        (503, False),
    ):
        press.plays["/"] = Answer(status=status, headers={"Retry-After": "7"})
        with pytest.raises(FetchError) as caught:
            check_status(get(press, "/"), NOW)
        assert (caught.value.lasting, caught.value.retry_after, caught.value.status) == (lasting, 7.0, status)


def test_settings_that_cannot_be_used_are_said():
    for wrong in ({"ca_file": "/nowhere.pem"}, {"contact": "x\r\nEvil: 1"}, {"contact": "بريد"}):
        with pytest.raises(DataError):
            GuardedClient(quick(**wrong))


def test_the_resolver_of_the_system_gives_numbers():
    assert ipaddress.ip_address("127.0.0.1") in system_resolver("localhost", 80)
