"""Shares keep part and whole together, and their interval agrees with an independent library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from portal.statistics import Interval, PerHundred, Rate, wilson


@given(st.integers(1, 100_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_agrees_with_scipy(case: tuple[int, int]) -> None:
    part, whole = case
    expected = binomtest(part, whole).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson(part, whole).low == pytest.approx(expected.low, abs=1e-9)
    assert wilson(part, whole).high == pytest.approx(expected.high, abs=1e-9)


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.99])
def test_it_agrees_at_other_confidences(confidence: float) -> None:
    expected = binomtest(7, 31).proportion_ci(confidence_level=confidence, method="wilson")
    found = wilson(7, 31, confidence=confidence)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(st.integers(1, 5_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_contains_its_share_and_stays_within_bounds(case: tuple[int, int]) -> None:
    rate = Rate(*case)
    assert rate.share is not None
    assert rate.interval is not None
    assert 0 <= rate.interval.low <= rate.share <= rate.interval.high <= 1


def test_the_worked_example_of_twelve_issues() -> None:
    assert wilson(3, 12).low == pytest.approx(0.089, abs=5e-4)
    assert wilson(3, 12).high == pytest.approx(0.532, abs=5e-4)


def test_no_data_is_no_share() -> None:
    assert Rate(0, 0).share is None
    assert Rate(0, 0).interval is None


def test_nobody_of_ten_is_a_share_of_zero_with_an_interval() -> None:
    assert Rate(0, 10).share == 0
    assert Rate(0, 10).interval == Interval(0.0, wilson(0, 10).high)


@pytest.mark.parametrize(("part", "whole"), [(-1, 4), (5, 4), (1, 0)])
def test_a_part_that_does_not_fit_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match=f"{part}"):
        Rate(part, whole)


def test_there_is_no_interval_of_nothing() -> None:
    with pytest.raises(ValueError, match="0 of 0"):
        wilson(0, 0)


def test_contacts_on_orders_have_the_interval_of_a_count() -> None:
    assert PerHundred(0, 0).share is None
    assert PerHundred(0, 0).interval is None
    found = PerHundred(84, 1000)
    assert found.share == 0.084
    assert found.interval is not None
    # Garwood's exact interval of a count of 84 is 67.0 to 104.0.
    assert (found.interval.low, found.interval.high) == pytest.approx((0.0670, 0.1040), abs=0.0015)
    assert PerHundred(3, 2).share == 1.5
    assert PerHundred(0, 10).interval.low == 0  # type: ignore[union-attr]  # there is one
