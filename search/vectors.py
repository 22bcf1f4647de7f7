"""Small things that are done to long arrays of numbers, again and again, when an index is built."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def grouped(numbers: Array, groups: int) -> tuple[Array, Array]:
    """Give the places of equal numbers together, in their order, and where each number's begin."""
    starts = np.zeros(groups + 1, np.int64)
    np.cumsum(np.bincount(numbers, minlength=groups), out=starts[1:])
    return _ordered(numbers, groups), starts


def expanded(starts: Array, lengths: Array) -> Array:
    """Give all places of stretches that begin there and are so long, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places: Array = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return places


def summed_pairs(
    major: Array, minor: Array, counts: Array, sizes: tuple[int, int]
) -> tuple[Array, Array, Array]:
    """Give each pair of numbers once, by the first and then the second, with the sum of its counts."""
    if (minor[1:] < minor[:-1]).any():
        order = _ordered(minor, sizes[1])
        major, minor, counts = major[order], minor[order], counts[order]
    order = _ordered(major, sizes[0])
    major, minor, counts = major[order], minor[order], counts[order]
    is_new = np.ones(len(order), bool)
    np.not_equal(major[1:], major[:-1], out=is_new[1:])
    is_new[1:] |= minor[1:] != minor[:-1]
    if is_new.all():
        return major, minor, counts
    firsts = np.flatnonzero(is_new)
    return major[firsts], minor[firsts], np.add.reduceat(counts, firsts)


def distinct(numbers: Array) -> Array:
    """Give each number once, in order."""
    # Whole numbers are sorted in a fraction of the time that `np.unique` takes to tell many of them apart.
    ordered = np.sort(numbers)
    is_new = np.ones(len(ordered), bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


def firsts_of(numbers: Array, starts: Array) -> Array:
    """Tell which numbers differ from the one before, or are the first of a stretch."""
    is_first = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    is_first[starts[starts < len(numbers)]] = True
    return is_first


def _ordered(numbers: Array, groups: int) -> Array:
    """Give the places of numbers below `groups` in their order; equal ones stay as they are."""
    order: Array = numbers.astype(np.uint16).argsort(kind="stable")
    if groups > 1 << 16:
        # Sixteen bits are sorted without comparing; two turns sort thirty-two.
        order = order[(numbers[order] >> 16).astype(np.uint16).argsort(kind="stable")]
    return order
