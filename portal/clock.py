"""The one place that asks what time it is; everything else is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  the door itself


def today(clock: Clock = utc_now) -> date:
    """Return the current day in UTC, for builds that were not told another."""
    return clock().date()
