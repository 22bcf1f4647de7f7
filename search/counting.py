"""How often each word stands in which article: what every other figure of an index is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.extracts import Totals
from search.rows import Rows
from search.saturation import Averages
from search.stored import KEYWORDS, QUESTIONS, SHORT_TEXTS, TITLE, WORDING
from search.vectors import distinct, expanded, grouped, summed_pairs

Array = NDArray[Any]


class Counts(NamedTuple):
    """Say how often an article has a word, or a stem; each pair stands there once."""

    words: Array
    articles: Array
    counts: Array

    def turned(self, sizes: tuple[int, int]) -> "Counts":
        """Order them by article and then by word; `sizes` are the numbers of articles and of words."""
        articles, words, counts = summed_pairs(self.articles, self.words, self.counts, sizes)
        return Counts(words, articles, counts)

    def only(self, wanted: Array, articles: int) -> "Counts":
        """Keep those of some of so many articles, which get new numbers in their order."""
        if len(wanted) == articles:
            return self
        number_of = np.full(articles, -1)
        number_of[wanted] = np.arange(len(wanted))
        numbers = number_of[self.articles]
        kept = numbers >= 0
        return Counts(self.words[kept], numbers[kept], self.counts[kept])

    def of_stems(self, stems: "Stems", articles: int) -> "Counts":
        """Add up the words that share a stem."""
        return Counts(
            *summed_pairs(stems.of_word[self.words], self.articles, self.counts, (len(stems.stems), articles))
        )


@dataclass(frozen=True, slots=True)
class Stems:
    """Hold the stems of all words: each once, and which each word has, by number."""

    stems: Sequence[str]
    of_word: Array

    @classmethod
    def of(cls, stems: Sequence[str]) -> Self:
        """Number the stems of all words."""
        distinct = sorted(set(stems))
        number_of = {stem: number for number, stem in enumerate(distinct)}
        return cls(distinct, np.fromiter((number_of[stem] for stem in stems), np.int32, len(stems)))


class Counting:
    """Count the words of articles, text by text; short texts come before bodies."""

    def __init__(self, rows: Rows, totals: Totals) -> None:
        self.articles, self.words = len(rows), len(rows.words)
        self._short, self._bodies, self._totals = rows.short, rows.body, totals
        self.lengths = np.concatenate([rows.short.words.lengths, rows.body.words.lengths])
        """How many words each part has."""
        self.texts = self.articles + len(rows.body.words.lengths)
        """How many titles and passages there are."""
        self._text_of_short = np.repeat(np.arange(self.articles * SHORT_TEXTS), rows.short.words_of_text())
        self.title = self._of_short(TITLE)

    def content(self, wanted: Array) -> Counts:
        """Count the words of some whole articles that say something, in the order of these articles."""
        words, times = self._totals.content
        lengths = words.lengths[wanted]
        places = expanded(words.starts[wanted], lengths)
        return Counts(words.items[places], np.repeat(np.arange(len(wanted)), lengths), times[places])

    def beginnings(self, words: int, wanted: Array) -> Counts:
        """Count the words of some articles, which get new numbers, but of each body only so many."""
        lengths = np.minimum(self._bodies.words_of_text()[wanted], words)
        first = self._bodies.words.starts[self._bodies.parts.starts[wanted]]
        found = self._bodies.words.items[expanded(first, lengths)].astype(np.int64)
        articles = np.repeat(np.arange(len(wanted)), lengths)
        short = _joined(self.title, self._of_short(QUESTIONS), self._of_short(KEYWORDS))
        body = Counts(found, articles, np.ones(len(found), np.int64))
        return _joined(short.only(wanted, self.articles), body)

    def wordings(self) -> tuple[Counts, Counts]:
        """Count all words of titles, and of the author's questions with keywords."""
        kinds = self._text_of_short % SHORT_TEXTS
        is_first = np.zeros(len(self._short.words.lengths), bool)
        is_first[self._short.parts.starts[WORDING:-1:SHORT_TEXTS]] = True
        is_title = np.repeat(is_first, self._short.words.lengths)
        is_hint = ((kinds == WORDING) & ~is_title) | (kinds == KEYWORDS)
        return self._counted(is_title), self._counted(is_hint)

    def df(self) -> Array:
        """Count the texts, titles and passages, that have each word."""
        counted = self._totals.parts_with + np.bincount(self.title.words, minlength=self.words)
        return self._with_hints(counted, np.arange(self.words))

    def of_stems(self, stems: "Stems") -> tuple[Array, Counts]:
        """Count the texts, titles and passages, that have each stem, and the stems of bodies."""
        counted = np.bincount(self.title.of_stems(stems, self.articles).words, minlength=len(stems.stems))
        np.add.at(counted, stems.of_word, self._totals.parts_begun)
        words, times = self._totals.bodies
        bodies = Counts(words.items, words.of_stretch(), times).of_stems(stems, self.articles)
        return self._with_hints(counted, stems.of_word), bodies

    def places(self) -> tuple[Array, Array]:
        """Give the places of each word, one after the other, and where those of each begin."""
        # Those in short texts come first.
        words = np.concatenate([self._short.words.items, self._bodies.words.items])
        order, starts = grouped(words, self.words)
        parts = np.repeat(np.arange(len(self.lengths), dtype=np.uint32), self.lengths)
        return (np.arange(len(words), dtype=np.uint32) + parts)[order], starts

    def _with_hints(self, counted: Array, names: Array) -> Array:
        """Say what small words and hints of the author count for that stand in no text.

        They are as rare as their articles.
        """
        in_short = names[self._short.words.items]
        untold = counted[in_short] == 0
        articles = max(self.articles, 1)
        pairs = distinct(in_short[untold] * articles + self._text_of_short[untold] // SHORT_TEXTS)
        having = np.bincount(pairs // articles, minlength=len(counted))
        return np.where(counted > 0, counted, having * self.texts // articles)

    def _of_short(self, kind: int) -> Counts:
        return self._counted(self._text_of_short % SHORT_TEXTS == kind)

    def _counted(self, wanted: Array) -> Counts:
        words = self._short.words.items[wanted].astype(np.int64)
        articles = self._text_of_short[wanted] // SHORT_TEXTS
        ones = np.ones(len(words), np.int64)
        return Counts(*summed_pairs(words, articles, ones, (self.words, self.articles)))


def _joined(*counts: Counts) -> Counts:
    return Counts(*(np.concatenate(columns) for columns in zip(*counts, strict=True)))


def averages_of(rows: Rows) -> Averages:
    """Give the mean lengths; a kind of text that never occurs has the length 1."""
    short = rows.short.words_of_text().reshape(-1, SHORT_TEXTS)
    kind_of_part = rows.short.parts.of_stretch() % SHORT_TEXTS
    return Averages(
        title=_mean(short[:, TITLE]),
        body=_mean(rows.body.words_of_text()),
        passage=_mean(rows.body.words.lengths),
        question=_mean(rows.short.words.lengths[kind_of_part == QUESTIONS]),
        keywords=_mean(short[:, KEYWORDS]),
    )


def _mean(lengths: Array) -> float:
    """Give the mean of those that are not empty."""
    texts = int(np.count_nonzero(lengths))
    return int(lengths.sum()) / texts if texts else 1.0
