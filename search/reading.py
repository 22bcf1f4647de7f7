"""Read articles word by word: what an index stores of each, whatever else is in it."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from search.analysis import Analyzer, normalise
from search.documents import Document, Passage, passages_of
from search.rows import Rows, RowsWriter
from search.stored import pack_span

BEGINNING: Final = 300
"""So many words of a text show what it is about; what is learned from them outlives most changes."""


def read_rows(documents: Iterable[tuple[bytes, Document]], analyzer: Analyzer) -> Rows:
    """Read documents of one language, each with its digest; their words are numbered as they appear."""
    reader = _Reader(analyzer)
    for digest, document in documents:
        reader.read(digest, document)
    return reader.writer.rows()


class _Reader:
    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.writer = RowsWriter()

    def read(self, digest: bytes, document: Document) -> None:
        """Read one article.

        Stop words are left out, but the last short text has all words: the title's in its first part,
        then a part for each question.
        """
        passages = passages_of(document)
        bodies = [self._read_passage(passage) for passage in passages]
        # The words of a body without passages, too, have a part that is empty.
        shown = [_line([one.heading, one.anchor, one.text]) for one in passages] or [_line(None)]
        short = (
            [self._words(document.title)],
            [self._words(question) for question in document.questions],
            [self._words(" ".join(document.keywords))],
            [self._all_words(text) for text in (document.title, *document.questions)],
        )
        body = [numbers for numbers, _ in bodies]
        self.writer.add(
            digest,
            beginning=[*_flat(short[:-1]), *islice(chain.from_iterable(body), BEGINNING)],
            line=_line([document.id, document.title, document.url, document.category]),
            passages=shown,
            short=short,
            body=body,
            spans=[span for _, spans in bodies for span in spans],
        )

    def _words(self, text: str) -> list[int]:
        """Read a text without its stop words."""
        is_stop, number = self._analyzer.is_stop, self.writer.number
        words = [token.word for token in self._analyzer.tokens(normalise(text))]
        return [number(word) for word in words if not is_stop(word)]

    def _all_words(self, text: str) -> list[int]:
        """Read a text with its stop words: "where is my order" is not "how do I order"."""
        return [self.writer.number(token.word) for token in self._analyzer.tokens(normalise(text))]

    def _read_passage(self, passage: Passage) -> tuple[list[int], list[int]]:
        """Read a passage without its stop words; tell where in the text under the heading each stands."""
        heading = self._words(passage.heading)
        is_stop, number = self._analyzer.is_stop, self.writer.number
        tokens = [token for token in self._analyzer.tokens(passage.text) if not is_stop(token[0])]
        numbers = [number(word) for word, _, _ in tokens]
        spans = [pack_span(start, end) for _, start, end in tokens]
        return [*heading, *numbers], [*[0] * len(heading), *spans]


def _flat(texts: Iterable[Iterable[Iterable[int]]]) -> Iterator[int]:
    for text in texts:
        yield from chain.from_iterable(text)


def _line(row: object) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
