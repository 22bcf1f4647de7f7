"""A period too big to wait for is counted by the worker once somebody asked for it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from portal.services import kept_counts, wishing
from portal.services.counting_ahead import count_ahead, count_wished
from portal.services.doors import Doors
from portal.services.recomputing import conclude_recent
from portal.services.reporting import make_report
from portal.services.reporting_periods import Period
from portal.services.wishing import is_counted, wish
from portal.store.events import add_events
from tests.services.parts import MONDAY, TurnedClock
from tests.services_reporting.test_counting_ahead import visit_of


def chosen(doors: Doors, *, days_ago: int = 10) -> Period:
    first = MONDAY.date() - timedelta(days=days_ago)
    return Period(first, first + timedelta(days=5), doors.shop.calendar.zone, "custom")


@pytest.fixture
def busy(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> Doors:
    with doors.engine.begin() as connection:
        add_events(connection, [one for n in range(20) for one in visit_of(n, days_ago=1 + n % 10)])
    conclude_recent(doors)
    monkeypatch.setattr(kept_counts, "AT_ONCE", 0)
    return doors


def test_a_small_period_needs_no_worker(busy: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_counts, "AT_ONCE", 1_000)
    assert is_counted(busy, chosen(busy), None)


@pytest.mark.parametrize("lang", [None, "hu"])
def test_what_was_wished_is_counted_once_and_read_from_then_on(busy: Doors, lang: str | None) -> None:
    period = chosen(busy)
    before = make_report(busy, period, lang_filter=lang, now=MONDAY)
    assert not is_counted(busy, period, lang)
    wish(busy, period, lang)
    wish(busy, period, lang)
    assert count_wished(busy) >= 1
    assert count_wished(busy) == 0
    assert is_counted(busy, period, lang)
    with busy.engine.begin() as connection:
        connection.execute(text("delete from event where ev <> 'search'"))
    assert make_report(busy, period, lang_filter=lang, now=MONDAY) == before


def test_two_chosen_periods_are_kept_beside_each_other(busy: Doors) -> None:
    first, second = chosen(busy), chosen(busy, days_ago=8)
    for period in (first, second):
        wish(busy, period, None)
    count_wished(busy)
    assert is_counted(busy, first, None)
    assert is_counted(busy, second, None)


def test_a_chosen_period_is_counted_anew_after_an_hour(busy: Doors, clock: TurnedClock) -> None:
    wish(busy, chosen(busy), None)
    count_wished(busy)
    clock.turn(seconds=3601)
    count_ahead(busy)
    assert not is_counted(busy, chosen(busy), None)


def test_wishes_are_bounded(busy: Doors) -> None:
    for number in range(wishing.MOST_WISHES + 5):
        day = date(2026, 1, 1) + timedelta(days=number)
        wish(busy, Period(day, MONDAY.date(), busy.shop.calendar.zone, "custom"), None)
    with busy.engine.connect() as connection:
        known = connection.execute(
            text("select count(*) from stored_report where name like 'wish %'")
        ).scalar_one()
    assert known == wishing.MOST_WISHES
