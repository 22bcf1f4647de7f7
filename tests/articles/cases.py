"""What a case of a rule is: a wrong content with what is said of it, and a right one that is left alone."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.articles.checking import TODAY
from tests.articles.making import make_article

PATH = "orders/cancel-an-order.md"
EN, RU, HU = (f"{lang}/{PATH}" for lang in ("en", "ru", "hu"))
FILE = f"content/{EN}"


@dataclass(frozen=True)
class Case:
    """A wrong content with what is said of it, and a right one of which this rule says no such thing.

    `data` are data files, `more` is what a context holds besides the content, `gone` a file that is deleted.
    """

    rule: str
    told: str
    wrong: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    gone: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    today: date = TODAY
    right: dict[str, str] | None = None
    right_data: dict[str, str] = field(default_factory=dict)
    right_more: dict[str, Any] = field(default_factory=dict)
    right_today: date = TODAY

    @property
    def has_right(self) -> bool:
        """Tell whether there is a right example; a content without changes is one, too."""
        return self.right is not None or bool(self.right_data or self.right_more)


def english(body: str, **keys: str | None) -> dict[str, str]:
    """Return the English article with this text."""
    return {EN: make_article(body, **keys)}


def russian(body: str, **keys: str | None) -> dict[str, str]:
    """Return the Russian article with this text."""
    return {RU: make_article(body, **keys)}


def hungarian(body: str, **keys: str | None) -> dict[str, str]:
    """Return the Hungarian article with this text."""
    return {HU: make_article(body, **keys)}
