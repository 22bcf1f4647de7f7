"""Write search and gaps down as tables, for CSV, JSON and Parquet."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from portal.services.gaps_articles import Work
from portal.services.gaps_rules import Tally
from portal.services.reporting_export import Cell, Table
from portal.services.search_report import SearchReport
from portal.statistics import Estimate, Rate
from portal.store.gaps import Gap

_FAILURES = ("failed", "contacted", "empty", "reworded", "unopened")
_OPENED = ("opened", "opened_share", "opened_low", "opened_high")


def _questions(report: SearchReport) -> Table:
    columns = ("lang", "question", "visits", "searches", *_OPENED, "needs", *_FAILURES)
    rows: list[tuple[Cell, ...]] = [
        (
            row.locale,
            row.text,
            row.visits,
            row.times,
            *_cells(row.opened),
            row.needs.asked,
            *_failures(row.needs),
        )
        for row in report.questions
    ]
    nothing = (None,) * (len(columns) - 4)
    rows.append((None, f"[{report.rare.questions} rare]", None, report.rare.times, *nothing))
    return Table("search_questions", columns, tuple(rows))


def _places(report: SearchReport) -> Table:
    rows = tuple((row.position, row.opened.whole, *_cells(row.opened)) for row in report.places)
    return Table("search_places", ("place", "searches", *_OPENED), rows)


def _languages(report: SearchReport) -> Table:
    columns = ("lang", "searches", *_OPENED, "without_result", "needs", *_FAILURES)
    rows = tuple(
        (row.locale, row.times, *_cells(row.opened), row.empty.part, row.needs.asked, *_failures(row.needs))
        for row in report.languages
    )
    return Table("search_languages", columns, rows)


def gap_table(gaps: Iterable[Gap]) -> Table:
    """Return all gaps as a table."""
    columns = (
        *("gap_id", "lang", "words", "samples", "weight", "needs", *_FAILURES),
        *("opened_at", "closed_at", "last_asked_at", "counted_at"),
    )
    rows = tuple(
        (
            gap.gap_id,
            gap.locale,
            " ".join(gap.words),
            "; ".join(gap.samples),
            gap.weight,
            gap.asked,
            *(getattr(gap, name) for name in _FAILURES),
            _moment(gap.opened_at),
            _moment(gap.closed_at),
            _moment(gap.last_asked_at),
            _moment(gap.updated_at),
        )
        for gap in gaps
    )
    return Table("gaps", columns, rows)


def work_table(work: Work) -> Table:
    """Return all articles with what there is to do about them."""
    columns = (
        *("article_id", "title", "views", "helpful", "helpful_low", "helpful_high"),
        *("written_after", "needs", "written_share", "review_by", "owner"),
    )
    rows = tuple(
        (
            *(row.article_id, row.title, row.views),
            *_estimate(row.helpful),
            *(row.escalated.part, row.escalated.whole, row.escalated.share),
            row.review_by.isoformat() if row.review_by else None,
            row.owner or None,
        )
        for row in work.articles
    )
    return Table("article_work", columns, rows)


def _estimate(found: Estimate | None) -> tuple[Cell, ...]:
    if found is None:
        return (None, None, None)
    return (round(found.value, 4), round(found.low, 4), round(found.high, 4))


SEARCH_TABLES: Mapping[str, Callable[[SearchReport], Table]] = {
    "search_questions": _questions,
    "search_places": _places,
    "search_languages": _languages,
}


def _cells(rate: Rate) -> tuple[Cell, ...]:
    interval = rate.interval
    ends = (None, None) if interval is None else (round(interval.low, 4), round(interval.high, 4))
    return (rate.part, None if rate.share is None else round(rate.share, 4), *ends)


def _failures(needs: Tally) -> tuple[Cell, ...]:
    return tuple(getattr(needs, name) for name in _FAILURES)


def _moment(ts: float | None) -> str | None:
    return None if ts is None else datetime.fromtimestamp(ts, tz=UTC).isoformat(timespec="seconds")
