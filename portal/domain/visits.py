"""Who is who in one visit, without anything that could be traced to a person.

A visitor is a keyed hash of address and browser. The key is made in memory, turned every midnight (UTC) so
that yesterday's cannot be computed from today's, and is never written down. A visit ends after
30 idle minutes.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date

IDLE_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class DayKey:
    """The key of one day (UTC)."""

    day: date
    key: bytes = field(repr=False)
    mac: hmac.HMAC = field(init=False, repr=False, compare=False)
    """Begun with the key; copied for each visitor, which takes half as long as beginning anew."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "mac", hmac.new(self.key, digestmod="sha256"))

    def for_day(self, day: date) -> "DayKey":
        """Return the key of a later day; every day passed turns it once, and there is no way back.

        All workers that were started with the same key come to the same one without speaking to each other.
        A day before this key's own (a clock set back) keeps the key as it is.
        """
        turned = self
        while turned.day < day:
            following = date.fromordinal(turned.day.toordinal() + 1)
            turned = DayKey(following, hashlib.sha256(b"portal day key" + turned.key).digest())
        return turned


class TurningKey:
    """Holds the key of one day and nothing of the days before: turning it forgets."""

    def __init__(self, first: DayKey) -> None:
        self._key = first

    def turn(self, today: date) -> DayKey:
        """Return the key of a day, from now on the only one that is known here.

        Threads may turn it together: whoever is last keeps the same key.
        """
        self._key = self._key.for_day(today)
        return self._key


def visitor_id(key: DayKey, *, address: str, browser: str, host: str) -> str:
    """Return the visitor's id of this day: 128 bits of a keyed hash, as hexadecimal digits."""
    message = "\x00".join((host, address, browser)).encode("utf-8", "replace")
    mac = key.mac.copy()
    mac.update(message)
    return mac.hexdigest()[:32]


def is_idle(*, last_seen: float, now: float) -> bool:
    """Tell whether a visit last seen then is over (also when the clock was set back by more than the gap)."""
    return abs(now - last_seen) > IDLE_SECONDS


def customer_key(secret: bytes, email: str) -> str:
    """Return the keyed hash under which a customer's e-mail address links contacts."""
    plain = email.strip().casefold().encode()
    return hmac.new(secret, b"customer:" + plain, hashlib.sha256).hexdigest()[:32]


def account_key(secret: bytes, account: str) -> str:
    """Return the keyed hash under which a customer's account with the shop links visits and contacts."""
    return hmac.new(secret, b"account:" + account.strip().encode(), hashlib.sha256).hexdigest()[:32]
