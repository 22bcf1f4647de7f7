"""Which days a report is about, in the shop's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

LAST_DAYS = (7, 28, 90)
USUAL_DAYS = 28
MOST_DAYS = 400


class WrongPeriod(ValueError):
    """A period that is none: no days, the wrong way round, or longer than events are kept."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the shop, both ends included; `name` is 7, 28, 90 or custom."""

    first_on: date
    last_on: date
    zone: tzinfo
    name: str

    @property
    def since(self) -> float:
        """When the first day begins."""
        return self.days[0][0]

    @property
    def until(self) -> float:
        """When the last day is over."""
        return self.days[-1][1]

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day, first to last."""
        return tuple(
            self.first_on + timedelta(days=number)
            for number in range((self.last_on - self.first_on).days + 1)
        )

    @property
    def days(self) -> tuple[tuple[float, float], ...]:
        """When each day begins and ends; a day of the clock change has 23 or 25 hours."""
        return tuple((self._midnight(day), self._midnight(day + timedelta(days=1))) for day in self.dates)

    @property
    def before(self) -> "Period":
        """The period of the same length before it."""
        length = timedelta(days=len(self.dates))
        return Period(self.first_on - length, self.last_on - length, self.zone, "custom")

    def _midnight(self, day: date) -> float:
        return datetime.combine(day, time(), self.zone).timestamp()


def last_days(number: int, *, now: datetime, zone: tzinfo) -> Period:
    """Return the last days, today included."""
    today = now.astimezone(zone).date()
    return Period(today - timedelta(days=number - 1), today, zone, str(number))


def read_period(*, name: str, first: str, last: str, now: datetime, zone: tzinfo) -> Period:
    """Return the period a form asks for; raise WrongPeriod if the days make none.

    >>> read_period(name="custom", first="2026-11-01", last="2026-11-20", now=now, zone=zone)
    """
    if name in {str(number) for number in LAST_DAYS}:
        return last_days(int(name), now=now, zone=zone)
    if name != "custom":
        return last_days(USUAL_DAYS, now=now, zone=zone)
    try:
        first_on, last_on = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise WrongPeriod(f"{first!r} to {last!r} are no days; write them as 2026-11-01.") from None
    days = (last_on - first_on).days + 1
    if not 1 <= days <= MOST_DAYS or first_on.year < 2000 or last_on.year > 2100:
        raise WrongPeriod(f"From {first} to {last} are {days} days; choose 1 to {MOST_DAYS}.")
    return Period(first_on, last_on, zone, "custom")
