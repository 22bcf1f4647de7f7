"""Topics, categories and the home page: what customers write about and where it stands."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from portal.articles.front_matter import Identifier, Line
from portal.articles.sources import Checked

Texts = dict[str, Line]


def _days(value: str) -> str:
    number, _, kind = value.partition(" ")
    if not number.isdigit() or kind not in {"calendar", "working"}:
        raise ValueError("a deadline is a number and `calendar` or `working`, such as 30 calendar")
    return value


class Topic(Checked):
    """One thing customers write about; articles name it and the contact form offers it."""

    id: Identifier
    category: Identifier
    title: Texts
    nature: Literal["information", "transaction", "problem", "complaint", "legal"]
    priority: Literal["low", "normal", "high", "urgent"]
    suggest: Annotated[bool, Field(strict=True)]
    ask: tuple[Literal["order_number"], ...] = ()
    deadline: Annotated[str, AfterValidator(_days)] | None = None
    route: Line
    desk_tags: dict[str, tuple[Line, ...]] = Field(default_factory=dict)


class Category(Checked):
    """One folder of articles, with its name and its sign."""

    id: Identifier
    icon: Identifier
    title: Texts
    summary: Texts


class Need(Checked):
    """One link under the search box, in the customer's words."""

    article: Identifier
    label: Texts


class Home(Checked):
    """What the home page puts first."""

    needs: tuple[Need, ...] = ()
    popular: tuple[Identifier, ...] = ()
