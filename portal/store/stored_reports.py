"""Reports that the worker computes because the web process should not: JSON, the newest of each name."""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as it was computed; `body` is JSON that its maker understands."""

    name: str
    made_at: float
    body: str


def keep_report(connection: Connection, report: StoredReport) -> None:
    """Keep a report in place of the one before."""
    connection.execute(
        text(
            "insert into stored_report (name, made_at, body) values (:name, :made_at, :body) "
            "on conflict (name) do update set made_at = excluded.made_at, body = excluded.body"
        ),
        {"name": report.name, "made_at": report.made_at, "body": report.body},
    )


def find_report(connection: Connection, name: str) -> StoredReport | None:
    """Return the newest report of a name, or None if none was computed yet."""
    row = connection.execute(
        text("select name, made_at, body from stored_report where name = :name"), {"name": name}
    ).first()
    return None if row is None else StoredReport(row.name, row.made_at, row.body)
