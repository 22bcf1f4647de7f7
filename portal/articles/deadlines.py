"""By when a message must be dealt with: the `deadline` of its topic, counted in the shop's own time."""

from calendar import monthrange
from datetime import datetime

from portal.articles.hours import Hours
from portal.language import Period, Unit

_UNITS = {
    "calendar": Unit.CALENDAR_DAYS,
    "working": Unit.WORKING_DAYS,
    "month": Unit.MONTHS,
    "months": Unit.MONTHS,
}


def read_deadline(text: str) -> Period:
    """Return what topics.yml says; raise ValueError.

    >>> read_deadline("30 calendar").unit.value
    'calendar_days'
    """
    number, _, kind = text.partition(" ")
    if not (number.isascii() and number.isdigit()) or int(number) == 0 or kind not in _UNITS:
        raise ValueError(
            "a deadline is a number and `calendar`, `working` or `months`, such as 30 calendar or 1 month"
        )
    return Period(int(number), int(number), _UNITS[kind], "message")


def deadline_after(text: str, at: datetime, *, hours: Hours) -> datetime:
    """Return when a deadline ends that begins at a time; it never ends later than the law's own count.

    Days and months are those of the shop's calendar, so that a change to summer time moves nothing. A month
    ends on the day with the same number, or on the last day of a month that has none.
    """
    period, there = read_deadline(text), at.astimezone(hours.calendar.zone)
    if period.unit is not Unit.MONTHS:
        return hours.add(period, there)
    year, month = divmod(there.year * 12 + there.month - 1 + int(period.high), 12)
    last = monthrange(year, month + 1)[1]
    return there.replace(year=year, month=month + 1, day=min(there.day, last))
