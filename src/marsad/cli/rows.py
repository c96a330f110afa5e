"""Records of plain values (sources, health, entries set aside) in every format of the command line."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from marsad.cli.output import guarded


def write_records(fmt: str, columns: Sequence[str], records: Sequence[Mapping[str, Any]]) -> None:
    """Write records to standard output as table, json, jsonl, csv or tsv.

    A table leaves out columns that are empty in all records; csv and tsv guard against formulas.
    """
    stream = sys.stdout
    if fmt == "json":
        stream.write(json.dumps(list(records), ensure_ascii=False, indent=1) + "\n")
    elif fmt == "jsonl":
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    elif fmt in ("csv", "tsv"):
        rows = csv.writer(stream, "excel-tab" if fmt == "tsv" else "excel", lineterminator="\n")
        rows.writerow(columns)
        for record in records:
            rows.writerow([guarded(record[column]) for column in columns])
    else:
        _table(columns, records)


def _table(columns: Sequence[str], records: Sequence[Mapping[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = [column for column in columns if any(record[column] not in (None, "", 0) for record in records)]
    if not shown:
        return
    terminal = sys.stdout.isatty()
    table = Table(box=None, pad_edge=False)
    for column in shown:
        table.add_column(column, overflow="fold", no_wrap=not terminal)
    for record in records:
        table.add_row(*[_cell(record[column]) for column in shown])
    # Where no terminal sets a width nothing is cut.
    width = None if terminal else 100_000
    Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=width).print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return one_line(str(value))


def one_line(text: str) -> str:
    """Names and messages as they may go to a terminal: in one line, without what it would obey."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
