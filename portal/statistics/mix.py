"""A share as it would be if the topics came in another mix: what changed, and what only the mix changed."""

import math
from collections.abc import Mapping

from portal.statistics.estimates import Estimate
from portal.statistics.intervals import Rate, wilson


def at_mix(rates: Mapping[str, Rate], mix: Mapping[str, int], *, confidence: float = 0.95) -> Estimate | None:
    """Return the share of all topics together, each weighed as often as it comes in `mix`.

    Topics without data on one side are left out; None if none is left. Direct standardisation: J. L. Fleiss,
    B. Levin, M. C. Paik, "Statistical Methods for Rates and Proportions", 3rd edition (2003), chapter 19;
    the interval from Wilson's of each topic, put together as G. Y. Zou and A. Donner did, Statistics in
    Medicine 27 (2008) 1693-1702.
    """
    shared = [topic for topic, rate in rates.items() if rate.whole and mix.get(topic)]
    total = sum(mix[topic] for topic in shared)
    if not total:
        return None
    value, below, above = 0.0, [], []
    for topic in shared:
        weight, rate = mix[topic] / total, rates[topic]
        share = rate.part / rate.whole
        interval = wilson(rate.part, rate.whole, confidence=confidence)
        value += weight * share
        below.append(weight * (share - interval.low))
        above.append(weight * (interval.high - share))
    return Estimate(value, value - math.hypot(*below), value + math.hypot(*above), confidence)
