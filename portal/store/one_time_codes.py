"""One-time codes: what each is good for, until when, and how often it was tried; never the code itself."""

from sqlalchemy import Connection, text

KIND = "order_code"
"""The kind of its letter in the outbox."""
SMS = "order_sms"
"""The kind of its text message in the outbox."""


def add_code(connection: Connection, code_id: str, *, subject: str, now: float, ends_at: float) -> None:
    """Add a code that is good for one subject."""
    connection.execute(
        text(
            "insert into one_time_code (code_id, subject, made_at, ends_at, tries) "
            "values (:code_id, :subject, :now, :ends_at, 0)"
        ),
        {"code_id": code_id, "subject": subject, "now": now, "ends_at": ends_at},
    )


def count_codes(connection: Connection, *, subject: str, since: float) -> int:
    """Return how many codes a subject was given since a time."""
    found: int = connection.execute(
        text("select count(*) from one_time_code where subject = :subject and made_at >= :since"),
        {"subject": subject, "since": since},
    ).scalar_one()
    return found


def try_code(connection: Connection, code_id: str, *, subject: str, now: float, most: int) -> bool:
    """Count a try; False when there is no such code for the subject, it has ended, or was tried too often."""
    done = connection.execute(
        text(
            "update one_time_code set tries = tries + 1 where code_id = :code_id and subject = :subject "
            "and ends_at > :now and tries < :most"
        ),
        {"code_id": code_id, "subject": subject, "now": now, "most": most},
    )
    return done.rowcount == 1


def end_code(connection: Connection, code_id: str, *, now: float) -> None:
    """End a code that was used."""
    connection.execute(
        text("update one_time_code set ends_at = :now where code_id = :code_id"),
        {"code_id": code_id, "now": now},
    )


def delete_old_codes(connection: Connection, *, before: float) -> None:
    """Delete codes that ended long ago, and the rows of their letters and texts."""
    connection.execute(text("delete from one_time_code where ends_at < :before"), {"before": before})
    connection.execute(
        text("delete from outbox where kind in (:kind, :sms) and created_at < :before"),
        {"kind": KIND, "sms": SMS, "before": before},
    )
