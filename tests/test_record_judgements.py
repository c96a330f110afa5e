"""People's decisions find their reports again, change what they should, can be taken back, and travel as JSON."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import Place, Span
from marsad.record.judgements import (
    Finder,
    JudgementError,
    active,
    apply,
    articles_of,
    judgement,
    judgement_dict,
    judgement_from,
    judgement_id,
    locator_of,
    revived,
)
from marsad.record.merging import merge
from marsad.record.types import Decision, Judgement, Report
from merging_cases import COHEN, LEARNT, report, sentence

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
VISIT = report("visit ISR>TKM 2023-04-19", "2023-04-20", article="k-1", start=100, people=(COHEN,))
MEETING = report("meet ISR+TKM 2023-04-20", "2023-04-20", article="k-1", start=300)


def judge(decision: Decision, *reports: Report, hour: int = 0, **more: Any) -> Judgement:
    return judgement(decision, reports, "Rana", LEARNT + dt.timedelta(hours=hour), **more)


def withdraw(taken: Judgement, hour: int = 9) -> Judgement:
    return judgement("withdraw", (), "Rana", LEARNT + dt.timedelta(hours=hour), withdraws=taken.id)


def recoded(told: Report, *, start: int | None = None, **changes: Any) -> Report:
    """The same sentence as a later coder reads it."""
    start = told.evidence.start if start is None else start
    span = Span(start, start + len(told.evidence.text), told.evidence.text)
    return replace(told, id=f"{told.id}-again", evidence=span, **changes)


# ---------------------------------------------------------------- finding again


@pytest.mark.parametrize(
    ("again", "found"),
    [
        (recoded(VISIT), True),
        (recoded(VISIT, start=120), True),  # the clause is cut elsewhere
        (recoded(VISIT, date="2023-04-18", confidence=0.3), True),
        (recoded(VISIT, source=("ISR",), target=("TKM", "KAZ")), True),  # one more party
        (recoded(VISIT, start=100 + len(VISIT.evidence.text)), False),  # the next clause
        (recoded(VISIT, act="meet"), False),
        (recoded(VISIT, source=("TKM",), target=("ISR",)), False),  # the other way round
        (recoded(VISIT, target=("AZE",)), False),
        (replace(recoded(VISIT), article=replace(VISIT.article, key="k-2")), False),
    ],
)
def test_a_judged_report_is_found_after_recoding(again: Report, found: bool) -> None:
    assert (Finder([again]).find(locator_of(VISIT)) is again) is found


def test_the_report_with_the_same_parties_is_meant_before_one_that_is_alike() -> None:
    wider = recoded(VISIT, target=("TKM", "KAZ"))
    same = replace(recoded(VISIT, start=130), id="r-same")
    assert Finder([wider, same]).find(locator_of(VISIT)) is same


def test_closing_each_others_missions_in_one_clause_is_told_apart() -> None:
    here = report("close_mission GBR>IRN 2011-11-30", article="k-9", start=5)
    there = replace(here, id="r-there", source=("IRN",), target=("GBR",))
    rejected = judge("reject", here)
    assert apply([here, there], [rejected]).reports == (there,)
    assert apply([there], [rejected]).reports == (there,)  # the later coding has only the other one: it stays


# ---------------------------------------------------------------- what judgements do


def test_reject_and_accept() -> None:
    no, yes = judge("reject", VISIT), judge("accept", VISIT, hour=1)
    assert merge([VISIT], [no]) == ()
    (event,) = merge([VISIT], [no, yes])
    assert event.judged == "accept" and event.confidence == 1.0
    assert merge([VISIT], [yes, replace(no, at=LEARNT + dt.timedelta(hours=2))]) == ()


def test_a_correction_shows_in_the_event_and_later_ones_add_to_it() -> None:
    first = judge("correct", VISIT, changes={"date": "2023-04-18", "target": ["AZE"], "place": {"country": "AZE"}})
    second = judge("correct", VISIT, hour=1, changes={"date": None, "status": "denied", "sectors": ["energy"]})
    (event,) = merge([VISIT], [second, first])
    assert (event.target, event.date, event.status, event.place) == (("AZE",), None, "denied", Place("AZE"))
    assert event.sectors == ("energy",) and event.judged == "correct" and event.confidence == 1.0
    assert event.id == "ev-" + VISIT.id


def test_a_corrected_act_moves_a_report_to_the_event_of_that_act() -> None:
    other = report("meet ISR+TKM 2023-04-19", "2023-04-20", people=(COHEN,))
    change = judge("correct", VISIT, changes={"act": "meet", "source": ["ISR", "TKM"], "target": []})
    assert len(merge([VISIT, other])) == 2
    (event,) = merge([VISIT, other], [change])
    assert event.act == "meet" and event.sources == 2


def test_what_a_person_told_outranks_more_reports() -> None:
    others = [report("visit ISR>TKM 2023-04-19", "2023-04-19", text=f"t{n}", people=(COHEN,)) for n in range(3)]
    change = judge("correct", VISIT, *others, changes={"date": "2023-04-18", "status": "happened"})
    (event,) = merge([VISIT, *others], [change])
    assert event.date == "2023-04-18"


def test_acts_that_people_joined_are_one_event_with_the_act_of_the_lead() -> None:
    (event,) = merge([VISIT, MEETING], [judge("merge", VISIT, MEETING)])
    assert set(event.reports) == {VISIT.id, MEETING.id} and "joined by a person" in event.why
    assert event.judged == "merge"


def test_note_and_unsure_only_mark() -> None:
    (plain,) = merge([VISIT])
    (noted,) = merge([VISIT], [judge("note", VISIT, note="see the ministry's page")])
    assert replace(noted, judged=None) == plain and noted.judged == "note"
    (unsure,) = merge([VISIT], [judge("unsure", VISIT), judge("note", VISIT, hour=1, note="still")])
    assert unsure.judged == "unsure"


def test_a_judgement_without_its_report_does_nothing() -> None:
    elsewhere = report("visit ISR>TKM 2023-04-19", article="k-elsewhere")
    assert merge([VISIT], [judge("reject", elsewhere), judge("merge", elsewhere, VISIT)]) == (
        replace(merge([VISIT])[0], judged="merge"),
    )


# ---------------------------------------------------------------- taking back


def test_a_withdrawn_judgement_does_nothing_and_a_withdrawn_withdrawal_neither() -> None:
    no = judge("reject", VISIT)
    back = withdraw(no)
    again = withdraw(back, hour=10)
    assert active([no]) == (no,)
    assert active([back, no]) == ()
    assert active([again, back, no]) == (no,)
    assert merge([VISIT], [no, back]) == merge([VISIT])


@QUICK
@given(st.permutations(range(5)))
def test_the_order_in_which_judgements_are_given_does_not_matter(order: list[int]) -> None:
    no, yes = judge("reject", VISIT), judge("accept", VISIT, hour=1)
    change = judge("correct", VISIT, hour=2, changes={"date": "2023-04-18"})
    made = [no, yes, change, withdraw(yes), judge("merge", VISIT, MEETING, hour=3)]
    assert merge([VISIT, MEETING], [made[n] for n in order]) == merge([MEETING, VISIT], made)


# ---------------------------------------------------------------- re-coding


@pytest.mark.parametrize("decision", ["accept", "correct"])
def test_what_a_person_vouched_for_lives_on_when_recoding_loses_it(decision: Decision) -> None:
    made = judge(decision, VISIT, changes={"date": "2023-04-18"} if decision == "correct" else None)
    assert revived([MEETING], [VISIT, MEETING], [made]) == (VISIT,)
    assert revived([MEETING, recoded(VISIT)], [VISIT], [made]) == ()  # found again: the new coding is used
    assert revived([MEETING], [VISIT], [made, withdraw(made)]) == ()
    assert revived([MEETING], [VISIT], [judge("reject", VISIT), judge("note", VISIT, note="x")]) == ()


def test_of_two_earlier_codings_the_one_that_was_judged_lives_on() -> None:
    newer = recoded(VISIT, target=("TKM", "KAZ"))
    assert revived([], [newer, VISIT], [judge("accept", VISIT)]) == (VISIT,)


@QUICK
@given(
    moved=st.integers(-8, 8), date=st.sampled_from(["2023-04-19", "2023-04-18", None]),
    confidence=st.floats(0.1, 1.0), lost=st.booleans(),
)  # fmt: skip
def test_judgements_survive_recoding(moved: int, date: str | None, confidence: float, lost: bool) -> None:
    change = judge("correct", VISIT, changes={"status": "denied", "date": "2023-04-17"})
    live = [MEETING] if lost else [MEETING, recoded(VISIT, start=100 + moved, date=date, confidence=confidence)]
    standing = [*live, *revived(live, [VISIT, MEETING], [change])]
    visits = [event for event in merge(standing, [change]) if event.act == "visit"]
    assert [(event.status, event.date, event.judged) for event in visits] == [("denied", "2023-04-17", "correct")]


# ---------------------------------------------------------------- JSON


def test_json_there_and_back() -> None:
    made = judge(
        "correct", VISIT, MEETING, note="م",
        changes={"place": {"country": "TKM", "city": "Ashgabat"}, "source": ["ISR"]},
    )
    told = json.loads(json.dumps(judgement_dict(made)))
    assert judgement_from(told) == made and judgement_id(made) == made.id
    assert judgement_from(judgement_dict(withdraw(made))) == withdraw(made)
    assert list(articles_of(made)) == ["k-1"]


def test_the_same_decision_has_the_same_id_and_another_another() -> None:
    assert judge("accept", VISIT).id == judge("accept", VISIT).id
    assert len({judge("accept", VISIT).id, judge("reject", VISIT).id, judge("accept", MEETING).id}) == 3
    abroad = judgement("accept", [VISIT], "Rana", LEARNT.astimezone(dt.timezone(dt.timedelta(hours=3))))
    assert abroad.id == judge("accept", VISIT).id


@pytest.mark.parametrize(
    ("decision", "more", "says"),
    [
        ("approve", {}, "is no decision"),
        ("accept", {"who": " "}, "name of who decides"),
        ("accept", {"at": dt.datetime(2026, 1, 1)}, "time zone"),
        ("accept", {"reports": ()}, "at least one report"),
        ("merge", {}, "at least two"),
        ("split", {}, "both sides"),
        ("withdraw", {}, "must name the judgement"),
        ("accept", {"withdraws": "j-1"}, "only a withdrawal"),
        ("correct", {}, "tells what is changed"),
        ("accept", {"changes": {"act": "visit"}}, "tells what is changed"),
        ("correct", {"changes": {"colour": "red"}}, "what can be corrected is act, status"),
        ("correct", {"changes": {"act": "tango"}}, "an act of"),
        ("correct", {"changes": {"status": "maybe"}}, "one of happened"),
        ("correct", {"changes": {"source": []}}, "at least one"),
        ("correct", {"changes": {"target": "TKM"}}, "list of actor codes"),
        ("correct", {"changes": {"date": "19 April"}}, "EDTF"),
        ("correct", {"changes": {"place": "Ashgabat"}}, "country"),
        ("correct", {"changes": {"sectors": ["chess"]}}, "sectors of"),
        ("correct", {"changes": {"attribution": ""}}, "a name or null"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_words(decision: Any, more: dict[str, Any], says: str) -> None:
    given = {"reports": (VISIT,), "who": "Rana", "at": LEARNT, **more}
    with pytest.raises(JudgementError, match=says):
        judgement(decision, given.pop("reports"), given.pop("who"), given.pop("at"), **given)


@pytest.mark.parametrize(
    "broken",
    [
        {}, {"id": "j-1"}, {"at": "yesterday"}, {"at": 3}, {"reports": [{}]}, {"reports": 3}, {"reports": [[1, 2]]},
        {"reports": [{"article": "k", "start": 5, "end": 2, "act": "visit", "source": ["A"], "target": []}]},
        {"reports": [{"article": "k", "start": 1, "end": 2, "act": "visit", "source": "A", "target": []}]},
        {"changes": 7}, {"id": ""}, {"note": 5}, {"who": None}, {"decision": None},
    ],
)  # fmt: skip
def test_what_is_no_judgement_is_refused(broken: dict[str, Any]) -> None:
    whole = judgement_dict(judge("accept", VISIT))
    told = {**whole, **broken} if (broken and "id" not in broken) or broken.get("id") == "" else broken
    with pytest.raises(JudgementError):
        judgement_from(told)


def test_a_sentence_may_be_judged_in_any_language() -> None:
    told = report("praise USA>ARE 2020-08-14", words="وأشاد الوزير بما تحقق " + sentence("x"))
    assert judgement_from(judgement_dict(judge("accept", told))).reports == (locator_of(told),)
