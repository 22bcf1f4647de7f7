"""Take the events that pages send: each is checked on its own, and a wrong one spoils no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.domain.events import Event, EventName
from portal.services.doors import Doors
from portal.services.making_events import make_event
from portal.services.plausible import has_room
from portal.services.visitors import Visitor

MOST_IN_BATCH = 50
LATEST = timedelta(hours=24)
EARLIEST = timedelta(minutes=5)
CLOCK_WRONG_BY = timedelta(days=7)
"""A device's clock may be wrong: then ours counts. One that is further off than this tells nothing true."""

_READING = frozenset({EventName.ARTICLE_VIEW, EventName.ARTICLE_LEFT})


@dataclass(frozen=True, slots=True)
class PageEvent:
    """One event as a page sent it, its form already checked."""

    event_id: str
    ev: EventName
    at: datetime
    lang: str
    article_id: str | None = None
    article_v: str | None = None
    query_id: str | None = None
    position: int | None = None
    visible_s: float | None = None
    source: str | None = None
    channel: str | None = None
    prompt_id: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that was not taken, and why; `event_id` is None where it had no readable one."""

    event_id: str | None
    reason: str


def take_events(doors: Doors, visitor: Visitor, events: Iterable[PageEvent]) -> tuple[Refusal, ...]:
    """Record events of a page and return those that were refused; raises TooMany."""
    now = doors.clock()
    doors.budgets.writes.spend(visitor.network, now=now.timestamp())
    taken, refused = [], []
    for event in events:
        reason = _why_not(doors, event, now) or _why_no_more(doors, visitor, event)
        if reason is None:
            _note(doors, visitor, event, now)
            taken.append(_make(doors, visitor, event, now))
        else:
            refused.append(Refusal(event.event_id, reason))
    doors.recorder.record(visitor, *taken)
    return tuple(refused)


def _note(doors: Doors, visitor: Visitor, event: PageEvent, now: datetime) -> None:
    """Remember a "No" for the visit, and forget them all at a "Yes"."""
    if event.ev is EventName.SOLVED_NO:
        doors.setbacks.note(visitor.sid, at=now.timestamp())
    elif event.ev is EventName.SOLVED_YES:
        doors.setbacks.note_success(visitor.sid)


def _why_not(doors: Doors, event: PageEvent, now: datetime) -> str | None:
    if event.lang not in doors.words.languages:
        return "lang"
    if event.article_id is not None and doors.find_article(event.article_id, event.lang) is None:
        return "article_id"
    if event.topic is not None and event.topic not in doors.shop.topics:
        return "topic"
    return "ts" if abs(now - event.at) > CLOCK_WRONG_BY else None


def _why_no_more(doors: Doors, visitor: Visitor, event: PageEvent) -> str | None:
    return None if has_room(doors, visitor, event.ev) else "too_many"


def _make(doors: Doors, visitor: Visitor, event: PageEvent, now: datetime) -> Event:
    is_plausible = now - LATEST <= event.at <= now + EARLIEST
    # What was read tells what somebody's matter is; what was merely shown to her does not.
    read = doors.find_article(event.article_id, event.lang) if event.ev in _READING else None
    return make_event(
        visitor,
        event.ev,
        at=(event.at if is_plausible else now).timestamp(),
        locale=event.lang,
        event_id=event.event_id,
        article_id=event.article_id,
        article_v=event.article_v,
        query_id=event.query_id,
        position=event.position,
        visible_s=event.visible_s,
        source=event.source,
        channel=event.channel,
        prompt_id=event.prompt_id,
        topic=event.topic or (read.topic if read else None),
        surface="page",
    )
