"""An article stands in the folder of a category, under a name that makes a good address."""

import posixpath
import re
from collections.abc import Iterator

from portal.articles.article import Article
from portal.articles.errors import listed, nearest
from portal.articles.front_matter import ID_PATTERN, Kind
from portal.articles.rules.context import PAGES_FOLDER, Context
from portal.articles.rules.rule import ContentRule, Finding

_MADE = frozenset({"index.md", "README.md"})


def _find(context: Context) -> Iterator[Finding]:
    folders = {*context.data.categories, PAGES_FOLDER}
    for articles in context.articles.values():
        for article in articles.values():
            yield from _place(article, folders)
            yield from _kind(article)


def _place(article: Article, folders: set[str]) -> Iterator[Finding]:
    name = posixpath.basename(article.path)
    if article.path.count("/") != 1:
        hint = "Put it into content/<language>/<category>/."
        yield Finding(article.file, 1, "An article stands in the folder of a category.", hint)
    elif article.folder not in folders:
        hint = nearest(article.folder, folders, otherwise=listed(folders))
        yield Finding(article.file, 1, f"There is no category `{article.folder}`.", hint)
    elif name in _MADE:
        hint = "Give the file the name of its article."
        yield Finding(article.file, 1, "The site makes this page itself.", hint)
    elif not re.fullmatch(ID_PATTERN, name.removesuffix(".md")):
        hint = "Use small Latin letters, digits and hyphens; the name is part of the address."
        yield Finding(article.file, 1, "The file has no proper name.", hint)


def _kind(article: Article) -> Iterator[Finding]:
    if (article.kind is Kind.PAGE) != (article.folder == PAGES_FOLDER):
        message = f"A `{article.kind}` does not belong into the folder `{article.folder}`."
        hint = f"The kind `page` and the folder `{PAGES_FOLDER}` belong together."
        yield Finding(article.file, article.line("kind"), message, hint)


RULE = ContentRule(
    "places", "An article stands in a category's folder under a proper name.", _find, stops_build=True
)
