"""Lines that begin with three colons: pieces that articles share, and what holds in some markets only.

::: snippet reduced-value        the text of content/_snippets/<language>/reduced-value.md

::: market russia                until the line that closes it, for the market russia only
...
:::
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from portal.articles.links import Link, find_links

SNIPPETS_FOLDER: Final = "_snippets"
HOME: Final = "home"
"""The market of shop.yml; others have a shop.<market>.yml beside it."""
_LINE = re.compile(r"^:::[ \t]*(?P<word>[^\s]*)[ \t]*(?P<rest>[^\n]*)$", re.MULTILINE)
_MARKET = re.compile(
    r"^:::[ \t]*market[ \t]+(?P<names>[^\n]*)\n(?P<inside>.*?)^:::[ \t]*$\n?", re.DOTALL | re.MULTILINE
)
_SNIPPET = re.compile(r"^:::[ \t]*snippet[ \t]+(?P<name>[^\s]+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text that articles of one language share."""

    lang: str
    name: str
    file: str
    body: str
    is_draft: bool = False

    @property
    def path(self) -> str:
        """Where it stands, so that `../orders/x.md` leads to an article as it does from every article."""
        return f"{SNIPPETS_FOLDER}/{self.name}.md"

    @property
    def links(self) -> tuple[Link, ...]:
        """The links to pages of the help centre."""
        return tuple(find_links(self.body, self.path))


@dataclass(frozen=True, slots=True)
class Marker:
    """One line with three colons: its place in the text, its word, and what follows."""

    start: int
    word: str
    rest: str


def markers(text: str) -> Iterator[Marker]:
    """Return all lines with three colons."""
    for found in _LINE.finditer(text):
        yield Marker(found.start(), found["word"], found["rest"].strip())


def markets_of(rest: str) -> tuple[str, ...]:
    """Return the markets that a line names."""
    return tuple(name.strip() for name in rest.split(",") if name.strip())


def for_market(text: str, market: str) -> str:
    """Return a text as one market sees it; lines stay where they are."""

    def choose(found: re.Match[str]) -> str:
        if market in markets_of(found["names"]):
            end = "\n" * (found[0].count("\n") - found["inside"].count("\n") - 1)
            return f"\n{found['inside']}{end}"
        return "\n" * found[0].count("\n")

    return _MARKET.sub(choose, text) if ":::" in text else text


def assemble(text: str, snippets: Mapping[str, Snippet], market: str, *, seen: tuple[str, ...] = ()) -> str:
    """Return a text with its pieces put in, as a market sees it; unknown pieces and circles are left out."""

    def put_in(found: re.Match[str]) -> str:
        name = found["name"]
        if name in seen or name not in snippets:
            return ""  # the rule `blocks` has said so
        return assemble(snippets[name].body.strip(), snippets, market, seen=(*seen, name))

    return _SNIPPET.sub(put_in, for_market(text, market)) if ":::" in text else text
