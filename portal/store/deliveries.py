"""What every try to deliver a message came to, for those who look after the outbox."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try; `reason` is in plain words and without personal data, empty when it went well."""

    outbox_id: str
    attempt: int
    at: float
    desk: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that did not leave, and why."""

    outbox_id: str
    kind: str
    contact_id: str | None
    code: str | None
    state: str
    desk: str | None
    attempts: int
    created_at: float
    next_at: float
    last_error: str | None


def add_attempt(connection: Connection, attempt: Attempt) -> None:
    """Add a try; told twice it is one."""
    connection.execute(
        text(
            "insert into delivery_attempt (outbox_id, attempt, at, desk, outcome, reason) values "
            "(:outbox_id, :attempt, :at, :desk, :outcome, :reason) "
            "on conflict (outbox_id, attempt) do nothing"
        ),
        asdict(attempt),
    )


def attempts_of(connection: Connection, outbox_id: str) -> tuple[Attempt, ...]:
    """Return the tries of a message, first to last."""
    rows = connection.execute(
        text(
            "select outbox_id, attempt, at, desk, outcome, reason from delivery_attempt "
            "where outbox_id = :outbox_id order by attempt"
        ),
        {"outbox_id": outbox_id},
    )
    return tuple(Attempt(*row) for row in rows)


def stuck_messages(connection: Connection, *, limit: int = 200) -> tuple[Stuck, ...]:
    """Return messages that failed, then those that wait after a try, the oldest first."""
    rows = connection.execute(
        text(
            "select o.outbox_id, o.kind, o.contact_id, c.code, o.state, o.desk, o.attempts, o.created_at, "
            "o.next_at, o.last_error from outbox o left join contact c on c.contact_id = o.contact_id "
            "where o.state = 'failed' or (o.state <> 'delivered' and o.last_error is not null) "
            "order by case o.state when 'failed' then 0 else 1 end, o.created_at limit :limit"
        ),
        {"limit": limit},
    )
    return tuple(Stuck(*row) for row in rows)


def count_failed(connection: Connection, kind: str) -> int:
    """Return how many messages of a kind failed."""
    found: int = connection.execute(
        text("select count(*) from outbox where state = 'failed' and kind = :kind"), {"kind": kind}
    ).scalar_one()
    return found


def handed_on_since(connection: Connection, since: float) -> dict[str, int]:
    """Return how many messages each desk did not take since a time, so that they went on to another."""
    rows = connection.execute(
        text(
            "select desk, count(*) as n from delivery_attempt "
            "where at >= :since and outcome in ('refused', 'handed_on') group by desk"
        ),
        {"since": since},
    )
    return {row.desk: row.n for row in rows}
