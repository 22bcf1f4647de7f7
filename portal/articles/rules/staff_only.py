"""What is written for staff is named by nothing that everybody reads."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal.articles.article import Article
from portal.articles.data import ShopData
from portal.articles.redirects import REDIRECTS_FILE
from portal.articles.rules.context import Context, Linking
from portal.articles.rules.rule import ContentRule, Finding

if TYPE_CHECKING:
    from portal.located import Path as KeyPath

_TAKE_OUT = "Take it out: readers would be led to nothing."


def _find(context: Context) -> Iterator[Finding]:
    staff = {path: article for path, article in context.originals.items() if article.is_for_staff}
    yield from _halves(context)
    if not staff:
        return
    ids = {article.id for article in staff.values()}
    own = {article.file: article for articles in context.articles.values() for article in articles.values()}
    for text in context.linking:
        article = own.get(text.file)
        if article is None or not article.is_for_staff:
            yield from _links(text, staff)
        if article is not None and not article.is_for_staff:
            yield from _related(article, ids)
    yield from _data(context.data, ids, {*staff})


def _halves(context: Context) -> Iterator[Finding]:
    """Name translations that are for others than their original."""
    for articles in context.articles.values():
        for path, article in articles.items():
            original = context.originals.get(path)
            if original is not None and original.meta.audience is not article.meta.audience:
                message = f"The original is for `{original.meta.audience}`, this is not."
                hint = f"Write `audience: {original.meta.audience}`."
                yield Finding(article.file, article.line("audience"), message, hint)


def _links(text: Linking, staff: dict[str, Article]) -> Iterator[Finding]:
    for link in text.links:
        if link.path in staff:
            yield Finding(text.file, link.line, f"`{link.target}` is for staff only.", _TAKE_OUT)


def _related(article: Article, ids: set[str]) -> Iterator[Finding]:
    for related in article.meta.related:
        if related in ids:
            line = article.line("related")
            yield Finding(article.file, line, f"`{related}` is for staff only.", _TAKE_OUT)


def _data(data: ShopData, ids: set[str], paths: set[str]) -> Iterator[Finding]:
    """Look at the home page, the notices and the redirects."""
    named: list[tuple[KeyPath, str]] = [
        (("needs", number, "article"), need.article) for number, need in enumerate(data.home.needs)
    ]
    named += [(("popular", number), name) for number, name in enumerate(data.home.popular)]
    for at, name in named:
        if name in ids:
            line = data.located["home.yml"].line(at)
            yield Finding(data.file("home.yml"), line, f"`{name}` is for staff only.", _TAKE_OUT)
    for number, notice in enumerate(data.notices):
        for lang in data.languages:
            for target in notice.links(lang):
                if target.partition("#")[0] in paths:
                    line = data.located["notices.yml"].line((number, "text", lang))
                    message = f"`{target}` is for staff only."
                    yield Finding(data.file("notices.yml"), line, message, _TAKE_OUT)
    for redirect in data.redirects:
        if redirect.article in ids:
            message = f"`{redirect.article}` is for staff only."
            yield Finding(f"{data.folder}/{REDIRECTS_FILE}", 1, message, _TAKE_OUT)


RULE = ContentRule("staff-only", "Nothing public leads to an article for staff.", _find, stops_build=True)
