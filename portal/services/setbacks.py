"""Count what went wrong in a visit, so that a person is offered before she has to ask for one.

In memory only, bounded, and forgotten with the visit: it steers one page and is no figure. Where several
processes serve, the next request may come to another one; then what is recorded of the visit is read, too.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from portal.domain.events import EventName
from portal.errors import Unavailable
from portal.store.database import reading
from portal.store.events import Step, steps_of_visit

log = logging.getLogger(__name__)

_REMEMBERED = 20_000
_FORGOTTEN_AFTER_S = 1_800.0
ENOUGH = 2
"""So many setbacks in one visit put a person first."""
_ALIKE_LETTERS = 4
"""Words that begin with the same letters are forms of one another, or nearly."""
Read = Callable[[str, float, float], Iterable[Step]]
"""What reads the steps of a visit that were recorded from one time until before another."""


@dataclass(slots=True)
class _Visit:
    number: int = 0
    last_words: frozenset[str] = frozenset()
    last_at: float = 0.0

    def note_search(self, words: frozenset[str], *, found: bool) -> None:
        is_reworded = bool(words & self.last_words) and words != self.last_words
        if not found or is_reworded:
            self.number += 1
        self.last_words = words


@dataclass(slots=True)
class Setbacks:
    """Counts by visit; those who asked not to be linked have none. `read` is for several processes."""

    read: Read | None = None
    _visits: "OrderedDict[str, _Visit]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, sid: str | None, *, at: float) -> None:
        """Count a "No"."""
        if sid is not None:
            with self._lock:
                self._find(sid, at).number += 1

    def note_search(self, sid: str | None, query: str, *, found: bool, at: float) -> bool:
        """Count a search that found nothing or says the last one in other words; tell if it is enough now."""
        if sid is None:
            return False
        words = _beginnings(query)
        elsewhere = self._read_visit(sid, at) if self.read is not None else None
        if elsewhere is not None:
            elsewhere.note_search(words, found=found)
        with self._lock:
            visit = self._find(sid, at)
            visit.note_search(words, found=found)
            if elsewhere is not None:
                # What came to another process is known from the record, what was just now, from memory.
                visit.number = max(visit.number, elsewhere.number)
            return visit.number >= ENOUGH

    def is_enough(self, sid: str | None, *, at: float) -> bool:
        """Tell whether so much went wrong already that a person belongs first, as far as is known here."""
        if sid is None:
            return False
        with self._lock:
            visit = self._visits.get(sid)
            return visit is not None and at - visit.last_at <= _FORGOTTEN_AFTER_S and visit.number >= ENOUGH

    def note_success(self, sid: str | None) -> None:
        """Forget what went wrong: it is solved."""
        if sid is not None:
            with self._lock:
                self._visits.pop(sid, None)

    def _read_visit(self, sid: str, at: float) -> _Visit:
        visit = _Visit()
        for step in self.read(sid, at - _FORGOTTEN_AFTER_S, at) if self.read is not None else ():
            if step.ev == EventName.SOLVED_YES:
                visit = _Visit()
            elif step.ev == EventName.SEARCH:
                visit.note_search(_beginnings(step.q_redacted or ""), found=bool(step.n_results))
            elif step.ev == EventName.SOLVED_NO or step.vote == "no":
                visit.number += 1
        return visit

    def _find(self, sid: str, at: float) -> _Visit:
        visit = self._visits.pop(sid, None)
        if visit is None or at - visit.last_at > _FORGOTTEN_AFTER_S:
            visit = _Visit()
        visit.last_at = at
        self._visits[sid] = visit
        while len(self._visits) > _REMEMBERED:
            self._visits.popitem(last=False)
        return visit


def _beginnings(query: str) -> frozenset[str]:
    return frozenset([word[:_ALIKE_LETTERS] for word in query.lower().split() if len(word) >= _ALIKE_LETTERS])


def read_from(engine: Engine) -> Read:
    """Return what reads the steps of a visit from the database; none while it does not answer."""

    def read(sid: str, since: float, before: float) -> tuple[Step, ...]:
        try:
            with reading(engine) as connection:
                return steps_of_visit(connection, sid, since=since, before=before)
        except Unavailable as error:
            log.warning("what went wrong in a visit cannot be read: %s", type(error).__name__)
            return ()

    return read
