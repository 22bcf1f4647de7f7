"""How each vendor signs what it tells us by itself; what is told is believed only after that.

A signed hint says that something changed; how the ticket stands is asked, not read from the hint. Only the
standard webhook, which cannot be asked, says it itself.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.connectors.desks.desk import State
from portal.connectors.desks.reading import as_object, read_time, text_of

GOOD_FOR_S = 300.0
_NUMBERS = re.compile(
    rb'"(?:id|ticket_id|ticketId|objectId|issueId|Id|caseId)"\s*:\s*"?([A-Za-z0-9_-]{1,40})"?'
)
STATUSES = ("received", "in_progress", "waiting_for_customer", "solved")


@dataclass(frozen=True, slots=True)
class Hint:
    """One request as a vendor sent it; `url` is the public address it was sent to."""

    headers: Mapping[str, str]
    body: bytes
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """A hint that is the vendor's: `key` tells it from all others, so that it is taken once."""

    key: str
    external_ids: tuple[str, ...] = ()
    ref: str = ""
    state: State | None = None


class HintRefused(Exception):
    """A hint is not the vendor's, or not of now; the message is a reason to count."""


Read = Callable[[str, Hint], Accepted]


def read_zendesk(secret: str, hint: Hint) -> Accepted:
    """Read what a Zendesk webhook sends: base64 of HMAC-SHA256 of time and body."""
    at = hint.headers.get("x-zendesk-webhook-signature-timestamp", "")
    signature = hint.headers.get("x-zendesk-webhook-signature", "")
    _require_same(_base64_hmac(secret.encode(), at.encode() + hint.body), signature)
    _require_recent(read_time(at), hint.at)
    return Accepted(signature, _named(hint.body))


def read_hubspot(secret: str, hint: Hint) -> Accepted:
    """Read what a HubSpot app sends (signature v3): method, address, body and time."""
    at = hint.headers.get("x-hubspot-request-timestamp", "")
    signature = hint.headers.get("x-hubspot-signature-v3", "")
    signed = b"POST" + hint.url.encode() + hint.body + at.encode()
    _require_same(_base64_hmac(secret.encode(), signed), signature)
    _require_recent(read_time(int(at)) if at.isascii() and at.isdigit() else None, hint.at)
    return Accepted(signature, _named(hint.body))


def read_jira(secret: str, hint: Hint) -> Accepted:
    """Read what an administrator's webhook of Jira sends; its time stands in the signed body."""
    signature = hint.headers.get("x-hub-signature", "")
    expected = hmac.new(secret.encode(), hint.body, hashlib.sha256).hexdigest()
    _require_same(f"sha256={expected}", signature)
    told = _object(hint.body)
    _require_recent(read_time(told.get("timestamp")), hint.at)
    number = text_of(as_object(told.get("issue")).get("id"))
    return Accepted(signature, (number,) if number else ())


def read_token(secret: str, hint: Hint) -> Accepted:
    """Read what a rule of a desk sends that can only add a fixed header: a hint, and nothing more."""
    _require_same(secret, hint.headers.get("x-portal-token", ""))
    moment = str(int(hint.at.timestamp()) // 10)
    key = hashlib.sha256(moment.encode() + hint.body).hexdigest()
    return Accepted(f"token-{key}", _named(hint.body))


def read_standard(secret: str, hint: Hint) -> Accepted:
    """Read a message by Standard Webhooks: it says itself how the ticket stands."""
    name, at = hint.headers.get("webhook-id", ""), hint.headers.get("webhook-timestamp", "")
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        raise HintRefused("not signed by the desk") from None
    expected = f"v1,{_base64_hmac(key, f'{name}.{at}.'.encode() + hint.body)}"
    given = hint.headers.get("webhook-signature", "").split(" ")
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given):
        raise HintRefused("not signed by the desk")
    _require_recent(read_time(int(at) * 1000) if at.isascii() and at.isdigit() else None, hint.at)
    told = as_object(_object(hint.body).get("data"))
    ref, status = text_of(told.get("ref")), text_of(told.get("status"))
    if not ref or status not in STATUSES:
        raise HintRefused("without a reference and a known status")
    rating, mark = text_of(told.get("satisfaction")), text_of(told.get("mark"))
    state = State(
        ref,
        status,
        changed_at=read_time(told.get("changed_at")),
        first_answer_at=read_time(told.get("first_answer_at")),
        closed_at=read_time(told.get("closed_at")),
        satisfaction=rating if rating in ("good", "bad") else None,
        mark=mark if mark in ("spam", "duplicate") else None,
    )
    return Accepted(f"standard-{name}", ref=ref, state=state)


READERS: Mapping[str, Read] = {
    "zendesk": read_zendesk,
    "hubspot": read_hubspot,
    "jsm": read_jira,
    "webhook": read_standard,
    "freshdesk": read_token,
    "salesforce": read_token,
    "zohodesk": read_token,
    "liveagent": read_token,
}


def _named(body: bytes) -> tuple[str, ...]:
    """Return all that may be a ticket's id: what is none of ours is not found, and does no harm."""
    found = [number.decode() for number in _NUMBERS.findall(body)]
    return tuple(dict.fromkeys(found))[:20]


def _object(body: bytes) -> dict[str, object]:
    try:
        return as_object(json.loads(body))
    except (ValueError, RecursionError):
        return {}


def _base64_hmac(key: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _require_same(expected: str, given: str) -> None:
    if not given or not hmac.compare_digest(expected.encode(), given.encode()):
        raise HintRefused("not signed by the desk")


def _require_recent(at: datetime | None, now: datetime) -> None:
    if at is None or abs((now - at).total_seconds()) > GOOD_FOR_S:
        raise HintRefused("too old")
