"""Which articles repeat one another: two with the same title that say the same are one answer.

Collections that grew out of several have such pairs. The second tells a customer nothing that the
first did not, and takes the place of another article.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

# How like each other, from 0 to 1, two articles of one title must be to count as one answer.
_LEAST_LIKENESS: Final = 0.8
# So many articles come before the first that repeats one of them.
_BEFORE_REPEATS: Final = 5


def find_repeats(titles: Iterable[bytes], *, likeness: Callable[[int, int], float]) -> Mapping[int, int]:
    """Give, by the number of an article that repeats others, the first of them; so does that itself."""
    same: dict[bytes, list[int]] = defaultdict(list)
    for number, title in enumerate(titles):
        if title:
            same[title].append(number)
    return {
        number: numbers[0]
        for numbers in same.values()
        if len(numbers) > 1
        for number in numbers
        if likeness(numbers[0], number) >= _LEAST_LIKENESS
    }


def repeats_behind(numbers: Iterable[int], repeats: Mapping[int, int]) -> list[int]:
    """Give the places of the best articles anew: what repeats one of the first five comes after them.

    All that are not among these places keep their own.
    """
    seen: set[int] = set()
    first: list[int] = []
    behind: list[int] = []
    for place, number in enumerate(numbers):
        if len(first) == _BEFORE_REPEATS:
            break
        original = repeats.get(number, number)
        (behind if original in seen else first).append(place)
        seen.add(original)
    return first + behind
