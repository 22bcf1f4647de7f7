"""What is counted in each article by itself: of articles that are kept it is worked out ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.rows import Joining, Ragged, Rows
from search.stored import SHORT_TEXTS, WORDING
from search.vectors import firsts_of, grouped, summed_pairs

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
class Extracts:
    """Tell the words of bodies and of whole articles, and which words of bodies are new in their part.

    `new_words` and `new_stems` tell of each word whether it, or one of its stem, stands there first.
    """

    bodies: Counted
    content: Counted
    new_words: Ragged
    new_stems: Ragged

    @classmethod
    def of(cls, rows: Rows, stem_of: Array) -> Self:
        """Count rows whose words are numbered in their order as text; `stem_of` tells words of one stem."""
        body, articles = rows.body.words, len(rows)
        starts, parts = body.starts[rows.body.parts.starts], body.of_stretch()
        order, begins = grouped(body.items, len(rows.words))
        bodies = _count_bodies(rows, order, begins)
        stems = int(stem_of.max(initial=-1)) + 1
        by_stem = grouped(stem_of[body.items], stems)
        return cls(
            bodies=Counted.of(*bodies, among=articles),
            content=Counted.of(*_count_content(rows, *bodies), among=articles),
            new_words=Ragged(_new(order, begins, parts), starts),
            new_stems=Ragged(_new(*by_stem, parts), starts),
        )

    @classmethod
    def joined(cls, joining: Joining, several: Sequence[Self]) -> Self:
        """Join what was counted in several sources."""
        words = joining.items_of([one.new_words for one in several])
        stems = joining.items_of([one.new_stems for one in several])
        bodies = Counted.joined(joining, [one.bodies for one in several])
        content = Counted.joined(joining, [one.content for one in several])
        # Only which word it is matters of these: where articles begin is asked of rows.
        nowhere = np.zeros(1, np.int64)
        return cls(bodies, content, Ragged(words, nowhere), Ragged(stems, nowhere))


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
