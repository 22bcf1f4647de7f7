"""The difference of a closed period is Newcombe's, as another library computes it."""

import pytest
from hypothesis import given
from statsmodels.stats.proportion import confint_proportions_2indep

from portal.statistics import Arms, avoided_per_person
from tests.statistics.makers import arms, make_arms


@given(arms())
def test_it_agrees_with_statsmodels(counts: Arms) -> None:
    found = avoided_per_person(counts)
    assert found
    expected = confint_proportions_2indep(
        counts.withheld.part,
        counts.withheld.whole,
        counts.shown.part,
        counts.shown.whole,
        method="newcomb",
        compare="diff",
    )
    assert (found.low, found.high) == pytest.approx(tuple(map(float, expected)), abs=1e-9)


@given(arms())
def test_the_difference_lies_in_its_interval_and_within_bounds(counts: Arms) -> None:
    found = avoided_per_person(counts)
    assert found
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_swapped_arms_swap_the_sign() -> None:
    found = avoided_per_person(make_arms((294, 420), (2230, 3780)))
    swapped = avoided_per_person(make_arms((2230, 3780), (294, 420)))
    assert found
    assert swapped
    assert (swapped.value, swapped.low, swapped.high) == pytest.approx(
        (-found.value, -found.high, -found.low)
    )


def test_the_example_of_the_manual() -> None:
    found = avoided_per_person(make_arms((294, 420), (2230, 3780)))
    assert found
    assert found.excludes_zero
    people = found.times(3780)
    assert [round(figure) for figure in (people.value, people.low, people.high)] == [416, 234, 585]


def test_more_confidence_reaches_further() -> None:
    counts = make_arms((294, 420), (2230, 3780))
    usual, sure = avoided_per_person(counts), avoided_per_person(counts, confidence=0.99)
    assert usual
    assert sure
    assert sure.low < usual.low < usual.high < sure.high


@pytest.mark.parametrize("counts", [make_arms((0, 0), (3, 9)), make_arms((3, 9), (0, 0))])
def test_an_empty_arm_is_no_difference(counts: Arms) -> None:
    assert avoided_per_person(counts) is None


@pytest.mark.parametrize("confidence", [1.0, 95.0])
def test_a_confidence_that_is_none_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match=r"."):
        avoided_per_person(make_arms((3, 9), (3, 9)), confidence=confidence)
