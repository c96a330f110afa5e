"""Which addresses may be read: spelling, numbers, the allow-list."""

from __future__ import annotations

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import DataError
from marsad.reading.addresses import Address, AddressError, Gate, join_address, parse_address
from marsad.reading.networks import AllowList, refused_range
from marsad.reading.settings import ReadingSettings

UNUSUAL = [
    "http://2130706433/", "http://0x7f.1/", "http://0x7f000001/", "http://127.1/", "http://127.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/", "http://127.0.0.01/", "http://127.0.0.0x1/", "http://1.2.3.4.5/", "http://256.1.1.1/",
    "http://127。0。0。1/", "http://127．0．0．1/", "http://127｡0｡0｡1/", "http://１２７.0.0.1/", "http://①②⑦.0.0.1/",
    "http://agency。example/", "http://ａgency.example/", "http://agency.example./", "http://127.0.0.1./",
    "http://user@agency.example/", "http://user:pw@agency.example/", "http://agency.example@127.0.0.1/",
    "http://agency.example\\@127.0.0.1/", "http://[::1%25eth0]/", "http://[::1%eth0]/", "http://[::1/", "http://::1/",
    "http://[127.0.0.1]/", "http://[v1.a]/", "http://agen%63y.example/", "http://agency .example/", "http://.example/",
    "http://agency..example/", "http://-/", "http://xn--a/", "http://xn--/", "http://xn--agency-.example/",
    "http://\u212aiosk.example/", "http://agency\u00ad.example/", "http://agency\u200d.example/",
    "http://agency\u2024example/", "http://\u2139.example/", "http://" + "a" * 64 + ".example/",
    "http://" + ".".join(["abc"] * 80) + "/", "http:///path", "http:/agency.example/", "http:agency.example",
    "//agency.example/", "agency.example/feed", "", " ", "http://", "ftp://agency.example/", "file:///etc/passwd",
    "gopher://agency.example/", "data:text/html,x", "javascript:alert(1)", "http://agency.example:0/",
    "http://agency.example:65536/", "http://agency.example:0x50/", "http://agency.example:８０/",
    "http://agency.example:80:80/", "http://agency.example/\r\nHost: x", "http://agency.example/\x00",
    "http://agency\t.example/", "http://agency.example/\u2028", "http://agency.example/" + "a" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", UNUSUAL, ids=lambda text: ascii(text)[:40])
def test_unusual_spellings_are_refused(text):
    with pytest.raises(AddressError):
        parse_address(text)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("HTTP://Agency.EXAMPLE:80", "http://agency.example/"),
        ("https://agency.example:443/a?b=c#d", "https://agency.example/a?b=c"),
        (" \n https://agency.example:8443/ \t", "https://agency.example:8443/"),
        ("https://agency.example?q=1", "https://agency.example/?q=1"),
        ("https://agency.example/خبر جديد?س=ص", "https://agency.example/%D8%AE%D8%A8%D8%B1%20%D8%AC%D8%AF%D9%8A%D8%AF?%D8%B3=%D8%B5"),
        ("https://agency.example/%D8%AE/a%2Fb/50%", "https://agency.example/%D8%AE/a%2Fb/50%25"),
        ("https://وكالة.example/", "https://xn--mgbe0ffr.example/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
        ("https://under_score.example/", "https://under_score.example/"),
        ("http://8.8.8.8/feed", "http://8.8.8.8/feed"),
        ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
    ],
)  # fmt: skip
def test_plain_addresses_have_one_form(text, url):
    address = parse_address(text)
    assert address.url == url
    assert parse_address(address.url) == address


REFUSED = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
    "::127.0.0.1", "::8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1",
    "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "2606:4700::5efe:7f00:1",
    "2606:4700::200:5efe:808:808", "4000::1", "fe80::1%1",
]  # fmt: skip


@pytest.mark.parametrize("number", REFUSED)
def test_numbers_that_are_not_public_are_refused(number):
    ip = ipaddress.ip_address(number)
    assert refused_range(ip)
    address = Address("http", "agency.example", 80, "/")
    with pytest.raises(AddressError):
        Gate(ReadingSettings()).check_numbers(address, [ip], lan=True)


