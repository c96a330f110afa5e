"""The settings of reading: each documented, each read from a table, wrong ones said."""

from __future__ import annotations

import contextlib
import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import DataError
from marsad.reading.settings import ReadingSettings, settings_from, settings_table

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reading-settings.md"


def test_every_setting_is_documented_with_its_default():
    assert settings_table() in PAGE.read_text("utf-8"), "put settings_table() into docs/reading-settings.md"


def test_every_setting_has_a_unit_and_a_sentence():
    for one in fields(ReadingSettings):
        assert one.metadata["unit"] and one.metadata["about"].endswith(".") and "|" not in one.metadata["about"], (
            one.name
        )


def test_every_setting_is_used():
    code = "".join(
        path.read_text("utf-8")
        for path in (ROOT / "src" / "marsad" / "reading").glob("*.py")
        if path.name != "settings.py"
    )
    unused = [one.name for one in fields(ReadingSettings) if not re.search(rf"settings\.{one.name}\b", code)]
    assert unused == []


def test_a_table_changes_what_it_names():
    settings = settings_from({"host_gap": 5, "allow": ["10.0.0.0/8"], "ports": [80], "robots": False, "seed": 7})
    assert (settings.host_gap, settings.allow, settings.ports, settings.robots, settings.seed) == (
        5.0,
        ("10.0.0.0/8",),
        (80,),
        False,
        7,
    )
    assert settings_from({}) == ReadingSettings()


@pytest.mark.parametrize(
    "table",
    [
        {"host_gaps": 5}, {"host_gap": "5"}, {"host_gap": True}, {"host_gap": -1}, {"host_gap": float("nan")},
        {"host_gap": float("inf")}, {"ports": [80.0]}, {"ports": [True]}, {"ports": 80}, {"allow": "10.0.0.0/8"},
        {"allow": [1]},
        {"robots": 1}, {"parallel": 0}, {"parallel": 1.5}, {"max_page_bytes": 0}, {"proxy": None},
    ],
    ids=str,
)  # fmt: skip
def test_wrong_settings_are_said(table):
    with pytest.raises(DataError, match=next(iter(table))):
        settings_from(table, "sources.toml")


@given(st.dictionaries(
    st.sampled_from([one.name for one in fields(ReadingSettings)]) | st.text(max_size=5),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.lists(st.integers() | st.text(max_size=3), max_size=3),
    max_size=4,
))  # fmt: skip
def test_any_table_is_read_or_refused(table):
    with contextlib.suppress(DataError):
        settings_from(table)
