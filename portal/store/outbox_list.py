"""The outbox as those who look after it read it: newest first, by how far a message is."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, text

WAITING, FAILED, DELIVERED = "waiting", "failed", "delivered"


@dataclass(frozen=True, slots=True)
class Listed:
    """One message; `code` is None for what belongs to no contact, `outcome` that of its last try, if any."""

    outbox_id: str
    kind: str
    code: str | None
    state: str
    desk: str | None
    attempts: int
    created_at: float
    next_at: float
    delivered_at: float | None
    last_error: str | None
    is_unsure: bool
    outcome: str | None
    ticket: str | None
    """The number of its ticket at the desk, where one was made."""
    url: str | None


def list_outbox(connection: Connection, state: str, *, limit: int) -> tuple[Listed, ...]:
    """Return messages of a state, those being sent among the waiting; delivered ones newest first."""
    states = {WAITING: ("waiting", "sending")}.get(state, (state, state))
    order = "coalesce(o.delivered_at, o.created_at) desc" if state == DELIVERED else "o.created_at"
    rows = connection.execute(
        text(
            "select o.outbox_id, o.kind, c.code, o.state, o.desk, o.attempts, o.created_at, o.next_at, "
            "o.delivered_at, o.last_error, o.unsure_since is not null as is_unsure, "
            "(select a.outcome from delivery_attempt a where a.outbox_id = o.outbox_id "
            "order by a.attempt desc limit 1), "
            f"{_TICKET.format('coalesce(number, external_id)')}, {_TICKET.format('url')} "
            "from outbox o left join contact c on c.contact_id = o.contact_id "
            f"where o.state in (:one, :other) order by {order} limit :limit"
        ),
        {"one": states[0], "other": states[1], "limit": limit},
    )
    return tuple(replace(Listed(*row), is_unsure=bool(row.is_unsure)) for row in rows)


_TICKET = (
    "(select {} from desk_ticket d where d.contact_id = o.contact_id and o.kind = 'desk' "
    "order by d.created_at desc limit 1)"
)


def ids_of_failed(connection: Connection) -> tuple[str, ...]:
    """Return the ids of all messages that failed."""
    return tuple(connection.execute(text("select outbox_id from outbox where state = 'failed'")).scalars())


def count_waiting_since(connection: Connection, before: float, *, kind: str) -> int:
    """Return how many messages of a kind came in before a time and have reached nobody yet."""
    found: int = connection.execute(
        text(
            "select count(*) from outbox "
            "where state in ('waiting', 'sending') and kind = :kind and created_at < :before"
        ),
        {"kind": kind, "before": before},
    ).scalar_one()
    return found
