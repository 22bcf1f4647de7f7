"""Say what went wrong with an index or a question, and what to do next."""


class SearchError(Exception):
    """Stand for every failure of this library."""


class QueryError(SearchError):
    """Refuse a question that is empty or longer than a question can be."""


class LanguageUnknown(SearchError):
    """Refuse a language that has no analyzer, or that an index does not hold."""


class EngineUnknown(SearchError):
    """Refuse an engine that does not exist or is not installed."""


class DocumentsInvalid(SearchError):
    """Refuse documents that cannot stand in one index, or a file that does not hold any."""


class IndexMissing(SearchError):
    """Say that there is no index where one was expected."""


class IndexDamaged(SearchError):
    """Say that an index is not what its manifest promises, so that it was not opened."""


class KnowledgeInvalid(SearchError):
    """Refuse synonyms or lessons that cannot be right."""
