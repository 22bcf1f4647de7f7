"""How long to wait before the next try, and when to stop trying."""

MOST_ATTEMPTS = 40
"""With the waits between them these take a week; then somebody has to look."""

_FIRST_WAIT_S, _LONGEST_WAIT_S = 15.0, 6 * 3600.0


LONGEST_S = 7 * 86_400.0
"""So long a mailbox is tried."""


def wait_at_age(age_s: float) -> float:
    """Return the seconds to wait when something has been tried for so long: as long again, 15 s to 6 h."""
    return min(max(age_s, _FIRST_WAIT_S), _LONGEST_WAIT_S)


def wait_after(attempts: int) -> float:
    """Return the seconds to wait after this many attempts: doubling from 15 s to 6 h."""
    return min(_FIRST_WAIT_S * 2.0 ** min(attempts - 1, 20), _LONGEST_WAIT_S)
