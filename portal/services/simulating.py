"""Fill the demo's database with some weeks of invented visits, through the same events and tables.

What is simulated never mixes with what is measured: only a database of the demo is filled, only while it is
empty, and every page says so.
"""

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection

from portal import __version__
from portal.domain.case_numbers import make_case_number
from portal.domain.events import Event, EventName, Signal, Traffic
from portal.domain.visits import customer_key
from portal.errors import SettingsError
from portal.services.contacting import deadline_of
from portal.services.doors import Doors
from portal.services.simulating_visits import (
    Message,
    Told,
    begin_visit,
    make_id,
    tell_again,
    tell_asking,
    tell_crawl,
    tell_reading,
    tell_writing,
)
from portal.services.simulating_world import LANGUAGES, World, make_worlds, visit_times
from portal.services.telling import tell_journey, to_json
from portal.store import comments, contacts, deadlines, outbox
from portal.store.database import reading, writing
from portal.store.events import add_events
from portal.store.reports_content import is_anything_recorded

VISITS_A_DAY = 146
SEED = 2026
_FORM = "form"

Progress = Callable[[int, int], None]


def fill_demo(doors: Doors, *, days: int = 42, seed: int = SEED, on_progress: Progress | None = None) -> int:
    """Fill an empty database of the demo and return how many visits it got; 0 if it was filled already.

    The same seed at the same time gives the same visits. Raises SettingsError outside the demo.
    """
    if not doors.settings.demo:
        raise SettingsError("Simulated traffic is written only with PORTAL_DEMO=1, or by `make demo`.")
    with reading(doors.engine) as connection:
        if is_anything_recorded(connection):
            return 0
    simulation = _Simulation(doors, random.Random(seed))  # noqa: S311  no secret is made here
    with writing(doors.engine) as connection:
        return simulation.write(connection, days=days, on_progress=on_progress)


