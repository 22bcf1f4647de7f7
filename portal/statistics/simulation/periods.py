"""Closed periods: how often their intervals are right, also when contacts go unlinked or shares change."""

from enum import StrEnum

import numpy as np

from portal.statistics.difference import avoided_per_person
from portal.statistics.estimates import Arms, Estimate
from portal.statistics.intervals import Rate
from portal.statistics.linking import linkable_rates, weighted_difference
from portal.statistics.ratio import causal_rate
from portal.statistics.simulation.formulas import follow
from portal.statistics.simulation.people import USUAL, Flags, Forms, visit_form
from portal.statistics.simulation.repeating import Runs, covers, draw_arms, in_columns
from portal.statistics.strata import stratified_difference, stratified_rate

TRUTH = USUAL.effect
BEFORE, AFTER = USUAL.contact_withheld, USUAL.contact_shown


class Counted(StrEnum):
    """Which contacts are counted when not all can be linked to their visit."""

    IN_VISIT = "in the visit only"
    IN_A_DAY = "linked within a day"
    IN_A_WEEK = "linked within 7 days"
    LINKABLE = "7 days, linkable people only"
    WEIGHTED = "7 days, late ones weighted"


def repeat_period(runs: int, rng: np.random.Generator, *, people: int, share: float) -> Runs:
    """Close a period again and again: the difference (Newcombe) and the causal rate (score)."""
    rows = []
    for _run in range(runs):
        arms = draw_arms(people, share, before=BEFORE, after=AFTER, rng=rng)
        difference, rate = avoided_per_person(arms), causal_rate(arms)
        if difference and rate:
            rows.append(
                {
                    "error": difference.value - TRUTH,
                    "difference covered": covers(difference, TRUTH),
                    "rate covered": covers(rate, TRUTH / BEFORE),
                    "half width": (difference.high - difference.low) / 2,
                    "effect proved": float(difference.low > 0),
                }
            )
    return in_columns(rows)


def repeat_linking(
    runs: int, rng: np.random.Generator, *, counted: Counted, people: int = 5000, share: float = 0.10
) -> Runs:
    """Close periods in which half of the late contacts of people without a key cannot be linked."""
    rows = []
    for _run in range(runs):
        estimate = _estimate(visit_form(USUAL, people, withheld=share, rng=rng), counted)
        if estimate:
            rows.append({"error": estimate.value - TRUTH, "covered": covers(estimate, TRUTH)})
    return in_columns(rows)


def repeat_change(runs: int, rng: np.random.Generator) -> Runs:
    """Change the share mid-way (50 %, then 5 %) while contacts become rarer: pooled, and by strata."""
    people, rates = (1500, 6000), (0.80, 0.60)
    before = (people[0] * rates[0] + people[1] * rates[1]) / sum(people)
    rows = []
    for _run in range(runs):
        early = draw_arms(people[0], 0.50, before=rates[0], after=rates[0] - TRUTH, rng=rng)
        late = draw_arms(people[1], 0.05, before=rates[1], after=rates[1] - TRUTH, rng=rng)
        pooled = avoided_per_person(Arms(_add(early.withheld, late.withheld), _add(early.shown, late.shown)))
        strata, rate = stratified_difference([early, late]), stratified_rate([early, late])
        if pooled and strata and rate:
            rows.append(
                {
                    "pooled error": pooled.value - TRUTH,
                    "pooled covered": covers(pooled, TRUTH),
                    "stratified error": strata.value - TRUTH,
                    "stratified covered": covers(strata, TRUTH),
                    "stratified rate covered": covers(rate, TRUTH / before),
                }
            )
    return in_columns(rows)


def _estimate(forms: Forms, counted: Counted) -> Estimate | None:
    withheld, shown = follow(forms, shown=False), follow(forms, shown=True)
    match counted:
        case Counted.IN_VISIT:
            return avoided_per_person(_split(forms.in_visit, forms))
        case Counted.IN_A_DAY:
            return avoided_per_person(_split(forms.seen_in_a_day, forms))
        case Counted.IN_A_WEEK:
            return avoided_per_person(_split(forms.seen_in_a_week, forms))
        case Counted.LINKABLE:
            return avoided_per_person(linkable_rates(withheld, shown))
        case Counted.WEIGHTED:
            return weighted_difference(withheld, shown)


def _split(seen: Flags, forms: Forms) -> Arms:
    shown = forms.shown
    return Arms(
        Rate(int((seen & ~shown).sum()), int((~shown).sum())),
        Rate(int((seen & shown).sum()), int(shown.sum())),
    )


def _add(left: Rate, right: Rate) -> Rate:
    return Rate(left.part + right.part, left.whole + right.whole)
