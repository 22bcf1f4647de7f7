"""The figure of a period that is still open: an interval that may be looked at on any day."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from portal.statistics.estimates import Arms, Estimate
from portal.statistics.intervals import Rate
from portal.statistics.linking import Followed, weigh

# Before each arm has this many of both kinds, the normal approximation is not to be trusted.
LEAST_OF_EACH = 10


@dataclass(frozen=True, slots=True)
class _Stratum:
    people: int
    difference: float
    variance: float


def running_difference(
    strata: Sequence[Arms], *, narrowest_at: int, confidence: float = 0.95
) -> Estimate | None:
    """Return the difference in P(contact), withheld minus shown, right at every look with this confidence.

    Strata are the arms of each assignment probability, weighted by their people; a stratum joins in when both
    its arms hold at least ten people who contacted us and ten who did not. None until one does.
    `narrowest_at`: the number of people at which the interval shall be tightest, fixed before the first look.
    I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy, A. Ramdas, "Time-uniform central limit theory and
    asymptotic confidence sequences", Annals of Statistics 52 (2024), theorem 2.2.
    """
    ready = [_measure(arms) for arms in strata if is_ready(arms)]
    return _together(ready, narrowest_at=narrowest_at, confidence=confidence)


def _together(ready: Sequence[_Stratum], *, narrowest_at: int, confidence: float) -> Estimate | None:
    people = sum(stratum.people for stratum in ready)
    if not people:
        return None
    difference = sum(stratum.people / people * stratum.difference for stratum in ready)
    variance = sum((stratum.people / people) ** 2 * stratum.variance for stratum in ready)
    half = half_width(math.sqrt(variance * people), people, narrowest_at=narrowest_at, confidence=confidence)
    return Estimate(difference, difference - half, difference + half, confidence)


def running_weighted_difference(
    strata: Sequence[tuple[Followed, Followed]], *, narrowest_at: int, confidence: float = 0.95
) -> Estimate | None:
    """Return the same with late contacts weighted by 1 / P(linkable), as `weighted_difference` does.

    Strata are (withheld, shown) of each assignment probability. None if none of them is ready, or nobody in
    it is linkable.
    """
    ready = []
    for withheld, shown in strata:
        found = weigh(withheld, shown)
        if found is not None and all(_is_ready_arm(arm.seen) for arm in (withheld, shown)):
            ready.append(_Stratum(withheld.people + shown.people, found.difference, found.variance))
    return _together(ready, narrowest_at=narrowest_at, confidence=confidence)


def half_width(deviation: float, count: int, *, narrowest_at: int, confidence: float = 0.95) -> float:
    """Return how far a mean of `count` observations with this standard deviation reaches to each side.

    In the unit of the deviation; theorem 2.2 of the paper above, its rho chosen as told there.
    """
    if count < 1 or narrowest_at < 1:
        raise ValueError(f"A sequence needs people: {count} were seen, {narrowest_at} planned for.")
    alpha = 1 - confidence
    doubt = -2 * math.log(alpha)
    prior_variance = (doubt + math.log(doubt + 1)) / narrowest_at
    grown = count * prior_variance + 1
    return deviation * math.sqrt(2 * grown / (count**2 * prior_variance) * math.log(math.sqrt(grown) / alpha))


def is_ready(arms: Arms) -> bool:
    """Tell whether a stratum holds enough of both kinds in both arms to join in."""
    return all(_is_ready_arm(arm) for arm in (arms.withheld, arms.shown))


def _is_ready_arm(arm: Rate) -> bool:
    return arm.part >= LEAST_OF_EACH and arm.whole - arm.part >= LEAST_OF_EACH


def _measure(arms: Arms) -> _Stratum:
    shares = [arm.part / arm.whole for arm in (arms.withheld, arms.shown)]
    wholes = [arms.withheld.whole, arms.shown.whole]
    variance = sum(share * (1 - share) / whole for share, whole in zip(shares, wholes, strict=True))
    return _Stratum(arms.people, shares[0] - shares[1], variance)
