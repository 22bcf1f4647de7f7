"""Take the events that pages send: each is checked on its own, and a wrong one spoils no other."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from portal.domain.events import Event, EventName
from portal.services.doors import Doors
from portal.services.making_events import make_event
from portal.services.plausible import TOO_MANY, has_room
from portal.services.visitors import Visitor

MOST_IN_BATCH = 50
LATEST = timedelta(hours=24)
EARLIEST = timedelta(minutes=5)
CLOCK_WRONG_BY = timedelta(days=7)
"""A device's clock may be wrong: then ours counts. One that is further off than this tells nothing true."""

NOT_STORED = "not_stored"
_OTHER = "event"
_NAMES = frozenset(field.name for field in fields(Event))
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
    step: str | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that was not taken, and why; `event_id` is None where it had no readable one."""

    event_id: str | None
    reason: str


def take_events(doors: Doors, visitor: Visitor, events: Iterable[PageEvent]) -> tuple[Refusal, ...]:
    """Keep events of a page and return those that were refused.

    What is not refused is written when this returns. Raises TooMany, and NotStored when nothing may be
    called kept; sent again, an event counts once.
    """
    now = doors.clock()
    doors.budgets.writes.spend(visitor.network, now=now.timestamp())
    taken, refused = [], []
    for event in events:
        reason = _why_not(doors, event, now)
        if reason is not None:
            refused.append(Refusal(event.event_id, reason))
            doors.recorder.refuse(reason)
        elif not has_room(doors, visitor, event.ev, lang=event.lang):
            refused.append(Refusal(event.event_id, TOO_MANY))
        else:
            _note(doors, visitor, event, now)
            taken.append(_make(doors, visitor, event, now))
    lost = doors.recorder.keep(visitor, *taken) if taken else frozenset()
    refused += [Refusal(event_id, NOT_STORED) for event_id in sorted(lost)]
    return tuple(refused)


def count_refused(doors: Doors, refused: Iterable[Refusal]) -> None:
    """Count events whose form was wrong, by the field that was.

    Only names of the event model are counted by themselves: what else a sender calls a field she made up.
    """
    for one in refused:
        doors.recorder.refuse(one.reason if one.reason in _NAMES else _OTHER)


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
    if event.ev is EventName.GUIDE_STEP and (wrong := _why_no_step(doors, event)):
        return wrong
    return "ts" if abs(now - event.at) > CLOCK_WRONG_BY else None


def _why_no_step(doors: Doors, event: PageEvent) -> str | None:
    """Tell what of a guide's step does not exist; None if all of it does."""
    guide = doors.find_article(event.article_id, event.lang)
    step = guide.find_step(event.step or "") if guide else None
    if step is None:
        return "step"
    return "choice" if event.choice is not None and step.find(event.choice) is None else None


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
        step=event.step if event.ev is EventName.GUIDE_STEP else None,
        choice=event.choice if event.ev is EventName.GUIDE_STEP else None,
        surface="page",
    )
