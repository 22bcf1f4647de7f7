"""Find what a customer's words also mean: the synonyms of one language, as its index was told them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.analysis import Analyzer, Token, normalise
from search.knowledge import Synonym

Key = tuple[str, ...]
_LONGEST: Final = 6
_MOST_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class Meaning:
    """Say that the words from `first` until before `end` also mean each of `phrases`, as stems."""

    first: int
    end: int
    phrases: tuple[Key, ...]


class SynonymTable:
    """Know the synonyms by the stems of their words, with accents and without."""

    def __init__(self, synonyms: Iterable[Synonym], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._bare = lru_cache(_MOST_REMEMBERED)(self._fold_stem)
        self._both = lru_cache(_MOST_REMEMBERED)(self._stems_of)
        self._meant: dict[Key, dict[Key, None]] = {}
        self._begin: set[str] = set()
        self._longest = 0
        for synonym in synonyms:
            meant = [self._telling(phrase) for phrase in synonym.meant]
            for phrase in synonym.words:
                self._add(phrase, meant)

    def _add(self, phrase: str, meant: Sequence[Key]) -> None:
        words = self._words(phrase)
        own = self._telling(phrase)
        others = {other: None for other in meant if other != own}
        stems = tuple(self._analyzer.stem(word) for word in words)
        for typed in (stems, tuple(self._bare(word) for word in words)):
            if typed:
                self._begin.add(typed[0])
                self._meant.setdefault(typed, {}).update(others)
        self._longest = min(_LONGEST, max(self._longest, len(words)))

    def knows(self, word: str) -> bool:
        """Tell whether a word by itself has synonyms."""
        return bool(self._meant.get((self._analyzer.stem(word),)) or self._meant.get((self._bare(word),)))

    def meanings(self, tokens: Sequence[Token]) -> Iterator[Meaning]:
        """Give what stretches of a question also mean, of those that begin alike the longest."""
        if not self._meant:
            return
        both = [self._both(token.word) for token in tokens]
        begin = [place for place, (_, _, may_begin) in enumerate(both) if may_begin]
        if not begin:
            return
        stems, bare, _ = zip(*both, strict=True)
        for first in begin:
            for end in range(min(len(stems), first + self._longest), first, -1):
                if found := self._meant.get(stems[first:end]) or self._meant.get(bare[first:end]):
                    yield Meaning(first, end, tuple(found))
                    break

    def _words(self, phrase: str) -> list[str]:
        return [token.word for token in self._analyzer.tokens(normalise(phrase))]

    def _telling(self, phrase: str) -> Key:
        """Give the stems of the words that say something; of all, if none does."""
        words = self._words(phrase)
        telling = [word for word in words if not self._analyzer.is_stop(word)] or words
        return tuple(self._analyzer.stem(word) for word in telling)

    def _stems_of(self, word: str) -> tuple[str, str, bool]:
        """Give the stem of a word, that without accents, and whether synonyms begin with either."""
        stem, bare = self._analyzer.stem(word), self._bare(word)
        return stem, bare, stem in self._begin or bare in self._begin

    def _fold_stem(self, word: str) -> str:
        return self._analyzer.fold(self._analyzer.stem(self._analyzer.fold(word)))
