"""Codes by SMS, where the shop named a webhook for it: tried while the code is good, and never in a log."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from portal.clock import Clock
from portal.connectors.http import Http, Limits
from portal.connectors.sms import Options, SmsWebhook
from portal.services.doors import Doors
from portal.services.integrations import at_place, read_file
from portal.services.one_time_codes import GOOD_FOR_S, make_code
from portal.services.reaching import NotTaken, finish, put_off, reaching
from portal.settings import Settings
from portal.store.outbox import Outgoing

SMS_WEBHOOK = "sms"
"""What the webhook is called on the command line."""
_LEAST_DIGITS, _MOST_DIGITS = 7, 15


def read_sms(settings: Settings, clock: Clock, *, limits: Limits | None = None) -> SmsWebhook | None:
    """Return the webhook of the file, or None without one; raises SettingsError that names the place."""
    path = settings.integrations_file
    told = read_file(path).sms if path.is_file() and not settings.demo else None
    if told is None:
        return None
    where = f"{path.name}: {SMS_WEBHOOK}"
    with at_place(where):
        options = Options.model_validate(told)
        return SmsWebhook(options, Http(allowed=options.allow_networks, limits=limits), clock)


def dialable(phone: str) -> str:
    """Return a number as the shop has it, without what is written between digits; empty if it is none.

    >>> dialable("+36 (30) 123-4567")
    '+36301234567'
    """
    digits = re.sub(r"\D", "", phone)
    plus = "+" if phone.strip().startswith("+") else ""
    return f"{plus}{digits}" if _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS else ""


@dataclass(frozen=True, slots=True)
class SmsDelivery:
    """Brings codes to the webhook."""

    doors: Doors
    webhook: SmsWebhook | None

    def deliver(self, outgoing: Outgoing) -> str:
        """Try a leased text once; return delivered, postponed or failed."""
        now = self.doors.clock().timestamp()
        ends_at = outgoing.created_at + GOOD_FOR_S
        if self.webhook is None:
            why = NotTaken("There is no sms in integrations.yml any more.")
            return put_off(self.doors, outgoing, why)
        if now > ends_at:
            return put_off(self.doors, outgoing, NotTaken("The code has ended before its text could leave."))
        try:
            with reaching(self.doors, outgoing, SMS_WEBHOOK):
                self._send(self.webhook, outgoing, datetime.fromtimestamp(ends_at, tz=UTC))
        except NotTaken as why:
            return put_off(self.doors, outgoing, why)
        return finish(self.doors, outgoing)

    def _send(self, webhook: SmsWebhook, outgoing: Outgoing, ends_at: datetime) -> None:
        asked = json.loads(outgoing.payload)
        lang, code = asked["lang"], make_code(self.doors, asked["code_id"])
        text = self.doors.words.get(
            lang,
            "order.sms",
            shop=self.doors.shop.shop_name,
            code=f"{code[:3]} {code[3:]}",
            minutes=GOOD_FOR_S // 60,
        )
        webhook.send(outgoing.outbox_id, to=outgoing.recipient, text=text, lang=lang, ends_at=ends_at)
