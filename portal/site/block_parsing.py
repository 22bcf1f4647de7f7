"""Markdown's own blocks, found in less time: a processor is asked only about blocks that have its signs.

Processors of other extensions, and any put in the place of Markdown's own, are asked about each block.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown, blockprocessors
from markdown.blockparser import BlockParser
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.util import Registry

# One of two signs must be in a block, and one of its lines must begin with one of the last characters.
_Signs = tuple[str, str, str]
_INDENT: Final = " " * 4
_SIGNS: Final[Mapping[type[blockprocessors.BlockProcessor], _Signs]] = {
    # What follows an admonition is indented, too.
    AdmonitionProcessor: ("!!!", _INDENT, ""),
    DefListIndentProcessor: (_INDENT, _INDENT, ""),
    DefListProcessor: (": ", ": ", " :"),
    TableProcessor: ("|", "|", ""),
    blockprocessors.ListIndentProcessor: (_INDENT, _INDENT, ""),
    blockprocessors.CodeBlockProcessor: (_INDENT, _INDENT, ""),
    blockprocessors.HashHeaderProcessor: ("#", "#", "#"),
    blockprocessors.SetextHeaderProcessor: ("\n=", "\n-", ""),
    blockprocessors.HRProcessor: ("", "", " -_*"),
    blockprocessors.OListProcessor: (".", ".", ""),
    blockprocessors.UListProcessor: ("", "", " *+-"),
    blockprocessors.BlockQuoteProcessor: (">", ">", ""),
    blockprocessors.ReferenceProcessor: ("]:", "]:", ""),
}
_NO_SIGNS: Final[_Signs] = ("", "", "")


def speed_up_blocks(markdown: Markdown) -> None:
    """Let a Markdown parse blocks in this way, unless another extension has brought a parser of its own."""
    if type(markdown.parser) is not BlockParser or markdown.tab_length != len(_INDENT):
        return
    parser = _Parser(markdown)
    parser.state = markdown.parser.state
    parser.blockprocessors = _Listed.of(markdown.parser.blockprocessors)
    for processor in parser.blockprocessors:
        processor.parser = parser
    markdown.parser = parser


class _Listed(Registry):  # type: ignore[misc]  # Markdown has no types
    """Processors in their order with their signs, which are not looked up anew for each block of a text."""

    def __init__(self) -> None:
        super().__init__()
        self._with_signs: list[tuple[Any, _Signs]] = []

    @classmethod
    def of(cls, registry: Registry) -> "_Listed":
        """Take over what another registry has."""
        made = cls()
        made.__dict__.update(registry.__dict__)
        return made

    def __iter__(self) -> Iterator[Any]:
        return iter([processor for processor, _ in self.with_signs()])

    def with_signs(self) -> list[tuple[Any, _Signs]]:
        """Return the processors in their order."""
        # Whoever adds one leaves it unsorted, whoever takes one out leaves fewer.
        if not self._is_sorted or len(self._with_signs) != len(self._data):
            self._with_signs = [(one, _SIGNS.get(type(one), _NO_SIGNS)) for one in super().__iter__()]
        return self._with_signs


class _Parser(BlockParser):  # type: ignore[misc]
    """Finds out what blocks are."""

    blockprocessors: _Listed

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802  as in the base
        """Make elements of all blocks."""
        while blocks:
            block = blocks[0]
            first = "" if "\n" in block else block[:1]
            for processor, (sign, other, begins) in self.blockprocessors.with_signs():
                if sign not in block and other not in block:
                    continue
                if begins and first and first not in begins:
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break
