"""Find links to headings that do not exist; only after rendering are the headings known."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches

from portal.articles import Article, ArticleError
from portal.articles.blocks import is_read
from portal.articles.links import Link
from portal.site.pages import SitePlan

Anchors = Callable[[str], frozenset[str] | None]


def find_dead_anchors(plan: SitePlan, anchors: Anchors) -> list[ArticleError]:
    """Return every link to a missing heading; `anchors` gives the ids of a source file, or None."""
    return [
        error
        for page in plan.pages.values()
        if page.edition and not page.is_fallback
        for error in _dead(page.edition.article, anchors, plan.library.data.market)
    ]


def _dead(article: Article, anchors: Anchors, market: str) -> Iterator[ArticleError]:
    for link in article.anchored_links:
        known = anchors(f"{article.lang}/{link.path or article.path}")
        if known is None or link.anchor in known:
            continue
        if is_read(article.body, link.line - article.body_line, market):
            yield _explain(article, link, known)


def _explain(article: Article, link: Link, known: frozenset[str]) -> ArticleError:
    near = get_close_matches(link.anchor, sorted(known), n=1)
    hint = f"Did you mean `#{near[0]}`?" if near else "Name the heading: `## Heading { #name }`."
    message = f"The link `{link.target}` names a heading that does not exist."
    return ArticleError(article.file, link.line, message, hint)
