"""Take contacts that came by other ways: help desk, telephone, chat, social networks.

Each becomes one event, linked by account, e-mail (both as keyed hashes) or case number; the same contact told
twice is one. They reclassify earlier needs within the window. Nothing of what was said is taken in.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from portal import __version__
from portal.domain.case_numbers import find_case_number
from portal.domain.events import Event, EventName, Traffic
from portal.domain.visits import account_key, customer_key
from portal.services.doors import Doors
from portal.services.keeping import events_kept_from
from portal.services.marking import Mark, mark_told
from portal.services.recomputing import conclude_again
from portal.services.surveying import queue_survey
from portal.store.contacts import Contact, find_by_code
from portal.store.database import reading, writing
from portal.store.events import add_events, known_ids
from portal.store.refusals import count_refusals

AHEAD = timedelta(minutes=5)
MOST_ID = 100
BATCH = 500
FORM = "form"
CHANNELS = ("phone", "email", "chat", "social", "form", "other")


@dataclass(frozen=True, slots=True)
class DeskContact:
    """One contact as another system tells it; `external_id` is that system's own number of it.

    `wait_s` are seconds until the first answer, `handle_s` seconds of work; None while nobody told them.

    `mark` is spam, duplicate or counts where the system says so, else empty.
    `tags` are the system's words for its subject: ids of topics.yml, or their `desk_tags`.
    """

    external_id: str
    at: datetime
    channel: str
    tags: tuple[str, ...] = ()
    email: str = ""
    account: str = ""
    case_number: str = ""
    lang: str = ""
    wait_s: float | None = None
    handle_s: float | None = None
    cost_centre: str = ""
    mark: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether it is told what it took: the time to the first answer, or the time of work."""
        return self.wait_s is not None or self.handle_s is not None


