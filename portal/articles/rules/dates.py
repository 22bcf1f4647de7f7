"""Dates that have passed, or come soon: reviews, pages that are off, checks in the future."""

from collections.abc import Iterator
from datetime import date

from portal.articles.article import Article
from portal.articles.review import ReviewState, review_state
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding, Severity


def _find(context: Context) -> Iterator[Finding]:
    for articles in context.articles.values():
        for article in articles.values():
            yield from _review(article, context.today)
            yield from _others(article, context.today)


def _review(article: Article, today: date) -> Iterator[Finding]:
    meta, state = article.meta, review_state(article.meta, today)
    told = {
        ReviewState.SOON: "which is soon",
        ReviewState.DUE: "which has passed",
        ReviewState.OVERDUE: "which passed long ago",
    }
    if state in told:
        hint = "Compare it with what really happens; then set `checked_on` and `review_by` anew."
        message = f"To be reviewed by {meta.review_by}, {told[state]} ({meta.owner})."
        yield Finding(article.file, article.line("review_by"), message, hint)


def _others(article: Article, today: date) -> Iterator[Finding]:
    meta = article.meta
    if meta.checked_on > today:
        message = f"Checked on {meta.checked_on}, which is still to come."
        yield Finding(article.file, article.line("checked_on"), message, "Write the day it was checked.")
    if meta.expires and meta.expires <= today:
        message = f"Off since {meta.expires}."
        yield Finding(article.file, article.line("expires"), message, "Delete the article, or move the date.")


RULE = ContentRule(
    "dates", "Reviews are not due, and no date is a mistake.", _find, Severity.WARNING, is_of_dates=True
)
