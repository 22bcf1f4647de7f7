"""MkDocs' own Markdown, made once for many texts, without the work that a text gives no reason for.

The bytes are those that MkDocs gives. What is left out could not have done anything: patterns whose signs a
text does not have, a list of contents that nobody asked for, a search for HTML in a text without any.
Processors that another extension has put in the place of Markdown's own are left as they are.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown, inlinepatterns, treeprocessors
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.util import AtomicString, Registry

# What a text must have for a pattern to match; a pattern that is not named here is always tried.
_SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("://",),
    inlinepatterns.AUTOMAIL_RE: ("@",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    r"\*|_": ("*", "_"),
}


def make_markdown(extensions: list[Any], configs: Mapping[str, dict[str, Any]]) -> Markdown:
    """Return what turns texts into HTML as MkDocs would; to be reset before each text."""
    made = Markdown(extensions=extensions, extension_configs=configs)
    made.parser.blockprocessors = _Listed.of(made.parser.blockprocessors)
    if type(made.treeprocessors["inline"]) is treeprocessors.InlineProcessor:
        made.treeprocessors.register(InlineProcessor(made), "inline", 20)
    if type(made.preprocessors["html_block"]) is HtmlBlockPreprocessor:
        made.preprocessors.register(_HtmlBlocks(made), "html_block", 20)
    for extension in made.registeredExtensions:
        if type(extension) is TocExtension:
            made.treeprocessors.register(_Toc(made, extension.getConfigs()), "toc", 5)
    if "attr_list" in made.treeprocessors and (
        type(made.treeprocessors["attr_list"]) is AttrListTreeprocessor
    ):
        made.treeprocessors.register(_AttributeLists(made), "attr_list", 8)
    return made


class _Listed(Registry):  # type: ignore[misc]  # Markdown has no types
    """Processors in their order, which is not looked up anew for each block of a text."""

    def __init__(self) -> None:
        super().__init__()
        self._listed: list[Any] = []

    @classmethod
    def of(cls, registry: Registry) -> "_Listed":
        made = cls()
        made.__dict__.update(registry.__dict__)
        return made

    def __iter__(self) -> Iterator[Any]:
        # Whoever adds one leaves it unsorted, whoever takes one out leaves fewer.
        if not self._is_sorted or len(self._listed) != len(self._data):
            self._listed = list(super().__iter__())
        return iter(self._listed)


class InlineProcessor(treeprocessors.InlineProcessor):  # type: ignore[misc]  # Markdown has no types
    """Tries only patterns whose signs a text has; named as its base, whose private methods it uses."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns: list[tuple[inlinepatterns.Pattern, str, str, bool]] = []

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Replace the marks in all texts of a tree by elements."""
        # Other extensions have added theirs by now, and whether there are references is known.
        has_references = bool(self.md.references)
        self._patterns = [
            (pattern, *_signs(pattern), has_references or not _is_of_references(pattern))
            for pattern in self.inlinePatterns
        ]
        found: Element = super().run(tree, ancestors)
        return found

    def __handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803  as in the base
        text, count = data, len(self._patterns)
        for index in range(count if isinstance(data, AtomicString) else patternIndex, count):
            pattern, sign, other, is_tried = self._patterns[index]
            # A sign that is not there cannot come: patterns only take text away.
            if not is_tried or (sign not in text and other not in text):
                continue
            start, is_found = 0, True
            while is_found:
                text, is_found, start = self.__applyPattern(pattern, text, index, start)
        return text


def _signs(pattern: inlinepatterns.Pattern) -> tuple[str, str]:
    signs = _SIGNS.get(pattern.pattern, ("",))
    return signs[0], signs[-1]


def _is_of_references(pattern: inlinepatterns.Pattern) -> bool:
    return isinstance(pattern, inlinepatterns.ReferenceInlineProcessor)


class _HtmlBlocks(HtmlBlockPreprocessor):  # type: ignore[misc]
    """Looks for HTML only in texts that may have some."""

    def run(self, lines: list[str]) -> list[str]:
        if any("<" in line or "&" in line for line in lines):
            found: list[str] = super().run(lines)
            return found
        return lines


class _AttributeLists(AttrListTreeprocessor):  # type: ignore[misc]
    """Looks for lists of attributes only in texts that may have some."""

    def run(self, doc: Element) -> None:
        if any("{" in line for line in self.md.lines):
            super().run(doc)


class _Toc(TocTreeprocessor):  # type: ignore[misc]
    """Gives headings their names, and makes a list of contents only where a text has a place for it."""

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        return super().build_toc_div(toc_list) if self._is_wanted else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        if self._is_wanted:
            super().replace_marker(root, elem)

    @property
    def _is_wanted(self) -> bool:
        return any(self.marker in line for line in self.md.lines)
