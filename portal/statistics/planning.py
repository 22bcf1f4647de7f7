"""How many people must be withheld before the comparison says something, and what that costs."""

import math
from dataclasses import dataclass

from portal.statistics.estimates import normal_quantile

DAYS_BEFORE_PROPOSING = 30
MONTH_DAYS = 365.25 / 12
RECONTACT_DAYS = 7

# Of this many people a month with nothing suggested a month says something; more only makes it quicker.
_WITHHELD_A_MONTH = 150
_LEAST_SHARE, _MOST_SHARE = 0.05, 0.20


@dataclass(frozen=True, slots=True)
class Expected:
    """P(contact) as expected with suggestions withheld and shown, both between 0 and 1."""

    withheld: float
    shown: float

    def __post_init__(self) -> None:
        if not 0 <= self.shown <= 1 or not 0 <= self.withheld <= 1:
            raise ValueError(f"Shares lie between 0 and 1: {self}.")

    @property
    def difference(self) -> float:
        """Contacts avoided per person."""
        return self.withheld - self.shown

    def spread(self, share: float) -> float:
        """Return the variance of the difference, times people, if this share is withheld."""
        if not 0 < share < 1:
            raise ValueError(f"A share of people to withhold from lies between 0 and 1, not at {share}.")
        return self.withheld * (1 - self.withheld) / share + self.shown * (1 - self.shown) / (1 - share)


@dataclass(frozen=True, slots=True)
class Traffic:
    """What was seen of the form before anything was withheld: people with something to suggest, over days."""

    people: int
    contacted: int
    days: float

    @property
    def people_a_day(self) -> float:
        """People to whom something could be suggested, a day."""
        return self.people / self.days

    @property
    def people_a_month(self) -> float:
        """The same in a month of 30.4 days."""
        return self.people_a_day * MONTH_DAYS


@dataclass(frozen=True, slots=True)
class Proposal:
    """A share to withhold from, what it costs, and when it will say something.

    `people` at the form and `days` (the re-contact window included) until the assumed effect shows with a
    power of 80 %; `extra_contacts` in total until then; `half_width` of a month's interval, per person.
    """

    share: float
    people: int
    days: int
    extra_contacts: float
    extra_contacts_a_month: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is missing until the figure can be shown; `days` is None while nobody comes."""

    people: int
    days: int | None


def people_for_power(
    expected: Expected, *, share: float, power: float = 0.8, confidence: float = 0.95
) -> int | None:
    """Return how many people at the form (both arms) show such a difference; None if there is none.

    One look at the end; with Newcombe's interval the power is 76 to 80 %, the less the smaller the share.
    J. L. Fleiss, B. Levin, M. C. Paik, "Statistical Methods for Rates and Proportions",
    3rd edition (2003), chapter 4, variances not pooled.
    """
    if expected.difference == 0:
        return None
    reach = normal_quantile(confidence) + normal_quantile(2 * power - 1)
    return math.ceil(reach**2 * expected.spread(share) / expected.difference**2)


def people_for_width(expected: Expected, *, share: float, half_width: float, confidence: float = 0.95) -> int:
    """Return how many people at the form (both arms) give an interval of plus or minus `half_width`."""
    return math.ceil((normal_quantile(confidence) / half_width) ** 2 * expected.spread(share))


def default_share(people_a_month: float) -> float:
    """Return the share to withhold from, 5 to 20 % in whole percent: 150 people a month if that will do."""
    if people_a_month <= 0:
        return _MOST_SHARE
    return round(min(_MOST_SHARE, max(_LEAST_SHARE, _WITHHELD_A_MONTH / people_a_month)), 2)


def propose(traffic: Traffic, *, effect: float = 0.15, share: float | None = None) -> Proposal | None:
    """Return what withholding would cost and tell; None before 30 days of traffic, or without contacts.

    `effect`: the part of contacts that is assumed to be avoided, which nobody knows yet (0.15 is 15 %).
    `share`: the operator's own choice instead of the formula's.
    """
    if not 0 < effect < 1:
        raise ValueError(f"An effect to plan for lies between 0 and 1 (0.15 is 15 %), not at {effect}.")
    if traffic.days < DAYS_BEFORE_PROPOSING or not traffic.contacted:
        return None
    shown = traffic.contacted / traffic.people
    expected = Expected(min(1.0, shown / (1 - effect)), shown)
    chosen = default_share(traffic.people_a_month) if share is None else share
    people = people_for_power(expected, share=chosen)
    if people is None:
        return None
    month = traffic.people_a_month
    return Proposal(
        share=chosen,
        people=people,
        days=math.ceil(people / traffic.people_a_day) + RECONTACT_DAYS,
        extra_contacts=people * chosen * expected.difference,
        extra_contacts_a_month=month * chosen * expected.difference,
        half_width=normal_quantile(0.95) * math.sqrt(expected.spread(chosen) / month),
    )


def remaining(*, people: int, seen: int, people_a_day: float) -> Remaining | None:
    """Return what is missing of a planned number of people at today's traffic; None if nothing is."""
    missing = people - seen
    if missing <= 0:
        return None
    return Remaining(missing, math.ceil(missing / people_a_day) if people_a_day > 0 else None)
