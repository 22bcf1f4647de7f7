"""The list of published articles that a build leaves for the service: what it is called and where it is."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class ListedChoice:
    """One answer of a guide that asks, and the step it leads to."""

    id: str
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class ListedStep:
    """One step of a guide that asks; one without choices is an end."""

    id: str
    title: str
    choices: tuple[ListedChoice, ...] = ()

    def find(self, choice_id: str) -> ListedChoice | None:
        """Return a choice, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One published article in one language; `url` is site-relative ("en/orders/cancel-an-order/")."""

    id: str
    lang: str
    title: str
    summary: str
    url: str
    kind: str
    category: str
    topic: str
    version: str
    review_by: str = ""
    """Until when somebody must look at it again (2027-02-01); empty in lists of older builds."""
    owner: str = ""
    steps: tuple[ListedStep, ...] = ()
    """Of a guide that asks: its questions and answers."""

    def find_step(self, step_id: str) -> ListedStep | None:
        """Return a step of a guide that asks, or None."""
        return next((step for step in self.steps if step.id == step_id), None)


# One for all lines: `json.dumps` would make one for each.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)
_KEYS: Final = tuple(one.name for one in fields(ListedArticle))


@dataclass(frozen=True, slots=True)
class Listing:
    """All published articles by id and language."""

    articles: Mapping[tuple[str, str], ListedArticle]

    def find(self, article_id: str, lang: str) -> ListedArticle | None:
        """Return an article in a language, or None."""
        return self.articles.get((article_id, lang))

    def has(self, article_id: str) -> bool:
        """Tell whether an article is published in any language."""
        return any(known == article_id for known, _ in self.articles)


def write_listing(path: Path, articles: Iterable[ListedArticle]) -> None:
    """Write the list, sorted, beside its place and move it there whole."""
    write_lines(path, map(line_of, sorted(articles, key=lambda one: (one.id, one.lang))))


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write the list of lines that are sorted by id and language."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    joined = ",\n".join(lines)
    part.write_text(f"[\n{joined}\n]\n", encoding="utf-8")
    part.replace(path)


def line_of(article: ListedArticle) -> str:
    """Return the line of one article."""
    return _ENCODER.encode(_row(article))


def _row(article: ListedArticle) -> dict[str, Any]:
    # `asdict` copies every value deeply, which of thousands of articles takes longer than all else.
    row = {key: getattr(article, key) for key in _KEYS}
    return row | {"steps": [asdict(step) for step in article.steps]}


def read_listing(path: Path) -> Listing:
    """Read the list; raise OSError or ValueError if it is not there or not whole."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    articles = [ListedArticle(**row | {"steps": _read_steps(row.get("steps", ()))}) for row in rows]
    return Listing({(article.id, article.lang): article for article in articles})


def _read_steps(rows: Iterable[dict[str, Any]]) -> tuple[ListedStep, ...]:
    return tuple(
        ListedStep(**row | {"choices": tuple(ListedChoice(**one) for one in row["choices"])}) for row in rows
    )
