"""Shares that keep their part and whole together, and how far chance may have moved them."""

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share probably lies: from `low` to `high`, both between 0 and 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole; of nothing there is no share, which is not the same as a share of 0."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"A part of {self.part} does not fit into a whole of {self.whole}.")

    @property
    def share(self) -> float | None:
        """The share between 0 and 1; None if there is nothing to take a share of."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> Interval | None:
        """The Wilson interval at 95 %; None if there is nothing to take a share of."""
        return wilson(self.part, self.whole) if self.whole else None


def wilson(part: int, whole: int, *, confidence: float = 0.95) -> Interval:
    """Return the score interval of a share.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927) 209-212. It stays within 0 and 1 and holds for small numbers.
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"There is no interval for {part} of {whole}.")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = part / whole, z * z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    # Rounding would put the ends a hair beside the share they must contain.
    low = 0.0 if part == 0 else max(0.0, middle - half)
    high = 1.0 if part == whole else min(1.0, middle + half)
    return Interval(low, high)


@dataclass(frozen=True, slots=True)
class PerHundred:
    """How many of one thing come on so many of another, such as contacts on orders; there may be more."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """How many on each; None if there is nothing to count on."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> Interval | None:
        """The score interval of a Poisson rate at 95 %; None if there is nothing to count on.

        The rates a score test would not reject, the roots of (x - m)^2 = z^2 m: Wilson's idea for counts;
        C. R. Rao, "Large sample tests of statistical hypotheses", Mathematical Proceedings of the Cambridge
        Philosophical Society 44 (1948) 50-57.
        """
        if not self.whole:
            return None
        z = NormalDist().inv_cdf(0.975)
        middle, half = self.part + z * z / 2, z * math.sqrt(self.part + z * z / 4)
        return Interval(max(0.0, middle - half) / self.whole, (middle + half) / self.whole)
