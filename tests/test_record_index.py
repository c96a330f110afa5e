"""The index of tension and cooperation: formula, sample size, empty months."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.record.index import HALF_LIFE, SHRINKAGE, index
from marsad.record.snapshot import Balance


def test_a_month_is_its_mean_drawn_towards_zero():
    (point,) = index([Balance("2023-04", 3, 12.0)]).points
    assert point.mean == pytest.approx(4.0)
    assert point.index == pytest.approx(12.0 / (3 + SHRINKAGE))
    assert point.curve == pytest.approx(point.index)


def test_one_event_weighs_less_than_many_of_its_kind():
    one, many = index([Balance("2023-04", 1, -10.0)]), index([Balance("2023-04", 100, -1000.0)])
    assert (one.points[0].index or 0) > (many.points[0].index or 0)
    assert (many.points[0].index or 0) < -9


def test_months_without_events_stand_in_the_curve_and_have_no_index_of_their_own():
    found = index([Balance("2022-11", 2, 8.0), Balance("2023-02", 1, 1.0)])
    assert [p.month for p in found.points] == ["2022-11", "2022-12", "2023-01", "2023-02"]
    empty = found.points[1]
    assert (empty.n, empty.index, empty.mean) == (0, None, None)
    assert 0 < empty.curve < found.points[0].curve
    assert found.events == 3


def test_after_a_half_life_an_event_weighs_half():
    found = index([Balance("2023-01", 4, 40.0)], until=f"2023-{1 + HALF_LIFE:02d}")
    assert found.points[-1].curve == pytest.approx(20.0 / (2 + SHRINKAGE))


def test_until_leaves_out_what_is_later():
    found = index([Balance("2023-01", 1, 1.0), Balance("2023-03", 1, -9.0)], until="2023-02")
    assert [p.month for p in found.points] == ["2023-01", "2023-02"]
    assert found.events == 1


def test_nothing_gives_nothing():
    assert index([]).points == ()
    assert index([Balance("2023-01", 0, 0.0)]).events == 0


def test_the_json_states_formula_and_sample():
    record = index([Balance("2023-01", 2, 5.0)]).to_dict()
    assert record["events"] == 2
    assert str(SHRINKAGE) in record["formula"]
    assert record["points"][0]["events"] == 2


_MONTHS = st.builds(lambda year, month: f"{year}-{month:02d}", st.integers(2000, 2004), st.integers(1, 12))
_BALANCES = st.lists(
    st.builds(lambda month, values: Balance(month, len(values), sum(values)), _MONTHS,
              st.lists(st.floats(-10, 10), min_size=1, max_size=5)),
    max_size=8, unique_by=lambda balance: balance.month,
)  # fmt: skip


@given(_BALANCES, st.randoms(use_true_random=False))
def test_it_stays_on_the_scale_and_does_not_depend_on_the_order(balances, dice):
    found = index(balances)
    for point in found.points:
        assert -10 <= point.curve <= 10
        assert (point.index is None and point.mean is None) or abs(point.index or 0) <= abs(point.mean or 0) + 1e-9
    shuffled = balances[:]
    dice.shuffle(shuffled)
    assert index(shuffled) == found
