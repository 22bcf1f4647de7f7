"""The words of an index: their forms, prefixes, look-alikes and the help with spelling.

Nothing here is a dictionary of a language: every word comes from the articles themselves.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from search.analysis import Analyzer
from search.grams import GramTable
from search.spelling import Speller
from search.words import Words


class Vocabulary:
    """Answer which words of the index a typed word may stand for. Words go by their number."""

    def __init__(self, words: Words, analyzer: Analyzer, grams: GramTable | None = None) -> None:
        """Tell all that is known of words; their runs of characters are found if they are not given."""
        self.words = words.words
        self.stems = words.stems
        self.df = words.df
        self.stem_df = words.stem_df
        self.texts = words.texts
        self._analyzer = analyzer
        self._number = {word: number for number, word in enumerate(words.words)}
        self._folds = tuple(analyzer.fold(word) for word in words.words)
        self._by_stem = _group(words.stems)
        # Of words without accents, most of many languages, `_number` knows the place.
        self._by_fold = _group_accented(words.words, self._folds)
        self._in_order = sorted(range(len(self._folds)), key=self._folds.__getitem__)
        self._ordered_folds = [self._folds[number] for number in self._in_order]
        self._stems_by_fold: dict[str, list[str]] = {}
        for stem in self._by_stem:
            self._stems_by_fold.setdefault(analyzer.fold(stem), []).append(stem)
        self._speller = Speller(
            words.words,
            self._folds,
            words.df,
            known=self._number.keys(),
            small_words=analyzer.stop_words,
            sound=analyzer.sound,
        )
        self.grams = GramTable.of(words.words, analyzer) if grams is None else grams

    def __len__(self) -> int:
        return len(self.words)

    def fold(self, word: str) -> str:
        """Give a word without accents."""
        return self._analyzer.fold(word)

    def find(self, word: str) -> int | None:
        """Give the number of a word, or None if no article has it."""
        return self._number.get(word)

    def find_unaccented(self, word: str) -> int | None:
        """Give the commonest word that is this one but for accents, or None."""
        numbers = self._with_fold(self._analyzer.fold(word))
        return max(numbers, key=self.df.__getitem__, default=None)

    def with_stem(self, stem: str) -> Sequence[int]:
        """Give the words that share a stem."""
        return self._by_stem.get(stem, ())

    def without_accents(self, word: str) -> tuple[str, ...]:
        """Give the stems of the words that are this word but for accents."""
        fold = self._analyzer.fold(word)
        numbers = self._with_fold(fold)
        bare_stem = self._analyzer.stem(fold)
        stems = {self.stems[number]: None for number in numbers}
        for stem in (bare_stem, self._analyzer.fold(self._analyzer.stem(word))):
            stems.update(dict.fromkeys(self._stems_by_fold.get(stem, ())))
        return tuple(stems)

    def _with_fold(self, fold: str) -> Sequence[int]:
        """Give the words that are this one but for accents."""
        if (numbers := self._by_fold.get(fold)) is not None:
            return numbers
        number = self._number.get(fold)
        return () if number is None else (number,)

    def starting_with(self, prefix: str, *, limit: int) -> list[int]:
        """Give the words that begin like this, those of the most texts first."""
        fold = self._analyzer.fold(prefix)
        first = bisect_left(self._ordered_folds, fold)
        last = bisect_left(self._ordered_folds, fold + "\U0010ffff", lo=first)
        found = self._in_order[first:last]
        return sorted(found, key=lambda number: (-self.df[number], number))[:limit]

    def corrections(self, word: str) -> list[str]:
        """Give what was probably meant by a word that no article has, the likeliest first."""
        return self._speller.corrections(word, self._analyzer.fold(word))


def _group(keys: Sequence[str]) -> "dict[str, array[int]]":
    grouped: dict[str, array[int]] = {}
    for number, key in enumerate(keys):
        grouped.setdefault(key, array("I")).append(number)
    return grouped


def _group_accented(words: Sequence[str], folds: Sequence[str]) -> "dict[str, array[int]]":
    """Group words by their folds, where any of them has an accent."""
    accented = {fold for word, fold in zip(words, folds, strict=True) if word != fold}
    grouped: dict[str, array[int]] = {fold: array("I") for fold in accented}
    for number, fold in enumerate(folds):
        if fold in accented:
            grouped[fold].append(number)
    return grouped
