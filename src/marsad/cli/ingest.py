"""``marsad ingest``: articles into the record, each in a transaction of its own."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from typing import Any

import click

from marsad.cli.database import database_option, open_record
from marsad.cli.params import DAY, EXIT_CODES, LANGUAGE, REFUSED


@click.command(epilog=EXIT_CODES, short_help="Take articles into the record.")
@click.argument("inputs", nargs=-1, metavar="[FILE|DIR|-]...")
@click.option("--published", type=DAY, metavar="DATE", help="Day of publication, where an article tells none.")
@click.option("--outlet", metavar="NAME", help="Who published, where an article does not tell.")
@click.option("--language", type=LANGUAGE, metavar="CODE", help="The language, where an article does not tell.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Take in N articles at most; the rest is counted.")
@click.option("--no-reference", is_flag=True, help="Do not load the reference facts that come with marsad.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary, refusals only.")
@database_option
def ingest(
    inputs: tuple[str, ...], published: dt.date | None, outlet: str | None, language: str | None, limit: int | None,
    no_reference: bool, quiet: bool, db: str | None,
) -> None:  # fmt: skip
    """Code articles and take them into the record, which is made where there is none.

    Reads what `marsad read` reads. Each article is one transaction: what was taken in stays, whatever happens to the
    next. The same article again changes nothing; one that a newer marsad codes otherwise is coded anew, and the
    older coding stays readable. At the first run the reference facts (missions, visits, envoys …) are loaded too.
    """
    from marsad.coding.coder import Coder
    from marsad.errors import MarsadError
    from marsad.reading.inputs import Refusal, read_inputs
    from marsad.store import StoreError

    if not inputs and sys.stdin.isatty():
        raise click.UsageError("Name a FILE, a DIR, or - for standard input.")
    coder, counts = Coder(), Counter[str]()
    with open_record(db, create=True) as record, _progress(quiet) as tick:
        if not no_reference:
            counts["facts"] = record.load_reference()
        for item in read_inputs(inputs or ("-",), published=published, outlet=outlet, language=language):
            if isinstance(item, Refusal):
                _refuse(counts, item.source, item.message, item.code)
                continue
            if limit is not None and counts["articles"] >= limit:
                counts["beyond"] += 1
                continue
            counts["articles"] += 1
            try:
                outcome = record.ingest(coder.code(item))
            except StoreError:
                raise
            except MarsadError as error:
                _refuse(counts, item.id, error.message, error.code)
                continue
            counts[outcome.written] += 1
            counts["reports"] += outcome.reports
            tick()
    if not quiet:
        click.echo(_summary(counts), err=True)
    if counts["refused"]:
        sys.exit(REFUSED)


def _refuse(counts: Counter[str], source: str, message: str, code: str) -> None:
    counts["refused"] += 1
    click.echo(f"refused: {source}: {message} [{code}]", err=True)


def _summary(counts: Counter[str]) -> str:
    parts = [f"{counts['new']} new", f"{counts['recoded']} coded anew", f"{counts['unchanged']} known already"]
    if counts["refused"]:
        parts.append(f"{counts['refused']} refused")
    if counts["beyond"]:
        parts.append(f"{counts['beyond']} left out by --limit")
    facts = f"; {counts['facts']} reference facts loaded" if counts["facts"] else ""
    return f"articles: {', '.join(parts)}; {counts['reports']} reports{facts}"


def _progress(quiet: bool) -> Any:  # noqa: ANN401 - the context manager of marsad read
    from marsad.cli.read import _progress as progress

    return progress(quiet)
