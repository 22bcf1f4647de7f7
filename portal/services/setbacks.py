"""Count what went wrong in a visit, so that a person is offered before she has to ask for one.

In memory only, bounded, and forgotten with the visit: it steers one page and is no figure.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

_REMEMBERED = 20_000
_FORGOTTEN_AFTER_S = 1_800.0
ENOUGH = 2
"""So many setbacks in one visit put a person first."""
_ALIKE_LETTERS = 4
"""Words that begin with the same letters are forms of one another, or nearly."""


@dataclass(slots=True)
class _Visit:
    number: int = 0
    last_words: frozenset[str] = frozenset()
    last_at: float = 0.0


@dataclass(slots=True)
class Setbacks:
    """Counts by visit; those who asked not to be linked have none."""

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
        words = frozenset(
            word[:_ALIKE_LETTERS] for word in query.lower().split() if len(word) >= _ALIKE_LETTERS
        )
        with self._lock:
            visit = self._find(sid, at)
            is_reworded = bool(words & visit.last_words) and words != visit.last_words
            if not found or is_reworded:
                visit.number += 1
            visit.last_words = words
            return visit.number >= ENOUGH

    def is_enough(self, sid: str | None, *, at: float) -> bool:
        """Tell whether so much went wrong already that a person belongs first."""
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

    def _find(self, sid: str, at: float) -> _Visit:
        visit = self._visits.pop(sid, None)
        if visit is None or at - visit.last_at > _FORGOTTEN_AFTER_S:
            visit = _Visit()
        visit.last_at = at
        self._visits[sid] = visit
        while len(self._visits) > _REMEMBERED:
            self._visits.popitem(last=False)
        return visit
