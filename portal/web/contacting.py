"""The contact page: a plain form that works without scripts, in every state it can be in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal

from flask import Blueprint, Response
from pydantic import Field

from portal.domain.case_numbers import format_case_number
from portal.errors import Forbidden, InvalidForm, ProofNeeded, TooMany, Unavailable
from portal.services.answering import suggest
from portal.services.contacting import ContactForm, other_way, send_message
from portal.services.guiding import fill_in
from portal.services.letters import reply_by_text
from portal.services.meeting import give_token
from portal.services.solving import begin_writing, say_solved
from portal.web.api import check_sender
from portal.web.attached import let_files_in, read_form_with_files, take_attachments
from portal.web.form_states import tell_refusal
from portal.web.parsing import Asked, Text, parse_address, parse_form
from portal.web.presenting import (
    FormView,
    Values,
    find_article_view,
    list_notices,
    list_topics,
    present_suggestions,
)
from portal.web.searching import require_language
from portal.web.shells import render_partial, render_shell, require_shell
from portal.web.visiting import get_doors, get_visitor

contacting = Blueprint("contacting", __name__)

Outcome = tuple[FormView, int]


class Arrival(Asked):
    """What the address of the page carries: the article, query or way through a guide that leads here."""

    article: Text = ""
    q: Text = ""
    topic: Text = ""
    way: Text = ""


class Posted(Asked):
    """The form as a browser posts it."""

    message: Text = ""
    topic: Text = ""
    name: Text = ""
    email: Text = ""
    order_number: Text = ""
    token: Text = ""
    website: Text = ""
    query_id: Text = ""
    article_id: Text = ""
    proof: Text = ""
    action: Annotated[Literal["send", "suggest", "solved", "undo"], Field()] = "send"


@contacting.get("/<lang>/contact/")
def form(lang: str) -> Response:
    """Show the form."""
    require_language(lang)
    arrival = parse_address(Arrival)
    topic = arrival.topic if arrival.topic in get_doors().shop.topics else ""
    message = fill_in(get_doors(), arrival.article, arrival.way, lang=lang)
    view = _view(lang, Posted(article_id=arrival.article, query_id=arrival.q, topic=topic, message=message))
    return _page(lang, view)


@contacting.post("/<lang>/contact/")
def post(lang: str) -> Response:
    """Do what the pressed button says, and show the form as it is then."""
    require_language(lang)
    require_shell(lang, "contact")
    let_files_in()
    try:
        read_form_with_files(lang)
    except InvalidForm as error:
        view = replace(_view(lang, Posted()), state="invalid", errors=error.errors)
        return _page(lang, view, status=error.status)
    posted = parse_form(Posted)
    view, status = _answer(lang, posted)
    return _page(lang, view, status=status)


def _answer(lang: str, posted: Posted) -> Outcome:
    """Return the form after what was asked for; whatever fails, everything typed stays in it."""
    view = _view(lang, posted)
    try:
        check_sender(posted.token, posted.website, lang=lang)
        view = replace(view, token=posted.token)
        return _ACTIONS[posted.action](lang, posted, view)
    except (InvalidForm, Forbidden, ProofNeeded, TooMany, Unavailable) as error:
        return tell_refusal(view, error, field="contact-form", lang=lang)


def _send(lang: str, posted: Posted, view: FormView) -> Outcome:
    doors = get_doors()
    message = ContactForm(
        message=posted.message,
        email=posted.email,
        lang=lang,
        token=posted.token,
        name=posted.name,
        topic=posted.topic,
        order_number=posted.order_number,
        article_id=posted.article_id,
        query_id=posted.query_id,
        proof=posted.proof,
        files=take_attachments(lang),
    )
    sent = send_message(doors, get_visitor(), message)
    done = replace(
        view,
        state="sent",
        code=sent.code,
        code_text=format_case_number(sent.code),
        reply_by_text=reply_by_text(doors, sent.reply_by.timestamp(), lang),
        values=replace(view.values, email=sent.email),
    )
    return done, 200


def _suggest(lang: str, posted: Posted, view: FormView) -> Outcome:
    doors, visitor = get_doors(), get_visitor()
    begin_writing(doors, visitor, lang=lang, topic=posted.topic)
    try:
        hits = suggest(doors, visitor, posted.message, topic=posted.topic, lang=lang)
    except Unavailable:
        # Help that does not come must not stand in the way of writing.
        hits = ()
    return replace(view, suggestions=present_suggestions(hits)), 200


def _solve(lang: str, posted: Posted, view: FormView) -> Outcome:
    doors, visitor = get_doors(), get_visitor()
    begin_writing(doors, visitor, lang=lang, topic=posted.topic)
    say_solved(doors, visitor, is_solved=True, lang=lang, topic=posted.topic)
    return replace(view, state="solved"), 200


def _undo(lang: str, posted: Posted, view: FormView) -> Outcome:
    say_solved(get_doors(), get_visitor(), is_solved=False, lang=lang, topic=posted.topic)
    return view, 200


_ACTIONS: dict[str, Callable[[str, Posted, FormView], Outcome]] = {
    "send": _send,
    "suggest": _suggest,
    "solved": _solve,
    "undo": _undo,
}


def _view(lang: str, posted: Posted) -> FormView:
    """Return the form with what was typed, a new token and the visit's code."""
    doors, visitor = get_doors(), get_visitor()
    code = doors.visitors.find_code(visitor) or ""
    return FormView(
        action_url=f"/{lang}/contact/",
        token=give_token(doors, visitor),
        values=Values(
            message=posted.message,
            topic=posted.topic,
            name=posted.name,
            email=posted.email,
            order_number=posted.order_number,
            query_id=posted.query_id,
        ),
        phone=other_way(doors),
        privacy_url=f"{lang}/legal/privacy/",
        topics=list_topics(lang),
        notices=list_notices(doors, lang),
        article=find_article_view(doors, posted.article_id, lang),
        code=code,
        code_text=format_case_number(code) if code else "",
        files_most=doors.settings.attachments,
        files_each=doors.settings.attachment_mb,
        files_together=doors.settings.attachments_mb,
    )


def _page(lang: str, view: FormView, *, status: int = 200) -> Response:
    return render_shell(
        lang, "contact", {"contact": render_partial("contact_form", lang, form=view)}, status=status
    )
