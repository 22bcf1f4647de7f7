"""How much one address, and everybody together, may send: kept in memory, nothing about addresses on disk."""

import threading
from collections import OrderedDict, deque

from portal.errors import TooMany


class Budget:
    """At most `limit` acts of one key within `seconds`, and `in_all` of all keys together."""

    def __init__(
        self, limit: int, *, seconds: float, in_all: int | None = None, most_keys: int = 100_000
    ) -> None:
        self._limit = limit
        self._seconds = seconds
        self._most_keys = most_keys
        self._acts: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()
        self._of_all = Budget(in_all, seconds=seconds) if in_all is not None else None

    def spend(self, key: str, *, now: float) -> None:
        """Count one act; raise TooMany, with the seconds to wait, when the budget is used up.

        Who is over her own budget takes nothing from that of all.
        """
        self._spend_own(key, now)
        if self._of_all is not None:
            self._of_all.spend("", now=now)

    def _spend_own(self, key: str, now: float) -> None:
        with self._lock:
            acts = self._acts.setdefault(key, deque())
            self._acts.move_to_end(key)
            while acts and not 0 <= now - acts[0] < self._seconds:
                acts.popleft()
            if len(acts) >= self._limit:
                wait = int(acts[0] + self._seconds - now) + 1
                raise TooMany(f"Too many at once. Try again in {wait} seconds.", retry_after_s=wait)
            acts.append(now)
            while len(self._acts) > self._most_keys:
                self._acts.popitem(last=False)
