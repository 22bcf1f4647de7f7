"""Bound what one visitor may tell of her needs: figures about everybody must not be one person's to make."""

from portal.domain.events import Event, EventName
from portal.errors import TooMany
from portal.services.budgets import Budget
from portal.services.doors import Doors
from portal.services.making_events import make_event
from portal.services.visitors import Visitor

_ABOUT_NEEDS = frozenset({EventName.CONTACT_INTENT, EventName.SOLVED_YES})
"""What begins and what ends a need; other events of a page change no count of needs."""

TOO_MANY = "too_many"


def has_room(doors: Doors, visitor: Visitor, ev: EventName, *, lang: str) -> bool:
    """Tell whether an event is still believed of this visitor, and count it; what is not is counted, too.

    A visitor is bounded whatever her visit is called, and so is her network: another browser name is cheap.
    A visit that goes beyond what one person can do is labelled: its needs are in no figure, its events stay.
    """
    now = doors.clock().timestamp()
    cause = "events"
    try:
        doors.budgets.events.spend(visitor.token_key, now=now)
        if ev in _ABOUT_NEEDS:
            cause = "needs"
            doors.budgets.needs.spend(f"{ev} {visitor.token_key}", now=now)
            # Others of her network have done nothing wrong: this one is only not believed.
            cause = ""
            doors.budgets.needs_of_network.spend(f"{ev} {visitor.network}", now=now)
    except TooMany:
        doors.recorder.refuse(TOO_MANY)
        if cause and visitor.sid is not None and _is_first(doors.budgets.marks, visitor.sid, now):
            doors.recorder.record(visitor, make_mark(visitor, at=now, lang=lang, cause=cause))
        return False
    return True


def make_mark(visitor: Visitor, *, at: float, lang: str, cause: str) -> Event:
    """Make the event that labels a visit as more than one person can do: by needs or by events."""
    # The same id on every worker, so that a visit is labelled once.
    event_id = f"mark-{visitor.sid}"
    return make_event(visitor, EventName.VISIT_MARKED, at=at, locale=lang, event_id=event_id, cause=cause)


def _is_first(budget: Budget, sid: str, now: float) -> bool:
    try:
        budget.spend(sid, now=now)
    except TooMany:
        return False
    return True
