"""GDELT, POLECAT and ICEWS: the columns that their readers expect, unique stable ids, and values that agree."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import duckdb
import pytest

from exchange_record import ALL, HOSTILE, PAIR, ROOT, hostile, record, written
from marsad.exchange import exporter, gdelt, icews, polecat
from marsad.exchange.codes import cameo_name, countries, intensity
from marsad.exchange.tables import COLUMNS
from marsad.ontology import ACTS

FORMATS = ROOT.parent / "shared" / "reference" / "formats.md"


def rows(data: bytes) -> list[list[str]]:
    """Tab lines without quotes, as the peers' readers take them."""
    return list(csv.reader(io.StringIO(data.decode("utf-8")), "excel-tab", quoting=csv.QUOTE_NONE, strict=True))


def table(data: bytes) -> list[dict[str, str]]:
    head, *body = rows(data)
    return [dict(zip(head, row, strict=True)) for row in body]


def gdelt_events(snapshot=None, query=ALL) -> list[dict[str, str]]:
    data, _ = written("gdelt", snapshot or record(), query)
    return [dict(zip(gdelt.EVENT_COLUMNS, row, strict=True)) for row in rows(data)]


def test_the_columns_are_those_that_the_peers_publish():
    if not FORMATS.exists():
        pytest.skip("the list of the peers' columns is not on this machine")
    text = FORMATS.read_text("utf-8")
    blocks = {len(line.split("\t")): tuple(line.split("\t")) for line in text.splitlines() if line.count("\t") > 10}
    assert blocks[61] == gdelt.EVENT_COLUMNS
    assert blocks[16] == gdelt.MENTION_COLUMNS
    assert blocks[40] == polecat.COLUMNS
    assert blocks[20] == icews.COLUMNS


def test_the_numbers_of_columns():
    assert [len(c) for c in (gdelt.EVENT_COLUMNS, gdelt.MENTION_COLUMNS, polecat.COLUMNS, icews.COLUMNS)] == [
        61, 16, 40, 20,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "width"), [("gdelt", 61), ("polecat", 40), ("icews", 20)]
)
def test_every_line_has_all_columns_also_of_hostile_articles(name, width):
    for snapshot in (record(), hostile()):
        for part in exporter(name).parts:
            data, tally = written(name, snapshot, ALL, part)
            found = rows(data)
            widths = {len(row) for row in found}
            assert len(widths) == 1
            if part == "events":
                assert widths == {width}
            header = not (name == "gdelt" and part != "extra")
            assert len(found) == tally.rows + header
            assert b"\x01" not in data and "\u2028".encode() not in data


@pytest.mark.parametrize("name", ["gdelt", "polecat", "icews"])
def test_ids_are_unique_and_join_the_second_file(name):
    data, _ = written(name, record())
    first = [row[0] for row in rows(data)][0 if name == "gdelt" else 1 :]
    extra = table(written(name, record(), ALL, "extra")[0])
    assert len(first) == len(set(first)) > 300
    assert [next(iter(row.values())) for row in extra] == first
    assert list(extra[0])[1:] == [column.name for column in COLUMNS["events"]]


@pytest.mark.parametrize("name", ["gdelt", "polecat", "icews"])
def test_ids_of_a_part_of_the_record_are_those_of_the_whole(name):
    whole = {row[0] for row in rows(written(name, record())[0])}
    part = {row[0] for row in rows(written(name, record(), PAIR)[0])}
    assert part and part <= whole


def test_gdelt_ids_are_whole_numbers_that_a_double_holds():
    for row in gdelt_events():
        assert 0 < int(row["GLOBALEVENTID"]) == int(float(row["GLOBALEVENTID"]))


def test_the_opening_of_the_embassy_in_gdelt():
    (row,) = [r for r in gdelt_events(query=PAIR) if r["EventCode"] == "050" and r["SQLDATE"] == "20230420"]
    assert (row["Actor1CountryCode"], row["Actor2CountryCode"]) == ("ISR", "TKM")
    assert (row["ActionGeo_CountryCode"], row["ActionGeo_FullName"]) == ("TX", "Ashgabat, Turkmenistan")
    assert (row["ActionGeo_Type"], row["QuadClass"], row["NumArticles"]) == ("4", "1", "3")
    assert (row["MonthYear"], row["Year"], row["FractionDate"]) == ("202304", "2023", "2023.3836")
    assert row["DATEADDED"] == "20260102030405"
    assert float(row["ActionGeo_Lat"]) == pytest.approx(37.95, abs=0.1)


