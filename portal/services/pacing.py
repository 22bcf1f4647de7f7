"""Let answers leave at whole steps of time, so that how long one took tells nothing about it.

A thread that waits serves nobody else: only so many may wait at once, and none waits longer than one step.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from portal.errors import TooMany

_TRY_AGAIN_S = 5


class Pace:
    """Answers leave one step after their question, or two, or three: never in between."""

    def __init__(
        self,
        step_s: float,
        *,
        at_once: int,
        passed: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._step_s = step_s
        self._places = BoundedSemaphore(max(1, at_once))
        self._passed, self._wait = passed, wait

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep what is done within to the pace; raise TooMany when all places are taken."""
        if not self._places.acquire(blocking=False):
            raise TooMany("Many people ask at this moment.", retry_after_s=_TRY_AGAIN_S)
        begun = self._passed()
        try:
            yield
        finally:
            self._wait(self._left(self._passed() - begun))
            self._places.release()

    def _left(self, took: float) -> float:
        return self._step_s - took % self._step_s
