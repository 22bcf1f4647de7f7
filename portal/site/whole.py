"""Write the files that all pages together make: for machines, for the search in the browser, for nginx."""

from collections.abc import Iterator
from pathlib import Path

from portal.site.client_index import FILE as CLIENT_INDEX
from portal.site.client_index import make_client_index
from portal.site.compose import FEED, Composer
from portal.site.facts import read_entry
from portal.site.feeds import LLMS, make_feed, make_llms
from portal.site.markup import find_entries
from portal.site.moved import make_map, make_moved, old_links, short_links
from portal.site.pages import Page
from portal.site.printing import Printer, file_of
from portal.site.sitemap import make_robots, make_sitemap
from portal.site.texts import Texts
from portal.site.view import ViewKind


def write_outlined(printer: Printer, composer: Composer) -> tuple[str, ...]:
    """Write what lists pages and depends on no text: sitemap, feeds, old addresses; return the files.

    Whoever packs the rest packs these, too.
    """
    files = dict(_outlined(composer))
    for name, text in files.items():
        printer.write_alone(name, text)
    return tuple(files)


def _outlined(composer: Composer) -> Iterator[tuple[str, str]]:
    yield "sitemap.xml", make_sitemap(composer)
    yield "robots.txt", make_robots(composer.site_url)
    for lang in composer.plan.library.data.languages:
        yield f"{lang}/{FEED}", make_feed(composer, lang)
        yield f"{lang}/{LLMS}", make_llms(composer, lang)
    yield LLMS, make_llms(composer, composer.plan.library.default)
    for url, target, edition in old_links(composer.plan):
        title = composer.parts[edition.lang].title(edition)
        text = make_moved(url, target, title=title, lang=edition.lang, site_url=composer.site_url)
        yield file_of(url), text


def write_whole(printer: Printer, composer: Composer, texts: Texts, map_file: Path) -> None:
    """Write what all texts make together: the small indexes, and where short links lead, for nginx."""
    for lang in composer.plan.library.data.languages:
        printer.write_alone(f"{lang}/{CLIENT_INDEX}", _client_index(lang, composer, texts))
    links = {url: target for url, target, _ in old_links(composer.plan)}
    for page in composer.plan.pages.values():
        links.update(short_links(page, _questions(page, texts)))
    map_file.parent.mkdir(parents=True, exist_ok=True)
    map_file.write_text(make_map(links, site_url=composer.site_url), encoding="utf-8")


def _questions(page: Page, texts: Texts) -> list[str]:
    """Return the anchors of a FAQ's questions."""
    if page.kind is not ViewKind.FAQ:
        return []
    return [entry.anchor for entry in find_entries(texts.html(page))[1]]


def _client_index(lang: str, composer: Composer, texts: Texts) -> str:
    facts = (texts.facts[source] for source in sorted(texts.facts))
    entries = [read_entry(one.entry) for one in facts if one.entry and one.told and one.told.lang == lang]
    categories = composer.plan.library.data.categories.values()
    return make_client_index(entries, {category.id: category.title[lang] for category in categories})
