"""Remember what was worked out, as long as there is room: what was asked for last is kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(slots=True)
class _Kept(Generic[Value]):
    """Hold a value, and whether it was found since it came, or was spared."""

    value: Value
    was_found: bool = False


class Remembered(Generic[Key, Value]):
    """Keep values up to a size in all; safe to share between threads.

    What is in the way goes by age, but what was found since it came, or since it was last spared, is spared.
    """

    def __init__(self, most: int, *, size: Callable[[Value], int]) -> None:
        self._size = size
        self._room = most
        # The first of a plain dict is looked for behind all that were there before it.
        self._kept: OrderedDict[Key, _Kept[Value]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Key) -> Value | None:
        """Give what is kept, or None."""
        # Found many times for each question: a lock, or another order, would take longer than looking.
        kept = self._kept.get(key)
        if kept is None:
            return None
        kept.was_found = True
        return kept.value

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value, in the place of what nobody has asked for longest."""
        with self._lock:
            if (before := self._kept.pop(key, None)) is not None:
                self._room += self._size(before.value)
            self._kept[key] = _Kept(value)
            self._room -= self._size(value)
            while self._room < 0 and self._kept:
                oldest, given_up = self._kept.popitem(last=False)
                if given_up.was_found:
                    given_up.was_found = False
                    self._kept[oldest] = given_up
                else:
                    self._room += self._size(given_up.value)
