"""What the figures are made of: two arms of people, and an estimate with its interval."""

from dataclasses import dataclass
from statistics import NormalDist

from portal.statistics.intervals import Rate


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and where the truth probably lies: from `low` to `high` at `confidence` (0.95 is 95 %)."""

    value: float
    low: float
    high: float
    confidence: float = 0.95

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0

    def times(self, factor: float) -> "Estimate":
        """Return the same estimate in another unit: a difference per person times people is people."""
        ends = sorted((self.low * factor, self.high * factor))
        return Estimate(self.value * factor, ends[0], ends[1], self.confidence)


@dataclass(frozen=True, slots=True)
class Arms:
    """People who contacted us, of all people assigned: suggestions withheld, and suggestions shown.

    A person counts once, with her first eligible visit to the form, whether she opened a suggestion or not;
    only people whose re-contact window has passed belong in here.
    """

    withheld: Rate
    shown: Rate

    @property
    def people(self) -> int:
        """Everybody in both arms."""
        return self.withheld.whole + self.shown.whole

    @property
    def is_comparable(self) -> bool:
        """Whether there is anybody in both arms."""
        return self.withheld.whole > 0 and self.shown.whole > 0


def normal_quantile(confidence: float) -> float:
    """Return how many standard errors an interval of this confidence reaches to each side."""
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1 (0.95 is 95 %), not at {confidence}.")
    return NormalDist().inv_cdf((1 + confidence) / 2)
