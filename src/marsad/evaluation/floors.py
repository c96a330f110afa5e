"""Floors under the figures: what a corpus must at least score, and that floors never sink.

A floors file has a table for each corpus: its path, the SHA-256 of its bytes, and a floor for each
figure. Beside it stands a history, to which every floor that was ever set is appended; a floor
below one that was set before on the same bytes is refused.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import DataError
from marsad.evaluation.score import Report

MARGIN = 0.01

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A gold file with the digest that it had when its floors were set, and the floors by figure."""

    name: str
    path: str
    sha256: str
    floors: Mapping[str, float]


def figures(report: Report) -> Figures:
    """The figures that have floors, by name; those that could not be measured are left out."""
    found = {"events_precision": report.rates["events"].precision}
    found |= {f"{name}_f1": report.rates[name].f1 for name in ("events", "strict", "dyads", "people", "claims")}
    found |= dict(report.shares)
    return {name: value for name, value in found.items() if not math.isnan(value)}


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_floors(path: Path) -> dict[str, Corpus]:
    """The corpora of a floors file by name; DataError where a table is incomplete."""
    corpora = {}
    for name, table in tomllib.loads(path.read_text("utf-8")).items():
        try:
            corpora[name] = Corpus(name, table["path"], table["sha256"], dict(table["floors"]))
        except KeyError as error:
            raise DataError("bad-floors", f"{path}: [{name}] has no {error}") from None
    return corpora


def write_floors(path: Path, corpora: Iterable[Corpus]) -> None:
    """Write a floors file."""
    lines = [
        "# The least that each corpus must score; tests/test_quality.py holds the coder to it.",
        "# Written by tools/set_floors.py, which raises floors and never lowers one.",
    ]
    for corpus in corpora:
        lines += ["", f"[{corpus.name}]", f'path = "{corpus.path}"', f'sha256 = "{corpus.sha256}"']
        lines += ["", f"[{corpus.name}.floors]"]
        lines += [f"{figure} = {floor:.3f}" for figure, floor in corpus.floors.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read_history(path: Path) -> dict[tuple[str, str], float]:
    """The highest floor that was ever set, by digest of the corpus and figure."""
    highest: dict[tuple[str, str], float] = {}
    if path.is_file():
        for line in path.read_text("utf-8").splitlines()[1:]:
            sha256, _, figure, floor = line.split("\t")
            key = sha256, figure
            highest[key] = max(float(floor), highest.get(key, 0.0))
    return highest


def add_to_history(path: Path, corpora: Iterable[Corpus]) -> int:
    """Append the floors that are higher than any before; how many these are."""
    highest = read_history(path)
    lines = [
        f"{corpus.sha256}\t{corpus.name}\t{figure}\t{floor:.3f}\n"
        for corpus in corpora
        for figure, floor in corpus.floors.items()
        if floor > highest.get((corpus.sha256, figure), -1.0)
    ]
    new = not path.is_file()
    with path.open("a", encoding="utf-8") as file:
        if new:
            file.write("sha256\tcorpus\tfigure\tfloor\n")
        file.writelines(lines)
    return len(lines)


def raised(corpus: Corpus, measured: Figures, sha256: str) -> Corpus:
    """The corpus with each floor at the measured figure less the margin, or where it was if that is higher.

    Other bytes are another corpus: its floors start anew.
    """
    old = corpus.floors if corpus.sha256 == sha256 else {}
    floors = {
        name: max(old.get(name, 0.0), math.floor((value - MARGIN) * 1000) / 1000) for name, value in measured.items()
    }
    return Corpus(corpus.name, corpus.path, sha256, dict(old) | floors)


def sunk(corpora: Iterable[Corpus], history: Mapping[tuple[str, str], float]) -> list[str]:
    """The floors that are lower than before, or gone, each in words; corpora without a history too."""
    found = []
    for corpus in corpora:
        before = {figure: floor for (sha256, figure), floor in history.items() if sha256 == corpus.sha256}
        if not before:
            found.append(f"{corpus.name}: no history of these bytes; run tools/set_floors.py")
        for figure, floor in before.items():
            now = corpus.floors.get(figure)
            if now is None or now < floor:
                found.append(f"{corpus.name}: the floor of {figure} was {floor:.3f}, now it is {now}")
    return found


def falls(corpus: Corpus, measured: Figures) -> list[str]:
    """The figures below their floors, each in words."""
    return [
        f"{corpus.name}: {figure} is {measured.get(figure, 0.0):.3f}, below {floor:.3f}"
        for figure, floor in corpus.floors.items()
        if measured.get(figure, 0.0) < floor
    ]
