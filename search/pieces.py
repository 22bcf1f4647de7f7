"""What one word of a question has to say about all articles, worked out once while it is remembered.

Nearly all evidence is a sum over the words of a question. What each word adds is a *piece*: slots and
values. People ask with the same words again and again, so pieces are kept as long as there is room.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.latent import Latent
from search.postings import NOWHERE, Postings
from search.ranking import Weights
from search.remembering import Remembered
from search.saturation import saturated
from search.slots import Slots
from search.terms import Term, rarity
from search.vocabulary import Vocabulary

# An article without any of the words must have this much of the letters of one to be named at all.
_LEAST_LIKENESS: Final = 0.4
_OTHER_FORM: Final = 0.9
# In a short question even a word that every article has says something.
PRESENCE: Final = 1.0
# Words that begin with the same letters, this many, are mostly kin.
BEGINNING: Final = 5
_MOST_KIN: Final = 200
_MOST_BYTES: Final = 24_000_000
# What Python needs for a piece besides its numbers.
_OVERHEAD: Final = 600

Array = NDArray[Any]


class Piece(NamedTuple):
    """Hold what is added to which slots.

    With it comes what is not a sum: the places of a word in titles and bodies, and where its letters
    point along the latent axes. `matches` are those of the terms that it was made for, if any.
    """

    slots: Array
    values: Array
    places: Array = NOWHERE
    axes: Array = NOWHERE
    matches: object = None

    @classmethod
    def of(cls, *parts: tuple[Array, Array]) -> "Piece":
        """Join slots and values, in the least room."""
        return cls(
            np.concatenate([slots for slots, _ in parts], dtype=np.int32, casting="unsafe"),
            np.concatenate([values for _, values in parts], dtype=np.float32, casting="unsafe"),
        )

    def size(self) -> int:
        """Give how many bytes it takes, nearly."""
        return sum(numbers.nbytes for numbers in self[:4]) + _OVERHEAD


_NOTHING: Final = Piece(np.empty(0, np.int32), np.empty(0, np.float32))


class Pieces:
    """Make pieces for one language, and remember them. Safe to share between threads."""

    def __init__(
        self, vocabulary: Vocabulary, postings: Postings, slots: Slots, latent: Latent, weights: Weights
    ) -> None:
        self._vocabulary = vocabulary
        self._postings = postings
        self._slots = slots
        self._latent = latent
        self._weights = weights
        self._df = np.array(vocabulary.df, float)
        self._known: Remembered[Hashable, Piece] = Remembered(_MOST_BYTES, size=Piece.size)

    def of_word(self, term: Term, rarities: Mapping[str, float]) -> Piece:
        """Say all that a word says by itself."""
        # A word that is read again brings the very same matches, and as long as the piece is kept it
        # keeps them, so that no others can have their number.
        key = id(term.matches)
        if (known := self._known.find(key)) is None:
            known = self._make(term, (term.same,), tuple(dict.fromkeys(term.grams)), rarities, with_kin=True)
            self._known.keep(key, known)
        return known

    def of_word_among(
        self,
        term: Term,
        sames: Sequence[int | None],
        new: tuple[str, ...],
        rarities: Mapping[str, float],
        *,
        with_kin: bool,
    ) -> Piece:
        """Say what a word says beside others that have something in common with it.

        `sames` are the very words that were typed, of all terms; `new` are the runs of characters that
        no word before it has. Its kin are told of only `with_kin`.
        """
        exact = tuple(number for number in sames if number in term.matches)
        key = (tuple(term.matches.items()), term.weight, exact, new, term.word if with_kin else term.grams)
        if (known := self._known.find(key)) is None:
            known = self._make(term, exact, new, rarities, with_kin=with_kin)
            self._known.keep(key, known)
        return known

    def _make(
        self,
        term: Term,
        sames: Sequence[int | None],
        new: tuple[str, ...],
        rarities: Mapping[str, float],
        *,
        with_kin: bool,
    ) -> Piece:
        said, letters = self._stands(term, sames), self._letters(new, rarities)
        parts = [said, letters, self._likeness(term.grams)]
        if with_kin and len(term.word) >= BEGINNING:
            parts.append(self._kin(term.word[:BEGINNING]))
        joined = Piece.of(*((part.slots, part.values) for part in parts))
        return joined._replace(places=said.places, axes=letters.axes, matches=term.matches)

    def _stands(self, term: Term, sames: Sequence[int | None]) -> Piece:
        """Say where the words stand that a term may stand for."""
        slots = self._slots
        exact = [number for number in sames if number is not None and number in term.matches]
        places, lengths = self._postings.places(list(term.matches))
        parts = self._postings.parts[places]
        strengths = np.array(list(term.matches.values()), np.float32)
        weights = None if (strengths == 1).all() else np.repeat(strengths, lengths)
        counts = np.bincount(parts, weights, len(slots.of_part))
        found = np.flatnonzero(counts)
        counts = counts[found]
        typed = np.bincount(self._parts(exact), minlength=len(slots.of_part))[found]
        values = term.weight * saturated(counts, slots.held[found])
        slot, article = slots.of_part[found], slots.article_of_part[found]
        wording = slots.is_wording[found]
        in_wording = slots.of_part[found[wording]] - slots.common.start
        values[wording] = (
            (term.weight + PRESENCE) * np.minimum(counts[wording], 1.0) / slots.wording_lengths[in_wording]
        )
        forms = _OTHER_FORM + (1 - _OTHER_FORM) * np.minimum(typed[wording], 1.0)
        telling = slots.is_telling[found]
        in_all, said_all = self._said(article[telling], typed[telling], slots.held_all)
        articles = _distinct(article, slots.articles)
        plain = np.zeros(slots.articles)
        for rows, weight in ((slots.title, self._weights.title), (slots.keyword, self._weights.keyword)):
            is_row = (slot >= rows.start) & (slot < rows.stop)
            plain[article[is_row]] += weight * values[is_row]
        plain[in_all] += self._weights.exact * term.weight * said_all
        made = Piece.of(
            (slot, values),
            (slot[wording] + (slots.sure.start - slots.common.start), values[wording] * forms),
            (in_all + slots.exact.start, term.weight * said_all),
            (articles + slots.covered.start, np.full(len(articles), term.weight)),
            (articles + slots.named.start, np.ones(len(articles))),
            (articles + slots.plain.start, plain[articles]),
        )
        return made._replace(places=places[slots.is_telling[parts]].astype(np.intp))

    def of_small_word(self, number: int, weight: float) -> Piece:
        """Say which titles and questions have a stop word; it does not speak for an article by itself."""
        key = (number, weight)
        if (known := self._known.find(key)) is not None:
            return known
        slots = self._slots
        parts = self._parts([number])
        found = slots.of_part[np.unique(parts[slots.is_wording[parts]])]
        wordings = found - slots.common.start
        share = weight / slots.wording_lengths[wordings]
        made = Piece.of(
            (found, share),
            (wordings + slots.sure.start, share),
            (wordings + slots.small.start, np.full(len(found), weight)),
        )
        self._known.keep(key, made)
        return made

    def _letters(self, grams: tuple[str, ...], rarities: Mapping[str, float]) -> Piece:
        """Say which titles have runs of characters."""
        slots = self._slots
        numbered = ((self._vocabulary.grams.number(gram), rarities[gram]) for gram in grams)
        known = [(number, weight) for number, weight in numbered if number is not None]
        if not known:
            return _NOTHING._replace(axes=self._latent.nowhere)
        found = [self._postings.rows(number) for number, _ in known]
        rows = np.concatenate([row for row, _ in found])
        said = np.concatenate(
            [impact * weight for (_, impact), (_, weight) in zip(found, known, strict=True)]
        )
        total = np.bincount(rows, said, slots.articles)
        having = np.flatnonzero(total)
        made = Piece.of(
            (having + slots.title_grams.start, total[having]),
            (having + slots.plain.start, self._weights.title_grams * total[having]),
        )
        numbers, weights = map(list, zip(*known, strict=True))
        return made._replace(axes=self._latent.along(numbers, weights))

    def _likeness(self, grams: tuple[str, ...]) -> Piece:
        """Name the articles that have a word with most of the letters of this one in a short text."""
        slots = self._slots
        words = self._vocabulary.grams.words_with_most(grams, share=_LEAST_LIKENESS)
        parts = self._parts(words.tolist())
        parts = parts[parts < slots.short_parts]
        articles = _distinct(slots.article_of_part[parts[slots.is_hint[parts]]], slots.articles)
        return Piece.of((articles + slots.alike.start, np.ones(len(articles))))

    def _kin(self, beginning: str) -> Piece:
        """Say where words stand that begin alike: forms and kin that no stem brings together."""
        slots = self._slots
        kin = self._vocabulary.starting_with(beginning, limit=_MOST_KIN)
        parts = self._parts(kin)
        parts = parts[slots.is_telling[parts]]
        counts = np.bincount(slots.article_of_part[parts], minlength=slots.articles)
        found = np.flatnonzero(counts)
        without = float(np.prod(1 - self._df[kin] / slots.articles))
        weight = rarity(slots.articles * (1 - without), slots.articles)
        said = weight * saturated(counts[found], slots.held_all[found])
        return Piece.of(
            (found + slots.beginning.start, said),
            (found + slots.plain.start, self._weights.beginning * said),
        )

    def _parts(self, words: Sequence[int]) -> Array:
        parts: Array = self._postings.parts[self._postings.places(words)[0]]
        return parts

    def _said(self, article: Array, counts: Array, held: Array) -> tuple[Array, Array]:
        """Add counts up by article, and saturate them."""
        total = np.bincount(article, counts, self._slots.articles)
        found = np.flatnonzero(total)
        return found, saturated(total[found], held[found])


def _distinct(articles: Array, count: int) -> Array:
    return np.flatnonzero(np.bincount(articles, minlength=count))
