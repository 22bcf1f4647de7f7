"""Collect the evidence for all articles at once: what the words of a question say is added up.

Which articles an engine named is not known here. Nearly all evidence is a sum over words
(pieces.py); here it is summed, and what needs several words at once is done.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.latent import Latent
from search.pieces import BEGINNING, PRESENCE, Piece, Pieces
from search.postings import Postings
from search.query import Plan
from search.ranking import Evidence, Weights
from search.remembering import Remembered
from search.saturation import Averages, half_said
from search.slots import Slots
from search.stored import StoredArticles
from search.terms import SMALL_WORD, Term, rarity
from search.vocabulary import Vocabulary

# How fast a question ceases to be the same with each word that differs.
_SHARPNESS: Final = 6
# Sums of what small words weigh differ by less, whatever their order.
_NEARLY: Final = 1.001
_MOST_BYTES_OF_PAIRS: Final = 2_000_000

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Hold what the evidence of any question is drawn from."""

    vocabulary: Vocabulary
    postings: Postings
    latent: Latent
    slots: Slots
    pieces: Pieces
    pairs: "_Pairs"

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
        """Weigh all words, and lay out the slots for the evidence."""
        articles = len(stored)
        word_weights = np.array(
            [
                SMALL_WORD * rarity(vocabulary.stem_df[stem], articles)
                if analyzer.is_stop(word)
                else PRESENCE + rarity(vocabulary.stem_df[stem], articles)
                for word, stem in zip(vocabulary.words, vocabulary.stems, strict=True)
            ]
        )
        slots = Slots(stored, averages, word_weights)
        pieces = Pieces(vocabulary, postings, slots, latent, weights)
        return cls(vocabulary, postings, latent, slots, pieces, _Pairs(postings, slots))


class Weighed(NamedTuple):
    """Hold what one article scores and why."""

    score: float
    evidence: Evidence


class Sums:
    """Hold what all words of a plan say together: a sum for each slot."""

    def __init__(self, plan: Plan, grounds: Grounds, row: Array, direction: Array) -> None:
        self.plan = plan
        self.slots = grounds.slots
        self.row = row
        self.latent = grounds.latent.compare(direction)
        self._grounds = grounds
        self._direction = direction
        weight = sum([term.weight for term in plan.terms])
        self.asked = weight or 1.0
        # All words together, small ones left out.
        self.plan_weight = weight + PRESENCE * len(plan.terms)

    def have_like_words(self) -> Array:
        """Tell of each article whether it has a word with most of the letters of one that was asked."""
        has: Array = self.row[self.slots.alike] > 0
        return has

    def likest(self, *, limit: int) -> Array:
        """Give the articles most like the question along the latent axes, in no order."""
        limit = min(limit, len(self.latent))
        likest = np.argpartition(-self.latent, limit - 1)[:limit]
        found: Array = likest[self.latent[likest] > 0]
        return found

    def likeness_of_titles(self, articles: Array) -> Array:
        """Tell how like the question the titles of some articles are along the latent axes."""
        return self._grounds.latent.compare_titles(self._direction, articles)

    def best_passage(self, first: int, end: int) -> int | None:
        """Give the best of the passages of an article, the first of several; None if none matches."""
        start = self.slots.passage.start
        said = self.row[start + first : start + end].tolist()
        best = max(said)
        return said.index(best) if best > 0 else None


