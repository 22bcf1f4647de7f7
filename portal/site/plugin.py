"""The MkDocs plugin: the only place that knows MkDocs; every rule is a function elsewhere.

`on_files` swaps the source files for the pages of the plan, the page events give each its text and
its view, and `on_post_build` writes what stands beside the pages, the search index last.
"""

import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import jinja2
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from portal import clock
from portal.articles import ArticleError, ContentError, Library
from portal.articles.listing import write_listing
from portal.errors import SettingsError
from portal.language import Words, WordsError
from portal.settings import Settings, load_settings
from portal.site.anchors import find_dead_anchors
from portal.site.client_index import FILE as CLIENT_INDEX
from portal.site.client_index import make_client_index, make_entry
from portal.site.compose import Composer
from portal.site.documents import make_documents, make_listing
from portal.site.markup import strip_comments
from portal.site.output import is_published, write_compressed
from portal.site.pages import Page, plan_site
from portal.site.sitemap import make_robots, make_sitemap
from portal.site.text import write_body
from portal.site.urls import link
from portal.site.view import View, ViewKind
from search import build_index, known_languages

Result = TypeVar("Result")


class PortalOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs' own gap
    """What mkdocs.yml may say under `plugins: - portal:`; empty means as in the settings."""

    index_dir = config_options.Type(str, default="")
    listing_file = config_options.Type(str, default="")
    today = config_options.Type(str, default="")


class PortalPlugin(BasePlugin[PortalOptions]):  # type: ignore[no-untyped-call]  # MkDocs' own gap
    """Builds the help centre out of content/ and themes/helpcenter."""

    on_progress: Callable[[int, int], None] | None = None
    """Told after each page and each indexed article how many of how many are done."""
    given_settings: Settings | None = None
    """Set by `portal build`; otherwise they are read from the environment."""
    written = 0
    """The number of pages that were written."""
    not_searchable: tuple[str, ...] = ()
    """Languages that the search library cannot analyse yet; their pages are built all the same."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take settings and words; the theme's own static pages are not used."""
        self.root = Path(config.config_file_path or ".").parent
        try:
            self.settings = self.given_settings or load_settings(root=self.root)
            self.today = self._today(self.settings)
            theme = Path(config.theme.custom_dir or self.settings.theme_dir)
            self.words = Words.load(theme / "words", default=self.settings.default_language)
        except (SettingsError, WordsError, ValueError) as error:
            raise PluginError(str(error)) from error
        self.theme_dir = theme
        if not config.site_url:
            config.site_url = self.settings.base_url
        config.theme.static_templates = set()
        self.rendered: dict[str, str] = {}
        self.written = 0
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read all articles and put the planned pages in the place of their files."""
        content = Path(config.docs_dir)
        library = self._or_stop(lambda: Library.load(content, self.words, shown_as=content.name))
        plan = plan_site(library, today=self.today)
        self.composer = Composer(plan, site_url=str(config.site_url))
        for file in list(files):
            if file.is_documentation_page() or not self._is_published(file, content):
                files.remove(file)
        for page in plan.pages.values():
            files.append(_made_file(page, config))
        return files

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Give MkDocs an article's text with its values, or nothing for pages that are made."""
        del config
        planned = self._planned(page)
        if planned.edition is None:
            return ""
        edition = planned.edition
        return self._or_stop(lambda: write_body(edition, self.composer.plan))

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Take the authors' comments out and keep the text for the index."""
        del config, files
        text = strip_comments(html)
        self.rendered[page.file.src_uri] = text
        return text

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Check links to headings, then make the templates strict and give them our filters."""
        anchors = {
            file.src_uri: frozenset(file.page.present_anchor_ids or ())
            for file in files.documentation_pages()
            if file.page
        }
        dead = find_dead_anchors(self.composer.plan, anchors)
        if dead:
            raise PluginError(str(ContentError(dead)))
        env.undefined = jinja2.StrictUndefined
        env.trim_blocks = env.lstrip_blocks = True
        env.filters["url"] = _make_url_filter(str(config.site_url))
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the template its view and the words of its language."""
        del config, nav
        planned = self._planned(page)
        view = self.composer.compose(planned, self.rendered[planned.source])
        context.update(view=view, t=partial(self.words.get, planned.lang))  # type: ignore[call-arg]  # ours
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Tell how far the build is."""
        del page, config
        self.written += 1
        self._progress(self.written)
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write sitemap, robots.txt and the packed files; build the index last."""
        site = Path(config.site_dir)
        (site / "sitemap.xml").write_text(make_sitemap(self.composer), encoding="utf-8")
        robots = make_robots(str(config.site_url))
        (site / "robots.txt").write_text(robots, encoding="utf-8")
        self._write_client_indexes(site)
        write_compressed(site)
        pages = self.composer.plan.pages
        searchable = frozenset(known_languages())
        self.not_searchable = tuple(lang for lang in self.words.languages if lang not in searchable)
        rendered = (
            (pages[source], self.rendered[source])
            for source in sorted(pages)
            if pages[source].lang in searchable
        )
        build_index(
            make_documents(rendered, self.composer),
            self._place(self.config.index_dir, self.settings.index_dir),
            engine=self.settings.engine,
            on_progress=lambda done, _total: self._progress(len(pages) + done),
        )
        listing = self._place(self.config.listing_file, self.settings.listing_file)
        write_listing(listing, make_listing(self.composer))

    def _write_client_indexes(self, site: Path) -> None:
        pages, data = self.composer.plan.pages, self.composer.plan.library.data
        rendered = ((pages[source], self.rendered[source]) for source in sorted(pages))
        documents = tuple(make_documents(rendered, self.composer))
        for lang in data.languages:
            entries = [make_entry(document) for document in documents if document.lang == lang]
            titles = {category.id: category.title[lang] for category in data.categories.values()}
            (site / lang / CLIENT_INDEX).write_text(make_client_index(entries, titles), encoding="utf-8")

    def _place(self, option: str, otherwise: Path) -> Path:
        return self.root / option if option else otherwise

    def _progress(self, done: int) -> None:
        if self.on_progress:
            pages = self.composer.plan.pages.values()
            articles = sum(1 for page in pages if page.edition and not page.is_fallback)
            self.on_progress(done, len(pages) + articles)

    def _today(self, settings: Settings) -> datetime.date:
        if self.config.today:
            return datetime.date.fromisoformat(self.config.today)
        return settings.today or clock.today()

    def _planned(self, page: MkDocsPage) -> Page:
        return self.composer.plan.pages[page.file.src_uri]

    def _is_published(self, file: File, content: Path) -> bool:
        source = Path(file.abs_src_path or "")
        if source.is_relative_to(content):
            return file.src_uri.partition("/")[0] in self.words.languages
        return is_published(file.src_uri, is_ours=source.is_relative_to(self.theme_dir))

    def _or_stop(self, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except (ContentError, ArticleError) as error:
            raise PluginError(f"The content has mistakes:\n{error}") from error


def _made_file(page: Page, config: MkDocsConfig) -> File:
    file = File.generated(config, page.source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    if page.source == "404.md":
        file.dest_uri = "404.html"
    return file


def _make_url_filter(site_url: str) -> Callable[[jinja2.runtime.Context, str], str]:
    @jinja2.pass_context
    def url(context: jinja2.runtime.Context, value: str) -> str:
        view: View = context["view"]
        anywhere = view.kind is ViewKind.NOTFOUND
        return link(value, view.url, site_url=site_url, is_anywhere=anywhere)

    return url
