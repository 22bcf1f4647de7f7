"""Every article is the expected answer to questions that `portal check` asks the search."""

from collections.abc import Iterator, Sequence
from typing import Final

from portal.articles.errors import nearest
from portal.articles.rules.context import Context, Tested
from portal.articles.rules.rule import ContentRule, Finding

LEAST: Final = 2
"""Of each article and language."""


def _find(context: Context) -> Iterator[Finding]:
    for lang, questions in context.questions.items():
        asked: dict[str, list[Tested]] = {}
        for one in questions:
            asked.setdefault(one.article_id, []).append(one)
        yield from _of_language(lang, asked, context)


def _of_language(lang: str, asked: dict[str, list[Tested]], context: Context) -> Iterator[Finding]:
    file = f"{context.data.folder}/expected.{lang}.yml"
    articles = {
        article.id
        for article in context.articles[lang].values()
        if article.is_published(context.today) and article.is_for(context.data.market)
    }
    known = {*articles, *context.unread.values(), *(one.id for one in context.articles[lang].values())}
    for article_id, questions in asked.items():
        if article_id not in known:
            hint = nearest(article_id, known, otherwise="Write the id of an article.")
            yield Finding(file, questions[0].line, f"There is no article `{article_id}`.", hint)
    for article_id in sorted(articles):
        yield from _too_few(file, article_id, asked.get(article_id, ()))


def _too_few(file: str, article_id: str, questions: Sequence[Tested]) -> Iterator[Finding]:
    if len(questions) < LEAST:
        message = f"`{article_id}` has {len(questions)} of {LEAST} expected questions."
        line = questions[0].line if questions else 1
        yield Finding(file, line, message, "Write what customers type when they need it.")


RULE = ContentRule("tested-questions", "Every article answers questions that are tested.", _find)
