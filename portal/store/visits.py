"""Visits: which anonymous visit is going on for a visitor, and the code it was given."""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit; `ref_code` is the seven digits shown on form and articles."""

    sid: str
    vid: str
    ref_code: str
    started_at: float
    last_seen_at: float


def find_visit(connection: Connection, vid: str, *, seen_after: float) -> Visit | None:
    """Return the visitor's visit that was last seen after a time, or None."""
    row = connection.execute(
        text(
            "select sid, vid, ref_code, started_at, last_seen_at from visit "
            "where vid = :vid and last_seen_at >= :seen_after order by last_seen_at desc limit 1"
        ),
        {"vid": vid, "seen_after": seen_after},
    ).one_or_none()
    return Visit(*row) if row else None


def add_visit(connection: Connection, visit: Visit) -> bool:
    """Add a visit; return False if its code is already taken (try again with another)."""
    done = connection.execute(
        text(
            "insert into visit (sid, vid, ref_code, started_at, last_seen_at) "
            "values (:sid, :vid, :ref_code, :started_at, :last_seen_at) on conflict (ref_code) do nothing"
        ),
        {
            "sid": visit.sid,
            "vid": visit.vid,
            "ref_code": visit.ref_code,
            "started_at": visit.started_at,
            "last_seen_at": visit.last_seen_at,
        },
    )
    return done.rowcount == 1


def touch_visit(connection: Connection, sid: str, *, last_seen_at: float) -> None:
    """Remember when a visit was last seen."""
    connection.execute(
        text("update visit set last_seen_at = :at where sid = :sid and last_seen_at < :at"),
        {"at": last_seen_at, "sid": sid},
    )


def take_code(connection: Connection, sid: str) -> str | None:
    """Take the visit's code for its first contact; None if an earlier contact of the visit has it."""
    taken = connection.execute(
        text("update visit set is_code_taken = 1 where sid = :sid and is_code_taken = 0"), {"sid": sid}
    )
    if taken.rowcount != 1:
        return None
    return str(
        connection.execute(text("select ref_code from visit where sid = :sid"), {"sid": sid}).scalar_one()
    )


def is_code_free(connection: Connection, code: str) -> bool:
    """Tell whether neither a visit nor a contact has this code."""
    found = connection.execute(
        text("select 1 from visit where ref_code = :code union all select 1 from contact where code = :code"),
        {"code": code},
    ).first()
    return found is None


def delete_visits_before(connection: Connection, ts: float) -> int:
    """Delete visits that ended before a time and return how many went."""
    return connection.execute(text("delete from visit where last_seen_at < :ts"), {"ts": ts}).rowcount
