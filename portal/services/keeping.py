"""Delete what has been kept long enough; shop.yml states how long, as the privacy notice does."""

import time
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.connectors.mail import delete_letters_before
from portal.errors import SettingsError
from portal.language import Period, Unit
from portal.services.doors import Doors
from portal.store.comments import delete_comments_before
from portal.store.contacts import delete_contacts_before
from portal.store.database import writing
from portal.store.events import delete_events_before
from portal.store.rollups import delete_outcomes_before
from portal.store.visits import delete_visits_before

EVENTS_KEPT, CONTACTS_KEPT = "data.events_kept", "data.contact_kept"
PART = 1_000
"""Rows deleted at once: a writer waits for some hundredths of a second at most."""
PAUSE_S = 0.02
VISITS_KEPT = timedelta(days=8)
"""A code that was shown must be known as long as a call may refer to it; then nobody needs the visit."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """How much was deleted."""

    events: int
    comments: int
    contacts: int
    visits: int
    letters: int = 0
    """Files of letters that repeated what a contact said."""


def delete_old(doors: Doors) -> Deleted:
    """Delete events, comments, contacts and visits that are past their time; raises NotStored.

    What was concluded of a need goes with its events; the counts of closed days stay.
    """
    now = doors.clock()
    events_from = events_kept_from(doors)
    contacts_from = before(now, _period(doors, CONTACTS_KEPT)).timestamp()
    letters = delete_letters_before(doors.settings.outbox_dir, contacts_from)
    _in_parts(doors, delete_outcomes_before, events_from)
    events = _in_parts(doors, delete_events_before, events_from)
    with writing(doors.engine) as connection:
        return Deleted(
            events=events,
            comments=delete_comments_before(connection, events_from),
            contacts=delete_contacts_before(connection, contacts_from),
            visits=delete_visits_before(connection, (now - VISITS_KEPT).timestamp()),
            letters=letters,
        )


def _in_parts(doors: Doors, delete: Callable[..., int], ts: float) -> int:
    """Delete a little at a time, each part in a transaction of its own, and let others write in between.

    Whoever waits for the writer does not queue: without a pause the next part would mostly be first again.
    """
    deleted = 0
    while True:
        with writing(doors.engine) as connection:
            part = delete(connection, ts, most=PART)
        deleted += part
        if not part:
            return deleted
        time.sleep(PAUSE_S)


def events_kept_from(doors: Doors) -> float:
    """Return from when on raw events are kept."""
    return before(doors.clock(), _period(doors, EVENTS_KEPT)).timestamp()


def before(at: datetime, period: Period) -> datetime:
    """Return the time a period of days, months or years before another; months end on their last day.

    >>> before(datetime(2026, 3, 31), Period(1, 1, Unit.MONTHS)).date().isoformat()
    '2026-02-28'
    """
    amount = int(period.high)
    if period.unit is Unit.CALENDAR_DAYS:
        return at - timedelta(days=amount)
    if period.unit is Unit.WEEKS:
        return at - timedelta(weeks=amount)
    months = {Unit.MONTHS: amount, Unit.YEARS: 12 * amount}.get(period.unit)
    if months is None:
        raise ValueError(f"Nothing is kept for {period.unit}; use calendar_days, weeks, months or years.")
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def _period(doors: Doors, name: str) -> Period:
    value = doors.shop.values.get(name)
    if not isinstance(value, Period):
        raise SettingsError(f"shop.yml: {name} must be a period such as {{value: 13, unit: months}}.")
    return value
