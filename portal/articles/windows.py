"""When somebody may be called back: windows of time within the shop's hours, on the next open days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from portal.articles.hours import HORIZON, Hours


class NoWindow(StrEnum):
    """Why a window cannot be had."""

    UNKNOWN = "unknown"
    """It never was one of ours."""
    PAST = "past"
    CLOSED = "closed"
    """The shop is closed then, or it lies too far ahead."""


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when the phone will ring, in the shop's time."""

    begins: datetime
    ends: datetime

    @property
    def key(self) -> str:
        """What stands for it in a form: its beginning in UTC."""
        return self.begins.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


@dataclass(frozen=True, slots=True)
class Windows:
    """How windows are cut out of opening hours."""

    hours: Hours
    length: timedelta
    days: int
    """On so many open days, today among them if anything of it is left."""
    notice: timedelta
    """So long before a window begins it can be asked for."""

    def after(self, now: datetime) -> tuple[Window, ...]:
        """Return the windows that may be chosen now; a rest of a day shorter than one is left out."""
        zone = self.hours.calendar.zone
        today = now.astimezone(zone).date()
        found: dict[date, list[Window]] = {}
        for number in range(HORIZON.days):
            day = today + timedelta(days=number)
            free = [one for one in self._on(day) if one.begins >= now + self.notice]
            if free:
                found[day] = free
            if len(found) == self.days:
                break
        return tuple(window for free in found.values() for window in free)

    def find(self, key: str, now: datetime) -> Window | NoWindow:
        """Return the window that a form names, or why it cannot be had."""
        free = {window.key: window for window in self.after(now)}
        if key in free:
            return free[key]
        try:
            begins = datetime.strptime(key, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        except ValueError:
            return NoWindow.UNKNOWN
        return NoWindow.PAST if begins < now + self.notice else NoWindow.CLOSED

    def _on(self, day: date) -> Iterator[Window]:
        span = self.hours.span_on(day)
        if span is None:
            return
        begins, closes = self._at(day, span.opens), self._at(day, span.closes)
        while begins + self.length <= closes:
            zone = self.hours.calendar.zone
            yield Window(begins.astimezone(zone), (begins + self.length).astimezone(zone))
            begins += self.length

    def _at(self, day: date, at: time) -> datetime:
        # Counted in UTC: on the night the clocks change, local hours would be too long or too short.
        return datetime.combine(day, at, self.hours.calendar.zone).astimezone(UTC)
