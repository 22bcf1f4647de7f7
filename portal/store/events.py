"""Events: only ever added, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, String, bindparam, text

from portal.domain.events import Event

_COLUMNS = tuple(field.name for field in fields(Event))
_MOST_AT_ONCE = 500
_VALUES = attrgetter(*_COLUMNS)


def add_events(connection: Connection, events: Iterable[Event]) -> int:
    """Add events and return how many were new; one that is already there stays as it is."""
    # Named values, or fields copied as asdict does, would take as long to make as all takes to write.
    rows = [_VALUES(event) for event in events]
    if not rows:
        return 0
    return max(connection.exec_driver_sql(_insert(connection.dialect.paramstyle), rows).rowcount, 0)


@cache
def _insert(paramstyle: str) -> str:
    mark = "?" if paramstyle == "qmark" else "%s"
    return (
        f"insert into event ({', '.join(_COLUMNS)}) values ({', '.join([mark] * len(_COLUMNS))}) "
        "on conflict (event_id) do nothing"
    )


def known_ids(connection: Connection, event_ids: Sequence[str]) -> frozenset[str]:
    """Return which of these events are there already."""
    statement = text("select event_id from event where event_id in :ids").bindparams(
        bindparam("ids", expanding=True, type_=String())
    )
    found: set[str] = set()
    for place in range(0, len(event_ids), _MOST_AT_ONCE):
        part = list(event_ids[place : place + _MOST_AT_ONCE])
        found.update(connection.execute(statement, {"ids": part}).scalars())
    return frozenset(found)


class Step(NamedTuple):
    """One step of a visit that tells whether she found what she looked for."""

    ev: str
    q_redacted: str | None
    n_results: int | None
    vote: str | None


def steps_of_visit(connection: Connection, sid: str, *, since: float, before: float) -> tuple[Step, ...]:
    """Return the searches, votes and replies of a visit in a period, the last fifty, in their order."""
    rows = connection.execute(
        text(
            "select ev, q_redacted, n_results, vote from event where sid = :sid and ts >= :since "
            "and ts < :before and ev in ('search', 'helpful_vote', 'solved_no', 'solved_yes') "
            "order by ts desc limit 50"
        ),
        {"sid": sid, "since": since, "before": before},
    )
    return tuple(Step(*row) for row in reversed(rows.all()))


def has_open_intent(connection: Connection, sid: str) -> bool:
    """Tell whether a visit began to write and has neither sent it nor said that it was solved."""
    found = connection.execute(
        text(
            "select 1 from event where sid = :sid and ev = 'contact_intent' and ts > coalesce("
            "(select max(ts) from event where sid = :sid and ev in ('contact_created', 'solved_yes')), 0)"
        ),
        {"sid": sid},
    ).first()
    return found is not None


def has_more_than(connection: Connection, most: int, *, since: float, until: float) -> bool:
    """Tell whether there are more events than so many in a period; looks at no more than these."""
    found = connection.execute(
        text(
            "select count(*) from ("
            "select 1 from event where ts >= :since and ts < :until limit :most) as first_ones"
        ),
        {"since": since, "until": until, "most": most + 1},
    ).scalar_one()
    return bool(found > most)
