"""Help with spelling from an index's own words: what was probably meant, never what a dictionary says."""

from array import array
from collections.abc import Iterable, Iterator, Sequence, Set
from math import log
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Words this short are too like each other to be corrected.
_SHORTEST_CORRECTED: Final = 3
_CANDIDATES: Final = 60
# A word of so many letters, or more, may have so many errors.
_ERRORS: Final = ((9, 3), (6, 2), (0, 1))
# Where nothing is as near as that, one error more is seen through if the word is long enough.
_SHORTEST_WITH_ONE_MORE: Final = 5
# Both parts of a word that two were run together into.
_SHORTEST_SPLIT: Final = 6
_SHORTEST_PART: Final = 3
_SHORTEST_SMALL_PART: Final = 2

# People who mistype a word change up to a quarter of its letters; of half of them nothing is left.
_SURELY_MEANT: Final = 0.25
_NEVER_MEANT: Final = 0.5

# How much less likely a correction is made by what differs, in errors.
_OTHER_FIRST_LETTER: Final = 0.6
_OTHER_LENGTH: Final = 0.1
_OTHER_CONSONANTS: Final = 0.3
_ONLY_DOUBLED: Final = -0.4
_RARITY: Final = 0.06
# A small word is in nearly every text, whatever the titles say.
_SMALL_WORD_ARTICLES: Final = 200
_VOWELS: Final = frozenset("aeiouyöüаеёиоуыэюя")


def sureness(corrected: Iterable[tuple[str, str]]) -> float:
    """Tell from 0 to 1 how surely words were meant in place of typed ones, by the letters that differ."""
    pairs = tuple(corrected)
    letters = sum(len(typed) for typed, _ in pairs) or 1
    share = sum(OSA.distance(typed, meant) for typed, meant in pairs) / letters
    return min(1.0, max(0.0, (_NEVER_MEANT - share) / (_NEVER_MEANT - _SURELY_MEANT)))


class Speller:
    """Correct words by those of an index and by the language's small words.

    Every key counts the same, for nobody's keyboard is known here. Two swapped letters are one
    error.
    """

    def __init__(
        self,
        words: Sequence[str],
        folds: Sequence[str],
        df: Sequence[int],
        *,
        small_words: Set[str] = frozenset(),
    ) -> None:
        known = set(words)
        small = sorted(word for word in small_words - known if len(word) >= _SHORTEST_CORRECTED)
        self._words = (*words, *small)
        self._folds = (*folds, *small)
        self._df = (*df, *(0 for _ in small))
        self._small = small_words
        self._known = known
        self._by_length: dict[int, array[int]] = {}
        for number, fold in enumerate(self._folds):
            self._by_length.setdefault(len(fold), array("I")).append(number)
        self._folds_by_length = {
            length: [self._folds[number] for number in numbers] for length, numbers in self._by_length.items()
        }

    def corrections(self, word: str, fold: str, *, limit: int = 3) -> list[str]:
        """Give what was probably meant, the likeliest first: words, or two words that were run together."""
        if len(word) < _SHORTEST_CORRECTED or any(letter.isdigit() for letter in word):
            return []
        errors = next(errors for least, errors in _ERRORS if len(fold) >= least)
        near = self._near(fold, errors)
        if not near and len(fold) >= _SHORTEST_WITH_ONE_MORE:
            near = [one for one in self._near(fold, errors + 1) if self._folds[one[1]][0] == fold[0]]
        ranked = sorted(near, key=lambda one: self._unlikeliness(word, fold, *one))
        found = [self._words[number] for _, number in ranked]
        parts = self._split(word)
        if parts is not None:
            found.insert(1 if near and min(near)[0] <= 1 else 0, parts)
        return list(dict.fromkeys(found))[:limit]

    def _near(self, fold: str, errors: int) -> list[tuple[int, int]]:
        """Give the distance and number of words that are as near as this."""
        near: list[tuple[int, int]] = []
        for length in range(len(fold) - errors, len(fold) + errors + 1):
            if (folds := self._folds_by_length.get(length)) is None:
                continue
            found = process.extract(fold, folds, scorer=OSA.distance, score_cutoff=errors, limit=_CANDIDATES)
            near += [(int(distance), self._by_length[length][at]) for _, distance, at in found]
        return near

    def _unlikeliness(self, typed: str, fold: str, distance: int, number: int) -> tuple[float, int]:
        """Order corrections: few errors, likely kinds of them, then how many articles have the word."""
        word, other = self._words[number], self._folds[number]
        doubt = float(distance)
        doubt += _OTHER_FIRST_LETTER * (other[0] != fold[0])
        doubt += _OTHER_LENGTH * (len(other) != len(fold))
        if _singled(other) == _singled(fold):
            doubt += _ONLY_DOUBLED
        elif _consonants(other) != _consonants(fold):
            doubt += _OTHER_CONSONANTS
        df = _SMALL_WORD_ARTICLES if word in self._small else self._df[number]
        # Of words that differ in accents alone, the one with those that were typed.
        return doubt - _RARITY * log(1 + df) + 0.01 * OSA.distance(typed, word), number

    def _split(self, word: str) -> str | None:
        """Part a word where both parts are words: "infront" is "in front"."""
        ways = list(self._ways_to_split(word)) if len(word) >= _SHORTEST_SPLIT else []
        return max(ways)[1] if ways else None

    def _ways_to_split(self, word: str) -> Iterator[tuple[int, str]]:
        for at in range(_SHORTEST_SMALL_PART, len(word) - _SHORTEST_PART + 1):
            left, right = word[:at], word[at:]
            is_small = left in self._small
            if (is_small or (at >= _SHORTEST_PART and left in self._known)) and right in self._known:
                yield min(len(left), len(right)), f"{left} {right}"


def _singled(word: str) -> str:
    """Give a word with its doubled letters single."""
    return "".join(letter for at, letter in enumerate(word) if at == 0 or word[at - 1] != letter)


def _consonants(word: str) -> str:
    return "".join(letter for letter in _singled(word) if letter not in _VOWELS)
