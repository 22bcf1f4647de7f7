"""Delete what has been kept long enough; shop.yml states how long, as the privacy notice does.

A little at a time, each part in a transaction of its own, with a rest after it that is longer than the
part took: who waits for the writer does not queue, and without a rest the next part would be first again.
"""

import logging
import time
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from portal.connectors.mail import delete_letters_before
from portal.errors import NotStored, SettingsError
from portal.language import Period, Unit
from portal.services.attaching import sweep
from portal.services.doors import Doors
from portal.store import retention
from portal.store.database import writing
from portal.store.dialect import checkpoint, has_one_writer

log = logging.getLogger(__name__)

EVENTS_KEPT, CONTACTS_KEPT = "data.events_kept", "data.contact_kept"
PART = 50
"""Rows of a part at least; one that took less than half of PART_S is followed by a larger one."""
MOST_IN_PART = 1_000
PART_S = 0.005
PAUSE_S = 0.02
_PARTS_BETWEEN_CHECKPOINTS = 10
_TRIES = 20
VISITS_KEPT = timedelta(days=8)
"""A code that was shown must be known as long as a call may refer to it; then nobody needs the visit."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """How much was deleted; `is_finished` False means that the time was over before everything was."""

    events: int
    comments: int
    contacts: int
    visits: int
    letters: int = 0
    """Files of letters that repeated what a contact said."""
    answers: int = 0
    is_finished: bool = True


def delete_old(doors: Doors, *, seconds: float | None = None) -> Deleted:
    """Delete what is past its time, for so many seconds at most if they are given; raises NotStored.

    What was concluded of a need goes before its events; the counts of closed days stay.
    """
    now = doors.clock()
    events_from = events_kept_from(doors)
    contacts_from = before(now, _period(doors, CONTACTS_KEPT)).timestamp()
    letters = delete_letters_before(doors.settings.outbox_dir, contacts_from)
    parts = _Parts(doors.notes, time.monotonic() + (float("inf") if seconds is None else seconds))
    parts.delete(retention.delete_outcomes_before, events_from)
    found = Deleted(
        events=parts.delete(retention.delete_events_before, events_from),
        comments=parts.delete(retention.delete_comments_before, events_from),
        answers=parts.delete(retention.delete_answers_before, events_from),
        contacts=parts.delete(retention.delete_contacts_before, contacts_from),
        visits=parts.delete(retention.delete_visits_before, (now - VISITS_KEPT).timestamp()),
        letters=letters,
        is_finished=not parts.is_over,
    )
    sweep(doors)
    return found


@dataclass(slots=True)
class _Parts:
    """Deletes part by part until nothing is left or the time is over; a part is as large as fits its time.

    Written as notes are: what a power cut brings back is deleted again.
    """

    engine: Engine
    end: float
    is_over: bool = False
    rows: int = 0
    done: int = 0

    @property
    def least(self) -> int:
        """How many rows a part has at least: where writers do not wait for each other, many."""
        return PART if has_one_writer(self.engine) else MOST_IN_PART

    def delete(self, delete: Callable[..., int], ts: float) -> int:
        """Delete what is older than a time; return how many rows went."""
        deleted = 0
        self.rows = self.least
        while not self.is_over:
            begun = time.perf_counter()
            wanted = self.rows
            part = self._write(delete, ts)
            took = time.perf_counter() - begun
            deleted += part
            if part < wanted:
                break
            self.rows = max(self.least, _next_size(wanted, took))
            self._rest(3 * took)
        return deleted

    def _write(self, delete: Callable[..., int], ts: float) -> int:
        """Delete one part; somebody who writes for long goes first."""
        for _ in range(_TRIES):
            try:
                with writing(self.engine) as connection:
                    return delete(connection, ts, most=self.rows)
            except NotStored as error:
                log.info("deleting waits for others: %s", error)
                time.sleep(10 * PAUSE_S)
        raise NotStored("Old rows could not be deleted, others wrote all the time; it is tried again later.")

    def _rest(self, least: float) -> None:
        self.done += 1
        if self.done % _PARTS_BETWEEN_CHECKPOINTS == 0:
            # Else the one whose change is the thousandth page would pay for what was deleted here.
            checkpoint(self.engine)
        time.sleep(max(PAUSE_S, least))
        self.is_over = time.monotonic() >= self.end


def _next_size(rows: int, took: float) -> int:
    if took > PART_S:
        return rows // 2
    return min(MOST_IN_PART, 2 * rows) if 2 * took < PART_S else rows


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
