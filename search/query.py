"""Turn a customer's text into a plan: which words of the index to look for, and how much each says.

The work is bounded before it begins, and nothing in the text is ever read as a command.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from search.analysis import Analyzer, Token, normalise
from search.errors import QueryError
from search.vocabulary import Vocabulary

MOST_CHARACTERS: Final = 256
MOST_WORDS: Final = 16
MOST_MESSAGE_CHARACTERS: Final = 5000
# Text may shrink when it is normalised, but not to a tenth.
_MOST_RAW_CHARACTERS: Final = 10 * MOST_CHARACTERS
_MOST_COMPLETIONS: Final = 40

# How sure a match is, from the word itself to a guess.
SAME: Final = 1.0
UNACCENTED: Final = 0.9
OTHER_ACCENTS: Final = 0.3
COMPLETED: Final = 0.8
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


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what is looked for. `grams` are runs of characters with the weight of each.

    `small_words` are the stop words, by number, with a weight: they lead to no article by
    themselves, but tell "where is my order" from "how do I order".
    """

    text: str
    terms: tuple[Term, ...]
    grams: Mapping[str, float]
    small_words: Mapping[int, float] = field(default_factory=dict)

    @property
    def has_unknown(self) -> bool:
        """Tell whether some word had to be guessed and a guess was found."""
        return any(not term.is_known and term.corrections for term in self.terms)

    @property
    def known_share(self) -> float:
        """Give the share of the words that this language knows without guessing."""
        known = sum(term.is_known for term in self.terms)
        return known / len(self.terms) if self.terms else 0.0

    def corrected_text(self) -> str | None:
        """Give the text with each unknown word corrected, or None if there is nothing better."""
        if not self.has_unknown:
            return None
        parts, place = [], 0
        for term in self.terms:
            if not term.is_known and term.corrections:
                parts += [self.text[place : term.start], term.corrections[0]]
                place = term.end
        return "".join([*parts, self.text[place:]])


def read_query(text: str) -> str:
    """Normalise a question; raise QueryError if nothing is left of it or it is too long."""
    if len(text) <= _MOST_RAW_CHARACTERS:
        text = " ".join(normalise(text).split())
    if not text:
        raise QueryError("The question is empty. Type a word or two.")
    if len(text) > MOST_CHARACTERS:
        raise QueryError(
            f"The question has {len(text)} characters; the most is {MOST_CHARACTERS}. Ask with fewer words."
        )
    return text


def make_plan(
    text: str,
    vocabulary: Vocabulary,
    analyzer: Analyzer,
    *,
    articles: int,
    prefix: bool = False,
    guess: bool = True,
) -> Plan:
    """Plan a question that was read by `read_query`; words beyond the sixteenth are left out.

    With `prefix` the last word may be unfinished; without `guess` unknown words stay unknown.
    """
    tokens = analyzer.tokens(text)[:MOST_WORDS]
    # A question of nothing but small words ("how to") is looked for as it stands.
    telling = [token for token in tokens if not analyzer.is_stop(token.word)] or tokens
    last = tokens[-1] if prefix and tokens else None
    reader = _Reader(vocabulary, analyzer, articles)
    terms = tuple(reader.term(token, is_prefix=token is last, guess=guess) for token in _distinct(telling))
    small = [] if telling is tokens else [token for token in tokens if analyzer.is_stop(token.word)]
    small_words = {
        number: weight for token in _distinct(small) for number, weight in reader.small_word(token.word)
    }
    return Plan(text=text, terms=terms, grams=reader.grams(terms), small_words=small_words)


