"""Articles in a report: how often they are read, whether they help, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.services.doors import Doors
from portal.statistics import Rate
from portal.store.comments import Comment
from portal.store.reports_content import ArticleViews, VoteGroup

RULE = "rule"
"""The reason that speaks about the shop's rule, not about the article that tells it."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article: readers, votes, reasons; `rule` are the votes against the rule it tells."""

    article_id: str
    title: str
    url: str
    views: int = 0
    visits: int = 0
    yes: int = 0
    no: int = 0
    rule: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def helpful(self) -> Rate:
        """The share of votes that say it helped; votes against the rule are not counted in it."""
        return Rate(self.yes, self.yes + self.no)


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment with the article it is about."""

    created_at: float
    locale: str
    article_id: str
    title: str
    vote: str
    reason: str | None
    body: str
    event_id: str = ""
    seen_by: str | None = None
    seen_at: float | None = None
    done_by: str | None = None
    done_at: float | None = None


def make_articles(
    doors: Doors, views: Iterable[ArticleViews], votes: Iterable[VoteGroup], *, lang: str
) -> tuple[ArticleRow, ...]:
    """Join readers and votes of every article, most read first."""
    read = {row.article_id: row for row in views}
    voted: dict[str, list[VoteGroup]] = {}
    for group in votes:
        voted.setdefault(group.article_id, []).append(group)
    rows = [
        _article(doors, article_id, read.get(article_id), voted.get(article_id, []), lang)
        for article_id in read.keys() | voted.keys()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.views, row.article_id)))


def make_comments(doors: Doors, found: Iterable[Comment], *, lang: str) -> tuple[CommentRow, ...]:
    """Return comments with the titles of their articles."""
    return tuple(
        CommentRow(
            created_at=comment.created_at,
            locale=comment.locale,
            article_id=comment.article_id,
            title=title_of(doors, comment.article_id, lang)[0],
            vote=comment.vote,
            reason=comment.reason,
            body=comment.body,
            event_id=comment.event_id,
            seen_by=comment.seen_by,
            seen_at=comment.seen_at,
            done_by=comment.done_by,
            done_at=comment.done_at,
        )
        for comment in found
    )


def title_of(doors: Doors, article_id: str, lang: str) -> tuple[str, str]:
    """Return an article's title and address in a language, else in the default one, else its id."""
    listing = doors.listing.get()
    found = listing.find(article_id, lang) or listing.find(article_id, doors.settings.default_language)
    return (found.title, found.url) if found else (article_id, "")


def _article(
    doors: Doors, article_id: str, read: ArticleViews | None, votes: list[VoteGroup], lang: str
) -> ArticleRow:
    title, url = title_of(doors, article_id, lang)
    no = [group for group in votes if group.vote == "no"]
    reasons: dict[str, int] = {}
    for group in no:
        if group.reason not in (None, RULE):
            reasons[str(group.reason)] = reasons.get(str(group.reason), 0) + group.n
    return ArticleRow(
        article_id=article_id,
        title=title,
        url=url,
        views=read.views if read else 0,
        visits=read.visits if read else 0,
        yes=sum(group.n for group in votes if group.vote == "yes"),
        no=sum(group.n for group in no if group.reason != RULE),
        rule=sum(group.n for group in no if group.reason == RULE),
        reasons=reasons,
    )
