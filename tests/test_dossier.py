"""The dossier of two states: as of a day, as known at a moment, each line with its sentence."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.record.answers import Answer
from marsad.record.dossier import PairError, dossier, evidence_in
from marsad.record.wording import LANGUAGES, say
from record_press import DECIDED, OPENED, START, Press, Told, embassy_press
from test_facts import listed


def day(text):
    return dt.date.fromisoformat(text)


def lines(section, language="en"):
    return [say(line.said, language) for line in section.lines]


def ask(press, as_of, known_at=None, pair=("ISR", "TKM")):
    first, second = pair
    return dossier(press.record.snapshot(known_at), first, second, day(as_of))


class TestEmbassy:
    """The question of issue 3: the embassy on 19 and on 21 April 2023, and before anything was known."""

    def test_the_day_before_it_is_decided_temporary_and_planned(self):
        press, _, _ = embassy_press()
        found = ask(press, "2023-04-19")
        embassy = found.missions.lines[0]
        assert say(embassy.said) == "Embassy of Israel in Turkmenistan: decided about 2013, temporary premises, Ashgabat"
        assert "its opening was planned for 2023-04-20 (told 2023-04-19)" in map(say, embassy.notes)
        assert embassy.evidence[0].quotation == DECIDED.sentence
        assert [line.said.key for line in found.planned.lines] == ["planned.ahead"]
        assert "by later reports it happened: 2023-04-20, told 2023-04-20" in map(say, found.planned.lines[0].notes)

    def test_the_day_after_it_is_open_and_permanent_and_says_why(self):
        press, _, _ = embassy_press()
        found = ask(press, "2023-04-21")
        embassy = found.missions.lines[0]
        assert say(embassy.said).startswith("Embassy of Israel in Turkmenistan: open, opened 2023-04-20, permanent")
        assert "before that: decided about 2013, temporary premises" in map(say, embassy.notes)
        assert embassy.evidence[0].quotation == OPENED.sentence
        assert found.planned.lines == ()

    def test_as_known_before_the_report_of_the_opening_it_is_only_planned(self):
        press, before, _ = embassy_press()
        found = ask(press, "2023-04-21", before)
        assert found.missions.lines[0].said.values[-1][1][0].key == "mission.state_decided"
        (plan,) = found.planned.lines
        assert plan.said.key == "planned.passed"
        assert "no report that it happened" in say(plan.said)

    def test_a_mission_told_only_later_is_said_to_be_so(self):
        press = Press()
        press.tell("2023-04-20", "al-masa", OPENED, language="ar")
        line = ask(press, "2023-04-19").missions.lines[0]
        assert say(line.said) == (
            "Embassy of Israel in Turkmenistan: nothing told of it by 2023-04-19; "
            "by later reports open, opened 2023-04-20"
        )
        assert line.evidence[0].quotation == OPENED.sentence

    def test_as_known_before_anything_was_told_nothing_is_known(self):
        press, _, _ = embassy_press()
        found = ask(press, "2023-04-21", START)
        assert evidence_in(found.answer()) == []
        assert lines(found.missions)[0].endswith("unknown, not absent.")
        assert found.coverage.lines[0].said.key == "coverage.nothing_read"


class TestSections:
    def test_visits_are_the_last_of_each_office_in_both_directions(self):
        press = Press()
        press.record.add_facts([
            listed("visit", "ISR", "TKM", status="visit", person="Shimon Peres", office="foreign_minister", start="1994"),
        ], START)  # fmt: skip
        for date, name, office in (
            ("2023-04-19", "Eli Cohen", "foreign_minister"), ("2022-02-02", "Yair Lapid", "foreign_minister"),
            ("2021-01-01", "Isaac Herzog", "head_of_state"),
        ):  # fmt: skip
            told = Told(f"visit ISR>TKM {date}", f"{name} came to Ashgabat", people=(f"{name}/ISR/{office}",))
            press.tell(date, "al-sabah", told)
        found = lines(ask(press, "2023-05-01").visits)
        assert found[0] == "foreign minister of Israel in Turkmenistan: 2023-04-19, Eli Cohen"
        assert found[1] == "head of state of Israel in Turkmenistan: 2021-01-01, Isaac Herzog"
        assert found[2] == "Visits from Israel to Turkmenistan that are recorded: 4, the first of those read: 1994"
        assert found[3].startswith("No visit from Turkmenistan to Israel")
        earlier = lines(ask(press, "2022-12-31").visits)
        assert earlier[0] == "foreign minister of Israel in Turkmenistan: 2022-02-02, Yair Lapid"

    def test_a_visit_told_by_reports_and_by_the_reference_is_one(self):
        press = Press()
        press.record.add_facts([
            listed("visit", "ISR", "USA", status="visit", person="Yair Lapid", office="foreign_minister",
                   start="2021-10-12", end="2021-10-14"),
        ], START)  # fmt: skip
        told = Told("visit ISR>USA 2021-10-12", "Yair Lapid came to Washington",
                    people=("Yair Lapid/ISR/foreign_minister",))  # fmt: skip
        press.tell("2021-10-13", "al-sabah", told)
        visits = ask(press, "2022-01-01", pair=("ISR", "USA")).visits
        assert visits.lines[0].sources == 2
        assert any("recorded: 1" in line for line in lines(visits))

    def test_fields_of_cooperation_count_events_and_name_the_last(self):
        press = Press()
        press.tell("2023-04-19", "a", Told("agree ISR+TKM 2023-04-19", "They agreed on energy and water",
                                           sectors=("energy", "water")))  # fmt: skip
        press.tell("2023-05-20", "b", Told("sign ISR+TKM 2023-05-20", "They signed an energy treaty", sectors=("energy",)))
        found = ask(press, "2023-06-01")
        assert lines(found.fields) == ["energy: events 2, the last 2023-05-20", "water: events 1, the last 2023-04-19"]
        assert lines(found.agreements) == ["Signed 2023-05-20: energy"]

    def test_a_plan_that_came_to_nothing_is_told_as_such(self):
        press = Press()
        people = ("Benjamin Netanyahu/ISR/head_of_government",)
        press.tell("2023-07-21", "a", Told("visit ISR>TUR 2023-07-28", "Benjamin Netanyahu will come to Ankara",
                                           "planned", people=people))  # fmt: skip
        press.tell("2023-07-24", "b", Told("visit ISR>TUR 2023-07-28", "Benjamin Netanyahu will not come to Ankara",
                                           "denied", people=people))  # fmt: skip
        pair = ("ISR", "TUR")
        assert [x.said.key for x in ask(press, "2023-07-22", pair=pair).planned.lines] == ["planned.ahead"]
        assert [x.said.key for x in ask(press, "2023-07-25", pair=pair).planned.lines] == ["planned.denied"]
        assert ask(press, "2025-07-25", pair=pair).planned.lines == ()

    def test_copies_of_one_text_are_one_source_and_several_reports(self):
        press = Press()
        same = bytes(range(256)) * 2 + bytes(4)
        for outlet in ("agency", "paper", "site"):
            press.now += dt.timedelta(minutes=1)
            told = Told("sever_relations IRN>SAU 2016-01-03", "It cut diplomatic relations")
            from record_press import coded

            article = coded("2016-01-04", outlet, told)
            press.record.ingest(article.article, article, press.now, signature=same)
        line = ask(press, "2016-02-01", pair=("IRN", "SAU")).relations.lines[0]
        assert (line.reports, line.sources) == (3, 1)

    def test_the_index_goes_up_to_the_day_and_states_its_sample(self):
        press = Press()
        press.tell("2023-04-19", "a", Told("meet ISR+TKM 2023-04-19", "They met in Ashgabat"))
        press.tell("2024-04-19", "b", Told("attack ISR>TKM 2024-04-19", "One attacked the other"))
        found = ask(press, "2023-06-01")
        assert found.index.events == 1
        assert [p.month for p in found.index.points] == ["2023-04", "2023-05", "2023-06"]

    def test_the_timeline_says_how_many_more_there_are(self):
        press = Press()
        for number in range(1, 29):
            press.tell(f"2023-02-{number:02d}", "a", Told(f"call ISR+TKM 2023-02-{number:02d}", f"They spoke, call {number}"))
        found = ask(press, "2023-03-01").timeline
        assert (len(found.lines), found.left_out) == (20, 8)

    def test_conflicts_are_shown_with_both_sides(self):
        press = Press()
        press.tell("2016-01-04", "a", Told("sever_relations IRN>SAU 2016-01-03", "It cut diplomatic relations"))
        press.tell("2018-01-04", "b", Told("visit IRN>SAU 2018-01-03", "The minister came to Riyadh"))
        (line,) = ask(press, "2018-02-01", pair=("IRN", "SAU")).disputed.lines
        assert line.said.key == "conflict.visit_severed"
        assert {e.origin for e in line.evidence} == {"a", "b"}

    def test_what_is_not_covered_is_said(self):
        press, _, _ = embassy_press()
        found = lines(ask(press, "2023-04-21").coverage)
        assert any("no source is complete for: relations, missions, envoys, visits" in line for line in found)
        assert "Nothing published after 2023-04-20 has been read: what happened since is not known." in found


def test_an_actor_with_itself_has_no_dossier():
    press, _, _ = embassy_press()
    with pytest.raises(PairError, match="two different"):
        ask(press, "2023-04-21", pair=("ISR", "ISR"))


def test_it_does_not_matter_who_is_named_first():
    press, _, _ = embassy_press()
    one, other = ask(press, "2023-04-21"), ask(press, "2023-04-21", pair=("TKM", "ISR"))
    assert {x.said for x in one.missions.lines} == {x.said for x in other.missions.lines}
    assert one.index == other.index


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_json_is_plain_and_in_the_language_asked_for(language):
    press, _, _ = embassy_press()
    record = ask(press, "2023-04-21").to_dict(language)
    assert json.loads(json.dumps(record)) == record
    headings = {section["heading"] for section in record["sections"]}
    assert ("العلاقات" in headings) is (language == "ar")
    mission = record["sections"][1]["lines"][0]
    assert mission["fact"]["state"] == "open"
    assert mission["fact"]["premises"] == "permanent"


def quotations_are_exact(answer: Answer, snapshot) -> int:
    """Holds each piece of evidence against what is stored: an article's text, or a reference row."""
    reference = {fact.id: fact for fact in snapshot.reference()}
    count = 0
    for evidence in evidence_in(answer):
        count += 1
        if evidence.reference is not None:
            assert evidence.quotation == reference[evidence.reference].text
            continue
        stored = snapshot.article(evidence.article)
        assert stored.coded.article.content[evidence.start : evidence.end] == evidence.quotation
    return count


