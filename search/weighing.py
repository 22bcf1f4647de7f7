"""Collect the evidence for a hundred candidates at once, from their words alone.

Which engine named them is not known here. The work is done on whole arrays: one look at all words
of all candidates, then only at those that were asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.latent import Latent
from search.query import Plan
from search.ranking import Evidence, Weights
from search.stored import KEYWORDS, QUESTIONS, TITLE, WORDING, Gathered, StoredArticles
from search.terms import SMALL_WORD, rarity
from search.vocabulary import Vocabulary

_SATURATION: Final = 1.2
_LENGTH_MATTERS: Final = 0.75
# An article without any of the words must have this much of the letters of one to be named at all.
_LEAST_LIKENESS: Final = 0.4
_TEXTS: Final = 4
_IS_WORD: Final = 1
_HAS_GRAM: Final = 2
_BEGINS_ALIKE: Final = 4
# How fast a question ceases to be the same with each word that differs.
_SHARPNESS: Final = 6
_OTHER_FORM: Final = 0.9
# In a short question even a word that every article has says something.
_PRESENCE: Final = 1.0
# Words that begin with the same letters, this many, are mostly kin.
_BEGINNING: Final = 5
_MOST_BEGINNINGS: Final = 200

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Averages:
    """Hold the mean lengths, in words, that long and short texts are compared with."""

    title: float
    body: float
    passage: float
    question: float
    keywords: float


@dataclass(frozen=True, slots=True)
class Grounds:
    """Hold what the evidence of any question is drawn from.

    `wording` is what all words of each short text weigh together.
    """

    vocabulary: Vocabulary
    stored: StoredArticles
    latent: Latent
    averages: Averages
    wording: Array

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        stored: StoredArticles,
        latent: Latent,
        averages: Averages,
        analyzer: Analyzer,
    ) -> Self:
        """Weigh the wordings of all articles."""
        articles = len(stored)
        weights = np.array(
            [
                SMALL_WORD * rarity(vocabulary.stem_df[stem], articles)
                if analyzer.is_stop(word)
                else _PRESENCE + rarity(vocabulary.stem_df[stem], articles)
                for word, stem in zip(vocabulary.words, vocabulary.stems, strict=True)
            ]
        )
        sums = np.concatenate([[0.0], np.cumsum(weights[stored.short.numbers])])
        return cls(vocabulary, stored, latent, averages, np.diff(sums[stored.short.parts]))


@dataclass(frozen=True, slots=True)
class Weighed:
    """Hold what one article scores and why, and its best passage (None: no passage matches)."""

    score: float
    evidence: Evidence
    best_passage: int | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """Hold what was seen in gathered texts.

    `counts` are how often each asked word stands in each part, `exact` the same for the very word,
    `text` says which text each part belongs to, `pairs` what words that stand together as asked
    weigh, text by text. `hits` are the words that have a run of characters, with their texts.
    """

    gathered: Gathered
    counts: Array
    exact: Array
    text: Array
    pairs: Array
    gram_words: Array
    gram_texts: Array
    kin_words: Array
    kin_texts: Array

    def by_text(self, parts: Array) -> Array:
        """Add up what belongs to parts by text."""
        return np.add.reduceat(parts, self.gathered.starts)

    def best(self, parts: Array) -> Array:
        """Give the best part of each text."""
        return np.maximum.reduceat(parts, self.gathered.starts)


class Judge:
    """Weigh articles for one plan. What depends on the plan alone is worked out once."""

    def __init__(self, plan: Plan, grounds: Grounds, *, weights: Weights) -> None:
        self._grounds = grounds
        self._weights = weights
        words = len(grounds.vocabulary)
        self._rarities = np.array([term.weight for term in plan.terms])
        self._all_rarities = np.array([*self._rarities, *plan.small_words.values()])
        self._wording = self._all_rarities + _PRESENCE * (
            np.arange(len(self._all_rarities)) < len(plan.terms)
        )
        self._asked = float(self._rarities.sum()) or 1.0
        self._codes = np.zeros(words, np.uint8)
        self._places = np.zeros(words, np.int64)
        self._strengths = np.zeros(words)
        for place, term in enumerate(plan.terms):
            for number, strength in term.matches.items():
                if strength > self._strengths[number]:
                    self._places[number], self._strengths[number] = place, strength
        for place, number in enumerate(plan.small_words, start=len(plan.terms)):
            self._places[number], self._strengths[number] = place, 1.0
        self._codes[self._strengths > 0] = _IS_WORD
        self._same = np.zeros(words, bool)
        self._same[[term.same for term in plan.terms if term.same is not None]] = True
        self._grams = _Grams(plan, grounds.vocabulary)
        self._codes[self._grams.words] |= _HAS_GRAM
        self._kin = _Kin(plan, grounds.vocabulary, articles=len(grounds.stored))
        self._codes[self._kin.words] |= _BEGINS_ALIKE
        self._latent = grounds.latent.compare(self._grams.numbers, self._grams.weights)

    def likest(self, *, limit: int) -> list[int]:
        """Give the articles most like the question along the latent axes, in no order."""
        limit = min(limit, len(self._latent))
        likest = np.argpartition(-self._latent, limit - 1)[:limit]
        return sorted(likest[self._latent[likest] > 0].tolist())

    def weigh(self, articles: Sequence[int]) -> list[Weighed]:
        """Collect the evidence for articles, in their order."""
        if not articles:
            return []
        numbers = np.asarray(articles, np.int64)
        stored, averages = self._grounds.stored, self._grounds.averages
        short, body = self._look(stored.short.gather(numbers)), self._look(stored.body.gather(numbers))
        terms = len(self._rarities)
        kinds = short.text % _TEXTS
        usual = np.array([averages.title, averages.question, averages.keywords, 1.0])[kinds]
        best = short.best(self._bm25(short.counts[:, :terms], short.gathered.lengths, usual))
        best = best.reshape(-1, _TEXTS)
        passages = self._bm25(body.counts[:, :terms], body.gathered.lengths, averages.passage)
        passage = body.best(passages)
        in_short = short.by_text(short.counts).reshape(len(numbers), _TEXTS, -1)
        in_body = body.by_text(body.counts)[:, :terms]
        title_words = short.by_text(short.gathered.lengths).reshape(-1, _TEXTS)[:, TITLE]
        body_words = body.by_text(body.gathered.lengths)
        all_words = title_words + body_words
        exact = short.by_text(short.exact).reshape(in_short.shape)[:, TITLE, :terms]
        exact = exact + body.by_text(body.exact)[:, :terms]
        pairs = short.pairs.reshape(-1, _TEXTS)[:, TITLE] + body.pairs
        found = (in_short[:, :, :terms].sum(axis=1) + in_body) > 0
        title_grams, body_grams, likeness = self._grams.weigh(
            short, body, lengths=(title_words, body_words), averages=averages
        )
        whole, small, same = self._whole(short, kinds)
        columns = {
            "title": best[:, TITLE],
            "body": self._bm25(in_body, body_words, averages.body),
            "exact": self._bm25(exact, all_words, averages.body),
            "passage": passage,
            "pair": pairs / (pairs + _SATURATION * self._asked) * self._asked,
            "question": best[:, QUESTIONS],
            "small": small,
            "whole": whole,
            "same": same,
            "keyword": best[:, KEYWORDS],
            "covered": (found @ self._rarities) ** 2 / self._asked,
            "title_grams": title_grams,
            "body_grams": body_grams,
            "beginning": self._kin.weigh(
                short, body, lengths=title_words + body_words, average=averages.body
            ),
            "latent": self._latent[numbers] * self._asked,
        }
        evidence = np.column_stack([columns[name] for name in Evidence._fields])
        scores = evidence @ np.array(self._weights.parts())
        scores[~(found.any(axis=1) | (likeness >= _LEAST_LIKENESS))] = 0.0
        bests = _first_best(body, passages, passage)
        return [
            Weighed(score, Evidence(*row), part if part >= 0 else None)
            for score, row, part in zip(scores.tolist(), evidence.tolist(), bests.tolist(), strict=True)
        ]

    def _look(self, gathered: Gathered) -> _Seen:
        """Read all texts once: the asked words in them, part by part, and the pairs they make."""
        codes = self._codes[gathered.numbers]
        seen = np.flatnonzero(codes)
        codes = codes[seen]
        parts = len(gathered.ends)
        texts = len(gathered.starts)
        text = np.repeat(np.arange(texts), np.diff(gathered.starts, append=parts))
        in_part = np.searchsorted(gathered.ends, seen, side="right")
        hits = np.flatnonzero(codes & _IS_WORD)
        at, part = seen[hits], in_part[hits]
        words = gathered.numbers[at]
        place, strength = self._places[words], self._strengths[words]
        width = len(self._all_rarities)
        cells = part * width + place
        same = self._same[words]
        follows = (np.diff(at) == 1) & (np.diff(place) == 1) & (np.diff(part) == 0)
        second = np.flatnonzero(follows) + 1
        paired = np.minimum(self._all_rarities[place[second]], self._all_rarities[place[second - 1]])
        has_gram = np.flatnonzero(codes & _HAS_GRAM)
        kin = np.flatnonzero(codes & _BEGINS_ALIKE)
        return _Seen(
            gathered=gathered,
            counts=np.bincount(cells, strength, parts * width).reshape(parts, width),
            exact=np.bincount(cells[same], minlength=parts * width).reshape(parts, width),
            text=text,
            pairs=np.bincount(text[part[second]], paired, texts),
            gram_words=gathered.numbers[seen[has_gram]],
            gram_texts=text[in_part[has_gram]],
            kin_words=gathered.numbers[seen[kin]],
            kin_texts=text[in_part[kin]],
        )

    def _bm25(self, counts: Array, lengths: Array, average: float | Array) -> Array:
        """Add up rare words for more, repeated ones for less each time, long texts held back."""
        scores: Array = _saturated(counts, lengths, average) @ self._rarities
        return scores

    def _whole(self, short: _Seen, kinds: Array) -> tuple[Array, Array, Array]:
        """Compare all words asked with all words of each title and question of the author.

        Give how much they share, what the small words alone weigh where others stand beside them,
        and from 0 to 1 whether it is the very same question.
        """
        terms = len(self._rarities)
        found = np.minimum(short.counts, 1.0)
        found[kinds != WORDING] = 0.0
        common = found @ self._wording
        theirs = self._grounds.wording[short.gathered.part_numbers]
        alike = np.divide(common**2, theirs, out=np.zeros_like(common), where=common > 0)
        small = found[:, terms:] @ self._all_rarities[terms:] * found[:, :terms].any(axis=1)
        # Another form of a word is a little another question.
        found[:, :terms] *= _OTHER_FORM + (1 - _OTHER_FORM) * np.minimum(short.exact[:, :terms], 1.0)
        asked = float(self._wording.sum()) or 1.0
        sure = np.divide(
            (found @ self._wording) ** 2, theirs * asked, out=np.zeros_like(common), where=common > 0
        )
        whole, beside, share = (
            short.best(parts).reshape(-1, _TEXTS)[:, WORDING] for parts in (alike, small, sure)
        )
        return whole, beside, np.minimum(share, 1.0) ** _SHARPNESS


class _Kin:
    """Weigh words that begin as the asked ones do: forms and kin that no stem brings together."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, *, articles: int) -> None:
        beginnings = dict.fromkeys(
            term.word[:_BEGINNING] for term in plan.terms if len(term.word) >= _BEGINNING
        )
        kin = [vocabulary.starting_with(beginning, limit=_MOST_BEGINNINGS) for beginning in beginnings]
        df = np.array(vocabulary.df)
        self._place = np.zeros(len(vocabulary), np.int64)
        self._rarities = np.zeros(len(kin))
        for place, numbers in enumerate(kin):
            self._place[numbers] = place
            without = float(np.prod(1 - df[numbers] / articles)) if numbers else 1.0
            self._rarities[place] = rarity(articles * (1 - without), articles)
        self.words = [number for numbers in kin for number in numbers]

    def weigh(self, short: _Seen, body: _Seen, *, lengths: Array, average: float) -> Array:
        """Score titles and bodies together."""
        width, articles = len(self._rarities), len(lengths)
        in_title = short.kin_texts % _TEXTS == TITLE
        article = np.concatenate([short.kin_texts[in_title] // _TEXTS, body.kin_texts])
        words = np.concatenate([short.kin_words[in_title], body.kin_words])
        cells = article * width + self._place[words]
        counts = np.bincount(cells, minlength=articles * width).reshape(articles, width)
        scores: Array = _saturated(counts, lengths, average) @ self._rarities
        return scores


class _Grams:
    """Weigh runs of characters, by which word forms, compounds and misspellings are recognised."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self._rarities = np.array(list(plan.grams.values()))
        known = {gram: vocabulary.gram_number(gram) for gram in plan.grams}
        self.numbers = [number for number in known.values() if number is not None]
        self.weights = [plan.grams[gram] for gram, number in known.items() if number is not None]
        having = [np.asarray(vocabulary.with_gram(gram), np.int64) for gram in plan.grams]
        gram = np.repeat(np.arange(len(having)), [len(numbers) for numbers in having])
        word = np.concatenate(having) if having else np.empty(0, np.int64)
        order = np.argsort(word, kind="stable")
        self.words, firsts = np.unique(word[order], return_index=True)
        self._gram = gram[order]
        self._first = firsts
        self._count = np.diff(firsts, append=len(word))
        self._row = np.zeros(len(vocabulary), np.int64)
        self._row[self.words] = np.arange(len(self.words))
        self._likeness = self._likenesses(plan)

    def _likenesses(self, plan: Plan) -> Array:
        """Give how much of an asked word each word has: the most of any."""
        places = {gram: place for place, gram in enumerate(plan.grams)}
        best = np.zeros(len(self.words))
        row = np.repeat(np.arange(len(self.words)), self._count)
        for term in plan.terms:
            if term.grams:
                of_term = np.zeros(len(places))
                of_term[[places[gram] for gram in term.grams]] = 1 / len({*term.grams})
                best = np.maximum(best, np.bincount(row, of_term[self._gram], len(best)))
        return best

    def weigh(
        self, short: _Seen, body: _Seen, *, lengths: tuple[Array, Array], averages: Averages
    ) -> tuple[Array, Array, Array]:
        """Score the runs of titles and bodies, and how like an asked word a short text has one."""
        articles = len(lengths[0])
        in_title = short.gram_texts % _TEXTS == TITLE
        in_hints = short.gram_texts % _TEXTS != WORDING
        likeness = np.zeros(articles)
        np.maximum.at(
            likeness,
            short.gram_texts[in_hints] // _TEXTS,
            self._likeness[self._row[short.gram_words[in_hints]]],
        )
        title = self._counts(short.gram_words[in_title], short.gram_texts[in_title] // _TEXTS, articles)
        whole = self._counts(body.gram_words, body.gram_texts, articles)
        return (
            _saturated(title, lengths[0], averages.title) @ self._rarities,
            _saturated(whole, lengths[1], averages.body) @ self._rarities,
            likeness,
        )

    def _counts(self, words: Array, article: Array, articles: int) -> Array:
        """Count each run in each article."""
        grams = len(self._rarities)
        rows = self._row[words]
        count = self._count[rows]
        ends = np.cumsum(count)
        total = int(ends[-1]) if len(ends) else 0
        at = np.arange(total) + np.repeat(self._first[rows] - (ends - count), count)
        cells = np.repeat(article * grams, count) + self._gram[at]
        counts: Array = np.bincount(cells, minlength=articles * grams).reshape(articles, grams)
        return counts


def _saturated(counts: Array, lengths: Array, average: float | Array) -> Array:
    usual = np.where(np.asarray(average) > 0, average, 1.0)
    held_back = _SATURATION * (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * lengths / usual)
    saturated: Array = counts * (_SATURATION + 1) / (counts + held_back[:, None])
    return saturated


def _first_best(body: _Seen, passages: Array, best: Array) -> Array:
    """Give the first passage of each article that is its best one, or -1 if none matches."""
    starts = body.gathered.starts
    is_best = np.flatnonzero((passages > 0) & (passages == best[body.text]))[::-1]
    firsts = np.full(len(starts), -1)
    firsts[body.text[is_best]] = is_best - starts[body.text[is_best]]
    return firsts
