"""Who asks: from a request's headers to a visitor, without a cookie."""

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import current_app, g, request
from werkzeug.sansio.utils import get_host

from portal.domain.events import Signal
from portal.services.accounts import COOKIE, recognise
from portal.services.doors import Doors
from portal.services.visitors import Request, Visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

EXTENSION = "portal"
_PURPOSES = ("HTTP_SEC_PURPOSE", "HTTP_X_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")
_MOST_BROWSER = 512


def get_doors() -> Doors:
    """Return the doors of this application."""
    doors: Doors = current_app.extensions[EXTENSION]
    return doors


def get_visitor() -> Visitor:
    """Return who asks; the same for the whole request."""
    if "visitor" not in g:
        doors = get_doors()
        g.visitor = recognise(doors, doors.visitors.identify(read_request()), request.cookies.get(COOKIE))
    visitor: Visitor = g.visitor
    return visitor


def read_request() -> Request:
    """Return what of this request tells who asks."""
    return read_environment(request.environ, is_staff=bool(g.get("request_is_staff", False)))


def read_environment(environ: "WSGIEnvironment", *, is_staff: bool = False) -> Request:
    """Return what of a request tells who asks."""
    server = (environ.get("SERVER_NAME", ""), int(environ.get("SERVER_PORT") or 0))
    return Request(
        address=environ.get("REMOTE_ADDR") or "",
        browser=environ.get("HTTP_USER_AGENT", "")[:_MOST_BROWSER],
        host=_host(environ["wsgi.url_scheme"], environ.get("HTTP_HOST"), server),
        is_prefetch=any(_is_ahead(environ[name]) for name in _PURPOSES if name in environ),
        is_staff=is_staff,
        signal=_signal(environ),
    )


_host = lru_cache(maxsize=256)(get_host)


def _is_ahead(purpose: str) -> bool:
    return any(word in purpose.lower() for word in ("prefetch", "prerender", "preview"))


def _signal(environ: "WSGIEnvironment") -> Signal | None:
    if environ.get("HTTP_SEC_GPC") == "1":
        return Signal.GPC
    return Signal.DNT if environ.get("HTTP_DNT") == "1" else None
