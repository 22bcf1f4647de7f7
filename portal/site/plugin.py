"""The MkDocs plugin: the only place that takes part in MkDocs' build; every rule is a function elsewhere.

`on_files` swaps the source files for the pages of the plan. Texts and pages are made by all processors,
outside of MkDocs' loop; if another plugin or a hook wants to see each page, MkDocs' own loop makes them.
`on_post_build` writes what stands beside the pages and the search index.
"""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TypeVar

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from portal import clock
from portal.articles import DATA_FOLDER, ArticleError, ContentError, Library
from portal.articles.live import digest_live, read_live, with_live
from portal.articles.schedule import Schedule, next_change, write_schedule
from portal.errors import SettingsError
from portal.knowledge import load_knowledge
from portal.language import WordsError
from portal.settings import Settings, load_settings
from portal.site import kept
from portal.site.alone import PlannedFiles, find_others, is_alone
from portal.site.anchors import find_dead_anchors
from portal.site.bodies import make_body
from portal.site.compose import Composer
from portal.site.contexts import Contexts
from portal.site.crew import shared_in_batches
from portal.site.environments import read_environments
from portal.site.facts import KeptFacts
from portal.site.indexing import Indexer, Order, indexing
from portal.site.keeping import keep_together
from portal.site.keys import Keys, digest_beside
from portal.site.listed import write_listed
from portal.site.looks import find_looks
from portal.site.marks import mark_page
from portal.site.memory import heads_in
from portal.site.options import PortalOptions
from portal.site.outdated import with_outdated
from portal.site.outline import digest_outline
from portal.site.output import is_published, list_files
from portal.site.pack import Pack
from portal.site.pages import Page, plan_site
from portal.site.pictures import Pictures
from portal.site.printing import Printer
from portal.site.reading import load_library
from portal.site.rendering import TextRenderer
from portal.site.staff import build_staff, plan_staff
from portal.site.stamps import Stamps
from portal.site.state import PageState, SiteState
from portal.site.templates import in_languages, prepare_templates, words_of
from portal.site.text import write_body
from portal.site.texts import TextFailed, Texts
from portal.site.view import View
from portal.site.whole import Others, write_others
from portal.site.wording import load_words
from search import known_languages

Result = TypeVar("Result")


