"""Remember what was worked out, as long as there is room: what was asked for last is kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Keep values up to a size in all; safe to share between threads."""

    def __init__(self, most: int, *, size: Callable[[Value], int]) -> None:
        self._size = size
        self._room = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Key) -> Value | None:
        """Give what is kept, or None."""
        kept = self._kept.get(key)
        # Found many times for each question: a lock would take longer than looking.
        if kept is not None:
            try:  # noqa: SIM105  costs nothing where nothing is raised
                self._kept.move_to_end(key)
            except KeyError:
                pass  # another thread has just given up its room
        return kept

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value, in the place of what nobody has asked for longest."""
        with self._lock:
            if (before := self._kept.pop(key, None)) is not None:
                self._room += self._size(before)
            self._kept[key] = value
            self._room -= self._size(value)
            while self._room < 0 and self._kept:
                self._room += self._size(self._kept.popitem(last=False)[1])
