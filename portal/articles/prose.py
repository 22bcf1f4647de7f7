"""Words, sentences and syllables of a Markdown text, for rules about reading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_PLACE = re.compile(r"\{\{[^{}]*\}\}")
_ATTRIBUTES = re.compile(r"\{:?[ ]*[#.][^{}\n]*\}")
_LINK = re.compile(r"!?\[(?P<label>(?:[^\[\]]|\[[^\]]*\])*)\]\([^()\n]*\)")
_MARK = re.compile(r"^(?:\s*(?:[-*+>]|\d+[.)]|#{1,6}|!!!\s*\w+|\?\?\?\+?\s*\w+|:)\s+)+|[*_`|]|<[^>]*>")
_TABLE = re.compile(r"^\s*\|")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_END = re.compile(r"[.!?…:;]+(?=\s|$|[”\"»)])")
_NEW_BLOCK = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#{1,6}|!!!|>)\s")
_VOWELS: Final = {
    "ru": re.compile("[аеёиоуыэюя]", re.IGNORECASE),
    "en": re.compile("[aeiouy]+", re.IGNORECASE),
}
_SILENT = re.compile(r"(?:[^laeiouy]e|[^td]ed)$", re.IGNORECASE)
_STANDS_FOR_A_VALUE = " x "


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, with the number of its words and its line, the first being 0."""

    line: int
    words: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as a reader takes it in."""

    sentences: tuple[Sentence, ...]
    vocabulary: tuple[str, ...]
    """Its words one after the other."""

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.vocabulary)


@lru_cache(maxsize=4)  # several rules look at one text, one after the other
def prose_of(text: str) -> Prose:
    """Take a text apart; tables are no prose, and a value counts as one word."""
    sentences: list[Sentence] = []
    vocabulary: list[str] = []
    for line, block in _blocks(text):
        for piece in _END.split(block):
            words = _WORD.findall(piece)
            if words:
                sentences.append(Sentence(line, len(words)))
                vocabulary += words
    return Prose(tuple(sentences), tuple(vocabulary))


@lru_cache(maxsize=1 << 16)
def syllables(word: str, lang: str) -> int:
    """Count the syllables of an English or Russian word, at least one."""
    count = len(_VOWELS[lang].findall(word))
    if lang == "en" and count > 1 and _SILENT.search(word):
        count -= 1
    return max(1, count)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Return paragraphs, items and headings, each with its first line."""
    block: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""]):
        is_end = not line.strip() or _TABLE.match(line)
        if block and (is_end or _NEW_BLOCK.match(line)):
            yield start, _plain(" ".join(block))
            block = []
        if not is_end:
            start = start if block else number
            block.append(_MARK.sub("", line))


def _plain(block: str) -> str:
    if "{" in block:
        block = _ATTRIBUTES.sub("", _PLACE.sub(_STANDS_FOR_A_VALUE, block))
    return _LINK.sub(r"\g<label>", block) if "](" in block else block