class PortalPlugin(BasePlugin[PortalOptions]):  # type: ignore[no-untyped-call]  # MkDocs' own gap
    """Builds the help centre out of content/ and themes/helpcenter."""

    on_progress: Callable[[int, int], None] | None = None
    """Told after each text, page and indexed article how many of how many are done."""
    given_settings: Settings | None = None
    """Set by `portal build`; otherwise they are read from the environment."""
    with_drafts: bool = False
    """Set by the preview only; no other site shows drafts."""
    given_stamps: Stamps | None = None
    """The hashes of all files when the build began."""
    kept_in: Path | None = None
    """The folder of what is kept for the next build: articles, texts, templates; None keeps nothing."""
    indexer: Indexer | None = None
    """Gets the order for the search index; None begins a process for it."""
    state_file: Path | None = None
    """What the last build left; what has not changed is not written again."""
    carried: tuple[str, ...] = ()
    """The files that were not written because those of the last site are the same."""
    pack: Pack | None = None
    """What the texts of the last build were; open while a build runs."""
    not_searchable: tuple[str, ...] = ()
    """Languages that the search library cannot analyse yet; their pages are built all the same."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take settings and words; the theme's own static pages are not used."""
        self.root = Path(config.config_file_path or ".").parent
        try:
            self.settings = self.given_settings or load_settings(root=self.root)
            self.today = self._today(self.settings)
            theme = Path(config.theme.custom_dir or self.settings.theme_dir)
            self.stamps = self.given_stamps or Stamps()
            words = self._kept(kept.WORDS_FILE)
            self.words = load_words(theme / "words", self.settings, kept_in=words, stamps=self.stamps)
        except (SettingsError, WordsError, ValueError) as error:
            raise PluginError(str(error)) from error
        self.theme_dir = theme
        if not config.site_url:
            config.site_url = self.settings.base_url
        config.theme.static_templates = set()
        # MkDocs would look through Material's 14,000 icons for files to publish; none of them are.
        self.template_dirs = list(config.theme.dirs)
        config.theme.dirs = [folder for folder in self.template_dirs if Path(folder) == theme]
        self.pages: dict[str, PageState] = {}
        self.others = Others(frozenset(), ())
        self.is_only_one = is_alone(config)
        self.done = 0
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Tell `portal build` that what is there is no longer what it left."""
        if self.given_settings is None:
            is_ours = Path(config.site_dir).resolve() == self.settings.site_dir.resolve()
            kept.distrust(self.settings.var_dir / "build", site=is_ours)

    @property
    def number_of_pages(self) -> int:
        """Count the pages of the site."""
        return len(self.composer.plan.pages)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read all articles and plan the pages; MkDocs gets to see them if it shall make them."""
        content = Path(config.docs_dir)
        self.environments = read_environments(
            self.settings,
            config_file=Path(config.config_file_path),
            docs=content,
            theme=self.theme_dir,
            stamps=self.stamps,
        )
        library = self._or_stop(lambda: self._read_library(content))
        data = f"{content.name}/{DATA_FOLDER}"
        self.knowledge = self._or_stop(
            lambda: load_knowledge(content / DATA_FOLDER, self.words.languages, shown_as=data)
        )
        plan = plan_site(library, today=self.today)
        self.knowledge = with_outdated(self.knowledge, plan)
        self.composer = Composer(plan, site_url=str(config.site_url), pictures=Pictures(content))
        self.looks = find_looks(self.theme_dir, self.composer)
        self.told = {lang: words_of(self.words, lang) for lang in self.words.languages}
        beside = [file for file in files if self._is_published(file, content)]
        self.staff = plan_staff(plan, {file.src_uri for file in beside})
        published = [file for file in beside if file.src_uri not in self.staff.files]
        self.files_of_staff = [file for file in beside if file.src_uri in self.staff.files]
        self.files = PlannedFiles(published, plan.pages, config)
        self._open_texts()
        self.is_alone = not find_others(config, self)
        if not self.is_alone:
            self.files.make_all()
        return Files(published) if self.is_alone else self.files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember what MkDocs would give to each template."""
        del config, files
        self.nav = nav
        return nav

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Give MkDocs an article's text with its values, or nothing for pages that are made."""
        del config
        edition = self._planned(page).edition
        if edition is None:
            return ""
        return self._or_stop(lambda: write_body(edition, self.composer.plan))

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Finish the text and keep it for the template and the index."""
        del config, files
        planned, anchors = self._planned(page), page.present_anchor_ids or ()
        body = make_body(planned, html, self.composer, anchors=anchors, linked=())
        self.texts.add(planned, body)
        self._progress()
        return body.html

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Render the texts, check links to headings, then make the templates strict."""
        del files
        if self.is_alone:
            self._render_texts(config)
        dead = find_dead_anchors(self.composer.plan, cache(self.texts.anchors))
        if dead:
            raise PluginError(str(ContentError(dead)))
        config.theme.dirs = self.template_dirs
        prepare_templates(env, self.template_dirs, site_url=str(config.site_url))
        self.spoken = in_languages(env, self.words, kept_in=self.kept_in)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the template its view and the words of its language."""
        del config, nav
        planned = self._planned(page)
        context.update(self._context(planned, self._view(planned)))  # type: ignore[typeddict-item]  # ours
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Finish a page that MkDocs printed, and tell how far the build is."""
        del page, config
        self._progress()
        return keep_together(output)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Print the pages and what stands beside them; the index is built meanwhile."""
        self.not_searchable = tuple(one for one in self.words.languages if one not in known_languages())
        order = self._order_index()
        with indexing(self.indexer, order.place) as indexer:
            indexer.begin(order)
            self._write_site(config)
            indexer.finish()
        self._progress(len(self.texts))
        self._close()

    def _write_site(self, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        heads, pages = heads_in(self._kept(kept.MEMORY_FILE)), self.environments.pages
        self.outline = digest_outline(self.composer.plan, pages=pages, live=self.live, head_of=heads)
        self.carried = self._like_last.outlined if self._like_last else ()
        self.contexts = Contexts(self.nav, self.files, config)
        printer = Printer(site, self.spoken, self.composer, view=self._view, context=self._whole_context)
        others = partial(self._write_others, printer, list_files(site))
        if self.is_alone:
            self._print_pages(printer, meanwhile=others)
        else:
            for page in self.composer.plan.pages.values():
                printer.print_beside(page, self._view(page))
            others()
        self._build_staff(config)
        change = next_change(self.composer.plan.library, self.today)
        write_schedule(self.settings.schedule_file, Schedule(self.today, change, self.live))

    def _write_others(self, printer: Printer, there: Collection[str]) -> None:
        near, packed = self._listing_file.parent, self._kept(kept.TWINS_FILE)
        self.others = write_others(
            printer,
            self.composer,
            self.texts,
            there=there,
            carried=self.carried,
            near=near,
            packed=packed,
        )
        write_listed(self._listing_file, self.composer, self.outline, kept_in=self._kept(kept.LISTED_FILE))
        self.texts.keep()
        self.keep_library()

    def on_build_error(self, *, error: Exception) -> None:
        """Let go of what is open."""
        del error
        self._close()

    def _close(self) -> None:
        if self.pack is not None:
            self.pack.close()
            self.pack = None

    def _print_pages(self, printer: Printer, *, meanwhile: Callable[[], None]) -> None:
        """Print the pages that are new or have changed; where others print, do something meanwhile."""
        planned = self.composer.plan.pages
        known = self.last.pages if self.last else {}
        marks = {source: self._mark(page) for source, page in planned.items()} if known else {}
        self.pages = {source: known[source] for source in planned if source in known}
        changed = [
            page
            for source, page in planned.items()
            if source not in self.pages or self.pages[source].key != marks[source].key
        ]
        self._progress(len(planned) - len(changed))
        printer.get_ready(changed)
        with shared_in_batches(printer.print, changed) as printed:
            meanwhile()
            for page, files in zip(changed, printed, strict=True):
                # Where all are new, what they are made from is found out while others print.
                mark = marks.get(page.source) or self._mark(page)
                if isinstance(files, str):
                    raise PluginError(files)
                self.pages[page.source] = mark._replace(files=files)
                self._progress()

    def _mark(self, page: Page) -> PageState:
        return mark_page(page, self.keys, like_last=self._like_last)

    def _order_index(self) -> Order:
        return Order(
            self.texts.documents(known_languages()),
            self._place(self.config.index_dir, self.settings.index_dir),
            self.settings.engine,
            self.knowledge,
        )

    @cached_property
    def last(self) -> SiteState | None:
        """What the last build left, read when the index has its order; None if there is none."""
        return SiteState.read(self.state_file) if self.state_file else None

    @cached_property
    def _like_last(self) -> SiteState | None:
        """The last site if its pages say the same of each other; None if they do not."""
        return self.last if self.last and self.last.outline == self.outline else None

    def _build_staff(self, config: MkDocsConfig) -> None:
        if self.staff.pages:
            self.files.make_all()
        build_staff(
            self.staff,
            self.composer,
            Files([*self.files, *self.files_of_staff]),
            config=config,
            folder=self.settings.staff_dir,
            engine=self.settings.engine,
            knowledge=self.knowledge,
        )

    def _read_library(self, content: Path) -> Library:
        loaded = load_library(
            content,
            self.words,
            market=self.settings.market,
            kept_in=self._kept(kept.MEMORY_FILE),
            stamps=self.stamps,
            held_to=self.environments.texts,
        )
        self.live = digest_live(self.settings.live_file)
        library, self.beside, self.keep_library = loaded.library, loaded.beside, loaded.keep
        data = with_live(library.data, read_live(self.settings.live_file))
        return replace(library, data=data, with_drafts=self.with_drafts)

    def _open_texts(self) -> None:
        texts, pages = self.environments.texts, self.environments.pages
        beside = digest_beside(self.composer.plan, pictures=self.beside, files=self.files.names)
        known = KeptFacts(self._kept(kept.FACTS_FILE), texts=texts, beside=beside)
        self.keys = Keys(self.composer, texts=texts, pages=pages, known=known.key)
        self.pack = Pack(self._kept(kept.PACK_FILE))
        self.texts = Texts(self.composer, self.keys, self.pack, known)

    def _render_texts(self, config: MkDocsConfig) -> None:
        try:
            self.texts.render_all(TextRenderer(config, self.files), self.files.names, on_texts=self._progress)
        except TextFailed as error:
            raise PluginError(f"The content has mistakes:\n{error}") from error

    def _whole_context(self, page: Page, view: View) -> Mapping[str, object]:
        return {**self.contexts.of(page), **self._context(page, view)}

    def _context(self, page: Page, view: View) -> Mapping[str, object]:
        return {"view": view, "t": self.told[page.lang], "look": self.looks[page.lang]}

    def _view(self, page: Page) -> View:
        return self.composer.compose(page, self.texts.html(page))

    @property
    def _listing_file(self) -> Path:
        return self._place(self.config.listing_file, self.settings.listing_file)

    def _kept(self, name: str) -> Path | None:
        return self.kept_in / name if self.kept_in else None

    def _place(self, option: str, otherwise: Path) -> Path:
        return self.root / option if option else otherwise

    def _progress(self, steps: int = 1) -> None:
        """Tell that one more text is rendered, one more page printed or one more article indexed."""
        self.done += steps
        if self.on_progress:
            self.on_progress(self.done, len(self.composer.plan.pages) + 2 * len(self.texts))

    def _today(self, settings: Settings) -> datetime.date:
        if self.config.today:
            return datetime.date.fromisoformat(self.config.today)
        return settings.today or clock.today()

    def _planned(self, page: MkDocsPage) -> Page:
        return self.composer.plan.pages[page.file.src_uri]

    def _is_published(self, file: File, content: Path) -> bool:
        if file.is_documentation_page():
            return False
        source = Path(file.abs_src_path or "")
        if source.is_relative_to(content):
            return file.src_uri.partition("/")[0] in self.words.languages
        return is_published(file.src_uri, is_ours=source.is_relative_to(self.theme_dir))

    def _or_stop(self, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except (ContentError, ArticleError) as error:
            raise PluginError(f"The content has mistakes:\n{error}") from error
