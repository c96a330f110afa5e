"""``marsad judge``: a person's decisions on what the machine made, kept beside it and outranking it."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import sys
from typing import Any

import click

from marsad.cli.database import database_option, open_record
from marsad.record.types import Decision


@click.group(short_help="Accept, reject, correct, merge, split, note; and take it back.")
def judge() -> None:
    """Decide on events and reports of the record.

    A judgement outranks the machine, survives re-ingest, re-coding and upgrades, and can be withdrawn: then all is
    as if it had not been. Events are named by their ids (ev-…), single reports by theirs (r-…), as `marsad events`
    and `marsad pair --format json` show them.
    """


def _who(command: Any) -> Any:  # noqa: ANN401 - as click's decorators are
    for option in (
        click.option("--who", default=getpass.getuser, show_default="the name of the user", help="Who decides."),
        click.option("--note", default="", help="Why, in a few words."),
        database_option,
    ):
        command = option(command)
    return command


def _take(db: str | None, decision: Decision, subjects: tuple[str, ...], who: str, note: str, **more: Any) -> None:  # noqa: ANN401
    from marsad.record.deciding import decide

    with open_record(db) as record:
        snapshot = record.snapshot()
        told = decide(snapshot, decision, subjects, who, dt.datetime.now(dt.UTC), note=note, **more)
        record.judge(told)
        click.echo(f"{told.id}  {decision}  {len(told.reports) + len(told.others)} report(s)")


def _simple(decision: Decision, help_text: str) -> click.Command:
    @click.command(decision, help=help_text)
    @click.argument("subjects", nargs=-1, required=True, metavar="EVENT|REPORT...")
    @_who
    def command(subjects: tuple[str, ...], who: str, note: str, db: str | None) -> None:
        _take(db, decision, subjects, who, note)

    return command


_SIMPLE: tuple[tuple[Decision, str], ...] = (
    ("accept", "It is right as it stands."),
    ("reject", "It did not happen, or is no event: it is left out."),
    ("merge", "These are one event."),
    ("unsure", "It was looked at, and remains doubtful."),
    ("note", "A remark (--note), nothing else."),
)
for _name, _help in _SIMPLE:
    judge.add_command(_simple(_name, _help))


@judge.command()
@click.argument("subjects", nargs=-1, required=True, metavar="REPORT...")
@click.option("--from", "others", multiple=True, metavar="REPORT", help="Stays behind (default: all other reports).")
@_who
def split(subjects: tuple[str, ...], others: tuple[str, ...], who: str, note: str, db: str | None) -> None:
    """Take reports out of the event that they were merged into."""
    _take(db, "split", subjects, who, note, others=others)


@judge.command()
@click.argument("subjects", nargs=-1, required=True, metavar="EVENT|REPORT...")
@click.option("--set", "changes", multiple=True, required=True, metavar="FIELD=VALUE",
              help="Fields: act, status, date, attribution; source, target, sectors (codes, by commas); "
                   "place (CODE or CODE,City).")  # fmt: skip
@_who
def correct(subjects: tuple[str, ...], changes: tuple[str, ...], who: str, note: str, db: str | None) -> None:
    """Give the right value of a field: marsad judge correct ev-… --set date=2023-04-20."""
    _take(db, "correct", subjects, who, note, changes=dict(_change(change) for change in changes))


def _change(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--set {text!r:.40}: write FIELD=VALUE")
    if name in ("source", "target", "sectors"):
        return name, [part.strip() for part in value.split(",") if part.strip()]
    if name == "place":
        country, _, city = value.partition(",")
        return name, {"country": country.strip(), "city": city.strip() or None} if value else None
    return name, value or None


@judge.command()
@click.argument("judgement")
@_who
def withdraw(judgement: str, who: str, note: str, db: str | None) -> None:
    """Take a judgement back: all is as if it had not been (the judgement itself stays on record)."""
    from marsad.record.deciding import withdraw as taken_back

    with open_record(db) as record:
        told = taken_back(record.snapshot(), judgement, who, dt.datetime.now(dt.UTC), note)
        record.judge(told)
        click.echo(f"{told.id}  withdraw  {judgement}")


@judge.command("list")
@click.option("--format", "fmt", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@database_option
def listed(fmt: str, db: str | None) -> None:
    """Every judgement of the record, in order of time; as jsonl it can be taken into another record."""
    from marsad.store import judgement_dict

    with open_record(db) as record:
        found = record.snapshot().judgements()
    if not found and fmt == "text":
        click.echo("no judgements yet: see marsad judge --help")
    for told in found:
        if fmt == "jsonl":
            click.echo(json.dumps(judgement_dict(told), ensure_ascii=False))
        else:
            more = told.withdraws or ", ".join(f"{k}={v}" for k, v in told.changes.items())
            parts = (f"{told.at:%Y-%m-%d %H:%M}", told.id, told.decision, told.who, more, told.note)
            click.echo("  ".join(part for part in parts if part))


@judge.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@database_option
def imported(file: Any, db: str | None) -> None:  # noqa: ANN401 - a text file
    """Take in the judgements of another record (jsonl from `marsad judge list --format jsonl`; "-" for standard input).

    Those that are there already change nothing. Those on articles that are not here yet take effect when these come.
    """
    from marsad.errors import MarsadError
    from marsad.store import judgement_of

    new = known = 0
    refused = False
    with open_record(db) as record:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                if record.judge(judgement_of(json.loads(line))):
                    new += 1
                else:
                    known += 1
            except (MarsadError, ValueError) as error:
                click.echo(f"{file.name}:{number}: {error}", err=True)
                refused = True
    click.echo(f"{new} new, {known} known already", err=True)
    if refused:
        sys.exit(3)
