"""Which articles to work on: by helpfulness, by messages after reading, and those due for review.

Helpfulness is judged by few votes and by what is known of all articles. That takes scipy, so the worker does
it and stores the result; the web process only reads it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection

from portal.services.doors import Doors
from portal.services.kept_counts import Asked, Kind, read_counts
from portal.services.reporting_articles import title_of
from portal.services.reporting_periods import Period
from portal.statistics import Estimate, Rate
from portal.store import reports, reports_content, reports_search
from portal.store.database import reading, writing
from portal.store.reports_content import ArticleViews
from portal.store.reports_search import ReadNeeds
from portal.store.stored_reports import StoredReport, find_report, keep_report

HELPFULNESS = "helpfulness"
VOTED_BACK = timedelta(days=90)
DUE_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ArticleWork:
    """One article: its shrunken helpfulness (None before it was judged), and what follows reading it."""

    article_id: str
    title: str
    url: str
    views: int
    helpful: Estimate | None
    escalated: Rate
    review_by: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class Work:
    """All articles that were read or are due; `judged_at` is None until the worker has judged votes."""

    articles: tuple[ArticleWork, ...]
    judged_at: float | None
    today: date

    def by_helpfulness(self) -> tuple[ArticleWork, ...]:
        """Return the articles that were judged, the least helpful first."""
        judged = [row for row in self.articles if row.helpful is not None]
        return tuple(sorted(judged, key=lambda row: row.helpful.value if row.helpful else 1.0))

    def by_escalations(self) -> tuple[ArticleWork, ...]:
        """Return the articles after which people wrote, most messages first."""
        found = [row for row in self.articles if row.escalated.part]
        return tuple(sorted(found, key=lambda row: (-row.escalated.part, row.escalated.whole)))

    def due(self) -> tuple[ArticleWork, ...]:
        """Return what is overdue or due within a month, the most read first."""
        last = self.today + DUE_WITHIN
        found = [row for row in self.articles if row.review_by is not None and row.review_by <= last]
        return tuple(sorted(found, key=lambda row: (-row.views, row.review_by or last, row.article_id)))


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """What is counted of the articles that were read in a period."""

    needs: tuple[ReadNeeds, ...]
    views: tuple[ArticleViews, ...]


def judge_articles(doors: Doors) -> bool:
    """Judge all votes of three months and store the result; False if statistics are not installed."""
    try:
        from portal.statistics.helpfulness import fit_prior, judge
    except ImportError:
        return False
    now = doors.clock()
    scope = reports.Scope((now - VOTED_BACK).timestamp(), now.timestamp())
    with reading(doors.engine) as connection:
        votes = {
            article_id: Rate(helpful, whole)
            for article_id, helpful, whole in reports_search.votes_by_article(connection, scope)
        }
    prior = fit_prior(tuple(votes.values()))
    judged = {} if prior is None else {name: judge(rate, prior) for name, rate in votes.items()}
    body = {name: [one.value, one.low, one.high] for name, one in judged.items()}
    with writing(doors.engine) as connection:
        keep_report(connection, StoredReport(HELPFULNESS, now.timestamp(), json.dumps(body)))
    return True


def read_work(
    doors: Doors, period: Period, *, lang_filter: str | None, now: datetime, reader_lang: str
) -> Work:
    """Return what there is to do about articles; titles in the reader's language."""
    with reading(doors.engine) as connection:
        counts = read_counts(connection, READ, Asked(doors, period, lang_filter, now.timestamp()))
        stored = find_report(connection, HELPFULNESS)
    return Work(
        articles=tuple(_rows(doors, counts.needs, counts.views, _judged(stored), lang=reader_lang)),
        judged_at=None if stored is None else stored.made_at,
        today=now.astimezone(period.zone).date(),
    )


def count_read(connection: Connection, asked: Asked) -> ReadCounts:
    """Count how often each article was opened, and what became of the needs in which it was."""
    views = reports_content.count_views(connection, asked.scope)
    return ReadCounts(reports_search.read_needs(connection), views)


READ = Kind("read", TypeAdapter(ReadCounts), count_read)


def _rows(
    doors: Doors,
    needs: Iterable[ReadNeeds],
    views: Iterable[ArticleViews],
    judged: Mapping[str, Estimate],
    *,
    lang: str,
) -> Iterable[ArticleWork]:
    read = {row.article_id: row.views for row in views}
    after = {row.article_id: Rate(row.escalated, row.needs) for row in needs}
    listed = {name for name, _ in doors.listing.get().articles}
    for name in sorted(read.keys() | after.keys() | judged.keys() | listed):
        title, url = title_of(doors, name, lang)
        listing = doors.listing.get().find(name, doors.settings.default_language)
        yield ArticleWork(
            article_id=name,
            title=title,
            url=url,
            views=read.get(name, 0),
            helpful=judged.get(name),
            escalated=after.get(name, Rate(0, 0)),
            review_by=date.fromisoformat(listing.review_by) if listing and listing.review_by else None,
            owner=listing.owner if listing else "",
        )


def _judged(stored: StoredReport | None) -> dict[str, Estimate]:
    rows: dict[str, list[float]] = {} if stored is None else json.loads(stored.body)
    return {name: Estimate(value, low, high) for name, (value, low, high) in rows.items()}
