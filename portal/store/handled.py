"""What contacts took that the help desk has closed: seconds of work by way, and contacts of one person."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

_COUNTS = (
    "not exists (select 1 from event m where m.ticket_id = e.ticket_id and m.ev = 'contact_marked' "
    "and m.valid = 0 and not exists (select 1 from event l where l.ticket_id = m.ticket_id "
    "and l.ev = 'contact_marked' and (l.ts > m.ts or l.ts = m.ts and l.event_id > m.event_id)))"
)
"""Spam and duplicates took time, too, but are no contact that anybody could avoid."""


@dataclass(frozen=True, slots=True)
class HandledSum:
    """Contacts of one way with a time of work: how many, the sum of their seconds, and of the squares."""

    channel: str
    n: int
    seconds: float
    squares: float


def sum_handled(connection: Connection, *, since: float, until: float) -> tuple[HandledSum, ...]:
    """Sum the work of closed contacts up by way."""
    rows = connection.execute(
        text(
            "select coalesce(e.channel, 'other') as channel, count(*) as n, sum(e.handle_s) as seconds, "
            "sum(e.handle_s * e.handle_s) as squares from event e where e.ev = 'contact_closed' "
            f"and e.handle_s is not null and e.ts >= :since and e.ts < :until and {_COUNTS} "
            "group by coalesce(e.channel, 'other') order by 1"
        ),
        {"since": since, "until": until},
    )
    return tuple(HandledSum(row.channel, row.n, float(row.seconds), float(row.squares)) for row in rows)


def contacts_a_person(connection: Connection, *, since: float, until: float) -> dict[int, int]:
    """Return how many known people wrote so often in a period, by the number of their contacts."""
    rows = connection.execute(
        text(
            "select n, count(*) as people from (select e.ckey, count(*) as n from event e "
            "where e.ev = 'contact_created' and e.traffic = 'human' and e.ckey is not null "
            f"and e.ts >= :since and e.ts < :until and {_COUNTS} group by e.ckey) as persons "
            "group by n order by n"
        ),
        {"since": since, "until": until},
    )
    return {row.n: row.people for row in rows}
