"""How often each word stands in which article: what every other figure of an index is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

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
        return cls(distinct, np.fromiter((number_of[stem] for stem in stems), np.int64, len(stems)))


class Counting:
    """Count the words of articles, text by text.

    Texts are numbered: first the short texts of all articles, then their bodies; so are parts and words.
    """

    def __init__(self, rows: Rows) -> None:
        self.articles, self.words = len(rows), len(rows.words)
        short, body = rows.short, rows.body
        self._short_words, self._bodies = len(short.words.items), body
        self.numbers = np.concatenate([short.words.items, body.words.items])
        self.lengths = np.concatenate([short.words.lengths, body.words.lengths])
        """How many words each part has."""
        self.part = np.repeat(np.arange(len(self.lengths), dtype=np.int32), self.lengths)
        """The part in which each word stands."""
        texts = np.concatenate([short.parts.lengths, body.parts.lengths])
        self._text_of_part = np.repeat(np.arange(len(texts), dtype=np.int32), texts)
        self._short_texts = self.articles * SHORT_TEXTS
        is_body = self._text_of_part >= self._short_texts
        self._is_telling = is_body | (self._text_of_part % SHORT_TEXTS == TITLE)
        self.texts = int(np.count_nonzero(self._is_telling))
        """How many titles and passages there are."""
        self._short, self._text_of_short = (
            short.words.items,
            self._text_of_part[self.part[: self._short_words]],
        )
        self._firsts_of_wordings = short.parts.starts[WORDING:-1:SHORT_TEXTS]
        self.order, self.starts = grouped(self.numbers, self.words)
        """Where each word stands among all words of short texts and bodies."""
        self.part_in_order = self.part[self.order]
        self._df, self._counts = self._count(self.starts, self.part_in_order)
        self.title, self.body = self._counts[TITLE], self._counts[-1]

    def content(self) -> Counts:
        """Count the words of whole articles that say something."""
        return _joined(*(self._counts[kind] for kind in (TITLE, QUESTIONS, KEYWORDS, -1)))

    def beginnings(self, words: int) -> Counts:
        """Count the words of whole articles, but of each body only so many."""
        lengths = np.minimum(self._bodies.words_of_text(), words)
        first = self._bodies.words.starts[self._bodies.parts.starts[:-1]]
        found = self._bodies.words.items[expanded(first, lengths)].astype(np.int64)
        articles = np.repeat(np.arange(self.articles), lengths)
        sizes = self.words, self.articles
        body = Counts(*summed_pairs(found, articles, np.ones(len(found), np.int64), sizes))
        return _joined(*(self._counts[kind] for kind in (TITLE, QUESTIONS, KEYWORDS)), body)

    def wordings(self) -> tuple[Counts, Counts]:
        """Count all words of titles, and of the author's questions with keywords."""
        kinds = self._text_of_short % SHORT_TEXTS
        is_first = np.zeros(len(self.lengths), bool)
        is_first[self._firsts_of_wordings] = True
        is_title = is_first[self.part[: self._short_words]]
        is_hint = ((kinds == WORDING) & ~is_title) | (kinds == KEYWORDS)
        return self._counted(is_title), self._counted(is_hint)

    def df(self) -> Array:
        """Count the texts, titles and passages, that have each word."""
        return self._with_hints(self._df, np.arange(self.words))

    def of_stems(self, stems: "Stems") -> tuple[Array, Counts]:
        """Count the texts, titles and passages, that have each stem, and the stems of bodies."""
        # In the order of texts, what has one stem stands together, whichever word it is.
        order, starts = grouped(stems.of_word[self.numbers], len(stems.stems))
        df, counts = self._count(starts, self.part[order])
        return self._with_hints(df, stems.of_word), counts[-1]

    def _count(self, starts: Array, parts: Array) -> tuple[Array, list[Counts]]:
        """Count, of what begins there and stands in these parts, the telling parts, and each kind of text."""
        names = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        is_name = np.zeros(len(parts), bool)
        is_name[starts[:-1][np.diff(starts) > 0]] = True
        in_part = np.flatnonzero(is_name | _differ(parts))
        in_part = in_part[self._is_telling[parts[in_part]]]
        df = np.bincount(names[in_part], minlength=len(starts) - 1)
        texts = self._text_of_part[parts]
        in_text = np.flatnonzero(is_name | _differ(texts))
        counts = np.diff(in_text, append=len(parts))
        names, texts = names[in_text].astype(np.int64), texts[in_text].astype(np.int64)
        is_body = texts >= self._short_texts
        kinds = np.where(is_body, -1, texts % SHORT_TEXTS)
        articles = np.where(is_body, texts - self._short_texts, texts // SHORT_TEXTS)
        wanted = [kinds == kind for kind in (*range(SHORT_TEXTS), -1)]
        return df, [Counts(names[one], articles[one], counts[one]) for one in wanted]

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

    def _counted(self, wanted: Array) -> Counts:
        words = self._short[wanted].astype(np.int64)
        articles = self._text_of_short[wanted] // SHORT_TEXTS
        ones = np.ones(len(words), np.int64)
        return Counts(*summed_pairs(words, articles, ones, (self.words, self.articles)))


def _differ(numbers: Array) -> Array:
    """Tell which numbers differ from the one before."""
    differ = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=differ[1:])
    return differ


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
