"""What every answer carries, and which posts are not taken from other sites."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import RequestURITooLarge

from portal.errors import Forbidden
from portal.web.visiting import get_doors
from portal.web.widget import FROM_WIDGET

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# HSTS is left to the proxy: only it knows whether there is TLS.
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
MOST_ADDRESS = 64 * 1024
"""A query of ten thousand Cyrillic letters fits in; beyond it nobody typed the address."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(app: Flask) -> None:
    """Refuse endless addresses and posts from other sites, and put the security headers on every answer."""
    app.before_request(refuse_endless_addresses)
    app.before_request(refuse_foreign_posts)
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Add what a view did not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def refuse_endless_addresses() -> None:
    """Raise RequestURITooLarge before anybody reads an address that no page of ours leads to."""
    if len(request.environ.get("RAW_URI", "")) > MOST_ADDRESS:
        raise RequestURITooLarge


def refuse_foreign_posts() -> None:
    """Raise Forbidden for a post that another site made the browser send.

    Browsers say where a post comes from, and pages cannot change that; programs that say nothing are let in,
    for they carry nobody's rights.
    """
    if request.method in _READING or FROM_WIDGET in request.environ:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        is_ours = site in {"same-origin", "none"}
    else:
        origin = request.headers.get("Origin")
        is_ours = origin is None or urlsplit(origin).netloc in _our_hosts()
    if not is_ours:
        raise Forbidden("This was sent from another site. Open the page here and try again.")


def _our_hosts() -> set[str]:
    return {request.host, urlsplit(get_doors().settings.base_url).netloc} - {""}
