"""Raises the floors of benchmarks/floors.toml to what the coder reaches now, less a margin of 0.01.

    python tools/set_floors.py [NAME ...]

NAME: the corpora to measure; all that are here without one. A floor is never lowered, except that a
corpus whose bytes have changed starts anew. What was set stays in benchmarks/floors.history.tsv.
"""

from __future__ import annotations

import sys
from pathlib import Path

from marsad.coding.coder import Coder
from marsad.evaluation.floors import (
    Corpus,
    add_to_history,
    digest,
    figures,
    raised,
    read_floors,
    write_floors,
)
from marsad.evaluation.gold import gold_articles, read_gold
from marsad.evaluation.score import pair_by_id, score

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "benchmarks" / "floors.toml"
HISTORY = ROOT / "benchmarks" / "floors.history.tsv"
CORPORA = {
    "agency": "benchmarks/gold/agency.jsonl",
    "maghreb": "benchmarks/gold/maghreb.jsonl",
    "newspaper": "benchmarks/gold/newspaper.jsonl",
    "seed": "../shared/seed/gold.jsonl",
    "dev": "../shared/gold/dev.jsonl",
}


def main(names: list[str]) -> int:
    """Measure, raise, write; the exit status."""
    if unknown := set(names) - set(CORPORA):
        print(f"no corpus {', '.join(sorted(unknown))}; there are: {', '.join(CORPORA)}", file=sys.stderr)
        return 2
    known = read_floors(FLOORS) if FLOORS.is_file() else {}
    coder = Coder()
    for name, relative in CORPORA.items():
        path = ROOT / relative
        if (names and name not in names) or not path.is_file():
            print(f"{name}: left as it is")
            continue
        golds = read_gold(path)
        found = [coded.to_dict() for coded in coder.code_many(gold_articles(golds, path))]
        measured = figures(score(pair_by_id(golds, found), rounds=0))
        old = known.get(name, Corpus(name, relative, "", {}))
        known[name] = raised(old, measured, digest(path))
        for figure, floor in known[name].floors.items():
            print(f"{name:10}{figure:18}{measured.get(figure, 0.0):7.3f}  floor {floor:.3f}")
    ordered = [known[name] for name in CORPORA if name in known]
    write_floors(FLOORS, ordered)
    print(f"{add_to_history(HISTORY, ordered)} floors are new or higher")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
