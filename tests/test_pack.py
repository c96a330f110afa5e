"""The data of the language packs: every row is what the loader and the coder take it for."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from marsad.language.pack import guess, languages, load
from marsad.language.tables import rows
from marsad.ontology import ACTS

ROOT = files("marsad.language")
OFFICES = frozenset(
    [
        "head_of_state", "head_of_government", "monarch", "crown_prince", "foreign_minister",
        "defence_minister", "minister", "deputy_minister", "ambassador", "envoy", "spokesperson", "legislator",
        "speaker", "military", "security_official", "party_leader", "organisation_head", "official", "other",
    ]
)
SECTORS = frozenset(
    [
        "politics", "security", "defence", "counter_terrorism", "cyber", "nuclear", "economy", "trade",
        "investment", "energy", "water", "agriculture", "health", "education", "science", "innovation",
        "culture", "tourism", "transport", "migration", "consular", "environment", "humanitarian", "media",
        "sport", "religion", "justice", "space",
    ]
)
FLAGS = {
    "cities.tsv": {"capital", "weak"},
    "organisations.tsv": {"movement", "weak"},
    "titles.tsv": {"organisation", "former", "plural", "dual", "weak", "counterpart"},
    "institutions.tsv": {"armed", "mission", "people", "weak", "outlet"},
}
TABLES = [(code, path.name) for code in languages() for path in sorted((ROOT / code).iterdir(), key=lambda p: p.name)
          if path.name.endswith(".tsv") and path.name != "judge.tsv"]  # fmt: skip
LANGUAGES = pytest.mark.parametrize("code", languages())


def table(code: str, name: str) -> list[dict[str, str]]:
    path = ROOT / code / name
    return list(rows(ROOT / code, name, ())) if path.is_file() else []


@pytest.mark.parametrize(("code", "name"), TABLES)
def test_rows_have_the_columns_of_the_header_and_no_stray_space(code: str, name: str) -> None:
    lines = Path(str(ROOT / code / name)).read_text("utf-8").split("\n")
    kept = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    width = kept[0][1].count("\t")
    wrong = [n for n, line in kept if line.count("\t") > width]
    assert not wrong, f"{code}/{name}: more columns than the header in lines {wrong[:9]}"
    stray = [n for n, line in kept if "  " in line or any(cell != cell.strip(" ") for cell in re.split(r"[\t|]", line))]
    assert not stray, f"{code}/{name}: stray spaces in lines {stray[:9]}"


@LANGUAGES
@pytest.mark.parametrize("name", ["states.tsv", "cities.tsv", "organisations.tsv", "outlets.tsv", "people.tsv"])
def test_codes_are_codes(code: str, name: str) -> None:
    wrong = {r["code"] for r in table(code, name) if not re.fullmatch(r"[A-Z][A-Z0-9]{1,4}|ORG:\S.*", r["code"])}
    assert not wrong


@LANGUAGES
def test_every_state_is_there_and_no_name_stands_for_two(code: str) -> None:
    """A state has a second row only for names that need other flags."""
    found: dict[str, str] = {}
    for row in table(code, "states.tsv"):
        for name in filter(None, row["names"].split("|")):
            assert found.setdefault(name, row["code"]) == row["code"], name
    assert len(set(found.values())) >= 190


@LANGUAGES
@pytest.mark.parametrize("name", sorted(FLAGS))
def test_flags_are_known(code: str, name: str) -> None:
    used = {f.strip() for r in table(code, name) for f in r.get("flags", "").split(",") if f.strip()}
    assert {f for f in used if not re.fullmatch(r"country=([A-Z]{3,5}|ORG:\S+)", f)} <= FLAGS[name]


@LANGUAGES
def test_offices_are_known(code: str) -> None:
    offices = {r["office"] for name in ("titles.tsv", "people.tsv") for r in table(code, name)}
    assert offices - {""} <= OFFICES


@LANGUAGES
def test_terms_of_office_do_not_end_before_they_begin(code: str) -> None:
    wrong = [r["english"] for r in table(code, "people.tsv")
             if r["since"] and r["until"] and int(r["until"]) < int(r["since"])]  # fmt: skip
    assert not wrong


@LANGUAGES
def test_one_office_is_told_once(code: str) -> None:
    keys = [(r["code"], r["english"], r["office"], r["since"]) for r in table(code, "people.tsv")]
    assert len(keys) == len(set(keys))


@LANGUAGES
def test_sectors_and_acts_are_known(code: str) -> None:
    assert {r["sector"] for r in table(code, "sectors.tsv")} <= SECTORS
    assert {r["act"] for r in table(code, "triggers.tsv")} <= set(ACTS)


@LANGUAGES
def test_every_verb_of_a_trigger_has_forms(code: str) -> None:
    inflected = {r["lemma"] for name in ("verb_forms.tsv", "verb_overrides.tsv") for r in table(code, name)}
    used = {f.split(" ")[0] for r in table(code, "triggers.tsv") if r["pos"] == "verb" for f in r["forms"].split("|")}
    assert used <= inflected


@LANGUAGES
def test_every_verb_is_inflected(code: str) -> None:
    listed = {r["lemma"] for r in table(code, "verbs.tsv")}
    assert listed <= {r["lemma"] for name in ("verb_forms.tsv", "verb_overrides.tsv") for r in table(code, name)}


@LANGUAGES
def test_kinds_of_name_words_are_known(code: str) -> None:
    assert {r["kind"] for r in table(code, "names.tsv")} <= {"given", "particle", "stop"}


@LANGUAGES
def test_the_pack_loads_and_its_frames_are_directed_or_mutual(code: str) -> None:
    pack = load(code)
    assert pack.code == code
    assert all(("+" in r["frame"]) != (">" in r["frame"]) for r in table(code, "triggers.tsv"))


@pytest.mark.parametrize("name", ["مصر", "اليابان", "جنوب السودان", "الأمم المتحدة", "حماس"])
def test_well_known_names_are_found(name: str) -> None:
    pack = load("ar")
    norms = [pack.fold(word) for word in name.split()]
    found = pack.names.longest(norms, 0)
    assert found is not None and found[0] == len(norms)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("وزير الخارجية يزور موسكو", "ar"),
        ("The minister said on Monday that he will visit Paris to meet his counterpart there", "en"),
        ("Le ministre a rencontré son homologue à Paris et ils ont parlé de la situation dans le pays", "und"),
        ("Министр иностранных дел прибыл в Москву с официальным визитом и встретился с президентом", "und"),
        ("وزیر امور خارجه ایران روز دوشنبه با همتای روس خود در تهران دیدار و درباره روابط گفتگو کرد", "und"),
        ("外交部长访问莫斯科", "und"),
    ],
)
def test_the_language_of_a_text_is_told_or_said_to_be_unknown(text, language):
    assert guess(text) == language
