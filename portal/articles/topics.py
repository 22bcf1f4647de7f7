"""Topics, categories and the home page: what customers write about and where it stands."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from portal.articles.deadlines import is_name, read_deadline
from portal.articles.front_matter import Identifier, Line
from portal.articles.sources import Checked

Texts = dict[str, Line]


class ActId(StrEnum):
    """A statement with legal weight that has a form of its own; portal/articles/acts.py says what it asks."""

    WITHDRAWAL = "withdrawal"
    COMPLAINT = "complaint"
    DEFECT = "defect"
    DATA = "data"


def _deadline(value: str) -> str:
    if not is_name(value):
        read_deadline(value, {})
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
    deadline: Annotated[str, AfterValidator(_deadline)] | None = None
    route: Line
    act: ActId | None = None
    """The form of its own that messages on it have; None: the contact form."""
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
