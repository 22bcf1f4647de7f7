"""Tell whether rules between texts can find in an article what they did not find in it before.

Most edits change nothing but words: then thousands of other articles need not be compared again.
"""

from portal.articles.article import Article
from portal.articles.front_matter import Kind


def is_alike(before: Article, after: Article) -> bool:
    """Tell whether no rule between texts that stops builds sees a difference.

    They look at the head, at what is linked to, at blocks and at the steps of guides.
    """
    return (
        (before.lang, before.path, before.meta) == (after.lang, after.path, after.meta)
        and after.kind is not Kind.GUIDE
        and ":::" not in before.body
        and ":::" not in after.body
        and _linked(after) <= _linked(before)
    )


def _linked(article: Article) -> set[tuple[str, str, bool]]:
    return {(link.target, link.path, link.is_picture) for link in article.links}
