"""Take a message to a person: checked, stored with its deliveries and its story, answered with a number."""

import hashlib
import hmac
import json
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Connection

from portal.articles import Topic
from portal.articles.acts import Act
from portal.articles.deadlines import deadline_after, read_deadline
from portal.domain.attachments import Attachment
from portal.domain.calls import Call
from portal.domain.case_numbers import make_register_number
from portal.domain.events import Event, EventName
from portal.domain.order_numbers import find_order_number
from portal.domain.visits import customer_key
from portal.errors import FieldError, InvalidForm, NotStored, ProofNeeded, TooMany
from portal.services.attaching import add_rows, drop_files, keep_files
from portal.services.doors import Doors
from portal.services.making_events import is_event_id, make_event, new_id
from portal.services.proving import require_proof, spend
from portal.services.telling import tell_journey, to_json
from portal.services.visitors import Visitor, new_code
from portal.store import contacts, outbox, visits
from portal.store.calls import add_call
from portal.store.database import Collision, reading, writing
from portal.store.events import add_events, has_open_intent
from portal.store.legal_acts import RECEIPT, LegalAct, add_act

FORM, CALLBACK = "form", "callback"
_COLLISIONS = 3
_ACKNOWLEDGEMENT = "acknowledgement"
_MOST_ANSWERS = {_ACKNOWLEDGEMENT: 3, RECEIPT: 10}
"""A day, to one address: whoever types a stranger's address must not fill her mailbox through us."""
_BREAKING = frozenset({"Cc", "Zl", "Zp"})
"""Control characters, and Unicode's own separators of lines and paragraphs."""
MOST_MESSAGE, MOST_NAME, MOST_ORDER = 5_000, 100, 40


@dataclass(frozen=True, slots=True)
class ContactForm:
    """A message as it came in; `token` is that of the form it was written in."""

    message: str
    email: str
    lang: str
    token: str
    name: str = ""
    topic: str = ""
    order_number: str = ""
    article_id: str | None = None
    query_id: str | None = None
    files: tuple[Attachment, ...] = field(default=(), repr=False)
    """What was attached, looked into already."""
    act: Act | None = None
    """The statement of legal weight that the message is: then it gets a receipt."""
    choice: str = ""
    call: Call | None = None
    """Whom to call and when, where a call is wished for."""
    proof: str = field(default="", repr=False)
    """What the browser showed because programs flood the form; empty at first, and mostly."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the customer is told: her case number, and when she will have an answer."""

    contact_id: str
    code: str
    email: str
    reply_by: datetime


def send_message(doors: Doors, visitor: Visitor, form: ContactForm) -> Sent:
    """Store a message, its events and its deliveries in one transaction.

    Sending the same words from the same form twice gives the same case. Raises InvalidForm when fields are
    wrong, ProofNeeded, TooMany, and NotStored when the message could not be kept: then nobody is told that
    it was sent.
    """
    _check(doors, form)
    contact = take(doors, visitor, form)
    zone = doors.shop.calendar.zone
    reply_by = datetime.fromtimestamp(contact.reply_by, tz=zone)
    return Sent(contact.contact_id, contact.code, contact.email, reply_by)


def take(doors: Doors, visitor: Visitor, form: ContactForm) -> contacts.Contact:
    """Store a message whose fields were looked into, once; raises ProofNeeded, TooMany and NotStored."""
    with reading(doors.engine) as connection:
        known = contacts.find_by_submission(connection, _submission_key(doors, form))
    if known is not None:
        # Who presses twice is told the same twice, even if the first was the last for this hour.
        return known
    form = replace(form, proof=_spend(doors, visitor, form))
    doors.recorder.flush(visitor)
    for _ in range(_COLLISIONS):
        with suppress(Collision):
            return _keep(doors, visitor, form)
    raise NotStored("The message met others at the same moment, again and again.")


