"""Confidence: the scaling of scores, the reliability table, the curve; and what is left out is said."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad import Article, Coder
from marsad.coding.model import Judge, Scaling
from marsad.coding.reading import Tools
from marsad.coding.results import UNSURE, sure_enough
from marsad.evaluation.calibration import Rated, calibration_error, curve, fit, rated, reliability
from marsad.model import CodedArticle, EventMention, Span

scores = st.floats(0, 1, allow_nan=False)


def drawn(true: Scaling, count: int = 4000) -> tuple[list[float], list[bool]]:
    """Scores, and whether each was right with the chance that ``true`` gives it."""
    chance = random.Random(3)
    found = [chance.uniform(0.02, 0.98) for _ in range(count)]
    return found, [chance.random() < true.confidence(score) for score in found]


@pytest.mark.parametrize("true", [Scaling(1, 0), Scaling(0.6, -0.4), Scaling(1.8, 0.7)])
def test_a_scaling_is_found_again(true):
    found = fit(*drawn(true))
    assert found.slope == pytest.approx(true.slope, abs=0.12)
    assert found.intercept == pytest.approx(true.intercept, abs=0.12)


def test_what_was_overconfident_is_calibrated_afterwards():
    raw, right = drawn(Scaling(0.5, -0.5))
    before = [Rated(score, float(ok)) for score, ok in zip(raw, right, strict=True)]
    scaling = fit(raw, right)
    after = [Rated(scaling.confidence(event.confidence), event.similarity) for event in before]
    assert calibration_error(reliability(before)) > 0.1
    assert calibration_error(reliability(after)) < 0.03


@pytest.mark.parametrize("right", [[True, True], [False, False], []])
def test_nothing_is_learned_from_one_kind(right):
    with pytest.raises(ValueError, match="right and events that are wrong"):
        fit([0.5] * len(right), right)


def test_equal_scores_do_no_harm():
    scaling = fit([0.5] * 10, [True] * 7 + [False] * 3)
    assert scaling.confidence(0.5) == pytest.approx(0.7, abs=0.05)


@given(scores, scores, st.floats(0.01, 5), st.floats(-5, 5))
def test_a_scaling_keeps_the_order_and_stays_between_nought_and_one(one, other, slope, intercept):
    scaling = Scaling(slope, intercept)
    low, high = sorted((one, other))
    assert 0 < scaling.confidence(low) <= scaling.confidence(high) < 1


def test_the_table_by_hand():
    events = [Rated(0.05, 0), Rated(0.72, 1), Rated(0.78, 0.4), Rated(1.0, 0.5)]
    table = reliability(events)
    assert [(row.low, row.count, row.share) for row in table] == [(0.0, 1, 0), (0.7, 2, 0.5), (0.9, 1, 1)]
    assert calibration_error(table) == pytest.approx((0.05 + 2 * 0.25 + 0.0) / 4)
    assert calibration_error([]) == 0


def test_the_curve_trades_recall_for_precision():
    events = [Rated(0.9, 1), Rated(0.6, 0.5), Rated(0.3, 0)]
    everything, some, none = curve(events, 4, (0.0, 0.6, 0.95))
    assert (everything.precision, everything.recall, everything.count) == (0.5, 0.375, 3)
    assert (some.precision, some.recall) == (0.75, 0.375)
    assert some.f1 == pytest.approx(0.5)
    assert (none.count, none.precision, none.recall, none.f1) == (0, 0, 0, 0)


def test_events_are_rated_one_to_one():
    meeting = {"act": "meet", "source": ["IRN", "OMN"], "target": [], "status": "happened"}
    found = [meeting | {"confidence": 0.9}, meeting | {"confidence": 0.4}]
    assert rated({"events": [meeting]}, {"events": found}) == [Rated(0.9, 1.0), Rated(0.4, 0.0)]


def test_the_judge_reads_its_scaling():
    models = ["[hits]\tyes", "[roles]\tnone\tsource\ttarget", "[status]\thappened", "[events]\tyes"]
    judge = Judge.from_lines(["[threshold]\t0.3", "[scaling]\t0.5\t-1", *models])
    assert judge.scaling == Scaling(0.5, -1.0)
    assert Judge.from_lines(models).scaling == Scaling()
    assert Scaling().confidence(0.8) == pytest.approx(0.8)


def test_the_arabic_pack_brings_one():
    judge = Tools.of("ar").judge
    assert judge is not None
    assert judge.scaling != Scaling()
    assert judge.scaling.slope > 0


# --- what is left out ----------------------------------------------------------------------------


def article(*confidences: float) -> CodedArticle:
    events = tuple(
        EventMention("meet", "happened", ("IRN", "OMN"), (), Span(0, 1, "a"), confidence=confidence)
        for confidence in confidences
    )
    return CodedArticle(Article("a"), "ar", events)


def test_what_is_left_out_is_told():
    coded = article(0.9, 0.5, 0.49)
    kept = sure_enough(coded, 0.5)
    assert [event.confidence for event in kept.events] == [0.9, 0.5]
    assert [(note.code, note.message) for note in kept.notes] == [
        (UNSURE, "1 event of less confidence than 0.5 left out")
    ]
    assert sure_enough(coded, 0.0) is coded
    assert sure_enough(coded, 1.0).notes[0].message.startswith("3 events")


def test_the_coder_leaves_out_what_is_less_sure():
    text = "وصل وزير الخارجية العماني بدر البوسعيدي أمس إلى طهران، حيث التقى نظيره الإيراني وبحثا التعاون."
    source = Article(text, language="ar", published="2023-05-16")
    everything = Coder().code(source)
    least = max(event.confidence for event in everything.events)
    sure = Coder(min_confidence=least).code(source)
    assert [event for event in everything.events if event.confidence >= least] == list(sure.events)
    assert len(sure.events) < len(everything.events)
    assert UNSURE in [note.code for note in sure.notes]
    assert all(0 < event.confidence < 1 and math.isfinite(event.confidence) for event in everything.events)
