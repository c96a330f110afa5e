"""CSV and TSV: a table a file, a header, RFC 4180 (lines end in CRLF, cells are quoted where they must be), UTF-8."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import IO, Any

from marsad.exchange.interface import Exporter, Part, Tally
from marsad.exchange.tables import COLUMNS, rows
from marsad.record.snapshot import Snapshot
from marsad.record.types import Query

# What a spreadsheet takes for the beginning of a formula, also after spaces and quotes that it drops.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠", "|", "%")
_BUFFER = 1 << 16


def guarded(text: str) -> str:
    """The text; one that a spreadsheet would run as a formula has an apostrophe before it."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff\u200e\u200f").startswith(_FORMULA) else text


def cell(value: Any) -> str:  # noqa: ANN401 - a text, a number, a date, a list of texts or nothing
    """A value as a cell: lists joined by ``;``, dates in ISO 8601, nothing as an empty cell; texts guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return guarded(value)
    return guarded(";".join(value))


class Lines:
    """Writes rows of cells to a binary stream with a delimiter; what UTF-8 cannot hold becomes ``?``."""

    def __init__(self, out: IO[bytes], delimiter: str) -> None:
        self._out = out
        self._text = io.StringIO(newline="")
        self._rows = csv.writer(self._text, delimiter=delimiter, lineterminator="\r\n")

    def write(self, cells: Iterable[str]) -> None:
        """Write one row."""
        self._rows.writerow(cells)
        if self._text.tell() > _BUFFER:
            self.flush()

    def flush(self) -> None:
        """Hand what is written to the stream."""
        self._out.write(self._text.getvalue().encode("utf-8", "replace"))
        self._text.seek(0)
        self._text.truncate()


def _write(delimiter: str, table: str, snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    tally, lines = Tally(), Lines(out, delimiter)
    names: Sequence[str] = [column.name for column in COLUMNS[table]]
    lines.write(names)
    for row in rows(table, snapshot, query):
        lines.write([cell(row[name]) for name in names])
        tally.rows += 1
    lines.flush()
    return tally


def _parts(delimiter: str) -> dict[str, Part]:
    writer: Callable[..., Tally] = _write
    return {table: partial(writer, delimiter, table) for table in COLUMNS}


_LOSSES = (
    "Lists are joined by ';'; a text that a spreadsheet would take for a formula gets an apostrophe before it. "
    "Nothing and an empty text look the same."
)

EXPORTERS = {
    "csv": Exporter("csv", "CSV tables", "جداول CSV", ".csv", "text/csv; charset=utf-8; header=present", _LOSSES,
                    _parts(",")),
    "tsv": Exporter("tsv", "TSV tables", "جداول TSV", ".tsv", "text/tab-separated-values; charset=utf-8", _LOSSES,
                    _parts("\t")),
}  # fmt: skip
