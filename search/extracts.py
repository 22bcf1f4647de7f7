"""What is counted in each article by itself: of articles that are kept it is worked out ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.rows import Joining, Ragged, Rows
from search.stored import SHORT_TEXTS, WORDING
from search.vectors import expanded, firsts_of, grouped, summed_pairs

Array = NDArray[Any]


class Counted(NamedTuple):
    """Hold the words of each article, each once and in their order, and how often it stands there."""

    words: Ragged
    times: Array

    @classmethod
    def of(cls, articles: Array, words: Array, times: Array, *, among: int) -> Self:
        """Make it of pairs that stand in the order of so many articles."""
        return cls(Ragged.of(words, np.bincount(articles, minlength=among)), times)

    @classmethod
    def joined(cls, joining: Joining, several: Sequence[Self]) -> Self:
        """Join what several sources hold."""
        times = joining.items_of([Ragged(one.times, one.words.starts) for one in several])
        return cls(joining.words_of([one.words for one in several]), times)


@dataclass(frozen=True, slots=True)
class Totals:
    """Tell the words of bodies and of whole articles, and of how many parts of bodies have what.

    Both are told of each word: how many have the word, and in how many it is the first of its stem.
    """

    bodies: Counted
    content: Counted
    parts_with: Array
    parts_begun: Array


@dataclass(frozen=True, slots=True)
class Extracts:
    """Hold what articles tell together, and which words of bodies count as having a part, by article."""

    totals: Totals
    with_word: Ragged
    begins_stem: Ragged

    @classmethod
    def of(cls, rows: Rows, stem_of: Array) -> Self:
        """Count rows whose words are numbered in their order as text; `stem_of` tells words of one stem."""
        body, articles = rows.body.words, len(rows)
        starts, parts = body.starts[rows.body.parts.starts], body.of_stretch()
        order, begins = grouped(body.items, len(rows.words))
        bodies = _count_bodies(rows, order, begins)
        by_stem = grouped(stem_of[body.items], int(stem_of.max(initial=-1)) + 1)
        with_word, begins_stem = _new(order, begins, parts), _new(*by_stem, parts)
        words = len(rows.words)
        totals = Totals(
            bodies=Counted.of(*bodies, among=articles),
            content=Counted.of(*_count_content(rows, *bodies), among=articles),
            parts_with=np.bincount(body.items[with_word], minlength=words),
            parts_begun=np.bincount(body.items[begins_stem], minlength=words),
        )
        return cls(totals, Ragged(with_word, starts), Ragged(begins_stem, starts))


def join_totals(joining: Joining, several: Sequence[Extracts]) -> Totals:
    """Join what was counted in several sources: what is not taken from one is taken off."""
    with_word, begun = [], []
    for rows, one, gone in zip(joining.sources, several, joining.gone(), strict=True):
        places = expanded(one.with_word.starts[gone], one.with_word.lengths[gone])
        words, total = rows.body.words.items[places], len(rows.words)
        taken_off = [
            np.bincount(words[counted.items[places]], minlength=total)
            for counted in (one.with_word, one.begins_stem)
        ]
        with_word.append(one.totals.parts_with - taken_off[0])
        begun.append(one.totals.parts_begun - taken_off[1])
    return Totals(
        bodies=Counted.joined(joining, [one.totals.bodies for one in several]),
        content=Counted.joined(joining, [one.totals.content for one in several]),
        parts_with=joining.sums_of(with_word),
        parts_begun=joining.sums_of(begun),
    )


def _count_bodies(rows: Rows, order: Array, begins: Array) -> tuple[Array, Array, Array]:
    """Give articles, words and times of bodies, by the articles; `order` is that of their words."""
    of_article = np.repeat(np.arange(len(rows), dtype=np.int32), rows.body.words_of_text())[order]
    firsts = np.flatnonzero(firsts_of(of_article, begins))
    times = np.diff(firsts, append=len(order)).astype(np.int32)
    words, articles = rows.body.words.items[order[firsts]], of_article[firsts]
    by_article, _ = grouped(articles, len(rows))
    return articles[by_article], words[by_article], times[by_article]


def _count_content(rows: Rows, articles: Array, words: Array, times: Array) -> tuple[Array, Array, Array]:
    """Give the same of all texts that say something, of which that of bodies is given."""
    texts = np.repeat(np.arange(len(rows) * SHORT_TEXTS, dtype=np.int32), rows.short.words_of_text())
    is_said = texts % SHORT_TEXTS != WORDING
    in_short = np.count_nonzero(is_said)
    return summed_pairs(
        np.concatenate([texts[is_said] // SHORT_TEXTS, articles]),
        np.concatenate([rows.short.words.items[is_said], words]),
        np.concatenate([np.ones(in_short, np.int32), times]),
        (len(rows), len(rows.words)),
    )


def _new(order: Array, begins: Array, parts: Array) -> Array:
    """Tell which of some words, ordered by what they are, stand first in their part."""
    is_new = np.empty(len(order), bool)
    is_new[order] = firsts_of(parts[order], begins)
    return is_new
