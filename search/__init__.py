"""Find articles: text in, ranked passages out. Knows no web, no database and no customer.

A module is read when one of its names is asked for: whoever only makes documents need not wait for numpy.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.analysis import known_languages
    from search.answer import Answer, Excerpt, Hit
    from search.asking import CANDIDATES
    from search.documents import Document, Identity, Section
    from search.errors import (
        DocumentsInvalid,
        EngineUnknown,
        IndexDamaged,
        IndexMissing,
        KnowledgeInvalid,
        LanguageUnknown,
        QueryError,
        SearchError,
    )
    from search.index import build_index, update_index
    from search.knowledge import Knowledge, Lesson, Synonym, find_loops
    from search.learning import cluster_questions
    from search.live import LiveIndex
    from search.manifest import Manifest
    from search.opening import open_index
    from search.preparing import Prepared, prepare_index
    from search.query import read_query
    from search.searching import SearchIndex
    from search.sketches import is_like
    from search.snippets import Snippet
    from search.versions import check_index

__all__ = [
    "CANDIDATES",
    "Answer",
    "Document",
    "DocumentsInvalid",
    "EngineUnknown",
    "Excerpt",
    "Hit",
    "Identity",
    "IndexDamaged",
    "IndexMissing",
    "Knowledge",
    "KnowledgeInvalid",
    "LanguageUnknown",
    "Lesson",
    "LiveIndex",
    "Manifest",
    "Prepared",
    "QueryError",
    "SearchError",
    "SearchIndex",
    "Section",
    "Snippet",
    "Synonym",
    "build_index",
    "check_index",
    "cluster_questions",
    "find_loops",
    "is_like",
    "known_languages",
    "open_index",
    "prepare_index",
    "read_query",
    "update_index",
]

_PLACES = {
    "CANDIDATES": "search.asking",
    "Answer": "search.answer",
    "Document": "search.documents",
    "DocumentsInvalid": "search.errors",
    "EngineUnknown": "search.errors",
    "Excerpt": "search.answer",
    "Hit": "search.answer",
    "Identity": "search.documents",
    "IndexDamaged": "search.errors",
    "IndexMissing": "search.errors",
    "Knowledge": "search.knowledge",
    "KnowledgeInvalid": "search.errors",
    "LanguageUnknown": "search.errors",
    "Lesson": "search.knowledge",
    "LiveIndex": "search.live",
    "Manifest": "search.manifest",
    "Prepared": "search.preparing",
    "QueryError": "search.errors",
    "SearchError": "search.errors",
    "SearchIndex": "search.searching",
    "Section": "search.documents",
    "Snippet": "search.snippets",
    "Synonym": "search.knowledge",
    "build_index": "search.index",
    "check_index": "search.versions",
    "cluster_questions": "search.learning",
    "find_loops": "search.knowledge",
    "is_like": "search.sketches",
    "known_languages": "search.analysis",
    "open_index": "search.opening",
    "prepare_index": "search.preparing",
    "read_query": "search.query",
    "update_index": "search.index",
}


# BLAS reads it when numpy comes. Its threads wait for each other longer than one of them works, and share
# sums among themselves by the number of processors, which the bytes of an index must not depend on.
os.putenv("OPENBLAS_NUM_THREADS", "1")


def __getattr__(name: str) -> object:
    """Read a public name's module at its first use."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_PLACES[name]), name)
    globals()[name] = value
    return value
