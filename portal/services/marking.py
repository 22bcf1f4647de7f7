"""Editors and help desks say which contacts are spam or duplicates; neither sees the comparison group.

Every mark is an event with who said it and when; the last one counts, so that each can be taken back. The
figures follow when outcomes are concluded next.
"""

from enum import StrEnum

from portal import __version__
from portal.domain.events import Event, EventName, Traffic
from portal.errors import Forbidden, InvalidRequest, NotFound
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.services.staff import Member
from portal.store.database import reading, writing
from portal.store.events import add_events
from portal.store.marks import MarkedContact, find_contact

_DESK = "desk"
"""Before the name of a help desk where else stands who said it; no login has a space."""


class Mark(StrEnum):
    """What somebody says of a contact; `COUNTS` takes an earlier mark back."""

    SPAM = "spam"
    DUPLICATE = "duplicate"
    COUNTS = "counts"


def mark_contact(doors: Doors, member: Member, ticket_id: str, mark: str) -> bool:
    """Record what an editor says of a contact; False if the same was said before.

    Raises Forbidden for readers, NotFound for a contact nobody recorded, InvalidRequest, and NotStored.
    """
    if not member.may_edit:
        raise Forbidden("Only editors and administrators may mark contacts.")
    if mark not in set(Mark):
        raise InvalidRequest(f"A contact is one of {', '.join(Mark)}.")
    with reading(doors.engine) as connection:
        found = find_contact(connection, ticket_id)
    if found is None:
        raise NotFound("There is no such contact; its events may be deleted already.")
    return _keep(doors, found, Mark(mark), by=member.login)


def mark_told(doors: Doors, ticket_id: str, mark: str | None, *, source: str) -> bool:
    """Record what a help desk says of a contact (None: neither spam nor duplicate); False if that is no news.

    What an editor said last holds against it. Raises NotStored.
    """
    with reading(doors.engine) as connection:
        found = find_contact(connection, ticket_id)
    by = f"{_DESK} {source}"
    if found is None or found.marked_by not in (None, by):
        return False
    return _keep(doors, found, Mark(mark or Mark.COUNTS), by=by)


def _keep(doors: Doors, found: MarkedContact, mark: Mark, *, by: str) -> bool:
    if (found.reason or Mark.COUNTS) == mark:
        return False
    event = Event(
        event_id=new_id(),
        ts=doors.clock().timestamp(),
        ev=EventName.CONTACT_MARKED,
        locale=found.locale,
        traffic=Traffic.HUMAN,
        app_v=__version__,
        topic=found.topic,
        ticket_id=found.ticket_id,
        created_by=by,
        reason=mark,
        valid=int(mark == Mark.COUNTS),
    )
    with writing(doors.engine) as connection:
        add_events(connection, [event])
    return True
