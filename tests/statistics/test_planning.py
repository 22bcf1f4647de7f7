"""What a comparison costs and when it tells something."""

import numpy as np
import pytest
from statsmodels.stats.proportion import power_proportions_2indep

from portal.statistics import Expected, Traffic, propose, remaining
from portal.statistics.planning import default_share, people_for_power, people_for_width
from portal.statistics.simulation.periods import repeat_period
from portal.statistics.simulation.repeating import summarize

FORM = Expected(withheld=0.70, shown=0.59)


@pytest.mark.parametrize(("share", "people"), [(0.05, 2890), (0.10, 1537), (0.20, 877), (0.50, 586)])
def test_the_published_numbers_of_people_come_out(share: float, people: int) -> None:
    assert people_for_power(FORM, share=share) == pytest.approx(people, abs=1)


@pytest.mark.parametrize(("share", "people"), [(0.05, 6845), (0.10, 3640), (0.20, 2078), (0.50, 1389)])
def test_the_published_numbers_for_five_points_come_out(share: float, people: int) -> None:
    assert people_for_width(FORM, share=share, half_width=0.05) == pytest.approx(people, abs=1)


@pytest.mark.parametrize("share", [0.05, 0.10, 0.20, 0.50])
def test_the_power_is_near_what_statsmodels_computes_with_pooled_variances(share: float) -> None:
    people = people_for_power(FORM, share=share)
    assert people
    power = power_proportions_2indep(
        FORM.difference, FORM.shown, people * share, ratio=(1 - share) / share, return_results=False
    )
    assert power == pytest.approx(0.80, abs=0.045)


def test_simulated_periods_of_that_size_prove_the_effect_in_about_four_of_five() -> None:
    figures = summarize(repeat_period(1500, np.random.default_rng(2), people=1537, share=0.10))
    assert 0.73 < figures["effect proved"] < 0.83


def test_an_effect_of_nothing_is_never_proved() -> None:
    assert people_for_power(Expected(0.6, 0.6), share=0.1) is None


@pytest.mark.parametrize(
    ("people_a_month", "share"),
    [(0, 0.20), (150, 0.20), (800, 0.19), (1500, 0.10), (4000, 0.05), (20_000, 0.05)],
)
def test_the_share_proposed_lies_between_5_and_20_percent(people_a_month: float, share: float) -> None:
    assert default_share(people_a_month) == share


def test_a_proposal_tells_share_price_and_days() -> None:
    found = propose(Traffic(people=1500, contacted=885, days=30.4375), effect=0.157)
    assert found
    assert found.share == 0.10
    assert found.people == pytest.approx(1540, abs=20)
    assert found.days == pytest.approx(39, abs=1)
    assert found.extra_contacts == pytest.approx(17, abs=0.5)
    assert found.extra_contacts_a_month == pytest.approx(16.5, abs=0.5)
    assert found.half_width == pytest.approx(0.078, abs=0.002)


def test_a_larger_share_of_ones_own_choice_is_sooner_and_dearer() -> None:
    traffic = Traffic(people=240, contacted=142, days=30.4375)
    proposed, chosen = propose(traffic), propose(traffic, share=0.5)
    assert proposed
    assert chosen
    assert proposed.share == 0.20
    assert chosen.days < proposed.days
    assert chosen.extra_contacts > proposed.extra_contacts


@pytest.mark.parametrize(
    "traffic",
    [
        pytest.param(Traffic(people=900, contacted=500, days=29), id="fewer than 30 days"),
        pytest.param(Traffic(people=0, contacted=0, days=40), id="nobody came"),
        pytest.param(Traffic(people=50, contacted=0, days=40), id="nobody wrote"),
        pytest.param(Traffic(people=50, contacted=50, days=40), id="everybody wrote"),
    ],
)
def test_without_enough_traffic_nothing_is_proposed(traffic: Traffic) -> None:
    assert propose(traffic) is None


def test_what_is_missing_is_told_in_people_and_days() -> None:
    missing = remaining(people=1537, seen=537, people_a_day=60)
    assert missing
    assert (missing.people, missing.days) == (1000, 17)
    assert remaining(people=1537, seen=1600, people_a_day=60) is None


def test_without_traffic_nobody_knows_the_day() -> None:
    missing = remaining(people=1537, seen=0, people_a_day=0)
    assert missing
    assert missing.days is None


@pytest.mark.parametrize("effect", [0.0, 1.0, 15.0])
def test_an_effect_in_percent_is_refused(effect: float) -> None:
    with pytest.raises(ValueError, match="15 %"):
        propose(Traffic(1500, 885, 31), effect=effect)


def test_shares_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Expected(70, 59)
    with pytest.raises(ValueError, match="not at 1"):
        people_for_power(FORM, share=1)
