"""``marsad export``: filters, files that are whole or not there, and what is said on standard error."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json

import pytest
from click.testing import CliRunner

from exchange_record import ALL, LEARNT, ROOT, record, written
from marsad import store
from marsad.cli import export as command
from marsad.coding.coder import Coder
from marsad.errors import MarsadError
from marsad.exchange import FORMATS, exporter
from marsad.model import Article
from marsad.record.types import Query
from record_model import RecordModel


@pytest.fixture
def asked():
    """The moments as known at which the record was read."""
    return []


@pytest.fixture
def run(monkeypatch, asked):
    @contextlib.contextmanager
    def reading(db, known_at):
        asked.append(known_at)
        yield record()

    monkeypatch.setattr(command, "reading", reading)
    return lambda *arguments: CliRunner().invoke(command.export, list(map(str, arguments)))


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def count(**query):
    return record().count(Query(**query))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_all_its_parts_to_a_folder(run, tmp_path, name):
    result = run(name, "--between", "ISR", "TKM", "-o", f"{tmp_path}/out/")
    assert result.exit_code == 0, result.output
    one = exporter(name)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {f"{name}-{part}{one.suffix}" for part in one.parts}
    for part in one.parts:
        assert f"{name} {part}: " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "query"),
    [(("--between", "TKM", "ISR"), {"between": ("ISR", "TKM")}),
     (("--state", "TKM"), {"actor": "TKM"}),
     (("--act", "visit", "--act", "sign"), {"acts": ("visit", "sign")}),
     (("--since", "2010-01-01", "--until", "2015-12-31"),
      {"since": dt.date(2010, 1, 1), "until": dt.date(2015, 12, 31)}),
     (("--as-of", "2015-12-31", "--until", "2020-01-01"), {"until": dt.date(2015, 12, 31)}),
     (("--min-confidence", "0.8"), {"min_confidence": 0.8}),
     (("--text", "سفارة"), {"text": "سفارة"})],
)  # fmt: skip
def test_filters(run, arguments, query):
    result = run("csv", *arguments)
    assert result.exit_code == 0
    assert len(rows(result.stdout)) == count(**query) > 0
    assert f"csv events: {count(**query)} rows" in result.stderr


def test_known_at_reaches_the_record(run, asked):
    run("csv", "--known-at", "2020-05-06")
    assert asked == [dt.datetime(2020, 5, 6, 23, 59, 59, 999999, tzinfo=dt.UTC)]


def test_what_was_left_out_is_said_in_both_languages(run):
    assert "left out 21: planned, proposed or denied" in run("gdelt").stderr
    assert "أُهمل 21" in run("gdelt", "--lang", "ar").stderr
    assert run("gdelt", "-q").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [((), "Name a FORMAT"), (("docx",), "no format 'docx'"), (("csv", "--part", "x"), "no part 'x'"),
     (("csv", "--act", "dance"), "no act 'dance'"), (("csv", "--state", "Turkmenistan"), "no actor"),
     (("csv", "--between", "ISR", "ISR"), "two different"),
     (("csv", "--since", "2020-01-02", "--until", "2020-01-01"), "before")],
)  # fmt: skip
def test_wrong_usage_says_what_to_do(run, arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2 and message in result.stderr


def test_a_file_is_there_only_when_it_is_whole(run, tmp_path, monkeypatch):
    target = tmp_path / "events.csv"
    assert run("csv", "-o", target).exit_code == 0
    before = target.read_bytes()

    def fail(*_):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("marsad.exchange.delimited.cell", fail)
    assert run("csv", "-o", target).exit_code == 1
    assert target.read_bytes() == before and list(tmp_path.iterdir()) == [target]


def test_the_list_names_formats_parts_and_losses(run):
    text = run("--list").stdout
    for name in FORMATS:
        assert f"{name}: {exporter(name).title_en}" in text and exporter(name).losses in text


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A record in a file, and the same in memory."""
    path, model, coder = tmp_path_factory.mktemp("record") / "r.db", RecordModel(), Coder()
    with store.open(path, clock=lambda: LEARNT) as real:
        for line in (ROOT / "sample" / "dispatches.jsonl").read_text("utf-8").splitlines()[66:72]:
            article = Article.from_dict(json.loads(line))
            real.ingest(coder.code(article))
            stored = real.snapshot().article(article.id)
            assert stored is not None and stored.coded is not None
            model.ingest(article, stored.coded, stored.head.recorded_at, agency=stored.head.agency,
                         signature=stored.head.signature)  # fmt: skip
    return path, model.snapshot()


@pytest.mark.parametrize("name", FORMATS)
def test_a_real_record_gives_the_same_as_the_record_in_memory(kept, name):
    path, snapshot = kept
    for part in exporter(name).parts:
        result = CliRunner().invoke(command.export, [name, "--part", part, "--db", str(path)])
        assert result.exit_code == 0, result.output
        assert result.stdout_bytes == written(name, snapshot, ALL, part)[0]


def test_where_no_record_is_a_message_says_so(tmp_path):
    result = CliRunner().invoke(command.export, ["csv", "--db", str(tmp_path / "none.db")])
    assert result.exit_code != 0
    assert isinstance(result.exception, MarsadError) or "none.db" in result.output
