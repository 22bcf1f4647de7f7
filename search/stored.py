"""An index's own copy of the articles of one language: what to show, and the words in order.

Words are kept as numbers of the vocabulary, text by text and part by part, so that the evidence of
a hundred candidates is weighed at once, without asking the engine again. The files are mapped, not
read: what nobody asks for takes no memory, and several processes share what they ask for.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.documents import Passage

ARTICLES: Final = "articles"
PASSAGES: Final = "passages"
DIGESTS: Final = "articles.digests"
BEGINNINGS: Final = "articles.beginnings"
# Titles and addresses that are kept at hand.
_MOST_REMEMBERED: Final = 4096
# Passages with their words, which take more room.
_MOST_SHOWN: Final = 2048
# The short texts of an article, in the order they are stored in. The body is stored by itself.
TITLE, QUESTIONS, KEYWORDS, WORDING = range(4)
SHORT_TEXTS: Final = 4
SHORT: Final = "short"
BODY: Final = "body"
# A span is one number: where a word begins, and how long it is in the lowest bits.
_LENGTH_BITS: Final = 8
_LONGEST: Final = (1 << _LENGTH_BITS) - 1

Numbers = Sequence[int]
# What `json.loads` does once it has looked for marks of other encodings.
_read: Final = json.JSONDecoder().raw_decode
Ints = NDArray[np.int64]


def pack_span(start: int, end: int) -> int:
    """Make one number of the place of a word in its text."""
    return start << _LENGTH_BITS | min(end - start, _LONGEST)


def pack_spans(starts: Ints, lengths: Ints) -> NDArray[np.uint32]:
    """Do what `pack_span` does for many words."""
    packed: NDArray[np.uint32] = (starts << _LENGTH_BITS | np.minimum(lengths, _LONGEST)).astype(np.uint32)
    return packed


def unpack_span(span: int) -> tuple[int, int]:
    """Give back where a word begins and ends; one of over 255 characters ends there."""
    start = span >> _LENGTH_BITS
    return start, start + (span & _LONGEST)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """Hold what is shown of an article."""

    id: str
    title: str
    url: str
    category: str


class _Lines:
    """Read rows of JSON by number."""

    def __init__(self, folder: Path, name: str) -> None:
        self._lines = map_file(folder / f"{name}.jsonl", np.uint8).data
        self._starts = map_file(folder / f"{name}.starts", np.uint64).data

    def __len__(self) -> int:
        return len(self._starts) - 1

    def read(self, number: int) -> Any:
        line = self._lines[self._starts[number] : self._starts[number + 1]]
        return _read(str(line, "utf-8", "surrogatepass"))[0]


class StoredTexts:
    """Read texts of one kind by article. Every article has the same number of texts.

    `lengths` are those of the parts, in words, and `counts` the number of parts of each text of each
    article.
    """

    def __init__(self, folder: Path, name: str, *, texts: int) -> None:
        self.numbers = map_file(folder / f"{name}.numbers", np.uint32)
        parts = map_file(folder / f"{name}.parts", np.uint32)
        self.lengths = np.diff(parts.astype(np.int32))
        # One number of a view is had several times faster than one of an array.
        self._parts = parts.data
        starts = map_file(folder / f"{name}.texts", np.uint32).astype(np.int32)
        self.counts = np.diff(starts).reshape(-1, texts)
        self._starts = starts
        self._texts = texts
        self._firsts = starts[::texts].tolist()

    def parts_of(self, article: int) -> tuple[int, int]:
        """Give the number of an article's first part, and that of the part behind its last."""
        return self._firsts[article], self._firsts[article + 1]

    def span_of(self, part: int) -> tuple[int, int]:
        """Give where the words of a part begin and end."""
        return self._parts[part], self._parts[part + 1]


class ShownPassage(NamedTuple):
    """Hold a passage, or None if the article has none at all, with the words of its heading and its own."""

    part: int
    passage: Passage | None
    words: Numbers


class StoredArticles:
    """Read articles by number. The files are mapped; nothing is unpickled."""

    def __init__(self, folder: Path) -> None:
        self._articles = _Lines(folder, ARTICLES)
        self._passages = _Lines(folder, PASSAGES)
        self.article = lru_cache(_MOST_REMEMBERED)(self._article)
        self.shown = lru_cache(_MOST_SHOWN)(self._shown)
        self.short = StoredTexts(folder, SHORT, texts=SHORT_TEXTS)
        self.body = StoredTexts(folder, BODY, texts=1)
        self._words = self.body.numbers.data
        self._spans = map_file(folder / f"{BODY}.spans", np.uint32).data

    def __len__(self) -> int:
        return len(self._articles)

    def _article(self, number: int) -> StoredArticle:
        return StoredArticle(*self._articles.read(number))

    def _shown(self, number: int, passage: int) -> ShownPassage:
        part = self.body.parts_of(number)[0] + passage
        return ShownPassage(part, self._passage(part), self.words_of(part))

    def words_of(self, part: int) -> list[int]:
        """Give the words of a part of a body, those of its heading first."""
        start, end = self.body.span_of(part)
        return self._words[start:end].tolist()

    def spans_of(self, part: int) -> Numbers:
        """Give where these words stand in the text; those of the heading do not, and have 0."""
        start, end = self.body.span_of(part)
        return self._spans[start:end]

    def passages(self, number: int) -> list[Passage]:
        """Give all passages of an article."""
        found = [self._passage(part) for part in range(*self.body.parts_of(number))]
        return [passage for passage in found if passage is not None]

    def _passage(self, part: int) -> Passage | None:
        row = self._passages.read(part)
        return Passage(*row) if row is not None else None

    def title_of(self, number: int) -> frozenset[int]:
        """Give the words of an article's title."""
        start, end = self.short.span_of(self.short.parts_of(number)[0])
        return frozenset(self.short.numbers[start:end].tolist())

    def title_keys(self) -> Iterator[bytes]:
        """Give each title as a key: the same words in the same order have the same."""
        for number in range(len(self)):
            start, end = self.short.span_of(self.short.parts_of(number)[0])
            yield self.short.numbers[start:end].tobytes()

    def title_words(self) -> Ints:
        """Count the words of each title."""
        firsts = np.cumsum(self.short.counts.sum(axis=1)) - self.short.counts.sum(axis=1)
        words: Ints = self.short.lengths[firsts].astype(np.int64)
        return words

    def body_words(self) -> Ints:
        """Count the words of each body."""
        firsts = np.cumsum(self.body.counts[:, 0]) - self.body.counts[:, 0]
        return np.add.reduceat(self.body.lengths, firsts).astype(np.int64)


def map_file(path: Path, kind: type[np.generic]) -> NDArray[Any]:
    """Map a file of numbers."""
    # An empty file cannot be mapped.
    if not path.stat().st_size:
        return np.empty(0, kind)
    return np.asarray(np.memmap(path, kind, mode="r"))
