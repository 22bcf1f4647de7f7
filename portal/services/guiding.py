"""Tell a way through a guide in words: for the contact form, and for the story of a visit.

A way is what stands in a page's address: the first step and the choices after it, `why/received/unused`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.articles.listing import ListedArticle
from portal.domain.journey import read_choices
from portal.services.doors import Doors

MOST_WAY = 2_000
"""Characters; a way through the longest guide is shorter."""


@dataclass(frozen=True, slots=True)
class Told:
    """One question of a guide and what was answered."""

    question: str
    answer: str

    def __str__(self) -> str:
        return f"{self.question} {self.answer}"


def tell_way(guide: ListedArticle, way: str) -> tuple[Told, ...]:
    """Return the questions and answers on a way, as far as the guide knows them."""
    start, *choices = way[:MOST_WAY].split("/")
    return tuple(_follow(guide, start, choices))


def tell_choices(guide: ListedArticle | None, text: str) -> str:
    """Return the choices of a visit as a sentence; what the guide has no longer is told by its name."""
    return "; ".join(str(one) for one in _name(guide, text))


def fill_in(doors: Doors, article_id: str, way: str, *, lang: str) -> str:
    """Return what the contact form is filled with: the guide, the answers, room for more; or nothing."""
    guide = doors.find_article(article_id, lang) if way else None
    if guide is None:
        return ""
    told = tell_way(guide, way)
    end = guide.find_step(way)
    lines = [str(one) for one in told] or ([end.title] if end else [])
    return "\n".join([f"{guide.title}:", *lines, "", ""]) if lines else ""


def _follow(guide: ListedArticle, start: str, choices: Iterable[str]) -> Iterator[Told]:
    step = guide.find_step(start)
    for name in choices:
        choice = step.find(name) if step else None
        if step is None or choice is None:
            return
        yield Told(step.title, choice.text)
        step = guide.find_step(choice.target)


def _name(guide: ListedArticle | None, text: str) -> Iterator[Told]:
    for question, answer in read_choices(text).items():
        step = guide.find_step(question) if guide else None
        choice = step.find(answer) if step else None
        yield Told(step.title if step else f"{question}:", choice.text if choice else answer)
