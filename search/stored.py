"""An index's own copy of the articles of one language: what to show, and the words in order.

Words are kept as numbers of the vocabulary, text by text and part by part, so that the evidence of
a hundred candidates is weighed at once, without asking the engine again. The files are mapped, not
read: what nobody asks for takes no memory, and several processes share what they ask for.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from search.documents import Document, Passage

_ARTICLES: Final = "articles.jsonl"
_ARTICLE_STARTS: Final = "articles.starts"
# The short texts of an article, in the order they are stored in. The body is stored by itself.
TITLE, QUESTIONS, KEYWORDS, WORDING = range(4)
SHORT: Final = "short"
BODY: Final = "body"
# A span is one number: where a word begins, and how long it is in the lowest bits.
_LENGTH_BITS: Final = 8
_LONGEST: Final = (1 << _LENGTH_BITS) - 1

Numbers = Sequence[int]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Parts:
    """Hold the words of a text of several parts, as numbers; `ends` says where each part ends.

    `spans` are the places of the words in their part, packed by `pack_span`, or nothing.
    """

    numbers: Numbers
    ends: Numbers
    spans: Numbers = ()

    @classmethod
    def of(cls, parts: Iterable[Numbers], spans: Iterable[Numbers] = ()) -> Self:
        """Join parts; a text without any has one that is empty."""
        numbers: list[int] = []
        ends: list[int] = []
        for part in parts:
            numbers.extend(part)
            ends.append(len(numbers))
        return cls(numbers, ends or [0], [span for part in spans for span in part])

    def split(self) -> Iterator[Numbers]:
        """Give the parts one by one."""
        for start, end in pairwise([0, *self.ends]):
            yield self.numbers[start:end]


def pack_span(start: int, end: int) -> int:
    """Make one number of the place of a word in its text."""
    return start << _LENGTH_BITS | min(end - start, _LONGEST)


def unpack_span(span: int) -> tuple[int, int]:
    """Give back where a word begins and ends; one of over 255 characters ends there."""
    start = span >> _LENGTH_BITS
    return start, start + (span & _LONGEST)


@dataclass(frozen=True, slots=True)
class ArticleTerms:
    """Hold the words of one article as numbers. A passage is a part of the body.

    Stop words are left out, but `wording` has all words: the title's in its first part, then a part
    for each question.
    """

    title: Parts
    body: Parts
    questions: Parts
    keywords: Parts
    wording: Parts

    def short(self) -> tuple[Parts, ...]:
        """Give the short texts in the order in which they are stored."""
        return self.title, self.questions, self.keywords, self.wording

    def content(self) -> tuple[Parts, ...]:
        """Give the texts without stop words."""
        return self.title, self.questions, self.keywords, self.body

    def all(self) -> tuple[Parts, ...]:
        """Give every text."""
        return *self.short(), self.body


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """Hold what is shown of an article."""

    id: str
    title: str
    url: str
    category: str
    passages: tuple[Passage, ...]

    @classmethod
    def of(cls, document: Document, passages: tuple[Passage, ...]) -> Self:
        """Take from a document what is shown."""
        return cls(document.id, document.title, document.url, document.category, passages)


class _TextWriter:
    """Write texts of one kind: numbers, where parts start, and where the parts of a text start."""

    def __init__(self) -> None:
        self._arrays = {"numbers": array("I"), "parts": array("I", [0]), "texts": array("I", [0])}

    def add(self, text: Parts) -> None:
        numbers, parts, texts = self._arrays.values()
        first = len(numbers)
        numbers.extend(text.numbers)
        parts.extend(first + end for end in text.ends)
        texts.append(len(parts) - 1)

    def close(self, folder: Path, name: str) -> None:
        for kind, numbers in self._arrays.items():
            _write(folder / f"{name}.{kind}", numbers)


class StoredWriter:
    """Write articles one after the other; `close` writes the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._articles = bytearray()
        self._article_starts = array("Q", [0])
        self._short = _TextWriter()
        self._body = _TextWriter()
        self._spans = array("I")

    def add(self, article: StoredArticle, terms: ArticleTerms) -> None:
        """Add one article; the first has the number 0."""
        row = [
            article.id,
            article.title,
            article.url,
            article.category,
            [[passage.heading, passage.anchor, passage.text] for passage in article.passages],
        ]
        self._articles += json.dumps(row, ensure_ascii=False).encode() + b"\n"
        self._article_starts.append(len(self._articles))
        for text in terms.short():
            self._short.add(text)
        self._body.add(terms.body)
        self._spans.extend(terms.body.spans)

    def close(self) -> None:
        """Write the files."""
        (self._folder / _ARTICLES).write_bytes(self._articles)
        _write(self._folder / _ARTICLE_STARTS, self._article_starts)
        _write(self._folder / f"{BODY}.spans", self._spans)
        self._short.close(self._folder, SHORT)
        self._body.close(self._folder, BODY)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hold texts of several articles, one after the other.

    `ends` says where each part ends in `numbers`, `starts` which part each text begins with.
    `first_parts` names, by the number it has in the whole collection, the first part of each
    article.
    """

    numbers: NDArray[np.uint32]
    lengths: Ints
    ends: Ints
    starts: Ints
    part_numbers: Ints


class StoredTexts:
    """Read texts of one kind by article. Every article has the same number of texts."""

    def __init__(self, folder: Path, name: str, *, texts: int) -> None:
        self.numbers = _map(folder / f"{name}.numbers", np.uint32)
        self.parts = _map(folder / f"{name}.parts", np.uint32).astype(np.int64)
        self._lengths = np.diff(self.parts)
        starts = _map(folder / f"{name}.texts", np.uint32).astype(np.int64)
        self._counts = np.diff(starts).reshape(-1, texts)
        self._firsts = starts[::texts]

    def gather(self, articles: Ints) -> Gathered:
        """Put the texts of some articles together."""
        first, last = self._firsts[articles].tolist(), self._firsts[articles + 1].tolist()
        parts = [np.arange(start, end) for start, end in zip(first, last, strict=True)]
        part_numbers = np.concatenate(parts)
        lengths = self._lengths[part_numbers]
        begins, ends = self.parts[self._firsts[articles]], self.parts[self._firsts[articles + 1]]
        pieces = [self.numbers[at:to] for at, to in zip(begins.tolist(), ends.tolist(), strict=True)]
        counts = self._counts[articles].ravel()
        return Gathered(
            numbers=np.concatenate(pieces),
            lengths=lengths,
            ends=np.cumsum(lengths),
            starts=np.cumsum(counts) - counts,
            part_numbers=part_numbers,
        )

    def part_range(self, article: int, part: int) -> tuple[int, int]:
        """Give where a part of an article begins and ends."""
        at = self._firsts[article] + part
        return int(self.parts[at]), int(self.parts[at + 1])


class StoredArticles:
    """Read articles by number. The files are mapped; nothing is unpickled."""

    def __init__(self, folder: Path) -> None:
        self._articles = _map(folder / _ARTICLES, np.uint8)
        self._article_starts = _map(folder / _ARTICLE_STARTS, np.uint64).tolist()
        self.short = StoredTexts(folder, SHORT, texts=len(ArticleTerms.__slots__) - 1)
        self.body = StoredTexts(folder, BODY, texts=1)
        self._spans = _map(folder / f"{BODY}.spans", np.uint32)

    def __len__(self) -> int:
        return len(self._article_starts) - 1

    def article(self, number: int) -> StoredArticle:
        """Give what is shown of an article."""
        start, end = self._article_starts[number : number + 2]
        row = json.loads(self._articles[start:end].tobytes())
        identity, title, url, category, passages = row
        return StoredArticle(identity, title, url, category, tuple(Passage(*passage) for passage in passages))

    def words_of_passage(self, number: int, passage: int) -> tuple[list[int], list[int]]:
        """Give the words of a passage, heading first, and the span of each."""
        start, end = self.body.part_range(number, passage)
        return self.body.numbers[start:end].tolist(), self._spans[start:end].tolist()


def _write(path: Path, numbers: "array[int]") -> None:
    with path.open("wb") as file:
        numbers.tofile(file)


def _map(path: Path, kind: type[np.generic]) -> NDArray[Any]:
    # An empty file cannot be mapped.
    if not path.stat().st_size:
        return np.empty(0, kind)
    return np.asarray(np.memmap(path, kind, mode="r"))
