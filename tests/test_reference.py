"""The reference facts: what they hold, how they are coded, what they cover, and that they can be rebuilt."""

from __future__ import annotations

import csv
import dataclasses
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from marsad.errors import DataError
from marsad.ontology import OFFICES, ORGANISATIONS
from marsad.reference import borders, facts
from marsad.reference.facts import KINDS, coverage, load
from marsad.reference.sources import sources
from marsad.reference.states import historic_states, predecessors

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "reference"
EDTF = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
ACTOR = re.compile(r"[A-Z]{3}|[A-Z0-9]{2,5}|ORG:\S.*")


@pytest.fixture(scope="module")
def every():
    return list(load())


def test_every_kind_is_there_and_ids_are_unique(every):
    counts = Counter(f.kind for f in every)
    assert set(counts) == set(KINDS)
    assert counts["visit"] > 7_500
    assert counts["mission"] > 9_800
    assert counts["envoy"] > 5_700
    assert len({f.id for f in every}) == len(every)
    assert all(f.id.startswith(f"{f.kind}-") for f in every)


def test_facts_speak_the_vocabulary_of_the_house(every):
    for f in every:
        assert f.office is None or f.office in OFFICES, f
        for code in filter(None, (f.source, f.target)):
            assert ACTOR.fullmatch(code), f
            known = code in ORGANISATIONS or code in historic_states() or code.startswith("ORG:")
            if not known:
                assert re.fullmatch("[A-Z]{3}", code), f
        assert f.origin in sources(), f
        assert f.text, f
        assert f.text == " ".join(f.text.split()), f
        for date in filter(None, (f.start, f.end)):
            assert EDTF.fullmatch(date), f
        assert not (f.start and f.end) or f.start[:4] <= f.end[:4], f
        assert (f.lat is None) == (f.lon is None), f
        assert f.lat is None or (-90 <= f.lat <= 90 and -180 <= f.lon <= 180), f
        assert f.source != f.target, f


def test_one_kind_can_be_read_and_an_unknown_one_is_refused():
    assert {f.kind for f in load("distance")} == {"distance"}
    with pytest.raises(DataError, match="no reference facts of kind 'nonsense'"):
        list(load("nonsense"))  # type: ignore[arg-type]


def test_a_broken_row_is_named_with_file_and_line(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "visit.tsv").write_text(facts._HEADER + "\nvisit-1\tUSA\n", "utf-8")
    monkeypatch.setattr(facts, "files", lambda package: tmp_path)
    with pytest.raises(DataError, match=r"visit\.tsv:2:"):
        list(load("visit"))


def visits(every, source, target, office=None):
    return [
        f
        for f in every
        if f.kind == "visit" and f.source == source and f.target == target and office in (None, f.office)
    ]


def test_visits_of_secretaries_of_state(every):
    turkmenistan = visits(every, "USA", "TKM", "foreign_minister")
    assert [(f.start, f.person) for f in turkmenistan] == [
        ("1992-02-12", "James Addison Baker"),
        ("2015-11-03", "John Forbes Kerry"),
    ]
    assert turkmenistan[0].text.startswith("US Secretary of State James Addison Baker in Ashkhabad, Turkmenistan, 19")


def test_the_first_of_each_series_is_where_its_coverage_begins(every):
    for entry in coverage():
        if entry.from_start and entry.kind == "visit":
            found = [
                f.start
                for f in every
                if f.kind == "visit"
                and entry.source in (None, f.source)
                and entry.target in (None, f.target)
                and f.office in entry.offices
                and f.origin == entry.origin
            ]
            assert int(min(found)[:4]) == entry.since
            assert max(found) <= entry.until.isoformat()


def test_only_the_us_series_are_complete():
    complete = {(c.kind, c.source, c.target) for c in coverage() if c.complete}
    assert complete == {("visit", "USA", None), ("visit", None, "USA"), ("envoy", "USA", None)}
    assert not any(c.complete for c in coverage() if c.kind == "mission")


def test_every_source_of_facts_has_a_day_and_a_coverage(every):
    told = {c.origin for c in coverage()}
    for origin in {f.origin for f in every} - {"computed-distances"}:
        assert origin in told
        assert sources()[origin].retrieved is not None


def test_a_visit_of_several_days_is_an_interval_and_its_stops_are_kept(every):
    [visit] = [f for f in visits(every, "USA", "CHN", "head_of_state") if f.start == "1972-02-21"]
    assert visit.end == "1972-02-28"
    assert {"Peking", "Hangchow", "Shanghai"} <= {c.strip() for c in visit.city.split(",")}


def test_presidents_elect_hold_no_office_yet(every):
    elect = [f for f in every if f.kind == "visit" and f.status == "elect"]
    assert len(elect) > 50
    assert {f.office for f in elect} == {"other"}
    assert all("lect" in f.text for f in elect if f.source == "USA")


def test_stops_in_territories_far_from_their_state_are_marked(every):
    hong_kong = [f for f in visits(every, "USA", "GBR") if f.city == "Hong Kong"]
    assert len(hong_kong) > 5
    assert {f.status for f in hong_kong} == {"dependent_territory"}
    assert all(f.status != "dependent_territory" for f in visits(every, "USA", "GBR") if f.city == "London")


def test_places_that_are_no_states_have_their_codes(every):
    targets = {f.target for f in every if f.kind == "visit"}
    assert {"PSE", "ATA", "XKX", "VAT", "TWN"} <= targets
    assert len(visits(every, "USA", "PSE")) > 60


