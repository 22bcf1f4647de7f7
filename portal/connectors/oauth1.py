"""Sign requests by OAuth 1.0a with HMAC-SHA256 (RFC 5849, with the hash that shops ask for today)."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """The four secrets of an integration."""

    consumer_key: str
    consumer_secret: str
    token: str
    token_secret: str


def make_header(
    credentials: Credentials, method: str, url: str, query: Mapping[str, str], *, at: int, nonce: str
) -> str:
    """Return the Authorization header for one request; `url` is without its query."""
    told = {
        "oauth_consumer_key": credentials.consumer_key,
        "oauth_nonce": nonce,
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": str(at),
        "oauth_token": credentials.token,
        "oauth_version": "1.0",
    }
    told["oauth_signature"] = sign(credentials, method, url, {**query, **told})
    return "OAuth " + ", ".join(f'{name}="{_code(value)}"' for name, value in sorted(told.items()))


def sign(credentials: Credentials, method: str, url: str, told: Mapping[str, str]) -> str:
    """Return the signature over method, address and all parameters."""
    pairs = sorted((_code(name), _code(value)) for name, value in told.items())
    parameters = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join((method.upper(), _code(url), _code(parameters)))
    key = f"{_code(credentials.consumer_secret)}&{_code(credentials.token_secret)}"
    digest = hmac.new(key.encode(), base.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _code(text: str) -> str:
    return quote(text, safe="~")
