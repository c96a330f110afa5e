"""Reports that tell one event are merged, and no others: cases judged by hand, and what holds for any reports."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marsad.errors import DataError
from marsad.ontology import ACTS
from marsad.record import linking, merge_rules
from marsad.record.judgements import Finder, judgement
from marsad.record.merging import canonical, merge, reach
from marsad.record.reaching import dyads
from marsad.record.types import Event, Judgement, Report
from merging_cases import CASES, COHEN, LEARNT, Case, report, sentence

MOST_MISSED = 0.10
QUICK = settings(max_examples=60, deadline=None, derandomize=True)

Events = frozenset[frozenset[str]]


def _events(reports: Sequence[Report], judgements: Sequence[Judgement] = ()) -> Events:
    return frozenset(frozenset(event.reports) for event in merge(reports, judgements))


def _pairs(events: Events) -> set[frozenset[str]]:
    return {frozenset(pair) for event in events for pair in itertools.combinations(sorted(event), 2)}


# ---------------------------------------------------------------- cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_no_case_is_merged_wrongly(case: Case) -> None:
    wrong = _pairs(_events(list(case.reports.values()))) - _pairs(case.together)
    letters = {told.id: letter for letter, told in case.reports.items()}
    assert not wrong, [sorted(letters[i] for i in pair) for pair in wrong]


def test_few_cases_are_missed() -> None:
    missed, wanted = 0, 0
    for case in CASES:
        pairs = _pairs(case.together)
        wanted += len(pairs)
        missed += len(pairs - _pairs(_events(list(case.reports.values()))))
    assert len(CASES) >= 60
    assert missed <= MOST_MISSED * wanted


def test_all_cases_at_once_give_no_wrong_merge_within_a_case() -> None:
    everything = [told for case in CASES for told in case.reports.values()]
    found = _pairs(_events(everything))
    for case in CASES:
        ids = {told.id for told in case.reports.values()}
        assert {pair for pair in found if pair <= ids} <= _pairs(case.together), case.about


# ---------------------------------------------------------------- what holds for any reports

_PEOPLE = [
    (), ("إيلي كوهين/ISR/foreign_minister",), ("Eli Cohen/ISR/foreign_minister",), ("/ISR/foreign_minister",),
    ("يائير لابيد/ISR/head_of_government",), ("سردار بردي محمدوف/TKM/head_of_state",),
]  # fmt: skip
_DATES = [
    "?", "2023", "2023-04", "2023-04~", "2023-04-17/2023-04-23", "2023-04-19", "2023-04-20", "2023-04-21", "2023-04-24",
]  # fmt: skip
_PARTIES = ["ISR>TKM", "TKM>ISR", "ISR+TKM", "ISR+TKM+AZE", "ISR>TKM+AZE", "ISR>AZE", "ISR+AZE"]
_ACTS = ["visit", "meet", "open_mission", "accuse", "sever_relations", "sign"]
_PLACES = [None, "TKM", "TKM/Ashgabat", "TKM/Mary"]

reports = st.builds(
    lambda act, parties, date, published, people, place, status, article, start, text, words: report(
        f"{act} {parties} {date}", published, people=people, place=place, status=status, start=start,
        article=f"k-{article}-{published}-{text}", text=text, words=words,
    ),
    st.sampled_from(_ACTS), st.sampled_from(_PARTIES), st.sampled_from(_DATES),
    st.sampled_from([None, "2023-04-19", "2023-04-20", "2023-04-22", "2023-06-30"]), st.sampled_from(_PEOPLE),
    st.sampled_from(_PLACES), st.sampled_from(["happened", "planned", "denied"]), st.integers(0, 9),
    st.sampled_from([0, 50, 300]), st.sampled_from([None, "agency", "another"]),
    st.sampled_from([None, sentence("one"), sentence("two")]),
)  # fmt: skip
several = st.lists(reports, max_size=14, unique_by=lambda told: told.id)


def _judge(decision: str, these: Sequence[Report], others: Sequence[Report] = (), hour: int = 0) -> Judgement:
    at = LEARNT + dt.timedelta(hours=hour)
    return judgement(decision, these, "tester", at, others=others)  # type: ignore[arg-type]


@QUICK
@given(several, st.randoms(use_true_random=False))
def test_the_order_of_reports_does_not_matter(told: list[Report], dice: random.Random) -> None:
    shuffled = dice.sample(told, len(told))
    assert merge(told) == merge(shuffled) == merge([*told, *shuffled])


@QUICK
@given(several)
def test_every_report_is_in_exactly_one_event(told: list[Report]) -> None:
    found = [key for event in merge(told) for key in event.reports]
    assert sorted(found) == sorted(r.id for r in told)
    for event in merge(told):
        assert event.id == "ev-" + min((r for r in told if r.id in event.reports), key=canonical).id


@settings(QUICK, max_examples=150)
@given(several)
def test_what_does_not_touch_can_be_merged_apart(told: list[Report]) -> None:
    rest: list[Report] = list(told)
    apart: list[Event] = []
    while rest:
        group = [rest.pop()]
        for one in group:  # grows while it is walked: everything that touches, directly or over others
            near = [other for other in rest if reach(one).touches(reach(other))]
            group += near
            rest = [other for other in rest if other not in near]
        apart += merge(group)
    assert sorted(apart, key=lambda e: e.id) == sorted(merge(told), key=lambda e: e.id)


def _all_parts(linker: linking._Linker, told: object) -> list[int]:
    return list(range(len(linker._parts)))


@settings(QUICK, max_examples=120)
@given(several)
def test_the_indexes_change_nothing(told: list[Report]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "_MANY", 0)
        by_clues = merge(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking._Linker, "_near", _all_parts)
        compared_with_all = merge(told)
    assert by_clues == merge(told) == compared_with_all


@QUICK
@given(several)
def test_merging_an_event_again_gives_the_same_event(told: list[Report]) -> None:
    by_id = {r.id: r for r in told}
    for event in merge(told):
        alone = merge([by_id[key] for key in event.reports])
        if len(alone) == 1:
            assert alone == (event,)


@QUICK
@given(several)
def test_reports_of_one_event_share_act_direction_and_a_dyad(told: list[Report]) -> None:
    by_id = {r.id: r for r in told}
    for event in merge(told):
        members = [by_id[key] for key in event.reports]
        assert len({r.act for r in members}) == 1
        assert len({bool(r.target) for r in members}) == 1
        for one, other in itertools.combinations(members, 2):
            assert not dyads(event.source, event.target).isdisjoint(dyads(one.source, one.target))
            assert one.article.key != other.article.key or one.date == other.date


@QUICK
@given(several, st.data())
def test_people_join_and_part_what_they_want(told: list[Report], data: st.DataObject) -> None:
    assume(len(told) >= 2)
    one, other = data.draw(st.permutations(told))[:2]
    assume((one.article.key, one.evidence.start, one.act) != (other.article.key, other.evidence.start, other.act))
    merged, parted = _judge("merge", [one], [other]), _judge("split", [one], [other])

    def together(judgements: list[Judgement]) -> bool:
        return any({one.id, other.id} <= event for event in _events(told, judgements))

    assert together([merged])
    assert not together([parted])
    later = _judge("merge", [one], [other], hour=1)
    assert together([parted, later]) and together([later, parted])
    assert not together([later, _judge("split", [one], [other], hour=2)])


@QUICK
@given(several, st.data())
def test_a_judgement_taken_back_was_never_there(told: list[Report], data: st.DataObject) -> None:
    assume(len(told) >= 2)
    one, other = data.draw(st.permutations(told))[:2]
    made = [_judge("merge", [one], [other]), _judge("split", [one], [other], 1), _judge("reject", [one], hour=2)]
    made = data.draw(st.lists(st.sampled_from(made), min_size=1, unique_by=lambda j: j.id))
    takes_back = [
        judgement("withdraw", (), "tester", LEARNT + dt.timedelta(days=1), withdraws=j.id) for j in made
    ]  # fmt: skip
    assert merge(told, [*takes_back, *made]) == merge(told)


@QUICK
@given(several, st.data())
def test_never_two_that_people_part_in_one_event(told: list[Report], data: st.DataObject) -> None:
    assume(len(told) >= 3)
    sides = st.lists(st.sampled_from(told), min_size=1, max_size=3, unique_by=lambda r: r.id)
    splits = [_judge("split", data.draw(sides), data.draw(sides), hour) for hour in range(3)]
    events = _events(told, splits)
    finder = Finder(told)
    for made in splits:
        for one, other in itertools.product(made.reports, made.others):
            pair = {meant.id for meant in (finder.find(one), finder.find(other)) if meant}
            assert len(pair) < 2 or not any(pair <= event for event in events)


# ---------------------------------------------------------------- reach and rules


def test_reach_by_words() -> None:
    day = reach(report("meet ISR+TKM 2023-04-20"))
    assert day.dyads == {"ISR|TKM"} and (day.lo, day.hi) == (dt.date(2023, 4, 20), dt.date(2023, 4, 21))
    assert day.touches(reach(report("meet TKM+ISR+AZE 2023-04-21")))
    assert not day.touches(reach(report("meet TKM+ISR 2023-04-22")))
    assert not day.touches(reach(report("visit ISR>TKM 2023-04-20")))
    assert not reach(report("accuse IRN>USA ?")).touches(reach(report("accuse IRN>USA 2023-04-20")))


def test_dyads_of_directed_mutual_and_lonely_events() -> None:
    assert dyads(("SAU", "ARE"), ("QAT",)) == {"QAT|SAU", "ARE|QAT"}
    assert dyads(("SAU", "IRN", "CHN"), ()) == {"IRN|SAU", "CHN|SAU", "CHN|IRN"}
    assert dyads(("ISR",), ()) == {"ISR|"}


def test_every_act_has_a_rule() -> None:
    assert set(merge_rules.rules()) == set(ACTS)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"parties": "some", "alone": True, "vague": "once", "city": "free"}, "'parties' must be one of"),
        ({"parties": "equal", "alone": True, "vague": "once", "city": "free", "width": 3}, "width"),
        ({"parties": "equal", "alone": True, "vague": "once", "city": "free", "people": ["all"]}, "'people'"),
        ({"parties": "equal", "alone": True, "vague": "once", "city": "free", "days": -1}, "negative"),
    ],
)
def test_a_broken_rule_is_named(fields: dict[str, object], says: str) -> None:
    with pytest.raises(DataError, match=says) as error:
        merge_rules._rule("visit", fields)
    assert "[visit]" in str(error.value)


# ---------------------------------------------------------------- what events tell


def test_history_status_dates_and_places() -> None:
    told = [
        report("visit ISR>TKM 2023-04-18", "2023-04-15", status="planned", people=("إيلي كوهين/ISR/foreign_minister",)),
        report("visit ISR>TKM 2023-04-19", "2023-04-19", place="TKM", people=("إيلي كوهين/ISR/foreign_minister",)),
        report("visit ISR>TKM 2023-04-19", "2023-04-20", place="TKM/Ashgabat", confidence=0.5),
        report("visit ISR>TKM 2023-04-19", "2023-04-21", status="planned", text="late paper"),
    ]
    (event,) = merge(told)
    assert event.status == "happened"
    assert [(turn.status, str(turn.published)) for turn in event.history] == [
        ("planned", "2023-04-15"), ("happened", "2023-04-19"),
    ]  # fmt: skip
    assert event.date == "2023-04-19" and [value.value for value in event.dates] == ["2023-04-19", "2023-04-18"]
    assert event.place is not None and event.place.city == "Ashgabat"
    assert [value.value for value in event.places] == ["TKM/Ashgabat", "TKM"]
    assert event.confidence == pytest.approx(1 - 0.2**3 * 0.5)
    assert event.sources == 4 and event.first_published == dt.date(2023, 4, 15)
    assert [person.name for person in event.participants] == ["إيلي كوهين"]


def test_a_plan_is_dated_by_what_came_of_it() -> None:
    planned = [
        report("visit ISR>TKM 2023-04-18", "2023-04-10", status="planned", text=f"paper {n}", people=(COHEN,))
        for n in range(3)
    ]  # fmt: skip
    made = report("visit ISR>TKM 2023-04-19", "2023-04-19", people=(COHEN,))
    (event,) = merge([*planned, made])
    assert event.date == "2023-04-19" and event.dates[1].sources == 3


def test_a_denial_after_the_report_is_the_last_word_and_both_are_kept() -> None:
    told = [
        report("visit ISR>SAU 2020-11-22", "2020-11-23", people=(COHEN,)),
        report("visit ISR>SAU 2020-11-22", "2020-11-24", status="denied", people=(COHEN,)),
    ]
    (event,) = merge(told)
    assert event.status == "denied" and [turn.status for turn in event.history] == ["happened", "denied"]


def test_every_merge_says_why() -> None:
    told = [
        report("visit ISR>TKM 2023-04-19", "2023-04-19", people=("إيلي كوهين/ISR/foreign_minister",)),
        report("visit ISR>TKM 2023-04-20", "2023-04-20", people=("إيلي كوهين/ISR/foreign_minister",)),
    ]
    (event,) = merge(told)
    assert event.why == ("days 1 apart, both name إيلي كوهين",)
    assert merge(told[:1])[0].why == ()


def test_nothing_gives_nothing() -> None:
    assert merge([]) == ()
