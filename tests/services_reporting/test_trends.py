"""Trends: the period before, parts with few needs, the funnel, entry pages, orders and spikes."""

from datetime import date, timedelta

import pytest

from portal.domain.events import Event, EventName
from portal.errors import InvalidRequest
from portal.services.counting_days import count_days
from portal.services.doors import Doors
from portal.services.ordering import keep_table, read_orders
from portal.services.recomputing import conclude_recent
from portal.services.reporting_orders import make_per_orders
from portal.services.reporting_periods import last_days
from portal.services.reporting_trends import Trends, make_trends
from portal.services.spiking import find_spikes, watch_topics
from portal.store.events import add_events
from portal.store.orders import keep_orders
from tests.services_reporting.plain import DAY
from tests.services_reporting.test_report import NOW, simple


def keep(doors: Doors, events: list[Event]) -> None:
    with doors.engine.begin() as connection:
        add_events(connection, events)


def visit(
    number: int, *, days_ago: float, wrote: bool, topic: str = "refund", article: str = ""
) -> list[Event]:
    at, sid = NOW - days_ago * DAY, f"s{number}"
    told = [simple(10 * number + 1, EventName.SEARCH, at=at + 10, sid=sid, n_results=3)]
    if article:
        told.insert(0, simple(10 * number, EventName.ARTICLE_VIEW, at=at, sid=sid, article_id=article))
    if wrote:
        told += [
            simple(10 * number + 2, EventName.CONTACT_INTENT, at=at + 20, sid=sid, topic=topic),
            simple(10 * number + 3, EventName.SUGGEST_SHOWN, at=at + 25, sid=sid),
            simple(
                10 * number + 4,
                EventName.CONTACT_CREATED,
                at=at + 30,
                sid=sid,
                topic=topic,
                valid=1,
                created_by="customer",
                ticket_id=f"T{number}",
            ),
        ]
    return told


def trends(doors: Doors, days: int = 7) -> Trends:
    conclude_recent(doors)
    count_days(doors)
    period = last_days(days, now=doors.clock(), zone=doors.shop.calendar.zone)
    return make_trends(doors, period, lang_filter=None, reader_lang="en")


def test_a_period_stands_beside_the_one_before_with_the_interval_of_the_difference(doors: Doors) -> None:
    told = []
    for number in range(40):
        told += visit(number, days_ago=2, wrote=number < 10)
        told += visit(100 + number, days_ago=10, wrote=number < 20)
    keep(doors, told)
    found = trends(doors)
    change = next(one for one in found.changes if one.outcome == "escalated")
    assert (change.now.part, change.now.whole, change.before.part, change.before.whole) == (10, 40, 20, 40)
    assert change.difference is not None
    assert change.difference.value == pytest.approx(-0.25)
    assert change.difference.high < 0
    assert sum(day.whole for day in found.series) == 40


def test_the_funnel_entry_pages_and_small_parts(doors: Doors) -> None:
    told = []
    for number in range(10):
        told += visit(number, days_ago=2, wrote=number < 4, article="refund-times" if number < 6 else "")
    keep(doors, told)
    found = trends(doors)
    assert [(step.name, step.n) for step in found.funnel] == [
        ("visits", 10),
        ("asked", 10),
        ("began", 4),
        ("suggested", 4),
        ("sent", 4),
    ]
    assert [(row.title, row.whole, row.escalated) for row in found.entries] == [
        ("How long a refund takes", 6, 4),
        ("", 4, 0),
    ]
    assert not found.topics[0].has_rates
    assert count_days(doors) <= 11
    assert trends(doors).funnel == found.funnel


def test_orders_are_read_as_counts_or_line_by_line_and_every_wrong_line_is_listed(doors: Doors) -> None:
    zone = doors.shop.calendar.zone
    counted = read_orders("Dátum;Rendelések\n2026.11.20.;1 200\n2026.11.21.;x\n".encode("cp1250"), zone=zone)
    assert counted.days == {date(2026, 11, 20): 1200}
    assert [(one.line, one.reason) for one in counted.wrong] == [(3, "'x' is no number of orders")]
    listed = read_orders(
        b"order,created at\n1,2026-11-20 10:00\n2,2026-11-20 23:30\n3,2026-11-21\n", zone=zone
    )
    assert listed.days == {date(2026, 11, 20): 2, date(2026, 11, 21): 1}
    assert listed.unknown_columns == ("order",)
    with pytest.raises(InvalidRequest):
        read_orders(b"a,b\n1,2\n", zone=zone)


def test_contacts_per_order_use_days_with_orders_only_and_leave_spam_out(doors: Doors) -> None:
    told = [event for number in range(6) for event in visit(number, days_ago=2, wrote=True)]
    told += [event for number in range(6, 9) for event in visit(number, days_ago=4, wrote=True)]
    told.append(simple(9000, EventName.CONTACT_MARKED, sid=None, ticket_id="T0", valid=0))
    keep(doors, told)
    period = last_days(7, now=doors.clock(), zone=doors.shop.calendar.zone)
    assert make_per_orders(doors, period, lang="en").now.share is None
    keep_table(doors, read_orders(b"day,orders\n2026-11-21,100\n", zone=doors.shop.calendar.zone))
    found = make_per_orders(doors, period, lang="en")
    assert (found.now.contacts, found.now.orders, found.now.share) == (5, 100, 0.05)
    assert found.before is None
    assert [row.now.contacts for row in found.topics] == [5]


@pytest.mark.parametrize("has_orders", [True, False], ids=["against orders", "against visits"])
def test_a_topic_that_doubles_is_told_once_a_day(doors: Doors, has_orders: bool) -> None:
    told, number = [], 0
    for day in range(1, 84):
        for place in range(20):
            wrote = place < (12 if day <= 6 else 4)
            told += visit(number, days_ago=day, wrote=wrote, topic="refund" if place % 2 else "order-status")
            number += 1
    keep(doors, told)
    conclude_recent(doors)
    count_days(doors)
    if has_orders:
        today = doors.clock().date()
        with doors.engine.begin() as connection:
            keep_orders(connection, {today - timedelta(days=day): 400 for day in range(1, 90)}, at=NOW)
    found = watch_topics(doors)
    assert found is not None
    assert found.exposure == ("orders" if has_orders else "sessions")
    assert {one.topic for one in found.topics} == {"refund", "order-status"}
    assert all(one.contacts > one.expected and one.over_on is None for one in found.topics)
    assert watch_topics(doors) is None
    assert find_spikes(doors) == found


def test_without_four_weeks_nothing_is_said_of_spikes(doors: Doors) -> None:
    keep(doors, visit(1, days_ago=3, wrote=True))
    trends(doors)
    found = watch_topics(doors)
    assert found is not None
    assert (found.exposure, found.topics) == (None, ())
