"""The head of an article: what its keys mean and which are allowed."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from portal.articles.errors import ArticleError
from portal.articles.sources import Checked
from portal.located import Located

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_FENCE = re.compile(r"^---\s*$")


class Kind(StrEnum):
    """What an article is; the theme lays each out in its own way."""

    ARTICLE = "article"
    FAQ = "faq"
    GUIDE = "guide"
    PAGE = "page"


class Audience(StrEnum):
    """Who may read an article."""

    PUBLIC = "public"
    STAFF = "staff"


def _identifier(value: str) -> str:
    if not re.fullmatch(ID_PATTERN, value):
        raise ValueError("use small Latin letters, digits and hyphens, such as cancel-an-order")
    return value


def _one_line(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return " ".join(value.split())


def _title(value: str) -> str:
    if value.endswith(".") and not value.endswith("..."):
        raise ValueError("a title ends without a full stop")
    return value


Identifier = Annotated[str, StringConstraints(strict=True, max_length=80), AfterValidator(_identifier)]
Line = Annotated[str, StringConstraints(strict=True, max_length=300), AfterValidator(_one_line)]
Day = Annotated[date, Field(strict=True)]


Hash = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9a-f]{12}$")]


class Minor(Checked):
    """A change that translations need not follow: what an original is now, and what it was before."""

    now: Hash
    since: tuple[Hash, ...]


class InMarket(Checked):
    """What an article says otherwise in one market, in its head; its text has blocks for that."""

    title: Annotated[Line, AfterValidator(_title)] | None = None
    summary: Line | None = None
    questions: tuple[Line, ...] | None = None
    keywords: tuple[Line, ...] | None = None


class FrontMatter(Checked):
    """The keys between the two lines of three hyphens, as docs/authors.md tells them."""

    id: Identifier
    title: Annotated[Line, AfterValidator(_title)]
    summary: Line
    kind: Kind
    topic: Identifier
    questions: tuple[Line, ...] = ()
    keywords: tuple[Line, ...] = ()
    owner: Line
    checked_on: Day
    review_by: Day
    related: tuple[Identifier, ...] = ()
    order: Annotated[int, Field(strict=True, ge=0)] = 0
    audience: Audience = Audience.PUBLIC
    draft: Annotated[bool, Field(strict=True)] = False
    valid_from: Day | None = None
    expires: Day | None = None
    source: Hash | None = None
    minor: Minor | None = None
    only_in: tuple[Identifier, ...] = ()
    """The markets it is for; empty for all."""
    in_markets: dict[Identifier, InMarket] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parts:
    """An article's file taken apart: head and body, each with its first line."""

    head: str
    head_line: int
    body: str
    body_line: int


def split(text: str, file: str) -> Parts:
    """Take the front matter off; raise ArticleError if there is none or it has no end."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.match(lines[start]):
        raise ArticleError(
            file,
            start + 1,
            "There is no front matter.",
            "Begin the file with a line `---`, the keys of docs/authors.md, and a line `---`.",
        )
    for number in range(start + 1, len(lines)):
        if _FENCE.match(lines[number]):
            return Parts(
                head="\n".join(lines[start + 1 : number]),
                head_line=start + 2,
                body="\n".join(lines[number + 1 :]),
                body_line=number + 2,
            )
    raise ArticleError(
        file, start + 1, "The front matter has no end.", "Put a line `---` after its last key."
    )


def find_contradictions(meta: FrontMatter, located: Located, file: str) -> list[ArticleError]:
    """Return what is wrong between keys that are right each by itself."""
    found = []
    if meta.review_by < meta.checked_on:
        found.append(("review_by", "`review_by` lies before `checked_on`."))
    if meta.valid_from and meta.expires and meta.expires <= meta.valid_from:
        found.append(("expires", "`expires` must lie after `valid_from`."))
    if meta.id in meta.related:
        found.append(("related", "An article cannot be related to itself."))
    for key in ("related", "questions", "keywords"):
        values: tuple[str, ...] = getattr(meta, key)
        doubled = sorted({value for value in values if values.count(value) > 1})
        if doubled:
            found.append((key, f"`{key}` names `{doubled[0]}` twice."))
    return [ArticleError(file, located.line((key,)), message) for key, message in found]