def test_gdelt_quad_classes_agree_with_its_roots():
    for act in ACTS.values():
        root = int(act.cameo[:2])
        expected = 1 if root < 6 else 2 if root < 10 else 3 if root < 14 else 4
        assert gdelt.quad_class(act.cameo) == expected


def test_a_country_is_never_a_point():
    for row in gdelt_events():
        if row["ActionGeo_Type"] == "1":
            assert row["ActionGeo_Lat"] == row["ActionGeo_Long"] == ""


def test_mentions_point_to_events_and_their_place_in_the_text():
    ids = {row["GLOBALEVENTID"] for row in gdelt_events()}
    data, tally = written("gdelt", record(), ALL, "mentions")
    mentions = [dict(zip(gdelt.MENTION_COLUMNS, row, strict=True)) for row in rows(data)]
    assert len(mentions) == tally.rows
    assert {row["GLOBALEVENTID"] for row in mentions} == ids
    for row in mentions:
        assert 0 <= int(row["ActionCharOffset"]) < int(row["MentionDocLen"])
        assert int(row["SentenceID"]) >= 1
        assert 0 <= int(row["Confidence"]) <= 100


def test_what_is_planned_or_undated_is_left_out_and_counted():
    data, tally = written("gdelt", hostile())
    told = record().count(ALL)
    assert tally.left_out["not-happened"] == 1
    assert len(rows(data)) == 3
    _, tally = written("gdelt", record())
    extra = table(written("gdelt", record(), ALL, "extra")[0])
    assert len({row["event_id"] for row in extra}) + sum(tally.left_out.values()) == told


def test_duckdb_reads_gdelt_without_header(tmp_path: Path):
    path = tmp_path / "events.csv"
    path.write_bytes(written("gdelt", record())[0])
    found = duckdb.execute(
        f"SELECT count(*), min(column01), max(column30) FROM read_csv('{path}', delim='\t', header=false, quote='')"
    ).fetchone()
    assert found is not None and found[0] == written("gdelt", record())[1].rows


def test_polecat_rows():
    (row,) = [
        r for r in table(written("polecat", record(), PAIR)[0])
        if r["Event Date"] == "2023-04-20" and r["Event Type"] == "COOPERATE" and r["City"] == "Ashgabat"
    ]  # fmt: skip
    assert (row["Actor COW"], row["Recipient COW"], row["Quad Code"]) == ("666", "701", "Material Cooperation")
    assert row["Wikipedia Actor ID"] == "None" and row["Publication Date"] == "2023-04-20"
    assert row["Primary Actor Sector"] == "GOV"
    assert all(value for value in row.values())
    for other in table(written("polecat", record())[0]):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", other["Event Date"])
        assert dt.date.fromisoformat(other["Event Date"])


def test_icews_rows():
    (row,) = [
        r for r in table(written("icews", record(), PAIR)[0])
        if r["Event Date"] == "2023-04-20" and r["CAMEO Code"] == "050"
    ]  # fmt: skip
    assert (row["Source Name"], row["Target Country"], row["City"]) == ("Israel", "Turkmenistan", "Ashgabat")
    assert (row["Event Text"], row["Intensity"]) == ("Engage in diplomatic cooperation", "3.5")
    assert int(row["Sentence Number"]) >= 1


def test_every_act_has_an_intensity_and_a_name():
    for act in ACTS:
        assert -10 <= intensity(act) <= 10
        assert cameo_name(act)


def test_codes_of_countries():
    assert countries()["TKM"].fips == "TX" and countries()["ISR"].cow == "666"
    assert countries()["XKX"].wikidata == "Q1246"
    assert len({c.wikidata for c in countries().values()}) == len(countries())


def test_a_hostile_outlet_stays_in_its_cell():
    data, _ = written("icews", hostile())
    for row in table(data):
        assert row["Publisher"].startswith("+outlet;=cmd|") and "أهلا" in row["Publisher"]
        assert "\n" not in row["Publisher"] and HOSTILE not in row["Publisher"]
