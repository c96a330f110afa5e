"""Answers of the record for the eye and for programs: text, JSON, CSV, Markdown."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from marsad.cli import bidi
from marsad.cli.output import guarded

if TYPE_CHECKING:
    from marsad.record.answers import Answer

FORMATS = ("text", "json", "csv", "markdown")
COLUMNS = (
    "section", "says", "date", "sources", "reports", "confidence", "id", "quotation", "origin", "published", "url",
)  # fmt: skip


def show(answer: Answer, record: dict[str, Any], fmt: str, lang: str) -> None:
    """Writes an answer to standard output; ``record`` is its JSON form in the language asked for."""
    if fmt == "json":
        print(json.dumps(record, ensure_ascii=False, indent=2))
    elif fmt == "csv":
        rows = csv.writer(sys.stdout, lineterminator="\r\n")
        rows.writerow(COLUMNS)
        rows.writerows([guarded(value) for value in row] for row in _rows(record))
    elif fmt == "markdown":
        print(_markdown(answer, record, lang))
    else:
        _text(answer, record, lang)


def _rows(record: dict[str, Any]) -> Iterator[list[Any]]:
    """One row a line and piece of evidence; a line without evidence has one row."""
    for section in record["sections"]:
        for line in section["lines"]:
            told = [line["date"], line["sources"], line["reports"], line["confidence"], line["id"]]
            for evidence in line["evidence"] or [{}]:
                shown = [evidence.get(name) for name in ("quotation", "origin", "date", "url")]
                yield [section["section"], line["says"], *told, *shown]


def _when(answer: Answer, lang: str) -> str:
    from marsad.record.wording import said, say

    parts = [say(said("title.as_of", date=answer.as_of.isoformat()), lang)] if answer.as_of else []
    if answer.known_at:
        parts.append(say(said("title.known_at", moment=answer.known_at.isoformat(sep=" ", timespec="minutes")), lang))
    else:
        parts.append(say(said("title.known_now"), lang))
    return (" · ").join(parts)


def _beside(line: dict[str, Any], lang: str) -> list[str]:
    from marsad.record.wording import said, say

    parts = [say(said("line.sources", n=line["sources"], reports=line["reports"]), lang)] if line["reports"] else []
    if line["evidence_left_out"]:
        parts.append(say(said("line.more", n=line["evidence_left_out"]), lang))
    return parts


def _left_out(section: dict[str, Any], lang: str) -> str | None:
    from marsad.record.wording import said, say

    return say(said("line.left_out", n=section["left_out"]), lang) if section["left_out"] else None


def _text(answer: Answer, record: dict[str, Any], lang: str) -> None:
    line = _printer()
    line(record["title"], 0, "bold")
    line(_when(answer, lang), 0, "dim")
    for section in record["sections"]:
        if not section["lines"] and not section["empty"]:
            continue
        line("", 0, "")
        line(section["heading"], 0, "bold underline")
        if not section["lines"]:
            line(section["empty"], 2, "dim")
        for told in section["lines"]:
            line(told["says"], 2, "")
            for note in told["notes"]:
                line(note, 6, "yellow")
            for evidence in told["evidence"]:
                line(f"«{evidence['quotation']}» — {_source(evidence)}", 6, "dim")
            for more in _beside(told, lang):
                line(more, 6, "dim")
        if left := _left_out(section, lang):
            line(left, 2, "dim")


def _printer() -> Callable[[str, int, str], None]:
    """What prints a text with an indent and a style; on a terminal in lines that fit, right-to-left text in order."""
    from rich.console import Console
    from rich.text import Text

    from marsad.cli.render import clean, wrap

    terminal = sys.stdout.isatty()
    reorder = bidi.marsad_orders("auto", terminal, os.environ)
    if reorder and not bidi.can_order():
        reorder = False
        print("marsad: this terminal needs `pip install marsad[terminal]` to show Arabic in order", file=sys.stderr)
    console = Console(highlight=False, markup=False, emoji=False)

    def line(text: str, indent: int, style: str) -> None:
        width = max(console.width - indent, 20) if terminal else None
        for part in wrap(clean(text), width):
            shown = bidi.shown(part, reorder, terminal and not reorder)
            console.print(Text(" " * indent + shown, style=style), soft_wrap=True)

    return line


def _source(evidence: dict[str, Any]) -> str:
    return " · ".join(str(part) for part in (evidence.get("origin"), evidence.get("date")) if part)


def _markdown(answer: Answer, record: dict[str, Any], lang: str) -> str:
    lines = [f"# {_plain(record['title'])}", "", _when(answer, lang)]
    for section in record["sections"]:
        if not section["lines"] and not section["empty"]:
            continue
        lines += ["", f"## {_plain(section['heading'])}", ""]
        if not section["lines"]:
            lines.append(f"*{_plain(section['empty'])}*")
        for told in section["lines"]:
            lines.append(f"- {_plain(told['says'])}")
            lines += [f"  - *{_plain(note)}*" for note in told["notes"]]
            for evidence in told["evidence"]:
                lines.append(f"  - “{_plain(evidence['quotation'])}” — {_plain(_source(evidence))}")
            lines += [f"  - {_plain(more)}" for more in _beside(told, lang)]
        if left := _left_out(section, lang):
            lines.append(f"- {_plain(left)}")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text on one line in which Markdown sees no signs of its own."""
    joined = " ".join(text.split())
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in joined)
