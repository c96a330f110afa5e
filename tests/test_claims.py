"""Claims found in Arabic sentences: kind, value, unit, what about, and between whom."""

import datetime as dt
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.coding.claim_grammar import RULES, ClaimGrammar
from marsad.coding.claims import _MAKERS, distinct, find_claims
from marsad.coding.times import TimeGrammar, find_times
from marsad.language.text import Folder, Word, words
from marsad.model import Claim, Span

ROOT = Path(__file__).parents[1]
PACK = ROOT / "src" / "marsad" / "language" / "ar"
SEED = ROOT.parent / "shared" / "seed"
FOLD = Folder(tomllib.loads((PACK / "pack.toml").read_text("utf-8"))["fold"])
TIMES = TimeGrammar.from_dict(tomllib.loads((PACK / "times.toml").read_text("utf-8")), FOLD)
DATA = tomllib.loads((PACK / "claims.toml").read_text("utf-8"))
GRAMMAR = ClaimGrammar.from_dict(DATA, TIMES, FOLD)
PUBLISHED = dt.date(2023, 4, 19)

# a gazetteer for the tests: the beginning of a folded word, without the article
NAMES = {
    "اسرائيل": "ISR", "تركمانستان": "TKM", "عشق": "TKM", "ايران": "IRN", "اذربيجان": "AZE",
    "مصر": "EGY",
    "القاهره": "EGY", "ترك": "TUR", "انقره": "TUR", "فرنس": "FRA", "باريس": "FRA",
    "عراق": "IRQ", "بغداد": "IRQ",
    "كويت": "KWT", "روس": "RUS", "موسكو": "RUS", "صين": "CHN", "سعودي": "SAU",
    "مالط": "MLT", "هند": "IND",
    "باكستان": "PAK", "سودان": "SDN", "مغرب": "MAR", "اسباني": "ESP", "كازاخستان": "KAZ",
    "اوزبكستان": "UZB",
    "امريك": "USA", "كوب": "CUB", "ارمين": "ARM",
}  # fmt: skip
STATES = {FOLD(name): code for name, code in NAMES.items()}


@dataclass(frozen=True)
class Actor:
    first: int
    last: int
    codes: tuple[str, ...]
    office: str = ""


@dataclass(frozen=True)
class Event:
    act: str
    source: tuple[str, ...]
    target: tuple[str, ...]


def actors(tokens: list[Word]) -> list[Actor]:
    found = []
    for at, word in enumerate(tokens):
        for start, code in STATES.items():
            if re.match(rf"[وفبلك]?(ال|ل)?{start}", word.norm):
                found.append(Actor(at, at + 1, (code,)))
                break
    return found


def claims(
    text: str,
    home: tuple[str, ...] = (),
    events: tuple[Event, ...] = (),
    published: dt.date | None = PUBLISHED,
) -> list[Claim]:
    tokens = words(text, FOLD)

    def span(first: int, last: int) -> Span:
        start, end = tokens[first].start, tokens[last - 1].end
        return Span(start, end, text[start:end])

    times = find_times(tokens, TIMES, published)
    return find_claims(tokens, times, actors(tokens), events, home, GRAMMAR, span, published)


def told(text: str, **more: object) -> set[tuple[str, object, str | None, str]]:
    found = claims(text, **more)  # type: ignore[arg-type]
    return {(c.kind, c.value, c.unit, c.about) for c in found}


