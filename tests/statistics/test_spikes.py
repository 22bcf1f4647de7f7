"""A topic that spikes is noticed soon; a busy week alone is none."""

import numpy as np
import pytest

from portal.statistics.spikes import Baseline, Day, Exposure, calibrate, find_baseline, watch

FORMS = Baseline(0.30, Exposure.SESSIONS)
PARCELS = Baseline(0.05, Exposure.ORDERS)


def make_days(
    rate: float, exposures: list[int], seed: int, exposure: Exposure = Exposure.SESSIONS
) -> list[Day]:
    rng = np.random.default_rng(seed)
    if exposure is Exposure.ORDERS:
        return [Day(int(rng.poisson(rate * one)), one) for one in exposures]
    return [Day(int(rng.binomial(one, rate)), one) for one in exposures]


def naive_alarms(days: list[Day], baseline: Baseline, threshold: float) -> int:
    """Count alarms by the rule as it is told, in plain numbers; orders only."""
    level, alarms, is_open = 0.0, 0, False
    for day in days:
        level += day.contacts * np.log(1.5) - day.exposure * baseline.rate * 0.5
        level = min(max(level, 0.0), threshold)
        if level >= threshold and not is_open:
            is_open, alarms = True, alarms + 1
        is_open = is_open and level > 0
    return alarms


@pytest.mark.parametrize(
    ("baseline", "a_day"),
    [
        pytest.param(FORMS, 25, id="busy topic"),
        pytest.param(FORMS, 4, id="quiet topic"),
        pytest.param(PARCELS, 120, id="per order"),
    ],
)
def test_a_quiet_topic_raises_about_one_alarm_a_year(baseline: Baseline, a_day: int) -> None:
    threshold = calibrate(baseline, [a_day] * 56, seed=1)
    assert threshold
    years = [make_days(baseline.rate, [a_day] * 365, seed, baseline.exposure) for seed in range(600, 900)]
    alarms = [len(watch(year, baseline, threshold=threshold)) for year in years]
    assert np.mean(alarms) == pytest.approx(1, abs=0.2)


def test_it_counts_as_the_rule_is_told() -> None:
    for seed in range(40):
        days = make_days(0.055, [120] * 365, seed, Exposure.ORDERS)
        assert len(watch(days, PARCELS, threshold=2.0)) == naive_alarms(days, PARCELS, 2.0)


@pytest.mark.parametrize(("share", "most_days"), [(0.40, 9), (0.45, 6), (0.55, 4)])
def test_a_spike_is_noticed_within_days(share: float, most_days: int) -> None:
    threshold = calibrate(FORMS, [25] * 56, seed=1)
    assert threshold
    waits = []
    for seed in range(120):
        days = make_days(0.30, [25] * 30, seed) + make_days(share, [25] * 60, 1000 + seed)
        noticed = [
            one.noticed
            for one in watch(days, FORMS, threshold=threshold)
            if one.over is None or one.over > 30
        ]
        waits.append(max(0, noticed[0] - 29) if noticed else 60)
    assert np.median(waits) <= most_days


def test_a_spike_tells_when_it_began_and_when_it_was_over() -> None:
    quiet, loud = [Day(6, 25)] * 20, [Day(20, 25)] * 5
    spikes = watch(quiet + loud + quiet, FORMS, threshold=4.0)
    assert [(one.began, one.noticed) for one in spikes] == [(20, 20)]
    assert spikes[0].over
    assert 25 <= spikes[0].over <= 28


def test_a_spike_that_lasts_has_no_end() -> None:
    spikes = watch([Day(6, 25)] * 20 + [Day(20, 25)] * 5, FORMS, threshold=4.0)
    assert [one.over for one in spikes] == [None]


def test_a_week_of_sales_is_no_spike() -> None:
    days = [Day(6, 120)] * 20 + [Day(30, 600)] * 7 + [Day(6, 120)] * 20
    assert watch(days, PARCELS, threshold=3.0) == ()
    assert watch([Day(day.contacts, 120) for day in days], PARCELS, threshold=3.0)


@pytest.mark.parametrize("exposure", list(Exposure))
def test_a_baseline_errs_upwards(exposure: Exposure) -> None:
    guesses = [find_baseline(make_days(0.30, [25] * 56, seed, exposure), exposure) for seed in range(400)]
    above = [guess.rate > 0.30 for guess in guesses if guess]
    assert np.mean(above) == pytest.approx(0.80, abs=0.06)
    assert np.mean([guess.rate for guess in guesses if guess]) < 0.33


def test_the_same_seed_calibrates_alike() -> None:
    assert calibrate(FORMS, [4, 30], seed=5, years=50) == calibrate(FORMS, [4, 30], seed=5, years=50)


@pytest.mark.parametrize("history", [[], [Day(0, 0)] * 56])
def test_a_topic_without_traffic_has_no_baseline(history: list[Day]) -> None:
    assert find_baseline(history, Exposure.SESSIONS) is None
    assert calibrate(FORMS, [day.exposure for day in history], seed=1) is None


def test_a_topic_where_everybody_writes_cannot_spike() -> None:
    assert find_baseline([Day(25, 25)] * 56, Exposure.SESSIONS) is None


def test_days_without_traffic_change_nothing() -> None:
    assert watch([], FORMS, threshold=1.0) == ()
    assert watch([Day(0, 0)] * 9, FORMS, threshold=1.0) == ()


def test_more_contacts_than_visits_are_refused() -> None:
    with pytest.raises(ValueError, match="9 of 4"):
        find_baseline([Day(9, 4)], Exposure.SESSIONS)


@pytest.mark.parametrize("rate", [0.0, 0.97])
def test_a_rate_that_leaves_no_room_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="no usual rate"):
        Baseline(rate, Exposure.SESSIONS)
