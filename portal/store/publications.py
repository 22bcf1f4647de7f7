"""What editors publish from the dashboard: who, when, what, and how far it is in git."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

NOTICE = "notice"
WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Publication:
    """One notice, or one article taken off; `body` is JSON, `subject` the id of the notice or article."""

    publication_id: str
    kind: str
    subject: str
    body: str
    made_at: float
    made_by: str
    made_commit: str | None = None
    """None: not in git."""
    undone_at: float | None = None
    undone_by: str | None = None
    undone_commit: str | None = None


def add_publication(connection: Connection, made: Publication) -> None:
    """Keep what was published."""
    connection.execute(
        text(
            "insert into publication (publication_id, kind, subject, body, made_at, made_by) "
            "values (:publication_id, :kind, :subject, :body, :made_at, :made_by)"
        ),
        {
            "publication_id": made.publication_id,
            "kind": made.kind,
            "subject": made.subject,
            "body": made.body,
            "made_at": made.made_at,
            "made_by": made.made_by,
        },
    )


def undo_publication(connection: Connection, publication_id: str, *, undone_by: str, at: float) -> bool:
    """Take something back; False if there is nothing to take back."""
    done = connection.execute(
        text(
            "update publication set undone_by = :undone_by, undone_at = :at "
            "where publication_id = :publication_id and undone_at is null"
        ),
        {"publication_id": publication_id, "undone_by": undone_by, "at": at},
    )
    return done.rowcount == 1


def keep_commits(
    connection: Connection, publication_id: str, *, made: str | None, undone: str | None
) -> None:
    """Note in which commits something was made and taken back."""
    connection.execute(
        text(
            "update publication set made_commit = :made, undone_commit = :undone "
            "where publication_id = :publication_id"
        ),
        {"publication_id": publication_id, "made": made, "undone": undone},
    )


def find_publication(connection: Connection, publication_id: str) -> Publication | None:
    """Return one by its id, or None."""
    rows = connection.execute(
        text("select * from publication where publication_id = :publication_id"),
        {"publication_id": publication_id},
    )
    row = rows.first()
    return None if row is None else _from_row(row._asdict())


def all_publications(connection: Connection) -> tuple[Publication, ...]:
    """Return all that was ever published, the newest first."""
    rows = connection.execute(text("select * from publication order by made_at desc, publication_id desc"))
    return tuple(_from_row(row._asdict()) for row in rows)


def _from_row(row: dict[str, Any]) -> Publication:
    return Publication(**row)
