"""Write a report's tables down as CSV and JSON, from the same rows."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from portal.services.reporting import Report
from portal.services.reporting_outcomes import OutcomeCounts
from portal.services.reporting_periods import Period
from portal.statistics import Rate

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by their keys, and rows of cells; None is an empty cell."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def to_csv(table: Table) -> str:
    """Return a table as CSV (RFC 4180, with a byte order mark for Excel); no cell can become a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in table.rows)
    return "\ufeff" + text.getvalue()


def to_json(table: Table, description: Mapping[str, object]) -> str:
    """Return a table as JSON, with what it is about."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return json.dumps({"table": table.name, **description, "rows": rows}, ensure_ascii=False, indent=1)


def describe(report: Report) -> dict[str, object]:
    """Return the period and the definitions that a report was made under."""
    return describe_period(report.period, lang=report.lang_filter, made_at=report.made_at) | {
        "recontact_s": report.definition.recontact_s,
        "dwell_s": report.definition.dwell_s,
        "query_min_sessions": report.queries.least_visits,
    }


def describe_period(period: Period, *, lang: str | None, made_at: float) -> dict[str, object]:
    """Return which days and which language a table is about."""
    return {
        "first_on": period.first_on.isoformat(),
        "last_on": period.last_on.isoformat(),
        "time_zone": str(period.zone),
        "lang": lang,
        "made_at": _moment(made_at),
    }


def _outcomes(report: Report) -> Table:
    outcomes = report.outcomes
    groups = {
        "all": outcomes.everything,
        "strong_closed": outcomes.strong_closed,
        "strong_open": outcomes.strong_open,
        "weak_closed": outcomes.weak_closed,
        "weak_open": outcomes.weak_open,
    }
    rows = [(name, *line) for name, counts in groups.items() for line in _shares(counts)]
    columns = ("group", "figure", "count", "of", "share", "interval_low", "interval_high")
    rows += [
        ("strong_closed", "deflected", *_cells(Rate(outcomes.deflected, outcomes.strong_closed.whole))),
        ("weak_closed", "self_service", *_cells(Rate(outcomes.self_service, outcomes.weak_closed.whole))),
    ]
    return Table("outcomes", columns, tuple(rows))


def _shares(counts: OutcomeCounts) -> Iterable[tuple[Cell, ...]]:
    for name in (
        "escalated",
        "in_session",
        "recontact",
        "recontact_after_yes",
        "confirmed",
        "implicit",
        "unknown",
    ):
        yield (name, *_cells(counts.rate(name)))


def _cells(rate: Rate) -> tuple[Cell, ...]:
    interval = rate.interval
    ends = (None, None) if interval is None else (round(interval.low, 4), round(interval.high, 4))
    return (rate.part, rate.whole, None if rate.share is None else round(rate.share, 4), *ends)


def _days(report: Report) -> Table:
    columns = ("day", "needs", "escalated", "confirmed", "implicit", "unknown")
    first = report.recorded_on
    rows: list[tuple[Cell, ...]] = []
    for day in report.outcomes.days:
        counts = (day.whole, day.escalated, day.confirmed, day.implicit, day.unknown)
        is_recorded = first is not None and day.day >= first
        rows.append((day.day.isoformat(), *(counts if is_recorded else (None,) * len(counts))))
    return Table("days", columns, tuple(rows))


def _outside(report: Report) -> Table:
    rows = tuple(
        (row.topic, row.title, row.needs, row.messages, _moment(row.next_deadline_at))
        for row in report.outside
    )
    return Table("outside", ("topic", "title", "needs", "messages", "next_deadline_at"), rows)


def _beside(report: Report) -> Table:
    not_linked = report.not_linked
    rows: list[tuple[Cell, ...]] = [
        ("not_linked", "queries", not_linked.queries),
        ("not_linked", "views", not_linked.views),
        ("not_linked", "messages", not_linked.messages),
    ]
    for row in report.left_out:
        rows += [(row.traffic, "visits", row.visits), (row.traffic, "events", row.events)]
    rows += [("outbox", state, number) for state, number in sorted(report.outbox.items())]
    return Table("beside", ("who", "what", "count"), tuple(rows))


def _queries(report: Report) -> Table:
    found = report.queries
    ends = ("deflected", "self_service", "escalated", "still_open", "unknown")
    rows: list[tuple[Cell, ...]] = [
        (row.locale, row.text, row.visits, row.needs, *(getattr(row, end) for end in ends))
        for row in found.rows
    ]
    rare = tuple(getattr(found.rare, end) for end in ends)
    rows.append((None, f"[{found.rare.wordings} rare]", None, found.rare.needs, *rare))
    return Table("queries", ("lang", "query", "query_visits", "needs", *ends), tuple(rows))


def _no_results(report: Report) -> Table:
    found = report.queries
    rows: list[tuple[Cell, ...]] = [(row.locale, row.text, row.visits, row.times) for row in found.empty]
    rows.append((None, f"[{found.rare_empty.wordings} rare]", None, found.rare_empty.times))
    return Table("no_results", ("lang", "query", "visits", "times"), tuple(rows))


def _articles(report: Report) -> Table:
    reasons = sorted({reason for row in report.articles for reason in row.reasons})
    columns = ("article_id", "title", "views", "visits", "yes", "no", "helpful", "low", "high", "rule")
    rows = tuple(
        (
            row.article_id,
            row.title,
            row.views,
            row.visits,
            row.yes,
            row.no,
            *_cells(row.helpful)[2:],
            row.rule,
            *(row.reasons.get(reason, 0) for reason in reasons),
        )
        for row in report.articles
    )
    return Table("articles", (*columns, *(f"reason_{reason}" for reason in reasons)), rows)


def _comments(report: Report) -> Table:
    columns = ("created_at", "lang", "article_id", "title", "vote", "reason", "comment")
    return Table(
        "comments",
        columns,
        tuple(
            (_moment(row.created_at), row.locale, row.article_id, row.title, row.vote, row.reason, row.body)
            for row in report.comments
        ),
    )


def _contacts(report: Report) -> Table:
    columns = (
        *("received_at", "case", "lang", "topic", "counted", "traffic", "reply_by", "deadline_at"),
        *("act", "choice", "register_no"),
        *("letters", "journey", "name", "email", "order_number", "message"),
    )
    rows = tuple(
        (
            _moment(row.created_at),
            row.code,
            row.locale,
            row.topic,
            int(row.is_counted),
            row.traffic,
            _moment(row.reply_by),
            _moment(row.deadline_at),
            *((row.act.act, row.act.choice, row.act.register_no) if row.act else (None, None, None)),
            "; ".join(f"{letter.kind} {letter.state}" for letter in row.deliveries),
            "\n".join(row.journey),
            row.name,
            row.email,
            row.order_number,
            row.message,
        )
        for row in report.contacts
    )
    return Table("contacts", columns, rows)


def _other_ways(report: Report) -> Table:
    columns = ("received_at", "ticket", "channel", "topic", "told_by", "mark", "marked_by", "marked_at")
    rows = tuple(
        (
            _moment(one.contact.ts),
            one.contact.ticket_id,
            one.contact.channel,
            one.contact.topic,
            one.contact.created_by,
            one.contact.reason,
            one.contact.marked_by,
            _moment(one.contact.marked_at),
        )
        for one in report.other_ways
    )
    return Table("other_ways", columns, rows)


TABLES: Mapping[str, Callable[[Report], Table]] = {
    "outcomes": _outcomes,
    "days": _days,
    "outside": _outside,
    "beside": _beside,
    "queries": _queries,
    "no_results": _no_results,
    "articles": _articles,
    "comments": _comments,
    "contacts": _contacts,
    "other_ways": _other_ways,
}


def safe_cell(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula."""
    # A spreadsheet would run a text that begins like a formula.
    if isinstance(cell, str) and cell.lstrip(" \n").startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _moment(ts: float | None) -> str | None:
    return None if ts is None else datetime.fromtimestamp(ts, tz=UTC).isoformat(timespec="seconds")
