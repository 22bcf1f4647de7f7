"""How long a server asks us to wait, in all the forms in which servers say it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MOST_WAIT_S = 6 * 3600.0


def read_wait(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Return the seconds to wait, at most six hours, or None if the headers say nothing that makes sense.

    Retry-After is read as seconds and as a date; then come the headers of vendors.
    """
    for name, per_second in (
        ("retry-after", 1.0),
        ("ratelimit-reset", 1.0),
        ("x-hubspot-ratelimit-interval-milliseconds", 1000.0),
    ):
        wait = _read(headers.get(name, ""), now=now)
        if wait is not None:
            return min(max(wait / per_second, 0.0), MOST_WAIT_S)
    return None


def _read(value: str, *, now: datetime) -> float | None:
    value = value.strip()
    if value.isascii() and value.replace(".", "", 1).isdigit() and len(value) < 12:
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, IndexError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now.timestamp()
