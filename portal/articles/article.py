"""One article: its checked head, its text, and whether it is published on a given day."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from portal.articles.errors import ContentError
from portal.articles.forbidden import find_forbidden
from portal.articles.front_matter import Audience, FrontMatter, Kind, find_contradictions, split
from portal.articles.links import Link, find_links
from portal.articles.sources import check, parse

HASH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one language."""

    lang: str
    path: str
    """Where it stands within its language: `orders/cancel-an-order.md`."""
    file: str
    """The file as errors name it: `content/en/orders/cancel-an-order.md`."""
    meta: FrontMatter
    body: str
    body_line: int
    lines: dict[str, int]
    """The line of each key of the front matter."""
    version: str
    """The hash of what readers see; votes are tied to it."""
    digest: str
    """The hash of the file's whole text."""
    links: tuple[Link, ...]
    """The links to other pages of the help centre."""

    @property
    def id(self) -> str:
        """The id that all languages share."""
        return self.meta.id

    @property
    def kind(self) -> Kind:
        """What the article is."""
        return self.meta.kind

    @property
    def is_draft(self) -> bool:
        """Tell whether it is not to be published yet."""
        return self.meta.draft

    @property
    def folder(self) -> str:
        """The folder within the language: the category, or `legal`."""
        return self.path.split("/", 1)[0]

    @property
    def url(self) -> str:
        """The address within the site, without a leading slash."""
        return f"{self.lang}/{self.path.removesuffix('.md')}/"

    @property
    def anchored_links(self) -> tuple[Link, ...]:
        """The links that name a heading."""
        return tuple(link for link in self.links if link.anchor)

    def is_followed_by(self, source: str) -> bool:
        """Tell whether a translation made from `source` still says the same, but for what is marked minor."""
        minor = self.meta.minor
        return source == self.version or (
            minor is not None and minor.now == self.version and source in minor.since
        )

    def line(self, key: str) -> int:
        """Return the line of a key of the front matter."""
        return self.lines.get(key, 1)

    @property
    def is_for_staff(self) -> bool:
        """Tell whether only staff may read it."""
        return self.meta.audience is Audience.STAFF

    def in_market(self, market: str) -> "Article":
        """Return the article with what its head says for a market."""
        said = self.meta.in_markets.get(market)
        if said is None:
            return self
        changes = said.model_dump(exclude_none=True)
        return replace(self, meta=self.meta.model_copy(update=changes))

    def is_for(self, market: str) -> bool:
        """Tell whether a market has this article."""
        return not self.meta.only_in or market in self.meta.only_in

    def is_published(self, today: date) -> bool:
        """Tell whether customers may read it on a day."""
        return not self.is_for_staff and self.is_on(today)

    def is_on(self, today: date, *, drafts: bool = False) -> bool:
        """Tell whether its readers may see it: from `valid_from` on, before `expires`, and no draft."""
        meta = self.meta
        if (meta.draft and not drafts) or (meta.valid_from and today < meta.valid_from):
            return False
        return not (meta.expires and today >= meta.expires)


def read_article(path: str, text: str, *, lang: str, file: str) -> Article:
    """Read one article; raise ArticleError or ContentError with the lines of all mistakes."""
    parts = split(text, file)
    located = parse(parts.head, file, first_line=parts.head_line)
    meta = check(FrontMatter, located.value, located, file)
    wrong = find_contradictions(meta, located, file)
    wrong += find_forbidden(parts.body, file, first_line=parts.body_line)
    if wrong:
        raise ContentError(wrong)
    return Article(
        lang=lang,
        path=path,
        file=file,
        meta=meta,
        body=parts.body,
        body_line=parts.body_line,
        lines={str(at[0]): line for at, line in located.lines.items() if len(at) == 1},
        version=content_hash(meta, parts.body),
        digest=text_digest(text),
        links=tuple(find_links(parts.body, path, first_line=parts.body_line)),
    )


def text_digest(text: str) -> str:
    """Return the hash of a file's whole text, its head included."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def content_hash(meta: FrontMatter, body: str) -> str:
    """Return the hash of what a translator has to follow.

    Team, dates of checking, order and the marks `draft` and `minor` are no part of it, nor is empty space
    at the ends of lines, so that only changes for readers make a translation old.
    """
    seen: dict[str, object] = {
        "id": meta.id,
        "title": meta.title,
        "summary": meta.summary,
        "kind": meta.kind,
        "topic": meta.topic,
        "questions": meta.questions,
        "keywords": meta.keywords,
        "related": meta.related,
        "valid_from": str(meta.valid_from or ""),
        "expires": str(meta.expires or ""),
        "body": [line.rstrip() for line in body.strip().split("\n")],
    }
    if meta.in_markets:
        seen["in_markets"] = {name: one.model_dump() for name, one in meta.in_markets.items()}
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
