"""Record what happens in visits without ever delaying or failing an answer.

Events wait in memory for a moment and are written together by one thread. A query is recorded once: while
somebody types, the longer query takes the place of the shorter one that went before it, and the results page
that of both.
"""

import logging
import threading
from collections import deque
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from portal.clock import Clock
from portal.domain.events import Event, EventName
from portal.services.visitors import Visitor
from portal.store.events import add_events

log = logging.getLogger(__name__)

TYPING_SECONDS = 30.0
"""A query that extends what was typed last within this time takes its place."""

_MOST_WAITING = 20_000
_WRITE_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class Health:
    """How recording goes: events waiting, lost (too many waited, the database refused), and not believed."""

    waiting: int
    lost: int
    refused: int


class Recorder:
    """A bounded queue of events and the thread that writes them."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._waiting: deque[Event] = deque()
        self._typed: dict[str, Event] = {}
        self._lost = 0
        self._refused = 0
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

    def record(self, visitor: Visitor, *events: Event, is_typing: bool = False) -> None:
        """Take events of one visitor to be written soon; never raises.

        While somebody is typing, a query waits until it is clear that no longer one follows it.
        """
        key = visitor.token_key
        with self._lock:
            for event in events:
                before = self._typed.pop(key, None)
                if before is not None and not is_extension(before, event):
                    self._append(before)
                if is_typing:
                    self._typed[key] = event
                else:
                    self._append(event)

    def refuse(self) -> None:
        """Count an event that was not believed."""
        with self._lock:
            self._refused += 1

    def flush(self, visitor: Visitor | None = None) -> None:
        """Write what waits now, with what this visitor typed last, or everybody did; never raises."""
        with self._lock:
            for key in tuple(self._typed) if visitor is None else (visitor.token_key,):
                self._settle(key)
        self._write()

    def health(self) -> Health:
        """Return how many events wait and how many were lost or not believed since the start."""
        with self._lock:
            waiting = len(self._waiting) + len(self._typed)
            return Health(waiting=waiting, lost=self._lost, refused=self._refused)

    def _settle(self, key: str) -> None:
        event = self._typed.pop(key, None)
        if event is not None:
            self._append(event)

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
            for key in [key for key, event in self._typed.items() if event.ts < limit]:
                self._settle(key)

    def _write(self) -> None:
        with self._writing:
            with self._lock:
                batch = tuple(self._waiting)
                self._waiting.clear()
            if not batch:
                return
            try:
                self._add(batch)
            except OperationalError as error:
                log.warning("%d events must wait: %s", len(batch), type(error).__name__)
                self._take_back(batch)
            except (SQLAlchemyError, ValueError) as error:
                log.warning("one of %d events was refused: %s", len(batch), type(error).__name__)
                self._add_singly(batch)

    def _add(self, batch: tuple[Event, ...]) -> None:
        with self._engine.begin() as connection:
            add_events(connection, batch)

    def _add_singly(self, batch: tuple[Event, ...]) -> None:
        """Write a batch in which one event is such that the database will never take it."""
        for place, event in enumerate(batch):
            try:
                self._add((event,))
            except OperationalError:
                self._take_back(batch[place:])
                return
            except (SQLAlchemyError, ValueError):
                with self._lock:
                    self._lost += 1

    def _take_back(self, batch: tuple[Event, ...]) -> None:
        with self._lock:
            room = max(_MOST_WAITING - len(self._waiting), 0)
            self._lost += max(len(batch) - room, 0)
            self._waiting.extendleft(reversed(batch[:room]))


def is_extension(before: Event, after: Event) -> bool:
    """Tell whether a query is what was typed last typed on (or back), so that only the later one counts."""
    if after.ev is not EventName.SEARCH or after.ts - before.ts > TYPING_SECONDS:
        return False
    first, second = ((event.q_redacted or "").casefold().strip() for event in (before, after))
    return before.locale == after.locale and (first.startswith(second) or second.startswith(first))
