"""Find articles: text in, ranked passages out. Knows no web, no database and no customer."""

from search.analysis import known_languages
from search.answer import Answer, Excerpt, Hit
from search.asking import CANDIDATES
from search.documents import Document, Section
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
from search.index import build_index, check_index, open_index
from search.knowledge import Knowledge, Lesson, Synonym, find_loops
from search.learning import cluster_questions
from search.live import LiveIndex
from search.manifest import Manifest
from search.query import read_query
from search.searching import SearchIndex
from search.sketches import is_like
from search.snippets import Snippet

__all__ = [
    "CANDIDATES",
    "Answer",
    "Document",
    "DocumentsInvalid",
    "EngineUnknown",
    "Excerpt",
    "Hit",
    "IndexDamaged",
    "IndexMissing",
    "Knowledge",
    "KnowledgeInvalid",
    "LanguageUnknown",
    "Lesson",
    "LiveIndex",
    "Manifest",
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
    "read_query",
]