_TOLD = st.builds(
    lambda act, way, date, words, status: Told(f"{act} {way} {date}", words, status),
    st.sampled_from(("open_mission", "appoint_envoy", "visit", "sever_relations", "recall_envoy", "attack")),
    st.sampled_from(("ISR>TKM", "TKM>ISR")),
    st.sampled_from(("2020", "2021-03-04", "2022-07-01", "2023~", "?")),
    st.sampled_from(("It opened an embassy", "He presented credentials", "It cut relations", "They came by air")),
    st.sampled_from(("happened", "planned", "denied")),
)  # fmt: skip
_ARTICLES = st.lists(st.tuples(st.sampled_from(("2021-03-05", "2022-06-30", "2024-01-01")), _TOLD), max_size=6)


@settings(max_examples=60)
@given(_ARTICLES, st.dates(dt.date(2019, 6, 1), dt.date(2024, 6, 1)), st.integers(0, 6))
def test_every_shown_line_is_exact_and_nothing_recorded_later_shows(articles, as_of, known):
    press = Press()
    moments = [START]
    for number, (published, told) in enumerate(articles):
        moments.append(press.tell(published, f"paper {number}", told))
    known_at = moments[min(known, len(articles))]
    now = dossier(press.record.snapshot(known_at), "ISR", "TKM", as_of)
    quotations_are_exact(now.answer(), press.record.snapshot(known_at))

    alone = Press()
    for number, (published, told) in enumerate(articles[: min(known, len(articles))]):
        alone.tell(published, f"paper {number}", told)
    then = dossier(alone.record.snapshot(), "ISR", "TKM", as_of)
    assert now.to_dict() | {"known_at": None} == then.to_dict()
    for language in LANGUAGES:
        assert now.to_dict(language)["sections"]


SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "article.txt"
SAMPLE = Path(__file__).resolve().parents[1] / "sample" / "dispatches.jsonl"


@pytest.fixture(scope="module")
def seed_and_sample():
    """The seed article and the sample dispatches of those days, coded, with the reference facts on the pair."""
    if not SEED.is_file():
        pytest.skip("../shared is not there: the seed article is no part of the product")
    from marsad.coding.coder import Coder
    from marsad.model import Article
    from marsad.reference.facts import load

    title, _, text = SEED.read_text("utf-8").partition("\n")
    articles = [Article(text, title, "2023-04-19", outlet="al-ain", language="ar")]
    for row in map(json.loads, SAMPLE.read_text("utf-8").splitlines()):
        if row["published"] in ("2013-06-20", "2013-06-21", "2023-04-20", "2023-04-21"):
            articles.append(Article.from_dict(row))
    press, coder = Press(), Coder()
    press.record.add_facts([f for f in load() if {f.source, f.target} == {"ISR", "TKM"}], START)
    for article in articles:
        press.now += dt.timedelta(minutes=1)
        press.record.ingest(article, coder.code(article), press.now)
    return press


def test_the_seed_article_and_the_sample_tell_of_the_embassy(seed_and_sample):
    before, after = ask(seed_and_sample, "2023-04-19"), ask(seed_and_sample, "2023-04-21")
    states = [d.missions.lines[0].fact for d in (before, after)]
    assert [(f.state, f.what("premises")) for f in states] == [("decided", "temporary"), ("open", "permanent")]
    assert any("2023-04-20" in say(note) for note in before.missions.lines[0].notes)
    assert "Shemi Tzur" in lines(after.envoys)[0]
    assert lines(after.visits)[0].startswith("foreign minister of Israel in Turkmenistan: 2023-04-19")
    assert [v.value for v in after.relations.lines[0].fact.begins if v.sources][:1] == ["1992"]
    assert {v.value for v in after.relations.lines[0].fact.begins} == {"1991", "1992", "1993"}
    assert quotations_are_exact(after.answer(), seed_and_sample.record.snapshot()) > 20
