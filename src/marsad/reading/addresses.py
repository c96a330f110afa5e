"""Web addresses: how one may be spelt, and whether what a name resolves to may be connected to.

An address is taken apart once, here, and asked for from the parts: no other parser sees the text,
so none can read another host out of it. What browsers mend (``127.1``, ``0x7f.1``, ``2130706433``,
full-width and ideographic dots, backslashes, names with a user before them) is refused, not mended.
International names follow IDNA 2008 (the package idna), which has no look-alikes of ASCII.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import idna

from marsad.errors import MarsadError
from marsad.reading.networks import IP, AllowList, refused_range
from marsad.reading.settings import ReadingSettings

PORTS = {"http": 80, "https": 443}

_SHAPE = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<rest>.*)", re.DOTALL)
_AUTHORITY = re.compile(r"//(?P<authority>[^/?#]*)(?P<target>[^#]*)(?:#.*)?", re.DOTALL)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# What ends in a number is one for every network library, so it must be an address in four plain parts.
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
_KEPT = "/%:@!$&'()*+,;=~-._?"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
# Names that are never public (RFC 6761, 6762, 7686, 8375, and ICANN's choice of .internal).
_SPECIAL = ("localhost", "local", "internal", "home.arpa", "onion", "invalid", "localdomain")


class AddressError(MarsadError):
    """An address that is not read: its spelling, its scheme, its port, or where it leads."""


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in parts: ``host`` is lower-case ASCII, ``target`` path and query in ASCII, percent-encoded.

    ``number`` is set where the host is a numeric address.
    """

    scheme: str
    host: str
    port: int
    target: str
    number: IP | None = None

    @property
    def authority(self) -> str:
        """What the header Host says: the host, and the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port, such as ``https://agency.example``."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return self.origin + self.target

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


def parse_address(text: str, max_chars: int = ReadingSettings().max_url_chars) -> Address:
    """The address in a text (white space around it is dropped); AddressError, saying why, if it is not to be read."""
    text = text.strip(" \t\r\n\f\v\u00a0\ufeff")
    if len(text) > max_chars:
        raise AddressError("address-long", f"the address has {len(text)} characters, more than {max_chars}")
    if any(char < " " or "\x7f" <= char <= "\x9f" or unicodedata.category(char) in ("Cs", "Zl", "Zp") for char in text):
        raise AddressError("address-control", f"the address {_shown(text)} has control characters")
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise AddressError("address-relative", f"{_shown(text)} is not a whole address; begin it with https://")
    scheme = shape["scheme"].lower()
    if scheme not in PORTS:
        raise AddressError("address-scheme", f"{_shown(text)}: only http and https are read, not {scheme:.20}")
    parts = _AUTHORITY.fullmatch(shape["rest"])
    if not parts or "\\" in text:
        raise AddressError("address-shape", f"{_shown(text)} is not spelt as a web address")
    authority = parts["authority"]
    if "@" in authority:
        raise AddressError("address-user", f"{_shown(text)} has a user name before the host; leave it out")
    host, port = _host_and_port(authority, scheme, text)
    name, number = _host(host, text)
    return Address(scheme, name, port, _target(parts["target"]), number)


def join_address(base: Address, link: str, max_chars: int = ReadingSettings().max_url_chars) -> Address:
    """The address that a link on the page ``base`` leads to; AddressError if it is not to be read."""
    link = link.strip(" \t\r\n\f\v\u00a0\ufeff")
    if len(link) > max_chars:
        raise AddressError("address-long", f"the link has {len(link)} characters, more than {max_chars}")
    # urljoin drops these silently, so that the text checked would not be the text used.
    if any(char in link for char in "\t\r\n") or "\\" in link:
        raise AddressError("address-control", f"the link {_shown(link)} has control characters or backslashes")
    try:
        return parse_address(urljoin(base.url, link), max_chars)
    except ValueError:
        raise AddressError("address-shape", f"the link {_shown(link)} is not spelt as a web address") from None


class Gate:
    """Whether an address, and the numbers its name resolves to, may be connected to."""

    def __init__(self, settings: ReadingSettings) -> None:
        """DataError where the list of allowed networks and hosts is wrong."""
        self._allowed = AllowList.of(settings.allow)
        self._ports = frozenset(settings.ports)

    def check_name(self, address: Address, lan: bool) -> None:
        """AddressError when scheme, port or name already tell that it is not to be read.

        ``lan``: whether the list of one's own networks and hosts counts for this request.
        """
        if lan and self._is_own(address):
            return
        if address.number is None:
            if "." not in address.host or address.host.endswith(tuple(f".{name}" for name in _SPECIAL)):
                raise AddressError("address-local", f"{address.origin}: the name is not a public one{_HOW}")
        elif address.number is not None:
            self._check_number(address, address.number, lan)
            if lan and self._allowed.has_ip(address.number):
                return
        # With a network on the allow-list the port is known only once the name is resolved.
        if address.port not in self._ports and not (lan and self._allowed.networks and address.number is None):
            raise AddressError("address-port", f"{address.origin}: port {address.port} is not among those of `ports`")

    def check_numbers(self, address: Address, numbers: Sequence[IP], lan: bool) -> bool:
        """Whether any of the numbers of a name is one's own; AddressError when any of them is forbidden.

        All must be good: a name with a public and a private address is refused whole.
        """
        if not numbers:
            raise AddressError("address-unknown", f"{address.origin}: the name has no address")
        own = lan and self._is_own(address)
        for number in numbers:
            if not own:
                self._check_number(address, number, lan)
        inside = [own or (lan and self._allowed.has_ip(number)) for number in numbers]
        if not all(inside) and address.port not in self._ports:
            raise AddressError("address-port", f"{address.origin}: port {address.port} is not among those of `ports`")
        return any(refused_range(number) is not None for number in numbers)

    def _is_own(self, address: Address) -> bool:
        return address.number is None and self._allowed.has_host(address.host, address.port)

    def _check_number(self, address: Address, number: IP, lan: bool) -> None:
        reason = refused_range(number)
        if reason and not (lan and self._allowed.has_ip(number)):
            raise AddressError("address-forbidden", f"{address.origin} leads to {number} ({reason}){_HOW}")


_HOW = "; to read it, put it on the list `allow` and name it as a source yourself"


def _host_and_port(authority: str, scheme: str, text: str) -> tuple[str, int]:
    """The host, with brackets where it has them, and the port."""
    host, colon, port = authority.rpartition(":") if not authority.endswith("]") else (authority, "", "")
    if not colon:
        host, port = authority, ""
    if port:
        if not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65_536:
            raise AddressError("address-port", f"{_shown(text)}: {port!r:.20} is not a port")
        return host, int(port)
    return host, PORTS[scheme]


def _host(host: str, text: str) -> tuple[str, IP | None]:
    """The host in lower-case ASCII, and its number where it is one."""
    unusual = AddressError("address-host", f"{_shown(text)}: the host is spelt in an unusual way")
    if host.startswith("[") and host.endswith("]"):
        try:
            six = ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            raise unusual from None
        if six.scope_id or not host.isascii():
            raise unusual
        return str(six), six
    if host.endswith("."):
        raise AddressError("address-host", f"{_shown(text)}: the host ends in a dot; leave it out")
    host = host.lower() if host.isascii() else _international(host, unusual)
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            four = ipaddress.IPv4Address(host)
        except ValueError:
            raise unusual from None
        if str(four) != host:
            raise unusual
        return host, four
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise unusual
    for label in labels:
        if label.startswith("xn--"):
            _check_punycode(label, unusual)
    return host, None


def _international(host: str, unusual: AddressError) -> str:
    """A name beyond ASCII in punycode. What normalising would change into something else is refused."""
    if unicodedata.normalize("NFKC", host) != host:
        raise unusual
    # Each letter beyond ASCII must stay beyond it: the Kelvin sign lowers to k, the dotted I to i and a mark.
    lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in host)
    if any(before > "\x7f" >= after for before, after in zip(host, lower, strict=True)):
        raise unusual
    try:
        return idna.encode(lower, strict=True, uts46=False).decode("ascii")
    except (idna.IDNAError, UnicodeError, IndexError, ValueError):
        raise unusual from None


def _check_punycode(label: str, unusual: AddressError) -> None:
    """A name written in punycode must be one that IDNA 2008 allows, in its one right form."""
    try:
        good = idna.alabel(idna.ulabel(label)).decode("ascii") == label
    except (idna.IDNAError, UnicodeError, IndexError, ValueError):
        raise unusual from None
    if not good:
        raise unusual


def _target(target: str) -> str:
    """Path and query in ASCII; what is percent-encoded stays as it is."""
    path = _STRAY_PERCENT.sub("%25", target) if "%" in target else target
    path = quote(path, safe=_KEPT + "[]|" if "?" in path else _KEPT)
    return path if path.startswith("/") else f"/{path}"


def _shown(text: str) -> str:
    """The text as it may stand in a message: short, and without what a terminal would obey."""
    short = text if len(text) <= 120 else text[:117] + "…"
    return "".join(char if char.isprintable() else "\ufffd" for char in short)