class Weighing:
    """Hold what some articles score for one plan, and why; 0 for those that have nothing of it."""

    def __init__(self, sums: Sums, articles: Array, weights: Weights) -> None:
        self._sums = sums
        self._articles = articles
        slots, row, asked = sums.slots, sums.row, sums.asked
        rows = row[: _FIRST_ROWS * slots.articles].reshape(-1, slots.articles)
        if len(articles) < slots.articles:
            rows = rows[:, articles]
        plain, covered, pairs, named, alike = rows
        kinds = np.empty((len(_COMBINED), len(articles)))
        parts, starts = slots.passages.of(articles)
        np.maximum.reduceat(row[slots.passage][parts], starts, out=kinds[0])
        parts, starts = slots.questions.of(articles)
        np.maximum.reduceat(row[slots.question][parts], starts, out=kinds[1])
        np.divide(pairs * asked, pairs + half_said(asked), out=kinds[2])
        np.multiply(covered, covered / asked, out=kinds[3])
        np.multiply(sums.latent[articles], asked, out=kinds[4])
        np.multiply(sums.likeness_of_titles(articles), asked, out=kinds[8])
        self._compare_wordings(kinds)
        self._kinds = kinds
        scores = combined_weights(weights) @ kinds
        scores += plain
        scores[(named + alike) == 0] = 0.0
        self.scores = scores

    def _compare_wordings(self, kinds: Array) -> None:
        """Compare all words asked with all words of each title and question of the author.

        Tell how much they share, from 0 to 1 whether it is the very same question, and what the small
        words alone weigh where others stand beside them.
        """
        sums = self._sums
        slots, row, plan = sums.slots, sums.row, sums.plan
        parts, starts = slots.wordings.of(self._articles)
        common = row[slots.common][parts]
        np.maximum.reduceat(common, starts, out=kinds[5])
        np.maximum.reduceat(row[slots.sure][parts], starts, out=kinds[6])
        asked = sum(plan.small_words.values()) + sums.plan_weight
        kinds[5:7] **= 2
        kinds[6] /= asked or 1.0
        np.minimum(kinds[6], 1.0, out=kinds[6])
        kinds[6] **= _SHARPNESS
        if not plan.small_words:
            kinds[7] = 0.0
            return
        small = row[slots.small][parts]
        alone = small / slots.wording_lengths[parts] * _NEARLY
        np.maximum.reduceat(small * (common > alone), starts, out=kinds[7])

    def weighed(self, places: Sequence[int]) -> list[Weighed]:
        """Tell what the articles at these places score and why."""
        scores = self.scores[places].tolist()
        evidence = self._evidence(places)[_ORDER].T.tolist()
        return list(map(Weighed, scores, map(Evidence._make, evidence)))

    def agreement(self, kinds: Sequence[str], places: Sequence[int]) -> float:
        """Give the share of some kinds of evidence by which the first of these places is the best."""
        said = self._evidence(places)[[_ALL.index(kind) for kind in kinds]]
        return float((said.max(axis=1) <= said[:, 0]).mean())

    def _evidence(self, places: Sequence[int]) -> Array:
        slots = self._sums.slots
        rows = self._sums.row[: slots.beginning.stop].reshape(-1, slots.articles)
        return np.concatenate([rows[:, self._articles[places]], self._kinds[:, places]])


# The kinds of evidence that are not merely sums over words, in the order they are worked out in.
_COMBINED: Final = (
    "passage", "question", "pair", "covered", "latent", "whole", "same", "small", "latent_title",
)  # fmt: skip
# The first rows of slots are worked on for all articles; those of kinds that are sums follow.
_FIRST_ROWS: Final = 5
_SUMS: Final = ("title", "keyword", "exact", "title_grams", "beginning")
_ALL: Final = ("",) * _FIRST_ROWS + _SUMS + _COMBINED
_ORDER: Final = [_ALL.index(name) for name in Evidence._fields]


@cache
def combined_weights(weights: Weights) -> Array:
    """Give the weights of the kinds of evidence that are not merely sums over words."""
    return np.array([getattr(weights, name) for name in _COMBINED])


def add_up(plan: Plan, grounds: Grounds) -> Sums:
    """Add up what the words of a plan say."""
    pieces = grounds.pieces
    said = _alone(plan, pieces) or _together(plan, grounds)
    parts = [*said, *(pieces.of_small_word(*small) for small in plan.small_words.items())]
    parts += grounds.pairs.between(plan.terms, said)
    direction = sum([one.axes for one in said], grounds.latent.nowhere)
    return Sums(plan, grounds, _add_up(parts, grounds.slots.size), direction)


