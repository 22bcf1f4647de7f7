"""Signing in through the house's own provider: out to it and back."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import NotFound
from portal.services import single_sign_on
from portal.web.dashboard.guarding import get_doors, get_lang, remember_language, set_cookie, set_sign_in
from portal.web.dashboard.signing import next_page

_PATH = "/dashboard/sso"


def leave() -> AnyResponse:
    """Send the browser to the provider."""
    _require_offered()
    departure = single_sign_on.depart(get_doors(), next_page=next_page(), back=_back())
    response = redirect(departure.url, 303)
    set_cookie(
        response, single_sign_on.COOKIE, departure.cookie, path=_PATH, seconds=single_sign_on.GOOD_FOR_S
    )
    return response


def come_back() -> AnyResponse:
    """Take what the provider sends the browser back with, once."""
    _require_offered()
    token, wanted = single_sign_on.arrive(
        get_doors(),
        cookie=request.cookies.get(single_sign_on.COOKIE, ""),
        state=request.args.get("state", ""),
        code=request.args.get("code", ""),
        back=_back(),
    )
    response = redirect(wanted, 303)
    response.delete_cookie(single_sign_on.COOKIE, path=_PATH)
    set_sign_in(response, token)
    remember_language(response, get_lang())
    return response


def _require_offered() -> None:
    if not single_sign_on.is_offered(get_doors()):
        raise NotFound("There is no single sign-on here. PORTAL_OIDC_ISSUER names the provider.")


def _back() -> str:
    """Return our own address as the provider knows it; never what a Host header says."""
    return f"{get_doors().settings.base_url.rstrip('/')}{url_for('dashboard.come_back')}"
