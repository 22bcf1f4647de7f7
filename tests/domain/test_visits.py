"""A visit is told from another without anything that could be traced."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.visits import DayKey, customer_key, is_idle, visitor_id

MONDAY = date(2026, 11, 16)


def make_key(day: date = MONDAY) -> DayKey:
    return DayKey(day, bytes(32))


def test_the_same_browser_is_the_same_visitor_all_day() -> None:
    first, second = (visitor_id(make_key(), address="192.0.2.1", browser="B", host="h") for _ in range(2))
    assert first == second
    assert visitor_id(make_key(), address="192.0.2.2", browser="B", host="h") != first
    assert visitor_id(make_key(), address="192.0.2.1", browser="C", host="h") != first


def test_tomorrow_nobody_is_recognised() -> None:
    today = make_key()
    tomorrow = today.for_day(MONDAY + timedelta(days=1))
    assert tomorrow.key != today.key
    assert visitor_id(tomorrow, address="a", browser="b", host="h") != visitor_id(
        today, address="a", browser="b", host="h"
    )


@given(st.integers(min_value=0, max_value=30), st.integers(min_value=0, max_value=30))
def test_workers_come_to_the_same_key_however_often_they_look(first: int, second: int) -> None:
    end = MONDAY + timedelta(days=first + second)
    in_steps = make_key().for_day(MONDAY + timedelta(days=first)).for_day(end)
    assert in_steps == make_key().for_day(end)


def test_a_clock_set_back_keeps_the_key() -> None:
    assert make_key().for_day(MONDAY - timedelta(days=3)) == make_key()


def test_a_visit_ends_after_thirty_idle_minutes_and_when_the_clock_jumps() -> None:
    assert not is_idle(last_seen=1000, now=1000 + 1800)
    assert is_idle(last_seen=1000, now=1000 + 1801)
    assert is_idle(last_seen=1_000_000, now=1000)


def test_a_customer_is_known_again_however_she_writes_her_address() -> None:
    assert customer_key(b"s", " Anna@Example.com ") == customer_key(b"s", "anna@example.com")
    assert customer_key(b"s", "anna@example.com") != customer_key(b"t", "anna@example.com")