def _keep(doors: Doors, visitor: Visitor, form: ContactForm) -> contacts.Contact:
    """Write the files, then the rows that name them.

    When the rows cannot be written, nobody knows for sure that they are not there: the sweep looks later.
    """
    names = keep_files(doors, form.files, lang=form.lang)
    try:
        contact, is_new = _store(doors, visitor, form, names)
    except ProofNeeded:
        drop_files(doors, names)
        raise
    if not is_new:
        drop_files(doors, names)
    return contact


def _store(
    doors: Doors, visitor: Visitor, form: ContactForm, names: tuple[str, ...]
) -> tuple[contacts.Contact, bool]:
    with writing(doors.engine) as connection:
        known = contacts.find_by_submission(connection, _submission_key(doors, form))
        if known is not None:
            return known, False
        if form.proof:
            spend(doors, connection, visitor, form.proof, token=form.token, lang=form.lang)
        contact = _make_contact(doors, connection, visitor, form)
        contacts.add_contact(connection, contact)
        add_rows(connection, contact.contact_id, form.files, names, now=contact.created_at)
        has_intent = visitor.sid is not None and has_open_intent(connection, visitor.sid)
        add_events(connection, _events(doors, visitor, form, contact, has_intent=has_intent))
        if form.act is not None:
            add_act(connection, _make_act(doors, form.act, form.choice, contact))
        if form.call is not None:
            add_call(connection, contact.contact_id, form.call)
        _queue(doors, connection, contact, answer=RECEIPT if form.act else _ACKNOWLEDGEMENT)
        return contact, True


def _make_act(doors: Doors, act: Act, choice: str, contact: contacts.Contact) -> LegalAct:
    year = datetime.fromtimestamp(contact.created_at, tz=doors.shop.calendar.zone).year
    number = make_register_number(contact.code, year) if act.is_registered else None
    return LegalAct(contact.contact_id, act.id, choice or None, number)


def _spend(doors: Doors, visitor: Visitor, form: ContactForm) -> str:
    """Return the proof that goes with the message; empty while none is needed, as for statements always."""
    now = doors.clock().timestamp()
    proof = None
    try:
        if form.act:
            # Of their own, so that no flood of messages keeps anybody from a statement.
            doors.budgets.statements.spend(visitor.network, now=now)
        else:
            doors.budgets.contacts.spend(visitor.network, now=now)
            proof = require_proof(doors, visitor, form.proof, token=form.token, lang=form.lang)
            doors.budgets.contacts_in_all.spend("", now=now)
    except TooMany as error:
        text = doors.words.get(form.lang, "form.toomany", phone=other_way(doors))
        raise TooMany(text, retry_after_s=error.retry_after_s) from None
    return proof or ""


def _submission_key(doors: Doors, form: ContactForm) -> str:
    typed = (form.token, form.message.strip(), form.email.strip(), form.topic, form.order_number.strip())
    call = (form.call.phone, str(form.call.begins_at)) if form.call else ()
    parts = (*typed, *call, *(one.digest for one in form.files))
    return hmac.new(doors.secret, "\x00".join(parts).encode(), hashlib.sha256).hexdigest()


def other_way(doors: Doors) -> str:
    """Return how to reach a person when the form does not work: the phone number, else the mail address."""
    ways = {channel.kind: channel.address for channel in doors.shop.channels.values()}
    return ways.get("phone") or ways.get("email") or doors.settings.desk_email


def promised_by(doors: Doors, at: datetime, lang: str) -> datetime:
    """Return by when somebody answers what is written now; a form without a promise says so by its `at`."""
    return doors.shop.channels[FORM].promised_by(at, lang) or at


def _make_contact(
    doors: Doors, connection: Connection, visitor: Visitor, form: ContactForm
) -> contacts.Contact:
    now = doors.clock()
    topic = doors.shop.topics.get(form.topic)
    deadline_at = deadline_of(doors, topic, now)
    promised_at = form.call.ends_at if form.call else promised_by(doors, now, form.lang).timestamp()
    return contacts.Contact(
        contact_id=new_id(),
        code=_take_code(connection, visitor),
        created_at=now.timestamp(),
        locale=form.lang,
        topic=topic.id if topic else None,
        is_counted=int(topic is None or topic.suggest),
        name=form.name.strip() or None,
        email=mailable(form.email),
        order_number=find_order_number(form.order_number) or form.order_number.strip() or None,
        message=form.message.strip(),
        journey=to_json(tell_journey(connection, visitor.sid)),
        sid=visitor.sid,
        article_id=form.article_id if doors.find_article(form.article_id, form.lang) else None,
        # What the law gives is what a statement's receipt says: nothing else is promised there.
        reply_by=deadline_at if form.act and deadline_at else promised_at,
        deadline_at=deadline_at,
        traffic=visitor.traffic,
        submission_key=_submission_key(doors, form),
    )