def _add_up(parts: Sequence[Piece], size: int) -> Array:
    """Add all pieces up, slot by slot."""
    if not parts:
        return np.zeros(size)
    slots = np.concatenate([part.slots for part in parts], dtype=np.intp)
    values = np.concatenate([part.values for part in parts], dtype=np.float64)
    return np.bincount(slots, values, size)


def _alone(plan: Plan, pieces: Pieces) -> list[Piece]:
    """Let each word speak by itself; nothing if words have forms, or runs of letters, in common."""
    terms = plan.terms
    if sum([len({*term.grams}) for term in terms]) != len(plan.grams):
        return []
    numbers = set(plan.small_words).union(*[term.matches for term in terms])
    if sum([len(term.matches) for term in terms]) + len(plan.small_words) != len(numbers):
        return []
    return [pieces.of_word(term, plan.grams) for term in terms]


def _together(plan: Plan, grounds: Grounds) -> list[Piece]:
    """Let the words of a question share what they have in common."""
    seen, begun = set[str](), set[str]()
    said = []
    for term, sames in _without_overlap(plan):
        new = tuple(dict.fromkeys(gram for gram in term.grams if gram not in seen))
        beginning = grounds.vocabulary.fold(term.word[:BEGINNING])
        with_kin = beginning not in begun
        said.append(grounds.pieces.of_word_among(term, sames, new, plan.grams, with_kin=with_kin))
        seen.update(new)
        begun.add(beginning)
    return said


def _without_overlap(plan: Plan) -> Iterator[tuple[Term, tuple[int | None, ...]]]:
    """Give each word of the index to one term alone: the surest, the first of several.

    With each term come the very words that were typed, of all terms.
    """
    claims: dict[int, tuple[float, int]] = {}
    for place, term in enumerate(plan.terms):
        for number, strength in term.matches.items():
            if number not in claims or strength > claims[number][0]:
                claims[number] = (strength, place)
    sames = tuple(term.same for term in plan.terms)
    for place, term in enumerate(plan.terms):
        own = {
            number: strength
            for number, strength in term.matches.items()
            if claims[number][1] == place and number not in plan.small_words
        }
        yield term._replace(matches=own), sames


class _Pairs:
    """Find words that stand side by side as they were asked."""

    def __init__(self, postings: Postings, slots: Slots) -> None:
        self._postings = postings
        self._slots = slots
        # One place more: the last word of all has nothing behind it.
        self._follows = np.zeros(len(postings.parts) + 1, bool)
        self._lock = threading.Lock()
        self._known: Remembered[tuple[int, int], Piece] = Remembered(_MOST_BYTES_OF_PAIRS, size=Piece.size)

    def between(self, terms: Sequence[Term], said: Sequence[Piece]) -> Iterator[Piece]:
        """Say in which titles and bodies neighbours of the question are neighbours, too."""
        slots = self._slots
        for (first, second), (left, right) in zip(pairwise(terms), pairwise(said), strict=True):
            # Pieces are kept with the matches they are of, so that no others can have their numbers.
            key = (id(left.matches), id(right.matches))
            if (known := self._known.find(key)) is None:
                found = self._following(left.places, right.places)
                articles = slots.article_of_part[self._postings.parts[found]]
                worth = np.full(len(found), min(first.weight, second.weight))
                of_both = (left.matches, right.matches)
                known = Piece(articles + slots.pair.start, worth, matches=of_both)
                self._known.keep(key, known)
            if len(known.slots):
                yield known

    def _following(self, left: Array, right: Array) -> Array:
        """Give the places on the right that follow one on the left."""
        behind = left + 1
        # Cheaper than a scratch for each thread; it is held for a few microseconds.
        with self._lock:
            self._follows[behind] = True
            found: Array = right[self._follows[right]]
            self._follows[behind] = False
        return found
