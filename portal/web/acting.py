"""The pages of statements of legal weight: filled in, read over where the law wants it, sent."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Annotated, Final, Literal

from flask import Blueprint, Response, request
from pydantic import Field as Limited

from portal.articles.acts import GUIDED, Act, Field, list_acts
from portal.errors import FieldError, Forbidden, InvalidForm, TooMany, Unavailable
from portal.services.acting import (
    MOST_EMAIL,
    Said,
    Statement,
    check_statement,
    send_statement,
    tell_facts,
    tell_statement,
)
from portal.services.contacting import other_way
from portal.services.doors import Doors
from portal.services.guiding import fill_in
from portal.services.meeting import give_token
from portal.web.api import check_sender
from portal.web.attached import WITH_FILES, let_files_in, read_form_with_files, take_attachments
from portal.web.parsing import Asked, Text, parse_address, parse_form
from portal.web.searching import require_language
from portal.web.shells import render_partial, render_shell, require_shell
from portal.web.visiting import get_doors, get_visitor

MOST_FORM: Final = 2 * 1024 * 1024
"""Bytes: even what is much too long comes back as it was typed, with a word about it."""
_AUTOFILL: Final = {"name": "name", "place": "address-level2"}


class Arrival(Asked):
    """What the address of a page carries: an order, or the guide that leads here and the way through it."""

    order: Text = ""
    article: Text = ""
    way: Text = ""


class Posted(Asked):
    """What every form of these pages has; the act's own fields are read by their names."""

    email: Text = ""
    token: Text = ""
    website: Text = ""
    article_id: Text = ""
    action: Annotated[Literal["review", "edit", "send"], Limited()] = "review"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a field."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field with what was typed into it."""

    name: str
    kind: str
    label: str
    hint: str
    value: str
    most: int
    is_required: bool
    choices: tuple[Choice, ...]
    autofill: str
    only_with: str
    """The choice that it belongs to; empty if it stands by itself."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class DoneView:
    """What the page says of a statement that was received."""

    facts: tuple[Said, ...]
    message: str
    next: tuple[str, ...]
    receipt: str
    follow_url: str
    """Where it can be followed, its number behind the #, which no server sees."""


@dataclass(frozen=True, slots=True)
class ActView:
    """A page in one of its states: form, review, done, failed; the context of partials/act.html."""

    state: str
    act: str
    action_url: str
    token: str
    email: str
    article_id: str
    fields: tuple[FieldView, ...]
    is_confirmed: bool
    phone: str
    privacy_url: str
    errors: tuple[FieldError, ...] = ()
    email_error: str = ""
    files_most: int = 0
    files_each: int = 0
    files_together: int = 0
    choose_again: bool = False
    lines: tuple[Said, ...] = ()
    done: DoneView | None = field(default=None, repr=False)
    told: str = ""


Outcome = tuple[ActView, int]


def create_acting(doors: Doors) -> Blueprint:
    """Return the pages of the acts that the shop's topics name."""
    acting = Blueprint("acting", __name__)
    for act, _ in list_acts(doors.shop.topics.values()):
        address = f"/<lang>/{act.page}/"
        acting.add_url_rule(address, f"show_{act.id}", _show, methods=["GET"], defaults={"act": act})
        acting.add_url_rule(address, f"post_{act.id}", _post, methods=["POST"], defaults={"act": act})
    return acting


def _show(lang: str, act: Act) -> Response:
    """Show the form, with what the address knows already."""
    require_language(lang)
    arrival = parse_address(Arrival)
    known = {one.name: one for one in act.fields}
    said = {act.has_guide: fill_in(get_doors(), arrival.article, arrival.way, lang=lang)[:GUIDED]}
    if "order_number" in known:
        said["order_number"] = arrival.order[: known["order_number"].most]
    return _page(lang, _view(lang, act, Posted(article_id=arrival.article), said))


def _post(lang: str, act: Act) -> Response:
    """Do what the pressed button says, and show the page as it is then."""
    require_language(lang)
    require_shell(lang, act.page)
    request.max_form_memory_size = request.max_content_length = MOST_FORM
    let_files_in()
    try:
        read_form_with_files(lang)
    except InvalidForm as error:
        view = replace(_view(lang, act, Posted(), {}), errors=error.errors)
        return _page(lang, view, status=error.status)
    view, status = _answer(lang, act, parse_form(Posted))
    return _page(lang, view, status=status)


