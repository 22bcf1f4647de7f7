"""The outbox: what must leave the house, kept until it has, taken under a lease."""

import secrets
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, text

from portal.store.dialect import for_update_skip_locked

_AS_LARGE_AS_A_MESSAGE = 20_000


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to be delivered; `payload` is JSON that its kind's writer understands."""

    outbox_id: str
    kind: str
    contact_id: str | None
    recipient: str
    payload: str
    attempts: int
    """How often it was taken; together with its id this names one try, and a try that lost its lease."""
    created_at: float
    desk: str | None = None
    """To which desk of integrations.yml it goes now; None before it has a route, and for other letters."""
    desk_since: float | None = None
    """Since when that desk is tried."""
    body: str | None = None
    """What that desk is sent, the same signs at every try."""
    unsure_since: float | None = None
    """Set while it is not known whether the desk has it."""


def add_outgoing(connection: Connection, outgoing: Outgoing) -> None:
    """Add a message that is due at once."""
    connection.execute(
        text(
            "insert into outbox "
            "(outbox_id, kind, contact_id, recipient, payload, state, created_at, next_at) values "
            "(:outbox_id, :kind, :contact_id, :recipient, :payload, 'waiting', :created_at, :created_at)"
        ),
        {
            "outbox_id": outgoing.outbox_id,
            "kind": outgoing.kind,
            "contact_id": outgoing.contact_id,
            "recipient": outgoing.recipient,
            "payload": outgoing.payload,
            "created_at": outgoing.created_at,
        },
    )


def count_to(connection: Connection, recipient: str, *, kind: str, since: float) -> int:
    """Return how many letters of a kind an address was meant to get since a time."""
    found: int = connection.execute(
        text(
            "select count(*) from outbox "
            "where recipient = :recipient and kind = :kind and created_at >= :since"
        ),
        {"recipient": recipient, "kind": kind, "since": since},
    ).scalar_one()
    return found


def lease_due(
    connection: Connection, *, now: float, lease_s: float, limit: int, first_topics: tuple[str, ...] = ()
) -> tuple[Outgoing, ...]:
    """Take messages that are due, or whose worker died, for a time; nobody else gets them meanwhile.

    Receipts that the law wants at once come first, then messages to a person about one of these topics, then
    other messages to a person.
    """
    due = connection.execute(
        text(
            "select outbox_id, kind, contact_id, recipient, payload, attempts, created_at, desk, desk_since, "
            "body, unsure_since from outbox "
            "where (state = 'waiting' and next_at <= :now) or (state = 'sending' and leased_until <= :now) "
            "order by case when kind = 'receipt' then 0 when kind <> 'desk' then 3 when contact_id in "
            "(select contact_id from contact where topic in :topics) then 1 else 2 end, next_at "
            "limit :limit" + for_update_skip_locked(connection)
        ).bindparams(bindparam("topics", expanding=True)),
        {"now": now, "limit": limit, "topics": [*first_topics, ""]},
    ).all()
    taken = []
    for row in due:
        done = connection.execute(
            text(
                "update outbox set state = 'sending', leased_until = :until, attempts = attempts + 1 "
                "where outbox_id = :outbox_id and (state = 'waiting' or leased_until <= :now)"
            ),
            {"until": now + lease_s, "outbox_id": row.outbox_id, "now": now},
        )
        if done.rowcount == 1:
            taken.append(replace(Outgoing(*row), attempts=row.attempts + 1))
    return tuple(taken)


def mark_delivered(connection: Connection, outbox_id: str, *, now: float) -> None:
    """Record that a message has left."""
    connection.execute(
        text(
            "update outbox set state = 'delivered', delivered_at = :now, leased_until = null, "
            "last_error = null where outbox_id = :outbox_id"
        ),
        {"now": now, "outbox_id": outbox_id},
    )


def mark_undelivered(connection: Connection, outbox_id: str, *, error: str, next_at: float | None) -> None:
    """Record why a message did not leave; `next_at` None means that it will not be tried again by itself."""
    connection.execute(
        text(
            "update outbox set state = :state, leased_until = null, "
            "next_at = coalesce(cast(:next_at as double precision), next_at), last_error = :error "
            "where outbox_id = :outbox_id"
        ),
        {
            "state": "failed" if next_at is None else "waiting",
            "next_at": next_at,
            "error": error[:500],
            "outbox_id": outbox_id,
        },
    )


def try_writing(connection: Connection) -> None:
    """Write a row as large as a long message and take it away; raises what a message would meet.

    Both go to the disk when the transaction ends, and nobody ever sees the row.
    """
    probe = Outgoing(f"probe-{secrets.token_hex(8)}", "probe", None, "", "x" * _AS_LARGE_AS_A_MESSAGE, 0, 0.0)
    add_outgoing(connection, probe)
    connection.execute(
        text("delete from outbox where outbox_id = :outbox_id"), {"outbox_id": probe.outbox_id}
    )


def due_since(connection: Connection, *, now: float) -> float | None:
    """Return since when the letter that waits longest could have been sent; None if none is due."""
    return connection.execute(
        text(
            "select min(case when state = 'sending' then leased_until else next_at end) from outbox "
            "where (state = 'waiting' and next_at <= :now) or (state = 'sending' and leased_until <= :now)"
        ),
        {"now": now},
    ).scalar()


def count_by_state(connection: Connection) -> dict[str, int]:
    """Return how many messages wait, are being sent, were delivered, or failed."""
    rows = connection.execute(text("select state, count(*) as n from outbox group by state"))
    return {row.state: row.n for row in rows}
