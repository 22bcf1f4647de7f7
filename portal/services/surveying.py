"""Ask how it went after a contact: two questions, one answer each, by a signed link in a mail.

The link itself answers nothing, since mail programs open links on their own; the form behind it does. Nobody
is asked about topics that stand outside every figure.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from portal.connectors.mail import MailFailed
from portal.domain.case_numbers import format_case_number
from portal.errors import FieldError, InvalidForm, NotFound
from portal.services.doors import Doors
from portal.store import contacts, outbox, surveys
from portal.store.contacts import Contact
from portal.store.database import Collision, reading, writing

SURVEY = "survey"
QUESTIONS = ("satisfaction", "effort")
SCORES = (1, 2, 3, 4, 5)
_SIGNS = 24


def queue_survey(doors: Doors, contact: Contact) -> bool:
    """Queue the mail that asks about a contact, once for each; False if it is not asked about."""
    if not doors.settings.survey or not contact.is_counted or not contact.email:
        return False
    row = outbox.Outgoing(
        outbox_id=f"{SURVEY}-{contact.contact_id}",
        kind=SURVEY,
        contact_id=contact.contact_id,
        recipient=contact.email,
        payload=json.dumps({"contact_id": contact.contact_id}),
        attempts=0,
        created_at=doors.clock().timestamp(),
    )
    try:
        with writing(doors.engine) as connection:
            outbox.add_outgoing(connection, row)
    except Collision:
        return False  # she was asked already
    return True


def write_survey(doors: Doors, outgoing: outbox.Outgoing) -> EmailMessage:
    """Return the finished mail; raise MailFailed if its contact was deleted."""
    with reading(doors.engine) as connection:
        contact = contacts.find_by_id(connection, json.loads(outgoing.payload)["contact_id"])
    if contact is None:
        raise MailFailed("The contact was deleted meanwhile.", is_final=True)
    lang, say = contact.locale, doors.words.get
    link = f"{doors.settings.base_url.rstrip('/')}/{lang}/after/?case={make_link(doors, contact.contact_id)}"
    code = format_case_number(contact.code)
    paragraphs = (
        say(lang, "letter.greeting.plain"),
        say(lang, "survey.mail", code=code),
        link,
        say(lang, "survey.mail.how"),
        say(lang, "letter.signature", shop=doors.shop.shop_name),
    )
    message = EmailMessage()
    message["Subject"] = say(lang, "survey.subject", code=code)
    message["From"] = Address(doors.shop.shop_name, addr_spec=doors.settings.mail_from)
    message["To"] = outgoing.recipient
    host = doors.settings.mail_from.rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{contact.code}.{SURVEY}.{contact.contact_id}@{host}>"
    message["Date"] = format_datetime(datetime.fromtimestamp(outgoing.created_at, tz=UTC))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(paragraphs) + "\n")
    message["Content-Language"] = lang  # after the text: setting it drops every Content- header
    return message


def make_link(doors: Doors, contact_id: str) -> str:
    """Return the signed part of the address that asks about a contact."""
    return f"{contact_id}.{_sign(doors, contact_id)}"


def find_asked(doors: Doors, link: str) -> Contact:
    """Return the contact that a signed link asks about; raise NotFound for any other address."""
    contact_id, _, signature = link.rpartition(".")
    if not (signature.isascii() and hmac.compare_digest(signature, _sign(doors, contact_id))):
        raise NotFound("This link is not one of ours, or it was cut off.")
    with reading(doors.engine) as connection:
        contact = contacts.find_by_id(connection, contact_id)
    if contact is None:
        raise NotFound("The message this asks about has been deleted.")
    return contact


def take_answers(doors: Doors, link: str, given: dict[str, str], *, lang: str) -> None:
    """Keep answers to one or both questions, the last ones count; raises NotFound, InvalidForm, NotStored."""
    contact = find_asked(doors, link)
    scores = {question: int(text) for question, text in given.items() if text.isdecimal()}
    scores = {
        question: score for question, score in scores.items() if question in QUESTIONS and score in SCORES
    }
    if not scores:
        raise InvalidForm((FieldError("satisfaction", doors.words.get(lang, "survey.none")),))
    answers = [
        surveys.Answer(
            contact_id=contact.contact_id,
            question=question,
            score=score,
            answered_at=doors.clock().timestamp(),
            contacted_at=contact.created_at,
            locale=contact.locale,
            topic=contact.topic,
        )
        for question, score in scores.items()
    ]
    with writing(doors.engine) as connection:
        for answer in answers:
            surveys.keep_answer(connection, answer)


def _sign(doors: Doors, contact_id: str) -> str:
    return hmac.new(doors.secret, f"survey|{contact_id}".encode(), hashlib.sha256).hexdigest()[:_SIGNS]
