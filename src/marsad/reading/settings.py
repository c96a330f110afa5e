"""All limits of reading: each a named setting with a default, its unit and a sentence, in one place.

A ``sources.toml`` may have a table ``[settings]`` that changes any of them by name;
``docs/reading-settings.md`` is made from this file, and a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from marsad.errors import DataError

MIB = 1024 * 1024
HOUR = 3600.0
DAY = 86_400.0


def _setting(default: Any, unit: str, about: str, least: float | None = None) -> Any:  # noqa: ANN401 - as field() has it
    """A field with its unit, its sentence and the smallest value that makes sense."""
    return field(default=default, metadata={"unit": unit, "about": about, "least": least})


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """The limits of reading. Times are in seconds, sizes in bytes unless the unit says otherwise."""

    # Which addresses.
    allow: tuple[str, ...] = _setting(
        (), "list",
        "Networks (10.1.0.0/16) and hosts (news.lan, news.lan:8080) of your own that may be read although they are "
        "not public.",
    )  # fmt: skip
    ports: tuple[int, ...] = _setting((80, 443, 8080, 8443), "list", "Ports that a public address may name.")
    max_url_chars: int = _setting(4096, "characters", "A longer address is refused.", 64)
    allow_downgrade: bool = _setting(False, "yes or no", "Whether a redirect may lead from https to http.")
    # One request.
    proxy: str = _setting(
        "", "address",
        "An HTTP proxy (http://host:port) that must allow CONNECT; empty for none; \"environment\" takes the one in "
        "HTTPS_PROXY, which is otherwise ignored.",
    )  # fmt: skip
    ca_file: str = _setting("", "file", "Certificate authorities in PEM form; empty for those of the package certifi.")
    contact: str = _setting("", "text", "An address or page to reach you, sent along with the name of the program.")
    connect_seconds: float = _setting(10.0, "seconds", "How long a connection may take to come about.", 0.05)
    resolve_seconds: float = _setting(10.0, "seconds", "How long the look-up of a host's addresses may take.", 0.05)
    read_seconds: float = _setting(20.0, "seconds", "How long a server may be silent within an answer.", 0.05)
    total_seconds: float = _setting(
        60.0, "seconds", "How long a whole request may take, all redirects and every trickled byte included.", 0.05
    )
    max_redirects: int = _setting(5, "redirects", "More redirects in a row are refused.", 0)
    max_header_bytes: int = _setting(32_768, "bytes", "A longer head of an answer is refused.", 1024)
    max_page_bytes: int = _setting(8 * MIB, "bytes", "A longer page is refused, before and after decompression.", 1024)
    max_feed_bytes: int = _setting(16 * MIB, "bytes", "A longer feed, sitemap or section page is refused.", 1024)
    max_sitemap_bytes: int = _setting(
        50 * MIB, "bytes", "A sitemap that unpacks to more is refused (the protocol's own limit).", 1024
    )
    max_robots_bytes: int = _setting(
        524_288, "bytes", "Of a robots.txt only so much is heeded (RFC 9309 asks for at least 500 KiB).", 1024
    )
    max_ratio: float = _setting(
        200.0, "to one", "An answer that unpacks to more than so many times its size is refused (from 1 MiB on).", 2
    )
    # What is read of a feed, a sitemap, a section page.
    max_entries: int = _setting(5000, "entries", "Of a longer list the newest so many are taken; the rest is told.", 1)
    max_field_chars: int = _setting(
        20_000, "characters", "A longer title, id or summary of an entry is cut, which is told.", 100
    )
    max_sitemaps: int = _setting(20, "files", "Of a sitemap index so many sitemaps, newest first, are read a round.", 1)
    # Manners.
    host_gap: float = _setting(2.0, "seconds", "Between two requests to one host.", 0)
    max_crawl_delay: float = _setting(
        60.0, "seconds", "A longer Crawl-delay of a robots.txt counts as so much, which is told.", 0
    )
    robots: bool = _setting(True, "yes or no", "Whether robots.txt is heeded.")
    robots_keep: float = _setting(DAY, "seconds", "How long a robots.txt is taken as read (RFC 9309: a day).", 0)
    parallel: int = _setting(4, "requests", "At the same time, each to another host.", 1)
    # Pace.
    min_interval: float = _setting(300.0, "seconds", "A source is not asked more often.", 1)
    max_interval: float = _setting(DAY / 2, "seconds", "A source is not asked more seldom, unless it fails.", 1)
    first_interval: float = _setting(1800.0, "seconds", "Pace of a source whose yield is not yet known.", 1)
    entries_a_fetch: float = _setting(3.0, "entries", "Pace: a fetch is to find about so many new ones.", 0.1)
    jitter: float = _setting(0.1, "share", "By so much of itself a pause is made longer or shorter at random.", 0)
    seed: int = _setting(0, "number", "From it and the source's address that randomness is drawn, always the same.")
    backoff_first: float = _setting(600.0, "seconds", "Pause after a source's first failure; each doubles it.", 1)
    backoff_most: float = _setting(DAY, "seconds", "The longest pause after failures.", 1)
    max_retry_after: float = _setting(7 * DAY, "seconds", "A longer Retry-After of a server counts as so much.", 1)
    # Pages of entries.
    max_tries: int = _setting(3, "tries", "After so many an entry is set aside (quarantine).", 1)
    retry_first: float = _setting(300.0, "seconds", "Pause after a first failed try of a page; it grows sixfold.", 0)
    max_versions: int = _setting(5, "times", "So often an entry that its feed has changed is read again.", 0)
    remember: float = _setting(
        180 * DAY, "seconds", "So long after a feed last listed it, an entry is remembered as read.", DAY
    )
    # Health.
    usual_days: int = _setting(28, "days", "Over so many days back the usual yield (the median) is taken.", 2)
    usual_least: float = _setting(5.0, "entries", "Below so many a day no alert is made of a drop.", 0)
    drop_share: float = _setting(0.6, "share", "A fall by so much of the usual yield of a language is an alert.", 0)
    silent_after: float = _setting(DAY, "seconds", "Without success for so long a source is silent, at the least.", 1)
    silent_gaps: float = _setting(
        5.0, "times", "Without a new entry for so many of its usual gaps a source is silent.", 1
    )
    counts_keep: float = _setting(400 * DAY, "seconds", "So long the counts a source and hour are kept.", DAY)


def _names() -> MappingProxyType[str, Any]:
    return MappingProxyType({one.name: one for one in fields(ReadingSettings)})


def settings_from(table: Mapping[str, Any], where: str = "settings") -> ReadingSettings:
    """Settings from a table of names and values; what it does not name has its default.

    Raises DataError, naming ``where`` and the setting, for an unknown name, a value of the wrong
    type, and a number that is too small.
    """
    known, changed = _names(), {}
    for name, value in table.items():
        if name not in known:
            message = f"{where}: there is no setting {name!r:.60}; see docs/reading-settings.md"
            raise DataError("unknown-setting", message)
        changed[name] = _checked(known[name], value, where)
    return replace(ReadingSettings(), **changed)


def _checked(one: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - a field and a value out of TOML
    """The value in the type of the setting; DataError if it is of another."""
    default, least = one.default, one.metadata["least"]
    wrong = DataError("bad-setting", f"{where}: {one.name} = {value!r:.60} is wrong; its unit: {one.metadata['unit']}")
    if isinstance(default, tuple):
        kind = int if one.name == "ports" else str
        if not isinstance(value, (list, tuple)) or not all(type(part) is kind for part in value):
            raise wrong
        return tuple(value)
    if isinstance(default, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(default):
        raise wrong
    if least is not None and not (least <= value < float("inf")):
        raise DataError("bad-setting", f"{where}: {one.name} = {value!r:.60} must be a number of at least {least:g}")
    return value


def settings_table() -> str:
    """The Markdown table of all settings: name, default, unit, meaning. What docs/reading-settings.md shows."""
    lines = ["| setting | default | unit | what it is |", "|---|---|---|---|"]
    for one in fields(ReadingSettings):
        lines.append(f"| `{one.name}` | {_shown(one.default)} | {one.metadata['unit']} | {one.metadata['about']} |")
    return "\n".join(lines) + "\n"


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, tuple):
        return ", ".join(map(str, default)) or "none"
    if isinstance(default, float):
        return f"{default:.10g}"
    return str(default) or "none"
