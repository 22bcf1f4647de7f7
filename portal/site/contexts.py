"""All that a template may use of a page, as MkDocs would give it; what few ask for is made when one does."""

from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from portal.site.alone import Documents, PlannedFiles
from portal.site.pages import Page


class Contexts:
    """Makes what MkDocs gives to a template, page by page."""

    def __init__(self, nav: Navigation, files: PlannedFiles, config: MkDocsConfig) -> None:
        self._nav, self._files, self._config = nav, files, config
        # MkDocs would look through all files for each page.
        self._documents = Documents(files)
        self._of_all = {**get_context(nav, self._documents, config)}
        self._adds_files = bool(config.extra_css or config.extra_javascript)

    def of(self, page: Page) -> dict[str, object]:
        """Return what MkDocs would give to the template of a page."""
        made = LatePage(self._files, page, self._config)
        if self._adds_files:
            return {**get_context(self._nav, self._documents, self._config, made)}
        return {**self._of_all, "base_url": get_relative_url(".", page.url), "page": made}


class LatePage(MkDocsPage):
    """MkDocs' object of a page, which becomes one when it is asked for something."""

    def __init__(self, files: PlannedFiles, page: Page, config: MkDocsConfig) -> None:
        self.__dict__["_made_from"] = files, page, config

    def __getattr__(self, name: str) -> Any:
        """Give what is not there yet: all that MkDocs sets when it makes a page."""
        made_from = self.__dict__.pop("_made_from", None)
        if made_from is None:
            raise AttributeError(name)
        files, page, config = made_from
        file = files.get_file_from_path(page.source)
        if file is None:
            raise KeyError(page.source)
        super().__init__(None, file, config)
        return getattr(self, name)