@dataclass(frozen=True, slots=True)
class Refused:
    """A contact that was not taken, and why; `place` is its number in what was sent, from 0."""

    place: int
    external_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a delivery."""

    new: int = 0
    known: int = 0
    restated: int = 0
    unknown_tags: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    closed: int = 0
    """Of how many it was told for the first time what they took, messages of our own form among them."""
    marked: int = 0
    """Of how many it was told anew that they are spam or duplicates, or that they count after all."""


def take_contacts(
    doors: Doors, contacts: Iterable[DeskContact], *, source: str, is_written: bool = True
) -> Taken:
    """Record contacts, and conclude again what they reach; raises NotStored.

    With `is_written=False` nothing is kept: the answer says what would be.
    """
    told = tuple(contacts)
    refused = tuple(
        Refused(place, contact.external_id, reason)
        for place, contact in enumerate(told)
        if (reason := _why_not(doors, contact)) is not None
    )
    wrong = {one.place for one in refused}
    right = [one for place, one in enumerate(told) if place not in wrong]
    own = {one.external_id: found for one in right if (found := _find_own(doors, one)) is not None}
    events = [_make(doors, one, source=source) for one in right if one.external_id not in own]
    closed = [_close(doors, one, own.get(one.external_id), source=source) for one in right if one.is_closed]
    with reading(doors.engine) as connection:
        known = known_ids(connection, [event.event_id for event in (*events, *closed)])
    fresh = {event.event_id: event for event in events if event.event_id not in known}
    done = {event.event_id: event for event in closed if event.event_id not in known}
    restated = marked = 0
    if is_written:
        restated = _write(doors, tuple(fresh.values()), refused, source=source)
        _write_closed(doors, tuple(done.values()), tuple(own.values()))
        marked, again = _mark(doors, right, own, source=source)
        restated += again
    tags = _topics_by_tag(doors)
    unknown = {tag for one in told for tag in one.tags if tag.casefold() not in tags}
    return Taken(
        new=len(fresh),
        known=len(events) - len(fresh),
        restated=restated,
        unknown_tags=tuple(sorted(unknown)),
        refused=refused,
        closed=len(done),
        marked=marked,
    )


def _write(doors: Doors, events: tuple[Event, ...], refused: tuple[Refused, ...], *, source: str) -> int:
    for place in range(0, len(events), BATCH):
        with writing(doors.engine) as connection:
            add_events(connection, events[place : place + BATCH])
    if refused:
        with writing(doors.engine) as connection:
            day = doors.clock().date().isoformat()
            count_refusals(connection, day=day, source=source, reasons=Counter(one.reason for one in refused))
    if not events:
        return 0
    times = [event.ts for event in events]
    return conclude_again(doors, since=min(times), until=max(times)).restated


def _mark(
    doors: Doors, contacts: Iterable[DeskContact], own: Mapping[str, Contact], *, source: str
) -> tuple[int, int]:
    """Record which contacts the system calls spam or duplicates; return how many, and needs restated."""
    times = []
    for one in contacts:
        message = own.get(one.external_id)
        ticket_id = message.contact_id if message is not None else f"{source}:{one.external_id}"
        if one.mark and mark_told(doors, ticket_id, one.mark, source=source):
            times.append(message.created_at if message is not None else one.at.timestamp())
    if not times:
        return 0, 0
    return len(times), conclude_again(doors, since=min(times), until=max(times)).restated


def _why_not(doors: Doors, contact: DeskContact) -> str | None:
    now = doors.clock()
    if not contact.external_id or len(contact.external_id) > MOST_ID:
        return "no id, or one longer than 100 characters"
    if contact.at > now + AHEAD:
        return "its time lies in the future"
    if contact.at.timestamp() < events_kept_from(doors):
        return "older than events are kept"
    if contact.mark and contact.mark not in set(Mark):
        return f"the mark is none of {', '.join(Mark)}"
    if contact.case_number and find_case_number(contact.case_number) is None:
        return "the case number has a wrong digit"
    if not contact.is_closed and not contact.mark and _find_own(doors, contact) is not None:
        return "a message from the contact form, counted already"
    return None


def _find_own(doors: Doors, contact: DeskContact) -> Contact | None:
    """Return the message of our own form that a contact is, or None."""
    if not contact.case_number:
        return None
    with reading(doors.engine) as connection:
        return find_by_code(connection, find_case_number(contact.case_number) or "")


def _write_closed(doors: Doors, closed: tuple[Event, ...], own: tuple[Contact, ...]) -> None:
    for place in range(0, len(closed), BATCH):
        with writing(doors.engine) as connection:
            add_events(connection, closed[place : place + BATCH])
    for contact in own:
        queue_survey(doors, contact)


def _close(doors: Doors, contact: DeskContact, own: Contact | None, *, source: str) -> Event:
    """Make the event that tells what a contact took; whether the promise was kept is judged now, for good."""
    created = _make(doors, contact, source=source)
    channel = FORM if own is not None else created.channel
    at = own.created_at if own is not None else created.ts
    lang = own.locale if own is not None else created.locale
    return replace(
        created,
        event_id=f"{created.event_id}-closed",
        ts=at,
        ev=EventName.CONTACT_CLOSED,
        locale=lang,
        topic=own.topic if own is not None else created.topic,
        channel=channel,
        ticket_id=own.contact_id if own is not None else created.ticket_id,
        ckey=None,
        ref_code=None,
        wait_s=contact.wait_s,
        handle_s=contact.handle_s,
        cost_centre=contact.cost_centre or None,
        valid=_is_kept(doors, channel or "", lang, at=at, wait_s=contact.wait_s),
    )


def _is_kept(doors: Doors, channel: str, lang: str, *, at: float, wait_s: float | None) -> int | None:
    """Return 1 if the first answer came as promised, in opening hours, else 0; None without a promise."""
    way = doors.shop.channels.get(channel)
    came = datetime.fromtimestamp(at, tz=UTC)
    promised = way.promised_by(came, lang) if way is not None and wait_s is not None else None
    if promised is None or wait_s is None:
        return None
    return int(came + timedelta(seconds=wait_s) <= promised)


def _make(doors: Doors, contact: DeskContact, *, source: str) -> Event:
    languages = doors.words.languages
    return Event(
        event_id=_event_id(doors, contact, source),
        ts=contact.at.timestamp(),
        ev=EventName.CONTACT_CREATED,
        locale=contact.lang if contact.lang in languages else doors.settings.default_language,
        traffic=Traffic.HUMAN,
        app_v=__version__,
        ckey=_key(doors, contact),
        ref_code=find_case_number(contact.case_number) if contact.case_number else None,
        topic=_topic(doors, contact),
        channel=contact.channel if contact.channel in CHANNELS else "other",
        ticket_id=f"{source}:{contact.external_id}",
        created_by=source,
        valid=1,
    )


def _event_id(doors: Doors, contact: DeskContact, source: str) -> str:
    """Return the same id for the same contact, so that it can be told again without counting twice."""
    message = f"desk|{source}|{contact.external_id}".encode()
    return f"desk-{hmac.new(doors.secret, message, hashlib.sha256).hexdigest()[:32]}"


def _key(doors: Doors, contact: DeskContact) -> str | None:
    if contact.account:
        return account_key(doors.secret, contact.account)
    return customer_key(doors.secret, contact.email) if contact.email else None


def _topic(doors: Doors, contact: DeskContact) -> str | None:
    tags = _topics_by_tag(doors)
    found = (tags.get(tag.casefold()) for tag in contact.tags)
    return next((topic for topic in found if topic is not None), None)


def _topics_by_tag(doors: Doors) -> dict[str, str]:
    tags = {topic.id.casefold(): topic.id for topic in doors.shop.topics.values()}
    for topic in doors.shop.topics.values():
        for desk in topic.desk_tags.values():
            tags.update({tag.casefold(): topic.id for tag in desk})
    return tags
