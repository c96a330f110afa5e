"""The command ``marsad``."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

import click

from marsad.cli.check import check
from marsad.cli.db import db
from marsad.cli.evaluate import evaluate
from marsad.cli.export import export
from marsad.cli.ingest import ingest
from marsad.cli.judge import judge
from marsad.cli.params import EXIT_CODES
from marsad.cli.questions import COMMANDS as QUESTIONS
from marsad.cli.read import read
from marsad.cli.sources import COMMANDS as WATCHING


class _Group(click.Group):
    """A group in which no expected error becomes a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; the reader of a pipe may leave early, and known errors are one line."""
        from marsad.errors import MarsadError

        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            # Python flushes standard output once more at the end; let that go nowhere.
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except (MarsadError, OSError) as error:
            raise click.ClickException(str(error)) from None


@click.group(
    cls=_Group, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="marsad", prog_name="marsad")
def cli() -> None:
    """Read the news, Arabic first, and code each diplomatic event with the sentence that tells it.

    \b
    marsad read article.txt --published 2023-04-19
    marsad read news/ --format jsonl > coded.jsonl
    cat article.txt | marsad read - --format csv
    """


cli.add_command(read)
for _command in (ingest, *QUESTIONS, check, judge, export, db, *WATCHING, evaluate):
    cli.add_command(_command)


def main() -> None:
    """The entry point: standard output is UTF-8 except on a terminal that wants something else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8",
                errors="replace" if stream is sys.stdout else "backslashreplace",
            )
    cli()
