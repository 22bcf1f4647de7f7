"""Markdown's own marks within a line, found in less time: only patterns whose signs a text has are tried."""

import re
from collections import deque
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown, inlinepatterns, treeprocessors
from markdown.util import INLINE_PLACEHOLDER_PREFIX, AtomicString

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
# Of the signs all but that of what is strong; what is atomic may have stashed marks.
_OTHER_SIGNS: Final = re.compile(rf"[\[`<&_\\]|  \n|{INLINE_PLACEHOLDER_PREFIX}")
_STRONG: Final = re.compile(r"\*\*(?=[^*\s])([^*]+)(?<=[^*\s])\*\*")


class InlineProcessor(treeprocessors.InlineProcessor):  # type: ignore[misc]  # Markdown has no types
    """Tries only patterns whose signs a text has; named as its base, whose private methods it uses."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns: list[tuple[inlinepatterns.Pattern, str, str, bool]] = []
        self._are_known = False

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Replace the marks in all texts of a tree by elements."""
        self._list_patterns()
        self.stashed_nodes: dict[str, Element | str] = {}
        waiting = deque([(tree, [*(ancestors or ()), tree.tag.lower()])])
        while waiting:
            element, self.ancestors = waiting.popleft()
            if element is not tree:
                self.ancestors.append(element.tag.lower())
            found = []
            for child in element:
                if child.text and not self._is_plain(child.text):
                    nodes = self._replace_in_text(child)
                    waiting.extend(node for node in nodes if len(node[0]))
                    found.append((child, nodes))
                if child.tail and not self._is_plain(child.tail):
                    self._replace_in_tail(element, child)
                if len(child):
                    waiting.append((child, self.ancestors[:]))
            for child, nodes in found:
                for place, (node, _) in enumerate(nodes):
                    child.insert(place, node)
        return tree

    def _list_patterns(self) -> None:
        # Other extensions have added theirs by now, and whether there are references is known.
        has_references = bool(self.md.references)
        self._patterns = [
            (pattern, *_signs(pattern), has_references or not _is_of_references(pattern))
            for pattern in self.inlinePatterns
        ]
        self._are_known = all(pattern.pattern in _SIGNS for pattern in self.inlinePatterns)

    def _is_plain(self, text: str) -> bool:
        """Tell whether nothing of a text can be a mark, and nothing of it was one."""
        if not self._are_known:
            return False
        # Addresses stand in angle brackets, pictures in square ones; what is atomic may have stashed marks.
        return not (
            "*" in text
            or "[" in text
            or "`" in text
            or "<" in text
            or "&" in text
            or "_" in text
            or "\\" in text
            or INLINE_PLACEHOLDER_PREFIX in text
            or "  \n" in text
        )

    def _replace_in_text(self, child: Element) -> list[tuple[Element, list[str]]]:
        text = child.text or ""
        if isinstance(text, AtomicString):
            return []
        if self._are_known and (pieces := _part_strong(text)):
            child.text = pieces[0] or None
            # What is strong holds nothing more, so nobody asks what it stands in.
            return [(_strong(one, then), []) for one, then in zip(pieces[1::2], pieces[2::2], strict=True)]
        self.ancestors.append(child.tag.lower())
        child.text = None
        nodes: list[tuple[Element, list[str]]] = self.__processPlaceholders(self.__handleInline(text), child)
        self.ancestors.pop()
        return nodes

    def _replace_in_tail(self, element: Element, child: Element) -> None:
        tail, held = self.__handleInline(child.tail or ""), Element("d")
        child.tail = None
        nodes = self.__processPlaceholders(tail, held, isText=False)
        if held.tail:
            child.tail = held.tail
        place = list(element).index(child) + 1
        for node, _ in reversed(nodes):
            element.insert(place, node)

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


def _part_strong(text: str) -> list[str]:
    """Return by turns what stands between and inside of strong words; nothing if there are other marks."""
    if _OTHER_SIGNS.search(text):
        return []
    pieces = _STRONG.split(text)
    are_apart = all(pieces[2:-1:2]) and not any("*" in piece for piece in pieces[::2])
    return pieces if are_apart else []


def _strong(text: str, tail: str) -> Element:
    made = Element("strong")
    made.text, made.tail = text, tail or None
    return made


def _signs(pattern: inlinepatterns.Pattern) -> tuple[str, str]:
    signs = _SIGNS.get(pattern.pattern, ("",))
    return signs[0], signs[-1]


def _is_of_references(pattern: inlinepatterns.Pattern) -> bool:
    return isinstance(pattern, inlinepatterns.ReferenceInlineProcessor)
