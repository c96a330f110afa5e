"""Facts: states of affairs over time, from events and reference facts."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.record.facts import derive, standing
from marsad.record.intervals import interval
from marsad.record.merging import merge
from marsad.record.rules import rules
from marsad.record.steps import steps_of_events, steps_of_reference
from marsad.reference.facts import ReferenceFact
from merging_cases import report as arabic_report


def report(told, published="2023-04-20", *, words="words that show no sign", **more):
    """A report in short hand whose article is in the language of its words."""
    made = arabic_report(told, published, words=words, **more)
    language = "en" if words.isascii() else "ar"
    return replace(made, article=replace(made.article, language=language))


def steps(*reports, pair=None):
    events = merge(reports)
    return steps_of_events(events, {r.id: r for r in reports}, pair)


def facts(*reports, reference=()):
    return derive((*steps(*reports), *steps_of_reference(reference)))


def listed(kind, source, target, **more):
    values = dict.fromkeys(("status", "person", "office", "city", "lat", "lon", "start", "end")) | more
    return ReferenceFact(
        f"{kind}-{source}-{target}-{more.get('start')}-{more.get('person')}", kind, source, target, values["status"],
        values["person"], values["office"], values["city"], values["lat"], values["lon"], values["start"],
        values["end"], f"{kind} of {source} in {target}", "wikidata-missions", None,
    )  # fmt: skip


def day(text):
    return dt.date.fromisoformat(text)


DECIDED = report("open_mission ISR>TKM 2013~", "2023-04-19", place="TKM",
                 words="قررت إسرائيل فتح سفارة، وبقيت حتى اليوم في مبنى مؤقت وسيفتتح المبنى الدائم")  # fmt: skip
OPENED = report("open_mission ISR>TKM 2023-04-20", "2023-04-20", place="TKM/Ashgabat",
                words="افتتح الوزير المقر الدائم لسفارة بلاده")  # fmt: skip


class TestMissions:
    def test_decided_and_temporary_until_opened_and_permanent(self):
        first, second = facts(DECIDED, OPENED)
        assert (first.state, first.what("premises"), first.valid) == ("decided", "temporary", "2013~/2023-04-20")
        assert (second.state, second.what("premises"), second.valid) == ("open", "permanent", "2023-04-20/..")
        assert first.thread == second.thread
        assert first.ended_by == second.steps[0].id

    def test_what_stands_on_a_day(self):
        found = facts(DECIDED, OPENED)
        assert [f.state for f in standing(found, day("2012-12-31"))] == []
        assert [f.state for f in standing(found, day("2023-04-19"))] == ["decided"]
        assert [f.state for f in standing(found, day("2023-04-20"))] == ["open"]

    def test_within_the_year_of_its_date_it_is_not_certain(self):
        first, _ = facts(DECIDED, OPENED)
        assert first.may_have_begun(day("2013-06-01"))
        assert not first.began(day("2013-06-01"))
        assert first.began(day("2013-12-31"))

    def test_an_embassy_and_consulates_are_kept_apart(self):
        found = facts(
            report("open_mission TUR>IRQ 2020-01-05", place="IRQ/Baghdad", words="opened its embassy"),
            report("open_mission TUR>IRQ 2020-03-05", place="IRQ/Basra", words="opened a consulate"),
            report("open_mission TUR>IRQ 2020-09-05", place="IRQ/Mosul", words="opened a consulate"),
        )
        assert len({f.thread for f in found}) == 3
        assert {f.what("mission") for f in found} == {"embassy", "consulate"}

    def test_a_mission_of_no_told_kind_joins_the_only_one(self):
        found = facts(
            report("open_mission TUR>IRQ 2020-01-05", words="opened its embassy"),
            report("close_mission TUR>IRQ 2021-01-05", words="closed the building"),
        )
        assert [f.state for f in found] == ["open", "closed"]
        assert len({f.thread for f in found}) == 1

    def test_a_host_that_closes_a_mission_on_its_soil_closes_the_guests(self):
        (fact,) = facts(
            report("close_mission IRN>GBR 2011-11-30", place="IRN/Tehran", words="ordered the embassy closed")
        )
        assert (fact.source, fact.target) == ("GBR", "IRN")
        (own,) = facts(report("close_mission GBR>IRN 2011-11-30", place="IRN/Tehran", words="closed its embassy"))
        assert (own.source, own.target) == ("GBR", "IRN")

    def test_not_opened_is_not_open(self):
        found = facts(report("open_mission AZE>ISR ?", words="فلم تفتح سفارة في إسرائيل حتى الآن"))
        assert [f.state for f in found] == ["denied"]
        assert standing(found, day("2030-01-01")) == ()

    def test_a_planned_opening_is_no_fact(self):
        planned = report("open_mission ISR>TKM 2023-04-20", "2023-04-19", status="planned", words="will open an embassy")
        assert facts(planned) == ()

    def test_a_decision_told_as_a_plan_is_taken_when_it_is_told(self):
        planned = report("open_mission AZE>ISR 2023", "2022-11-19", status="planned", words="approved opening an embassy")
        (fact,) = facts(planned)
        assert (fact.state, fact.date) == ("decided", "2022-11-19")

    def test_a_list_shows_it_on_the_day_of_the_list_and_says_nothing_of_before(self):
        (fact,) = facts(reference=(listed("mission", "ISR", "KAZ", status="embassy", city="Astana", lat=51.1, lon=71.4),))
        assert (fact.state, fact.valid, fact.what("city"), fact.what("lat")) == ("listed", "", "Astana", 51.1)
        assert fact.listed[0].date == "2022-11-16"
        assert standing((fact,), day("2030-01-01")) == ()

    def test_a_reference_with_a_date_opens_and_gives_the_place_on_the_map(self):
        reference = listed("mission", "ISR", "TKM", status="embassy", start="2023-04", lat=37.9, lon=58.4)
        (opened,) = (f for f in facts(OPENED, reference=(reference,)) if f.state == "open")
        assert len(opened.steps) == 2
        assert opened.what("lat") == 37.9
        assert {v.value for v in opened.begins} == {"2023-04-20", "2023-04"}

    def test_an_unsure_event_sets_no_state_where_a_sure_one_does(self):
        found = facts(
            report("open_mission TUR>IRQ 2020-01-05", words="opened its embassy"),
            report("close_mission TUR>IRQ 2021-01-05", words="closed its embassy", confidence=0.2),
        )
        assert [f.state for f in standing(found, day("2022-01-01"))] == ["open"]
        assert [f.uncertain for f in found if f.state == "closed"] == [True]


    def test_a_denial_in_one_report_is_no_evidence_of_what_the_others_tell(self):
        opened = [report("open_mission TUR>IRQ 2020-01-05", published, words="opened its embassy")
                  for published in ("2020-01-06", "2020-01-07")]  # fmt: skip
        denied = report("open_mission TUR>IRQ 2020-01-05", "2020-01-08", words="has not opened an embassy")
        (fact,) = facts(*opened, denied)
        assert fact.state == "open"
        assert {r.id for step in fact.steps for r in step.shown} == {r.id for r in opened}
        (doubtful,) = facts(opened[0], denied)
        assert doubtful.state == "denied"


class TestRelations:
    def test_competing_dates_stand_side_by_side(self):
        reference = tuple(listed("relations", "ISR", "TKM", status="established", start=year) for year in ("1991", "1993"))
        (fact,) = facts(
            report("establish_relations ISR+TKM 1992", words="العلاقات بين الطرفين تعود إلى عام 1992"),
            report("establish_relations ISR+TKM 1992", words="relations were established in 1992"),
            reference=reference,
        )
        assert fact.state == "established"
        assert [v.value for v in fact.begins] == ["1992", "1991", "1993"]
        assert fact.valid == "1992/.."
        assert fact.sources == 3

    def test_an_anniversary_is_no_new_beginning(self):
        found = facts(
            report("establish_relations ISR+TKM 1992", words="relations were established in 1992"),
            report("establish_relations ISR+TKM 2023", words="الاحتفال بالذكرى الثلاثين لإقامة العلاقات"),
        )
        assert [f.state for f in standing(found, day("2024-01-01"))] == ["established"]
        assert [f.state for f in found if f.date == "2023"] == ["recalled"]

    def test_severed_restored_and_the_level(self):
        found = facts(
            report("sever_relations SAU>IRN 2016-01-03", words="قطع العلاقات الدبلوماسية مع إيران"),
            report("establish_relations SAU+IRN 2023-03-10", words="استئناف العلاقات الدبلوماسية بينهما"),
            report("establish_relations SAU+IRN 2023-09-05", words="رفع العلاقات إلى مستوى السفراء"),
        )
        assert [(f.state, f.valid) for f in found] == [
            ("severed", "2016-01-03/2023-03-10"), ("restored", "2023-03-10/2023-09-05"), ("raised", "2023-09-05/.."),
        ]  # fmt: skip
        assert found[-1].what("level") == "ambassador"
        assert [f.state for f in standing(found, day("2020-01-01"))] == ["severed"]

    def test_restored_twice_years_apart_is_two_changes(self):
        found = facts(
            report("establish_relations ISR+TUR 2016-06-27", words="agreed to normalise relations"),
            report("establish_relations ISR+TUR 2022-08-17", words="agreed to restore relations"),
        )
        assert [f.valid for f in found] == ["2016-06-27/2022-08-17", "2022-08-17/.."]

    def test_the_date_of_the_cut_is_not_that_of_the_restoring(self):
        (fact,) = facts(report("establish_relations SAU+IRN 2016", "2023-06-07",
                               words="على استئناف العلاقات المقطوعة منذ عام 2016"))  # fmt: skip
        assert (fact.state, fact.date) == ("restored", None)
        assert fact.began(day("2023-06-07")) and not fact.began(day("2023-06-06"))

    def test_cutting_cooperation_does_not_sever_relations(self):
        (fact,) = facts(report("sever_relations TUR>ISR 2011-09-02", words="froze military agreements"))
        assert fact.state == "cooperation_cut"
        assert standing((fact,), day("2012-01-01")) == ()


class TestEnvoys:
    def test_who_expels_is_the_host(self):
        (fact,) = facts(report("expel_envoy EGY>TUR 2013-11-23", people=("Huseyin Avni Botsali/TUR/ambassador",)))
        assert (fact.source, fact.target, fact.state) == ("TUR", "EGY", "expelled")
        assert fact.what("person") == "Huseyin Avni Botsali"

    def test_an_envoy_stays_until_recalled(self):
        found = facts(
            report("appoint_envoy ISR>TKM 2013-06-19", words="presented his credentials",
                   people=("Shemi Tzur/ISR/ambassador",)),
            report("recall_envoy ISR>TKM 2015-02-01", words="was recalled", people=("Shemi Tzur/ISR/ambassador",)),
        )  # fmt: skip
        assert [(f.state, f.valid) for f in found] == [
            ("accredited", "2013-06-19/2015-02-01"), ("recalled", "2015-02-01/.."),
        ]  # fmt: skip

    def test_the_end_in_the_reference_is_kept(self):
        reference = listed("envoy", "USA", "AFG", status="took_up", person="William Harrison Hornibrook",
                           office="envoy", start="1935-05-04", end="1936-03-16")  # fmt: skip
        (fact,) = facts(reference=(reference,))
        assert (fact.state, fact.valid) == ("accredited", "1935-05-04/1936-03-16")

    def test_two_persons_of_one_day_are_two_facts(self):
        found = facts(
            report("appoint_envoy EGY>TUR 2023-07-04", people=("Amr Elhamamy/EGY/ambassador",)),
            report("appoint_envoy EGY>TUR 2023-07-05", people=("Karim Wassef/EGY/ambassador",)),
        )
        assert {f.what("person") for f in found} == {"Amr Elhamamy", "Karim Wassef"}


def test_an_undated_event_has_been_by_the_day_of_its_report():
    (fact,) = facts(report("sign ISR>AZE ?", "2023-04-19"))
    assert fact.began(day("2023-04-19"))
    assert not fact.began(day("2023-04-18"))
    assert fact.date is None


def test_an_event_between_many_makes_a_step_for_each_two():
    reports = report("sever_relations SAU+ARE>QAT 2017-06-05", words="cut diplomatic relations")
    assert {(s.source, s.target) for s in steps(reports)} == {("QAT", "SAU"), ("ARE", "QAT")}
    assert [s.source for s in steps(reports, pair=("QAT", "ARE"))] == ["ARE"]


def test_every_fact_names_what_it_rests_on():
    for fact in facts(DECIDED, OPENED, reference=(listed("mission", "ISR", "TKM", status="embassy"),)):
        record = fact.to_dict()
        assert record["events"] and record["reports"] and record["reference"] and record["rules"]
        assert record["id"] == fact.id


def test_each_rule_can_fire():
    """No rule stands behind another of the same act that asks for no more than it does."""
    for act, those in rules().by_act.items():
        for number, rule in enumerate(those):
            for earlier in those[:number]:
                assert not (earlier.signs <= rule.signs and not earlier.without), (act, earlier.id, rule.id)


@pytest.mark.parametrize("act", sorted(rules().by_act))
def test_an_act_makes_a_step_whatever_its_words(act):
    assert len(steps(report(f"{act} ISR>TKM 2020-02-02", words="a sentence that shows no sign"))) == 1


_ACTS = st.sampled_from(("open_mission", "close_mission", "appoint_envoy", "recall_envoy", "sever_relations",
                         "establish_relations", "sign", "visit"))  # fmt: skip
_DATES = st.sampled_from(("2020", "2020-03", "2020-03-04", "2020-03-20", "2021-07-01", "2022~", "?"))
_WORDS = st.sampled_from(("opened its embassy", "decided to open", "presented his credentials", "cut relations",
                          "restored relations", "closed a consulate", "temporary embassy"))  # fmt: skip
_REPORTS = st.lists(
    st.builds(
        lambda act, date, words, published, confidence: report(
            f"{act} ISR>TKM {date}", published, words=words, confidence=confidence
        ),
        _ACTS, _DATES, _WORDS, st.sampled_from(("2020-03-21", "2022-12-31", "2023-05-05")),
        st.sampled_from((0.2, 0.9)),
    ),
    max_size=8, unique_by=lambda r: r.id,
)  # fmt: skip


@given(_REPORTS, st.randoms(use_true_random=False))
def test_facts_do_not_depend_on_the_order_of_steps(reports, dice: random.Random):
    those = list(steps(*reports))
    shuffled = those[:]
    dice.shuffle(shuffled)
    assert sorted(f.id for f in derive(those)) == sorted(f.id for f in derive(shuffled))


@given(_REPORTS, st.dates(dt.date(2019, 1, 1), dt.date(2024, 1, 1)))
def test_what_stands_on_a_day_had_begun_by_then_and_is_one_a_thread(reports, on):
    found = facts(*reports)
    stand = standing(found, on)
    assert len({f.thread for f in stand}) == len(stand)
    for fact in stand:
        assert any(step.when is not None and step.when.hi <= on for step in fact.steps)


@given(_REPORTS)
def test_each_valid_time_is_an_interval_that_can_be_read(reports):
    for fact in facts(*reports):
        assert not fact.valid or interval(fact.valid) is not None
