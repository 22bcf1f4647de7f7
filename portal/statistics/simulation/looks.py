"""A screen that is looked at every day: is its interval ever wrong?"""

from collections.abc import Iterator

import numpy as np

from portal.statistics.difference import avoided_per_person
from portal.statistics.estimates import Arms
from portal.statistics.intervals import Rate
from portal.statistics.running import running_difference
from portal.statistics.simulation.people import USUAL
from portal.statistics.simulation.repeating import Runs, covers, in_columns

DAYS = 90
PEOPLE_A_DAY = 60


def repeat_looks(runs: int, rng: np.random.Generator, *, share: float, effect: float) -> Runs:
    """Look on each of 90 days: was the ordinary interval wrong at any look, was the running one?

    Both are looked at from the first day on which the running one is shown.
    """
    rows = []
    for _run in range(runs):
        looks = [_look(arms, effect) for arms in _quarter(share, effect, rng)]
        seen = [look for look in looks if look]
        plain, running, proof = (max((look[of] for look in seen), default=0.0) for of in range(3))
        rows.append({"ordinary ever wrong": plain, "running ever wrong": running, "effect proved": proof})
    return in_columns(rows)


def _look(arms: Arms, effect: float) -> tuple[float, float, float] | None:
    running = running_difference([arms], narrowest_at=DAYS * PEOPLE_A_DAY // 2)
    plain = avoided_per_person(arms)
    if running is None or plain is None:
        return None
    return 1 - covers(plain, effect), 1 - covers(running, effect), float(running.low > 0)


def _quarter(share: float, effect: float, rng: np.random.Generator) -> Iterator[Arms]:
    """Yield the arms as they stand at the end of each day."""
    people = rng.poisson(PEOPLE_A_DAY, DAYS)
    withheld = rng.binomial(people, share)
    shown = people - withheld
    before = USUAL.contact_withheld
    contacted = rng.binomial(withheld, before), rng.binomial(shown, before - effect)
    columns = [np.cumsum(days).tolist() for days in (contacted[0], withheld, contacted[1], shown)]
    for wrote, whole, wrote_too, others in zip(*columns, strict=True):
        yield Arms(Rate(wrote, whole), Rate(wrote_too, others))
