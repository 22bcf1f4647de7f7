"""Events: only ever added, each once."""

from collections.abc import Iterable
from dataclasses import asdict, fields

from sqlalchemy import Connection, text

from portal.domain.events import Event

_COLUMNS = tuple(field.name for field in fields(Event))
_INSERT = text(
    f"insert into event ({', '.join(_COLUMNS)}) values ({', '.join(':' + name for name in _COLUMNS)}) "
    "on conflict (event_id) do nothing"
)


def add_events(connection: Connection, events: Iterable[Event]) -> int:
    """Add events and return how many were new; one that is already there stays as it is."""
    rows = [asdict(event) for event in events]
    if not rows:
        return 0
    return max(connection.execute(_INSERT, rows).rowcount, 0)


def delete_events_before(connection: Connection, ts: float) -> int:
    """Delete events older than the retention limit and return how many went."""
    return connection.execute(text("delete from event where ts < :ts"), {"ts": ts}).rowcount
