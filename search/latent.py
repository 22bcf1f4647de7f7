"""The latent structure of a collection: what is told in other words, but in like company.

Articles are lists of runs of characters. The directions in which most of them differ (a truncated
singular value decomposition) become axes; a question and an article are alike if they point the
same way. Nothing but the collection itself is used.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

_AXES: Final = "latent.axes"
_ARTICLES: Final = "latent.articles"
_TITLES: Final = "latent.titles"
_MOST_AXES: Final = 100
_ARTICLES_PER_AXIS: Final = 3
_FEWEST_AXES: Final = 8
# So many articles, evenly taken, show the structure of any number of them.
_MOST_LEARNED_FROM: Final = 1200
_SPARE_AXES: Final = 8
_ROUNDS: Final = 2
_ROWS_AT_ONCE: Final = 64
_SEED: Final = 1

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Sparse:
    """Hold a matrix of mostly nothing, row by row; no row is empty."""

    columns: Array
    values: Array
    starts: Array
    width: int

    def times(self, other: Array) -> Array:
        """Multiply by a matrix that is full."""
        ends = np.append(self.starts[1:], len(self.columns))
        made = np.empty((len(self.starts), other.shape[1]), np.float32)
        for first in range(0, len(self.starts), _ROWS_AT_ONCE):
            starts = self.starts[first : first + _ROWS_AT_ONCE]
            span = slice(starts[0], ends[min(first + _ROWS_AT_ONCE, len(ends)) - 1])
            products = other[self.columns[span]] * self.values[span, None]
            made[first : first + _ROWS_AT_ONCE] = np.add.reduceat(products, starts - starts[0])
        return made

    def turned(self) -> "tuple[_Sparse, Array]":
        """Give the matrix with rows and columns exchanged, and which columns it has rows for."""
        rows = np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(self.columns))))
        order = np.argsort(self.columns, kind="stable")
        kept, starts = np.unique(self.columns[order], return_index=True)
        return _Sparse(rows[order], self.values[order], starts, len(self.starts)), kept


def write_latent(
    folder: Path, articles: Sequence[Array], *, titles: Sequence[Array], grams: Sequence[Sequence[int]]
) -> None:
    """Learn the structure of articles, given as word numbers, and write it; titles are placed in it, too.

    `grams` are the runs of each word, by number. A collection too small to have any gets none.
    """
    axes = min(_MOST_AXES, len(articles) // _ARTICLES_PER_AXIS)
    width = 1 + max((gram for of_word in grams for gram in of_word), default=-1)
    if axes < _FEWEST_AXES:
        axes = 0
    directions = np.zeros((width, axes), np.float32)
    placed = {name: np.zeros((len(articles), axes), np.float32) for name in (_ARTICLES, _TITLES)}
    if axes:
        counts = _counts(articles, grams, width)
        rarities = _rarities(counts, len(articles))
        counted = _weighed(counts, rarities)
        step = -(-len(articles) // _MOST_LEARNED_FROM)
        directions = _directions(_rows(counted, range(0, len(articles), step)), axes)
        placed[_ARTICLES] = _of_length_one(counted.times(directions))
        placed[_TITLES] = _of_length_one(_weighed(_counts(titles, grams, width), rarities).times(directions))
    directions.astype(np.float16).tofile(folder / _AXES)
    for name, places in placed.items():
        places.astype(np.float16).tofile(folder / name)


def _of_length_one(places: Array) -> Array:
    scaled: Array = places / np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-9)
    return scaled


def _counts(texts: Sequence[Array], grams: Sequence[Sequence[int]], width: int) -> _Sparse:
    """Count the runs of each text: repetition says less each time."""
    flat = np.fromiter((gram for of_word in grams for gram in of_word), np.int64)
    lengths = np.fromiter((len(of_word) for of_word in grams), np.int64, len(grams))
    firsts = np.cumsum(lengths) - lengths
    columns, values = [], []
    for words in texts:
        count = lengths[words]
        ends = np.cumsum(count)
        total = int(ends[-1]) if len(ends) else 0
        found = flat[np.arange(total) + np.repeat(firsts[words] - (ends - count), count)]
        row, times = np.unique(found, return_counts=True) if total else (np.zeros(1, np.int64), np.ones(1))
        columns.append(row)
        values.append(1 + np.log(times))
    starts = np.cumsum([0, *(len(row) for row in columns)])[:-1]
    return _Sparse(np.concatenate(columns), np.concatenate(values), starts, width)


def _rarities(counts: _Sparse, articles: int) -> Array:
    df = np.bincount(counts.columns, minlength=counts.width)
    rarities: Array = np.log(1 + (articles - df + 0.5) / (df + 0.5))
    return rarities


def _weighed(counts: _Sparse, rarities: Array) -> _Sparse:
    """Let rare runs say more, and long texts no more than short ones."""
    weighed = counts.values * rarities[counts.columns]
    norms = np.sqrt(np.add.reduceat(weighed**2, counts.starts))
    lengths = np.diff(np.append(counts.starts, len(counts.columns)))
    weighed /= np.repeat(np.maximum(norms, 1e-9), lengths)
    return _Sparse(counts.columns, weighed.astype(np.float32), counts.starts, counts.width)


def _rows(matrix: _Sparse, wanted: Sequence[int]) -> _Sparse:
    ends = np.append(matrix.starts[1:], len(matrix.columns))
    spans = [slice(matrix.starts[row], ends[row]) for row in wanted]
    lengths = [span.stop - span.start for span in spans]
    return _Sparse(
        np.concatenate([matrix.columns[span] for span in spans]),
        np.concatenate([matrix.values[span] for span in spans]),
        np.cumsum([0, *lengths])[:-1],
        matrix.width,
    )


def _directions(matrix: _Sparse, axes: int) -> Array:
    """Find the directions of the largest singular values by subspace iteration from a fixed start."""
    turned, kept = matrix.turned()
    chance = np.random.default_rng(_SEED)
    basis = chance.standard_normal((len(matrix.starts), axes + _SPARE_AXES)).astype(np.float32)
    columns = np.zeros((matrix.width, basis.shape[1]), np.float32)
    for _ in range(_ROUNDS + 1):
        columns[kept] = _upright(turned.times(basis))
        basis = _upright(matrix.times(columns))
    found = _upright(turned.times(basis))
    directions = np.zeros((matrix.width, axes), np.float32)
    directions[kept] = found[:, :axes]
    return directions


def _upright(columns: Array) -> Array:
    """Give columns at right angles that span the same, those of the most weight first."""
    weights, turn = np.linalg.eigh(columns.T @ columns)
    order = np.argsort(-weights)
    scale = np.sqrt(np.maximum(weights[order], 1e-12))
    upright: Array = (columns @ (turn[:, order] / scale)).astype(np.float32)
    return upright


class Latent:
    """Compare questions with articles along the axes of a collection."""

    def __init__(self, axes: Array, articles: Array, titles: Array) -> None:
        self._axes = axes
        self._articles = articles
        self._titles = titles
        self.nowhere = np.zeros(axes.shape[1], np.float32)

    @classmethod
    def open(cls, folder: Path, *, articles: int) -> Self:
        """Open what `write_latent` wrote."""
        size = (folder / _ARTICLES).stat().st_size // 2
        width = size // articles
        if not width:
            nowhere = np.empty((articles, 0), np.float32)
            return cls(np.empty((0, 0), np.float32), nowhere, nowhere)
        axes, placed, titles = (
            np.asarray(np.memmap(folder / name, np.float16, mode="r")).reshape(-1, width)
            for name in (_AXES, _ARTICLES, _TITLES)
        )
        # Every question is compared with every article: they are kept ready for that.
        return cls(axes, placed.astype(np.float32), titles)

    def along(self, grams: Sequence[int], weights: Sequence[float]) -> Array:
        """Give where runs, with their weights, point along the axes; what points there adds up."""
        if not grams or not self._axes.size:
            return self.nowhere
        pointing: Array = np.asarray(weights, np.float32) @ self._axes[grams].astype(np.float32)
        return pointing

    def compare(self, asked: Array) -> Array:
        """Give from 0 to 1 how like each article is to what points along the axes like this."""
        length = math.sqrt(float(asked @ asked)) or 1.0
        alike: Array = np.maximum(self._articles @ (asked / length), 0.0)
        return alike

    def compare_titles(self, asked: Array, articles: Array) -> Array:
        """Give from 0 to 1 how like the titles of some articles are to what points like this."""
        length = math.sqrt(float(asked @ asked)) or 1.0
        alike: Array = np.maximum(self._titles[articles].astype(np.float32) @ (asked / length), 0.0)
        return alike

    def likeness(self, article: int, other: int) -> float:
        """Give how like each other two articles are: at most 1."""
        return float(self._articles[article] @ self._articles[other])
