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


def names_beginning(connection: Connection, beginning: str) -> tuple[str, ...]:
    """Return the names of reports that begin like this, the oldest report first."""
    rows = connection.execute(
        text(
            "select name from stored_report where substr(name, 1, :length) = :beginning "
            "order by made_at, name"
        ),
        {"length": len(beginning), "beginning": beginning},
    )
    return tuple(rows.scalars())


def forget_report(connection: Connection, name: str) -> None:
    """Delete the report of a name, if there is one."""
    connection.execute(text("delete from stored_report where name = :name"), {"name": name})


def forget_reports_with(connection: Connection, part: str, *, made_before: float) -> int:
    """Delete the reports whose name has this part and that were made before a time; return how many."""
    return connection.execute(
        text("delete from stored_report where name like '%' || :part || '%' and made_at < :made_before"),
        {"part": part, "made_before": made_before},
    ).rowcount
