"""Text messages by a webhook of the shop's own, signed as Standard Webhooks wants it."""

from datetime import datetime

from portal.clock import Clock
from portal.connectors.desks.desk import Finding
from portal.connectors.desks.options import Address, Outbound, Secret
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.desks.rest import Rest, write_json
from portal.connectors.desks.webhook import read_key, sign
from portal.connectors.http import Http
from portal.connectors.signing_in import Fixed

NAME = "The webhook for SMS"


class Options(Outbound):
    """Where text messages are handed over, and the secret both sides know."""

    address: Address
    secret: Secret
    next_secret: Secret | None = None
    """While the secret is being changed: what is sent has both signatures."""


class SmsWebhook:
    """Whoever sends text messages for the shop."""

    def __init__(self, options: Options, http: Http, clock: Clock) -> None:
        self._clock = clock
        secrets = [one for one in (options.secret, options.next_secret) if one is not None]
        self._keys = [read_key(one.read()) for one in secrets]
        self._rest = Rest(http, clock, Fixed({}), name=NAME, address=options.address)

    def send(self, message_id: str, *, to: str, text: str, lang: str, ends_at: datetime) -> None:
        """Hand a text over; the id stays the same at every try, and a receiver takes an id once."""
        data = {"to": to, "text": text, "language": lang, "expires_at": ends_at.isoformat(timespec="seconds")}
        body = write_json({"type": "sms.code", "data": data})
        self._rest.ask("POST", "", body=body, headers=sign(self._keys, message_id, self._clock, body))

    def check(self) -> tuple[Finding, ...]:
        """Look whether the host can be reached; only a real code shows the rest."""
        try:
            self._rest.ask("GET", "", also=range(300, 500))
        except DeskError as error:
            return (Finding("host", is_well=False, advice=f"{error} Check the address."),)
        return (Finding("host", is_well=True, advice="Ask for a code on the order page to see the rest."),)
