"""Lines that begin with three colons: shared pieces, what holds in some markets only, and choices of guides.

::: snippet reduced-value        the text of content/_snippets/<language>/reduced-value.md

::: market russia                until the line that closes it, for the market russia only
...
:::

::: choices                      the answers to the question of a guide, until the line that closes them
- [Yes](#opened)
- [No](#pack)
:::

::: contact return               a way to the contact form with this topic, at the end of a guide
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from portal.articles.links import Link, find_links

SNIPPETS_FOLDER: Final = "_snippets"
HOME: Final = "home"
"""The market of shop.yml; others have a shop.<market>.yml beside it."""
MARKET: Final = "market"
SNIPPET: Final = "snippet"
CHOICES: Final = "choices"
CONTACT: Final = "contact"
WORDS: Final = (MARKET, SNIPPET, CHOICES, CONTACT)
CLOSED: Final = frozenset({MARKET, CHOICES})
"""Blocks that a line `:::` closes; the others are one line."""
_LINE = re.compile(r"^:::[ \t]*(?P<word>[^\s]*)[ \t]*(?P<rest>[^\n]*)$", re.MULTILINE)
_SNIPPET = re.compile(r"^:::[ \t]*snippet[ \t]+(?P<name>[^\s]+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text that articles of one language share."""

    lang: str
    name: str
    file: str
    body: str
    is_draft: bool = False
    body_line: int = 1

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
    if ":::" not in text:
        return
    for found in _LINE.finditer(text):
        yield Marker(found.start(), found["word"], found["rest"].strip())


def markets_of(rest: str) -> tuple[str, ...]:
    """Return the markets that a line names."""
    return tuple(name.strip() for name in rest.split(",") if name.strip())


def for_market(text: str, market: str) -> str:
    """Return a text as one market sees it; lines stay where they are."""
    if ":::" not in text:
        return text
    lines: list[str] = []
    opened: list[tuple[str, bool]] = []
    for line in text.split("\n"):
        marker = _LINE.match(line)
        word = marker["word"] if marker else None
        closes = opened[-1][0] if word == "" and opened else None
        is_shown = all(shown for _, shown in opened) and MARKET not in (word, closes)
        lines.append(line if is_shown else "")
        if marker and word in CLOSED:
            opened.append((word, word != MARKET or market in markets_of(marker["rest"])))
        elif closes:
            opened.pop()
    return "\n".join(lines)


def is_read(text: str, line: int, market: str) -> bool:
    """Tell whether a market reads a line of a text, the first being 0: others may have it to themselves."""
    return ":::" not in text or bool(for_market(text, market).split("\n")[line].strip())


def assemble(text: str, snippets: Mapping[str, Snippet], market: str, *, seen: tuple[str, ...] = ()) -> str:
    """Return a text with its pieces put in, as a market sees it; unknown pieces and circles are left out."""

    def put_in(found: re.Match[str]) -> str:
        name = found["name"]
        if name in seen or name not in snippets:
            return ""  # the rule `blocks` has said so
        return assemble(snippets[name].body.strip(), snippets, market, seen=(*seen, name))

    return _SNIPPET.sub(put_in, for_market(text, market)) if ":::" in text else text
