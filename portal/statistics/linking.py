"""Contacts that come later by another way can be told only of people we could recognise.

What happens within the visit is seen of everybody; what happens later only of people with a key. So late
contacts of those stand for the late contacts of all.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from portal.statistics.estimates import Arms, Estimate, normal_quantile
from portal.statistics.intervals import Rate


@dataclass(frozen=True, slots=True)
class Followed:
    """People of one arm by what could be seen of them; each person is counted once in `people`.

    `in_visit` contacted us in the same visit; `linkable` could have been recognised later, known before the
    arm; `linkable_in_visit` are both; `linkable_late` are linkable and wrote later, within the window.
    """

    people: int
    in_visit: int
    linkable: int
    linkable_in_visit: int
    linkable_late: int

    def __post_init__(self) -> None:
        parts = (self.in_visit, self.linkable, self.linkable_in_visit, self.linkable_late)
        unlinked = self.in_visit - self.linkable_in_visit
        if (
            min(parts) < 0
            or self.linkable_in_visit + self.linkable_late > self.linkable
            or not 0 <= unlinked <= self.people - self.linkable
        ):
            raise ValueError(f"These counts do not fit into each other: {self}.")

    @property
    def seen(self) -> Rate:
        """Those who contacted us as far as anybody could see, of all."""
        return Rate(self.in_visit + self.linkable_late, self.people)

    @property
    def linkable_only(self) -> Rate:
        """Those who contacted us at all, of the people who could be recognised."""
        return Rate(self.linkable_in_visit + self.linkable_late, self.linkable)


@dataclass(frozen=True, slots=True)
class _Group:
    outcome: float
    is_linkable: bool
    people: int


def weighted_difference(withheld: Followed, shown: Followed, *, confidence: float = 0.95) -> Estimate | None:
    """Return P(contact | withheld) - P(contact | shown), late contacts weighted by 1 / P(linkable).

    None if an arm is empty or nobody is linkable (then only the visit itself can be counted, and that must be
    said). Right if linkable people come back as often as others; show `linkable_rates` beside it as a check.
    D. G. Horvitz, D. J. Thompson, Journal of the American Statistical Association 47 (1952) 663-685; the
    variance by the influence of each person, since P(linkable) is estimated, too: A. A. Tsiatis,
    "Semiparametric Theory and Missing Data" (2006).
    """
    found = weigh(withheld, shown)
    if found is None:
        return None
    half = normal_quantile(confidence) * math.sqrt(found.variance)
    return Estimate(found.difference, found.difference - half, found.difference + half, confidence)


def weighted_rate(withheld: Followed, shown: Followed, *, confidence: float = 0.95) -> Estimate | None:
    """Return 1 - P(contact | shown) / P(contact | withheld), late contacts weighted by 1 / P(linkable).

    None as `weighted_difference`, and when nobody contacted us in an arm. The interval is made for the
    logarithm of the ratio, by the same influences and the delta method.
    """
    found = weigh(withheld, shown)
    if found is None or found.withheld <= 0 or found.shown <= 0:
        return None
    ratio = found.shown / found.withheld
    half = normal_quantile(confidence) * math.sqrt(found.log_ratio_variance)
    return Estimate(1 - ratio, 1 - ratio * math.exp(half), 1 - ratio * math.exp(-half), confidence)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Both arms with late contacts weighted: P(contact) of each, and the variances of what compares them."""

    withheld: float
    shown: float
    variance: float
    log_ratio_variance: float

    @property
    def difference(self) -> float:
        """P(contact | withheld) - P(contact | shown)."""
        return self.withheld - self.shown


def weigh(withheld: Followed, shown: Followed) -> Weighed | None:
    """Weigh the late contacts of both arms by one P(linkable); None if an arm is empty or nobody linkable."""
    people, linkable = withheld.people + shown.people, withheld.linkable + shown.linkable
    if not withheld.people or not shown.people or not linkable:
        return None
    known = linkable / people
    means = [(arm.in_visit + arm.linkable_late / known) / arm.people for arm in (withheld, shown)]
    # How each mean moves when P(linkable) is estimated a little higher.
    slopes = [-arm.linkable_late / arm.people / known**2 for arm in (withheld, shown)]
    variance = log_variance = 0.0
    for place, arm in enumerate((withheld, shown)):
        for group in _groups(arm, known):
            moved = [slope * (group.is_linkable - known) / people for slope in slopes]
            moved[place] += (group.outcome - means[place]) / arm.people
            variance += group.people * (moved[0] - moved[1]) ** 2
            if min(means) > 0:
                log_variance += group.people * (moved[1] / means[1] - moved[0] / means[0]) ** 2
    return Weighed(means[0], means[1], variance, log_variance)


def linkable_rates(withheld: Followed, shown: Followed) -> Arms:
    """Return the arms of linkable people alone, the check beside the weighted figure."""
    return Arms(withheld.linkable_only, shown.linkable_only)


def _groups(arm: Followed, known: float) -> Iterator[_Group]:
    """Split an arm into people alike in what is seen of them."""
    quiet = arm.linkable - arm.linkable_in_visit - arm.linkable_late
    unlinked = arm.in_visit - arm.linkable_in_visit
    yield _Group(1.0, is_linkable=True, people=arm.linkable_in_visit)
    yield _Group(1 / known, is_linkable=True, people=arm.linkable_late)
    yield _Group(0.0, is_linkable=True, people=quiet)
    yield _Group(1.0, is_linkable=False, people=unlinked)
    yield _Group(0.0, is_linkable=False, people=arm.people - arm.linkable - unlinked)
