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
    people, linkable = withheld.people + shown.people, withheld.linkable + shown.linkable
    if not withheld.people or not shown.people or not linkable:
        return None
    known = linkable / people
    late = withheld.linkable_late / withheld.people - shown.linkable_late / shown.people
    difference = withheld.in_visit / withheld.people - shown.in_visit / shown.people + late / known
    slope = -late / known**2
    variance = 0.0
    for arm, sign in ((withheld, 1), (shown, -1)):
        mean = (arm.in_visit + arm.linkable_late / known) / arm.people
        for group in _groups(arm, known):
            outcome = sign * (group.outcome - mean) / arm.people
            influence = outcome + slope * (group.is_linkable - known) / people
            variance += group.people * influence**2
    half = normal_quantile(confidence) * math.sqrt(variance)
    return Estimate(difference, difference - half, difference + half, confidence)


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
