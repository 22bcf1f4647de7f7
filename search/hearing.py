"""Hear what the words of a question say of articles and their parts: counted, and added up.

People ask with the same words, so what a word says of all articles is remembered, as long as there is not too
much of it. In a large collection only its letters are; the word is heard for the chosen articles.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.claims import Claim
from search.letters import Letters
from search.neighbours import Neighbours
from search.parts import Chosen, PartTable, WordParts
from search.remembering import Remembered
from search.saturation import saturated
from search.tallying import (
    ALIKE,
    CHOSEN_ROWS,
    COVERED,
    EXACT,
    NAMED,
    PAIRS,
    TOLD_ROWS,
    Layout,
    Saying,
    Tally,
    add_up,
    join,
)

_OTHER_FORM: Final = 0.9
# In a short question even a word that every article has says something.
PRESENCE: Final = 1.0
# Of more parts than this, what a word says takes too much room to be remembered.
_MOST_PARTS: Final = 60_000
_MOST_BYTES: Final = 32_000_000
_MOST_BYTES_OF_LETTERS: Final = 12_000_000

Array = NDArray[Any]


class Heard(NamedTuple):
    """Hold what was heard of all articles: rows of what is told of each, and where it points."""

    claims: Sequence[Claim]
    small_words: Mapping[int, float]
    told: Array
    axes: Array
    words: Array
    """What words say of all parts, where that is remembered."""

    @property
    def has_like_words(self) -> Array:
        """Tell which articles have a word like one of the question in a short text."""
        is_like: Array = self.told[ALIKE] > 0
        return is_like


class Hearing:
    """Hear words in one language. Safe to share between threads."""

    def __init__(
        self, table: PartTable, word_parts: WordParts, neighbours: Neighbours, letters: Letters
    ) -> None:
        self._table = table
        self._word_parts = word_parts
        self._neighbours = neighbours
        self._letters = letters
        self._remembers = len(table.article) <= _MOST_PARTS
        self._rows = TOLD_ROWS * table.articles
        self._lengths = table.wording_length[table.all.wordings]
        self._layout = Layout.of(table.all, first=self._rows + letters.axes)
        self._known: Remembered[Hashable, Saying] = Remembered(
            _MOST_BYTES if self._remembers else _MOST_BYTES_OF_LETTERS, size=Saying.size
        )

    def hear(self, claims: Sequence[Claim], small_words: Mapping[int, float]) -> Heard:
        """Hear what words, and their letters, say of all articles."""
        said = [self._of_claim(claim) for claim in claims]
        said += [self._of_pair(left, right) for left, right in pairwise(claims)]
        size = self._layout.first
        if self._remembers:
            said += [self._of_small_word(word) for word in small_words.items()]
            # Without small words the last slots are left out.
            size = self._layout.end if small_words else self._layout.small
        total = add_up(said, size)
        return Heard(
            claims,
            small_words,
            total[: self._rows].reshape(TOLD_ROWS, -1),
            total[self._rows : self._layout.first].astype(np.float32),
            total,
        )

    def tally(self, heard: Heard, articles: Array) -> Tally:
        """Say what was heard of some articles, given in their order, and of their parts."""
        is_all = len(articles) == self._table.articles
        told = heard.told if is_all else heard.told.take(articles, axis=1)
        if not self._remembers:
            return self._listen(heard, told, self._table.choose(articles))
        layout, chosen, total = self._layout, self._table.all, heard.words
        rows = total[layout.first : layout.said].reshape(CHOSEN_ROWS, -1)
        return Tally(
            told,
            rows if is_all else rows.take(articles, axis=1),
            total[layout.said :],
            total[layout.said : layout.sure],
            total[layout.small :] if heard.small_words else None,
            chosen.wordings,
            self._lengths,
            chosen.edges if is_all else chosen.edges.take(articles),
        )

    def _listen(self, heard: Heard, told: Array, chosen: Chosen) -> Tally:
        """Hear what words say of chosen articles only."""
        layout = Layout.of(chosen)
        said = [self._weigh(claim, chosen, layout) for claim in heard.claims]
        said += [self._weigh_small(*word, chosen, layout) for word in heard.small_words.items()]
        total = add_up(said, layout.end)
        lengths = self._table.wording_length[chosen.parts[chosen.wordings[:-1]]]
        return Tally(
            told,
            total[: layout.said].reshape(CHOSEN_ROWS, -1),
            total[layout.said :],
            total[layout.said : layout.sure],
            total[layout.small :] if heard.small_words else None,
            chosen.wordings,
            np.append(lengths, 1.0),
            chosen.edges,
        )

    def _of_claim(self, claim: Claim) -> Saying:
        """Tell what a word's letters say of all articles, and what it says itself if that is remembered."""
        if (known := self._known.find(claim.key)) is None:
            said = self._letters.of(claim)
            if self._remembers:
                said.append(self._weigh(claim, self._table.all, self._layout)[:2])
            known = join(said, of=claim.term).small()
            self._known.keep(claim.key, known)
        return known

    def _of_small_word(self, word: tuple[int, float]) -> Saying:
        if (known := self._known.find(word)) is None:
            known = self._weigh_small(*word, self._table.all, self._layout).small()
            self._known.keep(word, known)
        return known

    def _of_pair(self, left: Claim, right: Claim) -> Saying:
        """Weigh neighbours of the question that are neighbours in a title or a passage, too."""
        key = (left.key, right.key)
        if (known := self._known.find(key)) is None:
            articles, counts = self._neighbours.of(left.words, right.words)
            slots = articles + PAIRS * self._table.articles
            weight = min(left.term.weight, right.term.weight)
            known = Saying(slots, counts * weight, (left.term, right.term)).small()
            self._known.keep(key, known)
        return known

    def _weigh(self, claim: Claim, chosen: Chosen, layout: Layout) -> Saying:
        """Weigh what a word of the question says of chosen articles."""
        table, weight = self._table, claim.term.weight
        at, count, typed = self._count(claim, chosen)
        part = at if chosen.is_all else chosen.parts[at]
        # Short parts come first; of these some are wordings, and not all tell.
        short = int(at.searchsorted(chosen.short))
        said = weight * saturated(count, table.held[part])
        wording = table.is_wording[part[:short]].nonzero()[0]
        share = (weight + PRESENCE) * np.minimum(count[wording], 1.0)
        share /= table.wording_length[part[wording]]
        said[wording] = share
        forms = _OTHER_FORM + (1 - _OTHER_FORM) * np.minimum(typed[wording], 1.0)
        telling = typed.copy()
        telling[:short] *= table.is_telling[part[:short]]
        place = chosen.places[at]
        articles = (np.bincount(place, minlength=layout.articles) > 0).nonzero()[0]
        told = np.bincount(place, telling, layout.articles)[articles]
        exact = weight * saturated(told, table.held_all[chosen.articles[articles]])
        first = articles + layout.first
        return join(
            [
                (first + EXACT * layout.articles, exact),
                (first + COVERED * layout.articles, np.full(len(articles), weight)),
                (first + NAMED * layout.articles, np.ones(len(articles))),
                (at + layout.said, said),
                (chosen.wordings.searchsorted(at[wording]) + layout.sure, share * forms),
            ]
        )

    def _weigh_small(self, number: int, weight: float, chosen: Chosen, layout: Layout) -> Saying:
        """Weigh what a small word says: it counts in wordings only."""
        at, count, _ = self._stand((number,), chosen)
        part = at if chosen.is_all else chosen.parts[at]
        wording = self._table.is_wording[part].nonzero()[0]
        at, part = at[wording], part[wording]
        share = weight * np.minimum(count[wording], 1.0) / self._table.wording_length[part]
        of_wordings = chosen.wordings.searchsorted(at)
        return join(
            [
                (at + layout.said, share),
                (of_wordings + layout.sure, share),
                (of_wordings + layout.small, np.full(len(at), weight)),
            ]
        )

    def _count(self, claim: Claim, chosen: Chosen) -> tuple[Array, Array, Array]:
        """Give the chosen parts that have a word of a claim, how often, and how often as it was typed."""
        words, exact = claim.words, claim.exact
        part, counts, ends = self._stand(words, chosen)
        is_weaker = min(words.values(), default=1.0) < 1
        if len(words) == 1 and not is_weaker:
            return part, counts, counts if exact else np.zeros(len(part))
        weights = counts
        if is_weaker:
            weights = counts * np.array([*words.values()]).repeat(np.diff(ends))
        sums = np.bincount(part, weights, chosen.size)
        at = (sums > 0).nonzero()[0]
        count = sums[at]
        if len(exact) == len(words):
            return at, count, count
        typed = np.zeros(chosen.size)
        for first, end, word in zip(ends, ends[1:], words, strict=False):
            if word in exact:
                # A word is in each part once.
                typed[part[first:end]] += counts[first:end]
        return at, count, typed[at]

    def _stand(self, words: Collection[int], chosen: Chosen) -> tuple[Array, Array, Array]:
        """Give the chosen parts in which words stand, how often, and where each word begins and ends."""
        parts, counts, ends = self._word_parts.of(words)
        if chosen.is_all:
            return parts.astype(np.intp), counts.astype(float), ends
        part = chosen.local[parts]
        kept = (part < chosen.size).nonzero()[0]
        return part[kept].astype(np.intp), counts[kept].astype(float), kept.searchsorted(ends)
