"""Pages that only lead on: short permanent links, and addresses that pages had once.

    /en/to/cancel-an-order/             stays, wherever the article moves
    /en/to/orders-faq/pay-in-euros/     one question of a FAQ
    /en/orders/old-name/                from content/_data/redirects.yml

`?via=leaflet` behind such a link says where it was posted; it is taken along.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from portal.articles import Edition, Kind
from portal.articles.redirects import SHORT_LINKS_FOLDER
from portal.site.pages import Page, SitePlan
from portal.site.urls import absolute, base_path, relative

REDIRECT_MAP = "redirects.map"
SCRIPT = "assets/helpcenter/moved.js"
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
<script src="{script}" defer></script>
<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>
</head>
<body>
<p><a id="moved" href="{target}">{title}</a></p>
</body>
</html>
"""
_LEADING, _BEGINNING = b'<p><a id="moved" ', 4096


def short_url(edition: Edition, anchor: str = "") -> str:
    """Return the short permanent link of an article, or of one question of a FAQ."""
    own = f"{edition.lang}/{SHORT_LINKS_FOLDER}/{edition.article.id}/"
    return f"{own}{anchor}/" if anchor else own


def short_links(page: Page, anchors: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the short links of an article and where each leads; `anchors` are those of its questions."""
    edition = page.edition
    if edition is None:
        return
    yield short_url(edition), page.url
    if edition.article.kind is Kind.FAQ:
        for anchor in anchors:
            yield short_url(edition, anchor), f"{page.url}#{anchor}"


def old_links(plan: SitePlan) -> Iterator[tuple[str, str, Edition]]:
    """Return the addresses that pages had once, in every language, and where each leads."""
    for lang in plan.library.data.languages:
        for redirect in plan.library.data.redirects:
            edition = plan.find_by_id(lang, redirect.article)
            if edition is None or (redirect.is_whole and lang != (redirect.lang or plan.library.default)):
                continue
            old = redirect.old.strip("/") if redirect.is_whole else f"{lang}/{redirect.old}"
            anchor = f"#{redirect.anchor}" if redirect.anchor else ""
            yield f"{old}/", f"{edition.url}{anchor}", edition


def make_moved(url: str, target: str, *, title: str, lang: str, site_url: str) -> str:
    """Return a page at `url` that leads on to `target`."""
    return _PAGE.format(
        lang=lang,
        title=escape(title),
        canonical=escape(absolute(target.partition("#")[0], site_url)),
        target=escape(relative(target, url)),
        script=relative(SCRIPT, url),
    )


def leads_on(file: Path) -> bool:
    """Tell whether a page of a built site only leads on to another."""
    with file.open("rb") as page:
        return _LEADING in page.read(_BEGINNING)


def make_map(links: Mapping[str, str], *, site_url: str) -> str:
    """Return the links for nginx: `map $uri $moved { include redirects.map; }`."""
    root = base_path(site_url)
    return "".join(f"{root}{url} {root}{target};\n" for url, target in sorted(links.items()))
