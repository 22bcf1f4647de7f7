"""Hear what the words of a question say of the parts of chosen articles: counted, and added up.

People ask with the same words, so what a word says of all articles is remembered, as long as there is not too
much of it. In a large collection all words of a question are heard at once, for the chosen articles only.
"""

import threading
from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.claims import Claim
from search.letters import Said
from search.parts import Chosen, PartTable, WordParts
from search.remembering import Remembered
from search.saturation import saturated

_OTHER_FORM: Final = 0.9
# In a short question even a word that every article has says something.
PRESENCE: Final = 1.0
# Of more parts than this, what a word says takes too much room to be remembered.
_MOST_PARTS: Final = 60_000
_MOST_BYTES: Final = 20_000_000
# What Python needs for an entry besides its numbers.
_OVERHEAD: Final = 600

Array = NDArray[Any]


class Tally(NamedTuple):
    """Hold what words say, added up: first of each article, then of each of its parts, or of each wording.

    `title_grams` and `beginning` are of letters, `pairs` of neighbours that are neighbours there, too;
    `exact` is what the words weigh that stand as they were typed, `covered` what all words of an article
    weigh, and `named` how many there are. `said` is what a part says of the words; `sure` the same of a
    wording, other forms counting less; `small` what the small words in a wording weigh, if any was asked.
    """

    title_grams: Array
    beginning: Array
    pairs: Array
    exact: Array
    covered: Array
    named: Array
    said: Array
    sure: Array
    small: Array | None


class _Piece(NamedTuple):
    """Hold what is added to which slots: rows for articles, one for all parts, two for short ones.

    `of` is what its key stands for, lest something else take its number.
    """

    articles: Array
    values: Array
    of: object

    def size(self) -> int:
        """Give how many bytes it takes, nearly."""
        return self.articles.nbytes + self.values.nbytes + _OVERHEAD


# What a tally has from `exact` on.
_Sums = tuple[Array, Array, Array, Array, Array, Array | None]
_TITLE_GRAMS, _BEGINNING, _PAIRS, _EXACT, _COVERED, _NAMED = range(6)
_ROWS: Final = 6


