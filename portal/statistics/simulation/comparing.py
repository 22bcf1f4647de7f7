"""Hold every formula against the truth: in one usual world, in many, and when somebody games it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from portal.statistics.simulation.formulas import FORMULAS, Formula, Scope
from portal.statistics.simulation.months import WITHHELD, Month, live_month
from portal.statistics.simulation.people import USUAL, World, imagine_world, visit_form

# Suggestions that bring this many contacts per person do harm; less can hardly be told from chance.
_HARM = 0.02


@dataclass(frozen=True, slots=True)
class Claim:
    """What a formula says was avoided a month, what was, and how much it varies between months."""

    formula: str
    worded_by: str
    scope: Scope
    claims: float
    truth: float
    deviation: float

    @property
    def times_truth(self) -> float:
        """1 is right, 10 is ten times too much."""
        return self.claims / self.truth


@dataclass(frozen=True, slots=True)
class Reliability:
    """How a formula does in many worlds.

    `median_error` is contacts per person at the form; `rank_correlation` (Spearman's) tells whether it ranks
    good portals above bad ones; `overstates` and `positive_where_harmful` are shares of worlds, the latter of
    those in which suggestions bring two contacts and more of 100 people (None if there was none).
    """

    formula: str
    worded_by: str
    median_error: float
    rank_correlation: float
    overstates: float
    positive_where_harmful: float | None


@dataclass(frozen=True, slots=True)
class Gamed:
    """What two figures say of a form so bad that this share of people give up before sending."""

    give_up: float
    not_sent: float
    causal: float


def compare_months(months: Iterable[int], rng: np.random.Generator) -> list[Claim]:
    """Return what each formula claims over months of the usual world; `months` is any counter of them."""
    lived = [_tell(live_month(USUAL, rng)) for _month in months]
    claims = np.array([told for told, _kept, _people in lived])
    kept = float(np.mean([kept for _told, kept, _people in lived]))
    at_form = USUAL.effect * float(np.mean([people for _told, _kept, people in lived]))
    truths = {Scope.FORM: at_form, Scope.PORTAL: at_form + kept}
    return [
        Claim(
            formula.name,
            formula.worded_by,
            formula.scope,
            float(column.mean()),
            truths[formula.scope],
            float(column.std()),
        )
        for formula, column in zip(FORMULAS, claims.T, strict=True)
    ]


def compare_worlds(worlds: Iterable[int], rng: np.random.Generator) -> list[Reliability]:
    """Return how each formula of the form does in worlds nobody picked; `worlds` is any counter of them."""
    formulas = [formula for formula in FORMULAS if formula.scope is Scope.FORM]
    lived = [_live_somewhere(formulas, rng) for _world in worlds]
    truth = np.array([effect for effect, _claims in lived])
    claims = np.array([told for _effect, told in lived])
    return [_judge(formula, column, truth) for formula, column in zip(formulas, claims.T, strict=True)]


def compare_forms(people: int, rng: np.random.Generator) -> Iterator[Gamed]:
    """Yield what is said of the usual form, and of one at which a quarter of those who write give up."""
    for give_up in (0.0, 0.25):
        forms = visit_form(USUAL, people, withheld=WITHHELD, rng=rng)
        stays = rng.random(people) >= give_up
        sent = forms.in_visit & stays
        contacts = forms.contacts & stays
        shown = forms.shown
        yield Gamed(
            give_up,
            not_sent=float((~sent)[shown].mean()),
            causal=float(contacts[~shown].mean() - contacts[shown].mean()),
        )


def _tell(month: Month) -> tuple[list[float], int, int]:
    return [formula.claim(month) for formula in FORMULAS], month.kept, month.forms.shown.size


def _live_somewhere(formulas: list[Formula], rng: np.random.Generator) -> tuple[float, list[float]]:
    """Return the true effect of a world and what each formula says it is, per person at the form."""
    world: World = imagine_world(rng)
    month = live_month(world, rng)
    people = month.forms.shown.size
    return world.effect, [formula.claim(month) / people for formula in formulas]


def _judge(formula: Formula, claims: NDArray[np.float64], truth: NDArray[np.float64]) -> Reliability:
    error = claims - truth
    harmful = truth < -_HARM
    return Reliability(
        formula.name,
        formula.worded_by,
        float(np.median(error)),
        float(stats.spearmanr(claims, truth).statistic),
        float(np.mean(error > 0)),
        float(np.mean(claims[harmful] > 0)) if harmful.any() else None,
    )
