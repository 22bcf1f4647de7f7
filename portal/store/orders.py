"""How many orders the shop had on each day of its own time zone, as it was told."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, text


def keep_orders(connection: Connection, days: Mapping[date, int], *, at: float) -> None:
    """Keep the orders of some days; what was told of them before is replaced."""
    rows = [{"day": day.isoformat(), "n": n, "at": at} for day, n in days.items()]
    if rows:
        connection.execute(
            text(
                "insert into order_day (day, n, imported_at) values (:day, :n, :at) "
                "on conflict (day) do update set n = excluded.n, imported_at = excluded.imported_at"
            ),
            rows,
        )


def orders_between(connection: Connection, *, first: date, last: date) -> dict[date, int]:
    """Return the orders of the days of a period that are known, both ends included."""
    rows = connection.execute(
        text("select day, n from order_day where day >= :first and day <= :last order by day"),
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    return {date.fromisoformat(row.day): row.n for row in rows}
