"""Which words of an index have which runs of characters, and how telling each run is."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.vectors import expanded

Array = NDArray[Any]
_NO_WORDS: Final = np.empty(0, np.int64)


class GramTable:
    """Know the runs of all words. They are numbered as words bring them, one after the other."""

    def __init__(
        self, words: Sequence[str], analyzer: Analyzer, *, before: "GramTable | None" = None
    ) -> None:
        """Find the runs of words; those that a table before has are not looked for again."""
        self._of: Sequence[str] = words
        self._numbers: dict[str, int] = {}
        self.lengths: Array
        self.flat: Array
        if before is None:
            self._find(words, analyzer)
        else:
            self._take(words, analyzer, before)
        self.firsts = np.cumsum(self.lengths) - self.lengths
        order = np.argsort(self.flat, kind="stable")
        self._words = np.repeat(np.arange(len(words), dtype=np.int32), self.lengths)[order]
        self._starts = np.searchsorted(self.flat[order], np.arange(len(self._numbers) + 1))

    def _find(self, words: Sequence[str], analyzer: Analyzer) -> None:
        """Number the runs of words."""
        numbers = self._numbers
        of_words = [
            [numbers.setdefault(gram, len(numbers)) for gram in analyzer.grams(word)] for word in words
        ]
        self.lengths = np.fromiter(map(len, of_words), np.int64, len(of_words))
        self.flat = np.fromiter(chain.from_iterable(of_words), np.int32)

    def _take(self, words: Sequence[str], analyzer: Analyzer, before: "GramTable") -> None:
        """Take the runs of known words from a table, and number all as `_find` would."""
        known = {word: number for number, word in enumerate(before._of)}
        missing = [word for word in words if word not in known]
        known |= {word: len(known) + number for number, word in enumerate(missing)}
        numbers = dict(before._numbers)
        new = [[numbers.setdefault(gram, len(numbers)) for gram in analyzer.grams(word)] for word in missing]
        lengths = np.concatenate([before.lengths, np.fromiter(map(len, new), np.int64, len(new))])
        flat = np.concatenate([before.flat, np.fromiter(chain.from_iterable(new), np.int32)])
        wanted = np.fromiter((known[word] for word in words), np.int64, len(words))
        self.lengths = lengths[wanted]
        found = flat[expanded((np.cumsum(lengths) - lengths)[wanted], self.lengths)]
        first = np.full(len(numbers), len(found))
        # Of several that are written to one place the last one stays.
        first[found[::-1]] = np.arange(len(found))[::-1]
        order = np.argsort(first, kind="stable")[: np.count_nonzero(first < len(found))]
        turned = np.zeros(len(numbers), np.int32)
        turned[order] = np.arange(len(order), dtype=np.int32)
        names = list(numbers)
        self._numbers = {names[old]: number for number, old in enumerate(order.tolist())}
        self.flat = turned[found]

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
