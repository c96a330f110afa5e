"""What the learned judge adds: the figures with it and by rules alone.

    python benchmarks/judge.py [GOLD.jsonl ...]

Without files it takes benchmarks/gold, and ../shared/gold/dev.jsonl where that is there.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from marsad.coding.coder import Coder
from marsad.coding.reading import Tools
from marsad.evaluation.floors import figures
from marsad.evaluation.gold import gold_articles, read_gold
from marsad.evaluation.score import pair_by_id, score

ROOT = Path(__file__).parents[1]
SHOWN = ("events_precision", "events_f1", "strict_f1", "dyads_f1", "status", "date", "place", "evidence")


def main(paths: list[Path]) -> None:
    """Code every file twice and print the figures."""
    dev = ROOT.parent / "shared" / "gold" / "dev.jsonl"
    paths = paths or [*sorted((ROOT / "benchmarks" / "gold").glob("*.jsonl")), *([dev] if dev.is_file() else [])]
    rules = Coder()
    rules._tools["ar"] = replace(Tools.of("ar"), judge=None)
    print("| corpus | coder | " + " | ".join(name.replace("_", " ") for name in SHOWN) + " |")
    print("|---" * (len(SHOWN) + 2) + "|")
    for path in paths:
        golds = read_gold(path)
        articles = gold_articles(golds, path)
        for name, coder in (("rules and judge", Coder()), ("rules alone", rules)):
            found = [coded.to_dict() for coded in coder.code_many(articles)]
            measured = figures(score(pair_by_id(golds, found), rounds=0))
            print(f"| {path.stem} | {name} | " + " | ".join(f"{measured[figure]:.3f}" for figure in SHOWN) + " |")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