FOUND = [
    ("هذه أول زيارة لوزير فرنسي إلى العراق منذ 12 عاما", "first", 12, "year", "visit"),
    ("أول زيارة يقوم بها وزير فرنسي إلى العراق", "first", None, None, "visit"),
    ("وهو أول رئيس فرنسي يزور العراق منذ عام 1998", "first", 25, "year", "visit"),
    ("بات أول وزير خارجية تركي يزور مصر في 11 عاما", "first", 11, "year", "visit"),
    ("أول زيارة لمسؤول هندي إلى مالطا منذ استقلالها، قبل 58 عاما", "first", 58, "year", "visit"),
    ("عقدت مصر وتركيا للمرة الأولى منذ عقدين محادثات سياسية", "first", 20, "year", "meet"),
    ("في زيارة هي الأولى من نوعها لوفد سعودي إلى إيران", "first", None, None, "visit"),
    ("الزيارة الأولى لرئيس روسي إلى الكويت منذ ستين عاما", "first", 60, "year", "visit"),
    ("عادت سفارة كوبا إلى العمل في أمريكا للمرة الأولى منذ 54 عاما",
     "first", 54, "year", "open_mission"),
    ("ثاني زيارة للرئيس التركي إلى بغداد", "ordinal", 2, None, "visit"),
    ("وهذه ثالث زيارة يقوم بها الوزير الروسي إلى مصر", "ordinal", 3, None, "visit"),
    ("زيارة الوزير الروسي إلى مصر هي الرابعة في عامين", "ordinal", 4, None, "visit"),
    ("الاجتماع الثالث للجنة القنصلية بين المغرب وإسبانيا", "ordinal", 3, None, "meet"),
    ("انعقاد الدورة الـ12 للجنة المصرية العراقية", "ordinal", 12, None, "cooperate"),
    ("أعمال الدورة الخامسة عشرة للجنة المصرية الهندية", "ordinal", 15, None, "cooperate"),
    ("الاجتماع الوزاري الثاني بين مصر والسودان", "ordinal", 2, None, "meet"),
    ("الاجتماع الأول لمجلس التنسيق بين مصر والكويت", "ordinal", 1, None, "meet"),
    ("وصلت طائرة سعودية محملة إلى السودان، وهي الطائرة السابعة من السعودية",
     "ordinal", 7, None, "aid"),
    ("وأصبحت تركيا رابع أكبر شريك تجاري للمغرب", "ordinal", 4, None, "trade"),
    ("سفارة إسرائيل هي الثالثة في آسيا الوسطى بعد كازاخستان", "ordinal", 3, None, "open_mission"),
    ("تحتفل مصر والصين بمرور 65 عاما على إقامة العلاقات",
     "anniversary", 65, "year", "establish_relations"),
    ("الذكرى الثلاثين لإقامة العلاقات بين إسرائيل وتركمانستان",
     "anniversary", 30, "year", "establish_relations"),
    ("بعد 30 عاما من العلاقات بين أذربيجان وإسرائيل",
     "duration", 30, "year", "establish_relations"),
    ("بعد زهاء قرنين من العداء بين فرنسا وروسيا", "duration", 200, "year", "accuse"),
    ("بعد قطيعة ناهزت ثلاثة عقود بين مصر وإيران", "duration", 30, "year", "sever_relations"),
    ("طوت مصر وإيران أكثر من أربعة عقود من القطيعة", "duration", 40, "year", "sever_relations"),
    ("بعد أربعة أعوام من إغلاق الحدود بين السودان ومصر", "duration", 4, "year", "close_mission"),
    ("خاضت فرنسا وروسيا حربا استمرت ست سنوات", "duration", 6, "year", "attack"),
    ("الحرب بين الهند وباكستان التي استمرت 17 يوما", "duration", 17, "day", "attack"),
    ("كانت آخر زيارة لوزير تركي إلى مصر قبل 11 عاما", "duration", 11, "year", "visit"),
    ("ووصل حجم التبادل التجاري بين تركيا وفرنسا إلى 12.7 مليار دولار",
     "trade", 12700000000, "USD", "trade"),
    ("تجاوزت قيمة صادرات تركيا إلى العراق ملياري دولار", "trade", 2000000000, "USD", "trade"),
    ("وصلت قيمة واردات مصر من فرنسا إلى 202 مليون يورو", "trade", 202000000, "EUR", "trade"),
    ("وقعت مصر والصين 14 مذكرة تفاهم", "count", 14, "agreement", "agreement"),
    ("ستوقع تركيا والعراق 20 اتفاقية جديدة", "count", 20, "agreement", "agreement"),
    ("للهند في باكستان ثلاث قنصليات", "count", 3, "mission", "mission"),
    ("خاضت مصر وفرنسا أربع حروب", "count", 4, "war", "war"),
    ("زار الرئيس الروسي الصين أربع مرات", "count", 4, "visit", "visit"),
    ("زار الرئيس الروسي الصين مرتين", "count", 2, "visit", "visit"),
    ("القنصلية التركية الواقعة على بعد 40 كيلومترا من الحدود مع العراق",
     "distance", 40, "km", "open_mission"),
    ("تمتد الحدود بين الهند وباكستان على طول أكثر من ثلاثة آلاف كلم",
     "distance", 3000, "km", "border"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "value", "unit", "about"), FOUND)
