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
from search.claims import Claim, claims_of
from search.hearing import PRESENCE, Hearing, Tally
from search.latent import Latent
from search.letters import Letters
from search.parts import BODY_TEXT, PartTable, WordParts
from search.postings import Postings
from search.query import Plan
from search.ranking import Evidence, Weights
from search.saturation import Averages, half_said
from search.stored import KEYWORDS, QUESTIONS, TITLE, WORDING, StoredArticles
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
    letters: Letters
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
            letters,
            Hearing(table, word_parts, places=len(postings.parts)),
            weights,
        )


class Asked:
    """Hold what the words of a plan speak with, and what their letters say of all articles."""

    def __init__(self, plan: Plan, grounds: Grounds) -> None:
        letters = grounds.letters
        self.plan = plan
        self.grounds = grounds
        self.claims: Sequence[Claim] = claims_of(plan, grounds.vocabulary.fold)
        in_titles = [letters.in_titles(one.grams, plan.grams) for one in self.claims if one.grams]
        self.by_letters = in_titles + [letters.kin(one.beginning) for one in self.claims if one.beginning]
        self.direction = sum([one.axes for one in in_titles], grounds.latent.nowhere)
        self.latent = grounds.latent.compare(self.direction)
        self.has_like_words = np.zeros(grounds.table.articles, bool)
        for claim in self.claims:
            self.has_like_words[letters.alike(claim.term.grams)] = True
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
        self._chosen = chosen = grounds.table.of(articles)
        self._evidence = np.zeros((len(Evidence._fields), len(articles)))
        self.scores: Array = np.zeros(len(articles))
        if not len(articles):
            return
        tally = grounds.hearing.hear(asked.claims, asked.plan.small_words, asked.by_letters, chosen)
        self._said = tally.said
        self._weigh(tally)
        is_named = asked.has_like_words[articles] | (tally.named > 0)
        # Articles that say the same differ by how sums were rounded; then the first of them comes first.
        self.scores = (weights_array(grounds.weights) @ self._evidence).round(_DIGITS)
        self.scores[~is_named] = 0.0

    def evidence(self, places: Sequence[int]) -> list[Evidence]:
        """Tell why the articles at these places score what they score."""
        return list(map(Evidence._make, self._evidence[:, places].T.tolist()))

    def agreement(self, kinds: Sequence[str], places: Sequence[int]) -> float:
        """Give the share of some kinds of evidence by which the first of these places is the best."""
        rows = [[Evidence._fields.index(kind)] for kind in kinds]
        of_kinds: list[list[float]] = self._evidence[rows, places].tolist()
        return sum([max(of_kind) <= of_kind[0] for of_kind in of_kinds]) / len(of_kinds)

    def best_passages(self, places: Sequence[int]) -> list[int | None]:
        """Give the best of the passages of each article, the first of several; None if none matches."""
        says = self._evidence[_PASSAGE, places].tolist()
        spans = self._chosen.passages_of(places)
        return [
            int(self._said[start:end].argmax()) if said else None
            for said, (start, end) in zip(says, spans, strict=True)
        ]

    def _weigh(self, tally: Tally) -> None:
        """Weigh each text: titles, keywords, the best question, the best passage, the best wording."""
        chosen, evidence, asked = self._chosen, self._evidence, self._asked
        weight = asked.weight
        best = chosen.best(tally.said)
        evidence[_TEXTS] = best[_OF_TEXTS]
        np.multiply(best[WORDING], best[WORDING], out=evidence[_WHOLE])
        same = chosen.best_wordings(tally.sure)
        same = np.minimum(same * same / asked.whole_weight, 1.0)
        # A question ceases to be the same fast with each word that differs.
        evidence[_SAME] = (same * same * same) ** 2
        if tally.small is not None:
            # What the small words weigh counts where others stand beside them.
            at = chosen.wordings
            alone = tally.small / self._grounds.table.wording_length[chosen.parts[at]] * _NEARLY
            evidence[_SMALL] = chosen.best_wordings(tally.small * (tally.said[at] > alone))
        evidence[_EXACT] = tally.exact
        evidence[_TITLE_GRAMS] = tally.title_grams
        evidence[_BEGINNING] = tally.beginning
        np.multiply(tally.covered, tally.covered / weight, out=evidence[_COVERED])
        np.divide(tally.pairs * weight, tally.pairs + half_said(weight), out=evidence[_PAIR])
        np.multiply(asked.latent[chosen.articles], weight, out=evidence[_LATENT])
        of_titles = self._grounds.latent.compare_titles(asked.direction, chosen.articles)
        np.multiply(of_titles, weight, out=evidence[_LATENT_TITLE])


_TITLE, _EXACT, _PASSAGE, _PAIR, _QUESTION, _SMALL, _WHOLE, _SAME, _KEYWORD, _COVERED = range(10)
_TITLE_GRAMS, _BEGINNING, _LATENT, _LATENT_TITLE = range(10, 14)
_TEXTS: Final = [_TITLE, _QUESTION, _KEYWORD, _PASSAGE]
_OF_TEXTS: Final = [TITLE, QUESTIONS, KEYWORDS, BODY_TEXT]


@cache
def weights_array(weights: Weights) -> Array:
    """Give the weights in the order of Evidence."""
    return np.array(weights.parts())
