"""Hours and money of the people who did not have to contact us, from contacts that were really handled.

Hours come from the times of work the help desk tells; money only at prices that finance signed. Whatever is
missing is missing: there is no usual price and no usual time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import TYPE_CHECKING

from portal.articles import DATA_FOLDER
from portal.services.comparing import Compared
from portal.services.costing import Costs, read_costs
from portal.services.doors import Doors
from portal.statistics import Estimate
from portal.store.database import reading
from portal.store.handled import HandledSum, contacts_a_person, sum_handled

if TYPE_CHECKING:
    from portal.statistics.savings import Channel, Mean

LOOKED_BACK = timedelta(days=90)
_LEAST_HANDLED = 10
"""With fewer of a way nobody knows what one takes."""
_SEED = 20_261_121
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Saved:
    """Hours of work, their price, and what they come from; money is None where finance signed nothing."""

    hours: Estimate
    money: Estimate | None
    currency: str | None
    signed_by: str | None
    signed_on: str | None
    handled: int


def make_saving(doors: Doors, found: Compared, *, now: datetime) -> Saved | None:
    """Return what the avoided people mean in hours and money; None without handled contacts or statistics."""
    since, until = (now - LOOKED_BACK).timestamp(), now.timestamp()
    with reading(doors.engine) as connection:
        handled = sum_handled(connection, since=since, until=until)
        persons = contacts_a_person(connection, since=since, until=until)
    usable = [one for one in handled if one.n >= _LEAST_HANDLED]
    if not usable:
        return None
    try:
        from portal.statistics.savings import save
    except ImportError:
        return None
    costs = read_costs(doors.settings.content_dir / DATA_FOLDER)
    saving = save(
        found.avoided,
        people=found.people_shown,
        channels=[_channel(one, costs) for one in usable],
        contacts_each=_contacts_each(persons),
        seed=_SEED,
    )
    if saving is None:
        return None
    is_priced = costs is not None and saving.money is not None
    return Saved(
        hours=saving.hours,
        money=saving.money,
        currency=costs.currency if costs and is_priced else None,
        signed_by=costs.signed_by if costs and is_priced else None,
        signed_on=costs.signed_on.isoformat() if costs and is_priced else None,
        handled=sum(one.n for one in usable),
    )


def _channel(one: HandledSum, costs: Costs | None) -> "Channel":
    from portal.statistics.savings import Channel, Mean

    mean = one.seconds / one.n
    variance = max(0.0, one.squares / one.n - mean**2) * one.n / (one.n - 1)
    hours = Mean(mean / _HOUR, sqrt(variance / one.n) / _HOUR)
    return Channel(one.channel, one.n, hours, costs.hour.get(one.channel) if costs else None)


def _contacts_each(persons: Mapping[int, int]) -> "Mean":
    """Return how often one who contacts us does so; once, where nobody can be recognised."""
    from portal.statistics.savings import Mean

    found = Mean.of([float(n) for n, people in persons.items() for _ in range(people)])
    return found if found is not None else Mean(1.0, 0.0)
