"""Bound what one visitor may tell of her needs: figures about everybody must not be one person's to make."""

from portal.domain.events import EventName
from portal.errors import TooMany
from portal.services.doors import Doors
from portal.services.visitors import Visitor

_ABOUT_NEEDS = frozenset({EventName.CONTACT_INTENT, EventName.SOLVED_YES})
"""What begins and what ends a need; other events of a page change no count of needs."""


def has_room(doors: Doors, visitor: Visitor, ev: EventName) -> bool:
    """Tell whether an event is still believed of this visitor, and count it; what is not is counted, too.

    A visitor is bounded whatever her visit is called, and so is her network: another browser name is cheap.
    """
    if ev not in _ABOUT_NEEDS:
        return True
    now = doors.clock().timestamp()
    try:
        doors.budgets.needs.spend(f"{ev} {visitor.token_key}", now=now)
        doors.budgets.needs_of_network.spend(f"{ev} {visitor.network}", now=now)
    except TooMany:
        doors.recorder.refuse()
        return False
    return True
