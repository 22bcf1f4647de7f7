"""The topic and the related articles of a front matter exist."""

from collections.abc import Collection, Iterator

from portal.articles.article import Article
from portal.articles.errors import nearest
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    ids = context.ids
    for articles in context.articles.values():
        for article in articles.values():
            yield from _topic(article, context.data.topics)
            yield from _related(article, ids)


def _topic(article: Article, topics: Collection[str]) -> Iterator[Finding]:
    topic = article.meta.topic
    if topic not in topics:
        hint = nearest(topic, topics, otherwise="Topics stand in content/_data/topics.yml.")
        yield Finding(article.file, article.line("topic"), f"There is no topic `{topic}`.", hint)


def _related(article: Article, ids: Collection[str]) -> Iterator[Finding]:
    for related in article.meta.related:
        if related not in ids:
            hint = nearest(related, ids, otherwise="`related` takes ids of articles.")
            yield Finding(article.file, article.line("related"), f"There is no article `{related}`.", hint)


RULE = ContentRule("references", "Topic and related articles exist.", _find, stops_build=True)
