"""The running interval may be looked at on any day."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from portal.statistics import running_difference
from portal.statistics.running import half_width
from tests.statistics.makers import make_arms


@pytest.mark.parametrize("count", [50, 1000, 20_000])
@pytest.mark.parametrize("planned", [500, 5000])
def test_its_ends_are_where_a_mixture_of_likelihoods_reaches_20(count: int, planned: int) -> None:
    """Robbins' normal mixture, integrated numerically: at the end of the interval it is exactly 1 / alpha."""
    half = half_width(1.0, count, narrowest_at=planned)
    doubt = -2 * math.log(0.05)
    spread = math.sqrt((doubt + math.log(doubt + 1)) / planned)
    peak = half * count / (count + 1 / spread**2)

    def weight(shift: float) -> float:
        return math.exp(count * half * shift - count * shift**2 / 2) * float(
            stats.norm.pdf(shift, scale=spread)
        )

    reach = 12 / math.sqrt(count + 1 / spread**2)
    mixture, _error = integrate.quad(weight, peak - reach, peak + reach, limit=200)
    assert mixture == pytest.approx(20, rel=1e-6)


def test_it_is_narrowest_near_the_people_planned_for_and_wider_than_one_look() -> None:
    one_look = 1.959964 / math.sqrt(2700)
    widths = [half_width(1.0, 2700, narrowest_at=planned) for planned in (300, 2700, 24_000)]
    assert one_look < widths[1] < min(widths[0], widths[2])


def test_it_is_the_interval_of_the_means_of_both_arms() -> None:
    found = running_difference([make_arms((294, 420), (2230, 3780))], narrowest_at=4000)
    assert found
    deviation = math.sqrt(0.7 * 0.3 * 4200 / 420 + 2230 / 3780 * 1550 / 3780 * 4200 / 3780)
    half = half_width(deviation, 4200, narrowest_at=4000)
    assert (found.value, found.high - found.value) == pytest.approx((0.7 - 2230 / 3780, half))


def test_nothing_is_said_before_ten_of_each_kind_in_both_arms() -> None:
    for short in ((9, 30), (21, 30)):
        assert running_difference([make_arms(short, (300, 600))], narrowest_at=4000) is None
    assert running_difference([make_arms((20, 30), (300, 600))], narrowest_at=4000)


def test_a_new_share_joins_in_when_it_has_enough_people() -> None:
    old, new = make_arms((294, 420), (2230, 3780)), make_arms((3, 4), (40, 80))
    assert running_difference([old, new], narrowest_at=4000) == running_difference([old], narrowest_at=4000)
    both = running_difference([old, make_arms((600, 750), (518, 750))], narrowest_at=4000)
    assert both
    assert both.value == pytest.approx((4200 * (0.7 - 2230 / 3780) + 1500 * (600 - 518) / 750) / 5700)


def test_without_strata_there_is_nothing_to_say() -> None:
    assert running_difference([], narrowest_at=4000) is None


def test_means_of_other_things_keep_the_promise_too() -> None:
    """Of 400 rows of skewed numbers at most 5 % may ever leave it in 2,000 looks, give or take chance."""
    rng = np.random.default_rng(5)
    values = rng.exponential(1.0, (400, 2000)) - 1
    counts = np.arange(1, 2001)
    means = values.cumsum(1) / counts
    halves = np.array([half_width(1.0, int(count), narrowest_at=1000) for count in counts])
    ever_wrong = (np.abs(means[:, 50:]) > halves[50:]).any(1).sum()
    assert stats.binom.sf(ever_wrong - 1, 400, 0.05) > 0.001


def test_a_sequence_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="0 were seen"):
        half_width(1.0, 0, narrowest_at=100)
