"""What the letters of a word say of articles: runs in titles, look-alikes, kin that begin alike.

Unlike the words themselves, letters are looked up in many words of the index; what they say is remembered.
"""

from collections.abc import Hashable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.latent import Latent
from search.parts import PartTable, WordParts
from search.postings import Postings
from search.remembering import Remembered
from search.saturation import saturated
from search.terms import rarity
from search.vocabulary import Vocabulary

# An article without any of the words must have this much of the letters of one to be named at all.
_LEAST_LIKENESS: Final = 0.4
_MOST_KIN: Final = 200
_MOST_BYTES: Final = 12_000_000
# What Python needs for an entry besides its numbers.
_OVERHEAD: Final = 600

Array = NDArray[Any]


class Said(NamedTuple):
    """Hold some articles, what is said of each, and where it points along the latent axes."""

    articles: Array
    values: Array
    axes: Array

    def size(self) -> int:
        """Give how many bytes it takes, nearly."""
        return sum(numbers.nbytes for numbers in self) + _OVERHEAD


_NOTHING: Final = np.empty(0, np.float32)
_NOBODY: Final = np.empty(0, np.int32)


class Letters:
    """Hear the letters of words in one language. Safe to share between threads."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        postings: Postings,
        latent: Latent,
        table: PartTable,
        word_parts: WordParts,
    ) -> None:
        self._vocabulary = vocabulary
        self._postings = postings
        self._latent = latent
        self._table = table
        self._word_parts = word_parts
        # Where all articles but the last are told of; parts that do not count lead behind it.
        self._telling_article = np.where(table.is_telling, table.article, table.articles)
        self._df = np.array(vocabulary.df, float)
        self._hints, self._hint_ends = self._find_hints()
        self._known: Remembered[Hashable, Said] = Remembered(_MOST_BYTES, size=Said.size)

    def in_titles(self, grams: tuple[str, ...], rarities: Mapping[str, float]) -> Said:
        """Say which titles have runs of characters."""
        if (known := self._known.find(grams)) is None:
            known = self._read_titles(grams, rarities)
            self._known.keep(grams, known)
        return known

    def alike(self, grams: tuple[str, ...]) -> Array:
        """Name the articles that have a word with most of these runs in a short text."""
        key = ("alike", grams)
        if (known := self._known.find(key)) is None:
            words = self._vocabulary.grams.words_with_most(grams, share=_LEAST_LIKENESS).tolist()
            ends, hints = self._hint_ends, self._hints
            found = np.concatenate([hints[ends[word] : ends[word + 1]] for word in words] or [_NOBODY])
            known = Said(_distinct(found, self._table.articles), _NOTHING, _NOTHING)
            self._known.keep(key, known)
        return known.articles

    def kin(self, beginning: str) -> Said:
        """Say where words stand that begin alike: forms and kin that no stem brings together.

        Articles are numbered on behind the last one, so that both kinds of sayings are added up in one go.
        """
        if (known := self._known.find(beginning)) is None:
            known = self._find_kin(beginning)
            self._known.keep(beginning, known)
        return known

    def _read_titles(self, grams: tuple[str, ...], rarities: Mapping[str, float]) -> Said:
        numbered = ((self._vocabulary.grams.number(gram), rarities[gram]) for gram in grams)
        known = [(number, weight) for number, weight in numbered if number is not None]
        if not known:
            return Said(_NOBODY, _NOTHING, self._latent.nowhere)
        numbers, weights = map(list, zip(*known, strict=True))
        found = [self._postings.rows(number) for number in numbers]
        rows = np.concatenate([row for row, _ in found])
        impacts = np.concatenate([impact for _, impact in found])
        impacts = impacts * np.repeat(np.array(weights, np.float32), [len(row) for row, _ in found])
        total = np.bincount(rows, impacts, self._table.articles)
        articles = np.flatnonzero(total)
        return Said(
            articles.astype(np.int32),
            total[articles].astype(np.float32),
            self._latent.along(numbers, weights),
        )

    def _find_kin(self, beginning: str) -> Said:
        articles = self._table.articles
        kin = self._vocabulary.starting_with(beginning, limit=_MOST_KIN)
        if not kin:
            return Said(_NOBODY, _NOTHING, _NOTHING)
        parts, times, *_ = self._word_parts.of(kin)
        counts = np.bincount(self._telling_article[parts], times, articles + 1)[:articles]
        found = np.flatnonzero(counts)
        texts = self._vocabulary.texts
        without = float(np.prod(1 - self._df[kin] / texts))
        weight = rarity(texts * (1 - without), texts)
        said = weight * saturated(counts[found], self._table.held_all[found])
        return Said((found + articles).astype(np.int32), said.astype(np.float32), _NOTHING)

    def _find_hints(self) -> tuple[Array, list[int]]:
        """Give, word after word, the articles that have it in title, question or keywords."""
        parts, table = self._word_parts.parts, self._table
        at = np.flatnonzero(parts < table.short)
        at = at[table.is_hint[parts[at]]]
        ends = at.searchsorted(self._word_parts.starts)
        return table.article[parts[at]], ends.tolist()


def _distinct(articles: Array, count: int) -> Array:
    return np.flatnonzero(np.bincount(articles, minlength=count)).astype(np.int32)
