"""Say what a text and a page are made from, as a hash: same key, same bytes."""

import hashlib
from collections.abc import Callable, Iterable, Iterator

from portal.articles import Article
from portal.site.compose import Composer
from portal.site.pages import Page, SitePlan

KnownKey = Callable[[str, Article], str | None]


def _unknown(_source: str, _article: Article) -> None:
    """Know no key."""


class Keys:
    """Makes the keys of one build.

    `texts` is the hash of all that every text depends on (code, Markdown's options, the shop's values,
    words), `pages` of what every page depends on besides (templates, addresses). `known` gives the keys of
    texts that are the same as before.
    """

    def __init__(self, composer: Composer, *, texts: str, pages: str, known: KnownKey = _unknown) -> None:
        self._composer = composer
        self._texts = texts
        self._pages = pages
        self._known = known
        self._bodies: dict[str, str] = {}

    def body(self, page: Page) -> str:
        """Return the key of a page's rendered text; empty for pages that are made, not written."""
        if page.edition is None:
            return ""
        if page.source not in self._bodies:
            article = page.edition.article
            self._bodies[page.source] = self._known(page.source, article) or self._body(page, article)
        return self._bodies[page.source]

    def _body(self, page: Page, article: Article) -> str:
        return _hash(
            self._texts,
            page.source,
            page.url,
            article.lang,
            article.digest,
            *self._off(page, article),
            *self._composer.pictures.of(article),
        )

    def around(self, page: Page) -> str:
        """Return the hash of all that a template gets to see of a page but its text."""
        return _hash(self._composer.surroundings(page))

    def page(self, page: Page, *, around: str) -> str:
        """Return the key of everything a template gets to see of a page."""
        return _hash(self._pages, page.source, self.body(page), around)

    def _off(self, page: Page, article: Article) -> Iterator[str]:
        """Return the articles that the text links to and that are off on this day."""
        plan = self._composer.plan
        shown = plan.editions[page.lang]
        for link in article.links:
            if link.path not in shown and link.path in plan.library.originals:
                yield link.path


def digest_beside(plan: SitePlan, *, pictures: str, files: Iterable[str]) -> str:
    """Hash what texts are made from besides themselves: which there are, and pictures and names of files."""
    shown = (
        f"{lang}:{path}:{edition.article.lang}"
        for lang, editions in plan.editions.items()
        for path, edition in editions.items()
    )
    return _hash(pictures, *sorted(files), "", *shown, "", *plan.library.originals)


def _hash(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
