"""Recognise a customer by a token that the shop's own pages signed; of her account only a keyed hash is kept.

The token is a JSON Web Token (RFC 7519) under HMAC-SHA256 and nothing else: {"aud": "portal", "sub": "the
account", "exp": seconds since 1970}. One that does not hold is passed over and counted, so that pages work.
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import replace

from portal.domain.visits import account_key
from portal.services.doors import Doors
from portal.services.visitors import Visitor

COOKIE = "portal_account"
AUDIENCE = "portal"
LONGEST_S = 24 * 3600
"""A token that holds longer than a day would outlive the customer's own sign-in."""
_AHEAD_S = 60
_MOST_TOKEN = 2_048
_MOST_ACCOUNT = 200
_PARTS = 3


class NotRecognised(ValueError):
    """A token that does not hold; its text is the reason that is counted."""


def recognise(doors: Doors, visitor: Visitor, token: str | None) -> Visitor:
    """Return the visitor with the key of her account, if a token holds and she may be followed."""
    if not token or not doors.settings.account_secret or visitor.signal is not None:
        return visitor
    try:
        account = read_account(token, doors.settings.account_secret, now=doors.clock().timestamp())
    except NotRecognised as error:
        doors.recorder.refuse(str(error))
        return visitor
    return replace(visitor, ckey=account_key(doors.secret, account))


def read_account(token: str, secret: str, *, now: float) -> str:
    """Return whose account a token names; raise NotRecognised.

    >>> read_account(token, "the secret shared with the shop", now=1764000000.0)
    'customer-4711'
    """
    parts = token.split(".")
    if len(parts) != _PARTS or len(token) > _MOST_TOKEN or not token.isascii():
        raise NotRecognised("account_unreadable")
    right = hmac.digest(secret.encode(), f"{parts[0]}.{parts[1]}".encode(), hashlib.sha256)
    if not hmac.compare_digest(right, _bytes(parts[2])):
        raise NotRecognised("account_signature")
    head, claims = _read(parts[0]), _read(parts[1])
    # The algorithm is ours to choose: a token cannot say that it needs no signature, or another kind.
    if head.get("alg") != "HS256" or claims.get("aud") != AUDIENCE:
        raise NotRecognised("account_audience")
    _check_time(claims.get("exp"), now)
    account = claims.get("sub")
    if not isinstance(account, str) or not 0 < len(account.strip()) <= _MOST_ACCOUNT:
        raise NotRecognised("account_unreadable")
    return account.strip()


def _check_time(ends: object, now: float) -> None:
    if not isinstance(ends, int | float) or isinstance(ends, bool):
        raise NotRecognised("account_expired")
    if not now < ends <= now + LONGEST_S + _AHEAD_S:
        raise NotRecognised("account_expired" if ends <= now else "account_too_long")


def _read(part: str) -> dict[str, object]:
    try:
        found = json.loads(_bytes(part))
    except ValueError:
        raise NotRecognised("account_unreadable") from None
    if not isinstance(found, dict):
        raise NotRecognised("account_unreadable")
    return found


def _bytes(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (ValueError, binascii.Error):
        raise NotRecognised("account_unreadable") from None
