"""Which words of an index have which runs of characters, and how telling each run is."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer

Array = NDArray[Any]
_NO_WORDS: Final = np.empty(0, np.int64)


class GramTable:
    """Know the runs of all words. They are numbered as words bring them, one after the other."""

    def __init__(self, words: Sequence[str], analyzer: Analyzer) -> None:
        self._numbers: dict[str, int] = {}
        numbers = self._numbers
        of_words = [
            [numbers.setdefault(gram, len(numbers)) for gram in analyzer.grams(word)] for word in words
        ]
        self.lengths = np.fromiter(map(len, of_words), np.int64, len(of_words))
        self.firsts = np.cumsum(self.lengths) - self.lengths
        self.flat = np.fromiter((gram for grams in of_words for gram in grams), np.int32)
        order = np.argsort(self.flat, kind="stable")
        self._words = np.repeat(np.arange(len(words), dtype=np.int32), self.lengths)[order]
        self._starts = np.searchsorted(self.flat[order], np.arange(len(numbers) + 1))

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def number(self, gram: str) -> int | None:
        """Give the number of a run, or None if no word has it."""
        return self._numbers.get(gram)

    def words_with(self, gram: str) -> Array:
        """Give the words that have a run, a word as often as it has it."""
        number = self._numbers.get(gram)
        if number is None:
            return _NO_WORDS
        found: Array = self._words[self._starts[number] : self._starts[number + 1]]
        return found

    def words_with_most(self, grams: Sequence[str], *, share: float) -> Array:
        """Give the words that have at least this share of some runs."""
        asked = set(grams)
        found = np.concatenate([self.words_with(gram) for gram in grams] or [_NO_WORDS])
        # Sums of shares are never quite what they should be.
        likeness = np.bincount(found) / max(len(asked), 1) + 1e-9
        return np.flatnonzero(likeness >= share)

    def rarities(self, df: Sequence[int], texts: int) -> dict[str, float]:
        """Weigh each run by how few texts have it, as if its words were spread at random."""
        if not self._numbers:
            return {}
        with np.errstate(divide="ignore"):
            without = np.log1p(-np.minimum(np.asarray(df, float) / texts, 1.0))
        having = texts * (1 - np.exp(np.add.reduceat(without[self._words], self._starts[:-1])))
        rare = np.log(1 + (texts - having + 0.5) / (having + 0.5))
        return dict(zip(self._numbers, rare.tolist(), strict=True))
