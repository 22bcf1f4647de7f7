"""Make what only staff may read: rendered texts, pictures and an index, all outside the public site."""

import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

import search
from portal.articles import Edition, Library
from portal.articles.staff_listing import (
    STAFF_ADDRESS,
    STAFF_FILE,
    STAFF_INDEX,
    STAFF_PICTURES,
    StaffArticle,
    staff_address,
    write_staff_articles,
)
from portal.site.bodies import Body, make_body
from portal.site.compose import Composer
from portal.site.markup import plain_text
from portal.site.pages import Page, SitePlan, article_page
from portal.site.rendering import TextRenderer, repeat
from portal.site.text import write_body
from search import Document, Knowledge, known_languages

_ADDRESS = re.compile(r'(?P<before>\s(?:href|src|poster)=")(?P<url>[^"]*)')
_QUOTE = re.compile(r"<blockquote>(?P<inside>.*?)</blockquote>", re.DOTALL)
_OWNER_ONLY: Final = 0o700


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """The articles for staff on one day, by source file, and the files that only they show."""

    pages: Mapping[str, Page]
    files: frozenset[str]


def plan_staff(plan: SitePlan, files: Collection[str]) -> StaffPlan:
    """Decide which articles staff see; `files` are the pictures and other files of the content."""
    library = plan.library
    shown = {lang: library.staff_editions(lang, today=plan.today) for lang in library.data.languages}
    pages = [article_page(edition) for editions in shown.values() for edition in editions.values()]
    own = set(_linked(library, is_for_staff=True)) & set(files)
    # Few link to files that others do not, and thousands of others need not be asked for nothing.
    own -= set(_linked(library, is_for_staff=False)) if own else set()
    return StaffPlan({page.source: page for page in pages}, frozenset(own))


def build_staff(
    staff: StaffPlan,
    composer: Composer,
    files: Files,
    *,
    config: MkDocsConfig,
    folder: Path,
    engine: str,
    knowledge: Mapping[str, Knowledge],
) -> None:
    """Write texts, pictures and index of the articles for staff into a folder of their owner's."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(_OWNER_ONLY)
    whole = _with_staff(composer.plan, staff)
    known = Files([*files, *(_file(page, config) for page in staff.pages.values())])
    renderer = TextRenderer(config, known)
    bodies = {source: _render(page, whole, composer, renderer) for source, page in staff.pages.items()}
    articles = [_article(staff, staff.pages[source], body, composer) for source, body in bodies.items()]
    write_staff_articles(folder / STAFF_FILE, articles)
    _copy(staff.files, Path(config.docs_dir), folder / STAFF_PICTURES)
    documents = [one for source, body in bodies.items() if (one := _document(staff.pages[source], body))]
    if documents:
        search.build_index(documents, folder / STAFF_INDEX, engine=engine, knowledge=knowledge)
    else:
        shutil.rmtree(folder / STAFF_INDEX, ignore_errors=True)


def _linked(library: Library, *, is_for_staff: bool) -> Iterator[str]:
    """Return the files that texts link to or show; snippets count as public."""
    for lang, articles in library.articles.items():
        for article in articles.values():
            if article.is_for_staff is is_for_staff:
                yield from (f"{lang}/{link.path}" for link in article.links)
    if not is_for_staff:
        for lang, snippets in library.snippets.items():
            for snippet in snippets.values():
                yield from (f"{lang}/{link.path}" for link in snippet.links)


def _with_staff(plan: SitePlan, staff: StaffPlan) -> SitePlan:
    """Return a plan in which texts may link to articles for staff, too."""
    editions = {lang: dict(shown) for lang, shown in plan.editions.items()}
    for page in staff.pages.values():
        if page.edition is not None:
            editions[page.lang][page.edition.article.path] = page.edition
    return replace(plan, editions=editions)


def _file(page: Page, config: MkDocsConfig) -> File:
    return File.generated(config, page.source, content="", inclusion=InclusionLevel.NOT_IN_NAV)


def _render(page: Page, plan: SitePlan, composer: Composer, renderer: TextRenderer) -> Body:
    edition = _edition(page)
    rendered = renderer.render(page.source, write_body(edition, plan))
    repeat(rendered.said)
    return make_body(page, rendered.html, composer, anchors=rendered.anchors, linked=rendered.linked)


def _article(staff: StaffPlan, page: Page, body: Body, composer: Composer) -> StaffArticle:
    edition = _edition(page)
    meta, parts = edition.article.meta, composer.parts[page.lang]
    return StaffArticle(
        id=meta.id,
        lang=page.lang,
        text_lang=edition.article.lang,
        title=parts.title(edition),
        summary=parts.summary(edition),
        html=_at_home(body.html, page, staff),
        answer=_answer(body.html),
        category=page.category,
        topic=meta.topic,
        owner=meta.owner,
        checked_on=meta.checked_on.isoformat(),
        review_by=meta.review_by.isoformat(),
        related=tuple(one for one in meta.related if composer.plan.find_by_id(page.lang, one)),
    )


def _document(page: Page, body: Body) -> Document | None:
    """Return what search gets of it; None for a stand-in and where a language cannot be searched."""
    document = body.document
    if document is None or document.lang not in known_languages():
        return None
    return replace(document, url=staff_address(page.lang, _edition(page).article.id))


def _answer(html: str) -> str:
    """Return what stands in quotes, for that is what customers get; the whole text where nothing does."""
    quotes = [plain_text(found["inside"]) for found in _QUOTE.finditer(html)]
    return "\n\n".join(quotes) if quotes else plain_text(html)


def _at_home(html: str, page: Page, staff: StaffPlan) -> str:
    """Make addresses right for the dashboard: from the root, those for staff under its own."""
    ids = {one.url: _edition(one).article.id for one in staff.pages.values()}

    def change(found: re.Match[str]) -> str:
        whole = urljoin(f"/{page.url}", found["url"])
        path, hash_, anchor = whole.removeprefix("/").partition("#")
        if found["url"].startswith("#"):
            return found[0]
        if path in ids:
            whole = f"{staff_address(page.lang, ids[path])}{hash_}{anchor}"
        elif path in staff.files:
            whole = f"{STAFF_ADDRESS}/{STAFF_PICTURES}/{path}"
        return f"{found['before']}{whole}"

    return _ADDRESS.sub(change, html)


def _copy(files: Collection[str], docs: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name in sorted(files):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(docs / name, target)


def _edition(page: Page) -> Edition:
    if page.edition is None:
        raise TypeError(f"{page.source} is no article.")
    return page.edition
