"""Do what MkDocs' own build does where only our plugin makes pages: sources are walked through once, by us.

MkDocs would make an object of each source and of each page; here a page becomes one when a link or a
template asks for it.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import overload

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.utils import CountHandler

from portal.articles.walking import walk
from portal.site.pages import Page

_log = logging.getLogger("mkdocs")
_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")


class PlannedFiles(Files):
    """The files that are published as they are, and the pages of a plan, each made when it is asked for."""

    def __init__(self, files: Iterable[File], pages: Mapping[str, Page], config: MkDocsConfig) -> None:
        super().__init__(files)
        self._pages = pages
        self._config = config
        self.names = frozenset((*self.src_uris, *pages))

    def get_file_from_path(self, path: str) -> File | None:
        """Return a file by its source, or None."""
        found = super().get_file_from_path(path)
        if found is None and (page := self._pages.get(PurePath(path).as_posix())) is not None:
            found = _made_file(page, self._config)
            self.append(found)
        return found

    def make_all(self) -> None:
        """Make a file of each page, for who looks through all of them."""
        for source in self._pages:
            self.get_file_from_path(source)


class Documents(Sequence[File]):
    """All pages as a template may ask for them; few do."""

    def __init__(self, files: PlannedFiles) -> None:
        self._files = files

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, place: int) -> File: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[File]: ...
    def __getitem__(self, place: int | slice) -> File | Sequence[File]:
        return self._all()[place]

    def _all(self) -> Sequence[File]:
        self._files.make_all()
        return self._files.documentation_pages()


def is_alone(config: MkDocsConfig) -> bool:
    """Tell whether the configuration asks for nothing but our plugin."""
    return list(config.plugins) == ["portal"] and not config.hooks and not config.extra_templates


def find_others(config: MkDocsConfig, plugin: object) -> bool:
    """Tell whether another plugin or a hook wants to see each page."""
    methods = (method for event in _PAGE_EVENTS for method in config.plugins.events[event])
    return any(getattr(method, "__self__", None) is not plugin for method in methods)


def build_alone(config: MkDocsConfig) -> None:
    """Build as `mkdocs.commands.build.build` would; raise what it would raise."""
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    if config.strict:
        _log.addHandler(counter)
    try:
        _build(config)
        if counts := counter.get_counts():
            told = ", ".join(f"{count} {level.lower()}s" for level, count in counts)
            raise Abort(f"Aborted with {told} in strict mode!")
    except Exception as error:
        config.plugins.on_build_error(error=error)
        if isinstance(error, BuildError):
            _log.error(str(error))
            raise Abort("Aborted with a BuildError!") from error
        raise
    finally:
        _log.removeHandler(counter)


def _build(config: MkDocsConfig) -> None:
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = _files_beside(config)
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    config.plugins.on_nav(nav, config=config, files=files)
    config.plugins.on_env(env, config=config, files=files)
    files.copy_static_files(inclusion=InclusionLevel.is_included)
    config.plugins.on_post_build(config=config)


def _files_beside(config: MkDocsConfig) -> Files:
    """Return what stands beside the articles; they are read by the plugin."""
    found = [one for one in walk(Path(config.docs_dir), leave_out=(".md",)) if not one.is_link]
    files = [File(one.path, config.docs_dir, config.site_dir, config.use_directory_urls) for one in found]
    set_exclusions(files, config)
    return Files(files)


def _made_file(page: Page, config: MkDocsConfig) -> File:
    file = File.generated(config, page.source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    if page.source == "404.md":
        file.dest_uri = "404.html"
    return file
