"""One experiment, many times: what every repetition told, and what that comes to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from portal.statistics.estimates import Arms, Estimate
from portal.statistics.intervals import Rate

Runs = dict[str, NDArray[np.float64]]
"""A value a repetition under each name: `error` is estimate minus truth; what is covered or wrong is 1."""


def covers(estimate: Estimate, truth: float) -> float:
    """Return 1 if the interval contains the truth, else 0."""
    return float(estimate.low <= truth <= estimate.high)


def in_columns(rows: Sequence[dict[str, float]]) -> Runs:
    """Return rows of repetitions, which all have the same names, as columns."""
    return {name: np.array([row[name] for row in rows]) for name in rows[0]} if rows else {}


def together(parts: Sequence[Runs]) -> Runs:
    """Return the repetitions of several parts as one."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def summarize(runs: Runs) -> dict[str, float]:
    """Return the mean of each column; of errors that is the bias, and their standard deviation beside it."""
    figures: dict[str, float] = {}
    for name, values in runs.items():
        if name.endswith("error"):
            figures[name.replace("error", "bias")] = float(values.mean())
            figures[name.replace("error", "deviation")] = float(values.std())
        else:
            figures[name] = float(values.mean())
    return figures


def draw_arms(people: int, share: float, *, before: float, after: float, rng: np.random.Generator) -> Arms:
    """Return the arms of so many people, each withheld from with this share; P(contact) without and with."""
    withheld = int(rng.binomial(people, share))
    return Arms(
        Rate(int(rng.binomial(withheld, before)), withheld),
        Rate(int(rng.binomial(people - withheld, after)), people - withheld),
    )
