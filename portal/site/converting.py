"""MkDocs' own Markdown, made once for many texts, without the work that a text gives no reason for.

The bytes are those that MkDocs gives. What is left out could not have done anything: patterns whose signs a
text does not have, a list of contents that nobody asked for, a search for HTML in a text without any.
Processors that another extension has put in the place of Markdown's own are left as they are.
"""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown, postprocessors, treeprocessors
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.toc import (
    TocExtension,
    TocTreeprocessor,
    remove_fnrefs,
    render_inner_html,
    strip_tags,
    unique,
)
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.util import ETX, STX, Processor, Registry

from portal.site.block_parsing import speed_up_blocks
from portal.site.inlining import InlineProcessor
from portal.site.serializing import speed_up_writing

# Led by the line's end, which is found quickly.
_SPACES_ALONE: Final = re.compile(r"\n +(?=\n)")
_MARKED: Final = re.compile(r"[<>&\x02\x03]")
_HEADINGS: Final = frozenset(f"{letter}{level}" for letter in "hH" for level in range(1, 7))


def make_markdown(extensions: list[Any], configs: Mapping[str, dict[str, Any]]) -> Markdown:
    """Return what turns texts into HTML as MkDocs would; to be reset before each text."""
    made = Markdown(extensions=extensions, extension_configs=configs)
    speed_up_blocks(made)
    speed_up_writing(made)
    _replace(made.preprocessors, "normalize_whitespace", 30, NormalizeWhitespace, lambda _: _Spaces(made))
    _replace(made.preprocessors, "fenced_code_block", 25, FencedBlockPreprocessor, _FencedBlocks.of)
    _replace(made.preprocessors, "html_block", 20, HtmlBlockPreprocessor, lambda _: _HtmlBlocks(made))
    tree = made.treeprocessors
    _replace(tree, "inline", 20, treeprocessors.InlineProcessor, lambda _: InlineProcessor(made))
    _replace(tree, "prettify", 10, treeprocessors.PrettifyTreeprocessor, lambda _: _Prettify(made))
    _replace(tree, "attr_list", 8, AttrListTreeprocessor, lambda _: _AttributeLists(made))
    for extension in made.registeredExtensions:
        if type(extension) is TocExtension:
            tree.register(_Toc(made, extension.getConfigs()), "toc", 5)
    _replace(tree, "unescape", 0, treeprocessors.UnescapeTreeprocessor, lambda _: _Unescape(made))
    return made


def _replace(
    registry: Registry, name: str, priority: int, own: type[Processor], make: Callable[[Any], Processor]
) -> None:
    """Put what `make` gives in the place of Markdown's own processor, if it is there."""
    if name in registry and type(registry[name]) is own:
        registry.register(make(registry[name]), name, priority)


class _Spaces(NormalizeWhitespace):  # type: ignore[misc]  # Markdown has no types
    """Does the same by a quicker search."""

    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines).replace(STX, "").replace(ETX, "")
        source = source.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        return _SPACES_ALONE.sub("\n", source.expandtabs(self.md.tab_length)).split("\n")


class _FencedBlocks(FencedBlockPreprocessor):  # type: ignore[misc]
    """Looks for code only in texts that may have some."""

    @classmethod
    def of(cls, own: FencedBlockPreprocessor) -> "_FencedBlocks":
        return cls(own.md, own.config)

    def run(self, lines: list[str]) -> list[str]:
        if any(line.startswith(("```", "~~~")) for line in lines):
            found: list[str] = super().run(lines)
            return found
        return lines


class _HtmlBlocks(HtmlBlockPreprocessor):  # type: ignore[misc]
    """Looks for HTML only in texts that may have some."""

    def run(self, lines: list[str]) -> list[str]:
        if any("<" in line or "&" in line for line in lines):
            found: list[str] = super().run(lines)
            return found
        return lines


class _Prettify(treeprocessors.PrettifyTreeprocessor):  # type: ignore[misc]
    """Asks once about each kind of element."""

    def run(self, root: Element) -> None:
        self._known: dict[Any, bool] = {}
        super().run(root)

    def _prettifyETree(self, elem: Element) -> None:  # noqa: N802  as in the base
        if self._is_block(elem) and elem.tag not in {"code", "pre"}:
            text = elem.text
            if (not text or not text.strip()) and len(elem) and self._is_block(elem[0]):
                elem.text = "\n"
            for one in elem:
                if self._is_block(one):
                    self._prettifyETree(one)
        tail = elem.tail
        if not tail or not tail.strip():
            elem.tail = "\n"

    def _is_block(self, elem: Element) -> bool:
        found = self._known.get(elem.tag)
        if found is None:
            found = self._known[elem.tag] = bool(self.md.is_block_level(elem.tag))
        return found


class _AttributeLists(AttrListTreeprocessor):  # type: ignore[misc]
    """Looks for lists of attributes only in texts that may have some."""

    def run(self, doc: Element) -> None:
        if any("{" in line for line in self.md.lines):
            super().run(doc)


class _Unescape(treeprocessors.UnescapeTreeprocessor):  # type: ignore[misc]
    """Looks for signs that were put aside only in texts that may have some."""

    def unescape(self, text: str) -> str:
        found: str = super().unescape(text) if STX in text else text
        return found


class _Toc(TocTreeprocessor):  # type: ignore[misc]
    """Gives headings their names, and makes a list of contents only where a text has a place for it."""

    def run(self, doc: Element) -> None:
        """Give names to headings."""
        if self._is_wanted or self.use_anchors or self.use_permalinks not in {False, None}:
            super().run(doc)
            return
        # Asked in this way an element without attributes stays without a place for them.
        taken = {element.get("id") for element in doc.iter()}
        counters: dict[str, int] = {}
        for element in doc.iter():
            if element.tag not in _HEADINGS:
                continue
            self.set_level(element)
            if "id" not in element.attrib:
                name = html.unescape(self._name(element))
                element.attrib["id"] = unique(self.slugify(name, self.sep), taken, counters)
            element.attrib.pop("data-toc-label", None)

    def _name(self, heading: Element) -> str:
        text = heading.text or ""
        if len(heading) or _MARKED.search(text) or not self._are_known:
            name: str = strip_tags(render_inner_html(remove_fnrefs(heading), self.md))
            return name
        return " ".join(text.split())

    @property
    def _are_known(self) -> bool:
        """Tell whether only Markdown's own look at the HTML in the end: they change nothing without signs."""
        known = {postprocessors.RawHtmlPostprocessor, postprocessors.AndSubstitutePostprocessor}
        return {type(one) for one in self.md.postprocessors} <= known

    @property
    def _is_wanted(self) -> bool:
        return any(self.marker in line for line in self.md.lines)
