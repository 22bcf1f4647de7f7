"""Late contacts that cannot be linked are made up for by those that can."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics import (
    Followed,
    causal_rate,
    linkable_rates,
    running_difference,
    running_weighted_difference,
    stratified_weighted_difference,
    weighted_difference,
    weighted_rate,
)
from portal.statistics.simulation.periods import Counted, repeat_linking
from portal.statistics.simulation.repeating import summarize


@st.composite
def followed(draw: st.DrawFn) -> Followed:
    cells = [draw(st.integers(0, 300)) for _cell in range(5)]
    wrote_linked, late, quiet, wrote_unlinked, _rest = cells
    return Followed(
        people=sum(cells),
        in_visit=wrote_linked + wrote_unlinked,
        linkable=wrote_linked + late + quiet,
        linkable_in_visit=wrote_linked,
        linkable_late=late,
    )


def outcomes(arm: Followed, known: float) -> tuple[np.ndarray, np.ndarray]:
    """Return outcome and linkability of each person, one by one."""
    quiet = arm.linkable - arm.linkable_in_visit - arm.linkable_late
    unlinked = arm.in_visit - arm.linkable_in_visit
    counts = [arm.linkable_in_visit, arm.linkable_late, quiet, unlinked, arm.people - arm.linkable - unlinked]
    return np.repeat([1, 1 / known, 0, 1, 0], counts), np.repeat([1.0, 1, 1, 0, 0], counts)


@given(followed(), followed())
def test_it_is_the_mean_of_weighted_outcomes_person_by_person(withheld: Followed, shown: Followed) -> None:
    found = weighted_difference(withheld, shown)
    people = withheld.people + shown.people
    if not withheld.people or not shown.people or not withheld.linkable + shown.linkable:
        assert found is None
        return
    known = (withheld.linkable + shown.linkable) / people
    left, right = outcomes(withheld, known)[0], outcomes(shown, known)[0]
    assert found
    assert found.value == pytest.approx(left.mean() - right.mean())
    assert found.low <= found.value <= found.high


def test_its_interval_is_that_of_resampled_people() -> None:
    withheld, shown = Followed(1000, 600, 300, 180, 12), Followed(4000, 1900, 1200, 560, 110)
    found = weighted_difference(withheld, shown)
    rng = np.random.default_rng(4)
    drawn = []
    for _draw in range(4000):
        arms = []
        for arm in (withheld, shown):
            quiet = arm.linkable - arm.linkable_in_visit - arm.linkable_late
            unlinked = arm.in_visit - arm.linkable_in_visit
            cells = np.array([arm.linkable_in_visit, arm.linkable_late, quiet, unlinked, 0])
            cells[4] = arm.people - cells.sum()
            arms.append(rng.multinomial(arm.people, cells / arm.people))
        known = sum(cells[:3].sum() for cells in arms) / 5000
        left, right = ((cells[0] + cells[3] + cells[1] / known) / cells.sum() for cells in arms)
        drawn.append(left - right)
    assert found
    assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(np.std(drawn), rel=0.05)


def test_if_all_are_linkable_it_counts_everybody() -> None:
    withheld, shown = Followed(100, 60, 100, 60, 10), Followed(300, 120, 300, 120, 30)
    found = weighted_difference(withheld, shown)
    assert found
    assert found.value == pytest.approx(0.7 - 0.5)


def test_linkable_people_alone_are_the_check_beside_it() -> None:
    arms = linkable_rates(Followed(1000, 600, 300, 180, 12), Followed(4000, 1900, 1200, 560, 110))
    assert (arms.withheld.part, arms.withheld.whole) == (192, 300)
    assert (arms.shown.part, arms.shown.whole) == (670, 1200)


@pytest.mark.parametrize(
    ("counted", "least_bias", "most_bias"),
    [
        pytest.param(Counted.IN_VISIT, 0.04, 0.06, id="the visit only: far too good"),
        pytest.param(Counted.IN_A_WEEK, 0.010, 0.025, id="what could be linked: too good"),
        pytest.param(Counted.WEIGHTED, -0.005, 0.005, id="weighted: right"),
    ],
)
def test_weighting_removes_the_bias(counted: Counted, least_bias: float, most_bias: float) -> None:
    figures = summarize(repeat_linking(500, np.random.default_rng(6), counted=counted))
    assert least_bias < figures["bias"] < most_bias
    if counted is Counted.WEIGHTED:
        assert 0.92 < figures["covered"] < 0.975


@pytest.mark.parametrize("counts", [(10, 5, 4, 5, 0), (10, 5, 4, 2, 3), (10, 9, 4, 1, 0), (10, -1, 4, 1, 0)])
def test_counts_that_do_not_fit_are_refused(counts: tuple[int, int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Followed(*counts)


def test_the_ratio_is_near_the_score_interval_when_everybody_can_be_recognised() -> None:
    withheld, shown = Followed(1000, 650, 1000, 650, 50), Followed(4000, 2200, 4000, 2200, 160)
    found = weighted_rate(withheld, shown)
    score = causal_rate(linkable_rates(withheld, shown))
    assert found
    assert score
    assert found.value == pytest.approx(score.value)
    assert (found.low, found.high) == pytest.approx((score.low, score.high), abs=0.002)


def test_the_ratio_s_interval_is_that_of_resampled_people() -> None:
    withheld, shown = Followed(1000, 600, 300, 180, 12), Followed(4000, 1900, 1200, 560, 110)
    found = weighted_rate(withheld, shown)
    rng = np.random.default_rng(5)
    drawn = []
    for _draw in range(2000):
        arms = []
        for arm in (withheld, shown):
            quiet = arm.linkable - arm.linkable_in_visit - arm.linkable_late
            unlinked = arm.in_visit - arm.linkable_in_visit
            cells = np.array([arm.linkable_in_visit, arm.linkable_late, quiet, unlinked, 0])
            cells[4] = arm.people - cells.sum()
            one = rng.multinomial(arm.people, cells / arm.people)
            arms.append(
                Followed(arm.people, int(one[0] + one[3]), int(one[:3].sum()), int(one[0]), int(one[1]))
            )
        again = weighted_rate(arms[0], arms[1])
        assert again
        drawn.append(again.value)
    assert found
    assert (found.low, found.high) == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.01)


def test_where_nobody_contacted_us_there_is_no_ratio() -> None:
    assert weighted_rate(Followed(10, 0, 5, 0, 0), Followed(10, 2, 5, 1, 0)) is None


def test_the_running_interval_is_the_plain_one_when_everybody_can_be_recognised() -> None:
    withheld, shown = Followed(1000, 650, 1000, 650, 50), Followed(4000, 2200, 4000, 2200, 160)
    weighted = running_weighted_difference([(withheld, shown)], narrowest_at=3000)
    plain = running_difference([linkable_rates(withheld, shown)], narrowest_at=3000)
    assert weighted
    assert plain
    assert (weighted.value, weighted.low, weighted.high) == pytest.approx(
        (plain.value, plain.low, plain.high)
    )


def test_strata_are_weighed_by_people() -> None:
    one = (Followed(100, 60, 50, 30, 5), Followed(400, 160, 200, 80, 20))
    assert stratified_weighted_difference([one]) == weighted_difference(*one)
    assert stratified_weighted_difference([one, (Followed(0, 0, 0, 0, 0), one[1])]) == weighted_difference(
        *one
    )
    assert stratified_weighted_difference([]) is None
