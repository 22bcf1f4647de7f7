"""Make MkDocs' templates strict, and quick for thousands of pages."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

import jinja2
from jinja2.runtime import Context

from portal.language import Words
from portal.site.urls import link, relative
from portal.site.view import View, ViewKind

_INCLUDE: Final = re.compile(r"\{% include '(?P<name>[\w./-]+)' %\}")
_ALONE: Final = ("{% autoescape ", "<svg")
# Words with values, such as titles, are as many as there are pages.
_MOST_WORDS: Final = 4096


def prepare_templates(
    env: jinja2.Environment, folders: Sequence[str], *, site_url: str, kept_in: Path | None
) -> None:
    """Let templates be found in these folders, be strict, and know the filter `url`."""
    env.loader = _WholeLoader(folders)
    env.undefined = jinja2.StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.auto_reload = False  # else it asks the disk at every include
    if kept_in:
        env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(kept_in), "%s.template")
    env.filters["url"] = make_url_filter(site_url)


def as_written(env: jinja2.Environment) -> jinja2.Environment:
    """Return the same with each template as it stands in its file."""
    folders = env.loader.searchpath if isinstance(env.loader, jinja2.FileSystemLoader) else []
    return env.overlay(loader=jinja2.FileSystemLoader(folders), bytecode_cache=None)


def words_of(words: Words, lang: str) -> Callable[..., str]:
    """Return what gives templates the words of a language; pages say much the same."""
    return lru_cache(_MOST_WORDS, typed=True)(partial(words.get, lang))


def make_url_filter(site_url: str) -> Callable[[Context, str], str]:
    """Return what templates make of an address within the site."""
    known: dict[str, str] = {}
    page: list[str] = []

    @jinja2.pass_context
    def url(context: Context, value: str) -> str:
        view: View = context["view"]
        if view.kind is ViewKind.NOTFOUND:
            return link(value, view.url, site_url=site_url, is_anywhere=True)
        # A page is printed as a whole, and leads to some places many times.
        if page != [view.url]:
            page[:] = [view.url]
            known.clear()
        if value not in known:
            known[value] = relative(value, view.url)
        return known[value]

    return url


class _WholeLoader(jinja2.FileSystemLoader):
    """Puts what a template includes by name into its place, so that a page is made of few templates.

    Only what sets its own rules for escaping, or is a picture, means the same there.
    """

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template with what it includes."""
        source, file, is_fresh = super().get_source(environment, template)
        return self._whole(environment, source, (template,)), file, is_fresh

    def _whole(self, environment: jinja2.Environment, source: str, inside: tuple[str, ...]) -> str:
        def place(found: re.Match[str]) -> str:
            name = found["name"]
            try:
                own, _, _ = jinja2.FileSystemLoader.get_source(self, environment, name)
            except jinja2.TemplateNotFound:
                return found[0]
            if name in inside or not own.startswith(_ALONE):
                return found[0]
            whole = self._whole(environment, own.removesuffix("\n"), (*inside, name))
            return f"{{% with %}}{whole}{{% endwith %}}"

        return _INCLUDE.sub(place, source)
