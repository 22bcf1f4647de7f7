"""Clean text and cut it into words, the same way in every language."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

# Longer runs of letters are addresses, keys and noise; their beginning is enough to find them.
WORD_CHARACTERS: Final = 40
JOINERS: Final = "'’ʼ"
# Letters and digits; an apostrophe inside a word and the hyphen of "e-mail" belong to it.
_WORD: Final = re.compile(r"(?:(?<!\w)[^\W\d_]-(?=[^\W\d_]{3}))?[^\W_]+(?:['’ʼ][^\W_]+)*")
# The same where nothing joins words, and letters are small and have no accents.
_PLAIN_WORD: Final = re.compile("[a-z0-9]+")
_JOINERS: Final = re.compile(r"['’ʼ]s$|['’ʼ-]")
_KEPT_CONTROLS: Final = "\n\t"


class Token(NamedTuple):
    """Hold one word in lower case and the span of text it was read from."""

    word: str
    start: int
    end: int


def normalise(text: str) -> str:
    """Compose characters (NFC) and take out control characters, invisible marks and surrogates."""
    if text.isascii() and text.isprintable():
        return text.strip()
    # Most texts and lines have nothing to take out, which is seen at once.
    if text.replace("\n", "").isprintable():
        return unicodedata.normalize("NFC", text).strip()
    lines = (line if line.isprintable() else "".join(_visible(line)) for line in text.split("\n"))
    shown = "\n".join(lines)
    return unicodedata.normalize("NFC", shown).strip()


def _visible(text: str) -> Iterator[str]:
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cf", "Cs"):
            continue  # soft hyphens, joiners and halves of characters vanish within a word
        yield " " if category == "Cc" and character not in _KEPT_CONTROLS else character


def tokenise(text: str) -> list[Token]:
    """Cut normalised text into lower-case words with their places."""
    if text.isascii() and not _has_joiner(text):
        # Letters keep their places when they become small, and there is nothing to take out.
        return [
            Token(match[0][:WORD_CHARACTERS], *match.span()) for match in _PLAIN_WORD.finditer(text.lower())
        ]
    found = [(bare_word(match[0]), match) for match in _WORD.finditer(text)]
    # Of an apostrophe that stands alone nothing is left.
    return [Token(word, *match.span()) for word, match in found if word]


def _has_joiner(text: str) -> bool:
    return "'" in text or "-" in text


def bare_word(word: str) -> str:
    """Give a written word in lower case, as long as words may be, with nothing that joins its parts."""
    if not word.isalnum():
        word = _JOINERS.sub("", word)
    return word.lower()[:WORD_CHARACTERS]


def strip_accents(word: str) -> str:
    """Give the word as somebody types it whose keyboard has no accents."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    # Cyrillic й is a letter of its own, not an и with an accent.
    return word if any("Ѐ" <= part <= "ӿ" for part in bare) else bare
