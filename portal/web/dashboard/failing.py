"""What is told on the managers' pages when something does not work."""

import logging

from flask import Response, make_response, render_template, request

from portal.errors import PortalError, TooMany
from portal.web.dashboard.guarding import get_doors, get_lang, minutes_of
from portal.web.dashboard.presenting import frame

log = logging.getLogger(__name__)

_TEXTS = {403: "dash.error.forbidden", 404: "dash.error.notfound", 503: "dash.error.unavailable"}
_SERVER = 500


def on_portal_error(error: PortalError) -> Response:
    """Say what did not work, in the manager's language."""
    if error.status >= _SERVER:
        log.warning("%s: %s", request.endpoint, type(error).__name__)
    say, lang = get_doors().words.get, get_lang()
    if isinstance(error, TooMany):
        text = say(lang, "dash.signin.many", n=minutes_of(error))
    else:
        text = say(lang, _TEXTS.get(error.status, "dash.error.forbidden"))
    response = make_response(
        render_template("dashboard/error.html", **frame("error"), text=text), error.status
    )
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response
