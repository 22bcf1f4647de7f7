"""How often each word stands in which article: what every other figure of an index is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.rows import Ragged, Rows
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

    def by_article(self, articles: int) -> Ragged:
        """Give the words of every article; they must be in the order of articles."""
        return Ragged.of(self.words, np.bincount(self.articles, minlength=articles))

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
        return cls(distinct, np.fromiter((number_of[stem] for stem in stems), np.int64, len(stems)))


class Counting:
    """Count the words of articles, text by text."""

    def __init__(self, rows: Rows) -> None:
        self.articles, self.words = len(rows), len(rows.words)
        short, body = rows.short.words, rows.body.words
        self._bodies = rows.body
        self.numbers = np.concatenate([short.items, body.items])
        self.order, self.starts = grouped(self.numbers, self.words)
        """Where each word stands among all words of short texts and bodies."""
        self._text_of_short = np.repeat(np.arange(self.articles * SHORT_TEXTS), rows.short.words_of_text())
        self._short = short.items
        self._words_of_parts, self._first_parts = rows.short.words.lengths, rows.short.parts.starts
        self.texts = self.articles + len(body.lengths)
        """How many titles and passages there are."""
        self.body = self._count_bodies(len(short.items), rows.body.words_of_text())
        self.title = self._of_short(TITLE)
        self._told, self._text_of_told = self._in_titles_and_passages(body)

    def content(self) -> Counts:
        """Count the words of whole articles that say something."""
        return _joined(self.title, self._of_short(QUESTIONS), self._of_short(KEYWORDS), self.body)

    def beginnings(self, words: int) -> Counts:
        """Count the words of whole articles, but of each body only so many."""
        lengths = np.minimum(self._bodies.words_of_text(), words)
        first = self._bodies.words.starts[self._bodies.parts.starts[:-1]]
        found = self._bodies.words.items[expanded(first, lengths)].astype(np.int64)
        articles = np.repeat(np.arange(self.articles), lengths)
        sizes = self.words, self.articles
        body = Counts(*summed_pairs(found, articles, np.ones(len(found), np.int64), sizes))
        return _joined(self.title, self._of_short(QUESTIONS), self._of_short(KEYWORDS), body)

    def wordings(self) -> tuple[Counts, Counts]:
        """Count all words of titles, and of the author's questions with keywords."""
        kinds = self._text_of_short % SHORT_TEXTS
        is_first = np.zeros(len(self._words_of_parts), bool)
        is_first[self._first_parts[WORDING:-1:SHORT_TEXTS]] = True
        is_title = np.repeat(is_first, self._words_of_parts)
        is_hint = ((kinds == WORDING) & ~is_title) | (kinds == KEYWORDS)
        return self._counted(is_title), self._counted(is_hint)

    def df(self) -> Array:
        """Count the texts, titles and passages, that have each word."""
        return self._with_hints(np.bincount(self._told, minlength=self.words), np.arange(self.words))

    def stem_df(self, stems: Stems) -> Array:
        """Count the texts that have each stem."""
        texts = self._text_of_told.max(initial=0) + 1
        # Two words of a text may have one stem.
        pairs = distinct(stems.of_word[self._told] * texts + self._text_of_told)
        return self._with_hints(np.bincount(pairs // texts, minlength=len(stems.stems)), stems.of_word)

    def _in_titles_and_passages(self, body: Ragged) -> tuple[Array, Array]:
        """Give each pair of a word and a title or passage that has it once."""
        is_title = self._text_of_short % SHORT_TEXTS == TITLE
        is_told = np.concatenate([is_title, np.ones(len(body.items), bool)])
        text = np.concatenate([self._text_of_short, self.articles * SHORT_TEXTS + body.of_stretch()])
        # Within a word, its places ascend: the same text stands side by side.
        order = self.order[is_told[self.order]]
        words, texts = self.numbers[order], text[order]
        is_new = np.ones(len(order), bool)
        is_new[1:] = (words[1:] != words[:-1]) | (texts[1:] != texts[:-1])
        return words[is_new], texts[is_new]

    def _with_hints(self, counted: Array, names: Array) -> Array:
        """Say what small words and hints of the author count for that stand in no text.

        They are as rare as their articles.
        """
        in_short = names[self._short]
        untold = counted[in_short] == 0
        articles = max(self.articles, 1)
        pairs = distinct(in_short[untold] * articles + self._text_of_short[untold] // SHORT_TEXTS)
        having = np.bincount(pairs // articles, minlength=len(counted))
        return np.where(counted > 0, counted, having * self.texts // articles)

    def _count_bodies(self, first: int, lengths: Array) -> Counts:
        """Count the words of bodies: they are grouped already, and in each group articles ascend."""
        order = self.order[self.order >= first]
        words = self.numbers[order].astype(np.int64)
        articles = np.repeat(np.arange(self.articles), lengths)[order - first]
        firsts = np.flatnonzero((np.diff(words, prepend=-1) != 0) | (np.diff(articles, prepend=-1) != 0))
        return Counts(words[firsts], articles[firsts], np.diff(firsts, append=len(words)))

    def _of_short(self, kind: int) -> Counts:
        return self._counted(self._text_of_short % SHORT_TEXTS == kind)

    def _counted(self, wanted: Array) -> Counts:
        words = self._short[wanted].astype(np.int64)
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
