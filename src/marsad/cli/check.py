"""``marsad check``: the claims of a text, each with a verdict and its reckoning."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import bidi
from marsad.cli.database import MOMENT, database_option, record_at
from marsad.cli.params import DAY, EXIT_CODES, REFUSED

if TYPE_CHECKING:
    from rich.console import Console

    from marsad.model import Article
    from marsad.record.snapshot import Snapshot
    from marsad.record.verdicts import Verdict

_STYLES = {"supported": "green", "contradicted": "red", "unknown": "yellow"}
_WORDS = {
    "en": {
        "supported": "supported", "contradicted": "contradicted", "unknown": "unknown", "facts": "Facts used",
        "competing": "Other values", "limits": "Limits", "none": "no claims that can be checked",
        "as_of": "as of", "no_record": "no record is there: judged by the reference facts alone",
    },
    "ar": {
        "supported": "مؤيَّد", "contradicted": "منقوض", "unknown": "غير معلوم", "facts": "الوقائع المستند إليها",
        "competing": "قيم أخرى", "limits": "حدود السجل", "none": "لا أقوال يمكن التحقق منها",
        "as_of": "حتى", "no_record": "لا سجل هنا: حُكم بالوقائع المرجعية وحدها",
    },
}  # fmt: skip
_SHOWN = 5  # facts of each sort that the table shows; how many more there are it says


@click.command(epilog=EXIT_CODES, short_help="Check the claims of a text against the record.")
@click.argument("text", required=False)
@click.option("--article", "inputs", multiple=True, metavar="FILE", help="Check the claims of an article in a file.")
@click.option("--published", type=DAY, metavar="DATE", help="Day on which the claims were made.")
@click.option("--as-of", type=DAY, metavar="DATE", help="The same, where the article tells no day (default: today).")
@click.option("--known-at", type=MOMENT, metavar="TIME", help="Judge by what the record knew at that time.")
@click.option("--format", "fmt", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Language of the words.")
@database_option
def check(
    text: str | None, inputs: tuple[str, ...], published: dt.date | None, as_of: dt.date | None,
    known_at: dt.datetime | None, fmt: str, lang: str, db: str | None,
) -> None:  # fmt: skip
    """Find the claims in a TEXT (or in --article FILE, "-" for standard input) and judge each.

    A claim is a first, an ordinal, a count, an anniversary, a duration, a distance or a figure of trade. Each verdict
    (supported, contradicted, unknown) comes with its reckoning, the facts used with their sources, and what the record
    does not cover. What is not recorded is unknown, never contradicted. Without a record (--db) the claims are judged
    by the reference facts that come with marsad.
    """
    from marsad.coding.coder import Coder
    from marsad.errors import MarsadError
    from marsad.record.verdicts import check as judge

    if (text is None) == (not inputs):
        raise click.UsageError("Give a TEXT or --article FILE, one of the two.")
    coder, refused, results = Coder(), False, []
    with _snapshot(db, known_at, lang) as snapshot:
        for article in _articles(text, inputs, published):
            if isinstance(article, str):
                click.echo(article, err=True)
                refused = True
                continue
            try:
                coded = coder.code(article)
            except MarsadError as error:
                click.echo(f"{article.id}: {error.message} [{error.code}]", err=True)
                refused = True
                continue
            for note in coded.notes:
                click.echo(f"note: {note.message}", err=True)
            verdicts = judge(snapshot, coded, as_of or dt.datetime.now(dt.UTC).date())
            if fmt == "json":
                results.append({"id": article.id, "verdicts": [v.to_dict(lang) for v in verdicts]})
            else:
                _show(verdicts, lang)
    if fmt == "json":
        click.echo(json.dumps(results if len(results) != 1 else results[0], ensure_ascii=False, indent=2))
    if refused:
        sys.exit(REFUSED)


@contextlib.contextmanager
def _snapshot(db: str | None, known_at: dt.datetime | None, lang: str) -> Iterator[Snapshot]:
    """The record as known at a time; where there is none and none was named, one of the reference facts alone."""
    from marsad import store

    with contextlib.ExitStack() as stack:
        found = record_at(db)
        if found is None:
            click.echo(f"note: {_WORDS[lang]['no_record']}", err=True)
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="marsad-"))
            record = stack.enter_context(store.open(Path(folder) / "reference.db"))
            record.load_reference()
        else:
            record = stack.enter_context(store.open(found, create=False))
        yield record.snapshot(known_at)


def _articles(text: str | None, inputs: tuple[str, ...], published: dt.date | None) -> Iterator[Article | str]:
    """The articles to check; for what could not be read, a message."""
    from marsad.model import Article
    from marsad.reading.inputs import Refusal, read_inputs

    if text is not None:
        yield Article(text, published=published)
        return
    for item in read_inputs(inputs, published=published):
        yield f"{item.source}: {item.message} [{item.code}]" if isinstance(item, Refusal) else item


def _show(verdicts: tuple[Verdict, ...], lang: str) -> None:
    from rich.console import Console
    from rich.text import Text

    words = _WORDS[lang]
    console = Console(highlight=False, soft_wrap=True)
    if not verdicts:
        console.print(words["none"])
    for verdict in verdicts:
        claim = verdict.claim
        head = Text(f"{words[verdict.outcome]}", style=f"bold {_STYLES[verdict.outcome]}")
        head.append(f"  {claim.kind}  ({words['as_of']} {verdict.day.isoformat()})", style="dim")
        console.print(head)
        _line(console, f"  «{claim.evidence.text}»")
        for said in verdict.to_dict(lang)["reckoning"]:
            _line(console, f"  {said}")
        for title, grounds in (("facts", verdict.grounds), ("competing", verdict.competing)):
            if grounds:
                console.print(Text(f"  {words[title]}:", style="dim"))
            for ground in grounds[:_SHOWN]:
                _line(console, f"    {ground.date or '—'}  «{ground.quotation}»  ({ground.origin})")
            if len(grounds) > _SHOWN:
                console.print(Text(f"    + {len(grounds) - _SHOWN}", style="dim"))
        limits = verdict.to_dict(lang)["limits"]
        if limits:
            console.print(Text(f"  {words['limits']}:", style="dim"))
        for limit in limits:
            _line(console, f"    {limit}")
        console.print()


def _line(console: Console, line: str) -> None:
    """A line in which right-to-left text stands as on a page, where the terminal does not do that itself."""
    from rich.text import Text

    from marsad.cli.render import clean

    indent = len(line) - len(line.lstrip(" "))
    reorder = bidi.marsad_orders("auto", sys.stdout.isatty(), os.environ)
    console.print(Text(" " * indent + bidi.shown(clean(line), reorder)))
