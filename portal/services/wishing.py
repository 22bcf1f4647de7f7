"""Periods too big to be counted while somebody waits: she asks, and the worker counts them."""

from collections.abc import Iterator
from datetime import date

from portal.services.doors import Doors
from portal.services.kept_counts import Asked, has_mark, is_big
from portal.services.reporting_periods import Period
from portal.store.database import reading, writing
from portal.store.stored_reports import StoredReport, forget_report, keep_report, names_beginning

MOST_WISHES = 20
"""More than these are not remembered; whoever waits asks again every few seconds."""
_WISH = "wish "


def is_counted(doors: Doors, period: Period, lang: str | None) -> bool:
    """Tell whether a page about a period can be shown without anybody waiting long."""
    now = doors.clock().timestamp()
    with reading(doors.engine) as connection:
        if not is_big(connection, Asked(doors, period, None, now)):
            return True
        # Promises and orders are counted once for all languages.
        return all(has_mark(connection, Asked(doors, period, one, now)) for one in {lang, None})


def wish(doors: Doors, period: Period, lang: str | None) -> None:
    """Remember that somebody waits for the counts of a period; raises NotStored."""
    days = f"{period.name} {period.first_on.isoformat()} {period.last_on.isoformat()}"
    name = f"{_WISH}{days} {lang or ''}"
    with writing(doors.notes) as connection:
        known = names_beginning(connection, _WISH)
        if name not in known and len(known) < MOST_WISHES:
            keep_report(connection, StoredReport(name, doors.clock().timestamp(), "{}"))


def take_wishes(doors: Doors) -> Iterator[Asked]:
    """Yield what is wished for, first come first, and forget each once it was dealt with."""
    with reading(doors.engine) as connection:
        names = names_beginning(connection, _WISH)
    for name in names:
        _, kind, first, last, lang = name.split(" ")
        period = Period(date.fromisoformat(first), date.fromisoformat(last), doors.shop.calendar.zone, kind)
        yield Asked(doors, period, lang or None, doors.clock().timestamp())
        with writing(doors.notes) as connection:
            forget_report(connection, name)
