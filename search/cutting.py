"""Cut many texts into words in one go, on arrays: the words that `analysis.text.tokenise` finds in each."""

import sys
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis.text import JOINERS

Array = NDArray[Any]

# What a character is; 0 tells that nobody has looked yet.
_OTHER, _DIGIT, _LETTER, _UNDERSCORE, _JOINER, _HYPHEN = 1, 2, 4, 8, 16, 32
_IN_WORD: Final = _DIGIT | _LETTER
# So many characters are looked at before and behind one; no word reaches from one text into the next.
_BETWEEN: Final = "\n"
_EDGE: Final = _BETWEEN * 3
_BLANK: Final = ord(" ")


class Cut(NamedTuple):
    """Hold the words of some texts as they are written there, where each begins, and how long it is.

    `counts` tells how many words each text has.
    """

    words: list[str]
    starts: Array
    lengths: Array
    counts: Array


class Cutter:
    """Cut texts into words; what each character is, is looked up once."""

    def __init__(self) -> None:
        self._kinds = np.zeros(sys.maxunicode + 1, np.uint8)

    def cut(self, texts: Sequence[str]) -> Cut:
        """Cut normalised texts into words with their places."""
        text = "".join([_EDGE, _BETWEEN.join(texts), _EDGE])
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        is_word = self._find(codes)
        words = np.where(is_word, codes, np.uint32(_BLANK)).tobytes().decode("utf-32-le").split()
        edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
        starts, ends = edges[::2], edges[1::2]
        sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + len(_BETWEEN)
        firsts = np.cumsum(sizes) - sizes + len(_EDGE)
        counts = np.diff(np.searchsorted(starts, firsts), append=len(starts))
        return Cut(words, starts - np.repeat(firsts, counts), ends - starts, counts)

    def _find(self, codes: Array) -> Array:
        """Tell which characters belong to words."""
        kinds = self._look(codes)
        is_word: Array = (kinds & _IN_WORD) != 0
        joiners = np.flatnonzero(kinds & _JOINER)
        joining = joiners[is_word[joiners - 1] & is_word[joiners + 1]]
        hyphens = np.flatnonzero(kinds & _HYPHEN)
        hyphens = hyphens[_stands_after_one_letter(kinds, hyphens) & _stands_before_letters(kinds, hyphens)]
        is_word[joining] = is_word[hyphens] = True
        return is_word

    def _look(self, codes: Array) -> Array:
        """Tell what each character is."""
        kinds: Array = self._kinds[codes]
        if not kinds.all():
            for code in np.flatnonzero(np.bincount(codes[kinds == 0])).tolist():
                self._kinds[code] = _kind(chr(code))
            kinds = self._kinds[codes]
        return kinds


def _stands_after_one_letter(kinds: Array, places: Array) -> Array:
    """Tell after which places there is a letter that is no part of a longer word."""
    before = kinds[places - 2]
    is_longer = (before & (_IN_WORD | _UNDERSCORE)) != 0
    is_joined = ((before & _JOINER) != 0) & ((kinds[places - 3] & _IN_WORD) != 0)
    found: Array = ((kinds[places - 1] & _LETTER) != 0) & ~is_longer & ~is_joined
    return found


def _stands_before_letters(kinds: Array, places: Array) -> Array:
    """Tell which places three letters follow."""
    found: Array = (kinds[places + 1] & kinds[places + 2] & kinds[places + 3] & _LETTER) != 0
    return found


def _kind(character: str) -> int:
    if character.isalnum():
        return _DIGIT if character.isdecimal() else _LETTER
    if character in JOINERS:
        return _JOINER
    return {"_": _UNDERSCORE, "-": _HYPHEN}.get(character, _OTHER)
