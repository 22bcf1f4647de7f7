"""Opening hours: when somebody is there, when next, and when a promise is due.

All times go in and come out aware. Days are counted in the shop's own time zone, so that a change
to summer time moves no opening hour.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.language import Period, Unit

# Longer than any run of closed days; a calendar without one open day in it is a mistake.
HORIZON = timedelta(days=400)
SATURDAY = 5


class NeverOpen(ValueError):
    """No open hour lies within the next year."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where the shop's clock stands and which days the law moved."""

    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    working_saturdays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Tell whether people work on that day."""
        if day in self.holidays:
            return False
        return day.weekday() < SATURDAY or day in self.working_saturdays


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when somebody is there on one day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours by weekday (0 is Monday) within a calendar."""

    calendar: Calendar
    week: Mapping[int, Span] = field(default_factory=dict)

    def span_on(self, day: date) -> Span | None:
        """Return the hours of a day, or None when it is closed.

        A working Saturday without hours of its own has those of a Friday: it stands in for one.
        """
        if day in self.calendar.holidays:
            return None
        if day in self.calendar.working_saturdays:
            return self.week.get(SATURDAY) or self.week.get(SATURDAY - 1)
        return self.week.get(day.weekday())

    def is_open(self, at: datetime) -> bool:
        """Tell whether somebody is there."""
        return self.closes_at(at) is not None

    def closes_at(self, at: datetime) -> datetime | None:
        """Return when the present hours end, or None when it is closed."""
        for opens, closes in self._spans(at):
            if opens <= at < closes:
                return closes
            if opens > at:
                break
        return None

    def next_opening(self, at: datetime) -> datetime:
        """Return when it opens next after `at`; raise NeverOpen."""
        for opens, _ in self._spans(at):
            if opens > at:
                return opens
        raise NeverOpen("No open hour lies within the next year.")

    def add(self, period: Period, at: datetime) -> datetime:
        """Return by when a period that starts at `at` has passed, counted in working time.

        Working hours run only while it is open. The day on which something comes in does not
        count; the last working day ends when it closes.
        """
        if period.unit is Unit.WORKING_HOURS:
            return self._after_hours(timedelta(hours=float(period.high)), at)
        if period.unit is Unit.WORKING_DAYS:
            return self._after_days(int(period.high), at)
        return _plain(period, at)

    def _after_hours(self, rest: timedelta, at: datetime) -> datetime:
        for opens, closes in self._spans(at):
            start = max(opens, at)
            if closes <= start:
                continue
            if rest <= closes - start:
                return start + rest
            rest -= closes - start
        raise NeverOpen("No open hour lies within the next year.")

    def _after_days(self, days: int, at: datetime) -> datetime:
        came_in = at.astimezone(self.calendar.zone).date()
        left = days
        for opens, closes in self._spans(at):
            if opens.astimezone(self.calendar.zone).date() <= came_in:
                continue
            left -= 1
            if left <= 0:
                return closes
        raise NeverOpen("No open hour lies within the next year.")

    def _spans(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        zone = self.calendar.zone
        day = at.astimezone(zone).date() - timedelta(days=1)
        for number in range(HORIZON.days):
            today = day + timedelta(days=number)
            span = self.span_on(today)
            if span is not None:
                yield (
                    datetime.combine(today, span.opens, zone).astimezone(UTC),
                    datetime.combine(today, span.closes, zone).astimezone(UTC),
                )


def _plain(period: Period, at: datetime) -> datetime:
    units = {
        Unit.SECONDS: timedelta(seconds=1),
        Unit.MINUTES: timedelta(minutes=1),
        Unit.HOURS: timedelta(hours=1),
        Unit.CALENDAR_DAYS: timedelta(days=1),
        Unit.WEEKS: timedelta(weeks=1),
    }
    if period.unit not in units:
        raise ValueError(f"A promise cannot be counted in {period.unit}.")
    return at + units[period.unit] * float(period.high)
