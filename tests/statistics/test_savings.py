"""Hours and money come from contacts that were handled, and carry every doubt there is."""

import numpy as np
import pytest

from portal.statistics import Estimate, avoided_per_person
from portal.statistics.estimates import Arms
from portal.statistics.savings import Channel, Mean, save
from portal.statistics.simulation.people import USUAL
from portal.statistics.simulation.repeating import draw_arms
from tests.statistics.makers import make_arms

ONCE = Mean(1.0, 0.0)
MAIL = Channel("email", 220, Mean(0.125, 0.004), 48.0)
PHONE = Channel("phone", 120, Mean(0.2, 0.01), 55.0)


def difference(arms: Arms) -> Estimate:
    found = avoided_per_person(arms)
    assert found
    return found


MAY = difference(make_arms((294, 420), (2230, 3780)))


def test_people_hours_and_money_follow_from_each_other() -> None:
    found = save(MAY, people=3780, channels=[MAIL, PHONE], contacts_each=Mean(1.2, 0.02), seed=1)
    assert found
    assert found.money
    hours_each = (220 * 0.125 + 120 * 0.2) / 340
    money_each = (220 * 0.125 * 48 + 120 * 0.2 * 55) / 340
    assert found.people.value == pytest.approx(416, abs=0.5)
    assert found.hours.value == pytest.approx(416 * 1.2 * hours_each, rel=1e-3)
    assert found.money.value == pytest.approx(416 * 1.2 * money_each, rel=1e-3)


def test_with_handling_known_exactly_the_interval_is_that_of_the_difference() -> None:
    exact = Channel("email", 10**9, Mean(0.125, 0.0), None)
    found = save(MAY, people=3780, channels=[exact], contacts_each=ONCE, seed=1)
    assert found
    assert (found.hours.low, found.hours.high) == pytest.approx(
        (found.people.low * 0.125, found.people.high * 0.125), rel=0.02
    )


def test_the_interval_is_the_delta_methods_for_many_handled_contacts() -> None:
    sure = Estimate(0.11, 0.11 - 0.0196, 0.11 + 0.0196)
    found = save(sure, people=4000, channels=[MAIL], contacts_each=Mean(1.2, 0.05), seed=2)
    assert found
    relative = np.sqrt((0.01 / 0.11) ** 2 + (0.004 / 0.125) ** 2 + (0.05 / 1.2) ** 2)
    half = 1.959964 * relative * found.hours.value
    assert (found.hours.high - found.hours.low) / 2 == pytest.approx(half, rel=0.03)


def test_its_interval_contains_the_true_saving() -> None:
    rng = np.random.default_rng(7)
    shares, means, price = np.array([0.55, 0.30, 0.15]), np.array([6.0, 11.0, 7.5]) / 40, 40.0
    truth = USUAL.effect * 3780 * float(shares @ means) * price
    covered = []
    for run in range(250):
        arms = draw_arms(4200, 0.10, before=USUAL.contact_withheld, after=USUAL.contact_shown, rng=rng)
        mix = rng.multinomial(400, shares)
        handled = [rng.lognormal(np.log(mean) - 0.32, 0.8, 80) for mean in means]
        channels = []
        for name, count, hours in zip("abc", mix, handled, strict=True):
            mean = Mean.of(hours.tolist())
            assert mean
            channels.append(Channel(name, int(count), mean, price))
        found = save(difference(arms), people=3780, channels=channels, contacts_each=ONCE, seed=run)
        assert found
        assert found.money
        covered.append(found.money.low <= truth <= found.money.high)
    assert 0.92 < np.mean(covered) < 0.985


def test_suggestions_that_harm_cost() -> None:
    found = save(
        difference(make_arms((100, 400), (300, 400))), people=400, channels=[MAIL], contacts_each=ONCE, seed=1
    )
    assert found
    assert found.money
    assert found.money.high < 0


def test_without_a_signed_price_there_are_hours_and_no_money() -> None:
    unpriced = Channel("chat", 5, Mean(0.1, 0.01), None)
    found = save(MAY, people=3780, channels=[MAIL, unpriced], contacts_each=ONCE, seed=1)
    assert found
    assert found.money is None
    assert found.hours.value > 0


def test_a_channel_nobody_used_needs_no_price() -> None:
    unused = Channel("chat", 0, Mean(0.1, 0.01), None)
    found = save(MAY, people=3780, channels=[MAIL, unused], contacts_each=ONCE, seed=1)
    assert found
    assert found.money


@pytest.mark.parametrize("channels", [[], [Channel("email", 0, Mean(0.1, 0.01), 40.0)]])
def test_without_handled_contacts_nothing_is_made_up(channels: list[Channel]) -> None:
    assert save(MAY, people=3780, channels=channels, contacts_each=ONCE, seed=1) is None


def test_the_same_seed_gives_the_same_interval() -> None:
    first, second = (save(MAY, people=9, channels=[MAIL], contacts_each=ONCE, seed=3) for _again in range(2))
    assert first == second


def test_a_mean_knows_its_error() -> None:
    found = Mean.of([1.0, 2.0, 3.0, 4.0])
    assert found
    assert (found.value, found.error) == pytest.approx((2.5, 0.6454972))
    assert Mean.of([1.0]) is None
    assert Mean.of([]) is None
