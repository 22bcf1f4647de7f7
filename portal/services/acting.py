"""Take a statement of legal weight: looked into, told back word for word, stored, and its receipt queued.

Nothing is suggested here and no order is looked up: a statement counts whether its order is found or not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from typing import Final

from portal.articles import Topic
from portal.articles.acts import ACTS, Act, Field, Kind
from portal.articles.blocks import HOME
from portal.articles.topics import ActId
from portal.connectors.mail import MailFailed
from portal.domain.attachments import Attachment
from portal.domain.case_numbers import format_case_number
from portal.errors import FieldError, InvalidForm
from portal.language import Period, Unit, format_date
from portal.services.contacting import ContactForm, has_line_break, mailable, take
from portal.services.doors import Doors
from portal.services.letters import is_greetable, reply_by_text, request_url
from portal.services.visitors import Visitor
from portal.store import contacts, outbox
from portal.store.contacts import Contact
from portal.store.database import reading
from portal.store.legal_acts import LegalAct, find_act, receipt_state

MOST_EMAIL: Final = 254
_SEND_BACK: Final = "withdrawal.send_back"
_ADDRESSEE: Final = ("company.legal_name", "company.seat")


@dataclass(frozen=True, slots=True, repr=False)
class Statement:
    """What was filled in, by field; no repr, for it is personal. `token` is that of the form."""

    act: Act
    lang: str
    token: str
    email: str
    said: Mapping[str, str]
    files: tuple[Attachment, ...] = ()
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One field as it is told back."""

    label: str
    text: str


class Receipt(StrEnum):
    """How far a receipt is when its page is shown."""

    WAITING = "waiting"
    SENT = "sent"
    LATE = "late"
    NONE = "none"


@dataclass(frozen=True, slots=True, repr=False)
class Taken:
    """A statement that was received: what its page and its receipt tell, every text ready."""

    email: str
    code_text: str
    register_no: str | None
    received: str
    message: str
    next: tuple[str, ...]
    receipt: Receipt


def check_statement(doors: Doors, statement: Statement) -> None:
    """Raise InvalidForm with every field that is missing or too long; what was typed is right otherwise."""
    errors = tuple(_find_errors(doors, statement))
    if errors:
        raise InvalidForm(errors)


def tell_statement(doors: Doors, statement: Statement) -> tuple[Said, ...]:
    """Return everything that was filled in, as the customer reads it over."""
    lang, say = statement.lang, doors.words.get
    lines = []
    for one in statement.act.fields:
        text = statement.said.get(one.name, "").strip()
        if text and _is_taken(one, statement.said):
            shown = say(lang, f"act.field.{one.name}.{text}") if one.kind is Kind.CHOICE else text
            lines.append(Said(say(lang, f"act.field.{one.name}"), shown))
    files = ", ".join(one.name for one in statement.files)
    beside = (Said(say(lang, "act.files"), files),) if files else ()
    return (*lines, *beside, Said(say(lang, "form.email"), mailable(statement.email)))


def send_statement(doors: Doors, visitor: Visitor, statement: Statement) -> Taken:
    """Store a statement with its receipt and its delivery in one transaction; the same form is taken once.

    Raises InvalidForm, TooMany, and NotStored: then nobody is told that it was received.
    """
    check_statement(doors, statement)
    topic = find_topic(doors, statement.act)
    form = ContactForm(
        message=_write_message(doors, statement),
        email=statement.email,
        lang=statement.lang,
        token=statement.token,
        name=statement.said.get("name", ""),
        topic=topic.id if topic else "",
        order_number=statement.said.get("order_number", ""),
        article_id=statement.article_id,
        files=statement.files,
        act=statement.act,
        choice=statement.said.get(statement.act.choice, ""),
    )
    contact = take(doors, visitor, form)
    with reading(doors.engine) as connection:
        act = find_act(connection, contact.contact_id)
        state = receipt_state(connection, contact.contact_id)
    return _tell(doors, contact, act, _how_far(state))


def find_topic(doors: Doors, act: Act) -> Topic | None:
    """Return the topic that an act belongs to, or None."""
    return next((topic for topic in doors.shop.topics.values() if topic.act == act.id), None)


