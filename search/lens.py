"""Learn through which axes a collection is best seen: the directions in which its articles differ most.

Articles are lists of runs of characters; a truncated singular value decomposition of some of them gives
the axes. Which ones, is told by their ids, and what is learned depends on nothing but these, so that an
index can keep what it has learned when others change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.counting import Counts
from search.grams import GramTable
from search.vectors import expanded

_MOST_AXES: Final = 100
_ARTICLES_PER_AXIS: Final = 3
_FEWEST_AXES: Final = 8
# So many articles show the structure of any number of them.
MOST_LEARNED_FROM: Final = 500
_SPARE_AXES: Final = 8
_ROUNDS: Final = 3
_SEED: Final = 1
# What points where is added up in stretches that the processor has at hand.
_WORDS_AT_ONCE: Final = 1024

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Lens:
    """Hold, for every run of characters, where it points along the axes and how rare it is."""

    directions: Array
    rarities: Array

    @property
    def axes(self) -> int:
        """Count the axes; a collection too small to have any structure has none."""
        return int(self.directions.shape[1])

    def turned(self, known: GramTable, grams: GramTable) -> "Lens":
        """Give the same for the runs of other words; a run that was not known points nowhere."""
        runs = list(grams)
        if known is grams or runs == list(known):
            return self
        # Behind those that are known there is one that points nowhere.
        old = known.numbers(runs)
        nowhere = np.zeros((1, self.axes), np.float16)
        directions = np.concatenate([self.directions, nowhere])[old]
        rarities = np.concatenate([self.rarities, np.zeros(1, np.float32)])[old]
        return Lens(directions, rarities)

    def place(self, several: Sequence[Counts], grams: GramTable, texts: int) -> list[Array]:
        """Place texts along the axes, each at the length 1, by several of their kinds: titles, bodies.

        Their words are in the order of the texts.
        """
        words = np.flatnonzero(np.bincount(np.concatenate([counts.words for counts in several])))
        if not self.axes or not len(words):
            return [np.zeros((texts, self.axes), np.float16) for _ in several]
        place_of = np.zeros(words[-1] + 1, np.int64)
        place_of[words] = np.arange(len(words))
        pointing = self._words(words, grams)
        return [_placed(counts._replace(words=place_of[counts.words]), pointing, texts) for counts in several]

    def _words(self, words: Array, grams: GramTable) -> Array:
        """Give where some words point: all their runs together."""
        runs = grams.flat[expanded(grams.firsts[words], grams.lengths[words])]
        present = np.flatnonzero(np.bincount(runs, minlength=1))
        place_of = np.zeros(len(grams), np.int64)
        place_of[present] = np.arange(len(present))
        weighed = self.directions[present].astype(np.float32)
        weighed *= self.rarities[present][:, None]
        runs = place_of[runs]
        # Words of many runs come first, so that those which have another one stand together.
        order = np.argsort(-grams.lengths[words], kind="stable")
        lengths = grams.lengths[words]
        firsts = (np.cumsum(lengths) - lengths)[order]
        lengths = lengths[order]
        pointing = np.empty((len(words), self.axes), np.float32)
        for first in range(0, len(words), _WORDS_AT_ONCE):
            some = slice(first, first + _WORDS_AT_ONCE)
            added = np.zeros((len(order[some]), self.axes), np.float32)
            for number in range(int(lengths[first])):
                having = np.count_nonzero(lengths[some] > number)
                added[:having] += weighed.take(runs[firsts[some][:having] + number], axis=0)
            pointing[order[some]] = added
        return pointing


def choose(ids: Sequence[str]) -> list[int]:
    """Choose the articles to learn from: few change when others come or go."""
    if len(ids) <= MOST_LEARNED_FROM:
        return list(range(len(ids)))
    drawn = [blake2b(one.encode("utf-8", "surrogatepass"), digest_size=8).digest() for one in ids]
    return sorted(sorted(range(len(ids)), key=drawn.__getitem__)[:MOST_LEARNED_FROM])


def _placed(counts: Counts, pointing: Array, texts: int) -> Array:
    """Place texts by where their words point."""
    placed = np.zeros((texts, pointing.shape[1]), np.float32)
    weights = (1 + np.log(counts.counts)).astype(np.float32)
    ends = np.cumsum(np.bincount(counts.articles, minlength=texts)).tolist()
    for place, first, end in zip(placed, [0, *ends], ends, strict=False):
        # Each text by itself, so that the same text is placed the same whatever comes with it.
        if end > first:
            np.dot(weights[first:end], pointing.take(counts.words[first:end], axis=0), out=place)
    lengths = np.sqrt((placed**2).sum(axis=1, keepdims=True))
    scaled: Array = (placed / np.maximum(lengths, 1e-9)).astype(np.float16)
    return scaled


def axes_for(articles: int) -> int:
    """Give how many axes a collection of so many articles has."""
    axes = min(_MOST_AXES, articles // _ARTICLES_PER_AXIS)
    return axes if axes >= _FEWEST_AXES else 0


def learn(counts: Counts, articles: int, *, axes: int, grams: GramTable) -> Lens:
    """Learn from the words of so many articles; they are in the order of the articles."""
    directions = np.zeros((len(grams), axes), np.float16)
    rarities = np.zeros(len(grams), np.float32)
    if not axes or not len(counts.words):
        return Lens(directions, rarities)
    lengths = grams.lengths[counts.words]
    told = grams.flat[expanded(grams.firsts[counts.words], lengths)]
    numbers = _in_order(grams, np.flatnonzero(np.bincount(told)))
    place_of = np.empty(len(grams), np.int64)
    place_of[numbers] = np.arange(len(numbers))
    ends = np.cumsum(np.bincount(counts.articles, lengths, articles)).astype(np.int64).tolist()
    times = np.repeat(counts.counts, lengths)
    runs, values = zip(*_count_runs(place_of[told], times, ends, len(numbers)), strict=True)
    row_of = np.repeat(np.arange(articles), [len(one) for one in runs])
    columns, weights = np.concatenate(runs), np.concatenate(values)
    df = np.bincount(columns)
    rarity = np.log(1 + (articles - df + 0.5) / (df + 0.5)).astype(np.float32)
    weights = weights * rarity[columns]
    norms = np.sqrt(np.bincount(row_of, weights.astype(np.float64) ** 2, articles))
    weights = (weights / np.maximum(norms, 1e-9)[row_of]).astype(np.float32)
    rarities[numbers] = rarity
    directions[numbers] = _directions(row_of, columns, weights, df=df, shape=(articles, axes))
    return Lens(directions, rarities)


def _in_order(grams: GramTable, numbers: Array) -> Array:
    """Put runs in their order as text: sums do not depend on words that nothing is learned from."""
    runs = list(grams)
    return np.array(sorted(numbers.tolist(), key=runs.__getitem__), np.int64)


def _count_runs(runs: Array, times: Array, ends: Sequence[int], among: int) -> Iterator[tuple[Array, Array]]:
    """Count the runs of each article: repetition says less each time."""
    for first, end in zip([0, *ends], ends, strict=False):
        total = np.bincount(runs[first:end], times[first:end], among)
        found = np.flatnonzero(total > 0)
        yield found, (1 + np.log(total[found])).astype(np.float32)


def _directions(rows: Array, columns: Array, weights: Array, *, df: Array, shape: tuple[int, int]) -> Array:
    """Find the directions of the largest singular values by subspace iteration from a fixed start."""
    articles, axes = shape
    # What only one article has makes it like no other: it is left out of the products.
    shared = np.flatnonzero(df > 1)
    number_of = np.full(len(df), -1)
    number_of[shared] = np.arange(len(shared))
    is_shared = df[columns] > 1
    matrix = np.zeros((articles, len(shared)), np.float32)
    matrix[rows[is_shared], number_of[columns[is_shared]]] = weights[is_shared]
    likeness = matrix @ matrix.T
    np.fill_diagonal(likeness, (np.bincount(rows, minlength=articles) > 0).astype(np.float32))
    basis = np.random.default_rng(_SEED).standard_normal((articles, axes + _SPARE_AXES)).astype(np.float32)
    for _ in range(_ROUNDS):
        basis = _upright(likeness @ basis)
    found = np.zeros((len(df), basis.shape[1]), np.float32)
    found[shared] = matrix.T @ basis
    found[columns[~is_shared]] = basis[rows[~is_shared]] * weights[~is_shared][:, None]
    return _upright(found)[:, :axes].astype(np.float16)


def _upright(columns: Array) -> Array:
    """Give columns at right angles that span the same, those of the most weight first."""
    weights, turn = np.linalg.eigh(columns.T @ columns)
    order = np.argsort(-weights)
    scale = np.sqrt(np.maximum(weights[order], 1e-12))
    upright: Array = (columns @ (turn[:, order] / scale)).astype(np.float32)
    return upright


def key_of(digests: Iterable[bytes], *, axes: int) -> str:
    """Give the hash of what a lens is learned from."""
    return blake2b(b"".join([axes.to_bytes(4, "big"), *digests]), digest_size=16).hexdigest()
