"""The analyzer every language here uses: Snowball stems with the language's own lists."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Final

from search.analysis.text import Token, bare_word, strip_accents, tokenise
from search.analysis.thesaurus import Thesaurus

try:
    from Stemmer import Stemmer as _Stemmer  # PyStemmer: the same stems, several times faster
except ImportError:
    _Stemmer = None
from snowballstemmer import stemmer as _python_stemmer

GRAM_LENGTH: Final = 4
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_EMPTY: Final = Thesaurus()


def word_list(text: str) -> frozenset[str]:
    """Read a list of words parted by white space."""
    return frozenset(text.split())


def sound_of(letters: Sequence[tuple[str, str]]) -> Callable[[str], str]:
    """Return what puts letters in the place of others, in this order, and makes doubled ones single."""

    def sound(word: str) -> str:
        for written, heard in letters:
            word = word.replace(written, heard)
        return "".join([letter for letter, _ in groupby(word)])

    return sound


def _no_respellings(_text: str) -> tuple[str, ...]:
    return ()


def _as_it_is(stem: str) -> str:
    return stem


def _unknown(_word: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class SnowballAnalyzer:
    """Analyse a language by data: its stemmer, stop words, equal letters and odd stems.

    `join` brings together stems that belong to one word but that Snowball keeps apart; `bare` gives the
    stem of words whose endings it does not know, and None of others; `preverbs` are words that stand
    after their verb or are written together with it, before it; `sound` makes letters that are heard
    alike one; `thesaurus` has words that mean the same.
    """

    lang: str
    algorithm: str
    stop_words: frozenset[str]
    equal_letters: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    join: Callable[[str], str] = _as_it_is
    bare: Callable[[str], str | None] = _unknown
    preverbs: frozenset[str] = frozenset()
    respell: Callable[[str], tuple[str, ...]] = _no_respellings
    sound: Callable[[str], str] | None = None
    thesaurus: Thesaurus = _EMPTY

    def tokens(self, text: str) -> list[Token]:
        """Cut normalised text into words with the language's equal letters made one."""
        found = tokenise(text)
        if not self.equal_letters:
            return found
        return [Token(self._spelled(token.word), token.start, token.end) for token in found]

    def word(self, written: str) -> str:
        """Spell a word of a text the way `tokens` does."""
        return self._spelled(bare_word(written))

    def _spelled(self, word: str) -> str:
        for letter, equal in self.equal_letters.items():
            word = word.replace(letter, equal)
        return word

    def is_stop(self, word: str) -> bool:
        """Tell whether the word is in the language's list."""
        return word in self.stop_words

    def stem(self, word: str) -> str:
        """Give the Snowball stem, with the odd ones joined."""
        bare = self.bare(word)
        return self.join(snowball_stem(self.algorithm, word) if bare is None else bare)

    def fold(self, word: str) -> str:
        """Give the word without accents."""
        return strip_accents(word)

    def grams(self, word: str) -> tuple[str, ...]:
        """Give the runs of four characters of the bare word, its beginning and end marked."""
        marked = f"_{strip_accents(word)}_"
        if len(marked) <= GRAM_LENGTH:
            return (marked,)
        return tuple(marked[at : at + GRAM_LENGTH] for at in range(len(marked) - GRAM_LENGTH + 1))

    def joined(self, left: str, right: str) -> tuple[str, ...]:
        """Give both as one word; a preverb after its verb belongs before it: kapcsolja ki, kikapcsolja."""
        return (left + right, right + left) if right in self.preverbs else (left + right,)

    def respellings(self, text: str) -> tuple[str, ...]:
        """Give what the language's own rule makes of a stretch of unknown text, in lower case."""
        return self.respell(text.lower())


_local = threading.local()


@lru_cache(maxsize=200_000)
def snowball_stem(algorithm: str, word: str) -> str:
    """Stem once per word; a stemmer keeps state while it works, so each thread has its own."""
    stemmers = _local.__dict__
    if algorithm not in stemmers:
        stemmers[algorithm] = _Stemmer(algorithm) if _Stemmer else _python_stemmer(algorithm)
    stem: str = stemmers[algorithm].stemWord(word)
    return stem or word