def write_receipt(doors: Doors, outgoing: outbox.Outgoing) -> EmailMessage:
    """Return the finished receipt; raise MailFailed if its statement was deleted meanwhile."""
    with reading(doors.engine) as connection:
        contact = contacts.find_by_id(connection, outgoing.contact_id or "")
        act = find_act(connection, outgoing.contact_id or "")
    if contact is None or act is None:
        raise MailFailed("The contact was deleted meanwhile.", is_final=True)
    lang, say = contact.locale, doors.words.get
    taken = _tell(doors, contact, act, Receipt.SENT)
    done = say(lang, f"act.{act.act}.done")
    name = contact.name or ""
    phone = doors.shop.channels["phone"].address if "phone" in doors.shop.channels else ""
    paragraphs = [
        say(lang, "letter.greeting", name=name) if is_greetable(name) else say(lang, "letter.greeting.plain"),
        f"{done}.",
        "\n".join(f"{one.label}: {one.text}" for one in tell_facts(doors, taken, lang)),
        f"{say(lang, 'act.yours')}:",
        "\n".join(f"> {line}".rstrip() for line in taken.message.splitlines()),
        *taken.next,
        say(lang, "act.keep"),
        say(lang, "letter.more", phone=phone),
        say(lang, "letter.track", url=request_url(doors, contact.code, lang)),
        say(lang, "letter.signature", shop=doors.shop.shop_name),
    ]
    message = EmailMessage()
    message["Subject"] = say(lang, "act.subject", done=done, code=taken.code_text)
    message["From"] = Address(doors.shop.shop_name, addr_spec=doors.settings.mail_from)
    message["To"] = outgoing.recipient
    host = doors.settings.mail_from.rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{contact.code}.{outgoing.kind}.{contact.contact_id}@{host}>"
    message["Date"] = format_datetime(datetime.fromtimestamp(outgoing.created_at, tz=UTC))
    message["Auto-Submitted"] = "auto-replied"
    message["X-Portal-Ref"] = contact.code
    message.set_content("\n\n".join(paragraphs) + "\n")
    message["Content-Language"] = lang  # after the text: setting it drops every Content- header
    return message


def tell_facts(doors: Doors, taken: Taken, lang: str) -> tuple[Said, ...]:
    """Return when a statement came in and the numbers it has, each with its name."""
    say = doors.words.get
    rows = (
        ("act.received", taken.received),
        ("request.code", taken.code_text),
        ("act.register", taken.register_no),
    )
    return tuple(Said(say(lang, key), text) for key, text in rows if text)


def _find_errors(doors: Doors, statement: Statement) -> Iterator[FieldError]:
    for one in statement.act.fields:
        key = _find_error(one, statement.said)
        if key:
            label = doors.words.get(statement.lang, f"act.field.{one.name}")
            yield FieldError(one.name, doors.words.get(statement.lang, key, field=label, most=one.most))
    if len(statement.email) > MOST_EMAIL or not mailable(statement.email):
        yield FieldError("email", doors.words.get(statement.lang, "form.email.bad"))


def _find_error(one: Field, said: Mapping[str, str]) -> str:
    """Return the word for what is wrong with a field; nothing if it is right."""
    text = said.get(one.name, "").strip()
    if not _is_taken(one, said):
        return ""
    if one.kind is Kind.CHOICE:
        return "" if text in one.choices else "act.choose"
    if not text:
        return "act.empty" if one.is_required else ""
    if len(text) > one.most:
        return "act.long"
    return "act.oneline" if one.kind is Kind.LINE and has_line_break(text) else ""


def _is_taken(one: Field, said: Mapping[str, str]) -> bool:
    """Tell whether a field belongs to the statement: some do with one choice of another field only."""
    return one.only_with is None or said.get(one.only_with[0]) == one.only_with[1]


def _write_message(doors: Doors, statement: Statement) -> str:
    """Write the statement as a text: to whom, what is declared, and every field under its name."""
    lang, say = statement.lang, doors.words.get
    known = (doors.shop.values.get(name) for name in _ADDRESSEE)
    addressee = ", ".join(one for one in known if isinstance(one, str))
    head = [f"{say(lang, 'act.to')}: {addressee}"] if addressee else []
    fields = "\n".join(
        f"{one.label}:\n{one.text}" if "\n" in one.text else f"{one.label}: {one.text}"
        for one in tell_statement(doors, statement)
    )
    return "\n\n".join((*head, say(lang, f"act.{statement.act.id}.says"), fields))


def _tell(doors: Doors, contact: Contact, act: LegalAct | None, receipt: Receipt) -> Taken:
    lang = contact.locale
    return Taken(
        email=contact.email,
        code_text=format_case_number(contact.code),
        register_no=act.register_no if act else None,
        received=reply_by_text(doors, contact.created_at, lang),
        message=contact.message,
        next=tuple(_tell_next(doors, contact, act)),
        receipt=receipt,
    )


def _tell_next(doors: Doors, contact: Contact, act: LegalAct | None) -> Iterator[str]:
    if act is None or act.act not in ACTS or contact.deadline_at is None:
        return
    lang, say = contact.locale, doors.words.get
    period = doors.shop.values.get(_SEND_BACK)
    is_told = act.act == ActId.WITHDRAWAL and doors.shop.market == HOME
    if is_told and isinstance(period, Period) and period.unit is Unit.CALENDAR_DAYS:
        came = datetime.fromtimestamp(contact.created_at, tz=doors.shop.calendar.zone)
        until = came.date() + timedelta(days=int(period.high))
        yield say(lang, "act.withdrawal.back", date=format_date(until, lang))
    yield say(lang, f"act.{act.act}.by", time=reply_by_text(doors, contact.deadline_at, lang))


def _how_far(state: tuple[str, str | None] | None) -> Receipt:
    if state is None:
        return Receipt.NONE
    if state[0] == "delivered":
        return Receipt.SENT
    return Receipt.LATE if state[0] == "failed" or state[1] else Receipt.WAITING
