"""A link to a heading names one that the page has."""

from collections.abc import Iterator
from difflib import get_close_matches

from portal.articles.anchors import anchors_of
from portal.articles.blocks import is_read
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    known: dict[str, frozenset[str]] = {}
    for page in context.linking:
        for link in page.links:
            if not link.anchor or link.is_picture:
                continue
            path = link.path or page.path
            target = context.articles[page.lang].get(path) or context.originals.get(path)
            if target is None:
                continue  # a page that the site makes, or a link that `links` finds
            if target.file not in known:
                known[target.file] = anchors_of(
                    target, context.data, snippets=context.snippets.get(target.lang, {})
                )
            is_there = link.anchor in known[target.file]
            if not is_there and is_read(page.body, link.line - page.body_line, context.data.market):
                near = get_close_matches(link.anchor, sorted(known[target.file]), n=1)
                hint = f"Did you mean `#{near[0]}`?" if near else "Name the heading: `## Heading { #name }`."
                message = f"The link `{link.target}` names a heading that does not exist."
                yield Finding(page.file, link.line, message, hint)


RULE = ContentRule("anchors", "Links to headings name headings that exist.", _find)
