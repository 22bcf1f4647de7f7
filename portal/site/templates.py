"""Make MkDocs' templates strict, and quick for thousands of pages."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Final

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context

from portal.language import UnknownWord, Words, with_territory
from portal.site.urls import link, relative
from portal.site.view import View, ViewKind

_INCLUDE: Final = re.compile(r"\{% include '(?P<name>[\w./-]+)' %\}")
_ALONE: Final = ("{% autoescape ", "<svg")
_ASKING: Final = ("name", "lparen", "string", "rparen")
# Words with values, such as titles, are as many as there are pages.
_MOST_WORDS: Final = 4096


def prepare_templates(env: jinja2.Environment, folders: Sequence[str], *, site_url: str) -> None:
    """Let templates be found in these folders, be strict, and know our filters."""
    env.loader = _WholeLoader(folders)
    env.undefined = jinja2.StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.auto_reload = False  # else it asks the disk at every include
    env.filters["url"] = make_url_filter(site_url)
    env.filters["with_territory"] = with_territory


def in_languages(
    env: jinja2.Environment, words: Words, *, kept_in: Path | None
) -> dict[str, jinja2.Environment]:
    """Return the same for the pages of each language: its words stand in the templates already."""
    spoken = {}
    for lang in words.languages:
        kept = _KeptTemplates(kept_in, words, lang) if kept_in else None
        spoken[lang] = env.overlay(extensions=[_speaking(partial(words.get, lang))], bytecode_cache=kept)
    return spoken


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
    around = ("", 0)
    shown: View | None = None

    @jinja2.pass_context
    def url(context: Context, value: str) -> str:
        nonlocal around, shown
        view: View = context["view"]
        if view is not shown:
            # Pages of one folder, printed one after the other, lead to all else by the same ways.
            folder = (view.url.rstrip("/").rpartition("/")[0], view.url.count("/"))
            if around != folder or view.kind is ViewKind.NOTFOUND:
                known.clear()
            around, shown = folder, view
        if value in known and not value.startswith(view.url):
            return known[value]
        if view.kind is ViewKind.NOTFOUND:
            return link(value, view.url, site_url=site_url, is_anywhere=True)
        if value.startswith(view.url):
            return relative(value, view.url)
        known[value] = relative(value, view.url)
        return known[value]

    return url


def _speaking(word: Callable[[str], str]) -> type[Extension]:
    """Return what puts a word where `t('its.key')` stands when a template is read, not at each printing."""

    class Speaking(Extension):
        def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
            return _with_words(list(stream), word)

    return Speaking


def _with_words(tokens: Sequence[Token], word: Callable[[str], str]) -> Iterator[Token]:
    passed = 0
    for place, token in enumerate(tokens):
        if place < passed:
            continue
        is_of_another = place > 0 and tokens[place - 1].type == "dot"
        said = None if is_of_another else _say(tokens[place : place + len(_ASKING)], word)
        passed = place + (len(_ASKING) if said else 1)
        yield said or token


def _say(tokens: Sequence[Token], word: Callable[[str], str]) -> Token | None:
    """Return the word that some tokens ask for; None for all else, and for what has to be told of a page."""
    if tuple(token.type for token in tokens) != _ASKING or tokens[0].value != "t":
        return None
    try:
        return Token(tokens[0].lineno, "string", word(tokens[2].value))
    except UnknownWord:
        return None


class _KeptTemplates(jinja2.FileSystemBytecodeCache):
    """Keeps templates as they are for one language and its words."""

    def __init__(self, folder: Path, words: Words, lang: str) -> None:
        super().__init__(str(folder), f"%s.{lang}.template")
        self._words = blake2b(repr(words.by_language[lang]).encode(), digest_size=16).hexdigest()

    def get_source_checksum(self, source: str) -> str:
        """Return what a template is made from."""
        return super().get_source_checksum(f"{self._words}{source}")


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
