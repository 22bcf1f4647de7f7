"""Render one text with MkDocs' own Markdown, and listen to what it says about the text."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import (
    _ExtractAnchorsTreeprocessor,
    _RawHTMLPreprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.utils import get_relative_url

from portal.site.converting import make_markdown

Said = tuple[int, str]
_log = logging.getLogger("mkdocs.structure.pages")
# Nothing in it is quoted, so that it need not be taken apart as an address.
_OF_ARTICLE: Final = re.compile(r"(?P<path>(?:\.\./)*(?:[\w-]+/)*[\w-]+\.md)(?P<anchor>#[\w-]+)?")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as MkDocs renders it."""

    html: str
    anchors: frozenset[str]
    linked: frozenset[str]
    """The files it links to; while they are there, the text would be rendered the same again."""
    said: tuple[Said, ...]
    """What MkDocs remarked, by level; not printed yet."""


class _LinkedFiles(Files):
    """All files, with a note of those that were asked for."""

    def __init__(self, files: Files, asked: set[str]) -> None:
        super().__init__(())
        self._all = files
        self._found: dict[str, File] = {}
        self.asked = asked

    def get_file_from_path(self, path: str) -> File | None:
        """Return a file, and note that it was asked for."""
        file = self._found.get(path) or self._all.get_file_from_path(path)
        if file is not None:
            self._found[path] = file
            self.asked.add(file.src_uri)
        return file


class _WrittenHtml(_RawHTMLPreprocessor):
    """Looks for anchors in HTML only in texts that may have some."""

    def run(self, lines: list[str]) -> list[str]:
        return super().run(lines) if any("<" in line for line in lines) else lines


class _Links(_RelativePathTreeprocessor):
    """Takes a short way for what most links are: the file of another article, perhaps with a heading."""

    def path_to_url(self, url: str) -> str:
        if (found := _OF_ARTICLE.fullmatch(url)) is None:
            return super().path_to_url(url)
        file = self.files.get_file_from_path(self._target_uri(self.file.src_uri, found["path"]))
        if file is None or file.inclusion.is_excluded():  # type: ignore[no-untyped-call]  # MkDocs' own gap
            return super().path_to_url(url)
        return get_relative_url(file.url, self.file.url) + (found["anchor"] or "")


class TextRenderer:
    """Renders the texts of one build."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self._config = config
        self._asked: set[str] = set()
        self._sources = files
        self._files = _LinkedFiles(files, self._asked)

    def render(self, source: str, text: str) -> Rendered:
        """Render the text of a file."""
        file = self._sources.get_file_from_path(source)
        if file is None:
            raise KeyError(source)
        # What `Page.render` does, but for its list of contents and its making of a new Markdown each time.
        written = _WrittenHtml()
        anchors = _ExtractAnchorsTreeprocessor(file, self._files, self._config)
        links = _Links(file, self._files, self._config)
        for processor in (written, anchors, links):
            processor._register(self._markdown)
        self._asked.clear()
        with _listening() as said:
            html = self._markdown.reset().convert(text)
        return Rendered(
            html=html,
            anchors=frozenset(anchors.present_anchor_ids | written.present_anchor_ids),
            linked=frozenset(self._asked),
            said=tuple(said),
        )

    @cached_property
    def _markdown(self) -> Markdown:
        return make_markdown(self._config["markdown_extensions"], self._config["mdx_configs"] or {})


def repeat(said: tuple[Said, ...]) -> None:
    """Print what MkDocs remarked in another process, so that it counts in strict mode."""
    for level, message in said:
        _log.log(level, message)


class _Listener(logging.Filter):
    """Takes what would be logged."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Said] = []

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno > logging.DEBUG:
            self.said.append((record.levelno, record.getMessage()))
        return False


@contextmanager
def _listening() -> Iterator[list[Said]]:
    listener = _Listener()
    _log.addFilter(listener)
    try:
        yield listener.said
    finally:
        _log.removeFilter(listener)
