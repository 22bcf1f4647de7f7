"""What the letters of a word say of articles: runs in titles, look-alikes, kin that begin alike.

Unlike the words themselves, letters are looked up in many words of the index: it is worth remembering.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.claims import Claim
from search.latent import Latent
from search.parts import PartTable, WordParts
from search.postings import Postings
from search.saturation import saturated
from search.tallying import ALIKE, BEGINNING, TITLE_GRAMS, TOLD_ROWS
from search.terms import rarity
from search.vectors import expanded
from search.vocabulary import Vocabulary

# An article without any of the words must have this much of the letters of one to be named at all.
_LEAST_LIKENESS: Final = 0.4
_MOST_KIN: Final = 200

Array = NDArray[Any]


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
        self._df = np.array(vocabulary.df, float)
        self.axes = len(latent.nowhere)
        self._hints, self._hint_ends = self._find_hints()

    def of(self, claim: Claim) -> list[tuple[Array, Array]]:
        """Say which titles have the runs of a word, which articles have words like it or kin of it."""
        articles, said = self._table.articles, []
        if claim.grams:
            said = self._read_titles(claim.grams)
        if claim.beginning:
            found, values = self._find_kin(claim.beginning)
            said.append((found + BEGINNING * articles, values))
        alike = self._find_alike(list(claim.term.grams))
        return [*said, (alike + ALIKE * articles, np.ones(len(alike), np.float32))]

    def _read_titles(self, grams: Mapping[str, float]) -> list[tuple[Array, Array]]:
        """Give the titles with runs of characters, and where these point along the latent axes."""
        numbered = ((self._vocabulary.grams.number(gram), weight) for gram, weight in grams.items())
        known = [(number, weight) for number, weight in numbered if number is not None]
        if not known:
            return []
        numbers, weights = map(list, zip(*known, strict=True))
        found = [self._postings.rows(number) for number in numbers]
        rows = np.concatenate([row for row, _ in found])
        impacts = np.concatenate([impact for _, impact in found])
        impacts = impacts * np.repeat(np.array(weights, np.float32), [len(row) for row, _ in found])
        total = np.bincount(rows, impacts, self._table.articles)
        articles = np.flatnonzero(total)
        first = TOLD_ROWS * self._table.articles
        return [
            (articles + TITLE_GRAMS * self._table.articles, total[articles]),
            (np.arange(first, first + self.axes), self._latent.along(numbers, weights)),
        ]

    def _find_kin(self, beginning: str) -> tuple[Array, Array]:
        """Give the articles with words that begin alike: forms and kin that no stem brings together."""
        articles = self._table.articles
        kin = self._vocabulary.starting_with(beginning, limit=_MOST_KIN)
        if not kin:
            return _NOBODY, _NOBODY
        parts, times, _ = self._word_parts.of(kin)
        counts = np.bincount(self._table.telling_article[parts], times, articles + 1)[:articles]
        found = np.flatnonzero(counts)
        texts = self._vocabulary.texts
        without = float(np.prod(1 - self._df[kin] / texts))
        weight = rarity(texts * (1 - without), texts)
        return found, weight * saturated(counts[found], self._table.held_all[found])

    def _find_alike(self, grams: Sequence[str]) -> Array:
        """Give the articles that have a word with most of these runs in a short text."""
        words = self._vocabulary.grams.words_with_most(grams, share=_LEAST_LIKENESS)
        firsts = self._hint_ends[words]
        found = self._hints[expanded(firsts, self._hint_ends[words + 1] - firsts)]
        return np.bincount(found, minlength=self._table.articles).nonzero()[0]

    def _find_hints(self) -> tuple[Array, Array]:
        """Give, word after word, the articles that have it in title, question or keywords."""
        parts, table = self._word_parts.parts, self._table
        at = np.flatnonzero(parts < table.short)
        at = at[table.is_hint[parts[at]]]
        ends = at.searchsorted(self._word_parts.starts)
        return table.article[parts[at]], ends
