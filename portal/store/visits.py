"""Visits: which anonymous visit is going on for a visitor, and the code it was given."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit; `ref_code` is the seven digits shown at the form, None until they were needed."""

    sid: str
    vid: str
    ref_code: str | None
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


def keep_visit(connection: Connection, visit: Visit) -> None:
    """Add a visit, or remember when one that is there was last seen; a code it has stays."""
    connection.execute(
        text(
            "insert into visit (sid, vid, ref_code, started_at, last_seen_at) "
            "values (:sid, :vid, :ref_code, :started_at, :last_seen_at) "
            "on conflict (sid) do update set last_seen_at = excluded.last_seen_at "
            "where visit.last_seen_at < excluded.last_seen_at"
        ),
        asdict(visit),
    )


def find_code(connection: Connection, sid: str) -> str | None:
    """Return the visit's code, or None if it has none yet."""
    return connection.execute(text("select ref_code from visit where sid = :sid"), {"sid": sid}).scalar()


def set_code(connection: Connection, sid: str, code: str) -> bool:
    """Give a visit its code; return False if there is no such visit."""
    done = connection.execute(
        text("update visit set ref_code = :code where sid = :sid"), {"code": code, "sid": sid}
    )
    return done.rowcount == 1


def count_codes(connection: Connection) -> int:
    """Return how many visits hold a code."""
    held = text("select count(*) from visit where ref_code is not null")
    return connection.execute(held).scalar_one()  # type: ignore[no-any-return]  # a count


def release_codes(connection: Connection, *, seen_before: float) -> int:
    """Take the codes of visits that ended before a time and wrote nothing; return how many are free again."""
    statement = text(
        "update visit set ref_code = null where ref_code is not null and last_seen_at < :seen_before "
        "and not exists (select 1 from contact where contact.code = visit.ref_code)"
    )
    return connection.execute(statement, {"seen_before": seen_before}).rowcount


def is_code_free(connection: Connection, code: str) -> bool:
    """Tell whether neither a visit nor a contact has this code."""
    found = connection.execute(
        text("select 1 from visit where ref_code = :code union all select 1 from contact where code = :code"),
        {"code": code},
    ).first()
    return found is None
