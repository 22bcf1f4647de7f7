"""Contacts: what customers wrote to a person, with the story of their visit."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Row, text


@dataclass(frozen=True, slots=True)
class Contact:
    """One message to a person; times are seconds since 1970 (UTC), `journey` is JSON (list of steps)."""

    contact_id: str
    code: str
    created_at: float
    locale: str
    topic: str | None
    is_counted: int
    name: str | None
    email: str
    order_number: str | None
    message: str
    journey: str
    sid: str | None
    article_id: str | None
    reply_by: float
    deadline_at: float | None
    traffic: str
    submission_key: str


_COLUMNS = (
    "contact_id, code, created_at, locale, topic, is_counted, name, email, order_number, message, journey, "
    "sid, article_id, reply_by, deadline_at, traffic, submission_key"
)


def add_contact(connection: Connection, contact: Contact) -> bool:
    """Add a contact; return False if the same form was already taken (a double click, a reload)."""
    values = ", ".join(f":{name.strip()}" for name in _COLUMNS.split(","))
    done = connection.execute(
        text(f"insert into contact ({_COLUMNS}) values ({values}) on conflict (submission_key) do nothing"),
        asdict(contact),
    )
    return done.rowcount == 1


def find_by_submission(connection: Connection, submission_key: str) -> Contact | None:
    """Return the contact that a form made, or None."""
    return _one(connection, "submission_key = :value", submission_key)


def find_by_id(connection: Connection, contact_id: str) -> Contact | None:
    """Return the contact with this id, or None."""
    return _one(connection, "contact_id = :value", contact_id)


def find_by_code(connection: Connection, code: str) -> Contact | None:
    """Return the contact with this case number, or None."""
    return _one(connection, "code = :value", code)


def last_contacts(
    connection: Connection, *, since: float, until: float, locale: str | None, limit: int
) -> tuple[Contact, ...]:
    """Return the newest contacts of a period, newest first."""
    rows = connection.execute(
        text(
            f"select {_COLUMNS} from contact where created_at >= :since and created_at < :until "
            "and (cast(:locale as text) is null or locale = :locale) order by created_at desc limit :limit"
        ),
        {"since": since, "until": until, "locale": locale, "limit": limit},
    )
    return tuple(_contact(row) for row in rows)


def _one(connection: Connection, condition: str, value: str) -> Contact | None:
    row = connection.execute(
        text(f"select {_COLUMNS} from contact where {condition}"), {"value": value}
    ).one_or_none()
    return _contact(row) if row else None


def _contact(row: Row[tuple[object, ...]]) -> Contact:
    return Contact(**row._mapping)