def _answer(lang: str, act: Act, posted: Posted) -> Outcome:
    """Return the page after what was asked for; whatever fails, everything typed stays in it."""
    said = _read_said(act)
    view = _view(lang, act, posted, said)
    try:
        check_sender(posted.token, posted.website, lang=lang)
        view = replace(view, token=posted.token)
        return _ACTIONS[posted.action](lang, act, posted, view)
    except InvalidForm as error:
        return _with_errors(view, error.errors), error.status
    except Forbidden as error:
        expired = FieldError("act-form", get_doors().words.get(lang, "form.expired"))
        return _with_errors(_stay(lang, act, posted, view), (expired,)), error.status
    except (TooMany, Unavailable) as error:
        told = get_doors().words.get(lang, "form.failed", phone=view.phone)
        told = str(error) if isinstance(error, TooMany) else told
        return replace(_stay(lang, act, posted, view), told=told), error.status


def _edit(_lang: str, _act: Act, _posted: Posted, view: ActView) -> Outcome:
    return view, 200


def _review(lang: str, act: Act, posted: Posted, view: ActView) -> Outcome:
    if not act.is_confirmed:
        return _send(lang, act, posted, view)
    statement = _statement(lang, act, posted)
    check_statement(get_doors(), statement)
    return replace(view, state="review", lines=tell_statement(get_doors(), statement)), 200


def _send(lang: str, act: Act, posted: Posted, view: ActView) -> Outcome:
    doors, statement = get_doors(), _statement(lang, act, posted)
    check_statement(doors, statement)
    if act.takes_files:
        statement = replace(statement, files=take_attachments(lang))
    taken = send_statement(doors, get_visitor(), statement)
    follow_url = f"/{lang}/requests/#c={taken.code_text}"
    done = DoneView(tell_facts(doors, taken, lang), taken.message, taken.next, taken.receipt, follow_url)
    return replace(view, state="done", email=taken.email, done=done), 200


_ACTIONS: dict[str, Callable[[str, Act, Posted, ActView], Outcome]] = {
    "review": _review,
    "edit": _edit,
    "send": _send,
}


def _stay(lang: str, act: Act, posted: Posted, view: ActView) -> ActView:
    """Return the second step for who pressed its button in vain, and the form for everybody else."""
    if not act.is_confirmed or posted.action != "send":
        return view
    try:
        return _review(lang, act, posted, view)[0]
    except InvalidForm:
        return view


def _read_said(act: Act) -> dict[str, str]:
    """Return the act's own fields as they were posted, cleaned as every text is."""

    class One(Asked):
        text: Text

    return {one.name: One(text=request.form.get(one.name, "")).text for one in act.fields}


def _statement(lang: str, act: Act, posted: Posted) -> Statement:
    said = _read_said(act)
    return Statement(act, lang, posted.token, posted.email, said, article_id=posted.article_id or None)


def _with_errors(view: ActView, errors: tuple[FieldError, ...]) -> ActView:
    texts = {one.field: one.text for one in errors}
    return replace(
        view,
        errors=errors,
        email_error=texts.get("email", ""),
        fields=tuple(replace(one, error=texts.get(one.name, "")) for one in view.fields),
    )


def _view(lang: str, act: Act, posted: Posted, said: dict[str, str]) -> ActView:
    doors = get_doors()
    told = doors.settings
    has_files = act.takes_files and told.attachments > 0
    return ActView(
        state="form",
        act=act.id,
        action_url=f"/{lang}/{act.page}/",
        token=give_token(doors, get_visitor()),
        email=posted.email,
        article_id=posted.article_id,
        fields=tuple(_field(doors, one, said.get(one.name, ""), lang) for one in act.fields),
        is_confirmed=act.is_confirmed,
        phone=other_way(doors),
        privacy_url=f"{lang}/legal/privacy/",
        files_most=told.attachments if has_files else 0,
        files_each=told.attachment_mb,
        files_together=told.attachments_mb,
        choose_again=request.mimetype == WITH_FILES and any(one.filename for one in request.files.values()),
    )


def _field(doors: Doors, one: Field, value: str, lang: str) -> FieldView:
    say, key = doors.words.get, f"act.field.{one.name}"
    return FieldView(
        name=one.name,
        kind=one.kind,
        label=say(lang, key),
        hint=say(lang, f"{key}.hint") if one.has_hint else "",
        value=value,
        most=one.most,
        is_required=one.is_required,
        choices=tuple(Choice(id_, say(lang, f"{key}.{id_}")) for id_ in one.choices),
        autofill=_AUTOFILL.get(one.name, "off"),
        only_with=one.only_with[1] if one.only_with else "",
    )


def _page(lang: str, view: ActView, *, status: int = 200) -> Response:
    slot = render_partial("act", lang, page=view, most_email=MOST_EMAIL)
    return render_shell(lang, view.action_url.split("/")[2], {"act": slot}, status=status)
