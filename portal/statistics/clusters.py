"""The difference where people repeat: several visits of one person, or an office behind one address."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from portal.statistics.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Units:
    """Units that were assigned whole; for each, its visits to the form and those that ended in a contact."""

    contacted: Sequence[float] | NDArray[np.float64]
    visits: Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Share:
    value: float
    variance: float
    freedom: float


def clustered_difference(withheld: Units, shown: Units, *, confidence: float = 0.95) -> Estimate | None:
    """Return P(contact | withheld) - P(contact | shown) per visit; None with fewer than two units in an arm.

    The delta method for a ratio of means: A. Deng, U. Knoblich, J. Lu, "Applying the delta method in metric
    analytics", KDD 2018, section 3. Visits are weighed alike, so an office counts for more than a person;
    each unit's part in the variance is raised by its leverage (R. M. Bell, D. F. McCaffrey, Survey
    Methodology 28 (2002) 169-181) and units count by L. Kish's effective number, or few offices make it too
    narrow. Degrees of freedom of the two arms together: B. L. Welch, Biometrika 34 (1947) 28-35.
    """
    shares = [_measure(arm) for arm in (withheld, shown)]
    left, right = shares
    if left is None or right is None:
        return None
    difference, variance = left.value - right.value, left.variance + right.variance
    if variance == 0:
        return Estimate(difference, difference, difference, confidence)
    freedom = variance**2 / sum(share.variance**2 / share.freedom for share in (left, right))
    half = float(special.stdtrit(freedom, (1 + confidence) / 2)) * variance**0.5
    return Estimate(difference, difference - half, difference + half, confidence)


def _measure(arm: Units) -> _Share | None:
    contacted, visits = np.asarray(arm.contacted, float), np.asarray(arm.visits, float)
    if contacted.shape != visits.shape or (visits <= 0).any() or (contacted > visits).any():
        raise ValueError("Each unit needs one or more visits, and no more contacts than visits.")
    if contacted.size < 2:
        return None
    total = visits.sum()
    share = float(contacted.sum() / total)
    leverage = visits / total
    left_over = contacted - share * visits
    variance = float((left_over**2 / (1 - leverage)).sum() / total**2)
    return _Share(share, variance, float(1 / (leverage**2).sum()) - 1)
