"""Where the errors are: what was missed, invented or inexact by cause, side by side for several corpora.

    python benchmarks/errors.py [GOLD.jsonl ...]

Without files: the training articles, each coded by a judge that has seen no article of its outlet
(benchmarks/folds.tsv, written by tools/train_judge.py), benchmarks/gold, and ../shared/gold/dev.jsonl where that
is there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from marsad.coding.coder import Coder
from marsad.evaluation.errors import CAUSES, errors_of, tabulate
from marsad.evaluation.gold import gold_articles, read_gold

ROOT = Path(__file__).parents[1]
FOLDS = ROOT / "benchmarks" / "folds.tsv"
Counts = Mapping[tuple[str, str], int]


def unseen(path: Path) -> Counts:
    """The errors of the folds' judges, as tools/train_judge.py counted them."""
    counts = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# error\t"):
            _, kind, cause, count = line.split("\t")
            counts[kind, cause] = int(count)
    return counts


def counted(paths: Iterable[Path]) -> Counts:
    """The errors of the coder in these gold files together."""
    coder, errors = Coder(), []
    for path in paths:
        golds = read_gold(path)
        for gold, article in zip(golds, gold_articles(golds, path), strict=True):
            errors += errors_of(gold, coder.explain(article))
    return {(row.kind, row.cause): row.count for row in tabulate(errors)}


def show(columns: Mapping[str, Counts]) -> None:
    """The table: a row a cause, with count and share of its kind for each corpus."""
    print("| | " + " | ".join(columns) + " | means |\n" + "|---" * (len(columns) + 2) + "|")
    for kind, causes in CAUSES.items():
        totals = {name: sum(counts.get((kind, cause), 0) for cause in causes) for name, counts in columns.items()}
        print(f"| **{kind}** | " + " | ".join(f"**{total}**" for total in totals.values()) + " | |")
        for cause in sorted(causes, key=lambda cause: -sum(c.get((kind, cause), 0) for c in columns.values())):
            cells = []
            for name, counts in columns.items():
                count = counts.get((kind, cause), 0)
                cells.append(f"{count} ({count / max(totals[name], 1):.0%})")
            print(f"| {cause} | " + " | ".join(cells) + f" | {causes[cause]} |")


def main(paths: list[Path]) -> None:
    """Count and print."""
    columns: dict[str, Counts] = {}
    if not paths:
        columns["training, unseen"] = unseen(FOLDS)
        columns["own gold"] = counted(sorted((ROOT / "benchmarks" / "gold").glob("*.jsonl")))
        dev = ROOT.parent / "shared" / "gold" / "dev.jsonl"
        paths = [dev] if dev.is_file() else []
    columns |= {path.stem: counted([path]) for path in paths}
    show(columns)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
