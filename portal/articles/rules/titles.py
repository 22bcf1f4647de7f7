"""No two articles of a language have the same title: in a list of results nobody could tell them apart."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding

if TYPE_CHECKING:
    from portal.articles.article import Article


def _find(context: Context) -> Iterator[Finding]:
    for articles in context.articles.values():
        seen: dict[str, Article] = {}
        for article in articles.values():
            if article.meta.draft:
                continue
            first = seen.setdefault(" ".join(article.meta.title.casefold().split()), article)
            if first is not article:
                message = f"{first.file}:{first.line('title')} has the title `{article.meta.title}`, too."
                hint = "Say in one of the titles what sets it apart, or make one article of the two."
                yield Finding(article.file, article.line("title"), message, hint)


RULE = ContentRule("titles", "Titles are unique in their language.", _find)