class _Simulation:
    """One filling: the worlds, the numbers given out, and who has written before."""

    def __init__(self, doors: Doors, rng: random.Random) -> None:
        self._doors = doors
        self._rng = rng
        self._zone = doors.shop.calendar.zone
        self._worlds = make_worlds(doors)
        self._codes: set[str] = set()

    def write(self, connection: Connection, *, days: int, on_progress: Progress | None) -> int:
        now = self._doors.clock()
        times = visit_times(days, days * VISITS_A_DAY, now=now, zone=self._zone, rng=self._rng)
        visits = 0
        for number, at in enumerate(times):
            for told in self._tell(at.timestamp()):
                if told.ended_at > now.timestamp() - 300:
                    continue
                self._keep(connection, told)
                visits += 1
            if on_progress is not None and number % 100 == 0:
                on_progress(number, len(times))
        if on_progress is not None:
            on_progress(len(times), len(times))
        return visits

    def _tell(self, at: float) -> Iterator[Told]:
        """Tell a visit, and sometimes the same customer's next one."""
        rng = self._rng
        world = self._pick_world()
        kind = rng.random()
        if kind < 0.06:
            yield tell_crawl(begin_visit(world, rng, at, traffic=Traffic.BOT))
            return
        if kind < 0.075:
            yield tell_asking(begin_visit(world, rng, at, traffic=Traffic.STAFF))
            return
        signal = rng.choice((Signal.GPC, Signal.DNT)) if rng.random() < 0.04 else None
        visit = begin_visit(world, rng, at, traffic=Traffic.HUMAN, signal=signal)
        tell = tell_reading if kind < 0.34 else tell_asking if kind < 0.85 else tell_writing
        told = tell(visit)
        yield told
        if signal is None and visit.subject is not None and self._comes_back(told):
            # The same browser on the same day, after the visit is over.
            later = visit.at + rng.uniform(2_400, 6 * 3_600)
            if _day(later) == _day(at):
                again = begin_visit(world, rng, later, traffic=Traffic.HUMAN)
                again.vid = visit.vid
                yield tell_again(again, visit.subject)

    def _comes_back(self, told: Told) -> bool:
        if told.messages or not told.events:
            return False
        said_yes = told.events[-1].ev is EventName.SOLVED_YES
        has_asked = any(event.ev in (EventName.SEARCH, EventName.CONTACT_INTENT) for event in told.events)
        return has_asked and self._rng.random() < (0.06 if said_yes else 0.04)

    def _pick_world(self) -> World:
        langs = list(self._worlds)
        return self._worlds[self._rng.choices(langs, weights=[LANGUAGES[lang] for lang in langs])[0]]

    def _keep(self, connection: Connection, told: Told) -> None:
        add_events(connection, told.events)
        for comment in told.comments:
            comments.add_comment(connection, comment)
        for message in told.messages:
            self._keep_message(connection, message)

    def _keep_message(self, connection: Connection, message: Message) -> None:
        contact = self._contact(connection, message)
        contacts.add_contact(connection, contact)
        self._end_deadline(connection, contact)
        add_events(connection, [self._created(message, contact)])
        for kind, recipient in (
            ("desk", self._doors.settings.desk_email),
            ("acknowledgement", contact.email),
        ):
            outbox_id = make_id(self._rng, message.at)
            outbox.add_outgoing(
                connection,
                outbox.Outgoing(
                    outbox_id=outbox_id,
                    kind=kind,
                    contact_id=contact.contact_id,
                    recipient=recipient,
                    payload=json.dumps({"contact_id": contact.contact_id}),
                    attempts=0,
                    created_at=contact.created_at,
                ),
            )
            if kind == "acknowledgement" and self._rng.random() < 0.004:
                error = "550 5.1.1 no such mailbox"
                outbox.mark_undelivered(connection, outbox_id, error=error, next_at=None)
            else:
                outbox.mark_delivered(connection, outbox_id, now=contact.created_at + 4)

    def _end_deadline(self, connection: Connection, contact: contacts.Contact) -> None:
        """Let somebody of the team have met nearly every deadline that has passed."""
        ends_at = contact.deadline_at
        if ends_at is None or ends_at > self._doors.clock().timestamp() or int(contact.code) % 25 == 0:
            return
        at = contact.created_at + 0.6 * (ends_at - contact.created_at)
        deadlines.end_deadline(connection, contact.contact_id, at=at, by="anna")

    def _contact(self, connection: Connection, message: Message) -> contacts.Contact:
        at = datetime.fromtimestamp(message.at, tz=UTC)
        topic = self._doors.shop.topics[message.topic]
        reply_by = self._doors.shop.channels[_FORM].promised_by(at, message.lang) or at
        contact_id = make_id(self._rng, message.at)
        return contacts.Contact(
            contact_id=contact_id,
            code=self._new_code(),
            created_at=message.at,
            locale=message.lang,
            topic=topic.id,
            is_counted=int(topic.suggest),
            name=message.name,
            email=message.email,
            order_number=message.order_number,
            message=message.text,
            journey=to_json(tell_journey(connection, message.sid)),
            sid=message.sid,
            article_id=message.article_id,
            reply_by=reply_by.timestamp(),
            deadline_at=deadline_of(self._doors, topic, at),
            traffic=Traffic.HUMAN,
            submission_key=f"demo {contact_id}",
        )

    def _created(self, message: Message, contact: contacts.Contact) -> Event:
        ckey = None if message.signal else customer_key(self._doors.secret, contact.email)
        return Event(
            event_id=make_id(self._rng, message.at),
            ts=message.at,
            ev=EventName.CONTACT_CREATED,
            locale=message.lang,
            traffic=Traffic.HUMAN,
            app_v=__version__,
            sid=message.sid,
            vid=message.vid,
            signal=message.signal,
            topic=message.topic,
            channel=_FORM,
            ticket_id=contact.contact_id,
            query_id=message.query_id,
            ckey=ckey,
            ref_code=contact.code,
            created_by="customer",
            valid=1,
            surface="contact",
        )

    def _new_code(self) -> str:
        while True:
            code = make_case_number(self._rng.randrange(10**6))
            if code not in self._codes:
                self._codes.add(code)
                return code


def _day(ts: float) -> int:
    return datetime.fromtimestamp(ts, tz=UTC).toordinal()
