"""Write a page: its HTML by the template, and the files beside it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateError

from portal.errors import PortalError
from portal.language import UnknownWord
from portal.site.keeping import keep_together
from portal.site.output import write_packed
from portal.site.pages import Page

Context = Callable[[Page], Mapping[str, object]]
TEMPLATE = "main.html"


def file_of(url: str) -> str:
    """Return the file of an address: `en/orders/` is `en/orders/index.html`."""
    return f"{url}index.html" if url.endswith("/") or not url else url


class Printer:
    """Prints the pages of one build into a folder; `context` gives a template what it may know."""

    def __init__(self, folder: Path, environment: Environment, context: Context) -> None:
        self._folder = folder
        self._template = environment.get_template(TEMPLATE)
        self._context = context

    def print(self, page: Page) -> tuple[str, ...] | str:
        """Write a page, perhaps in another process, and return its files, or what went wrong."""
        try:
            html = keep_together(self._template.render(self._context(page)))
        except (TemplateError, UnknownWord, PortalError) as error:
            return f"{page.source}: {error}"
        return self.write(file_of(page.url), html)

    def write(self, name: str, text: str) -> tuple[str, ...]:
        """Write a file and its packed twins; return their names."""
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8", "xmlcharrefreplace"))
        packed = write_packed(file)
        return (name, *(f"{name}{suffix}" for suffix in packed))
