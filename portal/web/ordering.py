"""The order page: number and a second field, how the order stands, and a code for the rest."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal

from flask import Blueprint, Response
from pydantic import Field

from portal.domain.orders import SecondField
from portal.errors import FieldError, Forbidden, InvalidForm, SettingsError, TooMany, Unavailable
from portal.services.contacting import other_way
from portal.services.doors import Doors
from portal.services.looking_up import LookUps, Question
from portal.services.meeting import give_token
from portal.services.one_time_codes import GOOD_FOR_S
from portal.services.shops import open_shop
from portal.services.text_messages import read_sms
from portal.web.api import check_sender
from portal.web.orders_view import LookUpView, Values, present_order
from portal.web.parsing import Asked, Text, parse_form
from portal.web.searching import require_language
from portal.web.shells import render_partial, render_shell, require_shell
from portal.web.visiting import get_doors, get_visitor

log = logging.getLogger(__name__)
PAGE = "orders"

Outcome = tuple[LookUpView, int]


class Posted(Asked):
    """The form as a browser posts it."""

    number: Text = ""
    email: Text = ""
    phone: Text = ""
    last_name: Text = ""
    postcode: Text = ""
    code: Text = ""
    code_id: Text = ""
    token: Text = ""
    website: Text = ""
    action: Annotated[Literal["find", "code", "open"], Field()] = "find"


def create_ordering(doors: Doors, look_ups: LookUps | None = None) -> Blueprint:
    """Return the order page over the configured shop; without one it says how else to learn it."""
    ordering = Blueprint("ordering", __name__)
    look_ups = look_ups or _open(doors)

    @ordering.get("/<lang>/orders/")
    def form(lang: str) -> Response:
        """Show the form."""
        require_language(lang)
        return _page(lang, _view(lang, look_ups, Posted()))

    @ordering.post("/<lang>/orders/")
    def post(lang: str) -> Response:
        """Look it up."""
        require_language(lang)
        require_shell(lang, PAGE)
        posted = parse_form(Posted)
        view, status = _answer(lang, look_ups, posted)
        return _page(lang, view, status=status)

    return ordering


def _answer(lang: str, look_ups: LookUps | None, posted: Posted) -> Outcome:
    view = _view(lang, look_ups, posted)
    if look_ups is None:
        return view, Unavailable.status
    try:
        check_sender(posted.token, posted.website, lang=lang)
        return _ACTIONS[posted.action](lang, look_ups, posted, view)
    except InvalidForm as error:
        return replace(view, errors=error.errors), error.status
    except Forbidden as error:
        expired = FieldError("number", get_doors().words.get(lang, "form.expired"))
        return replace(view, errors=(expired,)), error.status
    except (TooMany, Unavailable) as error:
        return replace(view, state="failed", told=str(error)), error.status


def _find(lang: str, look_ups: LookUps, posted: Posted, view: LookUpView) -> Outcome:
    found = look_ups.find(get_visitor(), _question(posted), lang=lang)
    if found is None:
        return replace(view, state="notfound"), 200
    return replace(view, state="found", order=present_order(get_doors(), found, lang)), 200


def _send_code(lang: str, look_ups: LookUps, posted: Posted, view: LookUpView) -> Outcome:
    asked = _question(posted)
    offer = look_ups.offer(get_visitor(), asked, lang=lang)
    return replace(view, state="code", code_id=offer.code_id, is_sms=_is_sms(look_ups, asked)), 200


def _open_all(lang: str, look_ups: LookUps, posted: Posted, view: LookUpView) -> Outcome:
    asked = _question(posted)
    found = look_ups.open(get_visitor(), asked, posted.code_id, posted.code, lang=lang)
    if found is None:
        is_sms = _is_sms(look_ups, asked)
        key = "order.code.wrong.sms" if is_sms else "order.code.wrong"
        wrong = FieldError("code", get_doors().words.get(lang, key))
        view = replace(view, state="code", code_id=posted.code_id, is_sms=is_sms, errors=(wrong,))
        return view, InvalidForm.status
    return replace(view, state="opened", order=present_order(get_doors(), found, lang)), 200


_ACTIONS: dict[str, Callable[[str, LookUps, Posted, LookUpView], Outcome]] = {
    "find": _find,
    "code": _send_code,
    "open": _open_all,
}


def _question(posted: Posted) -> Question:
    """Return what was asked: the address if there is one, else the first other field that is filled in."""
    typed = {by: getattr(posted, by.value) for by in SecondField}
    others = (by for by, text in typed.items() if by is not SecondField.EMAIL and text.strip())
    by = SecondField.EMAIL
    if not typed[by].strip() and posted.action != "find":
        by = next(others, by)
    return Question(posted.number, typed[by], by)


def _is_sms(look_ups: LookUps, asked: Question) -> bool:
    return look_ups.has_sms and asked.by is SecondField.PHONE


def _view(lang: str, look_ups: LookUps | None, posted: Posted) -> LookUpView:
    doors = get_doors()
    seconds = look_ups.shop.seconds if look_ups else ()
    return LookUpView(
        state="ask" if look_ups else "off",
        action_url=f"/{lang}/{PAGE}/",
        token=give_token(doors, get_visitor()),
        values=Values(posted.number, posted.email, posted.phone, posted.last_name, posted.postcode),
        others=tuple(by.value for by in seconds if by is not SecondField.EMAIL),
        phone=other_way(doors),
        minutes=GOOD_FOR_S // 60,
        contact_url=f"{lang}/contact/",
        has_sms=look_ups is not None and look_ups.has_sms,
    )


def _page(lang: str, view: LookUpView, *, status: int = 200) -> Response:
    response = render_shell(lang, PAGE, {PAGE: render_partial("orders", lang, lookup=view)}, status=status)
    # Nothing of it may lie in a cache, not even the reader's own.
    response.headers["Cache-Control"] = "no-store"
    return response


def _open(doors: Doors) -> LookUps | None:
    try:
        shop = open_shop(doors.settings, doors.clock)
    except SettingsError as error:
        # Customers are served all the same; `portal integrations check` says what is wrong.
        log.error("orders cannot be looked up: %s", error)
        return None
    return LookUps(doors, shop, has_sms=_has_sms(doors)) if shop else None


def _has_sms(doors: Doors) -> bool:
    try:
        return read_sms(doors.settings, doors.clock) is not None
    except SettingsError as error:
        # Without it codes go by mail; `portal integrations check sms` says what is wrong.
        log.error("codes cannot go by SMS: %s", error)
        return False
