"""Tantivy, the fast engine: for thousands of articles, or many questions a second."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np
import tantivy

from search.counting import Counts
from search.engines.protocol import FIELDS, Clause

_HEAP_BYTES: Final = 64_000_000
# The one place where the number of an article is kept: a column, read without unpacking articles.
_NUMBER: Final = "number"
_WITH_COUNTS: Final = "freq"
# Terms come ready: they are parted where they were joined, and nothing else is done to them.
_AT_SPACES: Final = "whitespace"
_MOST_REMEMBERED: Final = 2048


class TantivyEngine:
    """Make and open Tantivy indexes."""

    name = "tantivy"

    @property
    def version(self) -> str:
        """Give the version of the package whose files these are."""
        return version("tantivy")

    def build(self, folder: Path, terms: Sequence[str], fields: Mapping[str, Counts], articles: int) -> None:
        """Write the articles in their order."""
        folder.mkdir(parents=True, exist_ok=True)
        made = tantivy.Index(_schema(), path=str(folder), reuse=False)
        # One thread makes one segment, and the same segment every time.
        writer = made.writer(heap_size=_HEAP_BYTES, num_threads=1)
        texts = [_texts(terms, fields[field], articles) for field in FIELDS]
        for number, told in enumerate(zip(*texts, strict=True)):
            said = {field: [text] for field, text in zip(FIELDS, told, strict=True)}
            writer.add_document(tantivy.Document(**said, number=number))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> "OpenTantivy":
        """Open an index whose files the caller has checked."""
        return OpenTantivy(folder)


class OpenTantivy:
    """Ask one Tantivy index. Its searcher is made for many threads."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        # People ask with the same words, in the same strength.
        self._known = lru_cache(_MOST_REMEMBERED)(self._query)

    def candidates(self, clauses: Sequence[Clause], *, limit: int) -> list[int]:
        """Give the numbers of the articles that match any clause, the best first."""
        if not clauses:
            return []
        # Terms are joined here and never parsed: a customer's text is no query language.
        asked = tantivy.Query.boolean_query([one for one in map(self._known, clauses) if one is not None])
        found = self._searcher.search(asked, limit=limit, count=False)
        addresses = [address for _, address in found.hits]
        numbers = self._searcher.fast_field_values(_NUMBER, addresses)
        return [int(number) for number in numbers if number is not None]

    def _query(self, clause: Clause) -> tuple[tantivy.Occur, tantivy.Query] | None:
        """Ask for one term; nothing of what no article has."""
        if not self._searcher.doc_freq(clause.field, clause.term):
            return None
        term = tantivy.Query.term_query(self._schema, clause.field, clause.term, _WITH_COUNTS)
        return tantivy.Occur.Should, tantivy.Query.boost_query(term, clause.weight)

    def close(self) -> None:
        """Let go of the files; they are mapped and go with the last searcher."""


def _texts(terms: Sequence[str], counts: Counts, articles: int) -> Iterator[str]:
    """Give the text of every article: its terms, each as often as it has it."""
    by_article = counts.turned((articles, len(terms)))
    numbers = np.repeat(by_article.words, by_article.counts).tolist()
    lengths = np.bincount(by_article.articles, by_article.counts, articles).astype(np.int64)
    ends = np.cumsum(lengths).tolist()
    for first, end in zip([0, *ends], ends, strict=False):
        yield " ".join([terms[number] for number in numbers[first:end]])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=_AT_SPACES, index_option=_WITH_COUNTS)
    builder.add_integer_field(_NUMBER, fast=True)
    return builder.build()
