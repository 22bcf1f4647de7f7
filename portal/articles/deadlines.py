"""By when a message must be dealt with: the `deadline` of its topic, counted in the shop's own time."""

import re
from calendar import monthrange
from datetime import datetime

from portal.articles.hours import Hours
from portal.articles.shop import Values
from portal.language import Period, Unit

_UNITS = {
    "calendar": Unit.CALENDAR_DAYS,
    "working": Unit.WORKING_DAYS,
    "month": Unit.MONTHS,
    "months": Unit.MONTHS,
}
_COUNTED = frozenset({*_UNITS.values(), Unit.WEEKS})
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


def is_name(text: str) -> bool:
    """Tell whether a deadline is the name of a period in shop.yml, as each market states it."""
    return _NAME.fullmatch(text) is not None


def read_deadline(text: str, values: Values) -> Period:
    """Return the period that topics.yml says or names; raise ValueError.

    >>> read_deadline("30 calendar", {}).unit.value
    'calendar_days'
    """
    if is_name(text):
        period = values.get(text)
        if not isinstance(period, Period) or period.unit not in _COUNTED:
            raise ValueError(f"`{text}` is no period of shop.yml in days, weeks or months")
        return period
    number, _, kind = text.partition(" ")
    if not (number.isascii() and number.isdigit()) or int(number) == 0 or kind not in _UNITS:
        raise ValueError(
            "a deadline is a number and `calendar`, `working` or `months`, such as 30 calendar or 1 month, "
            "or the name of a period in shop.yml, such as complaint.answer"
        )
    return Period(int(number), int(number), _UNITS[kind], "message")


def deadline_after(period: Period, at: datetime, *, hours: Hours) -> datetime:
    """Return when a deadline ends that begins at a time; it never ends later than the law's own count.

    Days and months are those of the shop's calendar, so that a change to summer time moves nothing. A month
    ends on the day with the same number, or on the last day of a month that has none.
    """
    there = at.astimezone(hours.calendar.zone)
    if period.unit is not Unit.MONTHS:
        return hours.add(period, there)
    year, month = divmod(there.year * 12 + there.month - 1 + int(period.high), 12)
    last = monthrange(year, month + 1)[1]
    return there.replace(year=year, month=month + 1, day=min(there.day, last))
