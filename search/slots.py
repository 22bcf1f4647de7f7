"""Where each kind of evidence for each article is added up: one long row of numbers, laid out once.

A word of a question speaks for articles in many ways: in the title, in a passage, by its letters. Each
way and each article, or part of one, has a slot; so a question is answered by adding up, in one go, what
its words have to say.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.saturation import Averages, held_back
from search.stored import KEYWORDS, QUESTIONS, TITLE, WORDING, StoredArticles

BODY_TEXT: Final = 4

Array = NDArray[Any]


class Slots:
    """Lay out the slots of one language. A part is numbered as postings number it.

    Slices name the slots: of titles, bodies and so on one for each article; of questions, wordings and
    passages one for each part. `plain` is where evidence that is merely added up is added up already,
    as much as each kind counts.
    """

    def __init__(self, stored: StoredArticles, averages: Averages, word_weights: Array) -> None:
        self.articles = len(stored)
        self._size = 0
        kinds = self._read_parts(stored)
        wordings, questions = kinds == WORDING, kinds == QUESTIONS
        self.short_parts = len(stored.short.lengths)
        self.plain, self.covered, self.pair = self._rows(), self._rows(), self._rows()
        self.named, self.alike = self._rows(), self._rows()
        self.title, self.keyword, self.exact = (self._rows() for _ in range(3))
        self.title_grams, self.beginning = self._rows(), self._rows()
        self.question = self._rows(int(questions.sum()))
        self.common, self.sure, self.small = (self._rows(int(wordings.sum())) for _ in range(3))
        self.passage = self._rows(len(kinds) - self.short_parts)
        self.size = self._size
        self.questions = Spans(stored.short.counts[:, QUESTIONS])
        self.wordings = Spans(stored.short.counts[:, WORDING])
        self.passages = Spans(stored.body.counts[:, 0])
        self.of_part = np.zeros(len(kinds), np.int32)
        for kind, rows in (
            (TITLE, self.title),
            (KEYWORDS, self.keyword),
            (QUESTIONS, self.question),
            (WORDING, self.common),
            (BODY_TEXT, self.passage),
        ):
            self.of_part[kinds == kind] = np.arange(rows.start, rows.stop)
        self.is_wording = wordings
        self.is_telling = (kinds == TITLE) | (kinds == BODY_TEXT)
        self.is_hint = (kinds != WORDING) & (kinds != BODY_TEXT)
        usual = np.array(
            [averages.title, averages.question, averages.keywords, averages.body, averages.passage]
        )
        lengths = np.concatenate([stored.short.lengths, stored.body.lengths])
        self.held = held_back(lengths, usual[kinds]).astype(np.float32)
        self.held_all = held_back(stored.title_words() + stored.body_words(), averages.body)
        self.wording_lengths = np.sqrt(self._weigh_wordings(stored, word_weights))

    def _read_parts(self, stored: StoredArticles) -> Array:
        """Give the kind of every part, and keep the article of each."""
        texts = stored.short.counts.shape[1]
        short = np.repeat(np.arange(self.articles * texts), stored.short.counts.ravel())
        body = np.repeat(np.arange(self.articles), stored.body.counts[:, 0])
        self.article_of_part = np.concatenate([short // texts, body]).astype(np.int32)
        return np.concatenate([short % texts, np.full(len(body), BODY_TEXT)])

    def _weigh_wordings(self, stored: StoredArticles, word_weights: Array) -> Array:
        """Add up what all words of each title and each question of the author weigh."""
        lengths = stored.short.lengths
        sums = np.concatenate([[0.0], np.cumsum(word_weights[stored.short.numbers])])
        ends = np.cumsum(lengths)
        weights = (sums[ends] - sums[ends - lengths])[self.is_wording[: self.short_parts]]
        # Nothing is ever found in a part without words.
        return np.where(weights > 0, weights, 1.0)

    def _rows(self, size: int | None = None) -> slice:
        start = self._size
        self._size += self.articles if size is None else size
        return slice(start, self._size)


class Spans:
    """Say which parts of one kind belong to which article; every article has one at least."""

    def __init__(self, counts: Array) -> None:
        self._counts = counts.astype(np.intp)
        self._firsts = np.cumsum(self._counts) - self._counts

    def of(self, articles: Array) -> tuple[Array | slice, Array]:
        """Give the parts of some articles, and where among them those of each begin."""
        if len(articles) == len(self._firsts):
            return slice(None), self._firsts
        counts = self._counts[articles]
        ends = np.cumsum(counts)
        starts = ends - counts
        parts = np.repeat(self._firsts[articles] - starts, counts)
        parts += np.arange(len(parts))
        return parts, starts
