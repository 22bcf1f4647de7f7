"""A broken assignment is noticed; a healthy one is left in peace, however often one looks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from portal.statistics import Split, check_assignment
from portal.statistics.assignment_health import ALARM_AT


@given(st.integers(0, 5000), st.integers(1, 5000), st.sampled_from([0.05, 0.1, 0.2, 0.5]))
def test_the_evidence_is_the_beta_binomial_against_the_binomial(
    withheld: int, shown: int, share: float
) -> None:
    found = check_assignment([Split(share, withheld, shown)])
    people = withheld + shown
    mixture = stats.betabinom.logpmf(withheld, people, 1000 * share, 1000 * (1 - share))
    assert found
    assert found.log_evidence == pytest.approx(
        float(mixture - stats.binom.logpmf(withheld, people, share)), abs=1e-6
    )


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_the_evidence_is_1_on_average_if_all_is_well(share: float) -> None:
    people = 400
    expected = 0.0
    for withheld in range(people + 1):
        health = check_assignment([Split(share, withheld, people - withheld)])
        assert health
        expected += math.exp(health.log_evidence) * float(stats.binom.pmf(withheld, people, share))
    assert expected == pytest.approx(1)


def ever_alarmed(truth: float, runs: int) -> float:
    rng = np.random.default_rng(9)
    alarmed = 0
    for _run in range(runs):
        people = rng.poisson(60, 90)
        withheld = np.cumsum(rng.binomial(people, truth)).tolist()
        shown = (np.cumsum(people) - np.array(withheld)).tolist()
        looks = (check_assignment([Split(0.10, *counts)]) for counts in zip(withheld, shown, strict=True))
        alarmed += any(look.is_alarming for look in looks if look)
    return alarmed / runs


def test_daily_looks_at_a_healthy_assignment_hardly_ever_alarm() -> None:
    assert ever_alarmed(0.10, 300) <= 0.02


def test_a_third_too_few_withheld_is_always_noticed_within_a_quarter() -> None:
    assert ever_alarmed(0.07, 100) > 0.97


def test_evidence_of_several_shares_adds_up() -> None:
    one, other = Split(0.5, 700, 800), Split(0.05, 200, 5800)
    both, alone, beside = check_assignment([one, other]), check_assignment([one]), check_assignment([other])
    assert both
    assert alone
    assert beside
    assert both.log_evidence == pytest.approx(alone.log_evidence + beside.log_evidence)
    assert both.is_alarming == (both.log_evidence >= math.log(ALARM_AT))


def test_nobody_assigned_is_neither_healthy_nor_broken() -> None:
    assert check_assignment([]) is None
    assert check_assignment([Split(0.1, 0, 0)]) is None


@pytest.mark.parametrize("split", [(0.0, 1, 1), (1.0, 1, 1), (0.1, -1, 1)])
def test_a_split_that_cannot_be_is_refused(split: tuple[float, int, int]) -> None:
    with pytest.raises(ValueError, match="probability"):
        Split(*split)
