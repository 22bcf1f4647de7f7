"""Read the words of a question: which words of the index each may stand for, and how surely."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from search.analysis import Analyzer, Token
from search.synonyms import SynonymTable
from search.vocabulary import Vocabulary

_MOST_COMPLETIONS: Final = 40
_LONGEST_JOINED: Final = 40

# How sure a match is, from the word itself to a guess.
SAME: Final = 1.0
UNACCENTED: Final = 0.9
OTHER_ACCENTS: Final = 0.3
COMPLETED: Final = 0.8
JOINED: Final = 0.8
SYNONYM: Final = 0.6
CORRECTED: Final = 0.7
# What a stop word counts for, where titles and questions have it.
SMALL_WORD: Final = 0.5


@dataclass(frozen=True, slots=True)
class Term:
    """Hold one word of the question: the index's words it may stand for, each with a strength.

    `same` is the number of the very word, or None if no article has it. `weight` grows with the
    rarity of the word (inverse document frequency). A term is known if no guess was needed. `grams`
    are its runs of characters.
    """

    word: str
    start: int
    end: int
    matches: Mapping[int, float]
    same: int | None
    weight: float
    is_known: bool
    grams: tuple[str, ...]
    corrections: tuple[str, ...] = ()


def rarity(df: float, articles: int) -> float:
    """Weigh a term by how few articles have it (the idf of BM25, never negative)."""
    return math.log(1 + (articles - df + 0.5) / (df + 0.5))


@dataclass(frozen=True, slots=True)
class TermReader:
    """Read the words of one question against one vocabulary."""

    vocabulary: Vocabulary
    analyzer: Analyzer
    articles: int
    synonyms: SynonymTable | None = None

    def terms(self, tokens: Sequence[Token], *, unfinished: Token | None, guess: bool) -> list[Term]:
        """Read all words that say something; words beside each other may be one, or mean another."""
        telling = [token for token in tokens if not self.analyzer.is_stop(token.word)] or tokens
        also = self._meant_besides(tokens)
        return [
            self._term(token, also.get(token.word, {}), is_prefix=token is unfinished, guess=guess)
            for token in distinct(telling)
        ]

    def _term(self, token: Token, also: Mapping[int, float], *, is_prefix: bool, guess: bool) -> Term:
        """Find what a word may stand for: its forms, else without accents, else corrected."""
        word = token.word
        matches = self._forms(self.analyzer.stem(word), SAME)
        sure = OTHER_ACCENTS if matches else UNACCENTED
        for stem in self.vocabulary.without_accents(word):
            _merge(matches, self._forms(stem, sure))
        if is_prefix:
            found = self.vocabulary.starting_with(word, limit=_MOST_COMPLETIONS)
            _merge(matches, dict.fromkeys(found, COMPLETED))
        _merge(matches, also)
        is_known = bool(matches)
        corrections = self.vocabulary.corrections(word) if guess and not is_known else []
        is_small = bool(corrections) and self.analyzer.is_stop(corrections[0])
        if not is_small:
            for rank, correction in enumerate(corrections):
                _merge(matches, self._corrected(correction, CORRECTED / (1 + rank)))
        return Term(
            word=word,
            start=token.start,
            end=token.end,
            matches=matches,
            same=self.vocabulary.find(word),
            # A small word that was mistyped says as little as one that was not.
            weight=0.0 if is_small else self._weight(matches),
            is_known=is_known,
            # An unfinished word has no end yet.
            grams=() if is_small else self.analyzer.grams(word)[: -1 if is_prefix else None],
            corrections=tuple(corrections),
        )

    def known_term(self, token: Token) -> Term:
        """Find the forms of a word, with no guess at one that is unknown."""
        matches = self._forms(self.analyzer.stem(token.word), SAME)
        return Term(
            word=token.word,
            start=token.start,
            end=token.end,
            matches=matches,
            same=self.vocabulary.find(token.word),
            weight=self._weight(matches),
            is_known=bool(matches),
            grams=self.analyzer.grams(token.word),
        )

    def small_word(self, word: str) -> Iterator[tuple[int, float]]:
        """Find a stop word itself; only titles and questions have any."""
        if (number := self.vocabulary.find(word)) is not None:
            yield number, SMALL_WORD * rarity(self.vocabulary.df[number], self.articles)

    def is_known(self, word: str) -> bool:
        """Tell whether articles or synonyms have a word or a form of it."""
        return bool(
            self.vocabulary.with_stem(self.analyzer.stem(word))
            or self.vocabulary.without_accents(word)
            or (self.synonyms is not None and self.synonyms.knows(word))
        )

    def grams(self, terms: Iterable[Term]) -> dict[str, float]:
        """Weigh the runs of characters of all words."""
        wanted = dict.fromkeys(gram for term in terms for gram in term.grams)
        return {gram: rarity(self.vocabulary.gram_df(gram, self.articles), self.articles) for gram in wanted}

    def _meant_besides(self, tokens: Sequence[Token]) -> dict[str, dict[int, float]]:
        """Give, by word, what synonyms and words written together add to it."""
        also: dict[str, dict[int, float]] = {}
        for left, right in pairwise(tokens):
            joined = left.word + right.word
            if len(joined) <= _LONGEST_JOINED and (forms := self._forms(self.analyzer.stem(joined), JOINED)):
                for token in (left, right):
                    _merge(also.setdefault(token.word, {}), forms)
        for meaning in self.synonyms.meanings(tokens) if self.synonyms is not None else ():
            stretch = [token.word for token in tokens[meaning.first : meaning.end]]
            telling = [word for word in stretch if not self.analyzer.is_stop(word)] or stretch
            for phrase in meaning.phrases:
                # One word carries the meaning of the whole stretch, lest it count several times; best
                # one that is not in the other wording anyway.
                carriers = [word for word in telling if self.analyzer.stem(word) not in phrase] or telling
                carried = also.setdefault(carriers[-1], {})
                for stem in phrase:
                    _merge(carried, self._forms(stem, SYNONYM / math.sqrt(len(phrase))))
        return also

    def _corrected(self, correction: str, strength: float) -> dict[int, float]:
        matches: dict[int, float] = {}
        parts = [part for part in correction.split() if not self.analyzer.is_stop(part)]
        for part in parts:
            _merge(matches, self._forms(self.analyzer.stem(part), strength))
        return matches

    def _forms(self, stem: str, strength: float) -> dict[int, float]:
        return dict.fromkeys(self.vocabulary.with_stem(stem), strength)

    def _weight(self, matches: Mapping[int, float]) -> float:
        """Weigh by the articles that have the surest matches; an unknown word is the rarest."""
        surest = max(matches.values(), default=0.0)
        stems = {self.vocabulary.stems[n] for n, strength in matches.items() if strength == surest}
        df = sum(self.vocabulary.stem_df[stem] for stem in stems)
        return rarity(min(df, self.articles), self.articles)


def distinct(tokens: Iterable[Token]) -> Iterator[Token]:
    """Give each word once."""
    return iter({token.word: token for token in tokens}.values())


def _merge(matches: dict[int, float], more: Mapping[int, float]) -> None:
    for number, strength in more.items():
        if strength > matches.get(number, 0.0):
            matches[number] = strength
