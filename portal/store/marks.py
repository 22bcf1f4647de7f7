"""What staff said of contacts: spam, a duplicate, or none of it. Marks are events; the last one counts.

Nothing here reads who was in the comparison group: whoever marks must not see it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, String, bindparam, text


@dataclass(frozen=True, slots=True)
class MarkedContact:
    """A recorded contact: when and about what it came, and what was said of it last (None: nothing)."""

    ticket_id: str
    ts: float
    locale: str
    topic: str | None
    channel: str | None
    created_by: str | None
    reason: str | None
    marked_by: str | None
    marked_at: float | None


_LAST = (
    "select m.{column} from event m where m.ticket_id = e.ticket_id and m.ev = 'contact_marked' "
    "order by m.ts desc, m.event_id desc limit 1"
)
_COLUMNS = (
    "e.ticket_id, e.ts, e.locale, e.topic, e.channel, e.created_by, "
    f"({_LAST.format(column='reason')}) as reason, ({_LAST.format(column='created_by')}) as marked_by, "
    f"({_LAST.format(column='ts')}) as marked_at"
)


def find_contact(connection: Connection, ticket_id: str) -> MarkedContact | None:
    """Return a recorded contact with its last mark, or None."""
    row = connection.execute(
        text(
            f"select {_COLUMNS} from event e where e.ticket_id = :ticket_id and e.ev = 'contact_created' "
            "order by e.ts limit 1"
        ),
        {"ticket_id": ticket_id},
    ).first()
    return None if row is None else MarkedContact(**row._mapping)


def marks_of(connection: Connection, ticket_ids: tuple[str, ...]) -> dict[str, MarkedContact]:
    """Return recorded contacts with their last marks, by their ids."""
    rows = connection.execute(
        text(
            f"select {_COLUMNS} from event e where e.ev = 'contact_created' and e.ticket_id in :ids"
        ).bindparams(bindparam("ids", expanding=True, type_=String())),
        {"ids": ticket_ids},
    )
    return {row.ticket_id: MarkedContact(**row._mapping) for row in rows}


def last_of_other_ways(
    connection: Connection, *, since: float, until: float, locale: str | None, limit: int
) -> tuple[MarkedContact, ...]:
    """Return the newest contacts of a period that did not come through the form."""
    rows = connection.execute(
        text(
            f"select {_COLUMNS} from event e where e.ev = 'contact_created' and e.ticket_id is not null "
            "and e.created_by <> 'customer' and e.ts >= :since and e.ts < :until "
            "and (cast(:locale as text) is null or e.locale = :locale) order by e.ts desc limit :limit"
        ),
        {"since": since, "until": until, "locale": locale, "limit": limit},
    )
    return tuple(MarkedContact(**row._mapping) for row in rows)


def marked_since(connection: Connection, ts: float) -> tuple[float, ...]:
    """Return when the contacts came that were marked from a moment on."""
    rows = connection.execute(
        text(
            "select distinct e.ts from event m join event e on e.ticket_id = m.ticket_id "
            "and e.ev = 'contact_created' where m.ev = 'contact_marked' and m.ts >= :ts order by e.ts"
        ),
        {"ts": ts},
    )
    return tuple(rows.scalars())
