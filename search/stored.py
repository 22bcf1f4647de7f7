"""An index's own copy of the articles of one language: what to show, and the words in order.

Words are kept as numbers of the vocabulary, field by field and passage by passage, so that the
evidence of a few hundred candidates can be weighed without asking the engine again.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

from search.documents import Document, Passage

_ARTICLES: Final = "articles.jsonl"
_ARTICLE_STARTS: Final = "articles.starts"
_TERMS: Final = "terms.numbers"
_TERM_STARTS: Final = "terms.starts"

# Title, body, questions, keywords and wording of each article follow one another.
_TEXTS: Final = 5

Numbers = Sequence[int]


@dataclass(frozen=True, slots=True)
class Parts:
    """Hold the words of a text of several parts, as numbers; `ends` says where each part ends."""

    numbers: Numbers
    ends: Numbers

    @classmethod
    def of(cls, parts: Iterable[Numbers]) -> Self:
        """Join parts."""
        numbers: list[int] = []
        ends: list[int] = []
        for part in parts:
            numbers.extend(part)
            ends.append(len(numbers))
        return cls(numbers, ends)

    def split(self) -> Iterator[Numbers]:
        """Give the parts one by one."""
        for start, end in pairwise([0, *self.ends]):
            yield self.numbers[start:end]


@dataclass(frozen=True, slots=True)
class ArticleTerms:
    """Hold the words of one article as numbers. A passage is a part of the body.

    Stop words are left out, but those of the title and of each question are in `wording`: the
    title's in its first part, then a part for each question.
    """

    title: Parts
    body: Parts
    questions: Parts
    keywords: Parts
    wording: Parts

    def all(self) -> tuple[Parts, ...]:
        """Give the texts in the order in which they are stored."""
        return self.title, self.body, self.questions, self.keywords, self.wording


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


class StoredWriter:
    """Write articles one after the other; `close` writes the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._articles = bytearray()
        self._article_starts = array("Q", [0])
        self._numbers = array("I")
        self._number_starts = array("Q", [0])

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
        for text in terms.all():
            self._numbers.append(len(text.ends))
            self._numbers.extend(text.ends)
            self._numbers.extend(text.numbers)
        self._number_starts.append(len(self._numbers))

    def close(self) -> None:
        """Write the files."""
        (self._folder / _ARTICLES).write_bytes(self._articles)
        for name, numbers in (
            (_ARTICLE_STARTS, self._article_starts),
            (_TERMS, self._numbers),
            (_TERM_STARTS, self._number_starts),
        ):
            with (self._folder / name).open("wb") as file:
                numbers.tofile(file)


class StoredArticles:
    """Read articles by number. Everything is in memory, packed; nothing is unpickled."""

    def __init__(self, folder: Path) -> None:
        self._articles = (folder / _ARTICLES).read_bytes()
        self._article_starts = _read("Q", folder / _ARTICLE_STARTS)
        self._numbers = _read("I", folder / _TERMS)
        self._number_starts = _read("Q", folder / _TERM_STARTS)

    def __len__(self) -> int:
        return len(self._article_starts) - 1

    def article(self, number: int) -> StoredArticle:
        """Give what is shown of an article."""
        start, end = self._article_starts[number : number + 2]
        identity, title, url, category, passages = json.loads(self._articles[start:end])
        return StoredArticle(identity, title, url, category, tuple(Passage(*passage) for passage in passages))

    def terms(self, number: int) -> ArticleTerms:
        """Give the words of an article."""
        start, end = self._number_starts[number : number + 2]
        numbers = self._numbers[start:end].tolist()
        texts, at = [], 0
        for _ in range(_TEXTS):
            words_at = at + 1 + numbers[at]
            ends = numbers[at + 1 : words_at]
            at = words_at + (ends[-1] if ends else 0)
            texts.append(Parts(numbers[words_at:at], ends))
        return ArticleTerms(*texts)


def _read(kind: str, path: Path) -> "array[int]":
    numbers: array[int] = array(kind)
    numbers.frombytes(path.read_bytes())
    return numbers
