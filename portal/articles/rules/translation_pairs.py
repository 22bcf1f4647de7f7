"""A translation belongs to an original and has its id, kind and topic."""

from collections.abc import Iterator, Mapping

from portal.articles.article import Article
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding

_SHARED = ("id", "kind", "topic")


def _find(context: Context) -> Iterator[Finding]:
    ids = {article.id: article for article in context.originals.values()}
    for lang in context.data.languages[1:]:
        for article in context.articles[lang].values():
            if article.path in context.unread:
                continue
            original = context.originals.get(article.path)
            if original is None:
                yield _alone(article, ids)
            else:
                yield from _differences(article, original)


def _alone(article: Article, ids: Mapping[str, Article]) -> Finding:
    named = ids.get(article.id)
    hint = (
        f"The original is {named.file}; give the translation the same name."
        if named
        else "Write the original first; every language has the same files."
    )
    return Finding(article.file, 1, "This translation has no original.", hint)


def _differences(article: Article, original: Article) -> Iterator[Finding]:
    for key in _SHARED:
        own, theirs = getattr(article.meta, key), getattr(original.meta, key)
        if own != theirs:
            yield Finding(
                article.file,
                article.line(key),
                f"`{key}` is `{own}`, but `{theirs}` in the original.",
                f"Write `{key}: {theirs}` (see {original.file}:{original.line(key)}).",
            )


RULE = ContentRule(
    "translation-pairs", "Translations belong to an original and agree with it.", _find, stops_build=True
)
