"""The limits of reading are named in one place and documented."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from marsad.reading.limits import DEFAULTS, MIB, Limits

PAGE = (Path(__file__).parents[1] / "docs" / "reading.md").read_text("utf-8")


def shown(name, value):
    if name.endswith(("_bytes", "_memory")):
        return f"{value // MIB:,} MiB"
    if name.endswith("_seconds"):
        return f"{value:g} s"
    return f"{value:,}"


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Limits)])
def test_every_limit_is_documented_with_its_value(field):
    (row,) = re.findall(rf"^\| `{field}` \| ([^|]+) \| ([^|]+)\|$", PAGE, re.MULTILINE)
    assert row[0].strip() == shown(field, getattr(DEFAULTS, field))
    assert len(row[1].strip()) > 20


def test_no_other_limit_is_documented():
    section = PAGE.split("## Limits\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == {f.name for f in dataclasses.fields(Limits)}
