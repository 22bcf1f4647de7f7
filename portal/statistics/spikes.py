"""Topics that suddenly bring more contacts than their traffic explains."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import special

Matrix = NDArray[np.float64]

# A spike worth an alarm: half as many contacts again.
_WORTH_AN_ALARM = 1.5
_MOST_SHARE = 0.95
_YEAR_DAYS = 365
# A base rate that is only estimated is taken from the upper end of what it may be, against false alarms.
_CAUTION = 0.8


class Exposure(StrEnum):
    """What contacts are counted against, so that a week of sales is no alarm."""

    SESSIONS = "sessions"  # a visit either ends with a contact or does not
    ORDERS = "orders"  # an order may bring several contacts


@dataclass(frozen=True, slots=True)
class Day:
    """Contacts of one topic on one day, and the visits or orders they come from."""

    contacts: int
    exposure: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """The usual contacts per visit or order of a topic."""

    rate: float
    exposure: Exposure

    def __post_init__(self) -> None:
        most = _MOST_SHARE if self.exposure is Exposure.SESSIONS else math.inf
        if not 0 < self.rate < most:
            raise ValueError(f"There is no usual rate of {self.rate} contacts per {self.exposure}.")


@dataclass(frozen=True, slots=True)
class Spike:
    """Days by their place in the row: when it probably began, when it was noticed, when it was over.

    `over` is None while it lasts.
    """

    began: int
    noticed: int
    over: int | None


def find_baseline(history: Sequence[Day], exposure: Exposure) -> Baseline | None:
    """Return the upper 80 % bound of the usual rate in these days; None if nothing was exposed.

    Eight weeks before the days that are watched are enough. Jeffreys' prior: L. D. Brown, T. T. Cai,
    A. DasGupta, Statistical Science 16 (2001) 101-133. None if nearly every visit ends with one, too.
    """
    contacts, whole = sum(day.contacts for day in history), sum(day.exposure for day in history)
    if not whole:
        return None
    if exposure is Exposure.ORDERS:
        return Baseline(float(special.gammaincinv(contacts + 0.5, _CAUTION)) / whole, exposure)
    if contacts > whole:
        raise ValueError(f"{contacts} of {whole} visits cannot have ended with a contact.")
    rate = float(special.betaincinv(contacts + 0.5, whole - contacts + 0.5, _CAUTION))
    return Baseline(rate, exposure) if rate < _MOST_SHARE else None


def calibrate(
    baseline: Baseline, exposures: Sequence[int], *, seed: int, alarms_a_year: float = 1.0, years: int = 1000
) -> float | None:
    """Return the threshold at which a quiet topic raises this many alarms a year, by simulating years.

    `exposures`: visits or orders of past days, repeated in their order so that weekdays keep their pattern.
    The same seed gives the same threshold. None if nothing was exposed.
    """
    days = np.resize(np.asarray(exposures, int), _YEAR_DAYS) if len(exposures) else np.zeros(0, int)
    if not days.any():
        return None
    contacts = _draw(baseline, np.broadcast_to(days, (years, _YEAR_DAYS)), np.random.default_rng(seed))
    steps = _evidence(contacts, days.astype(float), baseline)
    low, high = 0.1, 20.0
    for _ in range(18):
        middle = (low + high) / 2
        is_noisy = _count_alarms(steps, middle) > alarms_a_year * years
        low, high = (middle, high) if is_noisy else (low, middle)
    return high


def watch(days: Sequence[Day], baseline: Baseline, *, threshold: float) -> tuple[Spike, ...]:
    """Return the spikes in a row of days.

    E. S. Page, "Continuous inspection schemes", Biometrika 41 (1954) 100-115: the evidence that the rate is
    half as high again adds up and never falls below zero. It is held at the threshold, so that an
    alarm ends soon after its cause; it is over when all evidence is gone.
    """
    if not days:
        return ()
    contacts = np.array([[day.contacts for day in days]], float)
    exposure = np.array([day.exposure for day in days], float)
    levels, alarms = _follow(_evidence(contacts, exposure, baseline), threshold)
    return tuple(_spans(levels[0], alarms[0]))


def _evidence(contacts: Matrix, exposure: Matrix, baseline: Baseline) -> Matrix:
    """Return each day's logarithm of likelihoods: a raised rate against the usual one."""
    usual = baseline.rate
    if baseline.exposure is Exposure.ORDERS:
        return contacts * math.log(_WORTH_AN_ALARM) - exposure * usual * (_WORTH_AN_ALARM - 1)
    raised = min(_WORTH_AN_ALARM * usual, (1 + _MOST_SHARE) / 2)
    return contacts * math.log(raised / usual) + (exposure - contacts) * math.log((1 - raised) / (1 - usual))


def _draw(baseline: Baseline, exposure: NDArray[np.int64], rng: np.random.Generator) -> Matrix:
    if baseline.exposure is Exposure.ORDERS:
        return rng.poisson(exposure * baseline.rate).astype(float)
    return rng.binomial(exposure, baseline.rate).astype(float)


def _follow(steps: Matrix, threshold: float) -> tuple[Matrix, NDArray[np.bool_]]:
    """Return level and state of alarm of each row on each day."""
    levels, alarms = np.zeros(steps.shape), np.zeros(steps.shape, bool)
    level, alarm = np.zeros(len(steps)), np.zeros(len(steps), bool)
    for day in range(steps.shape[1]):
        level = np.clip(level + steps[:, day], 0, threshold)
        alarm = (level >= threshold) | (alarm & (level > 0))
        levels[:, day], alarms[:, day] = level, alarm
    return levels, alarms


def _count_alarms(steps: Matrix, threshold: float) -> int:
    _levels, alarms = _follow(steps, threshold)
    return int(alarms[:, 0].sum() + (alarms[:, 1:] & ~alarms[:, :-1]).sum())


def _spans(levels: Matrix, alarms: NDArray[np.bool_]) -> list[Spike]:
    spikes: list[Spike] = []
    quiet_since = 0
    noticed: int | None = None
    for day, (level, alarm) in enumerate(zip(levels, alarms, strict=True)):
        if alarm and noticed is None:
            noticed = day
        if not alarm and noticed is not None:
            spikes.append(Spike(quiet_since, noticed, day))
            noticed = None
        if level == 0:
            quiet_since = day + 1
    if noticed is not None:
        spikes.append(Spike(quiet_since, noticed, None))
    return spikes
