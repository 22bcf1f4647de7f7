"""The causal deflection rate: the share of contacts that suggestions made unnecessary."""

import math

from portal.statistics.estimates import Arms, Estimate, normal_quantile

# Halving an interval this often exhausts the precision of a float.
_HALVINGS = 80


def causal_rate(arms: Arms, *, confidence: float = 0.95) -> Estimate | None:
    """Return 1 - P(contact | shown) / P(contact | withheld): at most 1, below 0 where suggestions harm.

    None if an arm is empty or nobody of those withheld contacted us, for then there is nothing to avoid.
    O. S. Miettinen, M. Nurminen, "Comparative analysis of two rates", Statistics in Medicine 4 (1985)
    213-226, after P. A. R. Koopman, Biometrics 40 (1984) 513-517: the ratios a score test would not reject.
    For one look at a period that is closed. Own code, because statsmodels' (which it agrees with elsewhere)
    answers with complex numbers or with an interval beside its own estimate when everybody contacted us.
    """
    withheld, shown = arms.withheld.share, arms.shown.share
    if shown is None or not withheld:
        return None
    z = normal_quantile(confidence)
    ratio = shown / withheld
    return Estimate(1 - ratio, 1 - _upper(arms, ratio, z), 1 - _lower(arms, ratio, z), confidence)


def _lower(arms: Arms, ratio: float, z: float) -> float:
    if arms.shown.part == 0:
        return 0.0
    return _where_score_is(z, arms, 0.0, ratio)


def _upper(arms: Arms, ratio: float, z: float) -> float:
    above = max(2 * ratio, 1.0)
    while _score(arms, above) > -z:
        above *= 2
    return _where_score_is(-z, arms, ratio, above)


def _where_score_is(target: float, arms: Arms, low: float, high: float) -> float:
    """Halve the interval in which the score, which falls as the ratio rises, passes the target."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _score(arms, middle) > target else (low, middle)
    return (low + high) / 2


def _score(arms: Arms, ratio: float) -> float:
    """Return how many standard errors the arms lie from this ratio, if it were true."""
    shown, withheld = arms.shown, arms.withheld
    distance = shown.part / shown.whole - ratio * withheld.part / withheld.whole
    base = _withheld_share_if(arms, ratio)
    other = min(1.0, ratio * base)
    people = arms.people
    variance = other * (1 - other) / shown.whole + ratio**2 * base * (1 - base) / withheld.whole
    if variance <= 0:
        return 0.0 if distance == 0 else math.copysign(math.inf, distance)
    return distance / math.sqrt(variance * people / (people - 1))


def _withheld_share_if(arms: Arms, ratio: float) -> float:
    """Return the likeliest share of contacts when withheld, if the ratio were this: root of a quadratic."""
    shown, withheld = arms.shown, arms.withheld
    square = arms.people * ratio
    linear = shown.whole * ratio + shown.part + withheld.whole + withheld.part * ratio
    constant = shown.part + withheld.part
    root = math.sqrt(max(0.0, linear**2 - 4 * square * constant))
    # This form of the smaller root stays exact where the ratio, and so the square term, is tiny.
    return min(1.0, 2 * constant / (linear + root))
