"""Remember what was worked out, as long as there is room: what was asked for last is kept."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Keep values up to a size in all; safe to share between threads.

    What is in the way goes by age, but what was found since it came, or since it was last spared, is spared.
    """

    def __init__(self, most: int, *, size: Callable[[Value], int]) -> None:
        self._size = size
        self._room = most
        self._kept: dict[Key, Value] = {}
        self._found: set[Key] = set()
        self._lock = threading.Lock()

    def find(self, key: Key) -> Value | None:
        """Give what is kept, or None."""
        # Found many times for each question: a lock, or another order, would take longer than looking.
        if (kept := self._kept.get(key)) is not None:
            self._found.add(key)
        return kept

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value, in the place of what nobody has asked for longest."""
        with self._lock:
            if (before := self._kept.pop(key, None)) is not None:
                self._room += self._size(before)
            self._kept[key] = value
            self._room -= self._size(value)
            while self._room < 0 and self._kept:
                oldest = next(iter(self._kept))
                given_up = self._kept.pop(oldest)
                if oldest in self._found:
                    self._found.discard(oldest)
                    self._kept[oldest] = given_up
                else:
                    self._room += self._size(given_up)