def test_claims_that_are_found(text: str, kind: str, value: float, unit: str, about: str) -> None:
    assert told(text) == {(kind, value, unit, about)}


@pytest.mark.parametrize(
    "text",
    [
        "بدأ الاجتماع الأول من نوعه في المدينة",  # no parties
        "فاز المنتخب المصري للمرة الأولى على فرنسا في كأس العالم",
        "أجرت تركيا الجولة الثانية من الانتخابات بمراقبة من روسيا",
        "حكم على مواطن مصري في الكويت بالسجن 10 سنوات",
        "زيارة الملك محمد السادس إلى السعودية من المغرب",
        "زار الوزير المصري العراق يوم الاثنين زيارة رسمية",
        "التقى الوزير المصري أول أمس نظيره التركي",
        "السكرتير الأول لسفارة مصر في العراق",
        "تسعى مصر وتركيا إلى زيادة حجم التبادل التجاري إلى 15 مليار دولار",
        "اشترى رجل أعمال مصري سيارة من فرنسا بمليون دولار",
        "على بعد 30 كلم من بغداد قتل جندي أمريكي",
        "وقعت مصر والصين الاتفاقية الأولى في الزراعة",
        "أنهت مصر والصين المحادثات خلال 5 سنوات",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert told(text) == set()


def test_since_a_year_needs_the_day_of_publication() -> None:
    text = "أول زيارة لرئيس فرنسي إلى العراق منذ عام 1998"
    assert told(text, published=None) == {("first", None, None, "visit")}
    year = ClaimGrammar.from_dict(DATA | {"since_year": "year"}, TIMES, FOLD)
    tokens = words(text, FOLD)
    found = find_claims(
        tokens,
        find_times(tokens, TIMES, None),
        actors(tokens),
        (),
        (),
        year,
        lambda a, b: Span(a, b, ""),
    )
    assert [c.value for c in found] == [1998]


def test_parties_in_the_order_of_the_sentence() -> None:
    (claim,) = claims("أول زيارة لوزير فرنسي إلى العراق منذ 12 عاما")
    assert (claim.source, claim.target) == (("FRA",), ("IRQ",))


def test_parties_of_an_event_go_before_those_named_near() -> None:
    event = Event("visit", ("ISR",), ("TKM",))
    (claim,) = claims("في أول زيارة منذ 29 عاما بعد أذربيجان", events=(event,))
    assert (claim.source, claim.target) == (("ISR",), ("TKM",))


def test_parties_of_the_article_where_the_sentence_names_none() -> None:
    (claim,) = claims("بمرور 30 عاما على العلاقات بين البلدين", home=("ISR", "TKM"))
    assert (claim.kind, claim.source, claim.target) == ("anniversary", ("ISR",), ("TKM",))


def test_evidence_and_ends_of_a_distance_are_exact() -> None:
    text = "زار الوفد القنصلية التركية في العراق الواقعة على بعد 40 كيلومترا من الحدود مع إيران."
    (claim,) = claims(text)
    assert claim.evidence.text == "الواقعة على بعد 40 كيلومترا من الحدود مع إيران"
    assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.text
    assert claim.origin == "القنصلية التركية في العراق"
    assert claim.destination == "الحدود مع إيران"
    assert (claim.source, claim.target) == (("TUR",), ("IRQ",))


def test_the_year_of_trade() -> None:
    (claim,) = claims("تجاوز حجم التجارة بين الهند والسعودية 42.9 مليار دولار العام الماضي")
    assert claim.year == 2022


def test_the_same_claim_told_twice_is_one() -> None:
    once = claims("هذه أول زيارة لوزير فرنسي إلى العراق منذ 12 عاما")
    again = claims("أول وزير فرنسي يزور العراق منذ 12 عاما")
    other = claims("ثاني زيارة للرئيس التركي إلى بغداد")
    assert distinct([*once, *again, *other]) == [*once, *other]


def test_a_wrong_rule_is_told() -> None:
    with pytest.raises(ValueError, match="no rule 'guess'"):
        ClaimGrammar.from_dict(
            {"lexicon": {}, "pattern": [{"rule": "guess", "match": "NUM"}]}, TIMES, FOLD
        )


VOCABULARY = sorted(
    {t for values in DATA["lexicon"].values() for texts in values.values() for t in texts}
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(
        st.sampled_from(VOCABULARY), st.sampled_from(sorted(STATES)), st.integers(0, 3000).map(str),
        st.sampled_from(["عاما", "منذ", "الثالث", "مليار", "قبل"]), st.text(max_size=4),
    ), max_size=30),
    st.sampled_from([(), ("ISR", "TKM")]),
)  # fmt: skip
def test_any_text_can_be_read(pieces: list[str], home: tuple[str, ...]) -> None:
    text = " ".join(pieces)
    for claim in claims(text, home=home):
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.text != ""
        assert claim.source
        assert claim.value is None or claim.value > 0


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed article is not beside this repository")
def test_the_seed_article() -> None:
    text = (SEED / "article.txt").read_text("utf-8")
    gold = json.loads((SEED / "gold.jsonl").read_text("utf-8"))
    found = distinct(c for line in text.split("\n") for c in claims(line, home=("ISR", "TKM")))
    assert sorted((c.kind, c.value) for c in found) == sorted(
        (c["kind"], c["value"]) for c in gold["claims"]
    )


@pytest.mark.parametrize(
    ("text", "source", "target", "value", "office"),
    [
        ("The first visit by a US secretary of state to Laos since 1955.", "USA", "LAO", 57, "foreign_minister"),
        ("The visit is the first ever by a U.S. secretary of state to Turkmenistan.", "USA", "TKM", None, "foreign_minister"),
        ("It was the first trip to Cuba by an American president since 1928.", "USA", "CUB", 84, "head_of_state"),
        ("No US secretary of state had visited Burma since 1955.", "USA", "MMR", 57, "foreign_minister"),
        ("No French president has visited Rwanda in 25 years.", "FRA", "RWA", 25, "head_of_state"),
        ("It was the first time in 50 years that a US secretary of state visited Myanmar.", "USA", "MMR", 50, "foreign_minister"),
        ("لم يزر أي وزير خارجية أمريكي ميانمار منذ عام 1955.", "USA", "MMR", 57, "foreign_minister"),
        ("لم يزر أي رئيس فرنسي رواندا منذ 25 عاما.", "FRA", "RWA", 25, "head_of_state"),
        ("كيري أول وزير خارجية أمريكي يزور الصومال على الإطلاق.", "USA", "SOM", None, "foreign_minister"),
        ("أول زيارة لرئيس وزراء ياباني إلى إيران منذ 41 عاما.", "JPN", "IRN", 41, "head_of_government"),
    ],
)  # fmt: skip
def test_a_first_tells_the_traveller_the_host_and_the_office(text, source, target, value, office):
    from marsad import Article, Coder

    claim = next(c for c in Coder().code(Article(text, published="2012-07-11")).claims if c.kind == "first")
    assert (claim.source, claim.target, claim.value, claim.office) == ((source,), (target,), value, office)
    assert claim.evidence.text in text


def test_every_rule_of_the_grammar_has_its_maker():
    assert set(_MAKERS) == RULES


@pytest.mark.parametrize(
    ("text", "value", "year"),
    [
        ("It is the first visit by a US secretary of state to Libya since John Foster Dulles in 1953.", None, 1953),
        ("The visit of the US secretary of state to Angola is the first since 2002.", 10, 2002),
        ("It's the first-ever visit by a US Secretary of State to Laos.", None, None),
        ("Never before had a US secretary of state visited Turkmenistan.", None, None),
        ("تعتبر زيارة كيري لطاجيكستان الأولى لوزير خارجية أمريكي منذ 2002", 10, 2002),
    ],
)
def test_a_first_tells_since_when(text, value, year):
    from marsad import Article, Coder

    claim = next(c for c in Coder().code(Article(text, published="2012-07-11")).claims if c.kind == "first")
    assert (claim.value, claim.year, claim.office) == (value, year, "foreign_minister")
