"""The latent structure of a collection: what is told in other words, but in like company.

A question and an article are alike if they point the same way along the axes that a lens (lens.py) has
learned from the collection. Nothing but the collection itself is used.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from search.counting import Counts
from search.grams import GramTable
from search.lens import Lens, axes_for, choose, key_of, learn
from search.stored import map_file

_AXES: Final = "latent.axes"
_RARITIES: Final = "latent.rarities"
_ARTICLES: Final = "latent.articles"
_TITLES: Final = "latent.titles"
_LEARNED: Final = "latent.json"
# BLAS shares a longer product among threads, which wait for each other longer than one of them takes.
_MOST_AT_ONCE: Final = 9000
# So many rows are multiplied alike, wherever they stand.
_TOGETHER: Final = 8

Array = NDArray[Any]
Told = Callable[[Array], Counts]
"""Gives the words of chosen articles, which get new numbers in their order."""


@dataclass(frozen=True, slots=True)
class Structure:
    """Hold what an index knows of its structure: a lens, what it was learned from, and where articles are.

    The lens sees words by their runs of characters.
    """

    key: str
    grams: GramTable
    lens: Lens
    articles: Array
    titles: Array

    @classmethod
    def open(cls, folder: Path, grams: GramTable) -> Self:
        """Open what `write_latent` wrote with these runs; the files have been checked before."""
        learned = json.loads((folder / _LEARNED).read_bytes())
        axes, articles, titles = (
            map_file(folder / name, np.float16).reshape(-1, learned["axes"])
            if learned["axes"]
            else np.empty((0, 0), np.float16)
            for name in (_AXES, _ARTICLES, _TITLES)
        )
        lens = Lens(axes, map_file(folder / _RARITIES, np.float32))
        return cls(learned["key"], grams, lens, articles, titles)


@dataclass(frozen=True, slots=True)
class Seen:
    """Tell the words of chosen articles and of their titles, in the order of these, and what all are.

    `beginnings` gives the words that a lens is learned from, and `digests` are theirs.
    """

    content: Told
    titles: Told
    beginnings: Told
    ids: Sequence[str]
    digests: Sequence[bytes]


def write_latent(
    folder: Path, seen: Seen, grams: GramTable, *, before: Structure | None = None, known: Array | None = None
) -> None:
    """Learn the structure of articles and write where they and their titles are in it.

    `before` is that of an index before, and `known` tells of each article its number there, or -1. What
    has been learned from the very same articles is not learned again.
    """
    articles, axes = len(seen.ids), axes_for(len(seen.ids))
    chosen = choose(seen.ids)
    key = key_of((seen.digests[number] for number in chosen), axes=axes)
    placed = [np.zeros((articles, axes), np.float16) for _ in range(2)]
    new = np.ones(articles, bool)
    if before is not None and known is not None and before.key == key:
        lens = before.lens.turned(before.grams, grams)
        new = known < 0
        for places, old in zip(placed, (before.articles, before.titles), strict=True):
            places[~new] = old[known[~new]] if axes else places[~new]
    else:
        lens = learn(seen.beginnings(np.array(chosen)), len(chosen), axes=axes, grams=grams)
    wanted = np.flatnonzero(new)
    found = lens.place([seen.content(wanted), seen.titles(wanted)], grams, len(wanted))
    for places, some in zip(placed, found, strict=True):
        places[wanted] = some
    lens.directions.tofile(folder / _AXES)
    lens.rarities.tofile(folder / _RARITIES)
    for name, places in zip((_ARTICLES, _TITLES), placed, strict=True):
        places.tofile(folder / name)
    (folder / _LEARNED).write_text(json.dumps({"key": key, "axes": axes}), encoding="utf-8")


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
        return cls(axes, placed.astype(np.float32), titles.astype(np.float32))

    def along(self, grams: Sequence[int], weights: Sequence[float]) -> Array:
        """Give where runs, with their weights, point along the axes; what points there adds up."""
        if not grams or not self._axes.size:
            return self.nowhere
        pointing: Array = np.asarray(weights, np.float32) @ self._axes[grams].astype(np.float32)
        return pointing

    def compare(self, direction: Array) -> Array:
        """Give from 0 to 1 how like each article is to what points in a direction."""
        return np.maximum(_times(self._articles, direction), 0.0)

    def compare_titles(self, direction: Array, articles: Array) -> Array:
        """Give from 0 to 1 how like the titles of some articles are to what points in a direction."""
        is_all = len(articles) == len(self._titles)
        titles = self._titles if is_all else self._titles.take(articles, axis=0)
        return np.maximum(_times(titles, direction), 0.0)

    def likeness(self, article: int, other: int) -> float:
        """Give how like each other two articles are: at most 1."""
        return float(self._articles[article] @ self._articles[other])


def direction_of(asked: Array) -> Array:
    """Give where something points along the axes, as far as all others."""
    length = math.sqrt(float(asked @ asked)) or 1.0
    pointing: Array = asked / length
    return pointing


def _times(rows: Array, asked: Array) -> Array:
    """Multiply each row with what was asked, block by block, in this thread alone."""
    if rows.size <= _MOST_AT_ONCE:
        return np.asarray(rows @ asked)
    height = _MOST_AT_ONCE // rows.shape[1] // _TOGETHER * _TOGETHER
    whole = len(rows) // height * height
    blocks = rows[:whole].reshape(-1, height, rows.shape[1])
    return np.concatenate([(blocks @ asked).ravel(), rows[whole:] @ asked])
