"""Closed months: written once, never changed."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A month as it was closed: its figures as JSON, signed together with the signature before."""

    month: str
    closed_at: float
    body: str
    previous: str
    signature: str


def add_month(connection: Connection, month: ClosedMonth) -> None:
    """Keep a closed month; raises what the database raises if it is closed already."""
    connection.execute(
        text(
            "insert into closed_month (month, closed_at, body, previous, signature) "
            "values (:month, :closed_at, :body, :previous, :signature)"
        ),
        asdict(month),
    )


def closed_months(connection: Connection) -> tuple[ClosedMonth, ...]:
    """Return every closed month, first to last."""
    rows = connection.execute(
        text("select month, closed_at, body, previous, signature from closed_month order by month")
    )
    return tuple(ClosedMonth(**row._mapping) for row in rows)


def days_settled(connection: Connection, *, since: float, until: float) -> int:
    """Return how many days of a period are closed."""
    found = connection.execute(
        text(
            "select count(*) from concluded_day "
            "where is_settled = 1 and day_at >= :since and until_at <= :until"
        ),
        {"since": since, "until": until},
    ).scalar()
    return found or 0


def count_kinds(connection: Connection, *, since: float, until: float) -> dict[tuple[str, str, str], int]:
    """Count the closed needs of a period by intent, outcome and kind of escalation ('' where none)."""
    rows = connection.execute(
        text(
            "select intent, outcome, coalesce(escalation_kind, '') as kind, sum(n) as n from outcome_day "
            "where is_counted = 1 and day_at >= :since and day_at < :until "
            "group by intent, outcome, coalesce(escalation_kind, '') order by 1, 2, 3"
        ),
        {"since": since, "until": until},
    )
    return {(row.intent, row.outcome, row.kind): int(row.n) for row in rows}
