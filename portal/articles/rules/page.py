"""A text as rules see it: an article, or a piece that articles share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from portal.articles.article import Article
from portal.articles.blocks import HOME, Snippet, for_market
from portal.articles.front_matter import FrontMatter
from portal.articles.links import Link, strip_code, strip_comments

_HEADING = re.compile(r"^(?P<level>#{1,6})(?: (?P<text>.*))?$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\s*\{:?(?P<inside>[^{}]*)\}\s*$")
_NAME = re.compile(r"#(?P<name>[\w-]+)")
_PLACE = re.compile(r"\{\{[^{}]*\}\}")
_TARGET = re.compile(r"(?<=\])\([^()\n]*\)|\bhttps?://\S+|\{:?[ ]*[#.][^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a text."""

    line: int
    level: int
    text: str
    """Without its name and marks in braces."""
    name: str
    """The name the author gave it, or empty."""


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its place; `text` has neither comments nor code, and its lines are those of the file."""

    lang: str
    path: str
    file: str
    text: str
    line: int
    """The first line of `text` in the file."""
    links: tuple[Link, ...]
    meta: FrontMatter | None = None
    """None for a piece that articles share."""
    lines: Mapping[str, int] | None = None

    def line_of(self, key: str) -> int:
        """Return the line of a key of the front matter."""
        return (self.lines or {}).get(key, 1)

    def line_at(self, place: int) -> int:
        """Return the line in the file of a place in `text`."""
        return self.line + self.text.count("\n", 0, place)

    @property
    def shown(self) -> tuple[tuple[str, str, int], ...]:
        """What readers see: the part, its text and its first line."""
        head: tuple[tuple[str, str, int], ...] = ()
        if self.meta is not None:
            head = (
                ("title", self.meta.title, self.line_of("title")),
                ("summary", self.meta.summary, self.line_of("summary")),
            )
        return (*head, ("text", self.text, self.line))


def page_of(article: Article, market: str = HOME) -> Page:
    """Return an article as rules see it: what other markets read is looked at in theirs."""
    return Page(
        lang=article.lang,
        path=article.path,
        file=article.file,
        text=for_market(strip_code(strip_comments(article.body)), market),
        line=article.body_line,
        links=article.links,
        meta=article.meta,
        lines=article.lines,
    )


def page_of_snippet(snippet: Snippet, market: str = HOME) -> Page:
    """Return a shared piece as rules see it."""
    text = for_market(strip_code(strip_comments(snippet.body)), market)
    return Page(snippet.lang, snippet.path, snippet.file, text, 1, snippet.links)


def headings_of(page: Page) -> tuple[Heading, ...]:
    """Return the headings of a text, first to last."""
    found = []
    for one in _HEADING.finditer(page.text):
        text = one["text"] or ""
        attributes = _ATTRIBUTES.search(_PLACE.sub("", text))
        name = _NAME.search(attributes["inside"]) if attributes else None
        bare = text[: text.rfind("{")].rstrip() if attributes else text.strip()
        line = page.line_at(one.start())
        found.append(Heading(line, len(one["level"]), bare, name["name"] if name else ""))
    return tuple(found)


def without_values(text: str) -> str:
    """Take the places of the shop's values out."""
    return _PLACE.sub("", text)


@lru_cache(maxsize=16)  # several rules look at one text, one after the other
def without_link_targets(text: str) -> str:
    """Take addresses, names of headings and the shop's values out: nobody reads them as words."""
    return _PLACE.sub("", _TARGET.sub("", text))
