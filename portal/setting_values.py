"""What a setting's value must look like, so that a slip is told at the start and not when it is needed."""

import re
from ipaddress import ip_network

from portal.domain.staff_roles import read_roles

LEAST_SECRET = 32


def require_length(secret: str) -> str:
    """Refuse a secret that could be guessed: who knows it makes tokens and looks up customers."""
    if secret and len(secret) < LEAST_SECRET:
        raise ValueError(
            f"has {len(secret)} characters, at least {LEAST_SECRET} are needed; "
            "`openssl rand -hex 32` makes one"
        )
    return secret


def require_roles(text: str) -> str:
    """Refuse roles that cannot be read, before anybody stands outside."""
    read_roles(text)
    return text


def require_origins(text: str) -> str:
    """Refuse what no browser would send as an origin: it would let nobody in, and nobody would know why."""
    for one in filter(None, (part.strip().rstrip("/") for part in text.split(","))):
        if not re.fullmatch(r"https?://[a-z0-9.-]+(?::\d+)?", one):
            raise ValueError(f"{one!r} is no origin such as https://shop.example")
    return text


def require_author(text: str) -> str:
    """Refuse an author whom git would not take."""
    if text and not re.fullmatch(r"[^<>\n]+ <[^<>\s]+@[^<>\s]+>", text):
        raise ValueError(f"{text!r} is not `Name <address>`")
    return text


def require_networks(text: str) -> str:
    """Refuse what is no address: a proxy that is not recognised lets nobody in."""
    for one in filter(None, (part.strip() for part in text.split(","))):
        ip_network(one, strict=False)
    return text
