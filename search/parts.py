"""What is known of every part of every article, and which parts some articles have.

A part is a title, all keywords, one question, one wording or one passage; postings number them: first those
of the short texts, article by article, then the passages.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.saturation import Averages, held_back
from search.stored import SHORT_TEXTS, TITLE, WORDING, StoredArticles
from search.vectors import expanded

BODY_TEXT: Final = 4
# More often than that no word is counted in one part.
_MOST_IN_PART: Final = 2**16 - 1

Array = NDArray[Any]


class Best(NamedTuple):
    """Hold the best part of each article: a row for each short text, one for passages, two for wordings."""

    texts: Array
    passages: Array
    sure: Array
    small: Array | None


@dataclass(frozen=True)
class Edges:
    """Tell where the parts of some articles stand in a row of values: parts, then wordings, once or twice.

    A row for each article: where each short text begins, and the last one ends; where the passages begin and
    end; and where the wordings do in a row of wordings alone. There is a value more than `parts`, and of
    `worded` wordings the last one is none.
    """

    short: Array
    body: Array
    wordings: Array
    parts: int
    worded: int

    def take(self, articles: Array) -> "Edges":
        """Give those of some of the articles."""
        return Edges(
            self.short.take(articles, axis=0),
            self.body.take(articles, axis=0),
            self.wordings.take(articles, axis=0),
            self.parts,
            self.worded,
        )

    def best(self, values: Array) -> Best:
        """Give the best part of each kind of each article."""
        has_small = len(values) > self.parts + 1 + self.worded
        # What stands between two articles is compared, too, which costs less than leaving it out.
        best = np.maximum.reduceat(values, self._with_small if has_small else self._without_small)
        texts = self.short.size
        pairs = best[texts:].reshape(-1, len(self.short), 2)[:, :, 0]
        return Best(
            best[:texts].reshape(-1, SHORT_TEXTS + 1).T, pairs[0], pairs[1], pairs[2] if has_small else None
        )

    @cached_property
    def _without_small(self) -> Array:
        """Put all edges into one row."""
        sure = self.wordings.ravel() + (self.parts + 1)
        return np.concatenate([self.short.ravel(), self.body.ravel(), sure])

    @cached_property
    def _with_small(self) -> Array:
        """Put all edges into one row, those of wordings twice."""
        small = self.wordings.ravel() + (self.parts + 1 + self.worded)
        return np.concatenate([self._without_small, small])

    def passages_of(self, places: Array) -> list[list[int]]:
        """Give where the passages of the articles in these rows begin and end."""
        spans: list[list[int]] = self.body.take(places, axis=0).tolist()
        return spans


@dataclass(frozen=True)
class Chosen:
    """Hold the parts of chosen articles: numbers of their own for them, in the order of all parts.

    `parts` are the numbers that they have among all, `short` counts those of short texts, and `wordings`
    names the wordings; behind these comes one that there is not.
    """

    articles: Array
    parts: Array
    places: Array
    """Which of the chosen articles has each part."""
    short: int
    wordings: Array
    edges: Edges
    of: int

    @property
    def size(self) -> int:
        """Count the parts."""
        return len(self.parts)

    @property
    def is_all(self) -> bool:
        """Tell whether all parts there are were chosen."""
        return len(self.parts) == self.of

    @cached_property
    def local(self) -> Array:
        """Tell, of all parts there are, which number they have here; `size` of those that were not chosen."""
        local = np.full(self.of, self.size, np.int32)
        local[self.parts] = np.arange(self.size, dtype=np.int32)
        return local


class PartTable:
    """Know the article, the kind and the length of every part of one language."""

    def __init__(self, stored: StoredArticles, averages: Averages, word_weights: Array) -> None:
        self.articles = len(stored)
        texts = np.repeat(np.arange(stored.short.counts.size), stored.short.counts.ravel())
        bodies = np.repeat(np.arange(self.articles), stored.body.counts[:, 0])
        self.article = np.concatenate([texts // SHORT_TEXTS, bodies], dtype=np.int32, casting="unsafe")
        kind = np.concatenate([texts % SHORT_TEXTS, np.full(len(bodies), BODY_TEXT)])
        self.short = len(texts)
        self.is_wording = kind == WORDING
        self.is_telling = (kind == TITLE) | (kind == BODY_TEXT)
        # Of all articles; what tells nothing leads behind the last one.
        self.telling_article = np.where(self.is_telling, self.article, self.articles).astype(np.int32)
        self.is_hint = (kind != WORDING) & (kind != BODY_TEXT)
        usual = np.array(
            [averages.title, averages.question, averages.keywords, averages.body, averages.passage]
        )
        lengths = np.concatenate([stored.short.lengths, stored.body.lengths])
        self.held = held_back(lengths, usual[kind]).astype(np.float32)
        self.held_all = held_back(stored.title_words() + stored.body_words(), averages.body)
        self.wording_length = np.sqrt(self._weigh_wordings(stored, word_weights))
        self.all = self._choose_all(stored)

    def choose(self, articles: Array) -> Chosen:
        """Choose articles, given in their order."""
        if len(articles) == self.articles:
            return self.all
        edges = self.all.edges.take(articles)
        short, body = edges.short, edges.body
        lengths = np.concatenate([short[:, -1] - short[:, 0], body[:, 1] - body[:, 0]])
        ends = lengths.cumsum()
        # How far the parts of each article stand from where they stand among all.
        shift = np.concatenate([short[:, 0], body[:, 0]]) - ends + lengths
        parts = shift.repeat(lengths)
        parts += np.arange(len(parts))
        short = short - shift[: len(articles), None]
        wordings = short[:, WORDING + 1] - short[:, WORDING]
        counted = wordings.cumsum()
        return Chosen(
            articles,
            parts,
            np.tile(np.arange(len(articles)), 2).repeat(lengths),
            int(ends[len(articles) - 1]),
            np.append(expanded(short[:, WORDING], wordings), len(parts)),
            Edges(
                short,
                body - shift[len(articles) :, None],
                np.stack([counted - wordings, counted], axis=1),
                len(parts),
                int(counted[-1]) + 1,
            ),
            len(self.article),
        )

    def _choose_all(self, stored: StoredArticles) -> Chosen:
        wordings = self.is_wording.nonzero()[0]
        counts = [stored.short.counts, stored.body.counts, stored.short.counts[:, [WORDING]]]
        short, body, worded = (_edges_of(count) for count in counts)
        return Chosen(
            np.arange(self.articles),
            np.arange(len(self.article)),
            self.article,
            self.short,
            np.append(wordings, len(self.article)),
            Edges(short, body + self.short, worded, len(self.article), len(wordings) + 1),
            len(self.article),
        )

    def _weigh_wordings(self, stored: StoredArticles, word_weights: Array) -> Array:
        """Add up what all words of each title and each question of the author weigh; other parts get 1."""
        lengths = stored.short.lengths
        sums = np.concatenate([[0.0], np.cumsum(word_weights[stored.short.numbers])])
        ends = np.cumsum(lengths)
        # One part more than there is: nothing ever stands in it.
        weights = np.ones(len(self.article) + 1)
        weights[: self.short] = sums[ends] - sums[ends - lengths]
        # Nothing is ever found in a part without words.
        weights[:-1][~self.is_wording] = 1.0
        return np.where(weights > 0, weights, 1.0)


def _edges_of(counts: Array) -> Array:
    """Give, for each row of counts, where each begins, and where the last ends."""
    ends = counts.cumsum().reshape(counts.shape)
    return np.concatenate([ends[:, :1] - counts[:, :1], ends], axis=1).astype(np.intp)


class WordParts:
    """Give the parts in which words stand, and how often each does."""

    def __init__(self, places: Array, starts: Array, parts: Array) -> None:
        part = parts[places]
        is_first = np.ones(len(part), bool)
        np.not_equal(part[1:], part[:-1], out=is_first[1:])
        is_first[starts[starts < len(part)]] = True
        firsts = is_first.nonzero()[0]
        self.parts = part[firsts].astype(np.int32)
        self.starts = firsts.searchsorted(starts)
        # One number of a view is had several times faster than one of an array.
        self._starts = self.starts.data
        times = np.diff(np.append(firsts, len(part)))
        self._counts = np.minimum(times, _MOST_IN_PART).astype(np.uint16)

    def of(self, words: Collection[int]) -> tuple[Array, Array, Array]:
        """Give the parts of some words, how often they stand there, and where each word begins and ends."""
        starts = self._starts
        spans = [slice(starts[word], starts[word + 1]) for word in words]
        ends = np.array([0, *accumulate([span.stop - span.start for span in spans])], np.intp)
        if len(spans) == 1:
            return self.parts[spans[0]], self._counts[spans[0]], ends
        return (
            np.concatenate([self.parts[span] for span in spans] or [self.parts[:0]]),
            np.concatenate([self._counts[span] for span in spans] or [self._counts[:0]]),
            ends,
        )
