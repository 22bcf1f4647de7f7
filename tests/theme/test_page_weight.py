"""Pages stay light: what the theme adds to the text of each page, and what a first visit fetches."""

import gzip
import statistics
from html.parser import HTMLParser

import pytest

from tests.building import BuiltSite

KILOBYTE = 1024
OF_THEME = 20 * KILOBYTE
OF_A_STEP = KILOBYTE
WHOLE = 40 * KILOBYTE
FIRST_VISIT = 120 * KILOBYTE
SCRIPTS = STYLES = 40 * KILOBYTE
_ALONE = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "col"})
_TEXT = frozenset({"h1", "h2", "summary", "lead", "choice"})


class Text(HTMLParser):
    """Counts the bytes of a page that its author wrote: prose as it is, of titles and choices the words."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.bytes = 0
        self._inside: list[str] = []
        self.feed(page)

    def _kind(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        classes = (dict(attrs).get("class") or "").split()
        return next((name for name in ("prose", "article", "verdict", *_TEXT) if name in classes), tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._count(self.get_starttag_text() or "", is_text=False)
        if tag not in _ALONE:
            self._inside.append(self._kind(tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag not in _ALONE:
            self._inside.pop()
        self._count(f"</{tag}>", is_text=False)

    def handle_data(self, data: str) -> None:
        self._count(data, is_text=True)

    def handle_entityref(self, name: str) -> None:
        self._count(f"&{name};", is_text=True)

    def _count(self, text: str, *, is_text: bool) -> None:
        if "article" not in self._inside or "verdict" in self._inside:
            return
        if "prose" in self._inside or (is_text and _TEXT & set(self._inside)):
            self.bytes += len(text.encode())


@pytest.fixture(scope="module")
def articles(built_site: BuiltSite) -> dict[str, str]:
    return {url: page for url, page in built_site.pages().items() if 'class="article"' in page}


def theme_bytes(page: str) -> int:
    return len(page.encode()) - Text(page).bytes


def test_what_the_author_wrote_is_not_the_themes() -> None:
    page = '<main><article class="article"><h1>Tea</h1><div class="prose"><p>Né</p></div></article></main>'
    assert theme_bytes(page) == len(page) - len("Tea") - len("<p>Ne</p>")


def test_the_theme_adds_little_to_the_text_of_any_page(articles: dict[str, str]) -> None:
    heavy = {
        url: theme_bytes(page)
        for url, page in articles.items()
        if theme_bytes(page) > OF_THEME + OF_A_STEP * page.count("data-step ")
    }
    assert heavy == {}


def test_a_page_is_light_in_the_middle(articles: dict[str, str]) -> None:
    assert statistics.median(len(page.encode()) for page in articles.values()) < WHOLE


def test_no_other_page_is_heavier_than_an_article(built_site: BuiltSite, articles: dict[str, str]) -> None:
    others = {url: len(page.encode()) for url, page in built_site.pages().items() if url not in articles}
    assert {url: size for url, size in others.items() if size > OF_THEME} == {}


def test_scripts_styles_and_a_first_visit_stay_below_their_limits(
    built_site: BuiltSite, articles: dict[str, str]
) -> None:
    # Each as it goes over the wire; a page asks for none that it does not name.
    packed = {
        file.name: len(gzip.compress(file.read_bytes(), mtime=0))
        for file in (built_site.site / "assets/helpcenter").iterdir()
        if file.suffix in {".css", ".js", ".svg"}
    }
    for url, page in articles.items():
        named = {name: size for name, size in packed.items() if f"assets/helpcenter/{name}" in page}
        assert sum(size for name, size in named.items() if name.endswith(".js")) < SCRIPTS, url
        assert sum(size for name, size in named.items() if name.endswith(".css")) < STYLES, url
        assert sum(named.values()) + len(gzip.compress(page.encode())) < FIRST_VISIT, url
