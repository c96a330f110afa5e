"""CSV, TSV and Parquet: read back by the csv module, DuckDB and Arrow; the data dictionary against the code."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import replace

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange_record import ALL, HOSTILE, PAIR, ROOT, hostile, record, written
from marsad.exchange import FORMATS, ExchangeError, exporter
from marsad.exchange.delimited import Lines, cell, guarded
from marsad.exchange.interface import REASONS, Tally
from marsad.exchange.tables import COLUMNS
from marsad.exchange.walking import Numbers, Seen, events

TABLES = tuple(COLUMNS)


def read(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=delimiter, strict=True))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_a_table_reads_back_with_its_columns_and_as_many_rows_as_were_told(name, delimiter, table):
    data, tally = written(name, record(), ALL, table)
    rows = read(data, delimiter)
    assert len(rows) == tally.rows > 0
    assert list(rows[0]) == [column.name for column in COLUMNS[table]]
    assert data.count(b"\r\n") >= tally.rows + 1


@pytest.mark.parametrize("table", TABLES)
def test_parquet_holds_the_same_as_csv(table, tmp_path):
    data, tally = written("parquet", record(), ALL, table)
    path = tmp_path / "t.parquet"
    path.write_bytes(data)
    loaded = pq.read_table(path)
    assert loaded.num_rows == tally.rows
    kinds = {column.name: column.kind for column in COLUMNS[table]}
    same = [{n: cell(v) for n, v in row.items()} for row in loaded.to_pylist()]
    assert same == read(written("csv", record(), ALL, table)[0])
    assert all(isinstance(v, list) for row in loaded.to_pylist() for n, v in row.items() if kinds[n] == "texts" and v)


def test_duckdb_reads_parquet_and_csv_alike(tmp_path):
    for name in ("csv", "parquet"):
        (tmp_path / f"events.{name}").write_bytes(written(name, record())[0])
    asked = "SELECT act, count(*) FROM '{}/events.{}' GROUP BY act ORDER BY act"
    counts = {name: duckdb.execute(asked.format(tmp_path, name)).fetchall() for name in ("csv", "parquet")}
    assert counts["csv"] == counts["parquet"]
    assert sum(count for _, count in counts["csv"]) == record().count(ALL)


def test_mentions_people_and_articles_belong_to_the_events_found():
    ids = {row["event_id"] for row in read(written("csv", record(), PAIR)[0])}
    mentions = read(written("csv", record(), PAIR, "mentions")[0])
    assert {row["event_id"] for row in mentions} == ids
    assert {row["event_id"] for row in read(written("csv", record(), PAIR, "people")[0])} <= ids
    articles = [row["article_key"] for row in read(written("csv", record(), PAIR, "articles")[0])]
    assert len(articles) == len(set(articles))
    assert set(articles) == {row["article_key"] for row in mentions}


def test_evidence_stands_in_the_article_where_the_mention_says():
    for row in read(written("csv", record(), PAIR, "mentions")[0]):
        stored = record().article(row["article_key"])
        assert stored is not None
        exact = stored.text[int(row["start"]) : int(row["end"])]
        assert row["evidence"] == guarded(exact)


def test_the_embassy_of_2023_is_a_fact_of_the_pair():
    found = read(written("csv", record(), PAIR, "facts")[0])
    opened = [row for row in found if row["kind"] == "mission" and row["state"] == "open"]
    assert any(row["source"] == "ISR" and row["valid_first"] == "2023-04-20" for row in opened)
    assert any(row["reference"] for row in found)


def test_nothing_dated_later_shows_as_of_a_day():
    before = replace(PAIR, until=dt.date(2013, 1, 1))
    facts = read(written("csv", record(), before, "facts")[0])
    assert not any(row["kind"] == "mission" and row["events"] for row in facts)
    assert all(row["date_first"] <= "2013-01-01" for row in read(written("csv", record(), before)[0]))


def test_facts_of_one_pair_are_among_those_of_all():
    every = {row["fact_id"] for row in read(written("csv", record(), ALL, "facts")[0])}
    assert {row["fact_id"] for row in read(written("csv", record(), PAIR, "facts")[0])} <= every


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_no_cell_is_a_formula_and_hostile_titles_come_back(name):
    data, _ = written(name, hostile(), ALL, "mentions")
    rows = read(data, "\t" if name == "tsv" else ",")
    assert rows
    for row in rows:
        assert row["title"] == "'" + HOSTILE.replace("\n", " ")
        assert not any(value.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


@given(st.text())
def test_any_text_comes_back_from_a_cell(text):
    out = io.BytesIO()
    lines = Lines(out, ",")
    lines.write(["a", cell(text), "b"])
    lines.flush()
    raw = out.getvalue().decode("utf-8")
    (row,) = csv.reader(io.StringIO(raw, newline=""), strict=True)
    assert row == ["a", guarded(text).encode("utf-8", "replace").decode(), "b"]


@given(st.text())
def test_a_guarded_text_never_begins_a_formula(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert guarded(text) in (text, f"'{text}")


def test_pages_join_without_loss_or_repetition():
    whole = [event.id for event in record().events(ALL).events]
    assert [event.id for event in events(record(), ALL, page=7)] == whole


def test_two_keys_with_one_number_are_told_apart():
    numbers = Numbers()
    same = [numbers.number(key) for key in ("ff", "ff", "ff")]
    assert same == [255, 256, 257]


def test_seen_tells_only_the_first_time():
    seen = Seen()
    assert [seen.first(key) for key in ("a", "b", "a")] == [True, True, False]


def test_an_unknown_format_or_part_says_what_there_is():
    with pytest.raises(ExchangeError, match="parquet"):
        exporter("docx")
    with pytest.raises(ExchangeError, match="mentions"):
        exporter("csv").write(record(), ALL, io.BytesIO(), "nothing")
    with pytest.raises(KeyError):
        Tally().skip("because")


def test_a_tally_says_what_was_left_out_in_both_languages():
    tally = Tally()
    tally.skip("no-date", 3)
    assert tally.said() == (f"3: {REASONS['no-date'][0]}",)
    assert tally.said("ar") == (f"3: {REASONS['no-date'][1]}",)


@pytest.mark.parametrize("table", TABLES)
def test_the_data_dictionary_is_that_of_the_code(table):
    page = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    section = page.split(f"### Table `{table}`", 1)[1].split("\n#", 1)[0]
    told = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section, re.M)
    assert told == [(column.name, column.kind, column.meaning) for column in COLUMNS[table]]


def test_the_page_names_every_format_with_its_parts_and_losses():
    page = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    for name in FORMATS:
        one = exporter(name)
        section = page.split(f"### `{name}`", 1)[1].split("\n#", 1)[0]
        assert one.losses in " ".join(section.split())
        assert all(f"`{part}`" in section for part in one.parts)
