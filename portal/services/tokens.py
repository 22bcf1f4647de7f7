"""Anti-forgery tokens without a cookie: bound to today's visitor hash, good for some hours."""

import hashlib
import hmac
import secrets

from portal.errors import Forbidden

GOOD_FOR_S = 12 * 3600


def make_token(secret: bytes, visitor_key: str, *, now: float) -> str:
    """Return a token `time.nonce.signature` for a form that this visitor is shown."""
    stamp = f"{int(now)}.{secrets.token_hex(8)}"
    return f"{stamp}.{_sign(secret, stamp, visitor_key)}"


def check_token(secret: bytes, visitor_key: str, token: str, *, now: float) -> None:
    """Raise Forbidden unless the token was made for this visitor and is not too old."""
    stamp, _, signature = token.rpartition(".")
    made_at, _, _nonce = stamp.partition(".")
    right = _sign(secret, stamp, visitor_key)
    if not (signature.isascii() and hmac.compare_digest(signature, right)) or not made_at.isdigit():
        raise Forbidden("The form was opened in another browser or too long ago.")
    if not -60 <= now - int(made_at) <= GOOD_FOR_S:
        raise Forbidden("The form was opened too long ago.")


def age_s(token: str, *, now: float) -> float:
    """Return for how many seconds the form of a checked token has been open; 0 for what is none."""
    made_at = token.partition(".")[0]
    return max(0.0, now - int(made_at)) if made_at.isdecimal() and made_at.isascii() else 0.0


def _sign(secret: bytes, stamp: str, visitor_key: str) -> str:
    return hmac.new(secret, f"form|{stamp}|{visitor_key}".encode(), hashlib.sha256).hexdigest()