def deadline_of(doors: Doors, topic: Topic | None, at: datetime) -> float | None:
    """Return until when a message that came at a time must be dealt with; None if nothing says so."""
    if topic is None or topic.deadline is None:
        return None
    period = read_deadline(topic.deadline, doors.shop.values)
    return deadline_after(period, at, hours=doors.shop.channels[FORM].hours).timestamp()


def _take_code(connection: Connection, visitor: Visitor) -> str:
    code = visits.find_code(connection, visitor.sid) if visitor.sid else None
    if code is not None and contacts.find_by_code(connection, code) is None:
        return code
    code = new_code(connection)
    if visitor.sid is not None:
        visits.set_code(connection, visitor.sid, code)
    return code


def _events(
    doors: Doors, visitor: Visitor, form: ContactForm, contact: contacts.Contact, *, has_intent: bool
) -> tuple[Event, ...]:
    at, channel = contact.created_at, CALLBACK if form.call else FORM
    created = make_event(
        visitor,
        EventName.CONTACT_CREATED,
        at=at,
        locale=form.lang,
        topic=contact.topic,
        channel=channel,
        ticket_id=contact.contact_id,
        query_id=form.query_id if is_event_id(form.query_id or "") else None,
        ckey=None if visitor.signal else visitor.ckey or customer_key(doors.secret, contact.email),
        ref_code=contact.code,
        created_by="customer",
        valid=1,
        surface="contact",
    )
    if has_intent:
        return (created,)
    intent = make_intent(visitor, at=at - 0.001, lang=form.lang, topic=contact.topic, channel=channel)
    return intent, created


def make_intent(visitor: Visitor, *, at: float, lang: str, topic: str | None, channel: str = FORM) -> Event:
    """Make the event that somebody began to write in the form; with scripts the page sends it."""
    return make_event(
        visitor,
        EventName.CONTACT_INTENT,
        at=at,
        locale=lang,
        topic=topic,
        channel=channel,
        surface="contact",
    )


def _queue(doors: Doors, connection: Connection, contact: contacts.Contact, *, answer: str) -> None:
    recipients = {"desk": doors.settings.desk_email}
    a_day_ago = contact.created_at - 24 * 3600
    known = outbox.count_to(connection, contact.email, kind=answer, since=a_day_ago)
    if known < _MOST_ANSWERS[answer]:
        recipients[answer] = contact.email
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
    if not mailable(form.email):
        errors.append(FieldError("email", say("form.email.bad")))
    if form.topic and form.topic not in doors.shop.topics:
        errors.append(FieldError("topic", say("form.topic.unknown")))
    if has_line_break(form.name):
        errors.append(FieldError("name", say("form.oneline")))
    elif len(form.name) > MOST_NAME:
        errors.append(FieldError("name", say("form.name.long", most=MOST_NAME)))
    if len(form.order_number) > MOST_ORDER or has_line_break(form.order_number):
        errors.append(FieldError("order_number", say("form.order.long", most=MOST_ORDER)))
    if errors:
        raise InvalidForm(tuple(errors))


def mailable(text: str) -> str:
    """Return an address as mail servers take it, or the empty text if it is none; asks no network."""
    try:
        checked = validate_email(
            text.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False
        )
    except EmailNotValidError:
        return ""
    return checked.ascii_email or ""


def has_line_break(text: str) -> bool:
    """Tell whether a text is more than one line, however the break is made."""
    return any(unicodedata.category(sign) in _BREAKING for sign in text)
