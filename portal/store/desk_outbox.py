"""The way of a message to a desk, step by step: every write is fenced by the try it belongs to.

Each function returns False, and changes nothing, when another worker has taken the message meanwhile.
"""

from sqlalchemy import Connection, text

from portal.store.outbox import Outgoing

_MINE = "where outbox_id = :outbox_id and attempts = :attempts and state = 'sending'"


def begin_desk(connection: Connection, outgoing: Outgoing, *, desk: str, now: float) -> bool:
    """Record to which desk a message goes, while it is being sent."""
    return _change(connection, outgoing, "desk = :desk, desk_since = :now", desk=desk, now=now)


def keep_body(connection: Connection, outgoing: Outgoing, body: str) -> bool:
    """Keep what the desk will be sent, before it is."""
    return _change(connection, outgoing, "body = :body", body=body)


def begin_asking(connection: Connection, outgoing: Outgoing, *, now: float, needs_s: float) -> bool:
    """Record that a ticket is about to be asked for; False also when the lease would end during that."""
    condition = "unsure_since = coalesce(unsure_since, :now)"
    still = "and leased_until >= :now + :needs_s"
    return _change(connection, outgoing, condition, still, now=now, needs_s=needs_s)


def forget_asking(connection: Connection, outgoing: Outgoing) -> bool:
    """Record that the desk has no ticket: it said so, long enough after it was asked for one."""
    return _change(connection, outgoing, "unsure_since = null")


def finish(connection: Connection, outgoing: Outgoing, *, now: float) -> bool:
    """Record that the desk has the message; what it was sent is not needed any more."""
    changes = (
        "state = 'delivered', delivered_at = :now, leased_until = null, last_error = null, body = null, "
        "unsure_since = null"
    )
    return _change(connection, outgoing, changes, now=now)


def put_off(
    connection: Connection, outgoing: Outgoing, *, reason: str, next_at: float, is_unsure: bool
) -> bool:
    """Record why the desk does not have the message yet, and when to try again."""
    changes = (
        "state = 'waiting', leased_until = null, last_error = :reason, next_at = :next_at, "
        "unsure_since = case when :is_unsure = 1 then unsure_since else null end"
    )
    return _change(connection, outgoing, changes, reason=reason, next_at=next_at, is_unsure=int(is_unsure))


def hand_on(
    connection: Connection, outgoing: Outgoing, *, desk: str, reason: str, now: float, is_unsure: bool
) -> bool:
    """Give the message to another desk at once; `is_unsure` if the one before may have it all the same."""
    changes = (
        "state = 'waiting', leased_until = null, last_error = :reason, next_at = :now, desk = :desk, "
        "desk_since = :now, body = null, "
        "unsure_since = case when :is_unsure = 1 then unsure_since else null end"
    )
    return _change(connection, outgoing, changes, desk=desk, reason=reason, now=now, is_unsure=int(is_unsure))


def give_up(connection: Connection, outgoing: Outgoing, *, reason: str) -> bool:
    """Keep the message as failed: somebody has to look."""
    changes = "state = 'failed', leased_until = null, last_error = :reason"
    return _change(connection, outgoing, changes, reason=reason)


def try_again(connection: Connection, outbox_id: str, *, now: float) -> bool:
    """Let a message that failed or waits be tried at once, by its route as it is now."""
    done = connection.execute(
        text(
            "update outbox set state = 'waiting', next_at = :now, leased_until = null, "
            "desk_since = case when desk is null then null else cast(:now as double precision) end, "
            "desk = case when unsure_since is null then null else desk end, "
            "body = case when unsure_since is null then null else body end "
            "where outbox_id = :outbox_id and state in ('failed', 'waiting')"
        ),
        {"outbox_id": outbox_id, "now": now},
    )
    return done.rowcount == 1


def _change(
    connection: Connection, outgoing: Outgoing, changes: str, still: str = "", **values: object
) -> bool:
    done = connection.execute(
        text(f"update outbox set {changes} {_MINE} {still}"),
        {"outbox_id": outgoing.outbox_id, "attempts": outgoing.attempts, **values},
    )
    return done.rowcount == 1
