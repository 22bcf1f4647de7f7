"""Who may come in: the cookie of a sign-in, the tokens of forms, and the headers of every answer."""

from flask import Response, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import TooMany, Unavailable
from portal.services.doors import Doors
from portal.services.proxied import said_login
from portal.services.staff import COOKIE, SIGNED_IN_S, Member, check_form_token, find_signed_in

LANGUAGE_COOKIE = "portal_staff_lang"
_OPEN = frozenset(
    {
        *("dashboard.show_sign_in", "dashboard.sign_in", "dashboard.static"),
        *("dashboard.leave", "dashboard.come_back"),
    }
)
_WITH_SCRIPT = frozenset({"dashboard.answers", "dashboard.answer"})
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def get_doors() -> Doors:
    """Return the doors the dashboard was made with."""
    doors: Doors = current_app.extensions["portal_dashboard"]
    return doors


def get_member() -> Member:
    """Return who is signed in; only for pages behind the sign-in."""
    member: Member = g.member
    return member


def get_token() -> str:
    """Return the token of this sign-in."""
    return request.cookies.get(COOKIE, "")


def get_lang() -> str:
    """Return the language of the pages: chosen, remembered, or the browser's."""
    languages = get_doors().words.languages
    for lang in (request.values.get("ui"), request.cookies.get(LANGUAGE_COOKIE)):
        if lang in languages:
            return str(lang)
    return request.accept_languages.best_match(languages, default=languages[0]) or languages[0]


def mark_staff() -> None:
    """Label what signed-in staff do anywhere on the site; a reader has no cookie and costs nothing."""
    if COOKIE not in request.cookies:
        return
    try:
        g.request_is_staff = find_signed_in(get_doors(), get_token()) is not None
    except Unavailable:
        g.request_is_staff = True


def require_staff() -> AnyResponse | None:
    """Let staff in, send everybody else to the sign-in; a form must come from a page of this sign-in."""
    if request.endpoint in _OPEN:
        return None
    member = find_signed_in(get_doors(), get_token())
    said = said_by_proxy()
    # Somebody else sits at this browser than when it was signed in.
    if member is None or said not in (None, member.login):
        return redirect(url_for("dashboard.show_sign_in", next=request.full_path.rstrip("?")), 303)
    g.member = member
    if request.method == "POST":
        check_form_token(get_doors(), get_token(), request.form.get("token", ""))
    return None


def said_by_proxy() -> str | None:
    """Return the login that a trusted proxy tells, or None; the peer is who really spoke to us."""
    name = get_doors().settings.proxy_login_header
    if not name:
        return None
    kept = request.environ.get("werkzeug.proxy_fix.orig", {})
    peer = kept.get("REMOTE_ADDR") or request.environ.get("REMOTE_ADDR", "")
    return said_login(get_doors(), peer=str(peer), said=request.headers.get(name))


def add_headers(response: Response) -> Response:
    """Forbid scripts, but for the one that copies, and caching; remember the language for staff."""
    policy = f"{_POLICY}; script-src 'self'" if request.endpoint in _WITH_SCRIPT else _POLICY
    response.headers["Content-Security-Policy"] = policy
    if request.endpoint != "dashboard.static":
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    if "member" in g and request.args.get("ui") in get_doors().words.languages:
        remember_language(response, request.args["ui"])
    return response


def remember_language(response: AnyResponse, lang: str) -> None:
    """Remember a member's language in her browser."""
    set_cookie(response, LANGUAGE_COOKIE, lang, path="/dashboard", seconds=365 * 86_400)


def set_sign_in(response: AnyResponse, token: str) -> None:
    """Give the browser its sign-in; on the whole site, so that staff are not counted as customers."""
    set_cookie(response, COOKIE, token, path="/", seconds=SIGNED_IN_S)


def drop_sign_in(response: AnyResponse) -> None:
    """Take the sign-in from the browser."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=_is_secure())


def minutes_of(error: TooMany) -> int:
    """Return the minutes to wait, rounded up."""
    return max(1, -(-error.retry_after_s // 60))


def set_cookie(response: AnyResponse, name: str, value: str, *, path: str, seconds: int) -> None:
    """Give the browser a cookie that no script reads and no other site's form sends."""
    response.set_cookie(
        name, value, max_age=seconds, path=path, httponly=True, samesite="Lax", secure=_is_secure()
    )


def _is_secure() -> bool:
    return get_doors().settings.base_url.startswith("https:")
