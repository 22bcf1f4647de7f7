"""Write a page: its HTML by the template, and the files beside it."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from jinja2 import Environment, TemplateError

from portal.errors import PortalError
from portal.language import UnknownWord
from portal.site.compose import Composer
from portal.site.keeping import keep_together
from portal.site.misprints import place_in_template
from portal.site.moved import make_moved, short_links
from portal.site.output import make_folder, pack_all, with_twins, write_bytes
from portal.site.pages import Page
from portal.site.templates import as_written
from portal.site.twins import write_twin
from portal.site.view import View

TEMPLATE = "main.html"
MakeContext = Callable[[Page, View], Mapping[str, object]]


def file_of(url: str) -> str:
    """Return the file of an address: `en/orders/` is `en/orders/index.html`."""
    return f"{url}index.html" if url.endswith("/") or not url else url


class Printer:
    """Prints the pages of one build into a folder.

    `environments` have the templates of each language; `view` makes the view of a page, `context` all that
    its template may know.
    """

    def __init__(
        self,
        folder: Path,
        environments: Mapping[str, Environment],
        composer: Composer,
        *,
        view: Callable[[Page], View],
        context: MakeContext,
    ) -> None:
        self.folder = folder
        self._environments = environments
        self._composer = composer
        self._view = view
        self._context = context
        self._made: set[str] = set()

    def get_ready(self, pages: Iterable[Page]) -> None:
        """Read the templates of many pages before others begin to print; what is wrong is told by a page."""
        with suppress(TemplateError):
            for lang, kind in sorted({(page.lang, page.kind) for page in pages}):
                for name in (TEMPLATE, f"pages/{kind}.html"):
                    self._environments[lang].get_template(name)

    def print(self, pages: Sequence[Page]) -> list[tuple[str, ...] | str]:
        """Write some pages, perhaps in another process; return the files of each, or what went wrong."""
        made = [self._make(page) for page in pages]
        files = {name: content for one in made if not isinstance(one, str) for name, content in one.items()}
        packed = pack_all(files)
        self._write({**files, **packed})
        return [one if isinstance(one, str) else tuple(with_twins(one, packed)) for one in made]

    def _make(self, page: Page) -> dict[str, bytes] | str:
        """Return a page and what stands beside it, or what went wrong."""
        try:
            view = self._view(page)
            template = self._environments[page.lang].get_template(TEMPLATE)
            html = keep_together(template.render(self._context(page, view)))
            return {file_of(page.url): _encoded(html), **self._beside(page, view)}
        except (TemplateError, UnknownWord, PortalError) as error:
            return f"{self._place(error, page) or page.source}: {error}"

    def _place(self, error: Exception, page: Page) -> str:
        """Tell where a mistake is by printing again, with templates whose lines are those of their files."""
        apart = as_written(self._environments[page.lang])
        try:
            apart.get_template(TEMPLATE).render(self._context(page, self._view(page)))
        except (TemplateError, UnknownWord, PortalError) as again:
            return place_in_template(again, apart)
        return place_in_template(error, apart)

    def print_beside(self, page: Page, view: View) -> None:
        """Write what stands beside a page."""
        files = self._beside(page, view)
        self._write({**files, **pack_all(files)})

    def write_alone(self, name: str, text: str) -> None:
        """Write a file without packed twins."""
        self._write({name: _encoded(text)})

    def _write(self, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            folder = os.path.dirname(name)  # noqa: PTH120  of tens of thousands of files
            if folder not in self._made:
                make_folder(f"{self.folder}/{folder}")
                self._made.add(folder)
            write_bytes(f"{self.folder}/{name}", content)

    def _beside(self, page: Page, view: View) -> dict[str, bytes]:
        """Return the Markdown twin and the short links of an article."""
        composer = self._composer
        files = {}
        if page.edition is not None and view.twin_url:
            parts = composer.parts[page.lang]
            twin = write_twin(page.edition, composer.plan, parts, site_url=composer.site_url)
            files[view.twin_url] = _encoded(twin)
        anchors = [entry.anchor for entry in view.article.entries] if view.article else []
        for url, target in short_links(page, anchors):
            text = make_moved(url, target, title=view.title, lang=view.lang, site_url=composer.site_url)
            files[file_of(url)] = _encoded(text)
        return files


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "xmlcharrefreplace")
