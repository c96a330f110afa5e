"""Which numeric addresses a reader of public news may connect to, and which of one's own are allowed besides.

The refused ranges are those of the IANA special-purpose address registries for IPv4 and IPv6
(RFC 6890 and its updates) and the multicast registries; they stand here in full, so that the
answer does not hang on the version of Python. Addresses of IPv6 that carry one of IPv4 inside
(mapped, NAT64, 6to4, Teredo, ISATAP) are refused whatever they carry.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.errors import DataError

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_REFUSED_4 = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by a carrier (CGNAT)"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved for protocols"),
    ("192.0.2.0/24", "documentation"),
    ("192.31.196.0/24", "AS112"),
    ("192.52.193.0/24", "AMT"),
    ("192.88.99.0/24", "6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "AS112"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
)
# Of IPv6 only 2000::/3 is in public use; these parts of it, and these others by name, are not.
_REFUSED_6 = (
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("::ffff:0:0/96", "an IPv4 address in IPv6 (mapped)"),
    ("::/96", "an IPv4 address in IPv6 (compatible)"),
    ("64:ff9b::/96", "NAT64"),
    ("64:ff9b:1::/48", "NAT64"),
    ("100::/64", "discard"),
    ("2001::/32", "Teredo"),
    ("2001:db8::/32", "documentation"),
    ("2001::/23", "reserved for protocols"),
    ("2002::/16", "6to4"),
    ("2620:4f:8000::/48", "AS112"),
    ("3fff::/20", "documentation"),
    ("5f00::/16", "segment routing"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
)
_TABLE: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(text), reason) for text, reason in _REFUSED_4 + _REFUSED_6
)
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
# The interface part of an ISATAP address (RFC 5214), whose last 32 bits are an IPv4 address.
_ISATAP = (0x00005EFE, 0x02005EFE)


def refused_range(ip: IP) -> str | None:
    """Why an address is not public ("loopback", "NAT64"…), None when it is."""
    for network, reason in _TABLE:
        if ip.version == network.version and ip in network:
            return reason
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return "tied to a network card"
        if ip not in _PUBLIC_6:
            return "outside the public range"
        if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
            return "an IPv4 address in IPv6 (ISATAP)"
    return None


@dataclass(frozen=True, slots=True)
class AllowList:
    """One's own networks and hosts that may be read although they are not public.

    ``networks`` allow an address by its number, ``hosts`` by its name with the port, or with None for any port.
    """

    networks: tuple[Network, ...] = ()
    hosts: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[str]) -> AllowList:
        """From texts such as ``10.1.0.0/16``, ``127.0.0.1``, ``news.lan``, ``news.lan:8080``.

        Raises DataError for what is neither a network nor a host.
        """
        networks: list[Network] = []
        hosts: set[tuple[str, int | None]] = set()
        for entry in entries:
            text = entry.strip().lower()
            try:
                networks.append(ipaddress.ip_network(text))
                continue
            except ValueError:
                host, colon, port = text.partition(":")
            # A slash or digits alone are a network with an error in it, not a host.
            if not host or not host.isascii() or not host.strip("0123456789./") or not _is_host(host):
                raise _bad(entry)
            if colon and not (port.isdecimal() and port.isascii() and 0 < int(port[:6]) < 65_536):
                raise _bad(entry)
            hosts.add((host, int(port) if colon else None))
        return cls(tuple(networks), frozenset(hosts))

    def has_host(self, host: str, port: int) -> bool:
        """Whether the name is allowed, with this port."""
        return (host, None) in self.hosts or (host, port) in self.hosts

    def has_ip(self, ip: IP) -> bool:
        """Whether the number is allowed."""
        return any(ip.version == network.version and ip in network for network in self.networks)


def _is_host(host: str) -> bool:
    return all(label and all(c.isalnum() or c in "-_" for c in label) for label in host.split("."))


def _bad(entry: str) -> DataError:
    return DataError(
        "bad-allow", f"allow: {entry!r:.60} is neither a network such as 10.1.0.0/16 nor a host such as news.lan:8080"
    )
