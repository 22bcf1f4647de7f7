"""Make events of what a visitor does: the common fields in one place."""

from uuid import UUID

import uuid_utils

from portal import __version__
from portal.domain.events import Event, EventName
from portal.services.visitors import Visitor


def new_id() -> str:
    """Return a new time-ordered id (UUIDv7, RFC 9562)."""
    return str(uuid_utils.uuid7())


def is_event_id(text: str) -> bool:
    """Tell whether a text is a UUID of version 7."""
    try:
        return UUID(text).version == 7 and len(text) == 36
    except ValueError:
        return False


def make_event(
    visitor: Visitor, ev: EventName, *, at: float, locale: str, event_id: str | None = None, **fields: object
) -> Event:
    """Return an event of this visitor; `fields` are fields of Event."""
    if visitor.ckey is not None:
        fields.setdefault("ckey", visitor.ckey)
        fields.setdefault("auth", 1)
    return Event(
        event_id=event_id or new_id(),
        ts=at,
        ev=ev,
        locale=locale,
        traffic=visitor.traffic,
        app_v=__version__,
        sid=visitor.sid,
        vid=visitor.vid,
        signal=visitor.signal,
        **fields,  # type: ignore[arg-type]  # the callers are few and tested
    )
