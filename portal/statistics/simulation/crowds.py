"""People who come again and offices behind one address: the interval must not take visits for people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.statistics.clusters import Units, clustered_difference
from portal.statistics.difference import avoided_per_person
from portal.statistics.estimates import Arms
from portal.statistics.intervals import Rate
from portal.statistics.simulation.people import USUAL
from portal.statistics.simulation.repeating import Runs, covers, in_columns

TRUTH = USUAL.effect
_OFFICE_VISITS = (5, 40)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Visitors, visits of each on average, how alike those are (0 to 1), how many visitors are offices."""

    visitors: int = 2500
    visits_each: float = 1.3
    likeness: float = 0.2
    offices: int = 0


PEOPLE = Crowd()
PEOPLE_AND_OFFICES = Crowd(likeness=0.4, offices=40)


def repeat_crowd(runs: int, rng: np.random.Generator, *, crowd: Crowd, share: float = 0.10) -> Runs:
    """Assign visitors again and again: the interval that takes visits for people, and the clustered one."""
    rows = []
    for _run in range(runs):
        withheld, shown = gather(crowd, share, rng)
        plain = avoided_per_person(Arms(_pool(withheld), _pool(shown)))
        clustered = clustered_difference(withheld, shown)
        if plain and clustered:
            rows.append(
                {
                    "error": clustered.value - TRUTH,
                    "plain covered": covers(plain, TRUTH),
                    "clustered covered": covers(clustered, TRUTH),
                    "times wider": (clustered.high - clustered.low) / (plain.high - plain.low),
                }
            )
    return in_columns(rows)


def gather(crowd: Crowd, share: float, rng: np.random.Generator) -> tuple[Units, Units]:
    """Return the visitors of both arms, withheld and shown, each visitor with a P(contact) of her own."""
    visits = rng.geometric(1 / crowd.visits_each, crowd.visitors)
    visits[: crowd.offices] = rng.integers(*_OFFICE_VISITS, crowd.offices)
    shown = rng.random(crowd.visitors) >= share
    mean = np.where(shown, USUAL.contact_shown, USUAL.contact_withheld)
    weight = (1 - crowd.likeness) / crowd.likeness
    contacted = rng.binomial(visits, rng.beta(mean * weight, (1 - mean) * weight))
    return _units(contacted, visits, ~shown), _units(contacted, visits, shown)


def _units(contacted: NDArray[np.int64], visits: NDArray[np.int64], arm: NDArray[np.bool_]) -> Units:
    return Units(contacted[arm].astype(float), visits[arm].astype(float))


def _pool(units: Units) -> Rate:
    return Rate(int(np.sum(units.contacted)), int(np.sum(units.visits)))
