"""``marsad pair``, ``state``, ``person``, ``events``, ``changes`` on a record in a file, in each format and language."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from marsad import store
from marsad.cli.main import cli
from record_press import DECIDED, OPENED, PLANNED, VISITED, coded


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A record with the press of the embassy in it, and no reference facts."""
    found = tmp_path_factory.mktemp("record") / "record.db"
    with store.open(found) as record:
        record.ingest(coded("2023-04-19", "al-sabah", DECIDED, PLANNED, VISITED, language="ar"))
        record.ingest(coded("2023-04-20", "al-masa", OPENED, language="ar"))
    return found


def run(path, *arguments, code=0):
    result = CliRunner().invoke(cli, [*arguments, "--db", str(path)])
    assert result.exit_code == code, result.output
    return result.output


def mission(path, *arguments):
    record = json.loads(run(path, "pair", "ISR", "TKM", *arguments, "--format", "json"))
    return next(s for s in record["sections"] if s["section"] == "missions")["lines"][0]


def test_the_embassy_on_two_days_and_before_it_was_known(path):
    before, after = mission(path, "--as-of", "2023-04-19"), mission(path, "--as-of", "2023-04-21")
    assert (before["fact"]["state"], before["fact"]["premises"]) == ("decided", "temporary")
    assert (after["fact"]["state"], after["fact"]["premises"]) == ("open", "permanent")
    assert after["evidence"][0]["quotation"] == OPENED.sentence
    unknown = mission(path, "--as-of", "2023-04-21", "--known-at", "2020-01-01")
    assert "fact" not in unknown and "unknown" in unknown["says"]


@pytest.mark.parametrize(("first", "second"), [("ISR", "TKM"), ("Israel", "Turkmenistan"), ("إسرائيل", "تركمانستان")])
def test_states_by_code_and_by_name_in_both_languages(path, first, second):
    assert "Israel and Turkmenistan" in run(path, "pair", first, second, "--as-of", "2023-04-21")


def test_text_shows_the_sentence_outlet_and_day(path):
    text = run(path, "pair", "ISR", "TKM", "--as-of", "2023-04-21")
    assert f"«{OPENED.sentence}» — al-masa · 2023-04-20" in text
    assert "independent sources: " in text
    assert "as of 2023-04-21" in text


def test_arabic_words(path):
    text = run(path, "pair", "ISR", "TKM", "--as-of", "2023-04-21", "--lang", "ar")
    assert "مقر دائم" in text and "البعثات" in text
    assert "Missions" not in text


def test_csv_has_a_row_a_piece_of_evidence_and_markdown_headings(path):
    rows = list(csv.DictReader(io.StringIO(run(path, "pair", "ISR", "TKM", "--as-of", "2023-04-21", "--format", "csv"))))
    assert OPENED.sentence in {row["quotation"] for row in rows if row["section"] == "missions"}
    markdown = run(path, "pair", "ISR", "TKM", "--as-of", "2023-04-21", "--format", "markdown")
    assert markdown.startswith("# Israel and Turkmenistan\n") and "\n## Missions\n" in markdown


def test_the_other_questions(path):
    assert "Israel: events 3" in run(path, "state", "TKM", "--as-of", "2023-05-01")
    assert "foreign minister of Israel" in run(path, "person", "Eli Cohen")
    events = run(path, "events", "--between", "ISR", "TKM", "--act", "visit", "--since", "2023-01-01")
    assert VISITED.sentence in events and OPENED.sentence not in events
    assert OPENED.sentence in run(path, "events", "--text", "المقر الدائم")
    assert "now: Embassy of Israel" in run(path, "changes", "ISR", "TKM", "--since", "2020-01-01")
    assert "Nothing was learnt" in run(path, "changes", "ISR", "TKM", "--since", "2999-01-01")


def test_an_empty_answer_says_that_silence_is_no_absence(path):
    assert "does not mean that nothing happened" in run(path, "events", "--between", "FRA", "BRA")


def test_unknown_state_same_state_and_no_record_are_said_plainly(path, tmp_path):
    assert "give a code" in run(path, "pair", "Atlantis", "TKM", code=2)
    assert "two different" in run(path, "pair", "ISR", "ISR", code=1)
    assert "Traceback" not in run(tmp_path / "none.db", "pair", "ISR", "TKM", code=1)
