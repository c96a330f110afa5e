"""What contradicts itself is flagged with words and both sides' evidence, and what does not is left alone."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.record.conflicts import conflicts
from marsad.record.facts import derive
from marsad.record.merging import merge
from marsad.record.steps import steps_of_events, steps_of_reference
from marsad.record.wording import say
from test_facts import listed, report

TODAY = dt.date(2025, 1, 1)


def found(*reports, reference=(), day=TODAY):
    events = merge(reports)
    by_id = {r.id: r for r in reports}
    facts = derive((*steps_of_events(events, by_id), *steps_of_reference(reference)))
    return conflicts(facts, events, by_id, day)


def keys(*reports, **more):
    return [line.said.key for line in found(*reports, **more)]


ACCREDITED = report("appoint_envoy EGY>TUR 2020-01-10", words="presented his credentials",
                    people=("Amr Elhamamy/EGY/ambassador",))  # fmt: skip


class TestTwoEnvoys:
    def test_one_began_while_the_other_is_known_in_post(self):
        lines = found(
            ACCREDITED,
            report("appoint_envoy EGY>TUR 2021-03-03", words="presented his credentials",
                   people=("Karim Wassef/EGY/ambassador",)),
            report("recall_envoy EGY>TUR 2022-06-01", words="recalled", people=("Amr Elhamamy/EGY/ambassador",)),
        )  # fmt: skip
        assert [line.said.key for line in lines] == ["conflict.two_envoys"]
        shown = {evidence.report for evidence in lines[0].evidence}
        assert len(shown) == 2, "the sentence of each side"
        words = say(lines[0].said, "en")
        assert "Amr Elhamamy" in words and "Karim Wassef" in words

    def test_both_accredited_within_days(self):
        other = report("appoint_envoy EGY>TUR 2020-01-20", words="presented his credentials",
                       people=("Karim Wassef/EGY/ambassador",))  # fmt: skip
        assert keys(ACCREDITED, other) == ["conflict.two_envoys"]

    def test_a_successor_is_no_conflict(self):
        later = report("appoint_envoy EGY>TUR 2023-03-03", words="presented his credentials",
                       people=("Karim Wassef/EGY/ambassador",))  # fmt: skip
        assert keys(ACCREDITED, later) == []

    def test_two_spellings_of_one_name_are_one_person(self):
        other = report("appoint_envoy EGY>TUR 2020-01-11", words="قدم أوراق اعتماده سفيرا",
                       people=("عمرو الحمامي/EGY/ambassador",))  # fmt: skip
        assert "conflict.two_envoys" not in keys(ACCREDITED, other)

    def test_terms_in_the_reference_that_overlap(self):
        one = listed("envoy", "USA", "AFG", status="took_up", person="John Smith", start="1950-01-01", end="1953-01-01")
        two = listed("envoy", "USA", "AFG", status="took_up", person="Peter Brown", start="1951-01-01", end="1954-01-01")
        three = listed("envoy", "USA", "AFG", status="took_up", person="Paul Green", start="1954-01-10")
        assert keys(reference=(one, two, three)) == ["conflict.two_envoys"]


class TestMissions:
    def test_opened_twice_with_no_closing_between(self):
        first = report("open_mission TUR>IRQ 2010-01-05", words="opened its embassy")
        again = report("open_mission TUR>IRQ 2020-01-05", words="opened its embassy")
        closed = report("close_mission TUR>IRQ 2015-01-05", words="closed its embassy")
        assert keys(first, again) == ["conflict.opened_twice"]
        assert keys(first, closed, again) == []

    def test_moving_into_permanent_premises_is_no_second_opening(self):
        first = report("open_mission TUR>IRQ 2010-01-05", words="opened its embassy in temporary premises")
        again = report("open_mission TUR>IRQ 2020-01-05", words="opened its permanent embassy")
        assert keys(first, again) == []

    def test_near_days_are_competing_dates_of_one_opening(self):
        first = report("open_mission SAU>IRN 2023-08-06", "2023-08-10", words="its embassy resumed work")
        again = report("open_mission SAU>IRN 2023-08-09", "2023-08-10", words="its embassy reopened")
        assert keys(first, again) == ["conflict.dates_mission"]

    def test_opened_while_relations_were_severed(self):
        cut = report("sever_relations SAU>IRN 2016-01-03", words="cut diplomatic relations")
        opened = report("open_mission SAU>IRN 2017-01-03", words="opened its embassy")
        assert keys(cut, opened) == ["conflict.mission_severed"]


class TestSevered:
    CUT = report("sever_relations SAU>IRN 2016-01-03", words="cut diplomatic relations")
    RESTORED = report("establish_relations SAU+IRN 2023-03-10", words="restored diplomatic relations")

    @pytest.mark.parametrize(
        ("date", "flagged"), [("2015-12-01", False), ("2016-01-03", True), ("2020-05-05", True), ("2023-06-17", False)]
    )
    def test_a_visit_while_relations_were_severed(self, date, flagged):
        visit = report(f"visit IRN>SAU {date}", "2023-12-01", words="the minister came")
        assert ("conflict.visit_severed" in keys(self.CUT, self.RESTORED, visit)) is flagged

    def test_an_envoy_while_relations_were_severed(self):
        envoy = report("appoint_envoy IRN>SAU 2018-01-01", words="was named", people=("Ali Enayati/IRN/ambassador",))
        assert keys(self.CUT, self.RESTORED, envoy) == ["conflict.envoy_severed"]

    def test_a_visit_of_an_unsure_date_is_not_flagged(self):
        visit = report("visit IRN>SAU 2016", "2023-12-01", words="the minister came")
        assert keys(self.CUT, visit) == []

    def test_nothing_is_known_of_relations_is_no_conflict(self):
        assert keys(report("visit IRN>SAU 2018-01-01")) == []

    def test_what_lies_after_the_day_is_not_shown(self):
        visit = report("visit IRN>SAU 2020-05-05", words="the minister came")
        assert keys(self.CUT, visit, day=dt.date(2019, 1, 1)) == []


class TestEvents:
    def test_told_to_have_happened_and_denied(self):
        one = report("meet ISR+SAU 2020-11-22", "2020-11-23", people=("Benjamin Netanyahu/ISR/head_of_government",))
        two = report("meet ISR+SAU 2020-11-22", "2020-11-24", status="denied",
                     people=("Benjamin Netanyahu/ISR/head_of_government",))  # fmt: skip
        assert keys(one, two) == ["conflict.denied_mutual"]

    def test_competing_years_of_relations_with_all_their_sentences(self):
        reference = tuple(listed("relations", "ISR", "TKM", status="established", start=y) for y in ("1991", "1992", "1993"))
        (line,) = found(reference=reference)
        assert line.said.key == "conflict.dates_relations"
        assert len(line.evidence) == 3
        assert "1991 (1), 1992 (1), 1993 (1)" in say(line.said, "en")

    def test_a_day_within_a_told_year_is_no_conflict(self):
        reference = tuple(listed("relations", "ISR", "TKM", status="established", start=y) for y in ("1992", "1992-05-02"))
        assert keys(reference=reference) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_conflict_is_said_in_both_languages(language):
    for line in found(
        ACCREDITED, TestSevered.CUT, report("visit IRN>SAU 2020-05-05"),
        report("open_mission SAU>IRN 2023-08-06", "2023-08-10", words="its embassy resumed work", place="IRN/Tehran"),
        report("open_mission SAU>IRN 2023-08-09", "2023-08-10", words="its embassy reopened", place="IRN/Isfahan"),
    ):  # fmt: skip
        assert say(line.said, language)
