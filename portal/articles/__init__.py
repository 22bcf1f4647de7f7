"""Articles and the shop's data: read, checked with file and line, and put together."""

from portal.articles.article import Article, content_hash, read_article
from portal.articles.channels import Channel, format_hours
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
