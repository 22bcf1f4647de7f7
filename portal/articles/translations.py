"""How the translations stand: missing, outdated, never compared, current; and the stamp that tells."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from portal.articles.article import Article
from portal.articles.data import ShopData

_SOURCE = re.compile(r"^source:.*\n?", re.MULTILINE)
_MINOR = re.compile(r"^minor:.*\n?", re.MULTILINE)
_FENCE = re.compile(r"^---\s*$", re.MULTILINE)


class Shelf(Protocol):
    """Articles by language and path, of which some are originals."""

    @property
    def data(self) -> ShopData:
        """What the shop states about itself; it has the languages."""

    @property
    def articles(self) -> Mapping[str, Mapping[str, Article]]:
        """Language, then path within it."""

    @property
    def originals(self) -> Mapping[str, Article]:
        """The articles that translations are made from, by path."""


class TranslationState(StrEnum):
    """How a translation stands to its original."""

    MISSING = "missing"
    OUTDATED = "outdated"
    UNSTAMPED = "unstamped"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Translation:
    """One article in one language, as translators see it."""

    lang: str
    path: str
    state: TranslationState
    original: Article
    article: Article | None
    """None when it is missing."""

    @property
    def is_minor(self) -> bool:
        """Tell whether it is current only because the change since is marked minor."""
        source = self.article.meta.source if self.article else None
        return self.state is TranslationState.CURRENT and source != self.original.version


def find_translations(library: Shelf) -> Iterator[Translation]:
    """Return the state of every translation that there is or should be."""
    for lang in library.data.languages[1:]:
        for path, original in sorted(library.originals.items()):
            article = library.articles[lang].get(path)
            yield Translation(lang, path, _state(article, original), original, article)


def stamp(text: str, original: Article) -> str:
    """Return a translation's text with the hash of the original it now follows."""
    line = f'source: "{original.version}"\n'
    start, end = list(_FENCE.finditer(text))[:2]
    head = _SOURCE.sub("", text[start.end() : end.start()])
    return f"{text[: start.end()]}{head}{line}{text[end.start() :]}"


def mark_minor(text: str, original: Article, sources: Iterable[str]) -> str:
    """Return an original's text with its last change marked as one that translations need not follow.

    `sources` are the versions they were made from. The mark holds for the present text only: the next
    change makes them outdated, unless it is marked, too.
    """
    since = ", ".join(f'"{source}"' for source in sorted(set(sources)))
    line = f'minor: {{now: "{original.version}", since: [{since}]}}\n'
    start, end = list(_FENCE.finditer(text))[:2]
    head = _MINOR.sub("", text[start.end() : end.start()])
    return f"{text[: start.end()]}{head}{line}{text[end.start() :]}"


def _state(article: Article | None, original: Article) -> TranslationState:
    if article is None:
        return TranslationState.MISSING
    if article.meta.source is None:
        return TranslationState.UNSTAMPED
    is_current = original.is_followed_by(article.meta.source)
    return TranslationState.CURRENT if is_current else TranslationState.OUTDATED
