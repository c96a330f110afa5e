"""Reads the data files of language packs: TSV with a header row, TOML; a broken row names its file and line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

from marsad.errors import DataError


def rows(folder: Traversable, name: str, required: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a TSV file as dictionaries by column; nothing when the folder has no such file.

    ``required``: columns that must be there and filled. Raises DataError with file and line.
    """
    path = folder / name
    if not path.is_file():
        return
    header: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = cells
            if missing := [column for column in required if column not in header]:
                raise DataError("pack-header", f"{path}: no column {', '.join(missing)} in {header}")
            continue
        if len(cells) > len(header):
            raise DataError("pack-row", f"{path}:{number}: {len(cells)} cells for {len(header)} columns")
        row = dict.fromkeys(header, "") | dict(zip(header, cells, strict=False))
        if empty := [column for column in required if not row[column]]:
            raise DataError("pack-row", f"{path}:{number}: {', '.join(empty)} is empty")
        yield row


def alternatives(cell: str) -> list[str]:
    """The ``|``-separated alternatives of a cell, without empty ones."""
    return [part for part in map(str.strip, cell.split("|")) if part]


def toml(folder: Traversable, name: str) -> dict[str, Any]:
    """A TOML file as a dictionary; empty when the folder has none."""
    path = folder / name
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError("pack-toml", f"{path}: {error}") from None
