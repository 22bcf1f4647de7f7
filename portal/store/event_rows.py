"""Raw events page by page, for those who compute themselves: however many there are, few are in memory."""

from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import Connection, Row, text

from portal.domain.events import Event

NAMES = tuple(field.name for field in fields(Event))
_PAGE = 2_000


def pages_of_events(
    connection: Connection, *, since: float, until: float
) -> Iterator[tuple[Row[tuple[object, ...]], ...]]:
    """Yield the events of a period in pages, oldest first."""
    at, after = since, ""
    while True:
        rows = connection.execute(
            text(
                f"select {', '.join(NAMES)} from event where ts >= :at and ts < :until "
                "and (ts > :at or event_id > :after) order by ts, event_id limit :most"
            ),
            {"at": at, "after": after, "until": until, "most": _PAGE},
        ).all()
        if not rows:
            return
        yield tuple(rows)
        at, after = rows[-1].ts, rows[-1].event_id


def common_wordings(
    connection: Connection, *, since: float, until: float, least_visits: int
) -> frozenset[tuple[str, str]]:
    """Return the wordings, with their languages, that enough different visits asked in a period."""
    rows = connection.execute(
        text(
            "select locale, q_redacted from event where ev = 'search' and q_redacted is not null "
            "and ts >= :since and ts < :until group by locale, q_redacted "
            "having count(distinct sid) >= :least"
        ),
        {"since": since, "until": until, "least": least_visits},
    )
    return frozenset((row.locale, row.q_redacted) for row in rows)
