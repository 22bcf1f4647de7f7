"""Collect the evidence for articles that may answer: what the words of a question say, added up.

Everything is worked out for all words and all these articles at once, on arrays: a row of parts for each
word, and what is found in it. How texts are read for that is told in parts.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.claims import claims_of
from search.hearing import PRESENCE, Hearing
from search.latent import Latent, direction_of
from search.letters import Letters
from search.neighbours import Neighbours
from search.parts import PartTable, WordParts
from search.postings import Postings
from search.query import Plan
from search.ranking import Evidence, Weights
from search.saturation import Averages, half_said
from search.stored import StoredArticles
from search.tallying import ALIKE, NAMED, Tally
from search.terms import SMALL_WORD, rarity
from search.vocabulary import Vocabulary

# Sums of what small words weigh differ by less, whatever their order.
_NEARLY: Final = 1.001

_DIGITS: Final = 5

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Hold what the evidence of any question is drawn from."""

    vocabulary: Vocabulary
    postings: Postings
    latent: Latent
    table: PartTable
    word_parts: WordParts
    hearing: Hearing
    weights: Weights

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        stored: StoredArticles,
        postings: Postings,
        latent: Latent,
        averages: Averages,
        analyzer: Analyzer,
        weights: Weights,
    ) -> Self:
        """Weigh all words, and lay out all parts."""
        texts = vocabulary.texts
        word_weights = np.array(
            [
                SMALL_WORD * rarity(vocabulary.stem_df[stem], texts)
                if analyzer.is_stop(word)
                else PRESENCE + rarity(vocabulary.stem_df[stem], texts)
                for word, stem in zip(vocabulary.words, vocabulary.stems, strict=True)
            ]
        )
        table = PartTable(stored, averages, word_weights)
        word_parts = WordParts(postings.places, postings.starts, postings.parts)
        letters = Letters(vocabulary, postings, latent, table, word_parts)
        return cls(
            vocabulary,
            postings,
            latent,
            table,
            word_parts,
            Hearing(table, word_parts, Neighbours(postings, table), letters),
            weights,
        )


class Asked:
    """Hold what the words of a plan speak with, and what their letters say of all articles."""

    def __init__(self, plan: Plan, grounds: Grounds) -> None:
        self.plan = plan
        self.grounds = grounds
        claims = claims_of(plan, grounds.vocabulary.fold)
        self.heard = grounds.hearing.hear(claims, plan.small_words)
        self.direction = direction_of(self.heard.axes)
        self.latent = grounds.latent.compare(self.direction)
        weight = sum([term.weight for term in plan.terms])
        self.weight = weight or 1.0
        # All words together, those that lead to no article included.
        self.whole_weight = weight + PRESENCE * len(plan.terms) + sum(plan.small_words.values()) or 1.0

    def likest(self, *, limit: int) -> Array:
        """Give the articles most like the question along the latent axes, in no order."""
        latent = self.latent
        # The best ones of more stretches than are wanted leave few to be compared.
        width = max(len(latent) // (2 * limit), 1)
        heads = np.maximum.reduceat(latent, np.arange(0, len(latent), width))
        least = np.partition(heads, -limit)[-limit] if len(heads) > limit else 0.0
        near: Array = (latent >= least if least > 0 else latent > 0).nonzero()[0]
        return near[np.argpartition(-latent[near], limit - 1)[:limit]] if len(near) > limit else near


class Weighing:
    """Hold what some articles score for one plan, and why; 0 for those that have nothing of it."""

    def __init__(self, asked: Asked, articles: Array) -> None:
        self._asked = asked
        self._grounds = grounds = asked.grounds
        self._articles = articles
        self._evidence = np.zeros((len(Evidence._fields), len(articles)))
        self.scores: Array = np.zeros(len(articles))
        if not len(articles):
            return
        tally = grounds.hearing.tally(asked.heard, articles)
        self._said, self._edges = tally.said, tally.edges
        self._weigh(tally)
        # Articles that say the same differ by how sums were rounded; then the first of them comes first.
        self.scores = (weights_array(grounds.weights) @ self._evidence).round(_DIGITS)
        self.scores *= tally.told[ALIKE] + tally.chosen[NAMED] > 0

    def evidence(self, places: Sequence[int]) -> list[Evidence]:
        """Tell why the articles at these places score what they score."""
        return [Evidence._make(self._evidence[:, place].tolist()) for place in places]

    def agreement(self, kinds: Sequence[str], places: Sequence[int]) -> float:
        """Give the share of some kinds of evidence by which the first of these places is the best."""
        # Of several that are the best of a kind the first is named.
        bests = self._evidence[_rows_of(kinds), places].argmax(axis=1)
        return (len(kinds) - np.count_nonzero(bests)) / len(kinds)

    def best_passages(self, places: Sequence[int]) -> list[int | None]:
        """Give the best of the passages of each article, the first of several; None if none matches."""
        if not places:
            return []
        at, values = np.array(places), self._said
        says = self._evidence[_PASSAGE].take(at).tolist()
        return [
            (int(values[start:end].argmax()) if end - start > 1 else 0) if said else None
            for said, (start, end) in zip(says, self._edges.passages_of(at), strict=True)
        ]

    def _weigh(self, tally: Tally) -> None:
        """Weigh each text: titles, keywords, the best question, the best passage, the best wording."""
        evidence, asked = self._evidence, self._asked
        weight = asked.weight
        if tally.small is not None:
            # What the small words weigh counts where others stand beside them.
            alone = tally.small / tally.lengths * _NEARLY
            np.multiply(tally.small, tally.said[tally.wordings] > alone, out=tally.small)
        best = tally.edges.best(tally.values)
        evidence[_TITLE], evidence[_QUESTION], evidence[_KEYWORD], whole, _ = best.texts
        evidence[_PASSAGE] = best.passages
        np.multiply(whole, whole, out=evidence[_WHOLE])
        same = np.minimum(best.sure * best.sure / asked.whole_weight, 1.0)
        # A question ceases to be the same fast with each word that differs.
        evidence[_SAME] = (same * same * same) ** 2
        if best.small is not None:
            evidence[_SMALL] = best.small
        evidence[_EXACT], covered, _ = tally.chosen
        evidence[_TITLE_GRAMS], evidence[_BEGINNING], _, pairs = tally.told
        np.multiply(covered, covered / weight, out=evidence[_COVERED])
        np.divide(pairs * weight, pairs + half_said(weight), out=evidence[_PAIR])
        latent = asked.latent
        of_these = latent if len(latent) == len(self._articles) else latent[self._articles]
        np.multiply(of_these, weight, out=evidence[_LATENT])
        of_titles = self._grounds.latent.compare_titles(asked.direction, self._articles)
        np.multiply(of_titles, weight, out=evidence[_LATENT_TITLE])


_TITLE, _EXACT, _PASSAGE, _PAIR, _QUESTION, _SMALL, _WHOLE, _SAME, _KEYWORD, _COVERED = range(10)
_TITLE_GRAMS, _BEGINNING, _LATENT, _LATENT_TITLE = range(10, 14)


@cache
def _rows_of(kinds: Sequence[str]) -> Array:
    """Give the rows of some kinds of evidence, below one another."""
    return np.array([[Evidence._fields.index(kind)] for kind in kinds])


@cache
def weights_array(weights: Weights) -> Array:
    """Give the weights in the order of Evidence."""
    return np.array(weights.parts())
