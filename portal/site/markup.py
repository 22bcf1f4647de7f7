"""Take rendered articles apart: headings, questions and steps, and plain text for search."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from portal.site.view import Entry, TocEntry

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_HEADING = re.compile(r"<h(?P<level>[2-4])(?P<attributes>[^>]*)>(?P<inside>.*?)</h(?P=level)>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(?P<name>[\w-]+)="(?P<value>[^"]*)"')
_BLOCKS = frozenset(
    {"p", "li", "tr", "table", "ul", "ol", "dl", "dt", "dd", "div", "section", "blockquote"}
    | {"pre", "br", "h2", "h3", "h4", "h5", "h6", "details", "summary"}
)
_SILENT = frozenset({"script", "style", "svg"})
# Of contents: fewer headings need no list, and so many bytes of one fit beside a page (some 35 headings).
_FEWEST = 4
_UPPER = 2
_LIST_SIZE = 3_500
_AROUND = len('<li class="toc__3"><a href="#"></a></li>')
_CELLS = frozenset({"td", "th"})
_TAG = re.compile(
    r"""<(?P<name>/?[a-zA-Z][\w-]*)(?:[^"'<>/]++|"[^"]*"|'[^']*'|/(?!>))*+(?P<alone>/?)>"""
    r"|<!--.*?-->|<[!?/][^>]*>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Part:
    """The text under one heading; the first part of a page has none."""

    title: str
    anchor: str
    level: int
    is_aside: bool
    html: str


def strip_comments(rendered: str) -> str:
    """Take out what authors noted for themselves."""
    return _COMMENT.sub("", rendered)


def find_parts(rendered: str, *, depth: int = 2) -> tuple[Part, ...]:
    """Cut a text at its headings of level 2, or down to `depth`."""
    headings = [found for found in _HEADING.finditer(rendered) if int(found["level"]) <= depth]
    first_end = headings[0].start() if headings else len(rendered)
    parts = [Part("", "", 1, is_aside=False, html=rendered[:first_end].strip())]
    for number, heading in enumerate(headings):
        following = headings[number + 1 :]
        end = following[0].start() if following else len(rendered)
        attributes = _attributes(heading)
        parts.append(
            Part(
                title=plain_text(heading["inside"]),
                anchor=attributes.get("id", ""),
                level=int(heading["level"]),
                is_aside="aside" in attributes.get("class", "").split(),
                html=rendered[heading.end() : end].strip(),
            )
        )
    return tuple(parts)


def find_toc(rendered: str) -> tuple[TocEntry, ...]:
    """Return the headings that a list of contents names: of a short page none, of a long one the upper ones.

    A list that is too long for a glance is none at all.
    """
    if rendered.count(f"<h{_UPPER}") < _FEWEST:
        return ()
    entries = [TocEntry(part.title, part.anchor, part.level) for part in find_parts(rendered, depth=3)]
    named = [entry for entry in entries if entry.anchor]
    upper = [entry for entry in named if entry.level == _UPPER]
    if len(upper) < _FEWEST:
        return ()
    return next((tuple(chosen) for chosen in (named, upper) if _list_size(chosen) <= _LIST_SIZE), ())


def _list_size(entries: Iterable[TocEntry]) -> int:
    return sum(_AROUND + len(f"{entry.title}{entry.anchor}".encode()) for entry in entries)


def find_entries(rendered: str) -> tuple[str, tuple[Entry, ...]]:
    """Return what stands before the first heading, and the questions or steps."""
    intro, *rest = find_parts(rendered)
    entries = (Entry(part.anchor, part.title, part.html, is_aside=part.is_aside) for part in rest)
    return intro.html, tuple(entries)


def plain_text(rendered: str) -> str:
    """Return the words of an HTML text, one line a block."""
    if "<" not in rendered:
        return " ".join(html.unescape(rendered).split())
    lines = (" ".join(html.unescape(line).split()) for line in "".join(_pieces(rendered)).split("\n"))
    return "\n".join(filter(None, lines))


def _pieces(rendered: str) -> Iterator[str]:
    """Return the words of the text, with line ends around blocks and spaces between cells."""
    words, *tags = _TAG.split(rendered.replace("\n", " "))
    names = tags[0::3]
    if _SILENT.isdisjoint(map(_kind, set(names))):
        return chain(
            (words,), chain.from_iterable(zip(map(_SIGNS.__getitem__, names), tags[2::3], strict=True))
        )
    return chain((words,), _spoken(names, tags[1::3], tags[2::3]))


def _spoken(names: Iterable[str | None], alone: Iterable[str], words: Iterable[str]) -> Iterator[str]:
    """Return signs and words by turns but for what stands in silent elements."""
    silent = 0
    for name, is_alone, following in zip(names, alone, words, strict=True):
        if _kind(name) in _SILENT and not is_alone:
            silent = max(0, silent + (-1 if name and name.startswith("/") else 1))
        else:
            yield _SIGNS[name]
        if not silent:
            yield following


def _kind(name: str | None) -> str:
    """Return what a tag begins or ends; comments and the like have no name."""
    return (name or "").removeprefix("/").lower()


class _Signs(dict[str | None, str]):
    """What a tag puts between words, by its name, which an end begins with a slash; kept once it is known."""

    def __missing__(self, name: str | None) -> str:
        kind = _kind(name)
        begins_cell = kind in _CELLS and name is not None and not name.startswith("/")
        self[name] = "\n" if kind in _BLOCKS else " " if begins_cell else ""
        return self[name]


_SIGNS = _Signs()


def _attributes(heading: re.Match[str]) -> dict[str, str]:
    return {
        found["name"]: html.unescape(found["value"]) for found in _ATTRIBUTE.finditer(heading["attributes"])
    }
