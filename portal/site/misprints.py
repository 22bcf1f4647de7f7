"""Say in which line of which template something is wrong."""

import traceback
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError

_TEMPLATES = ".html"


def place_in_template(error: Exception, environment: Environment) -> str:
    """Return file and line of the template that an error comes from, or the empty text if it is of none.

    A mistake that is only met when a page is printed is where the innermost template was.
    """
    if isinstance(error, TemplateSyntaxError):
        return _place(error.filename or error.name or "", error.lineno, environment)
    inner = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.endswith(_TEMPLATES)]
    return _place(inner[-1].filename, inner[-1].lineno or 1, environment) if inner else ""


def _place(file: str, line: int, environment: Environment) -> str:
    """Show a file from the folder of all themes on, as `themes/helpcenter/main.html:1`."""
    loader = environment.loader
    folders = map(Path, loader.searchpath) if isinstance(loader, FileSystemLoader) else ()
    path = Path(file)
    found = (path.relative_to(folder.parent.parent) for folder in folders if path.is_relative_to(folder))
    return f"{next(found, path).as_posix()}:{line}"
