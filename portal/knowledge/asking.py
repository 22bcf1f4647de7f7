"""Ask an index the expected questions, and tell what two indexes make of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.articles.errors import ArticleError
from portal.knowledge.expected import Expected
from search import SearchIndex

AMONG_FIRST = 3
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a question: the article's place, or None if it was not found; and what stands first."""

    expected: Expected
    place: int | None
    first: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Tell whether the article is among the first."""
        return self.place is not None and self.place <= AMONG_FIRST


class Change(StrEnum):
    """What a change of the content does to a question."""

    IMPROVES = "improves"
    HARMS = "harms"


@dataclass(frozen=True, slots=True)
class Difference:
    """A question whose article changed its place."""

    change: Change
    then: Asked
    now: Asked

    @property
    def overtaken_by(self) -> tuple[str, ...]:
        """Name the articles among the first that stand before the right one now, and did not before."""
        ahead = self.then.first[: self.then.place - 1] if self.then.place else self.then.first
        now_ahead = self.now.first[: self.now.place - 1] if self.now.place else self.now.first
        return tuple(identity for identity in now_ahead if identity not in ahead)


def ask(index: SearchIndex, expected: Iterable[Expected]) -> Iterator[Asked]:
    """Ask the questions; those in a language that the index lacks find nothing."""
    for one in expected:
        ids: list[str] = []
        if one.lang in index.languages:
            answer = index.search(one.question, lang=one.lang, limit=_DEPTH)
            ids = [hit.document_id for hit in answer.hits]
        place = ids.index(one.article_id) + 1 if one.article_id in ids else None
        yield Asked(one, place, tuple(ids[:AMONG_FIRST]))


def find_broken(asked: Iterable[Asked]) -> Iterator[ArticleError]:
    """Return a mistake for each question whose article is not among the first."""
    for one in asked:
        if one.is_met:
            continue
        expected = one.expected
        where = f"it stands at {one.place}" if one.place else "it is not found"
        message = (
            f"“{expected.question}” must lead to `{expected.article_id}` among the first {AMONG_FIRST}; "
            f"{where}."
        )
        first = f"First are {', '.join(one.first)}. " if one.first else ""
        hint = f"{first}Add the wording to the article's `questions`, or a synonym."
        yield ArticleError(expected.file, expected.line, message, hint)


def compare(then: Iterable[Asked], now: Iterable[Asked]) -> Iterator[Difference]:
    """Return the questions whose article stands elsewhere now; places beyond the first three are alike.

    Both have the same questions in the same order.
    """
    for before, after in zip(then, now, strict=True):
        was, is_ = _rank(before), _rank(after)
        if was != is_:
            change = Change.IMPROVES if is_ < was else Change.HARMS
            yield Difference(change, before, after)


def _rank(asked: Asked) -> int:
    return asked.place if asked.place is not None and asked.is_met else AMONG_FIRST + 1
