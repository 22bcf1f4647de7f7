"""Record what happens in visits without ever delaying or failing an answer.

Events wait in memory for a moment and are written together by one thread. Who must be told that her events
are kept waits for the next write, which takes everything that waits by then: one commit for many. A query is
recorded once: while somebody types, the longer query takes the place of the shorter one that went before it,
and the results page that of both.
"""

import logging
import threading
from collections import Counter, deque
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from portal.clock import Clock
from portal.domain.events import Event, EventName
from portal.errors import NotStored
from portal.services.visitors import Visitor
from portal.store.events import add_events
from portal.store.refusals import count_refusals

log = logging.getLogger(__name__)

TYPING_SECONDS = 30.0
"""A query that extends what was typed last within this time takes its place."""

SOURCE = "page"
"""Under which refusals of events are counted."""

_MOST_WAITING = 20_000
_WRITE_EVERY_S = 0.25
_KEPT_WITHIN_S = 1.0
_TRIES = 4
_MOST_GIVEN_UP = 1_000
_DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Health:
    """How recording goes: events waiting, lost (too many waited, the database refused), and not believed.

    Events told twice were kept once.
    """

    waiting: int
    lost: int
    refused: int
    duplicate: int = 0


class Recorder:
    """A bounded queue of events and the thread that writes them."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._waiting: deque[Event] = deque()
        self._typed: dict[str, Event] = {}
        # Events are written in the order in which they came: with a number, all before it are settled.
        self._taken = self._settled = 0
        self._given_up: deque[str] = deque(maxlen=_MOST_GIVEN_UP)
        self._lost = 0
        self._refused: Counter[str] = Counter()
        self._untold: Counter[str] = Counter()
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

    def keep(self, visitor: Visitor, *events: Event) -> frozenset[str]:
        """Write events of one visitor before returning; return the ids of those the database will never take.

        Raises NotStored when it could not be done in time: those who wait are not to be told otherwise. What
        was kept survives a killed process; a power cut may cost SQLite the last moments.
        """
        with self._lock:
            is_full = len(self._waiting) + len(events) > _MOST_WAITING
            self._lost += len(events) * is_full
        if is_full:
            raise NotStored("Too many events wait to be written.")
        self.record(visitor, *events)
        with self._lock:
            wanted = self._taken
        for _ in range(_TRIES):
            if not self._writing.acquire(timeout=_KEPT_WITHIN_S):
                break
            try:
                # Whoever had the lock before may have written these, too.
                if self._settled < wanted:
                    self._write_waiting()
                if self._settled >= wanted:
                    return frozenset(self._given_up).intersection(event.event_id for event in events)
            finally:
                self._writing.release()
        raise NotStored("The database did not take the events in time.")

    def refuse(self, reason: str, times: int = 1) -> None:
        """Count events that were not believed, for the operator to see."""
        with self._lock:
            self._refused[reason] += times
            self._untold[reason] += times

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
            duplicate = self._refused[_DUPLICATE]
            return Health(waiting, self._lost, self._refused.total() - duplicate, duplicate)

    def _settle(self, key: str) -> None:
        event = self._typed.pop(key, None)
        if event is not None:
            self._append(event)

    def _append(self, event: Event) -> None:
        if len(self._waiting) >= _MOST_WAITING:
            self._lost += 1
            return
        self._waiting.append(event)
        self._taken += 1

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
            self._write_waiting()

    def _write_waiting(self) -> None:
        with self._lock:
            batch = tuple(self._waiting)
            self._waiting.clear()
            untold, self._untold = self._untold, Counter()
        if not (batch or untold):
            return
        try:
            self._add(batch, untold)
        except OperationalError as error:
            log.warning("%d events must wait: %s", len(batch), type(error).__name__)
            self._take_back(batch, untold)
        except (SQLAlchemyError, ValueError) as error:
            log.warning("one of %d events was refused: %s", len(batch), type(error).__name__)
            self._take_back((), untold)
            self._add_singly(batch)

    def _add(self, batch: tuple[Event, ...], untold: Counter[str]) -> None:
        with self._engine.begin() as connection:
            known = len(batch) - add_events(connection, batch)
            if untold or known:
                day = self._clock().date().isoformat()
                reasons = untold + Counter({_DUPLICATE: known})
                count_refusals(connection, day=day, source=SOURCE, reasons=reasons)
        with self._lock:
            self._refused[_DUPLICATE] += known
            self._settled += len(batch)

    def _add_singly(self, batch: tuple[Event, ...]) -> None:
        """Write a batch in which one event is such that the database will never take it."""
        for place, event in enumerate(batch):
            try:
                self._add((event,), Counter())
            except OperationalError:
                self._take_back(batch[place:], Counter())
                return
            except (SQLAlchemyError, ValueError):
                with self._lock:
                    self._lost += 1
                    self._settled += 1
                    self._given_up.append(event.event_id)

    def _take_back(self, batch: tuple[Event, ...], untold: Counter[str]) -> None:
        # Nothing is dropped here: at most as many again have come meanwhile, and no more are taken.
        with self._lock:
            self._waiting.extendleft(reversed(batch))
            self._untold += untold


def is_extension(before: Event, after: Event) -> bool:
    """Tell whether a query is what was typed last typed on (or back), so that only the later one counts."""
    if after.ev is not EventName.SEARCH or after.ts - before.ts > TYPING_SECONDS:
        return False
    first, second = ((event.q_redacted or "").casefold().strip() for event in (before, after))
    return before.locale == after.locale and (first.startswith(second) or second.startswith(first))
