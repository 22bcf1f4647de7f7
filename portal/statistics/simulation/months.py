"""Whole months of a portal, from people who only browse to those who come to the form."""

from dataclasses import dataclass

import numpy as np

from portal.statistics.simulation.people import Forms, World, visit_form

VISITS_A_MONTH = 20_000
BOTS_AND_STAFF = 6_800
WITHHELD = 0.10

# Visits that browse, that would have found help anywhere, that the portal kept from contacting us, and that
# come to the form.
_MIX = (0.50, 0.20, 0.09, 0.21)
_SEARCHED = (0.35, 0.70, 0.80)  # of the first three: searched and opened a result
_VOTED = (0.03, 0.15, 0.25)  # of the first three: pressed "helpful"

# A survey: who was helped answers twice as often; most say rightly whether they would have contacted us.
_ANSWERS, _ANSWERS_IF_HELPED = 0.08, 0.16
_CURED_BY_CONTENT = 0.5
_SAYS_SO, _SAYS_SO_WRONGLY = 0.90, 0.25
_NO_FURTHER_STEP = 0.95


@dataclass(frozen=True, slots=True)
class Month:
    """What a portal can see of a month, without a comparison group (`forms`) and with one (`compared`).

    `kept` is hidden from it: visits before the form that would have ended with a contact.
    """

    before_form: int
    kept: int
    searched: int
    voted: int
    survey: float
    forms: Forms
    compared: Forms


def live_month(world: World, rng: np.random.Generator) -> Month:
    """Return one month of this world."""
    visits = rng.multinomial(VISITS_A_MONTH, _MIX)
    people = int(visits[3])
    return Month(
        before_form=int(visits[:3].sum()),
        kept=int(visits[2]),
        searched=int(rng.binomial(visits[:3], _SEARCHED).sum()),
        voted=int(rng.binomial(visits[:3], _VOTED).sum()),
        survey=_ask(int(visits[0]), int(visits[1]), int(visits[2]), rng),
        forms=visit_form(world, people, withheld=0.0, rng=rng),
        compared=visit_form(world, people, withheld=WITHHELD, rng=rng),
    )


def _ask(browsing: int, cured: int, kept: int, rng: np.random.Generator) -> float:
    """Return visits x success x stated intent, of those who answer a survey."""
    content = int(rng.binomial(cured, _CURED_BY_CONTENT))
    answers = rng.binomial(browsing + cured - content, _ANSWERS)
    content_answers, kept_answers = rng.binomial([content, kept], _ANSWERS_IF_HELPED)
    intend = rng.binomial(content_answers, _SAYS_SO_WRONGLY) + rng.binomial(kept_answers, _SAYS_SO)
    everybody = max(1, answers + content_answers + kept_answers)
    return float((browsing + cured + kept) * intend / everybody * _NO_FURTHER_STEP)
