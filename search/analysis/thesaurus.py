"""Words that stand for each other in a language, whatever the collection: written by hand, in thesauri/."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Hold lines of words that stand for each other, and lines of an English word with what it is called.

    Both may be several words long, but for the English ones.
    """

    alike: str = ""
    from_english: str = ""

    def groups(self) -> Iterator[tuple[str, ...]]:
        """Give the words that stand for each other."""
        return map(_parts, self.alike.strip().splitlines())

    def translations(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give each English word with what it is called."""
        for line in self.from_english.strip().splitlines():
            english, _, meant = line.partition(":")
            yield english, _parts(meant)


def _parts(line: str) -> tuple[str, ...]:
    return tuple([part.strip() for part in line.split(",")])
