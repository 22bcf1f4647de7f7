"""Articles and the shop's data: read, checked with file and line, and put together.

A module is read when one of its names is asked for: whoever only looks whether anything has changed
need not wait for the rules.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.articles.article import Article, content_hash, read_article
    from portal.articles.channels import Channel, ChannelKind, format_hours
    from portal.articles.data import DATA_FOLDER, ShopData
    from portal.articles.errors import ArticleError, ContentError
    from portal.articles.front_matter import FrontMatter, Kind
    from portal.articles.library import Edition, Library
    from portal.articles.notices import Notice
    from portal.articles.rules.context import PAGES_FOLDER
    from portal.articles.topics import Category, Home, Need, Topic
    from portal.articles.values import substitute, write_value

__all__ = [
    "DATA_FOLDER",
    "PAGES_FOLDER",
    "Article",
    "ArticleError",
    "Category",
    "Channel",
    "ChannelKind",
    "ContentError",
    "Edition",
    "FrontMatter",
    "Home",
    "Kind",
    "Library",
    "Need",
    "Notice",
    "ShopData",
    "Topic",
    "content_hash",
    "format_hours",
    "read_article",
    "substitute",
    "write_value",
]

_PLACES = {
    "DATA_FOLDER": "portal.articles.data",
    "PAGES_FOLDER": "portal.articles.rules.context",
    "Article": "portal.articles.article",
    "ArticleError": "portal.articles.errors",
    "Category": "portal.articles.topics",
    "Channel": "portal.articles.channels",
    "ChannelKind": "portal.articles.channels",
    "ContentError": "portal.articles.errors",
    "Edition": "portal.articles.library",
    "FrontMatter": "portal.articles.front_matter",
    "Home": "portal.articles.topics",
    "Kind": "portal.articles.front_matter",
    "Library": "portal.articles.library",
    "Need": "portal.articles.topics",
    "Notice": "portal.articles.notices",
    "ShopData": "portal.articles.data",
    "Topic": "portal.articles.topics",
    "content_hash": "portal.articles.article",
    "format_hours": "portal.articles.channels",
    "read_article": "portal.articles.article",
    "substitute": "portal.articles.values",
    "write_value": "portal.articles.values",
}


def __getattr__(name: str) -> object:
    """Read a public name's module at its first use."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_PLACES[name]), name)
    globals()[name] = value
    return value
