"""Hours of support work and money that suggestions saved, from contacts that were really handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

import numpy as np
from numpy.typing import NDArray

from portal.statistics.estimates import Estimate, normal_quantile

_DRAWS = 20_000


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean and its standard error, in the unit of what was measured."""

    value: float
    error: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Mean | None":
        """Return the mean of a sample; None of fewer than two, whose error nobody knows."""
        if len(values) < 2:
            return None
        return cls(fmean(values), stdev(values) / sqrt(len(values)))


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of contact: contacts handled, hours each, and the price of an hour as finance signed it.

    `hour_price` is None where finance signed nothing: then there are hours and no money.
    """

    name: str
    contacts: int
    hours: Mean
    hour_price: float | None


@dataclass(frozen=True, slots=True)
class Saving:
    """People who did not have to write, the hours that would have taken, and their price.

    Money in the currency of the channels' prices; None unless every channel that was used has one.
    """

    people: Estimate
    hours: Estimate
    money: Estimate | None


def save(
    difference: Estimate, *, people: int, channels: Sequence[Channel], contacts_each: Mean, seed: int
) -> Saving | None:
    """Return what a difference in P(contact) means for this many people; None without handled contacts.

    `contacts_each`: contacts of a person who contacts us at all. With the people withheld from instead of
    those shown to, it is the price of the comparison itself. The same seed gives the same interval.
    Monte Carlo propagation of distributions: JCGM 101:2008. The difference is drawn so that its own interval
    comes out, the mix of channels from a Dirichlet distribution with Jeffreys' prior, means from normals.
    """
    used = [channel for channel in channels if channel.contacts > 0]
    if not used:
        return None
    rng = np.random.default_rng(seed)
    avoided = _draw_difference(difference, rng) * people * _draw_means([contacts_each], rng)[:, 0]
    mix = rng.dirichlet([channel.contacts + 0.5 for channel in used], _DRAWS)
    hours = _draw_means([channel.hours for channel in used], rng)
    expected = difference.value * people * contacts_each.value
    prices = [channel.hour_price for channel in used if channel.hour_price is not None]
    money = None
    if len(prices) == len(used):
        price = np.array(prices)
        money = _summary(
            expected * _per_contact(used, prices),
            avoided * (mix * hours * price).sum(1),
            difference.confidence,
        )
    return Saving(
        difference.times(people),
        _summary(
            expected * _per_contact(used, [1.0] * len(used)),
            avoided * (mix * hours).sum(1),
            difference.confidence,
        ),
        money,
    )


def _per_contact(channels: Sequence[Channel], prices: Sequence[float]) -> float:
    """Return the price of a contact at the present mix."""
    whole = sum(channel.contacts for channel in channels)
    return sum(
        channel.contacts / whole * channel.hours.value * price
        for channel, price in zip(channels, prices, strict=True)
    )


def _draw_difference(difference: Estimate, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw from two half normals that meet at the value, so that a lopsided interval stays lopsided."""
    z = normal_quantile(difference.confidence)
    draws = rng.standard_normal(_DRAWS)
    below, above = difference.value - difference.low, difference.high - difference.value
    return difference.value + draws * np.where(draws < 0, below, above) / z


def _draw_means(means: Sequence[Mean], rng: np.random.Generator) -> NDArray[np.float64]:
    return np.column_stack([rng.normal(mean.value, mean.error, _DRAWS) for mean in means])


def _summary(value: float, draws: NDArray[np.float64], confidence: float) -> Estimate:
    low, high = np.quantile(draws, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(value, float(low), float(high), confidence)
