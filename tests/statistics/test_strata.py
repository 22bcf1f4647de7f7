"""Times with different shares withheld are compared within themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from portal.statistics import Arms, avoided_per_person, causal_rate, stratified_difference, stratified_rate
from portal.statistics.simulation.periods import repeat_change
from portal.statistics.simulation.repeating import summarize
from tests.statistics.makers import arms, make_arms

SPRINT, LATER = make_arms((600, 750), (518, 750)), make_arms((180, 300), (2793, 5700))


@given(arms())
def test_one_stratum_is_the_difference_itself(counts: Arms) -> None:
    found, expected = stratified_difference([counts]), avoided_per_person(counts)
    assert found
    assert expected
    assert (found.value, found.low, found.high) == pytest.approx(
        (expected.value, expected.low, expected.high)
    )
    assert stratified_rate([counts]) == causal_rate(counts)


@given(st.lists(arms(20), min_size=2, max_size=5))
def test_the_value_is_the_mean_weighted_by_people(strata: list[Arms]) -> None:
    found = stratified_difference(strata)
    assert found
    differences = [
        one.withheld.part / one.withheld.whole - one.shown.part / one.shown.whole for one in strata
    ]
    assert found.value == pytest.approx(np.average(differences, weights=[one.people for one in strata]))
    assert found.low <= found.value <= found.high


def test_with_many_people_it_is_the_interval_of_the_textbook() -> None:
    found = stratified_difference([SPRINT, LATER])
    assert found
    variance = 0.0
    for one in (SPRINT, LATER):
        weight = one.people / (SPRINT.people + LATER.people)
        for arm in (one.withheld, one.shown):
            variance += weight**2 * arm.part / arm.whole * (1 - arm.part / arm.whole) / arm.whole
    half = float(stats.norm.ppf(0.975)) * variance**0.5
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half), abs=2e-3)


def test_the_rate_of_strata_agrees_with_resampled_people() -> None:
    rng = np.random.default_rng(3)
    shown = withheld = np.zeros(20_000)
    for one in (SPRINT, LATER):
        weight = one.people / (SPRINT.people + LATER.people)
        shown = (
            shown
            + weight
            * rng.binomial(one.shown.whole, one.shown.part / one.shown.whole, 20_000)
            / one.shown.whole
        )
        base = rng.binomial(one.withheld.whole, one.withheld.part / one.withheld.whole, 20_000)
        withheld = withheld + weight * base / one.withheld.whole
    found = stratified_rate([SPRINT, LATER])
    assert found
    expected = np.quantile(1 - shown / withheld, [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx(tuple(expected), abs=4e-3)


def test_a_share_changed_mid_way_misleads_the_pooled_figure_only() -> None:
    figures = summarize(repeat_change(1500, np.random.default_rng(12)))
    assert figures["pooled bias"] > 0.1
    assert figures["pooled covered"] == 0
    assert abs(figures["stratified bias"]) < 0.003
    assert 0.93 < figures["stratified covered"] < 0.97
    assert 0.93 < figures["stratified rate covered"] < 0.97


def test_strata_with_an_empty_arm_are_left_out() -> None:
    assert stratified_difference([SPRINT, make_arms((0, 0), (5, 10))]) == stratified_difference([SPRINT])
    assert stratified_rate([SPRINT, make_arms((0, 0), (5, 10))]) == causal_rate(SPRINT)


def test_without_people_to_compare_there_is_no_figure() -> None:
    for strata in ([], [make_arms((0, 0), (5, 10))]):
        assert stratified_difference(strata) is None
        assert stratified_rate(strata) is None


def test_strata_in_which_nobody_wrote_say_nothing_of_a_rate() -> None:
    quiet = make_arms((0, 3), (1, 9))
    assert stratified_rate([quiet, quiet]) is None
