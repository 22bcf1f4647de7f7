"""A signed webhook, for everything that has no adapter: Standard Webhooks, with an id the receiver keeps."""

import base64
import binascii
import hashlib
import hmac
from typing import Literal

from portal.clock import Clock
from portal.connectors.desks.desk import Addition, Finding, Made, PassedFile, State
from portal.connectors.desks.options import Address, DeskOptions, Secret
from portal.connectors.desks.outcomes import NotReached, Refused, Unsure
from portal.connectors.desks.parts import Parts
from portal.connectors.desks.rest import Rest, write_json
from portal.connectors.signing_in import Fixed
from portal.domain.tickets import Ticket, in_html, in_plain
from portal.errors import SettingsError

NAME = "The webhook"
PREFIX = "whsec_"
MOST_BODY = 60_000
MOST_LINES, MOST_LINE = 50, 500


class Options(DeskOptions):
    """Where the webhook goes, and the secret both sides know."""

    vendor: Literal["webhook"]
    address: Address
    secret: Secret
    next_secret: Secret | None = None
    """While the secret is being changed: what is sent has both signatures."""


class Webhook:
    """A receiver of signed messages."""

    repeats_s = float("inf")
    """The id is the same at every try, and a receiver takes an id once: its part of the standard."""
    settles_s: float | None = None

    def __init__(self, options: Options, parts: Parts) -> None:
        self._options = options
        self._clock = parts.clock
        secrets = [one for one in (options.secret, options.next_secret) if one is not None]
        self._keys = [read_key(one.read()) for one in secrets]
        self._rest = Rest(parts.http, parts.clock, Fixed({}), name=NAME, address=options.address)

    def render(self, ticket: Ticket) -> str:
        """Return the ticket as JSON: every part for itself, and the whole as plain text and as HTML."""
        return write_json(
            {
                "type": "contact.created",
                "data": {
                    "ref": ticket.ref,
                    "case": ticket.code,
                    "subject": ticket.subject,
                    "message": ticket.message,
                    "email": ticket.email,
                    "name": ticket.name,
                    "language": ticket.lang,
                    "topic": ticket.topic,
                    "route": ticket.route,
                    "priority": ticket.priority,
                    "journey": [line.text[:MOST_LINE] for line in ticket.story[-MOST_LINES:]],
                    "text": in_plain(ticket, most=MOST_BODY),
                    "html": in_html(ticket, most=MOST_BODY),
                },
            }
        )

    def create(self, ref: str, body: str) -> Made:
        """Send it, signed for this moment; any 2xx means that it was taken."""
        self._rest.ask("POST", "", body=body, headers=sign(self._keys, ref, self._clock, body))
        return Made(ref)

    def find(self, _ref: str, _body: str) -> Made | None:
        """Return None: a webhook cannot be asked."""
        return None

    def attach(self, external_id: str, file: PassedFile) -> None:
        """Send the file as a message of its own, under an id of its own."""
        told = {
            "type": "contact.file",
            "data": {
                "ref": file.ref,
                "case": file.code,
                "number": file.number,
                "name": file.name,
                "media_type": file.media_type,
                "sha256": hashlib.sha256(file.body).hexdigest(),
                "content": base64.b64encode(file.body).decode(),
            },
        }
        body = write_json(told)
        headers = sign(self._keys, f"{external_id}-{file.number}", self._clock, body)
        self._rest.ask("POST", "", body=body, headers=headers)

    def add(self, external_id: str, addition: Addition) -> None:
        """Send the words as a message of their own, under an id of its own."""
        kind = "contact.closed" if addition.is_end else "contact.message"
        data = {"ref": external_id, "case": addition.code, "id": addition.ref, "text": addition.text}
        body = write_json({"type": kind, "data": data})
        headers = sign(self._keys, f"{external_id}-{addition.ref}", self._clock, body)
        self._rest.ask("POST", "", body=body, headers=headers)

    def has(self, _external_id: str, _addition: Addition) -> bool | None:
        """Return None: a receiver takes an id once."""
        return None

    def check(self) -> tuple[Finding, ...]:
        """Look whether the host can be reached; only a test message shows whether it takes ours."""
        try:
            self._rest.ask("GET", "", also=range(300, 500))
        except (NotReached, Refused, Unsure) as error:
            return (Finding("host", is_well=False, advice=f"{error} Check the address."),)
        return (Finding("host", is_well=True, advice="`portal integrations test` shows the rest."),)

    def state(self, _external_id: str) -> State | None:
        """Return None: what becomes of it is told to us, or not."""
        return None


def read_key(secret: str) -> bytes:
    """Return the key of a secret in the standard's form, `whsec_` and base64; raises SettingsError."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < 24:
        raise SettingsError("the webhook's secret must be whsec_ and at least 24 bytes in base64.")
    return key


def sign(keys: list[bytes], message_id: str, clock: Clock, body: str) -> dict[str, str]:
    """Return the headers that the standard demands, with one signature a key."""
    at = str(int(clock().timestamp()))
    signed = f"{message_id}.{at}.{body}".encode()
    signatures = (base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }
