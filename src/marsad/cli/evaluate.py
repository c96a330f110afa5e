"""``marsad evaluate``: how well articles are coded, against their annotation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.cli.output import output_options
from marsad.cli.params import EXIT_CODES

if TYPE_CHECKING:
    from marsad.evaluation.errors import Row
    from marsad.evaluation.score import Report

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(epilog=EXIT_CODES, short_help="Measure the coding against annotated articles.")
@click.argument("gold", type=_FILE, metavar="GOLD.jsonl")
@click.option(
    "--texts",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE|DIR",
    help="Where the articles are, if not in the records: ID.txt in a folder, JSON lines, a text.",
)
@click.option("--by-act", is_flag=True, help="Figures of each act too.")
@click.option("--errors", is_flag=True, help="What was missed, invented or inexact, by cause.")
@click.option(
    "--examples",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Show the first N errors of each cause; goes with --errors.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="X",
    help="Leave out events of which marsad is less sure, 0 to 1.",
)
@output_options("table", "json")
def evaluate(
    gold: Path, texts: Path | None, by_act: bool, errors: bool, examples: int, min_confidence: float, fmt: str
) -> None:
    """Code the articles of GOLD.jsonl and compare the result with their annotation.

    Each line is a record with id, events, people and claims, and the article's title and text.
    A single record without text has it in article.txt beside the file; otherwise see --texts.

    \b
    events  F1; a pair counts by how far its actors agree, acts equal
    strict  F1; act, every actor and the status must agree
    family  as events, with the act's PLOVER type in place of the act
    dyads   F1 of who-with-whom alone

    --errors gives each error of the events its most likely cause: shares are of the missed, of the
    invented, of the inexact; "background" counts those dated more than a month before publication.
    """
    from marsad.coding.coder import Coder
    from marsad.coding.results import sure_enough
    from marsad.evaluation.gold import gold_articles, read_gold
    from marsad.evaluation.score import pair_by_id, score

    if examples and not errors:
        raise click.UsageError("--examples goes with --errors.")
    records = read_gold(gold)
    articles = gold_articles(records, gold, texts)
    coder = Coder()
    rows: list[Row] = []
    if errors:
        from marsad.evaluation.errors import errors_of, tabulate

        explanations = [coder.explain(article) for article in articles]
        coded = [explanation.coded for explanation in explanations]
        shown = [replace(e, coded=sure_enough(e.coded, min_confidence)) for e in explanations]
        by_id = {e.coded.article.id: e for e in shown}
        unique = {record["id"]: record for record in records}
        rows = tabulate(error for name, record in unique.items() for error in errors_of(record, by_id[name]))
    else:
        coded = list(coder.code_many(articles))
    kept = [sure_enough(c, min_confidence) for c in coded]
    left_out = sum(len(c.events) for c in coded) - sum(len(c.events) for c in kept)
    report = score(pair_by_id(records, [c.to_dict() for c in kept]))
    if fmt == "json":
        result = report.to_dict()
        if not by_act:
            del result["by_act"]
        if errors:
            result["errors"] = [_error_row(row, examples) for row in rows]
        if left_out:
            result["left_out"] = left_out
        click.echo(json.dumps(result, ensure_ascii=False, indent=1))
        return
    _figures(report, by_act)
    if left_out:
        click.echo(f"\n{left_out} event{'' if left_out == 1 else 's'} below --min-confidence left out")
    if errors:
        _errors(rows, examples)


def _error_row(row: Row, examples: int) -> dict[str, Any]:
    """A row of the table of errors as JSON-ready objects."""
    shown = [{"id": e.article, "gold": e.gold, "found": e.found} for e in row.errors[:examples]]
    return {
        "kind": row.kind, "cause": row.cause, "meaning": row.meaning, "count": row.count,
        "share": round(row.share, 4), "background": row.background, "examples": shown,
    }  # fmt: skip


def _errors(rows: list[Row], examples: int) -> None:
    """The errors by kind and cause, each cause with its first examples."""
    kind = ""
    for row in rows:
        if row.kind != kind:
            kind = row.kind
            click.echo(f"\n{kind:22}{'count':>6}{'share':>7}{'background':>12}")
        click.echo(f"  {row.cause:20}{row.count:6}{row.share:7.3f}{row.background:12}  {row.meaning}")
        for error in row.errors[:examples]:
            click.echo(f"    {error.article}")
            for word, event in (("annotated", error.gold), ("coded", error.found)):
                if event is not None:
                    click.echo(f"      {word:10}{_line(event)}")


def _figures(report: Report, by_act: bool) -> None:
    """The report as a table of fixed columns."""
    click.echo(
        f"{report.articles} articles, {report.gold_events} gold events, "
        f"{report.found_events} found\n"
    )
    click.echo(f"{'':8}{'precision':>10}{'recall':>8}{'F1':>7}  95 % interval")
    for name, rate in report.rates.items():
        click.echo(
            f"{name:8}{rate.precision:10.3f}{rate.recall:8.3f}{rate.f1:7.3f}"
            f"  {rate.low:.3f} to {rate.high:.3f}"
        )
    shares = {name: f"{share:.3f}" for name, share in report.shares.items()}
    matched = ", ".join(
        f"{name} {shares[name]}" for name in ("status", "date", "place", "evidence")
    )
    click.echo(f"\nright in matched events: {matched}")
    click.echo(
        f"right in matched people: country {shares['people_country']}, "
        f"office {shares['people_office']}"
    )
    if by_act:
        click.echo(f"\n{'act':20}{'gold':>6}{'found':>7}{'precision':>11}{'recall':>8}")
        for row in report.by_act:
            click.echo(
                f"{row.act:20}{row.gold:6}{row.found:7}{row.precision:11.3f}{row.recall:8.3f}"
            )


def _line(event: Mapping[str, Any]) -> str:
    """An event on one line."""
    parties = "+".join(event.get("source") or [])
    if event.get("target"):
        parties += " > " + "+".join(event["target"])
    evidence = " ".join(str(event.get("evidence") or "").split())
    return f"{event['act']} {event.get('status')} {parties} | {evidence}"
