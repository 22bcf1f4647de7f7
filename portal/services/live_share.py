"""The share of people from whom suggestions are withheld, as an administrator set it last."""

import logging
import threading

from sqlalchemy import Engine

from portal.clock import Clock
from portal.errors import Unavailable
from portal.store.comparison import last_change
from portal.store.database import reading

log = logging.getLogger(__name__)

_READ_EVERY_S = 5.0


class LiveShare:
    """Reads the share now and then, so that every worker follows a change within seconds."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._lock = threading.Lock()
        self._share = 0.0
        self._read_at: float | None = None

    def get(self) -> float:
        """Return the share; never raises: without a database nothing is withheld from anybody."""
        now = self._clock().timestamp()
        with self._lock:
            if self._read_at is None or abs(now - self._read_at) >= _READ_EVERY_S:
                self._read_at = now
                self._share = self._read()
            return self._share

    def forget(self) -> None:
        """Read anew next time."""
        with self._lock:
            self._read_at = None

    def _read(self) -> float:
        try:
            with reading(self._engine) as connection:
                change = last_change(connection)
        except Unavailable as error:
            log.warning("the comparison group's share cannot be read: %s", type(error).__name__)
            return 0.0
        return 0.0 if change is None else change.share
