"""The formats that every command can write, and the one decorator that offers them.

CSV and TSV have a row per event, lists joined by ``;``. A text cell that a spreadsheet would take
for a formula (it begins with = + - @ or a control character) gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from typing import IO, Any, Protocol, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("table", "json", "jsonl", "csv", "tsv")

COLUMNS = (
    "id", "title", "outlet", "published", "language", "url", "act", "status", "source", "target",
    "date", "country", "city", "sectors", "attribution", "evidence", "start", "end", "plover",
    "mode", "cameo", "goldstein", "confidence", "rules",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")


def output_options(*formats: str) -> Callable[[Command], Command]:
    """Give a command ``--format`` with these formats, of which the first is the default."""
    return click.option(
        "--format",
        "fmt",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to write the result.",
    )


class Writer(Protocol):
    """Writes coded articles, given in the form of ``CodedArticle.to_dict()``, one by one."""

    def write(self, record: Mapping[str, Any]) -> None:
        """Write one coded article."""

    def close(self) -> None:
        """Write what stands at the end."""


class JsonLines:
    """One coded article a line."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, record: Mapping[str, Any]) -> None:
        """Write a line."""
        self._stream.write(json.dumps(record, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Nothing stands at the end."""


class JsonArray:
    """A list of coded articles, each on a line, written as they come."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._open = False

    def write(self, record: Mapping[str, Any]) -> None:
        """Write an element."""
        text = json.dumps(record, ensure_ascii=False)
        self._stream.write((",\n" if self._open else "[\n") + text)
        self._open = True

    def close(self) -> None:
        """Close the list, an empty one where nothing came."""
        self._stream.write("\n]\n" if self._open else "[]\n")


class Rows:
    """A row per event, under a header that is written even when no event follows."""

    def __init__(self, stream: IO[str], dialect: str) -> None:
        self._rows = csv.writer(stream, dialect, lineterminator="\n")
        self._rows.writerow(COLUMNS)

    def write(self, record: Mapping[str, Any]) -> None:
        """Write a row for each event of the article."""
        for event in record["events"]:
            cells = event_cells(record, event)
            self._rows.writerow([guarded(cells[column]) for column in COLUMNS])

    def close(self) -> None:
        """Nothing stands at the end."""


def writer(fmt: str, stream: IO[str]) -> Writer:
    """The writer of a format other than ``table``."""
    if fmt == "jsonl":
        return JsonLines(stream)
    if fmt == "json":
        return JsonArray(stream)
    return Rows(stream, "excel-tab" if fmt == "tsv" else "excel")


def event_cells(record: Mapping[str, Any], event: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of one event by column, with those of its article."""
    place, span = event["place"] or {}, event["span"]
    joined = {name: ";".join(event[name]) for name in ("source", "target", "sectors", "rules")}
    placed = {
        "country": place.get("country"), "city": place.get("city"),
        "start": span[0], "end": span[1],
    }  # fmt: skip
    article = {
        name: record[name] for name in ("id", "title", "outlet", "published", "language", "url")
    }
    return {**event, **article, **joined, **placed}


def guarded(cell: Any) -> Any:  # noqa: ANN401 - a cell is text, a number or nothing
    """The cell; text that would be read as a formula with an apostrophe before it."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell
