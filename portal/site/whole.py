"""Write the files that all pages together make: for machines, for the search in the browser, for nginx."""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from portal.site.client_index import FILE as CLIENT_INDEX
from portal.site.client_index import make_client_index
from portal.site.compose import FEED, Composer
from portal.site.facts import read_entry
from portal.site.feeds import LLMS, make_feed, make_llms
from portal.site.markup import find_entries
from portal.site.moved import REDIRECT_MAP, make_map, make_moved, old_links, short_links
from portal.site.output import write_all_packed
from portal.site.pack import Pack
from portal.site.pages import Page
from portal.site.printing import Printer, file_of
from portal.site.sitemap import make_robots, make_sitemap
from portal.site.texts import Texts
from portal.site.view import ViewKind


@dataclass(frozen=True, slots=True)
class Others:
    """The files of a site that are no pages."""

    names: frozenset[str]
    """Those that were written, packed twins included."""
    outlined: tuple[str, ...]
    """Those that list pages and depend on no text: sitemap, feeds, old addresses."""


def write_others(
    printer: Printer,
    composer: Composer,
    texts: Texts,
    *,
    there: Collection[str],
    carried: tuple[str, ...],
    near: Path,
    packed: Path | None,
) -> Others:
    """Write what is no page, and the packed twins of all that is none.

    `there` are files that were written before, `carried` those that need not be written: the last site has
    them. Where short links lead is written `near` the list for the service, for nginx; what is packed is
    kept in a file for the next build.
    """
    outlined = carried or _write_outlined(printer, composer)
    names = {*there, *(() if carried else outlined), *_write_indexes(printer, composer, texts)}
    _write_map(composer, texts, near / REDIRECT_MAP)
    with closing(Pack(packed)) as twins:
        names |= write_all_packed(printer.folder, names, twins)
    return Others(frozenset(names), outlined)


def _write_outlined(printer: Printer, composer: Composer) -> tuple[str, ...]:
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


def _write_indexes(printer: Printer, composer: Composer, texts: Texts) -> Iterator[str]:
    for lang in composer.plan.library.data.languages:
        name = f"{lang}/{CLIENT_INDEX}"
        printer.write_alone(name, _client_index(lang, composer, texts))
        yield name


def _write_map(composer: Composer, texts: Texts, file: Path) -> None:
    links = {url: target for url, target, _ in old_links(composer.plan)}
    for page in composer.plan.pages.values():
        links.update(short_links(page, _questions(page, texts)))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(make_map(links, site_url=composer.site_url), encoding="utf-8")


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
