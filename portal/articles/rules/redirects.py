"""A redirect leads to an article, and stands where no page is."""

from collections.abc import Iterator

from portal.articles.errors import listed, nearest
from portal.articles.redirects import REDIRECTS_FILE, SHORT_LINKS_FOLDER
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    data = context.data
    if SHORT_LINKS_FOLDER in data.categories:
        message = f"A category cannot be called `{SHORT_LINKS_FOLDER}`: short links stand there."
        number = list(data.categories).index(SHORT_LINKS_FOLDER)
        line = data.located["categories.yml"].line((number, "id"))
        yield Finding(f"{data.folder}/categories.yml", line, message, "Give it another name.")
    if data.redirects:
        yield from _wrong(context)


def _wrong(context: Context) -> Iterator[Finding]:
    located, file = context.data.located[REDIRECTS_FILE], f"{context.data.folder}/{REDIRECTS_FILE}"
    ids = context.ids
    taken = {path.removesuffix(".md") for path in (*context.originals, *context.unread)}
    for number, redirect in enumerate(context.data.redirects):
        if redirect.article not in ids:
            hint = nearest(redirect.article, ids, otherwise="`to` is the id of an article.")
            line = located.line((number, "to"))
            yield Finding(file, line, f"There is no article `{redirect.article}`.", hint)
        if redirect.old in taken:
            line = located.line((number, "from"))
            message = f"At `{redirect.old}` there is a page or another redirect."
            yield Finding(file, line, message, "Take the redirect out, or move the page.")
        if redirect.lang is not None and (
            redirect.lang not in context.data.languages or not redirect.is_whole
        ):
            message = f"`lang: {redirect.lang}` does not fit."
            hint = f"It belongs to whole addresses, which begin with `/`. {listed(context.data.languages)}"
            yield Finding(file, located.line((number, "lang")), message, hint)
        taken.add(redirect.old)


RULE = ContentRule("redirects", "Redirects lead to articles from where no page is.", _find, stops_build=True)
