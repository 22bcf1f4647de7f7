"""The site that is built of the shipped content."""

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import brotli
import pytest

from portal.articles import Library
from portal.articles.listing import read_listing
from portal.language import Words
from search import open_index
from tests.building import ROOT, BuiltSite

LANGUAGES = ("en", "ru", "hu")
CATEGORIES = ("orders", "delivery", "returns", "warranty", "payment", "account", "before", "contact")
BASE = "http://127.0.0.1:8000/"
PACKED = {".br": brotli.decompress, ".gz": gzip.decompress}


class Page(HTMLParser):
    """Keeps what a page links to, asks for, and names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.requests: list[str] = []
        self.ids: list[str] = []
        self.heads: list[dict[str, str]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.elements.append((tag, named))
        if "id" in named:
            self.ids.append(named["id"])
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        elif tag == "link" and named.get("rel") not in {"canonical", "alternate"}:
            self.requests.append(named["href"])
        elif tag in {"script", "img", "iframe", "source"} and "src" in named:
            self.requests.append(named["src"])

    def find(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [named for name, named in self.elements if name == tag and wanted.items() <= named.items()]


@pytest.fixture(scope="module")
def pages(built_site: BuiltSite) -> dict[str, Page]:
    return {url: Page(text) for url, text in built_site.pages().items()}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(ROOT / "content", Words.load(ROOT / "themes/helpcenter/words"))


def test_every_kind_of_page_exists_in_every_language(pages: dict[str, Page]) -> None:
    expected = {"", "404.html"}
    for lang in LANGUAGES:
        expected |= {f"{lang}/", f"{lang}/search/", f"{lang}/feedback/", f"{lang}/404/"}
        expected |= {f"{lang}/{category}/" for category in CATEGORIES}
        expected |= {f"{lang}/legal/{name}/" for name in ("privacy", "imprint", "accessibility")}
    assert expected <= pages.keys()


def test_every_article_is_there_in_every_language(pages: dict[str, Page], library: Library) -> None:
    assert len(library.originals) >= 60
    for lang in LANGUAGES:
        for path, original in library.originals.items():
            if original.is_for_staff:
                continue
            assert f"{lang}/{path.removesuffix('.md')}/" in pages


def test_every_article_is_translated(library: Library) -> None:
    for lang in LANGUAGES:
        assert library.articles[lang].keys() == library.originals.keys()


def test_every_kind_of_article_is_used(library: Library) -> None:
    kinds = [article.kind for article in library.originals.values()]
    assert {"article", "faq", "guide", "page"} == set(kinds)
    assert kinds.count("guide") >= 3  # type: ignore[arg-type]  # an enum of strings


def test_no_link_within_the_site_is_dead(pages: dict[str, Page], built_site: BuiltSite) -> None:
    dead = []
    for url, page in pages.items():
        for target in [*page.links, *page.requests]:
            parts = urlsplit(urljoin(f"{BASE}{url}", target))
            if not parts.geturl().startswith(BASE):
                continue
            path = parts.path.lstrip("/")
            is_there = path in pages or (built_site.site / path).is_file()
            names = pages[path].ids if path in pages else []
            if not is_there or (parts.fragment and unquote(parts.fragment) not in names):
                dead.append((url, target))
    assert dead == []


def test_no_page_asks_another_host_for_anything(pages: dict[str, Page]) -> None:
    asked = {
        (url, request)
        for url, page in pages.items()
        for request in page.requests
        if urlsplit(request).scheme or urlsplit(request).netloc
    }
    assert asked == set()


def test_no_style_or_script_asks_another_host_for_anything(built_site: BuiltSite) -> None:
    for file in (built_site.site / "assets").rglob("*"):
        if file.suffix in {".css", ".js"}:
            assert not re.search(
                r"""(?:url\(|@import|fetch\(|from)\s*["']?(?:https?:)?//""", file.read_text()
            )


def test_no_page_needs_inline_script_or_style(pages: dict[str, Page]) -> None:
    for url, page in pages.items():
        for tag, named in page.elements:
            assert tag != "style", url
            # Data for search engines is no script: browsers do not run it, whatever the policy.
            assert tag != "script" or "src" in named or named["type"] == "application/ld+json", url
            assert "style" not in named, (url, tag)
            assert not [name for name in named if name.startswith("on")], (url, tag)


def test_a_person_is_one_click_away_from_every_page(pages: dict[str, Page]) -> None:
    for url, page in pages.items():
        if url == "":
            continue
        lang = url.split("/")[0] if url != "404.html" else "en"
        reached = {urlsplit(urljoin(f"{BASE}{url}", link)).path for link in page.links}
        assert f"/{lang}/contact/" in reached or url == f"{lang}/contact/", url


def test_the_first_page_of_all_leads_to_every_language(pages: dict[str, Page]) -> None:
    assert {f"{lang}/" for lang in LANGUAGES} <= {link.removeprefix("./") for link in pages[""].links}


def test_the_language_switch_keeps_the_page(pages: dict[str, Page]) -> None:
    for url, page in pages.items():
        if url in {"", "404.html"}:
            continue
        _, _, rest = url.partition("/")
        reached = {urlsplit(urljoin(f"{BASE}{url}", link)).path for link in page.links}
        assert {f"/{lang}/{rest}" for lang in LANGUAGES} <= reached, url


def test_nothing_of_the_data_files_is_published(built_site: BuiltSite) -> None:
    files = [file.relative_to(built_site.site) for file in built_site.site.rglob("*")]
    assert not [file for file in files if "_data" in file.parts]
    assert not [file for file in files if file.suffix in {".yml", ".yaml", ".py"}]


def test_nothing_but_pages_and_our_own_assets_is_published(built_site: BuiltSite) -> None:
    tops = {file.name for file in built_site.site.iterdir() if file.suffix not in PACKED}
    assert tops == {
        *LANGUAGES,
        "assets",
        "index.html",
        "404.html",
        "sitemap.xml",
        "robots.txt",
        "llms.txt",
        "offline.js",
    }
    assert [file.name for file in (built_site.site / "assets").iterdir()] == ["helpcenter"]


def test_no_value_and_no_comment_is_left_in_a_page(built_site: BuiltSite) -> None:
    for url, text in built_site.pages().items():
        assert "{{" not in text, url
        assert not re.search(r"<!--(?!/?portal:)", text), url


def test_ids_are_unique_and_readable_in_every_language(pages: dict[str, Page]) -> None:
    for url, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), url
        assert not [id_ for id_ in page.ids if re.fullmatch(r"_\d+", id_)], url


def test_every_page_has_one_title_of_its_own(built_site: BuiltSite) -> None:
    titles: dict[str, list[str]] = {}
    for url, text in built_site.pages().items():
        found = re.findall(r"<title>(.*?)</title>", text)
        assert len(found) == 1, url
        assert len(re.findall(r"<h1[ >]", text)) == 1, url
        if "404" not in url and url != "":
            titles.setdefault(url[:2] + found[0], []).append(url)
    assert {title: urls for title, urls in titles.items() if len(urls) > 1} == {}


def test_a_page_names_its_translations_absolutely(pages: dict[str, Page]) -> None:
    page = pages["ru/orders/cancel-an-order/"]
    named = {one["hreflang"]: one["href"] for one in page.find("link", rel="alternate") if "hreflang" in one}
    assert named == {
        **{lang: f"{BASE}{lang}/orders/cancel-an-order/" for lang in LANGUAGES},
        "x-default": f"{BASE}en/orders/cancel-an-order/",
    }
    assert page.find("link", rel="canonical")[0]["href"] == f"{BASE}ru/orders/cancel-an-order/"


@pytest.mark.parametrize("url", ["en/search/", "ru/feedback/", "hu/404/", "404.html"])
def test_pages_that_are_no_content_are_kept_out_of_search_engines(
    pages: dict[str, Page], built_site: BuiltSite, url: str
) -> None:
    assert pages[url].find("meta", name="robots")[0]["content"] == "noindex"
    assert f"<loc>{BASE}{url}</loc>" not in built_site.read("sitemap.xml")


@pytest.mark.parametrize("url", ["404.html", "en/404/", "ru/404/"])
def test_addresses_on_a_missing_page_begin_at_the_root(pages: dict[str, Page], url: str) -> None:
    page = pages[url]
    for target in [*page.links, *page.requests]:
        assert target.startswith(("/", "#", "tel:", "mailto:")), target


def test_the_sitemap_names_every_indexed_page_with_its_translations(
    pages: dict[str, Page], built_site: BuiltSite
) -> None:
    sitemap = built_site.read("sitemap.xml")
    named = set(re.findall(r"<loc>(.*?)</loc>", sitemap))
    indexed = {f"{BASE}{url}" for url, page in pages.items() if not page.find("meta", name="robots")}
    assert named == indexed
    assert sitemap.count('hreflang="x-default"') == len(named)


def test_robots_may_read_everything_but_the_service(built_site: BuiltSite) -> None:
    assert built_site.read("robots.txt") == (
        f"User-agent: *\nDisallow: /api/\nDisallow: /dashboard/\n\nSitemap: {BASE}sitemap.xml\n"
    )


def test_packed_files_hold_the_same_text(built_site: BuiltSite) -> None:
    for suffix, unpack in PACKED.items():
        packed = list(built_site.site.rglob(f"*{suffix}"))
        assert len(packed) > len(LANGUAGES) * 60
        for file in packed[:20]:
            assert unpack(file.read_bytes()) == file.with_suffix("").read_bytes()
    assert next(built_site.site.rglob("*.gz")).read_bytes()[4:8] == b"\0\0\0\0"  # no time of day within


def test_the_index_finds_articles_of_each_language(built_site: BuiltSite) -> None:
    index = open_index(built_site.index)
    asked = {"en": "cancel an order", "ru": "отменить заказ", "hu": "rendelés törlése"}
    for lang, text in asked.items():
        hits = index.search(text, lang=lang).hits
        assert "cancel-an-order" in [hit.document_id for hit in hits[:3]]
        assert hits[0].url.startswith(f"{lang}/")


def test_the_list_for_the_service_has_every_article_in_every_language(
    built_site: BuiltSite, library: Library
) -> None:
    listing = read_listing(built_site.settings.listing_file)
    for lang in LANGUAGES:
        for original in library.originals.values():
            if original.is_for_staff:
                assert listing.find(original.id, lang) is None
                continue
            listed = listing.find(original.id, lang)
            assert listed is not None
            assert listed.url.startswith(f"{lang}/")


def test_notices_of_the_day_are_on_the_pages(built_site: BuiltSite) -> None:
    assert 'id="notice-december-parcels"' in built_site.read("en/orders/cancel-an-order/")
    assert 'href="../../delivery/peak-season/"' in built_site.read("hu/orders/cancel-an-order/")


@pytest.mark.parametrize("slot", ["banner", "results", "contact", "feedback", "notfound"])
def test_every_slot_of_the_service_is_in_its_page(built_site: BuiltSite, slot: str) -> None:
    url = {
        "banner": "en/",
        "results": "en/search/",
        "contact": "en/contact/",
        "feedback": "en/feedback/",
        "notfound": "en/404/",
    }[slot]
    text = built_site.read(url)
    assert text.count(f"<!--portal:{slot}-->") == 1
    assert text.count(f"<!--/portal:{slot}-->") == 1
