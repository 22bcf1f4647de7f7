"""Quote what an article says to a question: whole sentences, word for word. Nothing is ever made up."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from search.answer import Excerpt
from search.asking import Ranking, best_passage
from search.shelf import Shelf
from search.stored import unpack_span
from search.terms import Term

# About three lines; what is longer is read in the article.
_MOST_CHARACTERS: Final = 320
# Where a sentence ends, and the next one begins.
_BORDER: Final = re.compile(r"(?<=[.!?…])\s+")
# So much of what was asked must stand in the passage itself, not only in title or keywords.
_LEAST_ASKED: Final = 0.5


def quote(shelf: Shelf, ranking: Ranking) -> Excerpt | None:
    """Quote the best passage of the first article, else its beginning; None if neither has most of the words.

    Who only names the article is told its beginning first, unless the passage says the very words.
    To one word the beginning answers, or none.
    """
    first = ranking.found[0]
    # One word does not ask for any passage in particular: then the article's own beginning is its answer.
    best = best_passage(ranking, first) if len(ranking.plan.terms) > 1 else 0
    if best is None:
        return None
    number, terms = first.number, ranking.plan.terms
    is_about_all = _is_named(shelf, terms, number) and not _is_said(shelf, terms, number, best)
    passages = (0, best) if is_about_all else (best, 0)
    said = (_quote_from(shelf, terms, number, passage) for passage in dict.fromkeys(passages))
    return next((one for one in said if one is not None), None)


def _is_named(shelf: Shelf, terms: Sequence[Term], article: int) -> bool:
    """Tell whether all that was asked stands in the title of an article."""
    title = shelf.stored.title_of(article)
    return all(not title.isdisjoint(term.matches) for term in terms)


def _is_said(shelf: Shelf, terms: Sequence[Term], article: int, passage: int) -> bool:
    """Tell whether a passage of an article has the words side by side, as a button has."""
    matches = [term.matches for term in terms]
    words = shelf.stored.shown(article, passage).words
    return any(
        first in matches[0]
        and all(word in meant for word, meant in zip(words[place:], matches, strict=False))
        for place, first in enumerate(words[: max(len(words) - len(matches) + 1, 0)])
    )


def _quote_from(shelf: Shelf, terms: Sequence[Term], number: int, which: int) -> Excerpt | None:
    """Quote a passage of an article, unless it lacks the words or its sentences are too long."""
    part, passage, words = shelf.stored.shown(number, which)
    if passage is None:
        return None
    found = set(words).intersection(chain.from_iterable([term.matches for term in terms]))
    told = sum(term.weight for term in terms if not found.isdisjoint(term.matches))
    if told < _LEAST_ASKED * sum(term.weight for term in terms):
        return None
    spans = shelf.stored.spans_of(part)
    places = [
        (unpack_span(spans[place])[0], word)
        for place, word in enumerate(words)
        if word in found and spans[place]
    ]
    if not (text := _sentences(passage.text, places)):
        return None
    article = shelf.stored.article(number)
    return Excerpt(text, article.id, article.title, article.url, passage.anchor)


def _sentences(text: str, places: Sequence[tuple[int, int]]) -> str:
    """Choose sentences that follow one another, from the one with the most of the words on."""
    if len(text) <= _MOST_CHARACTERS:
        return text
    borders = [border.span() for border in _BORDER.finditer(text)]
    ends, starts = zip(*borders, strict=True) if borders else ((), ())
    sentences = list(zip((0, *starts), (*ends, len(text)), strict=True))
    told = [len({word for place, word in places if start <= place < end}) for start, end in sentences]
    first = told.index(max(told))
    return _from(text, sentences, first)


def _from(text: str, sentences: Sequence[tuple[int, int]], first: int) -> str:
    start, end = sentences[first]
    if end - start > _MOST_CHARACTERS:
        return ""
    for _, following in sentences[first + 1 :]:
        if following - start > _MOST_CHARACTERS:
            break
        end = following
    return text[start:end]
