"""Coded articles for the eye: a heading, each event with its evidence, people, claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from marsad.cli import bidi
from marsad.language.names import actor_name, city_name
from marsad.ontology import ACTS, OFFICES

if TYPE_CHECKING:
    from marsad.coding.explain import SentenceTrace
    from marsad.model import CodedArticle, EventMention

_WORDS = {
    "en": {
        "happened": "happened", "planned": "planned", "proposed": "proposed", "denied": "denied",
        "people": "People", "claims": "Claims", "none": "no events found", "by": "according to",
    },
    "ar": {
        "happened": "وقع", "planned": "مقرر", "proposed": "مقترح", "denied": "منفي",
        "people": "أشخاص", "claims": "أقوال", "none": "لا أحداث", "by": "وفقا لـ",
    },
}  # fmt: skip
_STYLES = {"happened": "green", "planned": "cyan", "proposed": "yellow", "denied": "red"}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class View:
    """How to show: language of the labels, whether marsad reorders, width (None: no end)."""

    language: str = "en"
    reorder: bool = False
    isolate: bool = False
    width: int | None = None


def clean(text: str) -> str:
    """Text on one line that cannot steer a terminal: no controls, no direction overrides."""
    return _UNSEEN.sub("\ufffd", bidi.without_controls(" ".join(text.split())))


def wrap(text: str, width: int | None) -> list[str]:
    """The text in lines of at most so many cells, cut between words, or in one that is longer."""
    if width is None or cell_len(text) <= width:
        return [text]
    lines, line, used = [], "", 0
    for word in _pieces(text.split(" "), width):
        size = cell_len(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = word, size
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*lines, line]


def _pieces(words: Sequence[str], width: int) -> Iterator[str]:
    for word in words:
        while cell_len(word) > width:
            yield word[:width]
            word = word[width:]
        yield word


class Renderer:
    """Prints coded articles on a console."""

    def __init__(self, console: Console, view: View) -> None:
        self._console = console
        self._view = view
        self._words = _WORDS[view.language]

    def article(self, coded: CodedArticle) -> None:
        """Print everything that was found in one article."""
        self.heading(coded)
        rows = [self._cells(event) for event in coded.events]
        widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
        if not rows:
            self._line(self._show(self._words["none"]), "dim", indent=2)
        for event, row in zip(coded.events, rows, strict=True):
            self._row(row, widths, event.status)
            quoted = f"“{clean(event.evidence.text)}”"
            if event.attribution:
                by = self._name(event.attribution)
                quoted += f" ({self._words['by']} {by})"
            self._paragraph(quoted, "dim", indent=4)
        people = [
            f"{clean(p.name)} ({self._office(p.office)}"
            + (f"، {self._name(p.country)})" if self._arabic and p.country else
               f", {self._name(p.country)})" if p.country else ")")
            for p in coded.people
        ]  # fmt: skip
        self._list("people", people)
        self._list(
            "claims", [f"{claim.kind}: “{clean(claim.evidence.text)}”" for claim in coded.claims]
        )
        self._line("", "")

    def trace(self, sentences: Sequence[SentenceTrace]) -> None:
        """Print why an article was coded as it was, sentence by sentence."""
        for number, sentence in enumerate(sentences, 1):
            self._paragraph(f"{number}. {clean(sentence.span.text)}", "", indent=2)
            self._paragraph(clean(sentence.verdict), "bold", indent=5)
            for label, lines in (
                ("mentions", sentence.mentions),
                ("triggers", sentence.triggers),
                ("fired", sentence.fired),
                ("dropped", sentence.dropped),
            ):
                for line in lines:
                    self._paragraph(f"{label}: {clean(line)}", "dim", indent=5)
        self._line("", "")

    @property
    def _arabic(self) -> bool:
        return self._view.language == "ar"

    def heading(self, coded: CodedArticle) -> None:
        """Print the title, and under it outlet, day and id."""
        article = coded.article
        self._paragraph(clean(article.title) or clean(article.id), "bold", indent=0)
        day = article.published.isoformat() if article.published else ""
        name = clean(article.id) if clean(article.title) else ""  # without a title it stands above
        parts = [part for part in (clean(article.outlet or ""), day, name) if part]
        if parts:
            self._line(" · ".join(map(self._show, parts)), "dim")

    def _cells(self, event: EventMention) -> tuple[str, ...]:
        act = ACTS[event.act]
        source, target = (
            " + ".join(map(self._name, codes)) for codes in (event.source, event.target)
        )
        arrow = "←" if self._arabic else "→"  # Arabic runs from the right, and so must the arrow
        who = f"{source} {arrow} {target}" if target else source
        place = event.place
        city = city_name(place.city, self._view.language) if place and place.city else ""
        where = [clean(city), self._name(place.country)] if place else []
        cells = (
            event.date or "—",
            act.label_ar if self._arabic else act.label_en,
            who,
            self._words[event.status],
            ("، " if self._arabic else ", ").join(filter(None, where)),
        )
        return tuple(map(self._show, cells))

    def _row(self, row: Sequence[str], widths: Sequence[int], status: str) -> None:
        styles = ("", "bold", "", _STYLES[status], "")
        line = Text("  ")
        for cell, width, style in zip(row, widths, styles, strict=True):
            line.append(cell, style)
            line.append(" " * (width - cell_len(cell) + 2))
        line.rstrip()
        self._print(line)

    def _list(self, word: str, items: Sequence[str]) -> None:
        if items:
            self._line(self._show(self._words[word]), "bold", indent=2)
        for item in items:
            self._paragraph(item, "", indent=4)

    def _paragraph(self, text: str, style: str, indent: int) -> None:
        width = self._view.width
        for line in wrap(text, None if width is None else max(width - indent, 20)):
            self._line(bidi.shown(line, self._view.reorder), style, indent)

    def _line(self, text: str, style: str, indent: int = 0) -> None:
        self._print(Text(" " * indent + text, style))

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)

    def _show(self, text: str) -> str:
        return bidi.shown(text, self._view.reorder, self._view.isolate)

    def _name(self, code: str) -> str:
        return clean(actor_name(code, self._view.language))

    def _office(self, name: str) -> str:
        office = OFFICES.get(name)
        if office is None:
            return clean(name)
        return office.label_ar if self._arabic else office.label_en
