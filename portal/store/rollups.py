"""Outcomes as they were last concluded, and the counts of closed days that stay when events are deleted."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from portal.domain.outcomes import IssueOutcome


@dataclass(frozen=True, slots=True)
class ConcludedDay:
    """A day of the shop whose needs were concluded; a settled one can be changed by no contact any more."""

    day_at: float
    until_at: float
    definition: int
    is_settled: int
    made_at: float


@dataclass(frozen=True, slots=True)
class KeptOutcome:
    """What a need was last concluded to be."""

    outcome: str
    definition: int


def outcomes_of_day(connection: Connection, day: ConcludedDay) -> dict[tuple[str, int], KeptOutcome]:
    """Return what the day's needs were last concluded to be, by visit and number."""
    rows = connection.execute(
        text(
            "select sid, issue_no, outcome, definition from outcome "
            "where started_at >= :day_at and started_at < :until_at"
        ),
        {"day_at": day.day_at, "until_at": day.until_at},
    )
    return {(row.sid, row.issue_no): KeptOutcome(row.outcome, row.definition) for row in rows}


def replace_day(
    connection: Connection, day: ConcludedDay, issues: Iterable[IssueOutcome], *, outside: frozenset[str]
) -> None:
    """Keep these needs as the day's, in place of what was kept of it; count them if the day is settled.

    `outside` are topics that stand outside every figure.
    """
    bounds = {"day_at": day.day_at, "until_at": day.until_at}
    connection.execute(
        text("delete from outcome where started_at >= :day_at and started_at < :until_at"), bounds
    )
    for table in ("outcome_day", "concluded_day"):
        connection.execute(
            text(f"delete from {table} where day_at >= :day_at and day_at < :until_at"), bounds
        )
    rows = [
        {name: getattr(issue, name) for name in IssueOutcome.__dataclass_fields__}
        | {
            "day_at": day.day_at,
            "definition": day.definition,
            "is_counted": int(issue.topic not in outside),
            "is_linkable": int(issue.is_linkable),
        }
        for issue in issues
    ]
    if rows:
        connection.execute(_INSERT, rows)
    if day.is_settled:
        connection.execute(_COUNT, bounds)
    connection.execute(
        text(
            "insert into concluded_day (day_at, until_at, definition, is_settled, made_at) "
            "values (:day_at, :until_at, :definition, :is_settled, :made_at)"
        ),
        asdict(day),
    )


_INSERT = text(
    "insert into outcome (sid, issue_no, day_at, definition, started_at, ended_at, locale, topic, "
    "is_counted, intent, outcome, escalation_kind, state, is_linkable) "
    "values (:sid, :issue_no, :day_at, :definition, :started_at, :ended_at, :locale, :topic, "
    ":is_counted, :intent, :outcome, :escalation_kind, :state, :is_linkable) "
    "on conflict (sid, issue_no) do nothing"
)
_COUNT = text(
    "insert into outcome_day (day_at, definition, locale, topic, is_counted, intent, outcome, "
    "escalation_kind, n) "
    "select day_at, definition, locale, topic, is_counted, intent, outcome, escalation_kind, count(*) "
    "from outcome where started_at >= :day_at and started_at < :until_at "
    "group by day_at, definition, locale, topic, is_counted, intent, outcome, escalation_kind"
)


def closed_until(connection: Connection, *, since: float, until: float) -> float:
    """Return until when figures of a period come from closed days; its beginning if there are none."""
    found = connection.execute(
        text(
            "select max(until_at) from concluded_day "
            "where is_settled = 1 and day_at >= :since and until_at <= :until"
        ),
        {"since": since, "until": until},
    ).scalar()
    return since if found is None else float(found)


def concluded_until(connection: Connection, *, since: float, until: float) -> float:
    """Return until when every day from `since` on was concluded, closed or not."""
    rows = connection.execute(
        text(
            "select day_at, until_at from concluded_day where day_at >= :since and until_at <= :until "
            "order by day_at"
        ),
        {"since": since, "until": until},
    )
    reached = since
    for row in rows:
        if row.day_at > reached:
            break
        reached = row.until_at
    return reached


def last_settled_until(connection: Connection) -> float | None:
    """Return when the last closed day of all ended, or None if there is none."""
    return connection.execute(text("select max(until_at) from concluded_day where is_settled = 1")).scalar()


def is_settled(connection: Connection, ts: float) -> bool:
    """Tell whether a moment lies in a closed day."""
    found = connection.execute(
        text("select 1 from concluded_day where is_settled = 1 and day_at <= :ts and until_at > :ts"),
        {"ts": ts},
    ).first()
    return found is not None


def versions_between(connection: Connection, *, since: float, until: float) -> tuple[int, ...]:
    """Return the versions of the definitions that made the closed days of a period."""
    rows = connection.execute(
        text(
            "select distinct definition from concluded_day where is_settled = 1 "
            "and day_at >= :since and until_at <= :until order by definition"
        ),
        {"since": since, "until": until},
    )
    return tuple(rows.scalars())


def count_restated(connection: Connection, *, since: float, until: float) -> dict[str, int]:
    """Count the needs restated in a period, by what they became."""
    rows = connection.execute(
        text(
            "select new_outcome, count(*) as n from event where ev = 'outcome_revision' "
            "and ts >= :since and ts < :until group by new_outcome"
        ),
        {"since": since, "until": until},
    )
    return {row.new_outcome: row.n for row in rows}
