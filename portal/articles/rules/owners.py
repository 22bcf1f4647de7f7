"""The owner of an article is one of the teams that there are."""

from collections.abc import Iterator

from portal.articles.errors import listed, nearest
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding, Severity


def _find(context: Context) -> Iterator[Finding]:
    if context.owners is None:
        return
    for articles in context.articles.values():
        for article in articles.values():
            owner = article.meta.owner
            if owner not in context.owners:
                hint = nearest(owner, context.owners, otherwise=listed(context.owners))
                message = f"There is no team `{owner}` in content/_data/owners.yml."
                yield Finding(article.file, article.line("owner"), message, hint)


RULE = ContentRule("owners", "Owners are known teams.", _find, Severity.WARNING, is_of_dates=True)
