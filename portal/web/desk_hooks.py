"""Where help desks tell us by themselves that something has changed with a ticket."""

import logging

from flask import Blueprint, Response, jsonify, request

from portal.errors import SettingsError
from portal.services.desk_news import take_hint
from portal.services.doors import Doors
from portal.services.integrations import Integrations, read_integrations
from portal.web.visiting import get_doors

log = logging.getLogger(__name__)


def create_desk_hooks(doors: Doors) -> Blueprint:
    """Return `POST /api/desk-news/NAME` for the desks of integrations.yml."""
    hooks = Blueprint("desk_hooks", __name__)
    integrations = _read(doors)

    @hooks.post("/api/desk-news/<name>")
    def desk_news(name: str) -> tuple[Response, int]:
        """Take what a desk tells, signed as its vendor signs."""
        told = take_hint(
            get_doors(),
            integrations,
            name,
            headers={key.lower(): value for key, value in request.headers.items()},
            body=request.get_data(),
            url=_public_url(),
        )
        return jsonify({"tickets": told.tickets}), 202

    return hooks


def _public_url() -> str:
    """Return the address as the desk knows it: one of the vendors signs it."""
    query = request.query_string.decode("ascii", "replace")
    return f"{get_doors().settings.base_url.rstrip('/')}{request.path}{f'?{query}' if query else ''}"


def _read(doors: Doors) -> Integrations:
    try:
        return read_integrations(doors.settings, doors.clock)
    except SettingsError as error:
        # Customers are served all the same; the worker and `portal doctor` say what is wrong.
        log.error("desks cannot tell us anything: %s", error)
        return Integrations()
