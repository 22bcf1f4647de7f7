"""Contacts that a help desk tells us as they come: signed, recent, and each delivery once."""

import hashlib
import hmac
from collections.abc import Iterable

from portal.errors import Forbidden
from portal.services.doors import Doors
from portal.services.importing import DeskContact, Taken, take_contacts
from portal.store.database import writing
from portal.store.refusals import count_refusals, take_delivery

SOURCE = "webhook"
GOOD_FOR_S = 300


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a delivery: HMAC-SHA256 of `timestamp.body`, as hexadecimal digits."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def take_delivered(
    doors: Doors, contacts: Iterable[DeskContact], *, body: bytes, timestamp: str, signature: str
) -> Taken:
    """Take the contacts of a delivery; raises Forbidden unless it is signed, recent and new, or NotStored."""
    reason = _why_not(doors, body, timestamp, signature)
    if reason is None:
        now = doors.clock().timestamp()
        with writing(doors.engine) as connection:
            if not take_delivery(connection, signature, now=now, forget_before=now - 2 * GOOD_FOR_S):
                reason = "replayed"
    if reason is not None:
        _count(doors, reason)
        raise Forbidden(f"The delivery is {reason}: sign `timestamp.body` anew with the desk's secret.")
    return take_contacts(doors, contacts, source=SOURCE)


def _why_not(doors: Doors, body: bytes, timestamp: str, signature: str) -> str | None:
    secret = doors.settings.desk_secret
    if not secret:
        return "not expected: PORTAL_DESK_SECRET is empty"
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return "without a time"
    if not signature.isascii() or not hmac.compare_digest(sign(secret, timestamp, body), signature):
        return "not signed by the desk"
    is_recent = abs(doors.clock().timestamp() - int(timestamp)) <= GOOD_FOR_S
    return None if is_recent else "too old"


def _count(doors: Doors, reason: str) -> None:
    with writing(doors.engine) as connection:
        day = doors.clock().date().isoformat()
        count_refusals(connection, day=day, source=SOURCE, reasons={reason.partition(":")[0]: 1})
