"""What evidence of every kind has in common: repetition says less each time, long texts are held back."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_SATURATION: Final = 1.2
_LENGTH_MATTERS: Final = 0.75

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Averages:
    """Hold the mean lengths, in words, that long and short texts are compared with."""

    title: float
    body: float
    passage: float
    question: float
    keywords: float


def held_back(lengths: Array, average: float | Array) -> Array:
    """Give how much texts of these lengths are held back beside one of average length."""
    usual = np.where(np.asarray(average) > 0, average, 1.0)
    held: Array = _SATURATION * (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * lengths / usual)
    return held


def saturated(counts: Array, held: Array) -> Array:
    """Give what counts of a word say, in texts that are held back so much: never more than 2.2."""
    said: Array = counts * (_SATURATION + 1) / (counts + held)
    return said


def half_said(most: float) -> float:
    """Give the amount at which something that has no length has said half of the most it can."""
    return _SATURATION * most
