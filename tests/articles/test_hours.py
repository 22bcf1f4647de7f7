"""When a person can be reached, and by when an answer is promised."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.articles.hours import Calendar, Hours, NeverOpen, Span
from portal.language import Period, Unit

BUDAPEST = ZoneInfo("Europe/Budapest")
WEEKDAYS = Span(time(9), time(18))
FRIDAY = Span(time(9), time(16))
CALENDAR = Calendar(
    BUDAPEST,
    holidays=frozenset({date(2026, 12, 24), date(2026, 12, 25)}),
    working_saturdays=frozenset({date(2026, 12, 12)}),
)
HOURS = Hours(CALENDAR, {**dict.fromkeys(range(4), WEEKDAYS), 4: FRIDAY})
# Hypothesis takes its bounds naive and adds the zone itself.
MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, BUDAPEST]),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BUDAPEST)


def working_hours(number: float) -> Period:
    return Period(number, number, Unit.WORKING_HOURS, "message")


def working_days(number: int) -> Period:
    return Period(number, number, Unit.WORKING_DAYS, "message")


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        pytest.param("2026-11-23T09:00", True, id="Monday, the moment it opens"),
        pytest.param("2026-11-23T08:59", False, id="Monday before opening"),
        pytest.param("2026-11-23T17:59", True, id="Monday, the last minute"),
        pytest.param("2026-11-23T18:00", False, id="Monday, the moment it closes"),
        pytest.param("2026-11-27T16:30", False, id="Friday afternoon"),
        pytest.param("2026-11-28T10:00", False, id="Saturday"),
        pytest.param("2026-12-12T10:00", True, id="a working Saturday"),
        pytest.param("2026-12-12T17:00", False, id="a working Saturday has Friday's hours"),
        pytest.param("2026-12-24T10:00", False, id="a holiday on a Thursday"),
    ],
)
def test_it_is_open_in_its_hours(moment: str, is_open: bool) -> None:
    assert HOURS.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23T08:00", "2026-11-23T09:00"),
        ("2026-11-23T10:00", "2026-11-24T09:00"),
        ("2026-11-27T16:00", "2026-11-30T09:00"),
        ("2026-12-11T17:00", "2026-12-12T09:00"),
        ("2026-12-23T19:00", "2026-12-28T09:00"),
    ],
)
def test_it_opens_next_on_the_next_working_day(moment: str, opens: str) -> None:
    assert HOURS.next_opening(at(moment)) == at(opens)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        pytest.param("2026-11-23T10:00", "2026-11-23T11:00", id="within the hours"),
        pytest.param("2026-11-23T17:30", "2026-11-24T09:30", id="over night"),
        pytest.param("2026-11-23T20:00", "2026-11-24T10:00", id="in the evening"),
        pytest.param("2026-11-27T15:30", "2026-11-30T09:30", id="over the weekend"),
        pytest.param("2026-12-23T17:30", "2026-12-28T09:30", id="over the holidays"),
        pytest.param("2026-12-11T15:30", "2026-12-12T09:30", id="into a working Saturday"),
    ],
)
def test_a_working_hour_runs_only_while_it_is_open(moment: str, due: str) -> None:
    assert HOURS.add(working_hours(1), at(moment)) == at(due)


@pytest.mark.parametrize(
    ("moment", "days", "due"),
    [
        pytest.param("2026-11-23T10:00", 1, "2026-11-24T18:00", id="the day itself does not count"),
        pytest.param("2026-11-23T20:00", 1, "2026-11-24T18:00", id="in the evening"),
        pytest.param("2026-11-27T10:00", 1, "2026-11-30T18:00", id="over the weekend"),
        pytest.param("2026-11-28T10:00", 1, "2026-11-30T18:00", id="from a Saturday"),
        pytest.param("2026-12-11T10:00", 1, "2026-12-12T16:00", id="into a working Saturday"),
        pytest.param("2026-12-23T10:00", 1, "2026-12-28T18:00", id="over the holidays"),
        pytest.param("2026-11-23T10:00", 5, "2026-11-30T18:00", id="five days are a week"),
    ],
)
def test_working_days_end_when_the_last_one_closes(moment: str, days: int, due: str) -> None:
    assert HOURS.add(working_days(days), at(moment)) == at(due)


def test_a_calendar_day_is_a_day() -> None:
    period = Period(30, 30, Unit.CALENDAR_DAYS, "message")
    assert HOURS.add(period, datetime(2026, 11, 21, tzinfo=UTC)) == datetime(2026, 12, 21, tzinfo=UTC)


def test_a_promise_in_months_is_refused() -> None:
    with pytest.raises(ValueError, match="months"):
        HOURS.add(Period(1, 1, Unit.MONTHS, "message"), at("2026-11-21T10:00"))


@pytest.mark.parametrize("day", ["2026-03-27", "2026-10-23"], ids=["spring", "autumn"])
def test_hours_stay_the_same_on_the_clock_when_it_is_changed(day: str) -> None:
    monday = HOURS.next_opening(at(f"{day}T20:00")).astimezone(BUDAPEST)
    assert (monday.hour, monday.weekday()) == (9, 0)


def test_a_way_without_hours_never_opens() -> None:
    with pytest.raises(NeverOpen):
        Hours(CALENDAR).next_opening(at("2026-11-21T10:00"))


@given(MOMENTS)
def test_the_next_opening_lies_ahead_and_is_open(moment: datetime) -> None:
    opens = HOURS.next_opening(moment)
    assert opens > moment
    assert HOURS.is_open(opens)
    assert not HOURS.is_open(opens - timedelta(seconds=1))


@given(MOMENTS)
def test_it_is_open_exactly_until_it_closes(moment: datetime) -> None:
    closes = HOURS.closes_at(moment)
    assert (closes is not None) is HOURS.is_open(moment)
    if closes is not None:
        assert closes > moment
        assert not HOURS.is_open(closes)


@given(MOMENTS, st.integers(1, 40), st.integers(1, 40))
def test_working_time_adds_up(moment: datetime, first: int, second: int) -> None:
    together = HOURS.add(working_hours(first + second), moment)
    assert HOURS.add(working_hours(second), HOURS.add(working_hours(first), moment)) == together


@given(MOMENTS, st.integers(1, 20))
def test_more_working_days_end_later_and_on_a_working_day(moment: datetime, days: int) -> None:
    due = HOURS.add(working_days(days), moment)
    assert moment < due < HOURS.add(working_days(days + 1), moment)
    assert CALENDAR.is_working_day(due.astimezone(BUDAPEST).date())
