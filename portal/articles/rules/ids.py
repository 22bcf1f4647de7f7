"""Every id belongs to one article: votes, figures and short links hang on it."""

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
            first = seen.setdefault(article.id, article)
            if first is not article:
                yield Finding(
                    article.file,
                    article.line("id"),
                    f"The id `{article.id}` belongs to {first.file}:{first.line('id')} already.",
                    "Give one of the two another id; keep the older one, figures hang on it.",
                )


RULE = ContentRule("ids", "Every id belongs to one article.", _find, stops_build=True)