def make_telling_plan(text: str, vocabulary: Vocabulary, analyzer: Analyzer, *, articles: int) -> Plan:
    """Plan for a long text: of the words the index knows, those that say the most."""
    shown = " ".join(normalise(text[:MOST_MESSAGE_CHARACTERS]).split())
    reader = _Reader(vocabulary, analyzer, articles)
    telling = [token for token in analyzer.tokens(shown) if not analyzer.is_stop(token.word)]
    repeated = Counter(analyzer.stem(token.word) for token in telling)
    terms = [reader.known_term(token) for token in _distinct(telling)]
    by_stem = {analyzer.stem(term.word): term for term in reversed(terms) if term.matches}
    said = {stem: term.weight * (1 + math.log(repeated[stem])) for stem, term in by_stem.items()}
    chosen = sorted(by_stem, key=lambda stem: (-said[stem], by_stem[stem].start))[:MOST_WORDS]
    kept = tuple(sorted((by_stem[stem] for stem in chosen), key=lambda term: term.start))
    return Plan(text=shown, terms=kept, grams=reader.grams(kept))


def _distinct(tokens: Iterable[Token]) -> Iterator[Token]:
    return iter({token.word: token for token in tokens}.values())


def rarity(df: float, articles: int) -> float:
    """Weigh a term by how few articles have it (the idf of BM25, never negative)."""
    return math.log(1 + (articles - df + 0.5) / (df + 0.5))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Read the words of one question against one vocabulary."""

    vocabulary: Vocabulary
    analyzer: Analyzer
    articles: int

    def term(self, token: Token, *, is_prefix: bool, guess: bool) -> Term:
        """Find what a word may stand for: its forms, else without accents, else corrected."""
        word = token.word
        same = self.vocabulary.find(word)
        matches = self._forms(self.analyzer.stem(word), SAME)
        sure = OTHER_ACCENTS if matches else UNACCENTED
        for stem in self.vocabulary.without_accents(word):
            _merge(matches, self._forms(stem, sure))
        if is_prefix:
            found = self.vocabulary.starting_with(word, limit=_MOST_COMPLETIONS)
            _merge(matches, dict.fromkeys(found, COMPLETED))
        is_known = bool(matches)
        corrections = self._corrections(word) if guess and not is_known else []
        for rank, number in enumerate(corrections):
            _merge(matches, self._forms(self.vocabulary.stems[number], CORRECTED / (1 + rank)))
        return Term(
            word=word,
            start=token.start,
            end=token.end,
            matches=matches,
            same=same,
            weight=self._weight(matches),
            is_known=is_known,
            # An unfinished word has no end yet.
            grams=self.analyzer.grams(word)[: -1 if is_prefix else None],
            corrections=tuple(self.vocabulary.words[number] for number in corrections),
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

    def _forms(self, stem: str, strength: float) -> dict[int, float]:
        return dict.fromkeys(self.vocabulary.with_stem(stem), strength)

    def _corrections(self, word: str) -> list[int]:
        """Try other keyboards and letters first: what they give is a word, not a guess at one."""
        for respelled in self.analyzer.respellings(word):
            if (number := self.vocabulary.find(respelled)) is not None:
                return [number]
            if numbers := self.vocabulary.with_stem(self.analyzer.stem(respelled)):
                return [numbers[0]]
        return self.vocabulary.corrections(word)

    def _weight(self, matches: Mapping[int, float]) -> float:
        """Weigh by the articles that have the surest matches; an unknown word is the rarest."""
        surest = max(matches.values(), default=0.0)
        stems = {self.vocabulary.stems[n] for n, strength in matches.items() if strength == surest}
        df = sum(self.vocabulary.stem_df[stem] for stem in stems)
        return rarity(min(df, self.articles), self.articles)

    def grams(self, terms: Iterable[Term]) -> dict[str, float]:
        """Weigh the runs of characters of all words."""
        wanted = dict.fromkeys(gram for term in terms for gram in term.grams)
        return {gram: rarity(self.vocabulary.gram_df(gram, self.articles), self.articles) for gram in wanted}


def _merge(matches: dict[int, float], more: Mapping[int, float]) -> None:
    for number, strength in more.items():
        if strength > matches.get(number, 0.0):
            matches[number] = strength
