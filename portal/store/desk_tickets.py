"""What help desks made of messages to a person, and what they tell of them."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Row, text

_COLUMNS = (
    "desk, external_id, contact_id, ref, number, url, created_at, status, changed_at, asked_at, "
    "first_answer_at, closed_at, satisfaction"
)


@dataclass(frozen=True, slots=True)
class DeskTicket:
    """One ticket at a desk; times are seconds since 1970, None for what has not happened."""

    desk: str
    external_id: str
    contact_id: str
    ref: str
    number: str | None
    url: str | None
    created_at: float
    status: str = "received"
    changed_at: float = 0.0
    asked_at: float = 0.0
    first_answer_at: float | None = None
    closed_at: float | None = None
    satisfaction: str | None = None


def add_ticket(connection: Connection, ticket: DeskTicket) -> None:
    """Add a ticket; the same reference told twice is one ticket."""
    values = ", ".join(f":{name.strip()}" for name in _COLUMNS.split(","))
    connection.execute(
        text(f"insert into desk_ticket ({_COLUMNS}) values ({values}) on conflict do nothing"),
        asdict(ticket),
    )


def find_ticket(connection: Connection, desk: str, external_id: str) -> DeskTicket | None:
    """Return the ticket a desk knows by this id, or None."""
    row = connection.execute(
        text(f"select {_COLUMNS} from desk_ticket where desk = :desk and external_id = :external_id"),
        {"desk": desk, "external_id": external_id},
    ).one_or_none()
    return _ticket(row) if row else None


def find_by_ref(connection: Connection, desk: str, ref: str) -> DeskTicket | None:
    """Return the ticket that a desk has under a reference, or None."""
    row = connection.execute(
        text(f"select {_COLUMNS} from desk_ticket where desk = :desk and ref = :ref"),
        {"desk": desk, "ref": ref},
    ).one_or_none()
    return _ticket(row) if row else None


def ask_soon(connection: Connection, desk: str, external_id: str) -> bool:
    """Let the desk be asked about a ticket in the next round; return False if it is none of ours."""
    done = connection.execute(
        text("update desk_ticket set asked_at = 0 where desk = :desk and external_id = :external_id"),
        {"desk": desk, "external_id": external_id},
    )
    return done.rowcount == 1


def tickets_of(connection: Connection, contact_id: str) -> tuple[DeskTicket, ...]:
    """Return the tickets of a message; more than one only if it went to several desks."""
    rows = connection.execute(
        text(f"select {_COLUMNS} from desk_ticket where contact_id = :contact_id order by created_at"),
        {"contact_id": contact_id},
    )
    return tuple(_ticket(row) for row in rows)


def open_tickets(
    connection: Connection, desk: str, *, now: float, every_s: float, limit: int
) -> tuple[DeskTicket, ...]:
    """Return tickets to ask about, the longest not asked first.

    Open ones come every so often, closed ones once a day for three days, for a rating may come late.
    """
    rows = connection.execute(
        text(
            f"select {_COLUMNS} from desk_ticket where desk = :desk and (asked_at = 0 "
            "or (closed_at is null and asked_at < :now - :every_s) "
            "or (closed_at > :now - 3 * 86400 and asked_at < :now - 86400)) "
            "order by asked_at limit :limit"
        ),
        {"desk": desk, "now": now, "every_s": every_s, "limit": limit},
    )
    return tuple(_ticket(row) for row in rows)


def change_ticket(connection: Connection, ticket: DeskTicket) -> None:
    """Keep what a desk told of a ticket."""
    connection.execute(
        text(
            "update desk_ticket set status = :status, changed_at = :changed_at, asked_at = :asked_at, "
            "first_answer_at = :first_answer_at, closed_at = :closed_at, satisfaction = :satisfaction "
            "where desk = :desk and external_id = :external_id"
        ),
        asdict(ticket),
    )


def _ticket(row: Row[tuple[object, ...]]) -> DeskTicket:
    return DeskTicket(**row._mapping)
