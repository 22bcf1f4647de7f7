"""Notice that programs flood the forms: counted by each process in memory, nothing about anybody on disk.

The state begins when more come within a time than people send, goes on while that is so, and ends by itself.
"""

import logging
import threading
from collections import deque

log = logging.getLogger(__name__)


class Flood:
    """Whether more come than people send: more than `limit` within `seconds`."""

    def __init__(self, limit: int, *, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        # One more than the limit says all there is to know.
        self._came: deque[float] = deque(maxlen=limit + 1)
        self._lock = threading.Lock()
        self._was_on = False

    def count(self, now: float) -> bool:
        """Count one and tell whether they are too many."""
        with self._lock:
            self._came.append(now)
            is_on = len(self._came) > self._limit and 0 <= now - self._came[0] < self._seconds
            if is_on != self._was_on:
                state = "ask for a proof" if is_on else "ask for no proof any more"
                took = now - self._came[0]
                log.warning("the forms %s: %d messages in %.0f s", state, len(self._came), took)
            self._was_on = is_on
        return is_on
