"""The words of the record's answers: the same in every language of the product, and all that are asked for are there."""

from __future__ import annotations

import re
import string
from importlib.resources import files

import pytest

from marsad.errors import DataError
from marsad.record.rules import rules
from marsad.record.wording import LANGUAGES, dated, said, say, template, templates

_KEY = re.compile(r"\"([a-z_]+\.[a-z_]+)\"")


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(templates()))
def test_each_sentence_is_in_every_language_with_the_same_values(key):
    words = templates()[key]
    assert set(words) == set(LANGUAGES)
    assert len({frozenset(places(text)) for text in words.values()}) == 1
    assert key == "list.comma" or all(text == text.strip() for text in words.values())


def test_each_key_in_the_code_has_words():
    groups = {key.partition(".")[0] for key in templates()}
    asked = {
        key for path in files("marsad.record").iterdir() if path.name.endswith(".py")
        for key in _KEY.findall(path.read_text("utf-8")) if key.partition(".")[0] in groups
    }  # fmt: skip
    known = set(templates()) | {f"{g}.toml" for g in groups}
    assert asked <= known | {rule.id for those in rules().by_act.values() for rule in those}


def test_each_state_and_kind_that_rules_make_has_words():
    made = {(r.kind, r.state) for those in (*rules().by_act.values(), *rules().by_reference.values()) for r in those}
    shown = {"relations", "mission", "envoy"}
    for kind, state in made:
        if kind in shown:
            assert f"{kind}.state_{state}" in templates()
            assert state in rules().no_change or f"change.{kind}_{state}" in templates()
    for mission in rules().missions:
        assert f"mission_kind.{mission}" in templates()
    for level in rules().levels:
        assert f"relations.level_{level.removeprefix('level_')}" in templates()


@pytest.mark.parametrize(
    ("edtf", "english", "arabic"),
    [
        ("2023-04-20", "2023-04-20", "2023-04-20"),
        ("2013~", "about 2013", "نحو 2013"),
        ("1992?", "perhaps 1992", "ربما 1992"),
        ("2013-06/..", "since 2013-06", "منذ 2013-06"),
        ("../2013", "by 2013", "قبل نهاية 2013"),
        ("2013/2014~", "2013 to about 2014", "من 2013 إلى نحو 2014"),
        ("", "on a day that is not told", "في تاريخ غير مذكور"),
    ],
)
def test_dates_in_words(edtf, english, arabic):
    assert dated(edtf, "en") == english
    assert dated(edtf, "ar") == arabic


def test_values_are_shown_by_their_names():
    told = said("event.directed", date="2023-04-20", act="visit", source="ISR+AZE", target="TKM",
                word_status="status.happened")  # fmt: skip
    assert say(told, "en") == "2023-04-20  visit: Israel and Azerbaijan to Turkmenistan (happened)"
    assert say(told, "ar") == "2023-04-20  زيارة: إسرائيل وأذربيجان إلى تركمانستان (وقع)"


def test_what_is_not_told_is_said_to_be_so():
    assert "not told" in say(said("person.maybe", name="X", office=None, actor="ISR"), "en")


def test_a_missing_key_or_value_is_named():
    with pytest.raises(DataError, match=r"no\.such"):
        template("no.such", "en")
    with pytest.raises(DataError, match="target"):
        say(said("dossier.title", source="ISR"), "en")
