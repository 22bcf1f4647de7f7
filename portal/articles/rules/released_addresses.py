"""An address of the last release still answers: with its page, or with a redirect."""

from collections.abc import Iterator

from portal.articles.redirects import REDIRECTS_FILE
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    released = context.released
    if released is None:
        return
    data = context.data
    published = {
        path
        for path, article in context.originals.items()
        if not (article.meta.draft or article.is_for_staff)
    }
    answering = {path.removesuffix(".md") for path in (*published, *context.unread)}
    answering |= {redirect.old for redirect in data.redirects} | set(data.categories)
    moved = {context.originals[path].id for path in published}
    for address, article_id in released.addresses.items():
        if address not in answering:
            target = article_id if article_id in moved else "<id of the article that answers now>"
            hint = f"Write into {data.folder}/{REDIRECTS_FILE}: `- {{from: {address}, to: {target}}}`."
            message = f"`{address}` was published with {released.tag} and answers no more."
            yield Finding(f"{data.folder}/{REDIRECTS_FILE}", 1, message, hint)


RULE = ContentRule("released-addresses", "Addresses of the last release still answer.", _find)
