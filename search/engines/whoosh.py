"""Let Whoosh ask arrays. It is read only where somebody searches, for it takes long to read."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from whoosh.analysis import IDAnalyzer
from whoosh.fields import TEXT, Schema
from whoosh.matching import ListMatcher
from whoosh.query import Or, Term
from whoosh.reading import IndexReader
from whoosh.scoring import WeightingModel
from whoosh.searching import Searcher

from search.engines.protocol import FIELDS, Clause
from search.engines.whoosh_making import TERMS
from search.stored import map_file


class OpenWhoosh:
    """Ask one index. A lock guards the searcher, which is not made for many threads."""

    def __init__(self, folder: Path) -> None:
        self._searcher = Searcher(_Arrays(folder), weighting=_AsItIs())
        self._lock = threading.Lock()

    def candidates(self, clauses: Sequence[Clause], *, limit: int) -> list[int]:
        """Give the numbers of the articles that match any clause, the best first."""
        if not clauses:
            return []
        # Terms are joined here and never parsed: a customer's text is no query language.
        asked = Or([Term(clause.field, clause.term, boost=clause.weight) for clause in clauses])
        asked.matcher_type = Or.ARRAY_MATCHER
        with self._lock:
            # Skipping blocks by their best score costs more than it saves at this depth.
            found = self._searcher.search(asked, limit=limit, optimize=False)
            return [number for number, _ in found.items()]

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._searcher.close()


class _AsItIs(WeightingModel):  # type: ignore[misc]  # Whoosh has no types
    """Score by what the arrays say a term is worth."""

    def scorer(self, searcher: Searcher, fieldname: str, text: bytes, qf: int = 1) -> None:
        """Give no scorer: then the weight is the score."""


class _Arrays(IndexReader):  # type: ignore[misc]  # Whoosh has no types
    """Give Whoosh what it asks for from our arrays."""

    def __init__(self, folder: Path) -> None:
        about = json.loads((folder / TERMS).read_bytes())
        # phrase=False: no positions; ranking.py knows places better than an engine needs to.
        self.schema = Schema(**{name: TEXT(analyzer=IDAnalyzer(), phrase=False) for name in FIELDS})
        self._articles: int = about["articles"]
        self._numbers = {term.encode(): number for number, term in enumerate(about["terms"])}
        self._fields = {field: _Field(folder, field) for field in FIELDS}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return text in self._numbers and self._fields[field].has(self._numbers[text])

    def postings(self, fieldname: str, text: bytes, scorer: None = None) -> ListMatcher:
        """Give the articles that have a term, and what it is worth in each."""
        del scorer
        articles, worth = self._fields[fieldname].read(self._numbers[text])
        return ListMatcher(articles, weights=worth, term=(fieldname, text))

    def doc_count_all(self) -> int:
        """Count the articles."""
        return self._articles

    def doc_count(self) -> int:
        """Count the articles: none of them is ever deleted here."""
        return self._articles

    def has_deletions(self) -> bool:
        """Tell that no article is deleted: an index with fewer is another index."""
        return False


class _Field:
    def __init__(self, folder: Path, name: str) -> None:
        self._starts = map_file(folder / f"{name}.starts", np.uint32)
        self._articles = map_file(folder / f"{name}.articles", np.uint32)
        self._worth = map_file(folder / f"{name}.worth", np.float32)

    def has(self, term: int) -> bool:
        return bool(self._starts[term] < self._starts[term + 1])

    def read(self, term: int) -> tuple[list[int], list[float]]:
        start, end = self._starts[term : term + 2].tolist()
        return self._articles[start:end].tolist(), self._worth[start:end].tolist()
