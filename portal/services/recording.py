"""Record what happens in visits without ever delaying or failing an answer.

Events wait in memory for a moment and are written together by one thread. A query is recorded once: while
somebody types, the longer query takes the place of the shorter one that went before it.
"""

import logging
import threading
from collections import deque
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from portal.clock import Clock
from portal.domain.events import Event, EventName
from portal.store.events import add_events

log = logging.getLogger(__name__)

TYPING_SECONDS = 30.0
"""A query that extends the visit's last one within this time takes its place."""

_MOST_WAITING = 20_000
_WRITE_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class Health:
    """How recording goes: events waiting, events lost because too many waited or the database refused."""

    waiting: int
    lost: int


class Recorder:
    """A bounded queue of events and the thread that writes them."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._waiting: deque[Event] = deque()
        self._typed: dict[str, Event] = {}
        self._lost = 0
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the writing thread (after a fork, not before)."""
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what waits and stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
        self.flush()

    def record(self, *events: Event) -> None:
        """Take events to be written soon; never raises."""
        with self._lock:
            for event in events:
                self._take(event)

    def flush(self) -> None:
        """Write everything that waits, typed queries included, now; never raises."""
        with self._lock:
            for sid in tuple(self._typed):
                self._settle(sid)
        self._write()

    def health(self) -> Health:
        """Return how many events wait and how many were lost since the start."""
        with self._lock:
            return Health(waiting=len(self._waiting) + len(self._typed), lost=self._lost)

    def _take(self, event: Event) -> None:
        if event.sid is not None:
            before = self._typed.get(event.sid)
            if before is not None and not is_extension(before, event):
                self._settle(event.sid)
            if event.ev is EventName.SEARCH:
                self._typed[event.sid] = event
                return
        self._append(event)

    def _settle(self, sid: str) -> None:
        self._append(self._typed.pop(sid))

    def _append(self, event: Event) -> None:
        if len(self._waiting) >= _MOST_WAITING:
            self._lost += 1
            return
        self._waiting.append(event)

    def _run(self) -> None:
        while not self._stop.wait(_WRITE_EVERY_S):
            self._settle_old()
            self._write()

    def _settle_old(self) -> None:
        limit = self._clock().timestamp() - TYPING_SECONDS
        with self._lock:
            for sid in [sid for sid, event in self._typed.items() if event.ts < limit]:
                self._settle(sid)

    def _write(self) -> None:
        with self._writing:
            with self._lock:
                batch = tuple(self._waiting)
                self._waiting.clear()
            if not batch:
                return
            try:
                with self._engine.begin() as connection:
                    add_events(connection, batch)
            except SQLAlchemyError as error:
                log.warning("%d events could not be written: %s", len(batch), type(error).__name__)
                with self._lock:
                    room = max(_MOST_WAITING - len(self._waiting), 0)
                    self._lost += max(len(batch) - room, 0)
                    self._waiting.extendleft(reversed(batch[:room]))


def is_extension(before: Event, after: Event) -> bool:
    """Tell whether a query is the last one typed on (or back), so that only the later one counts."""
    if after.ev is not EventName.SEARCH or after.ts - before.ts > TYPING_SECONDS:
        return False
    first, second = ((event.q_redacted or "").casefold().strip() for event in (before, after))
    same_place = before.surface == after.surface and before.locale == after.locale
    return (first.startswith(second) or second.startswith(first)) and (same_place or first == second)
