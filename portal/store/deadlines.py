"""Which messages have a deadline that nobody has met yet, and for which staff said that it is met."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Deadline:
    """A message with a deadline; `act`, `choice` and `register_no` are None for what is no statement.

    `status` and `answered_at` are what the help desk told last, `is_closed_by_her` what the customer did.
    """

    contact_id: str
    code: str
    topic: str | None
    locale: str
    created_at: float
    deadline_at: float
    act: str | None
    choice: str | None
    register_no: str | None
    status: str | None
    answered_at: float | None
    is_closed_by_her: bool


@dataclass(frozen=True, slots=True)
class Met:
    """A deadline that staff said is met."""

    contact_id: str
    code: str
    topic: str | None
    deadline_at: float
    ended_at: float
    ended_by: str


# A ticket that is solved or closed stops the clock; an answer alone may be a question. Robots that send forms
# are taken for people here: a statement must not be missed for the browser it came from. A message marked as
# spam or as a duplicate has no deadline of its own.
_IS_OPEN = """
    from contact c where c.deadline_at is not null and c.traffic not in ('staff', 'test')
    and not exists (select 1 from deadline_end d where d.contact_id = c.contact_id)
    and not exists (select 1 from desk_ticket t where t.contact_id = c.contact_id
      and (t.closed_at is not null or t.status = 'solved'))
    and coalesce((select m.valid from event m where m.ticket_id = c.contact_id and m.ev = 'contact_marked'
      order by m.ts desc, m.event_id desc limit 1), 1) = 1
"""
_OF_TICKET = (
    "(select t.{} from desk_ticket t where t.contact_id = c.contact_id order by t.created_at desc limit 1)"
)
_OF_ACT = "(select a.{0} from legal_act a where a.contact_id = c.contact_id) as {0}"


def open_deadlines(
    connection: Connection, *, after: float = 0.0, until: float = 1e12, limit: int
) -> tuple[Deadline, ...]:
    """Return open deadlines that end after one time and until another, that included; the next first."""
    rows = connection.execute(
        text(
            "select c.contact_id, c.code, c.topic, c.locale, c.created_at, c.deadline_at, "
            f"{_OF_ACT.format('act')}, {_OF_ACT.format('choice')}, {_OF_ACT.format('register_no')}, "
            f"{_OF_TICKET.format('status')} as status, "
            f"{_OF_TICKET.format('first_answer_at')} as answered_at, "
            "exists (select 1 from follow_up f where f.contact_id = c.contact_id and f.kind = 'closed') "
            f"as is_closed_by_her {_IS_OPEN} and c.deadline_at > :after and c.deadline_at <= :until "
            "order by c.deadline_at, c.contact_id limit :limit"
        ),
        {"after": after, "until": until, "limit": limit},
    )
    return tuple(replace(Deadline(*row), is_closed_by_her=bool(row.is_closed_by_her)) for row in rows)


def count_deadlines(connection: Connection, *, after: float = 0.0, until: float = 1e12) -> int:
    """Return how many open deadlines end after one time and until another, that time included."""
    found: int = connection.execute(
        text(f"select count(*) {_IS_OPEN} and c.deadline_at > :after and c.deadline_at <= :until"),
        {"after": after, "until": until},
    ).scalar_one()
    return found


def end_deadline(connection: Connection, contact_id: str, *, at: float, by: str) -> bool:
    """Record that a deadline is met; return False if there is none, or it was met before."""
    done = connection.execute(
        text(
            "insert into deadline_end (contact_id, ended_at, ended_by) "
            "select contact_id, cast(:at as double precision), :by from contact "
            "where contact_id = :contact_id and deadline_at is not null on conflict (contact_id) do nothing"
        ),
        {"contact_id": contact_id, "at": at, "by": by},
    )
    return done.rowcount == 1


def reopen_deadline(connection: Connection, contact_id: str) -> bool:
    """Take back that a deadline is met; return False if nobody had said so."""
    done = connection.execute(
        text("delete from deadline_end where contact_id = :contact_id"), {"contact_id": contact_id}
    )
    return done.rowcount == 1


def last_met(connection: Connection, *, limit: int) -> tuple[Met, ...]:
    """Return what staff said is met, the newest first."""
    rows = connection.execute(
        text(
            "select c.contact_id, c.code, c.topic, c.deadline_at, d.ended_at, d.ended_by "
            "from deadline_end d join contact c on c.contact_id = d.contact_id "
            "order by d.ended_at desc, c.contact_id limit :limit"
        ),
        {"limit": limit},
    )
    return tuple(Met(*row) for row in rows)
