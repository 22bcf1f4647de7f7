"""See how one's own message stands, add to it, or close it: by case number and e-mail address.

A wrong number, a wrong address and a case that does not exist have one answer, at one pace. What is added
goes into the ticket; where there is none, to the mailbox of those who answer, in the first letter's thread.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from portal.connectors.mail import MailFailed
from portal.domain.attachments import Attachment
from portal.domain.case_numbers import find_case_number, format_case_number
from portal.domain.events import EventName
from portal.domain.order_matching import plain_second
from portal.domain.orders import SecondField
from portal.errors import FieldError, InvalidForm, TooMany
from portal.services.attaching import add_rows, drop_files, keep_files
from portal.services.budgets import Budget
from portal.services.contacting import MOST_MESSAGE, mailable, other_way
from portal.services.doors import Doors
from portal.services.integrations import Integrations
from portal.services.letters import attach, topic_title
from portal.services.making_events import make_event
from portal.services.pacing import Pace
from portal.services.visitors import Visitor
from portal.store import contacts, desk_tickets, follow_ups, outbox
from portal.store.attachments import StoredFile, added_files, attachments_of
from portal.store.contacts import Contact
from portal.store.database import reading, writing
from portal.store.follow_ups import FollowUp

KIND = "request"
PACE_S = 0.25
_OF_NUMBER, _WITHIN_S = 10, 15 * 60
_MOST_ADDED = 20
"""To one message: nobody honest comes near."""


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """What was typed; no repr, for it is personal."""

    code: str
    email: str


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """A message of hers: `status` is received, in_progress, waiting_for_customer or solved."""

    contact: Contact
    status: str
    is_answered: bool
    is_closed_by_her: bool
    added: tuple[FollowUp, ...]
    files: tuple[StoredFile, ...] = ()


class Requests:
    """The page of one service: its pace, its limits, and who answers what."""

    def __init__(self, doors: Doors, integrations: Integrations, pace: Pace | None = None) -> None:
        self._doors, self._integrations = doors, integrations
        self._pace = pace or Pace(PACE_S, at_once=doors.settings.threads // 4)
        self._of_address = Budget(doors.settings.look_ups_per_hour, seconds=3600)
        self._of_number = Budget(_OF_NUMBER, seconds=_WITHIN_S)

    def find(self, visitor: Visitor, asked: Question, *, lang: str) -> Request | None:
        """Return how a message stands, or None; raises InvalidForm, TooMany, Unavailable."""
        self._check(asked, lang)
        with self._paced(visitor, asked, lang):
            found = self._match(asked)
            self._record(visitor, lang, found)
        return found

    def add(
        self,
        visitor: Visitor,
        asked: Question,
        message: str,
        *,
        token: str,
        lang: str,
        files: tuple[Attachment, ...] = (),
    ) -> Request | None:
        """Add words and files to a message of hers; raises what `find` raises, and NotStored."""
        text = message.strip()
        if not (text or files) or len(text) > MOST_MESSAGE:
            key = "form.message.long" if text else "form.message.empty"
            told = (
                self._doors.words.get(lang, key, most=MOST_MESSAGE)
                if text
                else self._doors.words.get(lang, key)
            )
            raise InvalidForm((FieldError("message", told),))
        text = text or self._doors.words.get(lang, "request.files.only")
        return self._follow(visitor, asked, follow_ups.MESSAGE, text, token=token, lang=lang, files=files)

    def close(self, visitor: Visitor, asked: Question, *, token: str, lang: str) -> Request | None:
        """Record that it was solved meanwhile, and tell those who would answer."""
        return self._follow(visitor, asked, follow_ups.CLOSED, "", token=token, lang=lang)

    def _follow(
        self,
        visitor: Visitor,
        asked: Question,
        kind: str,
        message: str,
        *,
        token: str,
        lang: str,
        files: tuple[Attachment, ...] = (),
    ) -> Request | None:
        self._check(asked, lang)
        with self._paced(visitor, asked, lang):
            found = self._match(asked)
            if found is None:
                return None
            if len(found.added) >= _MOST_ADDED:
                raise TooMany("", retry_after_s=_WITHIN_S)
            names = keep_files(self._doors, files, lang=lang)
            if not self._keep(found.contact, kind, message, token, files, names):
                drop_files(self._doors, names)
            return self._match(asked)

    def _keep(
        self,
        contact: Contact,
        kind: str,
        message: str,
        token: str,
        files: tuple[Attachment, ...],
        names: tuple[str, ...],
    ) -> bool:
        """Store an addition with its files and its row of the outbox; return False if it is known."""
        doors = self._doors
        told = "\x00".join((token, contact.contact_id, kind, message, *(one.digest for one in files)))
        # The same form sent twice is one addition.
        id_ = hmac.new(doors.secret, told.encode(), hashlib.sha256).hexdigest()
        now = doors.clock().timestamp()
        with writing(doors.engine) as connection:
            if not follow_ups.add_follow_up(
                connection, FollowUp(id_, contact.contact_id, now, kind, message)
            ):
                return False
            add_rows(connection, contact.contact_id, files, names, now=now, follow_up_id=id_)
            row = outbox.Outgoing(
                outbox_id=f"{follow_ups.KIND}-{id_[:32]}",
                kind=follow_ups.KIND,
                contact_id=contact.contact_id,
                recipient=self._mailbox(contact),
                payload=json.dumps({"follow_up_id": id_}),
                attempts=0,
                created_at=now,
            )
            outbox.add_outgoing(connection, row)
            return True

    def _mailbox(self, contact: Contact) -> str:
        """Return the mailbox of those who answer messages on this topic."""
        topic = self._doors.shop.topics.get(contact.topic or "")
        for name in self._integrations.way(topic.route if topic else ""):
            desk = self._integrations.desks.get(name)
            if desk is not None and desk.recipient:
                return desk.recipient
        return self._doors.settings.desk_email

    def _match(self, asked: Question) -> Request | None:
        code = find_case_number(asked.code)
        with reading(self._doors.engine) as connection:
            contact = contacts.find_by_code(connection, code or "")
            known = plain_second(contact.email if contact else "\x00", SecondField.EMAIL)
            typed = plain_second(asked.email, SecondField.EMAIL)
            is_hers = hmac.compare_digest(self._digest(known), self._digest(typed))
            # What is read of a case is read of none as well.
            id_ = contact.contact_id if contact else ""
            tickets = desk_tickets.tickets_of(connection, id_)
            added = follow_ups.follow_ups_of(connection, id_)
            files = attachments_of(connection, id_)
        if contact is None or not is_hers:
            return None
        is_closed = bool(added) and added[-1].kind == follow_ups.CLOSED
        status = "solved" if is_closed else tickets[-1].status if tickets else "received"
        is_answered = any(ticket.first_answer_at is not None for ticket in tickets)
        return Request(contact, status, is_answered, is_closed, added, files)

    def _digest(self, text: str) -> bytes:
        return hmac.new(self._doors.secret, text.encode("utf-8", "replace"), hashlib.sha256).digest()

    def _check(self, asked: Question, lang: str) -> None:
        say = self._doors.words.get
        errors = []
        if not any(sign.isdigit() for sign in asked.code) or len(asked.code) > 40:
            errors.append(FieldError("case", say(lang, "request.code.bad")))
        if not mailable(asked.email):
            errors.append(FieldError("email", say(lang, "form.email.bad")))
        if errors:
            raise InvalidForm(tuple(errors))

    @contextmanager
    def _paced(self, visitor: Visitor, asked: Question, lang: str) -> Iterator[None]:
        now = self._doors.clock().timestamp()
        try:
            self._of_address.spend(visitor.network, now=now)
            self._of_number.spend("".join(filter(str.isdigit, asked.code)), now=now)
            with self._pace.hold():
                yield
        except TooMany as error:
            text = self._doors.words.get(lang, "order.toomany", phone=other_way(self._doors))
            raise TooMany(text, retry_after_s=error.retry_after_s) from None

    def _record(self, visitor: Visitor, lang: str, found: Request | None) -> None:
        doors = self._doors
        event = make_event(
            visitor,
            EventName.LOOKUP,
            at=doors.clock().timestamp(),
            locale=lang,
            kind=KIND,
            n_results=int(found is not None),
            topic=found.contact.topic if found else None,
            surface="requests",
        )
        doors.recorder.record(visitor, event)


def write_follow_up(doors: Doors, outgoing: outbox.Outgoing) -> EmailMessage:
    """Return the letter to those who answer; raise MailFailed if the message was deleted meanwhile."""
    with reading(doors.engine) as connection:
        added = follow_ups.find_follow_up(connection, json.loads(outgoing.payload)["follow_up_id"])
        contact = contacts.find_by_id(connection, added.contact_id) if added else None
        tickets = desk_tickets.tickets_of(connection, added.contact_id) if added else ()
        files = added_files(connection, added.follow_up_id) if added else ()
    if added is None or contact is None:
        raise MailFailed("The message was deleted meanwhile.", is_final=True)
    lang, say = doors.settings.default_language, doors.words.get
    code = format_case_number(contact.code)
    is_closed = added.kind == follow_ups.CLOSED
    lines = [say(lang, "request.letter.closed", code=code) if is_closed else added.message, "", "-- "]
    lines.append(f"{say(lang, 'letter.desk.case')}: {code}")
    lines += [f"{one.desk}: {one.number or one.external_id} {one.url or ''}".rstrip() for one in tickets]
    host = doors.settings.mail_from.rpartition("@")[2] or "localhost"
    message = EmailMessage()
    message["Subject"] = f"[{code}] {topic_title(doors, contact)}"
    message["From"] = Address(doors.shop.shop_name, addr_spec=doors.settings.mail_from)
    message["To"] = outgoing.recipient
    message["Reply-To"] = contact.email
    message["Message-ID"] = f"<{outgoing.outbox_id}@{host}>"
    first = f"<{contact.code}.desk.{contact.contact_id}@{host}>"
    message["In-Reply-To"] = message["References"] = first
    message["Date"] = format_datetime(datetime.fromtimestamp(outgoing.created_at, tz=UTC))
    message["Auto-Submitted"] = "auto-generated"
    message["X-Portal-Ref"] = contact.code
    message.set_content("\n".join(lines) + "\n")
    attach(doors, message, tuple(one for one in files if one.passed_at is None))
    return message
