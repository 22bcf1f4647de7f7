"""The glossary: one word for one thing, and the words that are not used for it (content/_data/terms.yml)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator

from portal.articles.errors import ArticleError, ContentError, listed
from portal.articles.front_matter import Identifier, Line
from portal.articles.sources import Checked, check, parse
from portal.located import Located

TERMS_FILE: Final = "terms.yml"


def _whole(value: object) -> object:
    return {"find": value} if isinstance(value, str) else value


class WrongWord(Checked):
    """A word or group of words that is not used; `*` stands for any ending."""

    find: Line
    where: Literal["title", "anywhere"] = "anywhere"
    topics: tuple[Identifier, ...] = ()
    """Only in articles on these topics; empty for all."""
    unless: tuple[Line, ...] = ()
    """Groups of words in which it is right."""


class TermEntry(Checked):
    """One thing, what it is called, and what it is not called."""

    id: Identifier
    use: dict[str, Line]
    wrong: dict[str, tuple[Annotated[WrongWord, BeforeValidator(_whole)], ...]]


@dataclass(frozen=True, slots=True)
class Term:
    """A wrong word of one language with the right one."""

    right: str
    wrong: WrongWord


@dataclass(frozen=True, slots=True)
class WordFound:
    """A wrong word in a text."""

    start: int
    text: str
    term: Term


@dataclass(frozen=True, slots=True)
class Terms:
    """The wrong words of each language."""

    by_language: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)

    def find(self, text: str, lang: str, *, is_title: bool, topic: str) -> Iterator[WordFound]:
        """Return the wrong words of a text."""
        small = text.lower()
        for term in self.by_language.get(lang, ()):
            wrong = term.wrong
            if _beginning(wrong.find) not in small:
                continue  # nearly every text is clean of nearly every word
            if (wrong.where == "title" and not is_title) or (wrong.topics and topic not in wrong.topics):
                continue
            right = [one.span() for one in _any_of(wrong.unless).finditer(text)] if wrong.unless else []
            for one in _any_of((wrong.find,)).finditer(text):
                if not any(start <= one.start() and one.end() <= end for start, end in right):
                    yield WordFound(one.start(), one[0], term)


def read_terms(text: str, file: str, *, languages: Iterable[str]) -> Terms:
    """Read the glossary; raise ContentError with the line of what is wrong."""
    try:
        located = parse(text, file)
    except ArticleError as error:
        raise ContentError([error]) from None
    entries = located.value or []
    if not isinstance(entries, list):
        raise ContentError([ArticleError(file, 1, "Here must stand a list: lines with `- id:`.")])
    found: dict[str, list[Term]] = {lang: [] for lang in languages}
    errors: list[ArticleError] = []
    for number, value in enumerate(entries):
        try:
            entry = check(TermEntry, value, located, file, at=(number,))
        except ContentError as error:
            errors += error.errors
            continue
        errors += _sort(entry, found, located, file, number)
    if errors:
        raise ContentError(errors)
    return Terms({lang: tuple(terms) for lang, terms in found.items()})


def _sort(
    entry: TermEntry, into: dict[str, list[Term]], located: Located, file: str, number: int
) -> Iterator[ArticleError]:
    """Put an entry's wrong words under their languages; return what does not fit."""
    for lang, words in entry.wrong.items():
        line = located.line((number, "wrong", lang))
        if lang not in into:
            yield ArticleError(file, line, f"There is no language `{lang}`.", listed(into))
        elif lang not in entry.use:
            yield ArticleError(file, line, f"`use` lacks the right word for `{lang}`.", "Add it.")
        else:
            into[lang] += [Term(entry.use[lang], wrong) for wrong in words]


_compiled: dict[tuple[str, ...], re.Pattern[str]] = {}


@cache
def _beginning(words: str) -> str:
    """Return what stands in every text that has these words, in small letters."""
    return words.split()[0].partition("*")[0].lower()


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of some groups of words."""
    if words not in _compiled:
        parts = "|".join(_pattern(word) for word in sorted(words, key=len, reverse=True))
        _compiled[words] = re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE)
    return _compiled[words]


def _pattern(words: str) -> str:
    return r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split())
