"""Which words of an index have which runs of characters, and how telling each run is."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.stored import map_file
from search.vectors import expanded, grouped

_NAMES: Final = "grams.names"
_LENGTHS: Final = "grams.lengths"
_OF_WORDS: Final = "grams.words"

Array = NDArray[Any]
_NO_WORDS: Final = np.empty(0, np.int64)


class GramTable:
    """Know the runs of all words. They are numbered as words bring them, one after the other."""

    def __init__(
        self, words: Sequence[str], numbers: Mapping[str, int], *, lengths: Array, flat: Array
    ) -> None:
        """Tell the number of each run, how many runs each word has, and which, word by word."""
        self._of = words
        self._numbers = numbers
        self.lengths, self.flat = lengths, flat
        self.firsts = np.cumsum(lengths) - lengths

    @classmethod
    def of(cls, words: Sequence[str], analyzer: Analyzer, *, before: Self | None = None) -> Self:
        """Find the runs of words; those that a table before has are not looked for again."""
        if before is not None:
            return cls._take(words, analyzer, before)
        numbers: dict[str, int] = {}
        lengths, flat = _find(words, analyzer, numbers)
        return cls(words, numbers, lengths=lengths, flat=flat)

    @classmethod
    def _take(cls, words: Sequence[str], analyzer: Analyzer, before: Self) -> Self:
        """Take the runs of known words from a table, and number all as if they had been found anew."""
        if list(words) == list(before._of):
            return before
        known = {word: number for number, word in enumerate(before._of)}
        missing = [word for word in words if word not in known]
        known |= {word: len(known) + number for number, word in enumerate(missing)}
        numbers = dict(before._numbers)
        new_lengths, new = _find(missing, analyzer, numbers)
        all_lengths, flat = np.concatenate([before.lengths, new_lengths]), np.concatenate([before.flat, new])
        wanted = np.fromiter((known[word] for word in words), np.int64, len(words))
        lengths = all_lengths[wanted]
        found = flat[expanded((np.cumsum(all_lengths) - all_lengths)[wanted], lengths)]
        first = np.full(len(numbers), len(found))
        # Of several that are written to one place the last one stays.
        first[found[::-1]] = np.arange(len(found))[::-1]
        order = np.argsort(first, kind="stable")[: np.count_nonzero(first < len(found))]
        turned = np.zeros(len(numbers), np.int32)
        turned[order] = np.arange(len(order), dtype=np.int32)
        names = list(numbers)
        renumbered = {names[old]: number for number, old in enumerate(order.tolist())}
        return cls(words, renumbered, lengths=lengths, flat=turned[found])

    @classmethod
    def open(cls, folder: Path, words: Sequence[str]) -> Self:
        """Open what `write` wrote."""
        names = (folder / _NAMES).read_text(encoding="utf-8")
        numbers = {name: number for number, name in enumerate(names.split("\n") if names else ())}
        lengths = map_file(folder / _LENGTHS, np.uint16).astype(np.int64)
        return cls(words, numbers, lengths=lengths, flat=map_file(folder / _OF_WORDS, np.int32))

    def write(self, folder: Path) -> None:
        """Write the runs; their words are stored elsewhere."""
        (folder / _NAMES).write_text("\n".join(self._numbers), encoding="utf-8")
        self.lengths.astype(np.uint16).tofile(folder / _LENGTHS)
        self.flat.tofile(folder / _OF_WORDS)

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def number(self, gram: str) -> int | None:
        """Give the number of a run, or None if no word has it."""
        return self._numbers.get(gram)

    def numbers(self, grams: Collection[str]) -> Array:
        """Give the number of each run; one that no word has gets that behind all others."""
        behind = len(self)
        return np.fromiter((self._numbers.get(gram, behind) for gram in grams), np.int64, len(grams))

    @cached_property
    def _words_by_gram(self) -> tuple[Array, Array]:
        """Give the words that have each run, and where those of a run begin."""
        order, starts = grouped(self.flat, len(self._numbers))
        return np.repeat(np.arange(len(self._of), dtype=np.int32), self.lengths)[order], starts

    def words_with(self, gram: str) -> Array:
        """Give the words that have a run, a word as often as it has it."""
        number = self._numbers.get(gram)
        if number is None:
            return _NO_WORDS
        words, starts = self._words_by_gram
        found: Array = words[starts[number] : starts[number + 1]]
        return found

    def words_with_most(self, grams: Sequence[str], *, share: float) -> Array:
        """Give the words that have at least this share of some runs."""
        found = np.concatenate([self.words_with(gram) for gram in grams] or [_NO_WORDS])
        # A share of a number is never quite what it should be.
        least = math.ceil(share * max(len(set(grams)), 1) - 1e-6)
        return (np.bincount(found) >= least).nonzero()[0]

    def rarities(self, df: Sequence[int], texts: int) -> dict[str, float]:
        """Weigh each run by how few texts have it, as if its words were spread at random."""
        if not self._numbers:
            return {}
        words, starts = self._words_by_gram
        with np.errstate(divide="ignore"):
            without = np.log1p(-np.minimum(np.asarray(df, float) / texts, 1.0))
        having = texts * (1 - np.exp(np.add.reduceat(without[words], starts[:-1])))
        rare = np.log(1 + (texts - having + 0.5) / (having + 0.5))
        return dict(zip(self._numbers, rare.tolist(), strict=True))


def _find(words: Sequence[str], analyzer: Analyzer, numbers: dict[str, int]) -> tuple[Array, Array]:
    """Number the runs of words that have no number yet; give how many each word has, and all of them."""
    of_words = [[numbers.setdefault(gram, len(numbers)) for gram in analyzer.grams(word)] for word in words]
    lengths = np.fromiter(map(len, of_words), np.int64, len(of_words))
    return lengths, np.fromiter(chain.from_iterable(of_words), np.int32)
