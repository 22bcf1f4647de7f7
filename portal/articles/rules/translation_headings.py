"""A translation has the headings of its original; the questions of a FAQ have the same names."""

from collections.abc import Iterator

from portal.articles.article import Article
from portal.articles.front_matter import Kind
from portal.articles.rules.context import Context
from portal.articles.rules.page import Heading, headings_of, page_of
from portal.articles.rules.rule import ContentRule, Finding, Severity


def _find(context: Context) -> Iterator[Finding]:
    for path, original in context.originals.items():
        theirs: list[Heading] | None = None
        for lang in context.data.languages[1:]:
            article = context.articles[lang].get(path)
            if article is not None and not article.meta.draft:
                theirs = theirs if theirs is not None else _headings(original, context.data.market)
                yield from _compare(article, original, theirs, context.data.market)


def _compare(article: Article, original: Article, theirs: list[Heading], market: str) -> Iterator[Finding]:
    own = _headings(article, market)
    if len(own) != len(theirs):
        message = f"{len(own)} `##` headings, but {len(theirs)} in {original.file}."
        hint = "Give both the same sections in the same order."
        yield Finding(article.file, article.body_line, message, hint)
    elif article.kind is Kind.FAQ:
        for mine, other in zip(own, theirs, strict=True):
            if mine.name != other.name:
                message = f"The question is named `{mine.name}`, but `{other.name}` in the original."
                yield Finding(article.file, mine.line, message, f"Write `{{ #{other.name} }}`.")


def _headings(article: Article, market: str) -> list[Heading]:
    if "\n## " not in article.body and not article.body.startswith("## "):
        return []
    return [heading for heading in headings_of(page_of(article, market)) if heading.level == 2]


RULE = ContentRule(
    "translation-headings", "Translations have the sections of their originals.", _find, Severity.WARNING
)
