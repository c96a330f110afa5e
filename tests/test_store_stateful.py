"""The record against the record in memory: whatever is written in whatever order, both answer alike, then and now."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from marsad import store
from marsad.model import CodedArticle
from marsad.record.types import Query, Report
from marsad.store.verify import verify
from record_model import RecordModel
from store_cases import HOUR, START, coded, judgement

# Chosen so that many are the same event, some touch without being it, and some have no day.
TOLD = [
    ("visit ISR>TKM 2023-04-19", "meet ISR+TKM> 2023-04-19"), ("visit ISR>TKM 2023-04-20 in TKM/Ashgabat",),
    ("visit ISR>TKM 2023-04 planned", "open_mission ISR>TKM 2023-04-20"), ("visit ISR>TKM ?", "praise TKM>ISR 2023-04-20"),
    ("open_mission ISR>TKM 2023", "visit TKM>ISR 2023-04-19"), ("meet ISR+TKM+AZE> 2023-04-19", "visit ISR>TKM 2023-04-21"),
    ("praise TKM>ISR 2023-04-20", "visit ISR>TKM 2023-04-19 denied"),
]  # fmt: skip
VARIANTS: list[dict[str, Any]] = [
    {}, {"date": "2023-04-20"}, {"date": "2023-04"}, {"act": "meet", "source": ("ISR", "TKM"), "target": ()},
    {"status": "denied"}, {"confidence": 0.9},
]  # fmt: skip
CORRECTIONS = [
    {"status": "denied"}, {"sectors": ("energy",)}, {"attribution": "TKM"}, {"date": "2023-04-20"}, {"date": "2021-01-01"},
    {"act": "open_mission"}, {"source": ("AZE",)},
]  # fmt: skip
EVERYTHING = Query(limit=None)
QUERIES = [
    EVERYTHING, Query(between=("ISR", "TKM"), limit=None, order="oldest"), Query(source="ISR", acts=("visit",), limit=None),
    Query(target="TKM", since=dt.date(2023, 4, 20), limit=None), Query(text="kalima0 akhira", limit=None),
    Query(actor="AZE", statuses=("happened",), limit=None),
]  # fmt: skip


class RecordMachine(RuleBasedStateMachine):
    """Writes the same into a store and into the model, and compares their answers."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="marsad-state-"))
        self.at: dt.datetime = START
        self.record = store.open(self.folder / "record.db", clock=lambda: self.at)
        self.model = RecordModel()
        self.codings: dict[str, CodedArticle] = {}  # by the record's key, the last one
        self.coders = 0
        self.decided = 0
        self.moments = [self.at]

    def teardown(self) -> None:
        self.record.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def later(self) -> dt.datetime:
        self.at += HOUR
        self.moments.append(self.at)
        return self.at

    # ---- writing

    def take(self, told: CodedArticle) -> str:
        at = self.later()
        outcome = self.record.ingest(told)
        found = self.record.snapshot().article(outcome.key)
        assert found is not None
        self.model.ingest(told.article, told, at, agency=found.head.agency, signature=found.head.signature)
        self.codings[outcome.key] = told
        if outcome.written == "new":
            earlier = [
                (c.head.recorded_at, c.head.key) for c in self.model.codings
                if (c.head.id, c.head.outlet) == (found.head.id, found.head.outlet) and c.head.key != outcome.key
            ]  # fmt: skip
            if earlier:
                self.model.follow(max(earlier)[1], outcome.key, at)
        return outcome.key

    @initialize()
    def first(self) -> None:
        self.take(self.article(0, 0))

    def article(self, number: int, version: int) -> CodedArticle:
        told: CodedArticle = coded(
            *TOLD[number], id=f"n{number}", outlet=f"outlet {number % 3}", published=f"2023-04-{20 + number % 3}",
            words=f"kalima{number % 2} akhira {'mukarrar ' * version}".strip(), claim="ISR|TKM" if number % 2 else "",
            people=("إيلي كوهين/ISR/foreign_minister",) if number % 3 == 0 else (), seed=str(version),
        )  # fmt: skip
        return told

    @rule(number=st.integers(0, len(TOLD) - 1), version=st.integers(0, 1))
    def ingest(self, number: int, version: int) -> None:
        """A new article, one that is known, or its publisher's later version."""
        told = self.article(number, version)
        if all(known.article != told.article for known in self.codings.values()):
            self.take(told)

    @rule(data=st.data())
    def same_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.codings)))
        before = self.record.figures()
        assert self.record.ingest(self.codings[key]).written == "unchanged"
        assert self.record.figures() == before

    @rule(data=st.data(), changes=st.sampled_from(VARIANTS), drop=st.booleans())
    def recode(self, data: st.DataObject, changes: dict[str, Any], drop: bool) -> None:
        """A newer coder codes an article otherwise: its first event changed, or left out."""
        key = data.draw(st.sampled_from(sorted(self.codings)))
        known = self.codings[key]
        original = self.model.snapshot().article(key)
        assert original is not None
        self.coders += 1
        events = known.events[1:] if drop else tuple(replace(e, **changes) for e in known.events[:1]) + known.events[1:]
        self.take(replace(known, events=events, coder=f"test-{self.coders + 1}"))

    def reports(self) -> list[Report]:
        """Those that stand, in an order of their own."""
        return sorted(self.model.snapshot()._live, key=lambda r: r.id)

    def decide(self, told) -> None:
        at = self.later()
        told = replace(told, at=at)
        assert self.record.judge(told)
        assert not self.record.judge(told)
        self.model.judge(told, at)

    def name(self) -> str:
        self.decided += 1
        return f"j{self.decided:03}"

    @precondition(lambda self: self.reports())
    @rule(data=st.data(), decision=st.sampled_from(["accept", "reject", "unsure", "note"]))
    def judge(self, data: st.DataObject, decision) -> None:
        report = data.draw(st.sampled_from(self.reports()))
        self.decide(judgement(self.name(), decision, report))

    @precondition(lambda self: self.reports())
    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        report = data.draw(st.sampled_from(self.reports()))
        changes = data.draw(st.sampled_from(CORRECTIONS))
        self.decide(judgement(self.name(), "correct", report, changes=changes))

    @precondition(lambda self: len(self.reports()) > 1)
    @rule(data=st.data(), decision=st.sampled_from(["merge", "split"]))
    def join_or_part(self, data: st.DataObject, decision) -> None:
        one, other = data.draw(st.permutations(self.reports()))[:2]
        self.decide(judgement(self.name(), decision, one, others=(other,)))

    @precondition(lambda self: self.model.judged)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        told = data.draw(st.sampled_from([j.id for _, j in self.model.judged]))
        self.decide(judgement(self.name(), "withdraw", withdraws=told))

    # ---- comparing

    @invariant()
    def the_same_now(self) -> None:
        self.compare(None)

    @rule(data=st.data())
    def the_same_then(self, data: st.DataObject) -> None:
        self.compare(data.draw(st.sampled_from(self.moments)))

    @rule(data=st.data())
    def the_same_changes(self, data: st.DataObject) -> None:
        since = data.draw(st.sampled_from(self.moments))
        pair = Query(between=("ISR", "TKM"))
        assert self.record.snapshot().alterations(pair, since) == self.model.snapshot().alterations(pair, since)

    def compare(self, moment: dt.datetime | None) -> None:
        view, truth = self.record.snapshot(moment), self.model.snapshot(moment)
        for query in QUERIES:
            assert view.events(query) == truth.events(query), query
            assert view.count(query) == truth.count(query)
        assert view.judgements() == truth.judgements()
        assert view.coverage("ISR", "TKM") == truth.coverage("ISR", "TKM")
        assert view.claims() == truth.claims()
        one, other = view.balance("ISR", "TKM"), truth.balance("ISR", "TKM")
        assert [(b.month, b.events) for b in one] == [(b.month, b.events) for b in other]
        assert [b.goldstein for b in one] == pytest.approx([b.goldstein for b in other])
        for key in self.codings:
            assert view.article(key) == truth.article(key)
        for report in truth._all:
            assert view.event(f"ev-{report}") == truth.event(f"ev-{report}")
        self.quoted(view)

    def quoted(self, view) -> None:
        """Every shown event has a quotation that stands in a stored article."""
        for event in view.events(EVERYTHING).events:
            reports = view.reports(event.reports)
            assert len(reports) == len(event.reports) > 0
            for report in reports:
                found = view.article(report.article.key)
                span = report.evidence
                assert found is not None and found.text[span.start : span.end] == span.text != ""


def run(examples: int, steps: int, *, fixed: bool) -> None:
    """``fixed``: always the same examples, and no time spent on making a failing one smaller."""
    run_state_machine_as_test(
        RecordMachine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
            print_blob=False, derandomize=fixed, phases=(Phase.generate,) if fixed else tuple(Phase),
        ),
    )  # fmt: skip


def test_the_record_answers_as_the_record_in_memory():
    run(5, 12, fixed=True)


@pytest.mark.long
def test_the_record_answers_as_the_record_in_memory_at_length():
    run(300, 30, fixed=False)


def test_a_record_of_many_steps_is_sound(tmp_path: Path):
    machine = RecordMachine()
    try:
        for number in range(len(TOLD)):
            machine.ingest(number, 0)
            machine.ingest(number, 1)
        machine.compare(None)
        assert verify(machine.record.database).findings == ()
    finally:
        machine.teardown()
