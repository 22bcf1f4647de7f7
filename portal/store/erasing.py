"""Erase a person: what she wrote goes, and nothing that stays leads to her any more.

Events stay, for they are counted; the keys in them that lead to a person are replaced by random ones, so that
no figure changes and nobody can tell whose they were.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, String, TextClause, bindparam, text

_OF_CONTACTS = (
    "desk_ticket",
    "survey_answer",
    "attachment",
    "follow_up",
    "call_back",
    "legal_act",
    "deadline_end",
)


@dataclass(frozen=True, slots=True)
class Traces:
    """What is kept of a person: her messages by id, and what leads from events and visits to her."""

    contact_ids: tuple[str, ...]
    codes: tuple[str, ...]
    sids: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased, or would be; `tickets` are at help desks, where they must be erased, too."""

    contacts: int
    comments: int
    letters: int
    events: int
    visits: int
    tickets: tuple[str, ...]


def find_traces(connection: Connection, *, email: str, keys: Sequence[str]) -> Traces:
    """Return what is kept of whoever has this address; `keys` are its hashes."""
    rows = connection.execute(
        text("select contact_id, code, sid from contact where lower(email) = lower(:email)"), {"email": email}
    ).all()
    ids = [row.contact_id for row in rows]
    found = connection.execute(
        _in("select distinct ckey from event where ckey is not null and ticket_id in :ids", "ids"),
        {"ids": ids},
    ).scalars()
    return Traces(
        contact_ids=tuple(ids),
        codes=tuple(row.code for row in rows),
        sids=tuple(row.sid for row in rows if row.sid is not None),
        keys=tuple(sorted({*keys, *found})),
    )


def erase(connection: Connection, traces: Traces, *, email: str, new_key: Callable[[], str]) -> Erased:
    """Erase what is kept of a person; `new_key` returns another random key every time."""
    outbox = "select outbox_id from outbox where contact_id in :ids or lower(recipient) = lower(:email)"
    who = {"ids": traces.contact_ids, "email": email}
    tickets = connection.execute(
        _in("select desk, external_id from desk_ticket where contact_id in :ids order by created_at", "ids"),
        who,
    ).all()
    comments = _in(
        "delete from comment where event_id in (select event_id from event where sid in :sids)", "sids"
    )
    counted = connection.execute(comments, {"sids": traces.sids}).rowcount
    connection.execute(_in(f"delete from delivery_attempt where outbox_id in ({outbox})", "ids"), who)
    letters = connection.execute(
        _in("delete from outbox where contact_id in :ids or lower(recipient) = lower(:email)", "ids"), who
    ).rowcount
    for table in _OF_CONTACTS:
        connection.execute(_in(f"delete from {table} where contact_id in :ids", "ids"), who)
    events = _unlink(connection, traces, new_key=new_key)
    visits = connection.execute(
        _in("update visit set ref_code = null where ref_code in :codes", "codes"), {"codes": traces.codes}
    ).rowcount
    contacts = connection.execute(_in("delete from contact where contact_id in :ids", "ids"), who).rowcount
    names = tuple(f"{row.desk} {row.external_id}" for row in tickets)
    return Erased(contacts, counted, letters, events, visits, names)


def _unlink(connection: Connection, traces: Traces, *, new_key: Callable[[], str]) -> int:
    """Replace every key that leads to her, each by one of its own, and return how many events had any."""
    parts = {"ckey": traces.keys, "ref_code": traces.codes, "ticket_id": traces.contact_ids}
    bound = [bindparam(name, expanding=True, type_=String()) for name in parts]
    where = " or ".join(f"{name} in :{name}" for name in parts)
    counting = text(f"select count(*) from event where {where}").bindparams(*bound)
    touched: int = connection.execute(counting, parts).scalar_one()
    for name, known in parts.items():
        for old in known:
            connection.execute(
                text(f"update event set {name} = :new where {name} = :old"), {"new": new_key(), "old": old}
            )
    return touched


def _in(statement: str, name: str) -> TextClause:
    return text(statement).bindparams(bindparam(name, expanding=True, type_=String()))
