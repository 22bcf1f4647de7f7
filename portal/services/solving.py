"""Record what a page without scripts cannot: that somebody began to write, and that an article solved it."""

from portal.domain.events import EventName
from portal.services.contacting import make_intent
from portal.services.doors import Doors
from portal.services.making_events import make_event
from portal.services.plausible import has_room
from portal.services.visitors import Visitor
from portal.store.database import reading
from portal.store.events import has_open_intent

PROMPT = "form"


def begin_writing(doors: Doors, visitor: Visitor, *, lang: str, topic: str) -> None:
    """Record that somebody writes, unless that is known or implausible; raises TooMany, or Unavailable."""
    now = doors.clock().timestamp()
    doors.budgets.writes.spend(visitor.network, now=now)
    if visitor.sid is not None:
        doors.recorder.flush(visitor)
        with reading(doors.notes) as connection:
            if has_open_intent(connection, visitor.sid):
                return
    if not has_room(doors, visitor, EventName.CONTACT_INTENT, lang=lang):
        return
    intent = make_intent(visitor, at=now, lang=lang, topic=_known_topic(doors, topic))
    doors.recorder.record(visitor, intent)


def say_solved(doors: Doors, visitor: Visitor, *, is_solved: bool, lang: str, topic: str) -> None:
    """Record that an article solved it, or that this is taken back."""
    ev = EventName.SOLVED_YES if is_solved else EventName.SOLVED_NO
    if not has_room(doors, visitor, ev, lang=lang):
        return
    event = make_event(
        visitor,
        ev,
        at=doors.clock().timestamp(),
        locale=lang,
        topic=_known_topic(doors, topic),
        prompt_id=PROMPT,
        surface="contact",
    )
    doors.recorder.record(visitor, event)


def _known_topic(doors: Doors, topic: str) -> str | None:
    return topic if topic in doors.shop.topics else None
