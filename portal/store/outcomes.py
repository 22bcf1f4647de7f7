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
    # By place, in the order of the statement's columns: there may be millions of rows.
    return tuple(
        IssueOutcome(
            *(row[0], row[1], row[2], row[3], row[4], row[5]),
            *(_INTENTS[row[6]], _OUTCOMES[row[7]], row[8], _STATES[row[9]], bool(row[10])),
        )
        for row in rows
    )


_INTENTS = {one.value: one for one in Intent}
_OUTCOMES = {one.value: one for one in Outcome}
_STATES = {one.value: one for one in State}
