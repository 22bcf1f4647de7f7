"""The rules that stop a build: few of those of `portal check`, and an edit need not read the others."""

from collections.abc import Collection
from typing import Final

from portal.articles.errors import ArticleError
from portal.articles.rules import values
from portal.articles.rules.context import Context
from portal.articles.rules.rule import PageRule, Problem

PAGE_RULES: Final[tuple[PageRule, ...]] = (values.RULE,)


def find_mistakes(
    context: Context, *, passed: Collection[str] = (), is_settled: bool = False
) -> list[ArticleError]:
    """Return what stops a build; `passed` are files in which the rules of pages find nothing.

    With `is_settled` the rules between texts would find nothing either.
    """
    found = [
        Problem.of(finding, rule)
        for page in context.pages_but(passed)
        for rule in PAGE_RULES
        for finding in rule.find(page, context)
    ]
    if not is_settled:
        from portal.articles.rules.registry import CONTENT_RULES

        stopping = (rule for rule in CONTENT_RULES if rule.stops_build)
        found += [Problem.of(finding, rule) for rule in stopping for finding in rule.find(context)]
    return [ArticleError(one.file, one.line, one.message, one.hint, rule=one.rule) for one in found]
