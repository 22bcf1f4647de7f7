"""Where people repeat, the interval counts people, as two other libraries do."""

import numpy as np
import pyarrow as pa
import pytest
import statsmodels.api as sm
import tea_tasting as tt
from numpy.typing import NDArray

from portal.statistics import Arms, Rate, avoided_per_person
from portal.statistics.clusters import Units, clustered_difference
from portal.statistics.simulation.crowds import PEOPLE, PEOPLE_AND_OFFICES, Crowd, gather, repeat_crowd
from portal.statistics.simulation.repeating import summarize


def make_units(seed: int, units: int, *, offices: int = 0) -> tuple[Units, Units]:
    rng = np.random.default_rng(seed)
    visits = rng.geometric(0.7, units)
    visits[:offices] = 30
    contacted = rng.binomial(visits, rng.beta(3, 2, units))
    half = units // 2
    return (
        Units(contacted[:half].astype(float), visits[:half].astype(float)),
        Units(contacted[half:].astype(float), visits[half:].astype(float)),
    )


def flat(units: Units) -> NDArray[np.float64]:
    return np.column_stack([units.contacted, units.visits])


def test_it_agrees_with_tea_tasting_on_many_people() -> None:
    withheld, shown = gather(PEOPLE, 0.3, np.random.default_rng(1))
    found = clustered_difference(withheld, shown)
    rows = np.vstack([flat(withheld), flat(shown)])
    arm = [0] * len(withheld.visits) + [1] * len(shown.visits)
    table = pa.table({"variant": arm, "contacted": rows[:, 0], "visits": rows[:, 1]})
    experiment = tt.Experiment(contacts=tt.RatioOfMeans("contacted", "visits"))
    expected = experiment.analyze(table, control=0)["contacts"]
    assert found
    assert found.value == pytest.approx(-expected.effect_size)
    assert (found.low, found.high) == pytest.approx(
        (-expected.effect_size_ci_upper, -expected.effect_size_ci_lower), abs=1e-4
    )


def test_it_is_tea_tastings_interval_where_everybody_came_once() -> None:
    rng = np.random.default_rng(2)
    arms = [rng.binomial(1, share, size).astype(float) for share, size in ((0.7, 40), (0.5, 160))]
    found = clustered_difference(*(Units(arm, np.ones(arm.size)) for arm in arms))
    table = pa.table({"variant": [0] * 40 + [1] * 160, "contacted": np.concatenate(arms)})
    expected = tt.Experiment(contacts=tt.Mean("contacted")).analyze(table, control=0)["contacts"]
    assert found
    assert (found.low, found.high) == pytest.approx(
        (-expected.effect_size_ci_upper, -expected.effect_size_ci_lower), abs=1e-9
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_its_standard_error_agrees_with_a_clustered_regression(seed: int) -> None:
    withheld, shown = make_units(seed, 1200)
    found = clustered_difference(withheld, shown)
    rows = np.vstack([flat(withheld), flat(shown)]).astype(int)
    unit = np.repeat(np.arange(len(rows)), rows[:, 1])
    outcome = np.concatenate([np.arange(visits) < contacted for contacted, visits in rows]).astype(float)
    is_withheld = (unit < len(withheld.visits)).astype(float)
    fit = sm.OLS(outcome, sm.add_constant(is_withheld)).fit(cov_type="cluster", cov_kwds={"groups": unit})
    assert found
    assert found.value == pytest.approx(fit.params[1])
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * fit.bse[1], rel=0.01)


def test_a_few_offices_make_it_wider() -> None:
    units = make_units(4, 400, offices=8)
    found = clustered_difference(*units)
    visits = avoided_per_person(Arms(*(Rate(int(sum(one.contacted)), int(sum(one.visits))) for one in units)))
    assert found
    assert visits
    assert found.high - found.low > 1.3 * (visits.high - visits.low)


@pytest.mark.parametrize(
    ("crowd", "least_plain", "most_plain"),
    [
        pytest.param(PEOPLE, 0.90, 0.96, id="people"),
        pytest.param(PEOPLE_AND_OFFICES, 0.66, 0.80, id="offices"),
    ],
)
def test_it_covers_the_truth_where_counting_visits_does_not(
    crowd: Crowd, least_plain: float, most_plain: float
) -> None:
    figures = summarize(repeat_crowd(1500, np.random.default_rng(8), crowd=crowd))
    assert least_plain < figures["plain covered"] < most_plain
    assert 0.92 < figures["clustered covered"] < 0.97
    assert abs(figures["bias"]) < 0.005


def test_a_single_unit_in_an_arm_tells_no_difference() -> None:
    assert clustered_difference(Units([1], [2]), Units([1, 0], [1, 1])) is None


def test_units_that_are_all_alike_leave_no_doubt() -> None:
    found = clustered_difference(Units([1, 1], [1, 1]), Units([0, 0], [1, 1]))
    assert found
    assert (found.low, found.value, found.high) == (1, 1, 1)


@pytest.mark.parametrize("units", [Units([3], [2]), Units([0, 1], [1, 0]), Units([1], [1, 1])])
def test_counts_that_cannot_be_are_refused(units: Units) -> None:
    with pytest.raises(ValueError, match="visits"):
        clustered_difference(units, Units([1, 0], [1, 1]))
