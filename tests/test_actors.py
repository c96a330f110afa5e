"""Who is found in a sentence, and as what."""

from __future__ import annotations

import pytest

from marsad.coding.actors import Actor
from marsad.coding.chunks import Chunker
from marsad.coding.reading import Tools
from marsad.coding.scan import Sentence, find_functions, find_hits, find_units
from marsad.language.text import words


def actors_of(text: str, year: int = 2015) -> list[Actor]:
    pack = Tools.of("ar").pack
    tokens = words(text, pack.fold)
    sentence = Sentence(tokens, [w.norm for w in tokens], 1, False)
    sentence.units, sentence.functions = find_units(sentence, pack), find_functions(sentence, pack)
    sentence.hits = find_hits(sentence, pack)
    return Chunker(sentence, pack, year).actors()


def coded(text: str) -> list[tuple[str, ...]]:
    return [a.codes for a in actors_of(text) if a.codes]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("أعلنت الحكومة اليابانية ذلك", [("JPN",)]),
        ("انتقدت طهران البيان", [("IRN",)]),
        ("توجه وزير خارجية قطر إلى أنقرة", [("QAT",), ("TUR",)]),
        ("أدان مجلس التعاون الحادث", [("GCC",)]),
    ],
)
def test_a_state_is_told_by_its_government_capital_or_minister(text: str, codes: list[tuple[str, ...]]) -> None:
    assert coded(text) == codes


def test_a_title_takes_in_its_state_and_name() -> None:
    [actor] = [a for a in actors_of("صرح وزير الخارجية الكندي جون ماكنزي للصحفيين") if a.codes]
    assert (actor.codes, actor.office) == (("CAN",), "foreign_minister")
    assert actor.name is not None and actor.name[1] - actor.name[0] == 2


def test_an_envoy_has_a_state_and_a_host() -> None:
    [actor] = [a for a in actors_of("حضر السفير الهولندي لدى الأردن الحفل") if a.office == "ambassador"]
    assert (actor.codes, actor.host) == (("NLD",), ("JOR",))


def test_a_title_after_counterpart_tells_the_office() -> None:
    found = actors_of("التقى الرئيس اليمني نظيره وزير الخارجية الكوبي")
    assert [a.office for a in found if a.office] == ["head_of_state", "foreign_minister"]


def test_joined_states_share_a_preposition() -> None:
    first, second = [a for a in actors_of("محادثات بين العراق والكويت") if a.codes]
    assert first.preposition == second.preposition != ""
    assert second.joined and not first.joined


def test_the_preposition_before_head_nouns_governs() -> None:
    [actor] = [a for a in actors_of("وصل إلى مطار القاهرة") if a.codes == ("EGY",)]
    assert actor.preposition == Tools.of("ar").pack.prepositions["إلى"]


@pytest.mark.parametrize(
    "text",
    ["سار العمل ببطء شديد", "كان الطقس جميلا هذا الصباح", "بخطوات ثابتة نحو الهدف", "عاد إلى مسقط رأسه"],
)
def test_ordinary_words_are_no_actors(text: str) -> None:
    assert coded(text) == []


@pytest.mark.parametrize(
    ("text", "office", "code"),
    [
        ("أوضح المتحدث باسم وزارة الخارجية السودانية، السفير خالد منصور، الموقف", "spokesperson", "SDN"),
        ("قال السفير خالد منصور، مساعد وزير الخارجية السوداني، ذلك", "deputy_minister", "SDN"),
        ("أعلن المستشار الدبلوماسي لرئيس الوزراء اللبناني خالد منصور", "official", "LBN"),
    ],
)
def test_an_office_says_more_than_a_rank_or_another_mans_office(text: str, office: str, code: str) -> None:
    [actor] = [a for a in actors_of(text) if a.name]
    assert (actor.office, actor.codes) == (office, (code,))


def test_a_known_minister_is_what_he_is_beside_any_counterpart() -> None:
    [*_, actor] = actors_of("تحدث الرئيس الفرنسي ثم التقى المستشار بنظيره المصري سامح شكري", 2016)
    assert actor.office == "foreign_minister"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("دعا الأمين العام للأمم المتحدة إلى التهدئة", "UNO"),
        ("رحب الأمين العام لجامعة الدول العربية بالخطوة", "ARL"),
        ("قالت رئيسة المفوضية الأوروبية ذلك", "EUR"),
    ],
)
def test_the_head_of_an_organisation_acts_for_it(text: str, code: str) -> None:
    assert coded(text) == [(code,)]
