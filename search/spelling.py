"""Help with spelling from an index's own words: what was probably meant, never what a dictionary says."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
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
# One of two words that were run together may have an error; so many guesses are made at it.
_SHORTEST_PART_WITH_ERROR: Final = 5
_SHORTEST_PART_BESIDE_ERROR: Final = 4
_MOST_GUESSED_PARTS: Final = 6
# Letters that sound alike are mistaken sooner than others, however many of a word are.
_SOUND: Final = 0.5

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
    share = sum(_doubt_of(typed, meant) for typed, meant in pairs) / letters
    return min(1.0, max(0.0, (_NEVER_MEANT - share) / (_NEVER_MEANT - _SURELY_MEANT)))


def _doubt_of(typed: str, meant: str) -> float:
    """Count the errors; a first letter is left out or swapped, hardly ever another: that is another word."""
    is_other = typed[:1] not in meant[:2] and meant[:1] not in typed[:2]
    return OSA.distance(typed, meant) + _OTHER_FIRST_LETTER * is_other


class Speller:
    """Correct words by those of an index and by the language's small words.

    Every key counts the same, for nobody's keyboard is known here. Two swapped letters are one
    error; letters that the language's `sound` makes one are half of one. `known` are the words as a set.
    """

    def __init__(
        self,
        words: Sequence[str],
        folds: Sequence[str],
        df: Sequence[int],
        *,
        known: Set[str],
        small_words: Set[str] = frozenset(),
        sound: Callable[[str], str] | None = None,
    ) -> None:
        small = sorted(word for word in small_words - known if len(word) >= _SHORTEST_CORRECTED)
        self._words = (*words, *small)
        self._folds = (*folds, *small)
        self._df = (*df, *(0 for _ in small))
        self._small = small_words
        self._known = known
        # Of words that are one without accents the commonest comes last, and stays.
        by_df = sorted(range(len(self._words)), key=self._df.__getitem__)
        self._number_of_fold = {self._folds[number]: number for number in by_df}
        self._sound = sound
        self._near_folds = _Near(self._folds)
        self._near_sounds = _Near([sound(fold) for fold in self._folds] if sound is not None else ())

    def corrections(self, word: str, fold: str, *, limit: int = 3) -> list[str]:
        """Give what was probably meant, the likeliest first: words, or two words that were run together."""
        if len(word) < _SHORTEST_CORRECTED or any(letter.isdigit() for letter in word):
            return []
        near = self._near(fold)
        ranked = sorted(near, key=lambda number: self._unlikeliness(word, fold, near[number], number))
        found = [self._words[number] for number in ranked]
        parts = self._split(word) or (self._split_roughly(fold) if not near else None)
        if parts is not None:
            found.insert(1 if near and min(near.values()) <= 1 else 0, parts)
        return list(dict.fromkeys(found))[:limit]

    def _near(self, fold: str) -> dict[int, float]:
        """Give the words that are near, by number, and how far each is."""
        errors = next(errors for least, errors in _ERRORS if len(fold) >= least)
        near = self._within(fold, errors)
        if not near and len(fold) >= _SHORTEST_WITH_ONE_MORE:
            more = self._within(fold, errors + 1)
            near = {number: far for number, far in more.items() if self._folds[number][0] == fold[0]}
        return near

    def _within(self, fold: str, errors: int) -> dict[int, float]:
        """Give the words with so many errors at most, in letters or in sounds."""
        near = self._near_folds.within(fold, errors)
        if self._sound is not None:
            for number, distance in self._near_sounds.within(self._sound(fold), errors - 1).items():
                # A row of the same letters is one sound: "zzzzzzqq" is not "ok".
                if 2 * len(self._folds[number]) > len(fold):
                    near[number] = min(distance + _SOUND, near.get(number, errors))
        return near

    def _unlikeliness(self, typed: str, fold: str, distance: float, number: int) -> tuple[float, int]:
        """Order corrections: few errors, likely kinds of them, then how many articles have the word."""
        word, other = self._words[number], self._folds[number]
        doubt = distance
        doubt += _OTHER_FIRST_LETTER * (other[0] != fold[0])
        doubt += _OTHER_LENGTH * (len(other) != len(fold))
        if _singled(other) == _singled(fold):
            doubt += _ONLY_DOUBLED
        elif distance != _SOUND and _consonants(other) != _consonants(fold):
            doubt += _OTHER_CONSONANTS
        df = _SMALL_WORD_ARTICLES if word in self._small else self._df[number]
        # Of words that differ in accents alone, the one with those that were typed.
        return doubt - _RARITY * log(1 + df) + 0.01 * OSA.distance(typed, word), number

    def _split(self, word: str) -> str | None:
        """Part a word where both parts are words: "infront" is "in front"."""
        ways = list(self._ways_to_split(word)) if len(word) >= _SHORTEST_SPLIT else []
        return max(ways)[1] if ways else None

    def _ways_to_split(self, word: str) -> Iterator[tuple[int, str]]:
        for at in range(_SHORTEST_SMALL_PART, len(word) - _SHORTEST_SMALL_PART + 1):
            left, right = word[:at], word[at:]
            is_left = left in self._small or (len(left) >= _SHORTEST_PART and left in self._known)
            is_right = right in self._small or (len(right) >= _SHORTEST_PART and right in self._known)
            # Two small words side by side are too easily hit upon by chance.
            if is_left and is_right and (left in self._known or right in self._known):
                yield min(len(left), len(right)), f"{left} {right}"

    def _split_roughly(self, fold: str) -> str | None:
        """Part a word where both parts are words but for accents, or one of them has an error besides."""
        looks = range(_SHORTEST_PART, len(fold) - _SHORTEST_PART + 1)
        ways = [(fold[:at], fold[at:], self._of_fold(fold[:at]), self._of_fold(fold[at:])) for at in looks]
        known = [(min(len(left), len(right)), f"{a} {b}") for left, right, a, b in ways if a and b]
        if known:
            return max(known)[1]
        guessed = [
            (right, f"{a} {{}}") if a else (left, f"{{}} {b}")
            for left, right, a, b in ways
            if (a and _may_be_guessed(right, beside=left)) or (b and _may_be_guessed(left, beside=right))
        ]
        # The longer the known part is, the surer it was meant.
        for part, both in sorted(guessed, key=lambda one: len(one[0]))[:_MOST_GUESSED_PARTS]:
            if near := self._within(part, 1):
                best = min(near, key=lambda number: self._unlikeliness(part, part, near[number], number))
                return both.format(self._words[best])
        return None

    def _of_fold(self, fold: str) -> str | None:
        """Give the commonest word that is this one but for accents."""
        number = self._number_of_fold.get(fold)
        return self._words[number] if number is not None else None


class _Near:
    """Find texts that are like another, by number; those of each length stand together."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._numbers: dict[int, array[int]] = {}
        for number, text in enumerate(texts):
            self._numbers.setdefault(len(text), array("I")).append(number)
        self._texts = {
            length: [texts[number] for number in numbers] for length, numbers in self._numbers.items()
        }

    def within(self, text: str, errors: int) -> dict[int, float]:
        """Give the texts with so many errors at most, and how many each has."""
        near: dict[int, float] = {}
        for length in range(len(text) - errors, len(text) + errors + 1):
            if (texts := self._texts.get(length)) is None:
                continue
            found = process.extract(text, texts, scorer=OSA.distance, score_cutoff=errors, limit=_CANDIDATES)
            near |= {self._numbers[length][at]: float(distance) for _, distance, at in found}
        return near


def _may_be_guessed(part: str, *, beside: str) -> bool:
    return len(part) >= _SHORTEST_PART_WITH_ERROR and len(beside) >= _SHORTEST_PART_BESIDE_ERROR


def _singled(word: str) -> str:
    """Give a word with its doubled letters single."""
    return "".join(letter for at, letter in enumerate(word) if at == 0 or word[at - 1] != letter)


def _consonants(word: str) -> str:
    return "".join(letter for letter in _singled(word) if letter not in _VOWELS)
