"""Add up what is said of articles and their parts: each saying names slots of one long row, and what to add.

First come rows for all articles that are told of whatever is chosen, with the latent axes behind them; then
rows for chosen articles, all their parts, and their wordings twice.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.parts import Chosen, Edges

# Rows for all articles, then those for the chosen ones.
TITLE_GRAMS, BEGINNING, ALIKE, PAIRS = range(4)
TOLD_ROWS: Final = 4
EXACT, COVERED, NAMED = range(3)
CHOSEN_ROWS: Final = 3
# What Python needs for an entry besides its numbers.
_OVERHEAD: Final = 600

Array = NDArray[Any]


class Saying(NamedTuple):
    """Hold what is added to which slots.

    `of` is what its key stands for, lest something else take its number.
    """

    slots: Array
    values: Array
    of: object = None

    def size(self) -> int:
        """Give how many bytes it takes, nearly."""
        return self.slots.nbytes + self.values.nbytes + _OVERHEAD

    def small(self) -> "Saying":
        """Give the same in half the room."""
        return Saying(self.slots.astype(np.int32), self.values.astype(np.float32), self.of)


class Layout(NamedTuple):
    """Say where the slots of chosen articles begin: their rows, their parts, and their wordings twice."""

    articles: int
    first: int
    said: int
    sure: int
    small: int
    end: int

    @classmethod
    def of(cls, chosen: Chosen, *, first: int = 0) -> Self:
        """Lay out slots for chosen articles: parts and wordings have one more than there are."""
        articles, wordings = len(chosen.articles), len(chosen.wordings)
        said = first + CHOSEN_ROWS * articles
        sure = said + chosen.size + 1
        return cls(articles, first, said, sure, sure + wordings, sure + 2 * wordings)


class Tally(NamedTuple):
    """Hold what words say, added up: `told` and `chosen` are rows for articles, the others for their parts.

    Rows are of letters in titles, kin, look-alikes, and neighbours that are neighbours there, too; then of
    words that stand as they were typed, of what all words of an article weigh, and how many there are.

    `values` begin with `said`, what a part says of the words; then comes the same of wordings, other forms
    counting less, and `small`, what the small words in a wording weigh, if any was asked. `wordings` are the
    parts that are wordings, `lengths` how long they are, and `edges` tells which parts the articles have.
    """

    told: Array
    chosen: Array
    values: Array
    said: Array
    small: Array | None
    wordings: Array
    lengths: Array
    edges: Edges


def join(said: Sequence[tuple[Array, Array]], of: object = None) -> Saying:
    """Make one saying of several."""
    slots, values = zip(*said, strict=True)
    return Saying(np.concatenate(slots), np.concatenate(values), of)


def add_up(said: Sequence[Saying], size: int) -> Array:
    """Add up what is said, slot by slot."""
    if not said:
        return np.zeros(size)
    slots, values, _ = zip(*said, strict=True)
    return np.bincount(np.concatenate(slots, dtype=np.intp), np.concatenate(values, dtype=np.float64), size)
