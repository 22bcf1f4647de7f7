"""The page of one's own message: how it stands, more words to it, or that it was solved meanwhile."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Literal

from flask import Blueprint, Response
from pydantic import Field

from portal.domain.case_numbers import format_case_number
from portal.errors import FieldError, Forbidden, InvalidForm, SettingsError, TooMany, Unavailable
from portal.language import format_date
from portal.services.attaching import FIELD
from portal.services.calling import tell_call
from portal.services.contacting import other_way
from portal.services.doors import Doors
from portal.services.integrations import Integrations, read_integrations
from portal.services.letters import reply_by_text
from portal.services.meeting import give_token
from portal.services.requests import Question, Request, Requests
from portal.store.follow_ups import CLOSED
from portal.web.api import check_sender
from portal.web.attached import let_files_in, read_form_with_files, take_attachments
from portal.web.parsing import Asked, Text, parse_form
from portal.web.searching import require_language
from portal.web.shells import render_partial, render_shell, require_shell
from portal.web.visiting import get_doors, get_visitor

log = logging.getLogger(__name__)
PAGE = "requests"
_ADDED_FIELDS = frozenset({"message", FIELD})
"""Wrong ones are told beside the request and not beside the form that looks for it."""


class Posted(Asked):
    """The form as a browser posts it."""

    case: Text = ""
    email: Text = ""
    message: Text = ""
    token: Text = ""
    website: Text = ""
    action: Annotated[Literal["find", "add", "close"], Field()] = "find"


@dataclass(frozen=True, slots=True)
class AddedView:
    """One addition."""

    when: str
    text: str
    files: tuple[str, ...] = ()
    """Their names."""


@dataclass(frozen=True, slots=True)
class RequestView:
    """A message of hers, every text ready."""

    heading: str
    state: str
    state_text: str
    means: str
    sent: str
    by_when: str
    call: str
    """Whom somebody will call and when; empty once it is over, and for a message that asks for no call."""
    message: str
    files: tuple[str, ...]
    added: tuple[AddedView, ...]
    can_close: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """The page in one of its states: ask, found, notfound, failed; the context of partials/requests.html."""

    state: str
    action_url: str
    token: str
    case: str
    email: str
    contact_url: str
    message: str = ""
    done: str = ""
    """What was just done: added or closed."""
    errors: tuple[FieldError, ...] = ()
    told: str = ""
    request: RequestView | None = None
    files_most: int = 0
    """How many files may be added at once; 0 shows no place for any. Then megabytes, of each and together."""
    files_each: int = 0
    files_together: int = 0


Outcome = tuple[PageView, int]


def create_requesting(doors: Doors, requests: Requests | None = None) -> Blueprint:
    """Return the page; `requests` is another pace for tests."""
    requesting = Blueprint("requesting", __name__)
    all_requests = requests or Requests(doors, _read(doors))

    @requesting.get("/<lang>/requests/")
    def form(lang: str) -> Response:
        """Show the form."""
        require_language(lang)
        return _page(lang, _view(lang, Posted()))

    @requesting.post("/<lang>/requests/")
    def post(lang: str) -> Response:
        """Look it up, add to it, or close it."""
        require_language(lang)
        require_shell(lang, PAGE)
        let_files_in()
        try:
            read_form_with_files(lang)
        except InvalidForm as error:
            return _page(lang, replace(_view(lang, Posted()), errors=error.errors), status=error.status)
        view, status = _answer(lang, all_requests, parse_form(Posted))
        return _page(lang, view, status=status)

    return requesting


def _answer(lang: str, requests: Requests, posted: Posted) -> Outcome:
    view = _view(lang, posted)
    try:
        check_sender(posted.token, posted.website, lang=lang)
        return _ACTIONS[posted.action](lang, requests, posted, view)
    except InvalidForm as error:
        wrong = replace(view, errors=error.errors)
        if posted.action == "add" and all(one.field in _ADDED_FIELDS for one in error.errors):
            wrong = _found(wrong, requests.find(get_visitor(), _question(posted), lang=lang), lang)
        return wrong, error.status
    except Forbidden as error:
        expired = FieldError("case", get_doors().words.get(lang, "form.expired"))
        return replace(view, errors=(expired,)), error.status
    except TooMany as error:
        return replace(view, state="failed", told=str(error)), error.status
    except Unavailable as error:
        say, doors = get_doors().words.get, get_doors()
        if posted.action == "find":
            return replace(view, state="failed", told=say(lang, "error.unavailable")), error.status
        text = say(lang, "form.failed", phone=other_way(doors)).replace("**", "")
        return replace(view, state="failed", told=text), error.status


def _find(lang: str, requests: Requests, posted: Posted, view: PageView) -> Outcome:
    return _found(view, requests.find(get_visitor(), _question(posted), lang=lang), lang), 200


def _add(lang: str, requests: Requests, posted: Posted, view: PageView) -> Outcome:
    asked, token = _question(posted), posted.token
    files = take_attachments(lang)
    found = requests.add(get_visitor(), asked, posted.message, token=token, lang=lang, files=files)
    return replace(_found(view, found, lang), message="", done="added" if found else ""), 200


def _close(lang: str, requests: Requests, posted: Posted, view: PageView) -> Outcome:
    found = requests.close(get_visitor(), _question(posted), token=posted.token, lang=lang)
    return replace(_found(view, found, lang), done="closed" if found else ""), 200


_ACTIONS: dict[str, Callable[[str, Requests, Posted, PageView], Outcome]] = {
    "find": _find,
    "add": _add,
    "close": _close,
}


def _question(posted: Posted) -> Question:
    return Question(posted.case, posted.email)


def _found(view: PageView, found: Request | None, lang: str) -> PageView:
    if found is None:
        return replace(view, state="notfound", message="")
    return replace(view, state="found", request=_present(get_doors(), found, lang))


def _present(doors: Doors, found: Request, lang: str) -> RequestView:
    say, contact = doors.words.get, found.contact
    call = tell_call(doors, contact.contact_id, lang)
    state = found.status
    is_to_come = state != "solved" and doors.clock().timestamp() < contact.reply_by
    text = say(lang, f"request.state.{state}")
    return RequestView(
        heading=say(lang, "request.heading", code=format_case_number(contact.code)),
        state=state,
        state_text=text[:1].upper() + text[1:],
        means=say(lang, "request.means.closed" if found.is_closed_by_her else f"request.means.{state}"),
        sent=say(lang, "request.sent", date=_day(doors, contact.created_at, lang)),
        by_when="" if call else _by_when(doors, found, lang),
        call=call if is_to_come else "",
        message=contact.message,
        files=_names(found, None),
        added=tuple(
            AddedView(
                _day(doors, one.created_at, lang),
                say(lang, "request.added.closed") if one.kind == CLOSED else one.message,
                _names(found, one.follow_up_id),
            )
            for one in found.added
        ),
        can_close=state != "solved",
    )


def _names(found: Request, follow_up_id: str | None) -> tuple[str, ...]:
    return tuple(one.name for one in found.files if one.follow_up_id == follow_up_id)


def _by_when(doors: Doors, found: Request, lang: str) -> str:
    """Say until when she has an answer, while nobody has given one; else nothing."""
    if found.is_answered or found.status != "received":
        return ""
    time = reply_by_text(doors, found.contact.reply_by, lang)
    return doors.words.get(lang, "request.by", email=found.contact.email, time=time)


def _day(doors: Doors, ts: float, lang: str) -> str:
    at = datetime.fromtimestamp(ts, tz=UTC).astimezone(doors.shop.calendar.zone)
    return format_date(at.date(), lang)


def _view(lang: str, posted: Posted) -> PageView:
    told = get_doors().settings
    return PageView(
        state="ask",
        action_url=f"/{lang}/{PAGE}/",
        token=give_token(get_doors(), get_visitor()),
        case=posted.case,
        email=posted.email,
        contact_url=f"{lang}/contact/",
        message=posted.message,
        files_most=told.attachments,
        files_each=told.attachment_mb,
        files_together=told.attachments_mb,
    )


def _page(lang: str, view: PageView, *, status: int = 200) -> Response:
    phone = other_way(get_doors())
    slot = render_partial("requests", lang, page=view, phone=phone)
    response = render_shell(lang, PAGE, {PAGE: slot}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(doors: Doors) -> Integrations:
    try:
        return read_integrations(doors.settings, doors.clock)
    except SettingsError as error:
        # What is added goes to the mailbox then; the worker and `portal doctor` say what is wrong.
        log.error("desks are not known: %s", error)
        return Integrations()
