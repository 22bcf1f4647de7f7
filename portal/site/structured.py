"""Say to search engines what a page is (JSON-LD): the article, and where it stands."""

import json
from collections.abc import Iterable, Iterator

from portal.site.urls import absolute
from portal.site.view import ArticleView, Link

_CONTEXT = "https://schema.org"


def make_structured(
    article: ArticleView | None,
    breadcrumbs: Iterable[Link],
    *,
    title: str,
    canonical: str,
    lang: str,
    shop_name: str,
    site_url: str,
) -> str:
    """Return the JSON for a page, safe to stand inside a script element; empty if there is nothing to say."""
    crumbs = tuple(breadcrumbs)
    things: list[dict[str, object]] = []
    if article is not None:
        things.append(
            {
                "@type": "Article",
                "headline": title,
                "inLanguage": lang,
                "dateModified": article.checked_on,
                "mainEntityOfPage": canonical,
                "author": {"@type": "Organization", "name": shop_name},
            }
        )
    if crumbs:
        trail = [*_items(crumbs, site_url), {"name": title}]
        items = [{"@type": "ListItem", "position": number, **item} for number, item in enumerate(trail, 1)]
        things.append({"@type": "BreadcrumbList", "itemListElement": items})
    if not things:
        return ""
    text = json.dumps({"@context": _CONTEXT, "@graph": things}, ensure_ascii=False, separators=(",", ":"))
    # Within a script element only these could end it or begin a comment.
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def _items(crumbs: Iterable[Link], site_url: str) -> Iterator[dict[str, str]]:
    for crumb in crumbs:
        yield {"name": crumb.title, "item": absolute(crumb.url, site_url)}
