"""The vocabulary is whole, documented, and its codes exist in the schemes they are taken from."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import marsad.ontology as ontology
from marsad.errors import DataError
from marsad.ontology import ACTS, OFFICES, ORGANISATIONS, SECTORS

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

ARABIC = re.compile(r"[\u0621-\u064a ]+")


@pytest.fixture(scope="module")
def reference():
    path = SHARED / "reference" / "ontology.json"
    if not path.is_file():
        pytest.skip("the reference data (../shared/reference/ontology.json) is not here")
    return json.loads(path.read_text(encoding="utf-8"))


def test_sizes_and_order():
    assert (len(ACTS), len(OFFICES), len(SECTORS), len(ORGANISATIONS)) == (29, 19, 28, 29)
    assert list(ACTS)[:3] == ["visit", "meet", "call"]
    assert list(ACTS)[-1] == "attack"


def test_mutual_acts_are_those_of_the_guidelines():
    mutual = {name for name, act in ACTS.items() if act.mutual}
    assert mutual == {"meet", "call", "establish_relations", "sign", "agree", "cooperate"}


@pytest.mark.parametrize("table", [ACTS, OFFICES, SECTORS, ORGANISATIONS])
def test_every_record_has_labels_in_both_languages_and_no_two_share_one(table):
    for name, record in table.items():
        assert record.name == name
        assert record.label_en.strip() == record.label_en != ""
        assert ARABIC.fullmatch(record.label_ar), record.label_ar
    for field in ("label_en", "label_ar"):
        labels = [getattr(record, field) for record in table.values()]
        assert len(set(labels)) == len(labels)


def test_mappings_and_records_are_read_only():
    with pytest.raises(TypeError):
        ACTS["visit"] = ACTS["meet"]  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        ACTS["visit"].cameo = "040"  # type: ignore[misc]


def test_codes_of_an_event():
    assert ACTS["visit"].codes() == {
        "plover": "CONSULT", "mode": "visit", "cameo": "042", "goldstein": 1.9,
    }  # fmt: skip
    assert ACTS["meet"].codes()["mode"] is None


def test_a_table_with_a_wrong_key_names_the_file_and_the_table(tmp_path, monkeypatch):
    (tmp_path / "sectors.toml").write_text('[politics]\nlabel = "x"\n')
    monkeypatch.setattr(ontology, "files", lambda _: tmp_path)
    with pytest.raises(DataError, match=r"sectors\.toml, \[politics\]"):
        ontology._load("sectors.toml", ontology.Sector)


def test_goldstein_and_quad_point_the_same_way():
    for act in ACTS.values():
        if act.goldstein > 0:
            assert "Cooperation" in act.quad, act.name
        else:
            assert "Conflict" in act.quad, act.name


def test_codes_exist_in_plover_and_cameo(reference):
    for act in ACTS.values():
        event = reference["plover_events"][act.plover]
        assert act.quad == event["quad"], act.name
        if act.mode:
            assert act.mode in {mode["mode"] for mode in event["modes"]}, act.name
        assert act.goldstein == reference["cameo"][act.cameo]["goldstein"], act.name


def test_names_are_those_of_the_guidelines():
    path = SHARED / "gold" / "GUIDELINES.md"
    if not path.is_file():
        pytest.skip("the guidelines (../shared/gold/GUIDELINES.md) are not here")
    text = path.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| (✓?) ?\|", text, re.MULTILINE)
    rows = [row for row in rows if row[0] != "act"]
    assert [name for name, _ in rows if name in ACTS] == list(ACTS)
    assert {name for name, mark in rows if mark} == {n for n, a in ACTS.items() if a.mutual}
    sectors = re.search(r"what it is about, from: ([^.]*)\.", text)
    assert sectors and sectors[1].split() == list(SECTORS)
    offices = re.search(r"and office:\n([^.]*)\.", text)
    assert offices and offices[1].split() == list(OFFICES)
    for code in ORGANISATIONS:
        assert re.search(rf"\b{code}\b", text), code


def test_everything_is_in_the_documentation_and_it_is_current():
    page = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    for table in (ACTS, OFFICES, SECTORS, ORGANISATIONS):
        for name, record in table.items():
            assert f"| `{name}` | {record.label_en}" in page
    for status, mode in (
        ("planned", "future"),
        ("proposed", "hypothetical"),
        ("denied", "negation"),
    ):
        assert re.search(rf"\| `{status}` \|[^|]*\| `{mode}` \|", page)
    tool = [sys.executable, str(ROOT / "tools" / "build_docs.py"), "--check"]
    assert subprocess.run(tool, check=False).returncode == 0


def test_an_event_mention_carries_the_codes_of_its_act():
    from marsad import Article, Coder

    (event,) = Coder().code(Article("زار الرئيس المصري فرنسا اليوم.", published="2020-12-07")).events
    assert (event.plover, event.mode, event.cameo) == ("CONSULT", "visit", ACTS["visit"].cameo)
    assert event.goldstein == ACTS["visit"].goldstein
