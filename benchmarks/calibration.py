"""What a confidence is worth: how many of the events that have it are right, and what a least confidence leaves.

    python benchmarks/calibration.py [GOLD.jsonl ...]

First on the training articles, each coded by a judge that has seen no article of its outlet and scaled by what the
other folds tell (benchmarks/folds.tsv, written by tools/train_judge.py). Then what the shipped judge gives on
benchmarks/gold, and on ../shared/gold/dev.jsonl where that is there. With files only what it gives on them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from marsad.coding.coder import Coder
from marsad.evaluation.calibration import Rated, calibration_error, curve, fit, rated, reliability
from marsad.evaluation.gold import gold_articles, read_gold
from marsad.evaluation.match import known_events

ROOT = Path(__file__).parents[1]
FOLDS = ROOT / "benchmarks" / "folds.tsv"
STEPS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def cross_validated(path: Path) -> tuple[list[Rated], int]:
    """The events of unseen articles, each scaled by the other folds; and how many events are annotated."""
    told, _, table = path.read_text("utf-8").partition("fold\tscore\tagreement\n")
    lines = map(str.split, table.splitlines())
    rows = [(int(fold), float(score), float(agreement)) for fold, score, agreement in lines]
    annotated = int(told.partition("# annotated\t")[2].partition("\n")[0])
    events = []
    for fold in sorted({row[0] for row in rows}):
        others = [Rated(score, agreement) for other, score, agreement in rows if other != fold]
        scaling = fit([event.confidence for event in others], [event.right for event in others])
        events += [Rated(scaling.confidence(score), agreement) for other, score, agreement in rows if other == fold]
    return events, annotated


def coded(path: Path) -> tuple[list[Rated], int]:
    """The events that the coder makes of a gold file's articles; and how many events are annotated."""
    golds = read_gold(path)
    found = [article.to_dict() for article in Coder().code_many(gold_articles(golds, path))]
    events = [event for pair in zip(golds, found, strict=True) for event in rated(*pair)]
    return events, sum(len(known_events(gold)) for gold in golds)


def show(name: str, events: Sequence[Rated], annotated: int) -> None:
    """Both tables of one corpus."""
    table = reliability(events)
    print(f"\n{name}: expected calibration error {calibration_error(table):.3f}\n")
    print("| confidence | events | mean confidence | share right |\n|---|---|---|---|")
    for row in table:
        print(f"| {row.low:.1f} to {row.high:.1f} | {row.count} | {row.confidence:.2f} | {row.share:.2f} |")
    print("\n| least confidence | events | precision | recall | F1 |\n|---|---|---|---|---|")
    for point in curve(events, annotated, STEPS):
        told = f"{point.least:.1f}" if point.least else "all"
        print(f"| {told} | {point.count} | {point.precision:.3f} | {point.recall:.3f} | {point.f1:.3f} |")


def main(paths: list[Path]) -> None:
    """Print the tables."""
    if not paths:
        show("Training articles, cross-validated", *cross_validated(FOLDS))
        own = sorted((ROOT / "benchmarks" / "gold").glob("*.jsonl"))
        parts = [coded(path) for path in own]
        show("Own gold", [event for events, _ in parts for event in events], sum(count for _, count in parts))
        dev = ROOT.parent / "shared" / "gold" / "dev.jsonl"
        paths = [dev] if dev.is_file() else []
    for path in paths:
        show(path.stem, *coded(path))


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
