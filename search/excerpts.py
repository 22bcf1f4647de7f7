"""Quote what an article says to a question: whole sentences, word for word. Nothing is ever made up."""

import re
from collections.abc import Sequence
from typing import Final

from search.answer import Excerpt
from search.asking import Ranking
from search.shelf import Shelf

# About three lines; what is longer is read in the article.
_MOST_CHARACTERS: Final = 320
_SENTENCE: Final = re.compile(r"\S.*?(?:[.!?…](?=\s|$)|$)", re.DOTALL)
# So much of what was asked must stand in the passage itself, not only in title or keywords.
_LEAST_ASKED: Final = 0.5


def quote(shelf: Shelf, ranking: Ranking) -> Excerpt | None:
    """Quote the best passage of the first article, or None if it does not have most of the words."""
    first = ranking.found[0]
    best = first.weighed.best_passage
    article = shelf.stored.article(first.number)
    if best is None or not article.passages:
        return None
    passage = article.passages[best]
    weights = {number: term.weight for term in ranking.plan.terms for number in term.matches}
    found = weights.keys() & set(shelf.stored.words_of_passage(first.number, best)[0])
    told = sum(term.weight for term in ranking.plan.terms if any(number in found for number in term.matches))
    asked = sum(term.weight for term in ranking.plan.terms)
    text = _sentences(passage.text, {shelf.vocabulary.words[number] for number in found}, shelf)
    if not text or told < _LEAST_ASKED * asked:
        return None
    return Excerpt(text, article.id, article.title, article.url, passage.anchor)


def _sentences(text: str, words: set[str], shelf: Shelf) -> str:
    """Choose sentences that follow one another, from the one with the most of the words on."""
    sentences = list(_SENTENCE.finditer(text))
    if not sentences:
        return ""
    if len(text) <= _MOST_CHARACTERS:
        return text
    told = [
        len({token.word for token in shelf.analyzer.tokens(sentence[0])} & words) for sentence in sentences
    ]
    first = told.index(max(told))
    return _from(text, sentences, first)


def _from(text: str, sentences: Sequence[re.Match[str]], first: int) -> str:
    start, end = sentences[first].span()
    if end - start > _MOST_CHARACTERS:
        return ""
    for sentence in sentences[first + 1 :]:
        if sentence.end() - start > _MOST_CHARACTERS:
            break
        end = sentence.end()
    return text[start:end]
