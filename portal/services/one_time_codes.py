"""Codes that prove a mailbox or a telephone: good once, for a quarter of an hour and a few tries.

A code is made from its id by our key, so neither the database nor the outbox holds it.
"""

import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from portal.connectors.mail import MailFailed
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.store import one_time_codes, outbox
from portal.store.database import writing

GOOD_FOR_S = 15 * 60
MOST_TRIES = 5
MOST_A_DAY = 6
"""Codes for one subject: a stranger must not fill somebody's mailbox through us."""
DIGITS = 6
_DAY_S = 24 * 3600.0


def offer_code(doors: Doors, subject: str, *, lang: str, email: str = "", phone: str = "") -> str:
    """Return the id of a new code; it goes to the number, else to the address, to nobody without both.

    With and without a letter the same is written, so that nobody learns by it whether there was one. Raises
    NotStored.
    """
    now = doors.clock().timestamp()
    code_id = secrets.token_urlsafe(16)
    key = _subject_key(doors, subject)
    with writing(doors.engine) as connection:
        one_time_codes.delete_old_codes(connection, before=now - _DAY_S)
        known = one_time_codes.count_codes(connection, subject=key, since=now - _DAY_S)
        one_time_codes.add_code(connection, code_id, subject=key, now=now, ends_at=now + GOOD_FOR_S)
        kind, recipient = (one_time_codes.SMS, phone) if phone else (one_time_codes.KIND, email)
        # A number has a limit of its own: it may be that of many orders, and each text costs.
        texts = outbox.count_to(connection, phone, kind=kind, since=now - _DAY_S) if phone else 0
        if recipient and max(known, texts) < MOST_A_DAY:
            outbox.add_outgoing(connection, _row(code_id, kind, recipient, lang=lang, now=now))
    return code_id


def is_right_code(doors: Doors, code_id: str, typed: str, subject: str) -> bool:
    """Tell whether a code is the one for a subject, and use it up; a wrong one counts as a try."""
    now = doors.clock().timestamp()
    digits = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
    is_right = hmac.compare_digest(digits, make_code(doors, code_id))
    with writing(doors.engine) as connection:
        key = _subject_key(doors, subject)
        is_good = one_time_codes.try_code(connection, code_id, subject=key, now=now, most=MOST_TRIES)
        if is_good and is_right:
            one_time_codes.end_code(connection, code_id, now=now)
    return is_good and is_right


def make_code(doors: Doors, code_id: str) -> str:
    """Return the digits of a code."""
    digest = hmac.new(doors.secret, f"code|{code_id}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def write_code(doors: Doors, outgoing: outbox.Outgoing) -> EmailMessage:
    """Return the letter with a code; raise MailFailed when it would arrive too late to be of use."""
    asked = json.loads(outgoing.payload)
    if doors.clock().timestamp() - outgoing.created_at > GOOD_FOR_S:
        raise MailFailed("The code has ended before its letter could leave.", is_final=True)
    lang, say = asked["lang"], doors.words.get
    code = make_code(doors, asked["code_id"])
    paragraphs = (
        say(lang, "letter.greeting.plain"),
        say(lang, "order.letter.code", code=f"{code[:3]} {code[3:]}", minutes=GOOD_FOR_S // 60),
        say(lang, "order.letter.notyou"),
        say(lang, "letter.signature", shop=doors.shop.shop_name),
    )
    message = EmailMessage()
    message["Subject"] = say(lang, "order.letter.subject")
    message["From"] = Address(doors.shop.shop_name, addr_spec=doors.settings.mail_from)
    message["To"] = outgoing.recipient
    host = doors.settings.mail_from.rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{outgoing.outbox_id}@{host}>"
    message["Date"] = format_datetime(datetime.fromtimestamp(outgoing.created_at, tz=UTC))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(paragraphs) + "\n")
    message["Content-Language"] = lang  # after the text: setting it drops every Content- header
    return message


def _row(code_id: str, kind: str, recipient: str, *, lang: str, now: float) -> outbox.Outgoing:
    return outbox.Outgoing(
        outbox_id=new_id(),
        kind=kind,
        contact_id=None,
        recipient=recipient,
        payload=json.dumps({"code_id": code_id, "lang": lang}),
        attempts=0,
        created_at=now,
    )


def _subject_key(doors: Doors, subject: str) -> str:
    return hmac.new(doors.secret, f"subject|{subject}".encode(), hashlib.sha256).hexdigest()
