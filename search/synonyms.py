"""Find what a customer's words also mean: the synonyms of one language, as its index was told them.

Behind them come the words that stand for each other in any collection (analysis/thesaurus.py), which say
less, and what English words are called in another language.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from search.analysis import Analyzer, get_analyzer, normalise
from search.knowledge import Synonym

Key = tuple[str, ...]
# How sure it is that what the shop, or anybody, calls a thing is meant.
TOLD: Final = 0.6
EVERYDAY: Final = 0.3
_LONGEST: Final = 6
_MOST_REMEMBERED: Final = 4096
_ENGLISH: Final = "en"


# Each is the same as itself only: what it means in an index is remembered by it, and found fast.
@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """Hold what some words also mean: phrases, as stems, each with how sure it is."""

    phrases: tuple[tuple[Key, float], ...]


class Meant(NamedTuple):
    """Say that the words from `first` until before `end` also mean something."""

    first: int
    end: int
    meaning: Meaning


class SynonymTable:
    """Know the synonyms by the stems of their words, with accents and without."""

    def __init__(self, synonyms: Iterable[Synonym], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._bare = lru_cache(_MOST_REMEMBERED)(lambda word: _fold_stem(word, analyzer))
        self._both = lru_cache(_MOST_REMEMBERED)(self._stems_of)
        meant = {key: dict(others) for key, others in _everyday(analyzer.lang).items()}
        for synonym in synonyms:
            _add(meant, synonym.words, synonym.meant, TOLD, analyzer)
        self._meant = {key: Meaning(tuple(others.items())) for key, others in meant.items() if others}
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for first, *others in self._meant:
            if len(others) < _LONGEST:
                self._lengths[first].add(1 + len(others))

    def knows(self, word: str) -> bool:
        """Tell whether a word by itself has synonyms."""
        return (self._analyzer.stem(word),) in self._meant or (self._bare(word),) in self._meant

    def meanings(self, words: Sequence[str]) -> list[Meant]:
        """Give what stretches of a question also mean, of those that begin alike the longest."""
        stems, bare, lengths = zip(*map(self._both, words), strict=True)
        found = []
        for first, possible in enumerate(lengths):
            for length in possible:
                end = first + length
                if meaning := self._meant.get(stems[first:end]) or self._meant.get(bare[first:end]):
                    found.append(Meant(first, end, meaning))
                    break
        return found

    def _stems_of(self, word: str) -> tuple[str, str, tuple[int, ...]]:
        """Give the stem of a word, that without accents, and how long the synonyms are that begin so."""
        stem, bare = self._analyzer.stem(word), self._bare(word)
        lengths = self._lengths.get(stem, set()) | self._lengths.get(bare, set())
        return stem, bare, tuple(sorted(lengths, reverse=True))


class Translations:
    """Know what English words are called in another language."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._english = get_analyzer(_ENGLISH)
        self._meant = {
            self._english.stem(english): tuple([_telling(phrase, analyzer) for phrase in meant])
            for english, meant in analyzer.thesaurus.translations()
        }

    def of(self, word: str) -> tuple[Key, ...]:
        """Give what a word is called if it is English, as stems."""
        return self._meant.get(self._english.stem(word), ())

    def is_small(self, word: str) -> bool:
        """Tell whether a word says nothing in English; no word does where nothing is translated."""
        return bool(self._meant) and self._english.is_stop(word)


@cache
def translations_into(lang: str) -> Translations:
    """Give what English words are called in a language."""
    return Translations(get_analyzer(lang))


@cache
def _everyday(lang: str) -> Mapping[Key, Mapping[Key, float]]:
    """Read the words that stand for each other whatever a collection is about."""
    meant: dict[Key, dict[Key, float]] = {}
    analyzer = get_analyzer(lang)
    for group in analyzer.thesaurus.groups():
        _add(meant, group, group, EVERYDAY, analyzer)
    return meant


def _add(
    known: dict[Key, dict[Key, float]],
    words: Sequence[str],
    meant: Sequence[str],
    sure: float,
    analyzer: Analyzer,
) -> None:
    """Add that each of some words also means each of others."""
    phrases = [_telling(phrase, analyzer) for phrase in meant]
    for phrase in words:
        typed, own = _words(phrase, analyzer), _telling(phrase, analyzer)
        others = {other: sure for other in phrases if other != own}
        stems = tuple([analyzer.stem(word) for word in typed])
        for key in (stems, tuple([_fold_stem(word, analyzer) for word in typed])):
            if key:
                known.setdefault(key, {}).update(others)


def _words(phrase: str, analyzer: Analyzer) -> list[str]:
    return [token.word for token in analyzer.tokens(normalise(phrase))]


def _telling(phrase: str, analyzer: Analyzer) -> Key:
    """Give the stems of the words that say something; of all, if none does."""
    words = _words(phrase, analyzer)
    telling = [word for word in words if not analyzer.is_stop(word)] or words
    return tuple([analyzer.stem(word) for word in telling])


def _fold_stem(word: str, analyzer: Analyzer) -> str:
    return analyzer.fold(analyzer.stem(analyzer.fold(word)))
