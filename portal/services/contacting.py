"""Take a message to a person: checked, stored with its deliveries and its story, answered with a number."""

import json
from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Connection

from portal.articles import Topic
from portal.domain.events import Event, EventName
from portal.domain.order_numbers import find_order_number
from portal.domain.visits import customer_key
from portal.errors import FieldError, InvalidForm
from portal.language import Period, Unit
from portal.services.doors import Doors
from portal.services.making_events import make_event, new_id
from portal.services.telling import tell_journey, to_json
from portal.services.visitors import Visitor, new_code
from portal.store import contacts, outbox, visits
from portal.store.database import writing
from portal.store.events import add_events

FORM = "form"
MOST_MESSAGE, MOST_NAME, MOST_ORDER = 5_000, 100, 40


@dataclass(frozen=True, slots=True)
class ContactForm:
    """A message as it came in; `submission_key` is the same when the same form is sent twice."""

    message: str
    email: str
    lang: str
    submission_key: str
    name: str = ""
    topic: str = ""
    order_number: str = ""
    article_id: str | None = None
    query_id: str | None = None
    has_intent: bool = True
    """Whether the page already recorded that she began to write; without scripts it did not."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the customer is told: her case number, and when she will have an answer."""

    code: str
    email: str
    reply_by: datetime


def send_message(doors: Doors, visitor: Visitor, form: ContactForm) -> Sent:
    """Store a message, its events and its deliveries in one transaction.

    Sending the same form twice gives the same case. Raises InvalidForm when fields are wrong and NotStored
    when the message could not be kept: then nobody is told that it was sent.
    """
    _check(doors, form)
    doors.recorder.flush()
    with writing(doors.engine) as connection:
        known = contacts.find_by_submission(connection, form.submission_key)
        contact = known or _make_contact(doors, connection, visitor, form)
        if known is None and contacts.add_contact(connection, contact):
            add_events(connection, _events(doors, visitor, form, contact))
            _queue(doors, connection, contact)
    return Sent(
        contact.code, contact.email, datetime.fromtimestamp(contact.reply_by, tz=doors.clock().tzinfo)
    )


def _make_contact(
    doors: Doors, connection: Connection, visitor: Visitor, form: ContactForm
) -> contacts.Contact:
    now = doors.clock()
    topic = doors.shop.topics.get(form.topic)
    reply_by = doors.shop.channels[FORM].promised_by(now, form.lang) or now
    return contacts.Contact(
        contact_id=new_id(),
        code=_take_code(connection, visitor),
        created_at=now.timestamp(),
        locale=form.lang,
        topic=topic.id if topic else None,
        is_counted=int(topic is None or topic.suggest),
        name=form.name.strip() or None,
        email=form.email.strip(),
        order_number=find_order_number(form.order_number) or form.order_number.strip() or None,
        message=form.message.strip(),
        journey=to_json(tell_journey(connection, visitor.sid)),
        sid=visitor.sid,
        article_id=form.article_id,
        reply_by=reply_by.timestamp(),
        deadline_at=_deadline(doors, topic, now),
        traffic=visitor.traffic,
        submission_key=form.submission_key,
    )


def _deadline(doors: Doors, topic: Topic | None, now: datetime) -> float | None:
    if topic is None or topic.deadline is None:
        return None
    days, _, kind = topic.deadline.partition(" ")
    unit = Unit.WORKING_DAYS if kind == "working" else Unit.CALENDAR_DAYS
    return doors.shop.channels[FORM].hours.add(Period(int(days), int(days), unit, "message"), now).timestamp()


def _take_code(connection: Connection, visitor: Visitor) -> str:
    code = visits.find_code(connection, visitor.sid) if visitor.sid else None
    if code is not None and contacts.find_by_code(connection, code) is None:
        return code
    code = new_code(connection)
    if visitor.sid is not None:
        visits.set_code(connection, visitor.sid, code)
    return code


def _events(
    doors: Doors, visitor: Visitor, form: ContactForm, contact: contacts.Contact
) -> tuple[Event, ...]:
    at = contact.created_at
    created = make_event(
        visitor,
        EventName.CONTACT_CREATED,
        at=at,
        locale=form.lang,
        topic=contact.topic,
        channel="form",
        ticket_id=contact.contact_id,
        query_id=form.query_id,
        ckey=None if visitor.signal else customer_key(doors.secret, contact.email),
        ref_code=contact.code,
        created_by="customer",
        valid=1,
        surface="contact",
    )
    if form.has_intent:
        return (created,)
    intent = make_event(
        visitor,
        EventName.CONTACT_INTENT,
        at=at - 0.001,
        locale=form.lang,
        topic=contact.topic,
        channel="form",
        surface="contact",
    )
    return intent, created


def _queue(doors: Doors, connection: Connection, contact: contacts.Contact) -> None:
    recipients = {"desk": doors.settings.desk_email, "acknowledgement": contact.email}
    for kind, recipient in recipients.items():
        outbox.add_outgoing(
            connection,
            outbox.Outgoing(
                outbox_id=new_id(),
                kind=kind,
                contact_id=contact.contact_id,
                recipient=recipient,
                payload=json.dumps({"contact_id": contact.contact_id}),
                attempts=0,
                created_at=contact.created_at,
            ),
        )


def _check(doors: Doors, form: ContactForm) -> None:
    def say(key: str, **values: object) -> str:
        return doors.words.get(form.lang, key, **values)

    errors = []
    if not form.message.strip():
        errors.append(FieldError("message", say("form.message.empty")))
    elif len(form.message) > MOST_MESSAGE:
        errors.append(FieldError("message", say("form.message.long", most=MOST_MESSAGE)))
    if not is_email(form.email):
        errors.append(FieldError("email", say("form.email.bad")))
    if form.topic and form.topic not in doors.shop.topics:
        errors.append(FieldError("topic", say("form.topic.unknown")))
    if len(form.name) > MOST_NAME or _has_line_break(form.name):
        errors.append(FieldError("name", say("form.name.long", most=MOST_NAME)))
    if len(form.order_number) > MOST_ORDER or _has_line_break(form.order_number):
        errors.append(FieldError("order_number", say("form.order.long", most=MOST_ORDER)))
    if errors:
        raise InvalidForm(tuple(errors))


def is_email(text: str) -> bool:
    """Tell whether a text is an address that mail can be sent to, without asking the network."""
    try:
        validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _has_line_break(text: str) -> bool:
    return any(ord(sign) < 32 for sign in text)
