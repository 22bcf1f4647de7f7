"""One figure across times with different shares of people withheld.

Pooling people who were assigned with different probabilities compares different times, not suggestions. So
the arms are compared within each probability, and the answers are weighted by people.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.statistics.difference import avoided_per_person
from portal.statistics.estimates import Arms, Estimate
from portal.statistics.intervals import Rate, wilson
from portal.statistics.linking import Followed, weigh, weighted_difference
from portal.statistics.ratio import causal_rate


@dataclass(frozen=True, slots=True)
class _Weighted:
    weight: float
    estimate: Estimate


def stratified_difference(strata: Sequence[Arms], *, confidence: float = 0.95) -> Estimate | None:
    """Return P(contact | withheld) - P(contact | shown) of people in all strata; None without any to compare.

    Strata in which an arm is empty say nothing and are left out. Newcombe's interval of each stratum, put
    together as in G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures: a general
    approach", Statistics in Medicine 27 (2008) 1693-1702; of one stratum it is Newcombe's interval itself.
    """
    parts = []
    for weight, arms in _weigh(strata):
        estimate = avoided_per_person(arms, confidence=confidence)
        if estimate is not None:
            parts.append(_Weighted(weight, estimate))
    return _sum(parts, confidence)


def stratified_rate(strata: Sequence[Arms], *, confidence: float = 0.95) -> Estimate | None:
    """Return 1 - P(contact | shown) / P(contact | withheld) of people in all strata.

    None without strata to compare, or with so few contacts among those withheld that a ratio says nothing.
    Of one stratum it is `causal_rate`. Of several, the limits of both shares are put together as in
    A. Donner, G. Y. Zou, "Closed-form confidence intervals for functions of the normal mean and standard
    deviation", Statistical Methods in Medical Research 21 (2012) 347-359.
    """
    weighed = list(_weigh(strata))
    if len(weighed) == 1:
        return causal_rate(weighed[0][1], confidence=confidence)
    shown = _mean_share(((weight, arms.shown) for weight, arms in weighed), confidence)
    withheld = _mean_share(((weight, arms.withheld) for weight, arms in weighed), confidence)
    if shown is None or withheld is None:
        return None
    reach = withheld.high * (2 * withheld.value - withheld.high)
    near = withheld.low * (2 * withheld.value - withheld.low)
    if reach <= 0 or near <= 0:
        return None
    product = shown.value * withheld.value
    low = product**2 - shown.low * (2 * shown.value - shown.low) * reach
    high = product**2 - shown.high * (2 * shown.value - shown.high) * near
    return Estimate(
        1 - shown.value / withheld.value,
        1 - (product + math.sqrt(max(0.0, high))) / near,
        1 - max(0.0, product - math.sqrt(max(0.0, low))) / reach,
        confidence,
    )


def stratified_weighted_difference(
    strata: Sequence[tuple[Followed, Followed]], *, confidence: float = 0.95
) -> Estimate | None:
    """Return the difference of people in all strata with late contacts weighted by 1 / P(linkable).

    Strata are (withheld, shown). None as `weighted_difference`, of which this is the mean by people.
    """
    usable = [(withheld, shown) for withheld, shown in strata if weigh(withheld, shown) is not None]
    people = sum(withheld.people + shown.people for withheld, shown in usable)
    parts = []
    for withheld, shown in usable:
        estimate = weighted_difference(withheld, shown, confidence=confidence)
        if estimate is not None:
            parts.append(_Weighted((withheld.people + shown.people) / people, estimate))
    return _sum(parts, confidence)


def _weigh(strata: Sequence[Arms]) -> Iterable[tuple[float, Arms]]:
    usable = [arms for arms in strata if arms.is_comparable]
    people = sum(arms.people for arms in usable)
    return [(arms.people / people, arms) for arms in usable]


def _mean_share(rates: Iterable[tuple[float, Rate]], confidence: float) -> Estimate | None:
    parts = []
    for weight, rate in rates:
        interval = wilson(rate.part, rate.whole, confidence=confidence)
        share = Estimate(rate.part / rate.whole, interval.low, interval.high, confidence)
        parts.append(_Weighted(weight, share))
    return _sum(parts, confidence)


def _sum(parts: Sequence[_Weighted], confidence: float) -> Estimate | None:
    """Add weighted estimates that are independent; their distances to each limit add like right angles."""
    if not parts:
        return None
    value = sum(part.weight * part.estimate.value for part in parts)
    below = math.hypot(*(part.weight * (part.estimate.value - part.estimate.low) for part in parts))
    above = math.hypot(*(part.weight * (part.estimate.high - part.estimate.value) for part in parts))
    return Estimate(value, value - below, value + above, confidence)