def test_leaders_get_the_office_of_their_title(every):
    def office(source, person):
        return {f.office for f in visits(every, source, "USA") if f.person == person}

    assert office("DEU", "Angela Merkel") == {"head_of_government"}
    assert office("MAR", "Hassan II") == {"monarch"}
    assert office("VAT", "Pope Francis") == {"head_of_state"}
    assert office("RUS", "Leonid I. Brezhnev") == {"party_leader"}
    assert office("CHN", "Deng Xiaoping") == {"official"}


def test_the_soviet_union_stands_under_russia_and_is_named_as_the_source_does(every):
    moscow = [f for f in visits(every, "USA", "RUS") if f.start < "1991"]
    assert len(moscow) > 20
    assert all("U.S.S.R." in f.text for f in moscow)


def test_states_that_are_gone_have_codes_years_and_successors(every):
    assert [s.code for s in predecessors("CZE")] == ["CSK"]
    assert [s.code for s in predecessors("DEU")] == ["QZH", "DDR"]
    assert predecessors("TKM") == ()
    used = {code for f in every for code in (f.source, f.target)} & historic_states().keys()
    assert {"YUG", "CSK", "DDR", "QWI", "QVN", "QTX"} <= used
    for state in historic_states().values():
        assert state.since < state.until
        assert state.successors
        assert not {state.code} & borders.codes()
        years = [f.start[:4] for f in every if state.code in (f.source, f.target) and f.start and f.kind == "visit"]
        assert all(state.since <= int(year) <= state.until for year in years), state


def test_competing_dates_of_relations_stand_side_by_side(every):
    told = [f for f in every if f.kind == "relations" and (f.source, f.target) == ("ISR", "TKM")]
    assert {f.start for f in told} == {"1991", "1992", "1993"}
    assert all(f.url.startswith("http") for f in told)
    assert len({f.id for f in told}) == len(told) == 4


def test_competing_distances_stand_side_by_side(every):
    told = {f.km for f in every if f.kind == "distance" and f.status == "reported"}
    assert {17, 20, 24, 25, 30} <= told


def test_embassies_to_the_holy_see_are_not_embassies_to_italy(every):
    missions = [f for f in every if f.kind == "mission" and f.status == "embassy" and f.city == "Rome"]
    assert sum(f.target == "VAT" for f in missions) > 50


def test_an_opening_date_is_no_more_exact_than_its_source(every):
    opened = [f.start for f in every if f.kind == "mission" and f.start]
    assert len(opened) > 900
    assert not any(start.endswith("-01-01") for start in opened)


def test_members_and_former_members(every):
    members = {(f.source, f.target): f.status for f in every if f.kind == "membership"}
    assert members["SAU", "GCC"] == "member"
    assert members["GBR", "EUR"] == "former"
    assert members["IRN", "SCO"] == "observer"  # as the source has it, though out of date


def test_holders_of_offices_on_the_day_of_the_snapshot(every):
    held = {(f.source, f.office): f.person for f in every if f.kind == "office" and f.status == "in_office"}
    assert held["TKM", "foreign_minister"] == "Raşit Meredow"
    assert held["MAR", "monarch"].startswith("Mohammed VI")
    assert ("USA", "foreign_minister") in held


def test_what_was_left_out_is_listed_with_its_reason():
    lines = (ROOT / "src/marsad/reference/data/left_out.tsv").read_text("utf-8").rstrip("\n").split("\n")
    assert lines[0] == "file\treason\trow"
    assert 0 < len(lines) - 1 < 20
    assert all(len(line.split("\t")) == 3 and line.split("\t")[1] for line in lines[1:])


def test_files_of_a_source_are_there():
    for source in sources().values():
        assert source.licence
        assert source.what
        for used in source.used_in:
            assert (ROOT / "src" / "marsad" / used).exists(), (source.id, used)


def test_a_fact_cannot_be_changed(every):
    with pytest.raises(dataclasses.FrozenInstanceError):
        every[0].source = "XXX"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the files of the sources (../shared/reference) are not here")
@pytest.mark.parametrize(
    ("tool", "where"),
    [("build_reference.py", SHARED), ("build_borders.py", SHARED / "geo" / "ne_10m_admin_0_countries_deu.zip")],
)
def test_the_data_are_what_the_sources_make(tool, where):
    if tool == "build_borders.py":
        pytest.importorskip("shapefile", reason="pyshp reads the outlines")
    command = [sys.executable, ROOT / "tools" / tool, "--from", where, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not SHARED.is_dir(), reason="the files of the sources (../shared/reference) are not here")
def test_no_row_is_lost_between_source_and_facts(every):
    rows = {}
    for name in ("us_travels", "us_foreign_leader_visits", "us_chiefs_of_mission", "missions_wikidata_20221116"):
        with (SHARED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows[name] = sum(1 for _ in csv.reader(file)) - 1
    left = (ROOT / "src/marsad/reference/data/left_out.tsv").read_text("utf-8")
    origins = Counter(f.origin for f in every)
    pairs = [
        ("us_travels", "history-travels"),
        ("us_foreign_leader_visits", "history-visits"),
        ("us_chiefs_of_mission", "history-chiefs"),
        ("missions_wikidata_20221116", "wikidata-missions"),
    ]
    for name, origin in pairs:
        assert origins[origin] + left.count(f"{name}.csv\t") == rows[name]
