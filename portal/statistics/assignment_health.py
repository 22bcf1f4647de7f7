"""Whether people are split between the arms as they should be; if not, the headline is hidden."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

# An alarm of a healthy assignment, at any of its looks together, in at most 1 of 100 sites.
ALARM_AT = 100.0

# How near to the intended share a fault is looked for: as if 1,000 people had been seen before.
_PRIOR_PEOPLE = 1000.0


@dataclass(frozen=True, slots=True)
class Split:
    """People assigned with one probability of being withheld: how many were, and how many were not."""

    probability: float
    withheld: int
    shown: int

    def __post_init__(self) -> None:
        if not 0 < self.probability < 1 or self.withheld < 0 or self.shown < 0:
            raise ValueError(f"People are split with a probability between 0 and 1: {self}.")


@dataclass(frozen=True, slots=True)
class AssignmentHealth:
    """The evidence against the split, as the natural logarithm of an e-value (0 says nothing)."""

    log_evidence: float

    @property
    def is_alarming(self) -> bool:
        """Whether the headline must be hidden until somebody has found out why."""
        return self.log_evidence >= math.log(ALARM_AT)


def check_assignment(splits: Iterable[Split]) -> AssignmentHealth | None:
    """Return the evidence of all splits together; None if nobody was assigned. May be asked every day.

    A beta-binomial mixture: H. Robbins, "Statistical methods related to the law of the iterated logarithm",
    Annals of Mathematical Statistics 41 (1970) 1397-1409; for more than two arms M. Lindon, A. Malek,
    "Anytime-valid inference for multinomial count data", NeurIPS 2022. E-values of people assigned apart
    multiply.
    """
    seen = [split for split in splits if split.withheld + split.shown]
    return AssignmentHealth(sum(map(_log_evidence, seen))) if seen else None


def _log_evidence(split: Split) -> float:
    left = _PRIOR_PEOPLE * split.probability
    right = _PRIOR_PEOPLE - left
    mixture = _log_beta(left + split.withheld, right + split.shown) - _log_beta(left, right)
    intended = split.withheld * math.log(split.probability) + split.shown * math.log1p(-split.probability)
    return mixture - intended


def _log_beta(left: float, right: float) -> float:
    return math.lgamma(left) + math.lgamma(right) - math.lgamma(left + right)
