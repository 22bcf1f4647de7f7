"""The causal rate has the score interval, also where a library loses its way."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats
from statsmodels.stats.proportion import confint_proportions_2indep

from portal.statistics import Arms, Rate, causal_rate
from tests.statistics.makers import arms, make_arms

ordinary = st.builds(
    lambda whole, part, other, third: Arms(Rate(int(part * whole), whole), Rate(int(third * other), other)),
    st.integers(25, 2000),
    st.floats(0.1, 0.9),
    st.integers(25, 2000),
    st.floats(0.1, 0.9),
)


@given(ordinary)
def test_it_agrees_with_statsmodels_away_from_the_edges(counts: Arms) -> None:
    found = causal_rate(counts)
    assert found
    low, high = confint_proportions_2indep(
        counts.shown.part,
        counts.shown.whole,
        counts.withheld.part,
        counts.withheld.whole,
        method="score",
        compare="ratio",
    )
    assert (1 - found.high, 1 - found.low) == pytest.approx((float(low), float(high)), rel=1e-5)


def rejects(counts: Arms, ratio: float) -> float:
    """Return how far a score test puts this ratio away, the restricted likelihood maximised numerically."""
    x1, n1, x0, n0 = counts.shown.part, counts.shown.whole, counts.withheld.part, counts.withheld.whole

    def surprise(base: float) -> float:
        return -float(stats.binom.logpmf(x0, n0, base) + stats.binom.logpmf(x1, n1, ratio * base))

    top = min(1.0, 1 / ratio)
    base = optimize.minimize_scalar(
        surprise, bounds=(1e-9, top - 1e-9), method="bounded", options={"xatol": 1e-12}
    ).x
    people = n0 + n1
    variance = ratio * base * (1 - ratio * base) / n1 + ratio**2 * base * (1 - base) / n0
    return abs(x1 / n1 - ratio * x0 / n0) / math.sqrt(variance * people / (people - 1))


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param(make_arms((294, 420), (2230, 3780)), id="a usual month"),
        pytest.param(make_arms((50, 50), (10, 50)), id="everybody withheld from wrote"),
        pytest.param(make_arms((10, 50), (50, 50)), id="everybody shown to wrote"),
        pytest.param(make_arms((3, 25), (4, 475)), id="few contacts"),
    ],
)
def test_its_ends_are_the_ratios_a_score_test_just_rejects(counts: Arms) -> None:
    found = causal_rate(counts)
    assert found
    for end in (found.low, found.high):
        assert rejects(counts, 1 - end) == pytest.approx(1.959964, rel=2e-3)


@given(arms())
def test_the_rate_lies_in_its_interval(counts: Arms) -> None:
    found = causal_rate(counts)
    if counts.withheld.part == 0:
        assert found is None
        return
    assert found
    assert found.low - 1e-9 <= found.value <= found.high + 1e-9
    assert found.high <= 1


def test_suggestions_that_harm_have_a_rate_below_zero() -> None:
    found = causal_rate(make_arms((100, 400), (300, 400)))
    assert found
    assert found.value == pytest.approx(-2)
    assert found.high < 0


def test_nobody_who_wrote_after_suggestions_is_a_rate_of_one_with_an_interval() -> None:
    found = causal_rate(make_arms((20, 40), (0, 40)))
    assert found
    assert (found.value, found.high) == (1, 1)
    assert 0.7 < found.low < 1


@pytest.mark.parametrize(
    "counts", [make_arms((0, 0), (3, 9)), make_arms((3, 9), (0, 0)), make_arms((0, 9), (3, 9))]
)
def test_without_contacts_to_avoid_there_is_no_rate(counts: Arms) -> None:
    assert causal_rate(counts) is None
