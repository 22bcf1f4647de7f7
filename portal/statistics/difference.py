"""Of 100 people at the form, how many did not have to write: the difference of a closed period."""

import math

from portal.statistics.estimates import Arms, Estimate
from portal.statistics.intervals import wilson


def avoided_per_person(arms: Arms, *, confidence: float = 0.95) -> Estimate | None:
    """Return P(contact | withheld) - P(contact | shown), between -1 and 1; None if an arm is empty.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of
    eleven methods", Statistics in Medicine 17 (1998) 873-890, method 10: made of the two Wilson intervals.
    For one look at a period that is closed; looking every day needs `portal.statistics.running`.
    """
    withheld, shown = arms.withheld.share, arms.shown.share
    if withheld is None or shown is None:
        return None
    left = wilson(arms.withheld.part, arms.withheld.whole, confidence=confidence)
    right = wilson(arms.shown.part, arms.shown.whole, confidence=confidence)
    difference = withheld - shown
    return Estimate(
        difference,
        difference - math.hypot(withheld - left.low, right.high - shown),
        difference + math.hypot(left.high - withheld, shown - right.low),
        confidence,
    )
