"""Contacts per 100 orders: of a period, by topic, and against the same weeks of last year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection

from portal.services.doors import Doors
from portal.services.keeping import events_kept_from
from portal.services.kept_counts import Asked, Kind, read_counts
from portal.services.reporting_contacts import topic_title
from portal.services.reporting_periods import Period
from portal.statistics import PerHundred
from portal.store import trends
from portal.store.database import reading
from portal.store.orders import orders_between
from portal.store.reports_content import first_event_at

A_YEAR = timedelta(weeks=52)
"""Last year's days are those of the same weekdays."""


@dataclass(frozen=True, slots=True)
class PerOrder:
    """Contacts of the days whose orders are known, and these orders."""

    contacts: int
    orders: int
    days: int

    @property
    def rate(self) -> PerHundred:
        """Contacts on orders, with their interval."""
        return PerHundred(self.contacts, self.orders)

    @property
    def share(self) -> float | None:
        """Contacts on one order; None without orders."""
        return self.rate.share


@dataclass(frozen=True, slots=True)
class TopicPerOrder:
    """Contacts on a topic, on all orders; `before` is None where last year is not known."""

    title: str
    now: PerOrder
    before: PerOrder | None


@dataclass(frozen=True, slots=True)
class PerOrders:
    """A period, the same weeks of last year (None if they are not known), and both by topic."""

    now: PerOrder
    before: PerOrder | None
    topics: tuple[TopicPerOrder, ...]


ContactDays = dict[str, dict[str, int]]
"""Contacts by day (2026-11-22) and topic ('' where none is known)."""
_Found = tuple[PerOrder, dict[str, int]]


def make_per_orders(doors: Doors, period: Period, *, lang: str) -> PerOrders:
    """Count contacts against orders; a day without known orders, or before the record, counts in neither."""
    with reading(doors.engine) as connection:
        (now, by_topic), (before, by_topic_before) = _count(connection, doors, period)
    is_known = before.days >= len(period.dates)
    rows = [
        TopicPerOrder(
            topic_title(doors, topic or None, lang),
            PerOrder(n, now.orders, now.days),
            PerOrder(by_topic_before.get(topic, 0), before.orders, before.days) if is_known else None,
        )
        for topic, n in sorted(by_topic.items(), key=lambda one: (-one[1], one[0]))
    ]
    return PerOrders(now, before if is_known else None, tuple(rows))


def count_contacts(connection: Connection, asked: Asked) -> ContactDays:
    """Count the contacts of each day of a period, and of the same weeks of last year."""
    now, before = (
        {
            period.dates[number].isoformat(): counts
            for number, counts in trends.contacts_by_topic_and_day(connection, period.days).items()
        }
        for period in (asked.period, _last_year(asked.period))
    )
    return now | before


CONTACT_DAYS = Kind("contact_days", TypeAdapter(ContactDays), count_contacts, needs_gathering=False)


def _count(connection: Connection, doors: Doors, period: Period) -> tuple[_Found, ...]:
    first = max(first_event_at(connection) or float("inf"), events_kept_from(doors))
    known = tuple(_known_orders(connection, one, first=first) for one in (period, _last_year(period)))
    if not any(known):
        return tuple((PerOrder(0, 0, 0), {}) for _ in known)
    asked = Asked(doors, period, None, doors.clock().timestamp())
    contacts = read_counts(connection, CONTACT_DAYS, asked)
    return tuple(_sum(orders, contacts) for orders in known)


def _known_orders(connection: Connection, period: Period, *, first: float) -> dict[date, int]:
    orders = orders_between(connection, first=period.first_on, last=period.last_on)
    return {
        day: orders[day]
        for day, (_, until) in zip(period.dates, period.days, strict=True)
        if day in orders and until > first
    }


def _sum(orders: Mapping[date, int], contacts: ContactDays) -> _Found:
    by_topic: dict[str, int] = {}
    for day in orders:
        for topic, n in contacts.get(day.isoformat(), {}).items():
            by_topic[topic] = by_topic.get(topic, 0) + n
    return PerOrder(sum(by_topic.values()), sum(orders.values()), len(orders)), by_topic


def _last_year(period: Period) -> Period:
    return Period(period.first_on - A_YEAR, period.last_on - A_YEAR, period.zone, "custom")
