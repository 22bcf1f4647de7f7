"""Turn a customer's text into a plan: which words of the index to look for, and how much each says.

The work is bounded before it begins, and nothing in the text is ever read as a command.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from search.analysis import Analyzer, Token, normalise
from search.errors import QueryError
from search.terms import Term, TermReader, distinct

MOST_CHARACTERS: Final = 256
MOST_WORDS: Final = 16
MOST_MESSAGE_CHARACTERS: Final = 5000
# Text may shrink when it is normalised, but not to a tenth.
_MOST_RAW_CHARACTERS: Final = 10 * MOST_CHARACTERS
# An unfinished word of so many letters may become anything: alone, and beside other words.
_LETTERS_OF_ANYTHING_ALONE: Final = 1
_LETTERS_OF_ANYTHING: Final = 2


class Plan(NamedTuple):
    """Hold what is looked for. `grams` are runs of characters with the weight of each.

    `tokens` are the words of the text that the terms were read from, one for each.

    `small_words` are the stop words, by number, with a weight: they lead to no article by
    themselves, but tell "where is my order" from "how do I order".
    """

    text: str
    terms: tuple[Term, ...]
    tokens: tuple[Token, ...]
    grams: Mapping[str, float]
    small_words: Mapping[int, float] = MappingProxyType({})

    @property
    def has_unknown(self) -> bool:
        """Tell whether some word had to be guessed and a guess was found."""
        return any(not term.is_known and term.corrections for term in self.terms)

    @property
    def known_share(self) -> float:
        """Give the share of the words that this language knows without guessing."""
        known = sum([term.is_known for term in self.terms])
        return known / len(self.terms) if self.terms else 0.0

    @property
    def corrected(self) -> Iterator[tuple[str, str]]:
        """Give each word that was guessed with the best guess."""
        for term in self.terms:
            if not term.is_known and term.corrections:
                yield term.word, term.corrections[0]

    def corrected_text(self) -> str | None:
        """Give the text with each unknown word corrected, or None if there is nothing better."""
        if not self.has_unknown:
            return None
        parts, place = [], 0
        for term, token in zip(self.terms, self.tokens, strict=True):
            if not term.is_known and term.corrections:
                parts += [self.text[place : token.start], term.corrections[0]]
                place = token.end
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


def respell(text: str, reader: TermReader, *, prefix: bool = False) -> str:
    """Give a question as it reads on the keyboard, or in the letters, that were meant.

    Only stretches that no article knows are read anew, and only if what they give is known.
    """
    chunks = text.split(" ")
    meant = [*map(reader.respelled, chunks[:-1]), reader.respelled(chunks[-1], prefix)]
    if not any(meant):
        return text
    # Who means other letters means them throughout, also where an article knows a word as it was typed.
    meant = [one or reader.respelled(chunk, False, True) for one, chunk in zip(meant, chunks, strict=True)]  # noqa: FBT003
    analyzer = reader.analyzer
    tells = any(not analyzer.is_stop(token.word) for one in meant if one for token in analyzer.tokens(one))
    # Small words alone are too easily hit upon by chance.
    return " ".join([one or chunk for one, chunk in zip(meant, chunks, strict=True)]) if tells else text


def make_plan(text: str, reader: TermReader, *, prefix: bool = False, guess: bool = True) -> Plan:
    """Plan a question that was read by `read_query`; it is cut after sixteen words that tell something.

    With `prefix` the last word may be unfinished; without `guess` unknown words stay unknown.
    """
    analyzer = reader.analyzer
    tokens = analyzer.tokens(text)
    if prefix and tokens and _may_be_anything(tokens, analyzer):
        tokens, prefix = tokens[:-1], False
    stops = analyzer.stop_words
    if len(tokens) > MOST_WORDS:
        places = [place for place, token in enumerate(tokens) if token.word not in stops]
        tokens = tokens[: places[MOST_WORDS - 1] + 1 if len(places) >= MOST_WORDS else 2 * MOST_WORDS]
    # A question of nothing but small words ("how to") is looked for as it stands.
    telling = [token for token in tokens if token.word not in stops]
    last = tokens[-1] if prefix and tokens else None
    asked = tuple(distinct(telling or tokens))
    terms = tuple(reader.terms(tokens, asked, unfinished=last, guess=guess))
    known = reader.small_words
    small_words = dict([known[token.word] for token in tokens if token.word in known]) if telling else {}
    return Plan(text=text, terms=terms, tokens=asked, grams=_grams_of(terms), small_words=small_words)


def _grams_of(terms: Iterable[Term]) -> dict[str, float]:
    """Join the runs of characters of all words."""
    grams: dict[str, float] = {}
    for term in terms:
        grams |= term.grams
    return grams


def _may_be_anything(tokens: Sequence[Token], analyzer: Analyzer) -> bool:
    """Tell whether the last word, of which more may come, says nothing yet, or nothing new.

    What it says now is mostly not what it will say: articles would come, and go with the next letter.
    """
    *before, last = tokens
    if not before:
        return len(last.word) <= _LETTERS_OF_ANYTHING_ALONE
    is_open = len(last.word) <= _LETTERS_OF_ANYTHING or analyzer.is_stop(last.word)
    return is_open or any(token.word == last.word for token in before)


def make_telling_plan(text: str, reader: TermReader) -> Plan:
    """Plan for a long text: of the words the index knows, those that say the most."""
    analyzer = reader.analyzer
    shown = " ".join(normalise(text[:MOST_MESSAGE_CHARACTERS]).split())
    telling = [token for token in analyzer.tokens(shown) if not analyzer.is_stop(token.word)]
    repeated = Counter(analyzer.stem(token.word) for token in telling)
    by_stem: dict[str, tuple[Token, Term]] = {}
    for token in distinct(telling):
        term = reader.known_term(token)
        if term.matches:
            by_stem.setdefault(analyzer.stem(token.word), (token, term))
    said = {stem: term.weight * (1 + math.log(repeated[stem])) for stem, (_, term) in by_stem.items()}
    chosen = sorted(by_stem, key=lambda stem: (-said[stem], by_stem[stem][0].start))[:MOST_WORDS]
    kept = sorted([by_stem[stem] for stem in chosen], key=lambda one: one[0].start)
    tokens, terms = [token for token, _ in kept], tuple([term for _, term in kept])
    return Plan(text=shown, terms=terms, tokens=tuple(tokens), grams=_grams_of(terms))