@pytest.mark.parametrize(
    "number", ["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]
)
def test_public_numbers_are_not(number):
    ip = ipaddress.ip_address(number)
    assert refused_range(ip) is None
    assert Gate(ReadingSettings()).check_numbers(Address("http", "agency.example", 80, "/"), [ip], lan=False) is False


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_the_registries_do_not_call_global_is_refused(ip):
    """Ours is the stricter table: whatever Python's copy of the registries calls not global is refused."""
    if not ip.is_global or ip.is_multicast:
        assert refused_range(ip)


def test_a_name_with_a_private_address_among_public_ones_is_refused_whole():
    gate, address = Gate(ReadingSettings()), Address("https", "agency.example", 443, "/")
    public, private = ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("10.0.0.1")
    for mixed in ([public, private], [private, public]):
        with pytest.raises(AddressError, match="private"):
            gate.check_numbers(address, mixed, lan=False)
    with pytest.raises(AddressError):
        gate.check_numbers(address, [], lan=False)


@pytest.mark.parametrize(
    "host", ["localhost", "intranet", "printer.local", "db.internal", "x.home.arpa", "a.onion", "a.localhost"]
)
def test_names_that_are_never_public_are_refused_unresolved(host):
    with pytest.raises(AddressError, match="public"):
        Gate(ReadingSettings()).check_name(parse_address(f"http://{host}/"), lan=False)


def test_other_ports_are_refused():
    gate = Gate(ReadingSettings())
    gate.check_name(parse_address("http://agency.example:8080/"), lan=False)
    for port in (22, 25, 6379, 9200):
        with pytest.raises(AddressError, match="ports"):
            gate.check_name(parse_address(f"http://agency.example:{port}/"), lan=False)


def test_the_allow_list_opens_what_it_names_and_only_for_what_the_user_named():
    gate = Gate(ReadingSettings(allow=("10.1.0.0/16", "fd00::/8", "news.lan:8081", "paper.lan")))
    inside, outside = ipaddress.ip_address("10.1.2.3"), ipaddress.ip_address("10.2.0.1")
    name = parse_address("http://agency.example:9000/")
    assert gate.check_numbers(name, [inside], lan=True) is True
    with pytest.raises(AddressError):
        gate.check_numbers(name, [inside], lan=False)
    with pytest.raises(AddressError):
        gate.check_numbers(name, [outside], lan=True)
    gate.check_name(parse_address("http://10.1.2.3:9000/"), lan=True)
    gate.check_name(parse_address("http://[fd00::1]/"), lan=True)
    for text in ("http://10.1.2.3/", "http://[fd00::1]/", "http://news.lan:8081/", "http://paper.lan/"):
        gate.check_numbers(address := parse_address(text), [address.number or outside], lan=True)
        with pytest.raises(AddressError):
            gate.check_numbers(address, [address.number or outside], lan=False)
    # Another port of an allowed host is an ordinary address.
    with pytest.raises(AddressError):
        gate.check_numbers(parse_address("http://news.lan:8082/"), [outside], lan=True)
    # An IPv4 address that hides in IPv6 is not on the list, whatever it hides.
    with pytest.raises(AddressError):
        gate.check_numbers(name, [ipaddress.ip_address("::ffff:10.1.2.3")], lan=True)


@pytest.mark.parametrize(
    "entry", ["10.1.0.0/33", "10.1.2.3/16", "256.1.1.1", "news.lan:0", "news.lan:x", "a b", "", "*.lan", "نيوز"]
)
def test_a_wrong_allow_list_is_said(entry):
    with pytest.raises(DataError, match="allow"):
        AllowList.of([entry])


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/x", "https://agency.example/x"),
        ("y?z#f", "https://agency.example/a/y?z"),
        ("../up", "https://agency.example/up"),
        ("//other.example/p", "https://other.example/p"),
        (" http://other.example/خ ", "http://other.example/%D8%AE"),
        ("?page=2", "https://agency.example/a/b?page=2"),
    ],
)
def test_links_are_joined(link, url):
    assert join_address(parse_address("https://agency.example/a/b"), link).url == url


@pytest.mark.parametrize(
    "link", ["javascript:x", "mailto:a@b.example", "http://[", "http://127.1/", "ht\ntp://x/", "\\\\x\\y", "a" * 5000]
)
def test_links_that_lead_nowhere_are_refused(link):
    with pytest.raises(AddressError):
        join_address(parse_address("https://agency.example/a/b"), link)


HOSTISH = st.text(st.sampled_from("0123456789abfx.:[]@%/\\?# \t。．｡١۲ＡＫİıß-_ـ\u200d\u202e" + "وكالة"), max_size=40)


@given(st.one_of(st.text(max_size=60), HOSTISH.map(lambda text: f"http://{text}"), HOSTISH))
def test_any_text_is_an_address_or_refused(text):
    """Never another exception; and what passes has a plain host, which every other reader takes for the same."""
    try:
        address = parse_address(text)
    except AddressError:
        return
    assert address.host.isascii() and address.target.isascii() and address.target.startswith("/")
    assert not set(address.host) & set("@/\\?#% ")
    assert parse_address(address.url) == address
    gate = Gate(ReadingSettings())
    try:
        gate.check_name(address, lan=False)
    except AddressError:
        return
    assert address.number is None or address.number.is_global


@given(st.text(max_size=60))
def test_any_link_is_joined_or_refused(link):
    with contextlib.suppress(AddressError):
        assert join_address(parse_address("https://agency.example/a/b"), link).scheme in ("http", "https")
