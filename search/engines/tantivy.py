"""Tantivy, the fast engine: for thousands of articles, or many questions a second."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import tantivy

from search.engines.protocol import FIELDS, Clause

_HEAP_BYTES: Final = 64_000_000
# The one place where the number of an article is kept: a column, read without unpacking articles.
_NUMBER: Final = "number"
_WITH_COUNTS: Final = "freq"
# Terms come ready: they are parted where they were joined, and nothing else is done to them.
_AT_SPACES: Final = "whitespace"


class TantivyEngine:
    """Make and open Tantivy indexes."""

    name = "tantivy"

    @property
    def version(self) -> str:
        """Give the version of the package whose files these are."""
        return version("tantivy")

    def build(self, folder: Path, articles: Iterable[Mapping[str, Sequence[str]]]) -> None:
        """Write the articles in the order they are given in."""
        folder.mkdir(parents=True, exist_ok=True)
        made = tantivy.Index(_schema(), path=str(folder), reuse=False)
        # One thread makes one segment, and the same segment every time.
        writer = made.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for number, terms in enumerate(articles):
            fields = {field: [" ".join(terms[field])] for field in FIELDS}
            writer.add_document(tantivy.Document(**fields, number=number))
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

    def candidates(self, clauses: Sequence[Clause], *, limit: int) -> list[int]:
        """Give the numbers of the articles that match any clause, the best first."""
        if not clauses:
            return []
        # Terms are joined here and never parsed: a customer's text is no query language.
        asked = tantivy.Query.boolean_query([(tantivy.Occur.Should, self._query(one)) for one in clauses])
        found = self._searcher.search(asked, limit=limit, count=False)
        addresses = [address for _, address in found.hits]
        numbers = self._searcher.fast_field_values(_NUMBER, addresses)
        return [int(number) for number in numbers if number is not None]

    def _query(self, clause: Clause) -> tantivy.Query:
        term = tantivy.Query.term_query(self._schema, clause.field, clause.term, _WITH_COUNTS)
        return tantivy.Query.boost_query(term, clause.weight)

    def close(self) -> None:
        """Let go of the files; they are mapped and go with the last searcher."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=_AT_SPACES, index_option=_WITH_COUNTS)
    builder.add_integer_field(_NUMBER, fast=True)
    return builder.build()
