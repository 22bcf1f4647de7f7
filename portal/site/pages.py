"""Which pages the site has on a given day, and where each stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from portal.articles import PAGES_FOLDER, Edition, Kind, Library
from portal.articles.acts import list_acts
from portal.articles.channels import PAGED
from portal.site.view import ViewKind

CONTACT_CATEGORY, ORDERS_CATEGORY = "contact", "orders"
_OF_CATEGORIES = {CONTACT_CATEGORY: ViewKind.CONTACT, ORDERS_CATEGORY: ViewKind.ORDERS}
"""Categories whose page offers more than its articles."""
NOT_INDEXED = frozenset({ViewKind.SEARCH, ViewKind.FEEDBACK, ViewKind.NOTFOUND})
_KINDS = {
    Kind.ARTICLE: ViewKind.ARTICLE,
    Kind.FAQ: ViewKind.FAQ,
    Kind.GUIDE: ViewKind.GUIDE,
    Kind.PAGE: ViewKind.PAGE,
}


class Page(NamedTuple):
    """One page: what it is, in which language, and its file among the sources; there are thousands."""

    kind: ViewKind
    lang: str
    source: str
    """The Markdown file it stands for, real or not: `en/orders/index.md`."""
    url: str
    category: str = ""
    edition: Edition | None = None
    act: str = ""

    @property
    def is_fallback(self) -> bool:
        """Tell whether the page shows another language's text."""
        return self.edition is not None and self.edition.is_fallback

    @property
    def is_indexed(self) -> bool:
        """Tell whether search engines should know the page."""
        return self.kind not in NOT_INDEXED and not self.is_fallback


@dataclass(frozen=True, slots=True)
class SitePlan:
    """All pages of the site on one day."""

    library: Library
    today: date
    editions: Mapping[str, Mapping[str, Edition]]
    """Language, then path within it."""
    pages: Mapping[str, Page]
    """By source file."""
    by_id: Mapping[str, Mapping[str, Edition]]
    """Language, then id."""
    by_folder: Mapping[str, Mapping[str, tuple[Edition, ...]]]
    """Language, then folder; in the authors' order."""

    def counterpart(self, page: Page, lang: str) -> Page:
        """Return the same page in another language."""
        if page.kind is ViewKind.ROOT or page.source == "404.md":
            return self.pages[f"{lang}/index.md"]
        _, _, path = page.source.partition("/")
        return self.pages[f"{lang}/{path}"]

    def in_category(self, lang: str, category: str) -> tuple[Edition, ...]:
        """Return the articles of a category in the authors' order."""
        return self.by_folder[lang].get(category, ())

    def find_by_id(self, lang: str, id_: str) -> Edition | None:
        """Return a published article by its id, or None when it is not published."""
        return self.by_id[lang].get(id_)


def plan_site(library: Library, *, today: date) -> SitePlan:
    """Decide which pages there are."""
    languages = library.data.languages
    editions = {lang: library.editions(lang, today=today) for lang in languages}
    pages = [
        Page(ViewKind.ROOT, library.default, "index.md", ""),
        Page(ViewKind.NOTFOUND, library.default, "404.md", "404.html"),
    ]
    for lang in languages:
        pages += _made_pages(lang, library)
        pages += [article_page(edition) for edition in editions[lang].values()]
    return SitePlan(
        library,
        today,
        editions,
        pages={page.source: page for page in pages},
        by_id={lang: {e.article.id: e for e in shown.values()} for lang, shown in editions.items()},
        by_folder={lang: _by_folder(shown.values()) for lang, shown in editions.items()},
    )


def _by_folder(editions: Iterable[Edition]) -> dict[str, tuple[Edition, ...]]:
    ordered = sorted(editions, key=lambda e: (e.article.folder, e.original.meta.order, e.original.path))
    return {folder: tuple(found) for folder, found in groupby(ordered, key=lambda e: e.article.folder)}


def _made_pages(lang: str, library: Library) -> Iterator[Page]:
    yield Page(ViewKind.HOME, lang, f"{lang}/index.md", f"{lang}/")
    yield Page(ViewKind.SEARCH, lang, f"{lang}/search.md", f"{lang}/search/")
    yield Page(ViewKind.FEEDBACK, lang, f"{lang}/feedback.md", f"{lang}/feedback/")
    yield Page(ViewKind.NOTFOUND, lang, f"{lang}/404.md", f"{lang}/404/")
    yield Page(ViewKind.REQUESTS, lang, f"{lang}/requests.md", f"{lang}/requests/")
    for way in PAGED:
        if library.data.way(way):
            yield Page(ViewKind(way), lang, f"{lang}/{way}.md", f"{lang}/{way}/")
    for act, _ in list_acts(library.data.topics.values()):
        yield Page(ViewKind.ACT, lang, f"{lang}/{act.page}.md", f"{lang}/{act.page}/", act=act.id)
    if ORDERS_CATEGORY not in library.data.categories:
        yield Page(ViewKind.ORDERS, lang, f"{lang}/orders.md", f"{lang}/orders/")
    for category in library.data.categories:
        kind = _OF_CATEGORIES.get(category, ViewKind.CATEGORY)
        source, url = f"{lang}/{category}/index.md", f"{lang}/{category}/"
        yield Page(kind, lang, source, url, category=category)


def article_page(edition: Edition) -> Page:
    """Return the page of an article as a language shows it."""
    folder = edition.article.folder
    return Page(
        kind=_KINDS[edition.article.kind],
        lang=edition.lang,
        source=f"{edition.lang}/{edition.article.path}",
        url=edition.url,
        category="" if folder == PAGES_FOLDER else folder,
        edition=edition,
    )
