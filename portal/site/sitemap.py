"""The files for search engines: sitemap.xml with all translations, and robots.txt."""

from collections.abc import Iterator
from html import escape

from portal.site.compose import Composer
from portal.site.pages import Page
from portal.site.urls import absolute, base_path


def make_sitemap(composer: Composer) -> str:
    """Return sitemap.xml with every page that search engines should know."""
    pages = (page for page in composer.plan.pages.values() if page.is_indexed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
        *(line for page in sorted(pages, key=_url) for line in _entry(page, composer)),
        "</urlset>",
    ]
    return "\n".join(lines) + "\n"


def make_robots(site_url: str) -> str:
    """Return robots.txt: everything may be read but the service's interface."""
    root = base_path(site_url)
    return (
        f"User-agent: *\nDisallow: {root}api/\nDisallow: {root}dashboard/\n\n"
        f"Sitemap: {absolute('sitemap.xml', site_url)}\n"
    )


def _url(page: Page) -> str:
    return page.url


def _entry(page: Page, composer: Composer) -> Iterator[str]:
    yield "<url>"
    yield f"<loc>{absolute(page.url, composer.site_url)}</loc>"
    if page.edition:
        yield f"<lastmod>{page.edition.article.meta.checked_on.isoformat()}</lastmod>"
    for other in composer.hreflangs(page):
        yield (f'<xhtml:link rel="alternate" hreflang="{escape(other.lang)}" href="{escape(other.url)}"/>')
    yield "</url>"
