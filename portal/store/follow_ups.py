"""What customers add to their messages: more words, or that it was solved meanwhile."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

KIND = "follow_up"
"""The kind of its letter in the outbox."""

MESSAGE, CLOSED = "message", "closed"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One addition; `kind` is message or closed."""

    follow_up_id: str
    contact_id: str
    created_at: float
    kind: str
    message: str


def add_follow_up(connection: Connection, follow_up: FollowUp) -> bool:
    """Add it; return False if it is known (a double click, a reload)."""
    done = connection.execute(
        text(
            "insert into follow_up (follow_up_id, contact_id, created_at, kind, message) "
            "values (:follow_up_id, :contact_id, :created_at, :kind, :message) "
            "on conflict (follow_up_id) do nothing"
        ),
        asdict(follow_up),
    )
    return done.rowcount == 1


def find_follow_up(connection: Connection, follow_up_id: str) -> FollowUp | None:
    """Return an addition, or None."""
    row = connection.execute(
        text(
            "select follow_up_id, contact_id, created_at, kind, message from follow_up "
            "where follow_up_id = :follow_up_id"
        ),
        {"follow_up_id": follow_up_id},
    ).one_or_none()
    return FollowUp(**row._mapping) if row else None


def follow_ups_of(connection: Connection, contact_id: str) -> tuple[FollowUp, ...]:
    """Return what was added to a message, first to last."""
    rows = connection.execute(
        text(
            "select follow_up_id, contact_id, created_at, kind, message from follow_up "
            "where contact_id = :contact_id order by created_at, follow_up_id"
        ),
        {"contact_id": contact_id},
    )
    return tuple(FollowUp(**row._mapping) for row in rows)
