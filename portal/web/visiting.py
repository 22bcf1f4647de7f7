"""Who asks: from a request's headers to a visitor, without a cookie."""

from flask import current_app, g, request

from portal.domain.events import Signal
from portal.services.doors import Doors
from portal.services.visitors import Request, Visitor

EXTENSION = "portal"
_PURPOSES = ("Sec-Purpose", "X-Purpose", "Purpose", "X-Moz")
_MOST_BROWSER = 512


def get_doors() -> Doors:
    """Return the doors of this application."""
    doors: Doors = current_app.extensions[EXTENSION]
    return doors


def get_visitor() -> Visitor:
    """Return who asks; the same for the whole request."""
    if "visitor" not in g:
        g.visitor = get_doors().visitors.identify(read_request())
    visitor: Visitor = g.visitor
    return visitor


def read_request() -> Request:
    """Return what of this request tells who asks."""
    return Request(
        address=request.remote_addr or "",
        browser=request.headers.get("User-Agent", "")[:_MOST_BROWSER],
        host=request.host,
        is_prefetch=any(_is_ahead(request.headers.get(name, "")) for name in _PURPOSES),
        is_staff=bool(g.get("request_is_staff", False)),
        signal=_signal(),
    )


def _is_ahead(purpose: str) -> bool:
    return any(word in purpose.lower() for word in ("prefetch", "prerender", "preview"))


def _signal() -> Signal | None:
    if request.headers.get("Sec-GPC") == "1":
        return Signal.GPC
    return Signal.DNT if request.headers.get("DNT") == "1" else None
