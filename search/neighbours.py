"""Which words stand side by side in titles and passages, in any article at all."""

import threading
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.parts import PartTable
from search.postings import Postings

Array = NDArray[Any]


class Neighbours:
    """Find words that stand side by side as they were asked. Safe to share between threads."""

    def __init__(self, postings: Postings, table: PartTable) -> None:
        self._parts, self._all_places = postings.parts, postings.places
        # One number of a view is had several times faster than one of an array.
        self._starts = postings.starts.data
        self._articles = table.articles
        self._article = table.telling_article
        # One place more: the last word of all has nothing behind it.
        self._follows = np.zeros(len(postings.parts) + 1, bool)
        self._lock = threading.Lock()

    def of(self, left: Iterable[int], right: Iterable[int]) -> tuple[Array, Array]:
        """Give the articles in which one of some words follows one of others, and how often."""
        before, places = self._places(left), self._places(right)
        before += 1
        # Cheaper than a scratch for each thread; it is held for a few microseconds.
        with self._lock:
            self._follows[before] = True
            found = places[self._follows[places]]
            self._follows[before] = False
        counts = np.bincount(self._article[self._parts[found]], minlength=self._articles + 1)
        articles = counts[:-1].nonzero()[0]
        return articles, counts[articles]

    def _places(self, words: Iterable[int]) -> Array:
        """Give all places of some words."""
        starts, places = self._starts, self._all_places
        found = [places[starts[word] : starts[word + 1]] for word in words]
        return np.concatenate(found or [places[:0]], dtype=np.intp)
