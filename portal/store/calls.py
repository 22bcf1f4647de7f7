"""Which messages ask for a call, whom to call, and when."""

from collections.abc import Sequence

from sqlalchemy import Connection, String, bindparam, text

from portal.domain.calls import Call


def add_call(connection: Connection, contact_id: str, call: Call) -> None:
    """Add the call that a message asks for."""
    connection.execute(
        text(
            "insert into call_back (contact_id, phone, begins_at, ends_at) "
            "values (:contact_id, :phone, :begins_at, :ends_at)"
        ),
        {
            "contact_id": contact_id,
            "phone": call.phone,
            "begins_at": call.begins_at,
            "ends_at": call.ends_at,
        },
    )


def calls_of(connection: Connection, contact_ids: Sequence[str]) -> dict[str, Call]:
    """Return the calls that several messages ask for, by message."""
    rows = connection.execute(
        text(
            "select contact_id, phone, begins_at, ends_at from call_back where contact_id in :ids"
        ).bindparams(bindparam("ids", expanding=True, type_=String())),
        {"ids": list(contact_ids)},
    )
    return {row.contact_id: Call(row.phone, row.begins_at, row.ends_at) for row in rows}


def find_call(connection: Connection, contact_id: str) -> Call | None:
    """Return the call that a message asks for, or None."""
    row = connection.execute(
        text("select phone, begins_at, ends_at from call_back where contact_id = :contact_id"),
        {"contact_id": contact_id},
    ).one_or_none()
    return Call(*row) if row else None