class Hearing:
    """Hear words in one language. Safe to share between threads."""

    def __init__(self, table: PartTable, word_parts: WordParts, *, places: int) -> None:
        self._table = table
        self._word_parts = word_parts
        self._neighbours = _Neighbours(places)
        self._remembers = len(table.article) <= _MOST_PARTS
        self._said = _ROWS * table.articles
        self._sure = self._said + len(table.article)
        self._small = self._sure + table.short
        self._size = self._small + table.short
        self._known: Remembered[Hashable, _Piece] = Remembered(_MOST_BYTES, size=_Piece.size)

    def hear(
        self,
        claims: Sequence[Claim],
        small_words: Mapping[int, float],
        letters: Sequence[Said],
        chosen: Chosen,
    ) -> Tally:
        """Give what words, and their letters, say of chosen articles."""
        if self._remembers:
            return self._remember(claims, small_words, letters, chosen)
        every = self._table.articles
        rows = _Rows(claims, small_words)
        heard = self._find(rows, chosen)
        title_grams, beginning = _total(letters, 2 * every).reshape(2, every)[:, chosen.articles]
        pairs = self._pairs(rows, heard, chosen)
        exact, covered, named, said, sure, small = self._add_up(rows, heard, chosen)
        at = chosen.wordings
        of_small = small[at] if small is not None else None
        return Tally(title_grams, beginning, pairs, exact, covered, named, said, sure[at], of_small)

    def _remember(
        self,
        claims: Sequence[Claim],
        small_words: Mapping[int, float],
        letters: Sequence[Said],
        chosen: Chosen,
    ) -> Tally:
        said: list[_Piece | Said] = [self._of_claim(claim) for claim in claims]
        said += [self._of_small_word(number, weight) for number, weight in small_words.items()]
        said += [self._of_pair(left, right) for left, right in pairwise(claims)]
        said += letters
        # Without small words the last rows are left out.
        total = _total(said, self._size if small_words else self._small)
        of_articles = total[: self._said].reshape(_ROWS, -1)
        of_parts, sure, small = (
            total[self._said : self._sure],
            total[self._sure : self._small],
            total[self._small :],
        )
        wordings = chosen.parts[chosen.wordings]
        if not chosen.is_all:
            of_articles = of_articles[:, chosen.articles]
        of_small = small[wordings] if small_words else None
        title_grams, beginning, pairs, exact, covered, named = of_articles
        said_of_parts = of_parts[chosen.parts]
        return Tally(
            title_grams, beginning, pairs, exact, covered, named, said_of_parts, sure[wordings], of_small
        )

    def _of_claim(self, claim: Claim) -> _Piece:
        if (known := self._known.find(claim.key)) is None:
            known = self._alone(_Rows((claim,), {}), claim.term)
            self._known.keep(claim.key, known)
        return known

    def _of_small_word(self, number: int, weight: float) -> _Piece:
        key = (number, weight)
        if (known := self._known.find(key)) is None:
            known = self._alone(_Rows((), {number: weight}), None)
            self._known.keep(key, known)
        return known

    def _of_pair(self, left: Claim, right: Claim) -> _Piece:
        key = (left.key, right.key)
        if (known := self._known.find(key)) is None:
            rows, chosen = _Rows((left, right), {}), self._table.all
            pairs = self._pairs(rows, self._find(rows, chosen), chosen)
            articles = pairs.nonzero()[0]
            slots = (articles + _PAIRS * self._table.articles).astype(np.int32)
            known = _Piece(slots, pairs[articles].astype(np.float32), (left.term, right.term))
            self._known.keep(key, known)
        return known

    def _alone(self, rows: "_Rows", of: object) -> _Piece:
        """Say what some words say of all articles."""
        chosen, every = self._table.all, self._table.articles
        tally = self._add_up(rows, self._find(rows, chosen), chosen)
        slots, values = [], []
        starts = (_EXACT * every, _COVERED * every, _NAMED * every, self._said, self._sure, self._small)
        for place, (start, sums) in enumerate(zip(starts, tally, strict=True)):
            if sums is None:
                continue
            at = sums.nonzero()[0]
            values.append(sums[at])
            slots.append((at if place < _ROWS // 2 else chosen.parts[at]) + start)
        return _Piece(
            np.concatenate(slots, dtype=np.int32, casting="unsafe"),
            np.concatenate(values, dtype=np.float32, casting="unsafe"),
            of,
        )

    def _find(self, rows: "_Rows", chosen: Chosen) -> "_Heard":
        """Find in which chosen parts words stand, and how often."""
        parts, counts, starts, lengths = self._word_parts.of(rows.words)
        part = chosen.local[parts]
        ends = lengths.cumsum()
        behind = starts - ends + lengths
        kept = (part < chosen.size).nonzero()[0]
        if len(kept) < len(part):
            part, counts = part[kept], counts[kept]
            lengths = np.diff(kept.searchsorted(ends), prepend=0)
        word = rows.numbers_of_words.repeat(lengths)
        row = rows.row_of_word[word]
        key = row * chosen.size + part
        weights = counts * rows.strengths[word] if rows.is_any_weaker else counts
        sums = np.bincount(key, weights, rows.count * chosen.size)
        return _Heard(part, word, row, key, counts, sums, sums > 0, kept, behind)

    def _add_up(self, rows: "_Rows", heard: "_Heard", chosen: Chosen) -> _Sums:
        """Weigh what stands where: all of a tally from `exact` on."""
        table = self._table
        at = heard.is_there.nonzero()[0]
        count = heard.sums[at]
        typed = count
        if not rows.is_all_typed:
            typed = np.bincount(heard.key, heard.counts * rows.is_typed[heard.word], len(heard.sums))[at]
        ends = at.searchsorted(rows.ends * chosen.size).tolist()
        row = rows.numbers.repeat([end - start for start, end in pairwise([0, *ends])])
        part = at - row * chosen.size
        number = chosen.parts[part]
        said = rows.text_weights[row] * saturated(count, table.held[number])
        wording = table.is_wording[number].nonzero()[0]
        of_word, of_part = row[wording], part[wording]
        share = rows.wording_weights[of_word] * np.minimum(count[wording], 1.0)
        share /= table.wording_length[number[wording]]
        said[wording] = share
        forms = _OTHER_FORM + (1 - _OTHER_FORM) * np.minimum(typed[wording], 1.0)
        return (
            *self._of_articles(rows, chosen, row, part, typed, ends[rows.terms - 1] if rows.terms else 0),
            np.bincount(part, said, chosen.size),
            np.bincount(of_part, share * forms, chosen.size),
            np.bincount(of_part, rows.small_weights[of_word], chosen.size) if rows.has_small else None,
        )

    def _of_articles(
        self, rows: "_Rows", chosen: Chosen, row: Array, part: Array, typed: Array, end: int
    ) -> tuple[Array, Array, Array]:
        """Weigh in which articles words stand at all, and in which just as they were typed."""
        width = len(chosen.articles)
        if not rows.terms:
            return (np.zeros(width),) * 3
        row, part, typed = row[:end], part[:end], typed[:end]
        weights = rows.text_weights[: rows.terms]
        key = row * width + chosen.places[part]
        present = (np.bincount(key, minlength=rows.terms * width) > 0).reshape(-1, width)
        telling = typed * self._table.is_telling[chosen.parts[part]]
        counts = np.bincount(key, telling, rows.terms * width).reshape(-1, width)
        exact = weights @ saturated(counts, self._table.held_all[chosen.articles])
        return exact, weights @ present, present.sum(axis=0)

    def _pairs(self, rows: "_Rows", heard: "_Heard", chosen: Chosen) -> Array:
        """Weigh neighbours of the question that are neighbours in a title or a passage, too."""
        if rows.terms <= 1:
            return np.zeros(len(chosen.articles))
        # Only what two words of a row are in can have them side by side.
        is_there = heard.is_there.reshape(rows.count, chosen.size)[: rows.terms]
        both = is_there[1:] & is_there[:-1] & self._table.is_telling[chosen.parts]
        is_near = np.zeros((rows.count, chosen.size), bool)
        is_near[: rows.terms - 1] = both
        is_near[1 : rows.terms] |= both
        at = is_near.ravel()[heard.key].nonzero()[0]
        places, times = self._word_parts.places_of(heard.kept[at] + heard.behind[heard.word[at]])
        row = heard.row[at].repeat(times)
        found = self._neighbours.of(row, places)
        articles = chosen.places[heard.part[at].repeat(times)[found]]
        return np.bincount(articles, rows.pair_weights[row[found]], len(chosen.articles))


def _total(said: Sequence[_Piece | Said], size: int) -> Array:
    """Add up what is said, slot by slot."""
    if not said:
        return np.zeros(size)
    slots = np.concatenate([one.articles for one in said], dtype=np.intp)
    values = np.concatenate([one.values for one in said], dtype=np.float64)
    return np.bincount(slots, values, size)


class _Heard(NamedTuple):
    """Hold in which chosen parts words stand: the part, which word it is, of which row, and how often.

    `key` is of row and part together; by it, `sums` says how often any word of a row stands in a part, and
    `is_there` whether one does. `kept` and `behind` tell of each, and of each word, where it was found.
    """

    part: Array
    word: Array
    row: Array
    key: Array
    counts: Array
    sums: Array
    is_there: Array
    kept: Array
    behind: Array


class _Rows:
    """Lay out the words of the index that a question is looked for with: a row for each word of the question.

    Terms come first, then small words, which count in titles and questions only.
    """

    def __init__(self, claims: Sequence[Claim], small_words: Mapping[int, float]) -> None:
        self.terms = len(claims)
        self.count = count = self.terms + len(small_words)
        self.has_small = bool(small_words)
        self.words: list[int] = []
        strengths: list[float] = []
        rows: list[int] = []
        is_typed: list[bool] = []
        for row, claim in enumerate(claims):
            self.words += claim.words
            strengths += claim.words.values()
            is_typed += [word in claim.exact for word in claim.words]
            rows += [row] * len(claim.words)
        small = list(small_words.values())
        self.words += small_words
        strengths += [1.0] * len(small)
        is_typed += [True] * len(small)
        rows += range(self.terms, count)
        weights = [claim.term.weight for claim in claims]
        none = [0.0] * len(small)
        self.row_of_word = np.array(rows, np.intp)
        self.numbers_of_words = np.arange(len(rows))
        self.is_all_typed = all(is_typed)
        self.is_typed = np.array(is_typed, float)
        self.is_any_weaker = min(strengths, default=1.0) < 1
        self.strengths = np.array(strengths)
        self.numbers = np.arange(count)
        self.ends = self.numbers + 1
        # A pair goes by the row of its right word.
        self.text_weights, self.wording_weights, self.small_weights, self.pair_weights = np.array(
            [
                weights + none,
                [weight + PRESENCE for weight in weights] + small,
                [0.0] * self.terms + small,
                [0.0, *map(min, pairwise(weights)), *none][:count] if weights else none,
            ]
        )


class _Neighbours:
    """Find words that stand side by side as they were asked."""

    def __init__(self, places: int) -> None:
        # One place more: the last word of all has nothing behind it.
        self._before = np.zeros(places + 1, np.uint8)
        self._lock = threading.Lock()

    def of(self, row: Array, places: Array) -> Array:
        """Give which places, of words in these rows, follow one of the row before."""
        behind = places + 1
        # A place that follows no word says 0, which no row waits for.
        marks = row.astype(np.uint8)
        marks += 2
        # Cheaper than a scratch for each thread; it is held for a few microseconds.
        with self._lock:
            self._before[behind] = marks
            found: Array = (self._before[places] == marks - 1).nonzero()[0]
            self._before[behind] = 0
        return found
