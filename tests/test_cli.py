"""The command line: formats, streams, exit codes, and every bad input without a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import marsad.coding.coder as coder_module
from marsad.cli.main import cli
from marsad.cli.output import COLUMNS, guarded
from marsad.coding.explain import Explanation, SentenceTrace
from marsad.model import (
    Claim,
    CodedArticle,
    EventMention,
    Note,
    Person,
    Place,
    Span,
)
from marsad.ontology import ACTS

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
CONTENT = "وزير الخارجية العماني في طهران\nوصل وزير الخارجية العماني إلى طهران يوم الاثنين.\n"
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class FakeCoder:
    """Finds a visit and a doubtful meeting in every article."""

    def __init__(self, *_, **__):
        pass

    def code(self, article):
        end = min(len(article.content), 30)
        evidence = Span(0, end, article.content[:end])
        visit = EventMention(
            "visit", "happened", ("OMN",), ("IRN",), evidence, date="2023-04-17",
            place=Place("IRN", "Tehran"), sectors=("politics", "trade"), attribution="OMN",
            confidence=0.9, rules=("visit-1", "time-2"), **ACTS["visit"].codes(),
        )  # fmt: skip
        meet = EventMention("meet", "planned", ("OMN", "UNO"), (), evidence, confidence=0.3)
        claim = Claim("first", ("OMN",), ("IRN",), "visit", 10, "year", evidence)
        notes = () if article.published else (Note("no-date", "no publication date"),)
        return CodedArticle(
            article, "ar", (visit, meet), (Person("بدر", "OMN", "foreign_minister"),), (claim,),
            notes=notes, coder="fake",
        )  # fmt: skip

    def code_many(self, articles):
        return map(self.code, articles)

    def explain(self, article):
        trace = SentenceTrace(
            Span(0, 5, article.content[:5]), "2 events", ("عمان = OMN",), ("وصل (visit)",),
            ("visit OMN → IRN",), ("meet-7: no second party",),
        )  # fmt: skip
        return Explanation((trace,), self.code(article))


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(coder_module, "Coder", FakeCoder)


@pytest.fixture
def run(fake):
    def runner(*arguments, **options):
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], **options)

    return runner


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(CONTENT, encoding="utf-8")
    return path


def marsad(*arguments, **options):
    """The real command in a process of its own."""
    command = [
        sys.executable,
        "-c",
        "from marsad.cli.main import main; main()",
        *map(str, arguments),
    ]
    return subprocess.run(
        command, check=False, capture_output=True, timeout=120, cwd=ROOT, **options
    )


# --- help and usage ------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [(), ("read",), ("evaluate",)])
def test_help_tells_the_exit_codes(run, command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    for line in ("0  done", "1  failed", "2  wrong usage", "3  done, but some inputs were refused"):
        assert line in result.output


def test_help_loads_neither_language_data_nor_rich():
    code = (
        "import sys; from marsad.cli.main import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "assert 'rich' not in sys.modules and 'bidi' not in sys.modules"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode
        == 0
    )


def test_version(run):
    assert run("--version").output == "marsad, version 0.1.0\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--published", "yesterday"), "'yesterday' is not a date"),
        (("--published", "2023-02-30"), "is not a date"),
        (("--language", "xx"), "no language 'xx'; there are: "),
        (("--format", "xml"), "'xml'"),
        (("--min-confidence", "2"), "2"),
        (("--lang", "fr"), "'fr'"),
        (("--id", "a", "b.txt"), "--id is for a single input"),
    ],
)
def test_wrong_usage_is_exit_2(run, article, arguments, message):
    result = run("read", article, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


# --- formats -------------------------------------------------------------------------------------


def test_table(run, article):
    result = run("read", article, "--published", "2023-04-19", "--outlet", "الوطن", "--id", "a1")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == "وزير الخارجية العماني في طهران"
    assert lines[1] == "الوطن · 2023-04-19 · a1"
    row, evidence = lines[2:4]
    for word in ("2023-04-17", "visit", " → ", "happened", "Tehran"):
        assert word in row
    assert "“وزير الخارجية العماني في طهران”" in evidence
    assert "United Nations" in lines[4]
    assert "\x1b" not in result.stdout
    assert "People" in result.stdout and "foreign minister" in result.stdout
    assert "first: “" in result.stdout


def test_table_in_arabic(run, article):
    result = run("read", article, "--lang", "ar")
    assert "زيارة" in result.stdout and "وقع" in result.stdout and "الأمم المتحدة" in result.stdout
    # Read from the right, the arrow leads from the source to the target.
    assert " ← " in result.stdout and " → " not in result.stdout


def test_cities_have_their_arabic_names(run, article):
    assert "طهران، إيران" in run("read", article, "--lang", "ar").stdout
    assert "Tehran, Iran" in run("read", article).stdout


def test_an_article_without_a_title_is_named_once(run, tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"text": "b", "id": "some-id"}')
    lines = run("read", path).stdout.splitlines()
    assert lines[0] == "some-id"
    assert "some-id" not in "".join(lines[1:])


def test_marsad_can_be_made_to_reorder(run, article):
    result = run("read", article, "--bidi", "marsad")
    assert "وزير" not in result.stdout
    assert "\ufeae\ufef3\ufeaf\ufeed" in result.stdout  # وزير, joined and from the right


def test_jsonl_is_the_coded_article(run, article):
    result = run("read", article, "--format", "jsonl", "--published", "2023-04-19")
    (record,) = map(json.loads, result.stdout.splitlines())
    assert [event["act"] for event in record["events"]] == ["visit", "meet"]
    start, end = record["events"][0]["span"]
    assert CONTENT[start:end] == record["events"][0]["evidence"]
    assert record["published"] == "2023-04-19"


def test_json_is_a_list_even_when_empty(run, article, tmp_path):
    assert len(json.loads(run("read", article, article, "--format", "json").stdout)) == 2
    result = run("read", tmp_path / "none.txt", "--format", "json")
    assert json.loads(result.stdout) == []
    assert result.exit_code == 3


@pytest.mark.parametrize(("fmt", "dialect"), [("csv", "excel"), ("tsv", "excel-tab")])
def test_rows(run, tmp_path, fmt, dialect):
    path = tmp_path / "a.json"
    title = '=HYPERLINK("http://x")\tand, more'
    path.write_text(json.dumps({"text": "@text", "title": title, "id": "-1"}))
    result = run("read", path, "--format", fmt)
    visit, meet = csv.DictReader(io.StringIO(result.stdout), dialect=dialect)
    assert tuple(visit) == COLUMNS
    assert visit["id"] == "'-1"
    assert visit["title"] == "'" + title
    assert (visit["source"], visit["target"], visit["sectors"]) == ("OMN", "IRN", "politics;trade")
    assert (visit["country"], visit["city"], visit["cameo"]) == ("IRN", "Tehran", "042")
    assert (visit["start"], visit["confidence"], visit["goldstein"]) == ("0", "0.9", "1.9")
    assert (meet["source"], meet["target"], meet["city"]) == ("OMN;UNO", "", "")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("=1+1", "'=1+1"), (" =1", "' =1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"),
     ("\tx", "'\tx"), ("＝1", "'＝1"), ("2023-04-17", "2023-04-17"), (-4.0, -4.0),
     (None, None), ("a=b", "a=b")],
)  # fmt: skip
def test_formulas_are_guarded_and_numbers_are_not(cell, expected):
    assert guarded(cell) == expected


def test_min_confidence_leaves_out_and_says_so(run, article):
    result = run("read", article, "--format", "jsonl", "--min-confidence", "0.5")
    assert [event["act"] for event in json.loads(result.stdout)["events"]] == ["visit"]
    assert "1 event below --min-confidence left out" in result.stderr
    notes = json.loads(result.stdout)["notes"]
    assert {"code": "below-confidence", "message": "1 event of less confidence than 0.5 left out"} in notes
    assert "below-confidence" not in result.stderr  # the sum says it
    everything = run("read", article, "--format", "jsonl")
    assert "left out" not in everything.stderr
    assert "below-confidence" not in everything.stdout


def test_explain_goes_with_the_table_or_beside_the_data(run, article):
    table = run("read", article, "--explain")
    assert "dropped: meet-7: no second party" in table.stdout
    data = run("read", article, "--explain", "--format", "jsonl")
    assert len(data.stdout.splitlines()) == 1
    assert "dropped: meet-7: no second party" in data.stderr


def test_notes_go_to_standard_error_unless_quiet(run, article):
    result = run("read", article)
    assert "no publication date" in result.stderr
    assert "no publication date" not in result.stdout
    assert run("read", article, "--quiet").stderr == ""


def test_text_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"title\x1b]0;x\x07{BIDI}\ntext\n", encoding="utf-8")
    result = run("read", path)
    assert result.exit_code == 0
    assert not set(result.stdout) & {"\x1b", "\x07", *BIDI}
    assert result.stdout.startswith("title\ufffd]0;x\ufffd\n")


# --- inputs --------------------------------------------------------------------------------------


def test_standard_input_named_or_not(run):
    for arguments in (("-",), ()):
        result = run("read", *arguments, "--format", "jsonl", input=CONTENT)
        assert json.loads(result.stdout)["title"] == CONTENT.partition("\n")[0]


def test_refused_inputs_are_named_and_the_others_coded(run, article, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "bad.jsonl").write_text('{"text": "a", "published": "2023-99-01"}\n{"text": "b"}\n')
    result = run(
        "read", tmp_path / "empty.txt", tmp_path / "bad.jsonl", article, "--format", "jsonl"
    )
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 2
    assert f"refused: {tmp_path}/empty.txt: it is empty [empty]" in result.stderr
    assert f"refused: {tmp_path}/bad.jsonl:1: " in result.stderr
    assert "2 articles, 4 events; 2 inputs refused" in result.stderr


BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 50,
    "nul.txt": b"a\x00b",
    "pdf.txt": b"%PDF-1.4",
    "list.json": b"[1, 2, null]",
    "broken.json": b'{"text": "a',
    "deep.json": b"[" * 200_000,
    "nothing.json": b'{"title": "a"}',
    "date.json": b'{"text": "a", "published": "someday"}',
    "word.docx": b"PK",
}
GOOD = {
    "cp1256.txt": CONTENT.encode("cp1256"),
    "iso.txt": CONTENT.encode("iso8859-6"),
    "utf16.txt": CONTENT.encode("utf-16"),
    "bidi.txt": BIDI.join(CONTENT).encode(),
    "surrogate.json": b'{"text": "a\\ud800\\u0000b"}',
    "long.txt": ("كلمة " * 1_000_000).encode(),
    "lines.txt": "سطر\n".encode() * 100_000,
    "language.json": b'{"text": "a", "language": "xx"}',
}


@pytest.mark.parametrize("fmt", ["table", "csv"])
@pytest.mark.parametrize("name", [*BAD, *GOOD])
def test_no_input_makes_a_traceback(run, tmp_path, name, fmt):
    path = tmp_path / name
    path.write_bytes((BAD | GOOD)[name])
    result = run("read", path, "--format", fmt)
    assert result.exit_code == (3 if name in BAD else 0), result.output
    assert isinstance(result.exception, SystemExit | None)
    assert (f"refused: {path}" in result.stderr) is (name in BAD)


# --- the real command ----------------------------------------------------------------------------


def test_process_separates_data_from_messages(article, tmp_path):
    missing = tmp_path / "none.txt"
    result = marsad("read", article, missing, "--format", "jsonl", "--language", "ar")
    assert result.returncode == 3
    assert json.loads(result.stdout)["events"] is not None
    assert b"refused" in result.stderr and b"refused" not in result.stdout
    assert b"Traceback" not in result.stderr


def test_process_writes_utf_8_whatever_the_locale(article):
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = marsad("read", article, "--format", "jsonl", env=environment)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["title"] == CONTENT.partition("\n")[0]


def test_process_ends_quietly_when_its_reader_leaves(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps({"text": "x" * 500}) + "\n") * 3_000)
    command = f"{sys.executable} -c 'from marsad.cli.main import main; main()' read {path} --quiet"
    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} --format json | head -c 10"],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, b"")


def test_process_exit_codes_for_usage_and_failure(article, tmp_path):
    assert marsad("read", "--published", "x").returncode == 2
    broken = tmp_path / "gold.jsonl"
    broken.write_text("nonsense\n")
    result = marsad("evaluate", broken)
    assert result.returncode == 1
    assert result.stderr.decode().startswith(f"Error: {broken}:1: ")


# --- evaluate ------------------------------------------------------------------------------------


def gold_record(**more):
    event = {"act": "visit", "status": "happened", "source": ["OMN"], "target": ["IRN"],
             "date": "2023-04-17", "place": {"country": "IRN"}, "evidence": "وصل"}  # fmt: skip
    missed = {"act": "aid", "status": "happened", "source": ["OMN"], "target": ["YEM"],
              "evidence": "مساعدات"}  # fmt: skip
    return {"id": "g1", "events": [event, missed], "people": [], "claims": []} | more


def write_gold(folder, *records):
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), encoding="utf-8")
    return path


def test_evaluate_prints_the_figures(run, tmp_path):
    path = write_gold(tmp_path, gold_record(text="نص"))
    result = run("evaluate", path, "--by-act")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1 articles, 2 gold events, 2 found")
    figures = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line}
    # One of two found is right, one of two gold is found.
    assert figures["events"][:3] == ["0.500", "0.500", "0.500"]
    assert figures["aid"] == ["1", "0", "0.000", "0.000"]
    assert "missed" not in figures


def test_evaluate_gives_errors_their_causes(run, tmp_path):
    path = write_gold(tmp_path, gold_record(text="نص"))
    lines = [line.split() for line in run("evaluate", path, "--errors", "--examples", "1").stdout.splitlines()]
    assert ["missed", "count", "share", "background"] in lines
    assert any(line[:4] == ["actor", "not", "found", "1"] for line in lines)
    assert any(line[:5] == ["annotated", "aid", "happened", "OMN", ">"] for line in lines)
    assert any(line[:3] == ["coded", "meet", "planned"] for line in lines)
    without = run("evaluate", path, "--errors").stdout
    assert "annotated aid" not in without
    assert "actor not found" in without
    wrong = run("evaluate", path, "--examples", "1")
    assert wrong.exit_code == 2
    assert "goes with --errors" in wrong.stderr


def test_evaluate_as_json(run, tmp_path):
    path = write_gold(tmp_path, gold_record(text="نص"))
    report = json.loads(run("evaluate", path, "--format", "json", "--errors", "--examples", "1").stdout)
    assert report["rates"]["events"]["f1"] == 0.5
    missed = report["errors"][0]
    assert (missed["kind"], missed["cause"], missed["count"]) == ("missed", "actor not found", 1)
    assert missed["examples"][0]["gold"]["act"] == "aid"
    assert "by_act" not in report
    assert "errors" not in json.loads(run("evaluate", path, "--format", "json").stdout)


def test_evaluate_without_the_unsure(run, tmp_path):
    path = write_gold(tmp_path, gold_record(text="نص"))
    result = run("evaluate", path, "--min-confidence", "0.5")
    assert result.stdout.startswith("1 articles, 2 gold events, 1 found")
    assert "1 event below --min-confidence left out" in result.stdout
    report = json.loads(run("evaluate", path, "--min-confidence", "0.5", "--format", "json").stdout)
    assert report["left_out"] == 1
    assert report["rates"]["events"]["precision"] == 1


def test_evaluate_finds_texts_beside_the_records(run, tmp_path, article):
    path = write_gold(tmp_path, gold_record())
    assert run("evaluate", path).exit_code == 0  # article.txt in the same folder
    assert run("evaluate", path, "--texts", article).exit_code == 0
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "g1.txt").write_text(CONTENT, encoding="utf-8")
    (folder / "g2.txt").write_text(CONTENT, encoding="utf-8")
    two = write_gold(tmp_path, gold_record(), gold_record(id="g2"))
    assert run("evaluate", two, "--texts", folder).exit_code == 0
    lines = tmp_path / "texts.jsonl"
    lines.write_text('{"id": "g2", "text": "b"}\n{"id": "g1", "text": "a"}\n')
    assert run("evaluate", two, "--texts", lines).exit_code == 0


def test_evaluate_says_what_is_missing(run, tmp_path, article):
    two = write_gold(tmp_path, gold_record(), gold_record(id="../g2"))
    result = run("evaluate", two)
    assert result.exit_code == 1
    assert "'g1' has no text; say where with --texts" in result.stderr
    assert "one text for 2 records" in run("evaluate", two, "--texts", article).stderr
    assert "no text of 2 records" in run("evaluate", two, "--texts", tmp_path).stderr


@pytest.mark.parametrize(
    "line",
    ["[]", "{", '{"id": 1}', '{"id": "a", "events": {}}', '{"id": "a", "events": [1]}',
     '{"id": "a", "events": [{"act": "visit", "source": "OMN"}]}',
     '{"id": "a", "text": "b", "published": "x"}'],
)  # fmt: skip
def test_evaluate_refuses_what_is_no_gold(run, tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(line)
    result = run("evaluate", path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")


def test_evaluate_the_seed(run):
    path = SHARED / "seed" / "gold.jsonl"
    if not path.is_file():
        pytest.skip("the seed article (../shared/seed) is not here")
    result = run("evaluate", path)
    assert result.exit_code == 0
    assert "17 gold events" in result.stdout
