"""Whoosh, the default engine: pure Python, needs nothing but itself."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from whoosh import index, scoring
from whoosh.analysis import IDAnalyzer
from whoosh.fields import TEXT, Schema
from whoosh.query import Or, Term

from search.engines.protocol import FIELDS, Clause

_MEMORY_MEGABYTES: Final = 256


class WhooshEngine:
    """Make and open Whoosh indexes."""

    name = "whoosh"

    @property
    def version(self) -> str:
        """Give the version of the package whose files these are."""
        return version("whoosh-reloaded")

    def build(self, folder: Path, articles: Iterable[Mapping[str, Sequence[str]]]) -> None:
        """Write one segment, in which articles keep the order they were given in."""
        folder.mkdir(parents=True, exist_ok=True)
        made = index.create_in(str(folder), _schema())
        writer = made.writer(limitmb=_MEMORY_MEGABYTES)
        try:
            for terms in articles:
                # A list is taken as terms that are ready: no analyzer of Whoosh touches them.
                writer.add_document(**{field: list(terms[field]) for field in FIELDS})
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        made.close()

    def open(self, folder: Path) -> "OpenWhoosh":
        """Open an index; its files are pickles, so the caller has checked them before."""
        return OpenWhoosh(folder)


class OpenWhoosh:
    """Ask one Whoosh index. A lock guards the searcher, which is not made for many threads."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder))
        self._searcher = self._index.searcher(weighting=scoring.BM25F())
        self._lock = threading.Lock()

    def candidates(self, clauses: Sequence[Clause], *, limit: int) -> list[int]:
        """Give the numbers of the articles that match any clause, the best first."""
        if not clauses:
            return []
        # Terms are joined here and never parsed: a customer's text is no query language.
        asked = Or([Term(clause.field, clause.term, boost=clause.weight) for clause in clauses])
        with self._lock:
            # Skipping blocks by their best score costs more than it saves at this depth.
            found = self._searcher.search(asked, limit=limit, optimize=False)
            return [number for number, _ in found.items()]

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._searcher.close()
            self._index.close()


def _schema() -> Schema:
    # phrase=False: no positions; ranking.py knows places better than an engine needs to.
    return Schema(**{name: TEXT(analyzer=IDAnalyzer(), phrase=False) for name in FIELDS})
