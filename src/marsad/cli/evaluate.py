"""``marsad evaluate``: how well articles are coded, against their annotation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.cli.output import output_options
from marsad.cli.params import EXIT_CODES

if TYPE_CHECKING:
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
@click.option(
    "--errors",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Show what was missed and invented in the first N articles.",
)
@output_options("table", "json")
def evaluate(gold: Path, texts: Path | None, by_act: bool, errors: int, fmt: str) -> None:
    """Code the articles of GOLD.jsonl and compare the result with their annotation.

    Each line is a record with id, events, people and claims, and the article's title and text.
    A single record without text has it in article.txt beside the file; otherwise see --texts.

    \b
    events  F1; a pair counts by how far its actors agree, acts equal
    strict  F1; act, every actor and the status must agree
    family  as events, with the act's PLOVER type in place of the act
    dyads   F1 of who-with-whom alone
    """
    from marsad.coding.coder import Coder
    from marsad.evaluation.gold import gold_articles, read_gold
    from marsad.evaluation.score import mistakes, pair_by_id, score

    records = read_gold(gold)
    articles = gold_articles(records, gold, texts)
    pairs = pair_by_id(records, [coded.to_dict() for coded in Coder().code_many(articles)])
    report = score(pairs)
    wrong = [(ours["id"], mistakes(ours, theirs)) for ours, theirs in pairs[:errors]]
    if fmt == "json":
        result = report.to_dict()
        if not by_act:
            del result["by_act"]
        if errors:
            result["errors"] = [
                {"id": name, "missed": list(m.missed), "invented": list(m.invented)}
                for name, m in wrong
            ]
        click.echo(json.dumps(result, ensure_ascii=False, indent=1))
        return
    _figures(report, by_act)
    for name, m in wrong:
        click.echo(f"\n{name}")
        for word, events in (("missed", m.missed), ("invented", m.invented)):
            for event in events:
                click.echo(f"  {word:9}{_line(event)}")


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
