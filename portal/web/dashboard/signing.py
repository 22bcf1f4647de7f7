"""Signing in, signing out, and changing one's password."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import FieldError, Forbidden, InvalidForm, TooMany
from portal.services import staff
from portal.services.proxied import sign_in_said
from portal.services.single_sign_on import is_offered
from portal.web.dashboard.guarding import (
    drop_sign_in,
    get_doors,
    get_lang,
    get_member,
    get_token,
    minutes_of,
    remember_language,
    said_by_proxy,
    set_sign_in,
)
from portal.web.dashboard.presenting import frame

_HOME = "/dashboard/overview"


def show_sign_in() -> AnyResponse:
    """Show the sign-in form."""
    said, member = said_by_proxy(), staff.find_signed_in(get_doors(), get_token())
    if member is not None and said in (None, member.login):
        return redirect(next_page(), 303)
    if said is not None:
        return _enter_as_said()
    key = "dash.password.done" if request.args.get("changed") else None
    return _form(done=key)


def sign_in() -> AnyResponse:
    """Check login and password."""
    doors, say, lang = get_doors(), get_doors().words.get, get_lang()
    address, browser = _where()
    try:
        staff.check_sign_in_token(doors, request.form.get("token", ""), address=address, browser=browser)
        token = staff.sign_in(
            doors, request.form.get("login", "").strip(), request.form.get("password", ""), address=address
        )
    except Forbidden:
        return _form(error=say(lang, "dash.signin.expired"), status=403)
    except TooMany as error:
        response = _form(error=say(lang, "dash.signin.many", n=minutes_of(error)), status=429)
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response
    if token is None:
        return _form(error=say(lang, "dash.signin.wrong"), status=422)
    response = redirect(next_page(), 303)
    set_sign_in(response, token)
    remember_language(response, lang)
    return response


def sign_out() -> AnyResponse:
    """End the sign-in."""
    staff.sign_out(get_doors(), get_token())
    response = redirect(url_for("dashboard.show_sign_in"), 303)
    drop_sign_in(response)
    return response


def password() -> AnyResponse:
    """Show the form for a new password."""
    return _password_form(())


def save_password() -> AnyResponse:
    """Replace the password; everybody signed in with the old one is signed out."""
    try:
        staff.change_password(
            get_doors(),
            get_member(),
            old=request.form.get("old", ""),
            new=request.form.get("new", ""),
            lang=get_lang(),
        )
    except InvalidForm as error:
        return _password_form(error.errors)
    response = redirect(url_for("dashboard.show_sign_in", changed=1), 303)
    drop_sign_in(response)
    return response


def _enter_as_said() -> AnyResponse:
    """Sign in whom the proxy has signed in; it was asked before, so this is nobody else."""
    doors = get_doors()
    name = request.headers.get(doors.settings.proxy_login_header, "")
    response = redirect(next_page(), 303)
    set_sign_in(response, sign_in_said(doors, name))
    remember_language(response, get_lang())
    return response


def _form(*, error: str | None = None, done: str | None = None, status: int = 200) -> AnyResponse:
    address, browser = _where()
    page = render_template(
        "dashboard/sign_in.html",
        **frame("sign_in"),
        error=error,
        done=done,
        login=request.form.get("login", ""),
        next_page=request.values.get("next", ""),
        has_provider=is_offered(get_doors()),
        token=staff.make_sign_in_token(get_doors(), address=address, browser=browser),
    )
    return make_response(page, status)


def _password_form(errors: tuple[FieldError, ...]) -> AnyResponse:
    page = render_template(
        "dashboard/password.html",
        **frame("password"),
        errors={error.field: error.text for error in errors},
        least=staff.LEAST_PASSWORD,
    )
    return make_response(page, 422 if errors else 200)


def _where() -> tuple[str, str]:
    return request.remote_addr or "", request.headers.get("User-Agent", "")


def next_page() -> str:
    """Return where to go after signing in: only to a page of the dashboard."""
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/dashboard/") and "\\" not in wanted and wanted.isprintable()
    return wanted if is_ours else _HOME
