"""Conclude what became of issues, by the published statement in sql/outcomes.sql."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, TextClause, text

from portal.domain.outcomes import Definition, Intent, IssueOutcome, Outcome, State


@cache
def statement() -> TextClause:
    """Return the published statement."""
    return text((Path(__file__).parent / "sql" / "outcomes.sql").read_text(encoding="utf-8"))


def conclude(
    connection: Connection, *, since: float, until: float, now: float, definition: Definition
) -> tuple[IssueOutcome, ...]:
    """Return every issue that began in [since, until), first to last; read-only."""
    rows = connection.execute(
        statement(),
        {
            "since": since,
            "until": until,
            "now": now,
            "recontact_s": definition.recontact_s,
            "dwell_s": definition.dwell_s,
        },
    )
    return tuple(
        IssueOutcome(
            sid=row.sid,
            issue_no=row.issue_no,
            started_at=row.started_at,
            ended_at=row.ended_at,
            locale=row.locale,
            topic=row.topic,
            intent=Intent(row.intent),
            outcome=Outcome(row.outcome),
            escalation_kind=row.escalation_kind,
            state=State(row.state),
            is_linkable=bool(row.is_linkable),
        )
        for row in rows
    )
