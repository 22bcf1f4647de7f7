"""What the rest of the library asks of a language."""

from collections.abc import Callable
from typing import Protocol

from search.analysis.text import Token
from search.analysis.thesaurus import Thesaurus


class Analyzer(Protocol):
    """Read one language: its words, what they have in common, and which carry no meaning."""

    @property
    def lang(self) -> str:
        """Name the language by its code."""
        ...

    @property
    def stop_words(self) -> frozenset[str]:
        """Give the words that say nothing about the subject."""
        ...

    @property
    def thesaurus(self) -> Thesaurus:
        """Give the words that stand for each other, whatever a collection is about."""
        ...

    def tokens(self, text: str) -> list[Token]:
        """Cut normalised text into words, spelled the one way this language is compared in."""
        ...

    def word(self, written: str) -> str:
        """Spell a word of a text the way `tokens` does; nothing may be left of it."""
        ...

    def is_stop(self, word: str) -> bool:
        """Tell whether a word says nothing about the subject. Negations do, so they are kept."""
        ...

    def stem(self, word: str) -> str:
        """Give what the forms of a word have in common."""
        ...

    def fold(self, word: str) -> str:
        """Give the word without accents."""
        ...

    @property
    def sound(self) -> Callable[[str], str] | None:
        """Make letters of bare words that are mistaken for each other one; None if the language has none."""
        ...

    def grams(self, word: str) -> tuple[str, ...]:
        """Give the runs of characters by which related and misspelled words are recognised."""
        ...

    def joined(self, left: str, right: str) -> tuple[str, ...]:
        """Give the words that two words beside each other may be when written together."""
        ...

    def respellings(self, text: str) -> tuple[str, ...]:
        """Give what a stretch of unknown text may be, typed on another keyboard or in other letters."""
        ...
