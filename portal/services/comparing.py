"""What the comparison says: counts of people become an estimate with its interval, or the reason for none.

Kept apart from who is assigned how (`experimenting`). The screen that is open every day gets a confidence
sequence; a closed period gets Newcombe's interval and the score interval of the ratio. Late contacts are
weighted when only some people can be recognised later; without any the contacts of the same day count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.statistics import (
    Arms,
    Estimate,
    Followed,
    Rate,
    Split,
    check_assignment,
    linkable_rates,
    running_difference,
    running_weighted_difference,
    stratified_difference,
    stratified_rate,
    stratified_weighted_difference,
    weighted_rate,
)
from portal.statistics.linking import weigh
from portal.statistics.running import is_ready
from portal.store.comparison import ArmCount


class Linking(StrEnum):
    """How contacts after the visit are counted."""

    SAME_DAY = "same_day"
    """Nobody could be recognised later."""
    WEIGHTED = "weighted"
    """Some could: late contacts of those stand for the late contacts of all."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """People assigned with one probability, in both arms."""

    share: float
    withheld: Followed
    shown: Followed

    @property
    def people(self) -> int:
        """Everybody in both arms."""
        return self.withheld.people + self.shown.people

    @property
    def pair(self) -> tuple[Followed, Followed]:
        """Both arms, as the statistics take them."""
        return self.withheld, self.shown

    @property
    def same_day(self) -> Arms:
        """Both arms by what is seen of everybody: the visit, and the same browser on the same day."""
        return Arms(
            Rate(self.withheld.in_visit, self.withheld.people), Rate(self.shown.in_visit, self.shown.people)
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """What is said of a period: shares of both arms whose difference is the estimate, and the checks.

    `rate` is the part of contacts that suggestions made unnecessary; None where it cannot be told.
    `recognised` is the difference among people who could be recognised later, beside the weighted one.
    """

    linking: Linking
    people: int
    people_shown: int
    withheld: float
    shown: float
    avoided: Estimate
    rate: Estimate | None
    recognised: Estimate | None
    linkable: float

    @property
    def avoided_people(self) -> Estimate:
        """How many of those shown to did not have to contact us."""
        return self.avoided.times(self.people_shown)


def make_strata(counts: Sequence[ArmCount]) -> tuple[Stratum, ...]:
    """Put the arms of each share together; what is recorded is each arm's own probability."""
    by_share: dict[float, dict[str, ArmCount]] = {}
    for one in counts:
        by_share.setdefault(share_of(one.arm, one.prob), {})[one.arm] = one
    return tuple(
        Stratum(share, _followed(arms.get("withheld")), _followed(arms.get("shown")))
        for share, arms in sorted(by_share.items())
    )


def share_of(arm: str, prob: float) -> float:
    """Return the share withheld under which somebody came into an arm with this probability."""
    return round(prob if arm == "withheld" else 1 - prob, 6)


def is_alarming(assigned: Sequence[tuple[str, float, int]]) -> bool:
    """Tell whether people are not split between the arms as they should be: then nothing may be said."""
    by_share: dict[float, dict[str, int]] = {}
    for arm, prob, n in assigned:
        by_share.setdefault(share_of(arm, prob), {})[arm] = n
    splits = [Split(share, arms.get("withheld", 0), arms.get("shown", 0)) for share, arms in by_share.items()]
    health = check_assignment(splits)
    return health is not None and health.is_alarming


def compare_running(strata: Sequence[Stratum], *, narrowest_at: int) -> Compared | None:
    """Return what may be said today, on whatever day one looks; None as long as nothing may be."""
    ready = [one for one in strata if is_ready(one.same_day)]
    if not ready:
        return None
    linking = _linking(ready)
    estimate = (
        running_weighted_difference([one.pair for one in ready], narrowest_at=narrowest_at)
        if linking is Linking.WEIGHTED
        else running_difference([one.same_day for one in ready], narrowest_at=narrowest_at)
    )
    return None if estimate is None else _compared(ready, linking, estimate, rate=None)


def compare_closed(strata: Sequence[Stratum]) -> Compared | None:
    """Return what may be said of a period that is closed, at one look; None as long as nothing may be."""
    ready = [one for one in strata if is_ready(one.same_day)]
    if not ready:
        return None
    linking = _linking(ready)
    if linking is Linking.WEIGHTED:
        estimate = stratified_weighted_difference([one.pair for one in ready])
        rate = weighted_rate(*ready[0].pair) if len(ready) == 1 else None
    else:
        estimate = stratified_difference([one.same_day for one in ready])
        rate = stratified_rate([one.same_day for one in ready])
    return None if estimate is None else _compared(ready, linking, estimate, rate=rate)


def _linking(ready: Sequence[Stratum]) -> Linking:
    """Weigh only if people could be recognised under every share: one without them cannot be weighted."""
    can_weigh = all(one.withheld.linkable + one.shown.linkable for one in ready)
    return Linking.WEIGHTED if can_weigh else Linking.SAME_DAY


def _compared(
    ready: Sequence[Stratum], linking: Linking, estimate: Estimate, *, rate: Estimate | None
) -> Compared:
    people = sum(one.people for one in ready)
    shown = sum(one.people / people * _shown_share(one, linking) for one in ready)
    linkable = sum(one.withheld.linkable + one.shown.linkable for one in ready)
    return Compared(
        linking=linking,
        people=people,
        people_shown=sum(one.shown.people for one in ready),
        withheld=shown + estimate.value,
        shown=shown,
        avoided=estimate,
        rate=rate,
        recognised=stratified_difference([linkable_rates(*one.pair) for one in ready])
        if linking is Linking.WEIGHTED
        else None,
        linkable=linkable / people,
    )


def _shown_share(one: Stratum, linking: Linking) -> float:
    found = weigh(*one.pair) if linking is Linking.WEIGHTED else None
    return found.shown if found is not None else one.same_day.shown.share or 0.0


def _followed(one: ArmCount | None) -> Followed:
    if one is None:
        return Followed(0, 0, 0, 0, 0)
    return Followed(one.people, one.in_visit, one.linkable, one.linkable_in_visit, one.linkable_late)
