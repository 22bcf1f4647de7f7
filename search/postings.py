"""Where every word of a language stands, and what every run of characters weighs in every title.

Written once, when an index is built, so that a question reads a few stretches of it instead of the texts
of all candidates. The files are mapped: what nobody asks for takes no memory.

A *place* is a number for a word as it stands in a text: words that follow each other have places that
follow each other, and between two parts one place is left out. The places of short texts come first.
"""

from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from search.counting import Counting, Counts
from search.grams import GramTable
from search.rows import Rows
from search.saturation import Averages, held_back, saturated
from search.stored import SHORT_TEXTS, TITLE, map_file
from search.vectors import expanded, summed_pairs

_WORD_STARTS: Final = "words.starts"
_WORD_PLACES: Final = "words.places"
_PARTS: Final = "places.parts"
_GRAM_STARTS: Final = "grams.starts"
_GRAM_ROWS: Final = "grams.rows"
_GRAM_IMPACTS: Final = "grams.impacts"

Array = NDArray[Any]


def write_postings(
    folder: Path, rows: Rows, counting: Counting, grams: GramTable, averages: Averages
) -> None:
    """Write where the words of some articles stand and what runs weigh in their titles."""
    parts = np.repeat(np.arange(len(counting.lengths), dtype=np.uint32), counting.lengths + 1)
    # Nothing stands in the places that are left out.
    parts[np.cumsum(counting.lengths + 1) - 1] = 0
    places, starts = counting.places()
    starts.astype(np.uint32).tofile(folder / _WORD_STARTS)
    places.tofile(folder / _WORD_PLACES)
    parts.tofile(folder / _PARTS)
    _write_grams(folder, rows, counting.title, grams, averages)


def _write_grams(folder: Path, rows: Rows, titles: Counts, grams: GramTable, averages: Averages) -> None:
    """Write, run by run, the rows that have it: articles, by their titles."""
    lengths = grams.lengths[titles.words]
    runs = grams.flat[expanded(grams.firsts[titles.words], lengths)]
    run, row, count = summed_pairs(
        runs, np.repeat(titles.articles, lengths), np.repeat(titles.counts, lengths), (len(grams), len(rows))
    )
    held = held_back(rows.short.words_of_text()[TITLE::SHORT_TEXTS], averages.title)
    starts = np.zeros(len(grams) + 1, np.uint32)
    np.cumsum(np.bincount(run, minlength=len(grams)), out=starts[1:])
    starts.tofile(folder / _GRAM_STARTS)
    row.astype(np.uint32).tofile(folder / _GRAM_ROWS)
    saturated(count, held[row]).astype(np.float32).tofile(folder / _GRAM_IMPACTS)


class Postings:
    """Read where words stand and what runs weigh."""

    def __init__(self, folder: Path) -> None:
        self.starts = map_file(folder / _WORD_STARTS, np.uint32)
        self.places = map_file(folder / _WORD_PLACES, np.uint32)
        self.parts = map_file(folder / _PARTS, np.uint32)
        self._gram_starts = map_file(folder / _GRAM_STARTS, np.uint32).tolist()
        self._rows = map_file(folder / _GRAM_ROWS, np.uint32)
        self._impacts = map_file(folder / _GRAM_IMPACTS, np.float32)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what `write_postings` wrote."""
        return cls(folder)

    def rows(self, gram: int) -> tuple[Array, Array]:
        """Give the rows that have a run, and its weight there without its rarity."""
        start, end = self._gram_starts[gram : gram + 2]
        return self._rows[start:end], self._impacts[start:end]
