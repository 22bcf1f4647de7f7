"""Have the site built again when its day has come, or when an editor has published something."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from portal.articles.live import digest_live
from portal.articles.schedule import read_schedule
from portal.services.doors import Doors
from portal.services.publishing import write_out

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(minutes=10)
"""So long after a build that failed the next is tried: an author may have mended what stopped it."""
Build = Callable[[date], bool]


class Rebuilder:
    """Asks before each round whether the site still says what holds now."""

    def __init__(self, doors: Doors, build: Build) -> None:
        self._doors = doors
        self._build = build
        self._failed_at: datetime | None = None

    def rebuild(self) -> bool | None:
        """Build if it is time; tell whether that succeeded, None if there was nothing to do."""
        now = self._doors.clock()
        if self._failed_at is not None and now - self._failed_at < AGAIN_AFTER:
            return None
        write_out(self._doors)
        today = now.astimezone(self._doors.shop.calendar.zone).date()
        if not is_due(self._doors, today):
            return None
        done = self._build(today)
        self._failed_at = None if done else now
        if not done:
            log.error("the site was not built again: run `portal build`, which says why")
        return done


def is_due(doors: Doors, today: date) -> bool:
    """Tell whether the last build is out of date; not before the first, and not for a pinned day."""
    schedule = read_schedule(doors.settings.schedule_file)
    if schedule is None:
        return False
    if schedule.live != digest_live(doors.settings.live_file):
        return True
    return doors.settings.today is None and schedule.next is not None and today >= schedule.next
