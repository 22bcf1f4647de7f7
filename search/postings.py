"""Where every word of a language stands, and what every run of characters weighs in every title.

Written once, when an index is built, so that a question reads a few stretches of it instead of the texts
of all candidates. The files are mapped: what nobody asks for takes no memory.

A *place* is a number for a word as it stands in a text: words that follow each other have places that
follow each other, and between two parts one place is left out. The places of short texts come first.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from search.grams import GramTable
from search.saturation import Averages, held_back, saturated
from search.stored import TITLE, StoredArticles, map_file

_WORD_STARTS: Final = "words.starts"
_WORD_PLACES: Final = "words.places"
_PARTS: Final = "places.parts"
_GRAM_STARTS: Final = "grams.starts"
_GRAM_ROWS: Final = "grams.rows"
_GRAM_IMPACTS: Final = "grams.impacts"
# So many articles are taken apart at once.
_AT_ONCE: Final = 400
NOWHERE: Final = np.empty(0, np.uint32)

Array = NDArray[Any]


def write_postings(folder: Path, stored: StoredArticles, grams: GramTable, averages: Averages) -> None:
    """Write where words stand and what runs weigh, for the articles written there before."""
    numbers, part_of_word = _all_words(stored)
    order = np.argsort(numbers, kind="stable")
    starts = np.searchsorted(numbers[order], np.arange(len(grams.lengths) + 1))
    places = np.arange(len(numbers)) + part_of_word
    parts = np.zeros(len(numbers) + len(stored.short.lengths) + len(stored.body.lengths), np.uint32)
    parts[places] = part_of_word
    starts.astype(np.uint32).tofile(folder / _WORD_STARTS)
    places[order].astype(np.uint32).tofile(folder / _WORD_PLACES)
    parts.tofile(folder / _PARTS)
    _write_grams(folder, stored, grams, averages)


def _all_words(stored: StoredArticles) -> tuple[Array, Array]:
    """Give the words of all texts and the part that each stands in; parts of bodies come last."""
    numbers = np.concatenate([stored.short.numbers, stored.body.numbers])
    lengths = np.concatenate([stored.short.lengths, stored.body.lengths])
    return numbers, np.repeat(np.arange(len(lengths)), lengths)


def _write_grams(folder: Path, stored: StoredArticles, grams: GramTable, averages: Averages) -> None:
    """Write, run by run, the rows that have it: articles, by their titles."""
    articles = len(stored)
    firsts = np.cumsum(grams.lengths) - grams.lengths
    found = [np.empty((3, 0), np.int64)]
    for first in range(0, articles, _AT_ONCE):
        span = range(first, min(first + _AT_ONCE, articles))
        found.append(_count(stored.short.words_by_article(span, TITLE), grams, firsts))
    gram, row, count = np.concatenate(found, axis=1)
    order = np.argsort(gram, kind="stable")
    gram, row, count = gram[order], row[order], count[order]
    held = held_back(stored.title_words(), averages.title)
    np.searchsorted(gram, np.arange(len(grams) + 1)).astype(np.uint32).tofile(folder / _GRAM_STARTS)
    row.astype(np.uint32).tofile(folder / _GRAM_ROWS)
    saturated(count, held[row]).astype(np.float32).tofile(folder / _GRAM_IMPACTS)


def _count(words: tuple[Array, Array], grams: GramTable, firsts: Array) -> Array:
    """Count each run in each article: runs, rows and counts."""
    article, number = words
    width = len(firsts)
    pairs, times = np.unique(article * width + number, return_counts=True)
    article, number = np.divmod(pairs, max(width, 1))
    length = grams.lengths[number]
    ends = np.cumsum(length)
    total = int(ends[-1]) if len(ends) else 0
    at = np.arange(total) + np.repeat(firsts[number] - (ends - length), length)
    keys = grams.flat[at] * np.int64(1 << 32) + np.repeat(article, length)
    order = np.argsort(keys, kind="stable")
    keys, times = keys[order], np.repeat(times, length)[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    count = np.add.reduceat(times, first) if total else times
    return np.stack([keys[first] >> 32, keys[first] & 0xFFFFFFFF, count])


class Postings:
    """Read where words stand and what runs weigh."""

    def __init__(self, folder: Path) -> None:
        self._starts = map_file(folder / _WORD_STARTS, np.uint32).tolist()
        self._places = map_file(folder / _WORD_PLACES, np.uint32)
        self.parts = map_file(folder / _PARTS, np.uint32)
        self._gram_starts = map_file(folder / _GRAM_STARTS, np.uint32).tolist()
        self._rows = map_file(folder / _GRAM_ROWS, np.uint32)
        self._impacts = map_file(folder / _GRAM_IMPACTS, np.float32)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what `write_postings` wrote."""
        return cls(folder)

    def places(self, words: Sequence[int]) -> tuple[Array, list[int]]:
        """Give the places of some words, word after word, and how many each has."""
        starts = self._starts
        spans = [(starts[word], starts[word + 1]) for word in words]
        if len(spans) == 1:
            found = self._places[spans[0][0] : spans[0][1]]
        else:
            found = np.concatenate([self._places[start:end] for start, end in spans] or [NOWHERE])
        return found, [end - start for start, end in spans]

    def rows(self, gram: int) -> tuple[Array, Array]:
        """Give the rows that have a run, and its weight there without its rarity."""
        start, end = self._gram_starts[gram : gram + 2]
        return self._rows[start:end], self._impacts[start:end]
