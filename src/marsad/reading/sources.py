"""The list of sources: ``sources.toml`` in and out, and the starter list that comes with the package.

[settings]                       # any of docs/reading-settings.md
host_gap = 5

[[source]]
url = "https://agency.example/rss"
kind = "feed"                    # feed, sitemap, section, or auto (the default): told by what answers
name = "Agency"                  # the outlet
language = "ar"
every = 900                      # seconds; without it the source has its own pace
enabled = true
"""

from __future__ import annotations

import importlib.resources
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marsad.errors import DataError
from marsad.reading.addresses import AddressError, parse_address
from marsad.reading.gathering import KINDS
from marsad.reading.settings import ReadingSettings, settings_from

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COUNTRY = re.compile(r"[A-Z]{3}")
_FIELDS = ("url", "kind", "name", "language", "country", "every", "enabled", "verified", "publisher")
PUBLISHERS = ("", "foreign ministry", "news agency", "government", "broadcaster", "newspaper", "organisation")
HEADER = "# The sources that marsad reads; see docs/watching.md. Settings: docs/reading-settings.md.\n"


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its address in normal form, and what is known of it.

    ``kind`` is one of gathering.KINDS; ``language`` ISO 639-1, ``country`` ISO 3166-1 alpha-3, ""
    for unknown; ``every`` a fixed pause in seconds, None for its own pace; ``verified`` whether
    someone has seen the address answer.
    """

    url: str
    kind: str = "auto"
    name: str = ""
    language: str = ""
    country: str = ""
    every: float | None = None
    enabled: bool = True
    verified: bool = True
    publisher: str = ""

    @property
    def host(self) -> str:
        """The host of the address, as it counts for the pause between requests."""
        return host_of(self.url)


@dataclass(frozen=True, slots=True)
class SourceList:
    """The sources in the order of the file, and the settings."""

    sources: tuple[Source, ...] = ()
    settings: ReadingSettings = field(default_factory=ReadingSettings)

    @property
    def enabled(self) -> tuple[Source, ...]:
        """Those that are to be read."""
        return tuple(source for source in self.sources if source.enabled)


def host_of(url: str) -> str:
    """The host of an address without www., "" where it is none."""
    try:
        return parse_address(url, max_chars=len(url) + 1).host.removeprefix("www.")
    except AddressError:
        return ""


def read_sources(path: Path) -> SourceList:
    """The list of a file; DataError, naming the file and the source, for what is wrong in it."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise DataError("no-sources", f"{path} is not there; begin it with: marsad add-source URL") from None
    except UnicodeDecodeError as error:
        raise DataError("bad-sources", f"{path} is not UTF-8: {error}") from None
    return parse_sources(text, str(path))


def parse_sources(text: str, where: str) -> SourceList:
    """The list of a TOML text that ``where`` names in messages; DataError for what is wrong."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError("bad-sources", f"{where} is not TOML: {error}") from None
    if unknown := set(data) - {"settings", "source"}:
        raise DataError("bad-sources", f"{where}: unknown table {min(unknown)!r:.60}; there are settings and source")
    table, records = data.get("settings", {}), data.get("source", [])
    if not isinstance(table, dict) or not isinstance(records, list):
        raise DataError("bad-sources", f"{where}: settings must be a [table], each source a [[source]]")
    settings = settings_from(table, where)
    sources: dict[str, Source] = {}
    for number, record in enumerate(records, 1):
        source = _source(record, f"{where}, source {number}", settings)
        if source.url in sources:
            raise DataError("bad-sources", f"{where}, source {number}: {source.url} stands there twice")
        sources[source.url] = source
    return SourceList(tuple(sources.values()), settings)


def _source(record: Any, where: str, settings: ReadingSettings) -> Source:  # noqa: ANN401 - out of TOML
    if not isinstance(record, Mapping) or not isinstance(record.get("url"), str):
        raise DataError("bad-sources", f"{where}: it needs a url, a text")
    if unknown := set(record) - set(_FIELDS):
        raise DataError("bad-sources", f"{where}: unknown field {min(unknown)!r:.60}; there are {', '.join(_FIELDS)}")
    try:
        url = parse_address(record["url"], settings.max_url_chars).url
    except AddressError as error:
        raise DataError("bad-sources", f"{where}: {error.message}") from None
    for name in _FIELDS:
        needed: tuple[type, ...] = (str,)
        if name == "every":
            needed = (int, float)
        elif name in ("enabled", "verified"):
            needed = (bool,)
        if name in record and type(record[name]) not in needed:
            raise DataError("bad-sources", f"{where}: {name} = {record[name]!r:.60} is of the wrong type")
    source = Source(**{**record, "url": url})
    if source.kind not in KINDS:
        raise DataError("bad-sources", f"{where}: kind = {source.kind!r:.60} is none of {', '.join(KINDS)}")
    if source.publisher not in PUBLISHERS:
        choice = ", ".join(filter(None, PUBLISHERS))
        raise DataError("bad-sources", f"{where}: publisher = {source.publisher!r:.60} is none of {choice}")
    if source.language and not _LANGUAGE.fullmatch(source.language):
        raise DataError("bad-sources", f"{where}: language = {source.language!r:.60} is no code such as ar")
    if source.country and not _COUNTRY.fullmatch(source.country):
        raise DataError("bad-sources", f"{where}: country = {source.country!r:.60} is no code such as EGY")
    if source.every is not None and not settings.min_interval <= source.every < float("inf"):
        least = settings.min_interval
        message = f"{where}: every = {source.every!r:.60} must be at least {least:g} (min_interval)"
        raise DataError("bad-sources", message)
    return source


def source_toml(source: Source) -> str:
    """A source as a ``[[source]]`` block, without what has its default."""
    plain = Source(source.url)
    lines = ["[[source]]"]
    for name in _FIELDS:
        value = getattr(source, name)
        if name == "url" or value != getattr(plain, name):
            lines.append(f"{name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def add_sources(path: Path, added: tuple[Source, ...]) -> tuple[Source, ...]:
    """Append sources to a file, which is made if need be, and what was appended: not those that stand there.

    The file's own words, comments and order stay as they are; it is replaced in one step. DataError if
    the file, as it is or as it would be, is wrong.
    """
    text = path.read_text("utf-8") if path.exists() else HEADER
    known = {source.url for source in parse_sources(text, str(path)).sources}
    fresh = tuple({source.url: source for source in added if source.url not in known}.values())
    if not fresh:
        return ()
    text = text.rstrip("\n") + "\n" + "".join("\n" + source_toml(source) for source in fresh)
    parse_sources(text, str(path))
    # Through a link the file that it leads to is replaced, not the link.
    target = path.resolve()
    aside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        aside.write_text(text, "utf-8")
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return fresh


def starter_sources(language: str | None = None) -> tuple[Source, ...]:
    """The sources that come with the package, of one language or all. Their addresses are not verified."""
    data = importlib.resources.files("marsad.reading") / "data" / "feeds.toml"
    sources = parse_sources(data.read_text("utf-8"), "feeds.toml").sources
    return tuple(source for source in sources if language in (None, source.language))


def _toml(value: object) -> str:
    """A text, number or truth value in TOML, whose basic strings are JSON's but for one character."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"{value:.15g}" if isinstance(value, float) else str(value)
