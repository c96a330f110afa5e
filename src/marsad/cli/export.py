"""``marsad export``: what the record holds, in the forms of other tools."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from marsad.cli.database import MOMENT, database_option, open_record
from marsad.cli.params import DAY, EXIT_CODES

if TYPE_CHECKING:
    from marsad.exchange import Exporter
    from marsad.record.snapshot import Snapshot
    from marsad.record.types import Query

# What is no text, so nothing for a terminal.
_BINARY = ("application/vnd.apache.parquet", "application/zip")


@click.command(epilog=EXIT_CODES, short_help="Write the record in the formats of other tools.")
@click.argument("fmt", metavar="FORMAT", required=False)
@click.option("--part", metavar="NAME", help="Which table or file of the format (default: the chief one).")
@click.option("--between", nargs=2, metavar="A B", help="Events between these two, in either direction.")
@click.option("--state", metavar="X", help="Events in which this state or organisation takes part.")
@click.option("--act", "acts", multiple=True, metavar="ACT", help="Events of this act only; may be repeated.")
@click.option("--since", type=DAY, metavar="DATE", help="Events from this day on.")
@click.option("--until", type=DAY, metavar="DATE", help="Events up to this day.")
@click.option("--as-of", type=DAY, metavar="DATE", help="The state of things on this day: nothing dated later.")
@click.option("--known-at", type=MOMENT, metavar="TIME", help="What the record knew at that time.")
@click.option("--text", metavar="WORDS", help="Events whose articles have these words.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="X",
              help="Leave out events of which marsad is less sure, 0 to 1.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(), metavar="FILE|DIR/",
              help="Where to write; in a folder every part gets its own file (default: standard output).")  # fmt: skip
@click.option("--list", "listing", is_flag=True, help="Show the formats with their parts and what each leaves out.")
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Language of messages.")
@click.option("-q", "--quiet", is_flag=True, help="Do not say how much was written.")
@database_option
def export(
    fmt: str | None, part: str | None, between: tuple[str, str] | None, state: str | None, acts: tuple[str, ...],
    since: dt.date | None, until: dt.date | None, as_of: dt.date | None, known_at: dt.datetime | None,
    text: str | None, min_confidence: float, output: str | None, listing: bool, lang: str, quiet: bool,
    db: str | None,
) -> None:  # fmt: skip
    """Write events, facts, claims and articles of the record in a FORMAT.

    Everything is read and written page by page. How many rows were written, and what was left out and why, is said on
    standard error. A file gets its name only when it is whole. `marsad export --list` shows the formats.
    """
    from marsad.exchange import FORMATS, exporter

    if listing:
        for name in FORMATS:
            _tell(exporter(name), lang)
        return
    if fmt is None:
        raise click.UsageError(f"Name a FORMAT: {', '.join(FORMATS)}.")
    if fmt not in FORMATS:
        raise click.UsageError(f"no format {fmt!r:.40}; there are: {', '.join(FORMATS)}")
    chosen = exporter(fmt)
    if part is not None and part not in chosen.parts:
        raise click.UsageError(f"{fmt} has no part {part!r:.40}; it has: {', '.join(chosen.parts)}")
    query = _query(between, state, acts, since, until, as_of, text, min_confidence)
    if output is None and sys.stdout.isatty() and chosen.media_type in _BINARY:
        raise click.UsageError(f"{fmt} is no text for a terminal; name a file with -o.")
    with reading(db, known_at) as snapshot:
        for name, where in _targets(chosen, part, output):
            with _stream(where) as out:
                tally = chosen.write(snapshot, query, out, name)
            if not quiet:
                rows = f"{tally.rows} صفوف" if lang == "ar" else f"{tally.rows} rows"
                click.echo(f"{chosen.name} {name}: {rows}" + (f" → {where}" if where else ""), err=True)
                for line in (*tally.said(lang), *tally.remarks):
                    click.echo(f"  {'أُهمل' if lang == 'ar' else 'left out'} {line}", err=True)


@contextlib.contextmanager
def reading(db: str | None, known_at: dt.datetime | None) -> Iterator[Snapshot]:
    """The record that is exported, as known at a time."""
    with open_record(db) as record:
        yield record.snapshot(known_at)


def _query(
    between: tuple[str, str] | None, state: str | None, acts: tuple[str, ...], since: dt.date | None,
    until: dt.date | None, as_of: dt.date | None, text: str | None, min_confidence: float,
) -> Query:  # fmt: skip
    """What is asked for; a usage error for an act or an actor that there is not."""
    from marsad.exchange.codes import is_state
    from marsad.ontology import ACTS, ORGANISATIONS
    from marsad.record.types import Query

    for act in acts:
        if act not in ACTS:
            raise click.UsageError(f"no act {act!r:.40}; there are: {', '.join(ACTS)}")
    for actor in (*(between or ()), *((state,) if state else ())):
        if not is_state(actor) and actor not in ORGANISATIONS and not actor.startswith("ORG:"):
            raise click.UsageError(f"no actor {actor!r:.40}; states have three letters, such as TKM (docs/ontology.md)")
    if between and between[0] == between[1]:
        raise click.UsageError("--between takes two different actors.")
    if since and until and until < since:
        raise click.UsageError("--until lies before --since.")
    last = min(filter(None, (until, as_of)), default=None)
    return Query(
        between=between, actor=state, acts=acts, since=since, until=last, text=text, min_confidence=min_confidence,
        order="oldest", limit=None,
    )  # fmt: skip


def _targets(chosen: Exporter, part: str | None, output: str | None) -> Iterator[tuple[str, Path | None]]:
    """The parts to write, each with its file; None is standard output."""
    chief = next(iter(chosen.parts))
    if output is None:
        yield part or chief, None
        return
    folder = Path(output)
    if not folder.is_dir() and not output.endswith(("/", os.sep)):
        yield part or chief, folder
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in (part,) if part else chosen.parts:
        yield name, folder / f"{chosen.name}-{name}{chosen.suffix}"


@contextlib.contextmanager
def _stream(where: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that is there only when all of it was written."""
    if where is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    handle, name = tempfile.mkstemp(prefix=f".{where.name}.", dir=where.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if os.name == "posix":  # as open() would have made it
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
        Path(name).replace(where)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _tell(one: Exporter, lang: str) -> None:
    title = one.title_ar if lang == "ar" else one.title_en
    click.echo(f"{one.name}: {title} (*{one.suffix}; {', '.join(one.parts)})")
    click.echo(f"    {one.losses}")
