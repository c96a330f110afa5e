"""``marsad read``: articles in, coded events out."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.cli.bidi import CHOICES, can_order, marsad_orders
from marsad.cli.output import FORMATS, output_options
from marsad.cli.params import DAY, EXIT_CODES, LANGUAGE, REFUSED

if TYPE_CHECKING:
    from marsad.coding.coder import Coder
    from marsad.coding.explain import SentenceTrace
    from marsad.model import Article, CodedArticle

NO_LANGUAGE = "no-language"
"""The note of an article that was not coded, as there is no pack for its language."""


@click.command(epilog=EXIT_CODES, short_help="Code the events in news articles.")
@click.argument("inputs", nargs=-1, metavar="[FILE|DIR|-]...")
@output_options(*FORMATS)
@click.option("--published", type=DAY, metavar="DATE", help="Day of publication, YYYY-MM-DD.")
@click.option("--id", "article_id", metavar="ID", help="Id of the article.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--language", type=LANGUAGE, metavar="CODE", help="Its language, such as ar.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="X",
    help="Leave out events of which marsad is less sure, 0 to 1.",
)
@click.option("--explain", is_flag=True, help="Tell why, sentence by sentence.")
@click.option(
    "--bidi",
    type=click.Choice(CHOICES),
    default="auto",
    show_default=True,
    help="Who orders right-to-left text on the screen.",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "ar"]),
    default="en",
    show_default=True,
    help="Language of the labels in a table.",
)
@click.option("-q", "--quiet", is_flag=True, help="No notes and no progress, refusals only.")
def read(
    inputs: tuple[str, ...],
    fmt: str,
    published: dt.date | None,
    article_id: str | None,
    outlet: str | None,
    language: str | None,
    min_confidence: float,
    explain: bool,
    bidi: str,
    lang: str,
    quiet: bool,
) -> None:
    """Code the diplomatic events in news articles.

    Reads plain text (.txt, the first line is the title), JSON (.json: an article, a list, or
    {"articles": [...]}), JSON lines (.jsonl, .ndjson), pages (.html), web archives (.warc), Parquet,
    and any of them gzipped; a folder with everything below it; "-" for standard input, which is also
    read when nothing is named. An article in JSON is an object with "text" and, where known, id,
    title, published, url, outlet and language. --published, --id, --outlet and --language stand in
    for what an article does not tell.

    The result goes to standard output, everything else to standard error. In csv and tsv there is
    a row per event; a text that a spreadsheet would take for a formula gets an apostrophe.
    """
    from marsad.coding.coder import Coder
    from marsad.coding.results import sure_enough
    from marsad.errors import MarsadError
    from marsad.reading.inputs import Refusal, Remark, read_inputs

    if not inputs and sys.stdin.isatty():
        raise click.UsageError("Name a FILE, a DIR, or - for standard input.")
    if article_id and (len(inputs) > 1 or any(Path(path).is_dir() for path in inputs)):
        raise click.UsageError("--id is for a single input.")
    report = _Report(quiet)
    coder = Coder()
    show = _shower(fmt, bidi, lang, explain)

    def remark(remark: Remark) -> None:
        report.note(remark.source, remark.message)

    found = read_inputs(
        inputs or ("-",),
        published=published,
        language=language,
        article_id=article_id,
        outlet=outlet,
        remark=remark,
    )
    with show as write, _progress(quiet) as tick:
        for item in found:
            if isinstance(item, Refusal):
                report.refusal(item.source, item.message, item.code)
                continue
            try:
                coded, traces = _code(coder, item, explain)
            except MarsadError as error:
                report.refusal(item.id, error.message, error.code)
                continue
            unread = next((note for note in coded.notes if note.code == NO_LANGUAGE), None)
            if unread:
                report.refusal(item.id, unread.message, unread.code)
                continue
            kept = sure_enough(coded, min_confidence)
            report.add(kept, len(coded.events) - len(kept.events))
            write(kept, traces)
            tick()
    report.finish()


def _code(
    coder: Coder, article: Article, explain: bool
) -> tuple[CodedArticle, tuple[SentenceTrace, ...]]:
    if not explain:
        return coder.code(article), ()
    explanation = coder.explain(article)
    return explanation.coded, explanation.sentences


class _Report:
    """What goes to standard error: notes, refusals, and the sums at the end."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._articles = self._events = self._refused = self._unsure = 0

    def note(self, source: str, message: str) -> None:
        if not self._quiet:
            click.echo(f"note: {_one_line(source)}: {_one_line(message)}", err=True)

    def refusal(self, source: str, message: str, code: str) -> None:
        self._refused += 1
        click.echo(f"refused: {_one_line(source)}: {_one_line(message)} [{code}]", err=True)

    def add(self, coded: CodedArticle, unsure: int) -> None:
        self._articles += 1
        self._events += len(coded.events)
        self._unsure += unsure
        for note in coded.notes:
            if note.code != "below-confidence":  # the sums tell it of all articles together
                self.note(coded.article.id, f"{note.message} [{note.code}]")

    def finish(self) -> None:
        """The sums, where there is more to say than the output shows; exit 3 after refusals."""
        if self._unsure and not self._quiet:
            left_out = _count(self._unsure, "event")
            click.echo(f"{left_out} below --min-confidence left out", err=True)
        if self._refused or (self._articles > 1 and not self._quiet):
            sums = f"{_count(self._articles, 'article')}, {_count(self._events, 'event')}"
            refused = f"; {_count(self._refused, 'input')} refused" if self._refused else ""
            click.echo(sums + refused, err=True)
        if self._refused:
            click.get_current_context().exit(REFUSED)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _one_line(text: str) -> str:
    """Names and messages as they may go to a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


Show = Callable[["CodedArticle", "tuple[SentenceTrace, ...]"], None]


@contextmanager
def _shower(fmt: str, bidi: str, lang: str, explain: bool) -> Iterator[Show]:
    """What writes a coded article; the trace goes with the table, beside data to standard error."""
    if fmt == "table":
        renderer = _renderer(bidi, lang, sys.stdout)

        def show(coded: CodedArticle, traces: tuple[SentenceTrace, ...]) -> None:
            renderer.article(coded)
            if explain:
                renderer.trace(traces)

        yield show
        return
    from marsad.cli.output import writer

    writing = writer(fmt, sys.stdout)
    aside = _renderer(bidi, lang, sys.stderr) if explain else None

    def write(coded: CodedArticle, traces: tuple[SentenceTrace, ...]) -> None:
        writing.write(coded.to_dict())
        if aside:
            aside.heading(coded)
            aside.trace(traces)

    yield write
    writing.close()


def _renderer(bidi: str, lang: str, stream: Any) -> Any:  # noqa: ANN401 - rich is imported late
    from rich.console import Console

    from marsad.cli.render import Renderer, View

    terminal = stream.isatty()
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    reorder = marsad_orders(bidi, terminal, os.environ)
    if reorder and not can_order():
        reorder = False
        click.echo("marsad: this terminal needs `pip install marsad[terminal]` to show Arabic in order", err=True)
    view = View(lang, reorder, terminal and not reorder, console.width if terminal else None)
    return Renderer(console, view)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[], None]]:
    """A count of articles on standard error, if a terminal and the result goes elsewhere."""
    if quiet or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    count = TextColumn("{task.completed:.0f} articles")
    columns = SpinnerColumn(), BarColumn(), count, TimeElapsedColumn()  # no end is known beforehand
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda: progress.advance(task)
