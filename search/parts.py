"""What is known of every part of every article, and which parts some articles have.

A part is a title, all keywords, one question, one wording or one passage; postings number them. Evidence is
collected for chosen articles only: their parts, one after the other, make a short row of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.saturation import Averages, held_back
from search.stored import TITLE, WORDING, StoredArticles
from search.vectors import expanded

SHORT_TEXTS: Final = 4
BODY_TEXT: Final = 4
TEXTS: Final = 5
# More often than that no word is counted in one part.
_MOST_IN_PART: Final = 2**16 - 1

Array = NDArray[Any]


@dataclass(frozen=True)
class Chosen:
    """Hold the parts of chosen articles, article by article: the short ones, then the passages.

    `parts` are their numbers, `lengths` says how many each article has, and `starts` where the five texts
    of each article begin. There are `of` parts in all.
    """

    articles: Array
    parts: Array
    lengths: Array
    starts: Array
    size: int
    of: int
    is_all: bool

    def best(self, values: Array) -> Array:
        """Give the best part of each text: a row for each kind of text, articles side by side."""
        return np.maximum.reduceat(values, self.starts).reshape(-1, TEXTS).T

    def best_wordings(self, values: Array) -> Array:
        """Give the best wording of each article; there is a value for each wording."""
        return np.maximum.reduceat(values, self._wordings[1])

    @property
    def wordings(self) -> Array:
        """Name the parts that are wordings, article by article."""
        return self._wordings[0]

    @cached_property
    def _wordings(self) -> tuple[Array, Array]:
        starts = self.starts[WORDING::TEXTS]
        lengths = self.starts[BODY_TEXT::TEXTS] - starts
        return expanded(starts, lengths), lengths.cumsum() - lengths

    @cached_property
    def places(self) -> Array:
        """Tell, part by part, which of the articles has it."""
        return np.repeat(np.arange(len(self.articles)), self.lengths)

    @cached_property
    def local(self) -> Array:
        """Tell, of all parts there are, where they are here; `size` of those that were not chosen."""
        local = np.full(self.of, self.size, np.int32)
        local[self.parts] = np.arange(self.size, dtype=np.int32)
        return local

    def passages_of(self, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Give where the passages of some of the articles begin and end: they stand last."""
        starts = self.starts[BODY_TEXT::TEXTS][places]
        return zip(starts.tolist(), self.ends[places].tolist(), strict=True)

    @cached_property
    def ends(self) -> Array:
        """Tell where the parts of each article end."""
        return self.lengths.cumsum()


class PartTable:
    """Know the article, the kind and the length of every part of one language."""

    def __init__(self, stored: StoredArticles, averages: Averages, word_weights: Array) -> None:
        self.articles = len(stored)
        short, body = stored.short.counts, stored.body.counts[:, :1]
        self._counts = np.concatenate([short, body], axis=1).astype(np.intp)
        self._blocks = np.concatenate([short.sum(axis=1, keepdims=True), body], axis=1).astype(np.intp)
        ends = np.cumsum(self._blocks, axis=0)
        ends[:, 1] += len(stored.short.lengths)
        self._firsts = ends - self._blocks
        self._sizes = self._blocks.sum(axis=1)
        texts = np.repeat(np.arange(short.size), short.ravel())
        self.article = np.concatenate(
            [texts // SHORT_TEXTS, np.repeat(np.arange(self.articles), body[:, 0])],
            dtype=np.int32,
            casting="unsafe",
        )
        kind = np.concatenate([texts % SHORT_TEXTS, np.full(len(stored.body.lengths), BODY_TEXT)])
        self.short = len(texts)
        self.is_wording = kind == WORDING
        self.is_telling = (kind == TITLE) | (kind == BODY_TEXT)
        self.is_hint = (kind != WORDING) & (kind != BODY_TEXT)
        usual = np.array(
            [averages.title, averages.question, averages.keywords, averages.body, averages.passage]
        )
        lengths = np.concatenate([stored.short.lengths, stored.body.lengths])
        self.held = held_back(lengths, usual[kind]).astype(np.float32)
        self.held_all = held_back(stored.title_words() + stored.body_words(), averages.body)
        self.wording_length = np.sqrt(self._weigh_wordings(stored, word_weights))
        self._numbers = np.arange(len(self.article), dtype=np.int32)
        self.all = self._choose(np.arange(self.articles))

    def of(self, articles: Array) -> Chosen:
        """Choose articles, given in their order."""
        return self.all if len(articles) == self.articles else self._choose(articles)

    def _choose(self, articles: Array) -> Chosen:
        counts = self._counts[articles].ravel()
        ends = np.cumsum(counts)
        size = int(ends[-1]) if len(ends) else 0
        blocks = self._blocks[articles].ravel()
        shift = self._firsts[articles].ravel() + blocks
        shift -= np.cumsum(blocks)
        numbers = self._numbers[:size]
        parts = np.repeat(shift, blocks)
        parts += numbers
        return Chosen(
            articles,
            parts,
            self._sizes[articles],
            ends - counts,
            size,
            len(self.article),
            len(articles) == self.articles,
        )

    def _weigh_wordings(self, stored: StoredArticles, word_weights: Array) -> Array:
        """Add up what all words of each title and each question of the author weigh; other parts get 1."""
        lengths = stored.short.lengths
        sums = np.concatenate([[0.0], np.cumsum(word_weights[stored.short.numbers])])
        ends = np.cumsum(lengths)
        weights = np.ones(len(self.article))
        weights[: self.short] = sums[ends] - sums[ends - lengths]
        # Nothing is ever found in a part without words.
        return np.where(self.is_wording & (weights > 0), weights, 1.0)


class Standing(NamedTuple):
    """Hold each part of each of some words, word after word, and how often the word stands in it.

    `starts` says where each word begins among those of all words, and `lengths` how many parts it has.
    """

    parts: Array
    counts: Array
    starts: Array
    lengths: Array


class WordParts:
    """Give the parts in which words stand, how often each does, and at which places."""

    def __init__(self, places: Array, starts: Array, parts: Array) -> None:
        part = parts[places]
        is_first = np.ones(len(part), bool)
        np.not_equal(part[1:], part[:-1], out=is_first[1:])
        is_first[starts[starts < len(part)]] = True
        firsts = is_first.nonzero()[0]
        self.parts = part[firsts].astype(np.int32)
        self.starts = firsts.searchsorted(starts)
        self._places = places
        self._firsts = np.append(firsts, len(part)).astype(np.int32)
        self._counts = np.minimum(np.diff(self._firsts), _MOST_IN_PART).astype(np.uint16)

    def of(self, words: Sequence[int]) -> Standing:
        """Give the parts of some words."""
        number = np.array(words, np.intp)
        starts = self.starts[number]
        lengths = self.starts[number + 1] - starts
        spans = [slice(*span) for span in zip(starts.tolist(), (starts + lengths).tolist(), strict=True)]
        return Standing(
            np.concatenate([self.parts[span] for span in spans] or [self.parts[:0]]),
            np.concatenate([self._counts[span] for span in spans] or [self._counts[:0]]),
            starts,
            lengths,
        )

    def places_of(self, numbers: Array) -> tuple[Array, Array]:
        """Give the places in parts that are numbered among those of all words, and how many each has."""
        firsts = self._firsts[numbers]
        times = self._firsts[numbers + 1] - firsts
        return self._places[expanded(firsts, times)], times
