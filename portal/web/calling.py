"""The page on which a call is asked for: a plain form that works without scripts, in every state."""

from dataclasses import dataclass, replace

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from portal.articles.windows import Windows
from portal.domain.case_numbers import format_case_number
from portal.errors import Forbidden, InvalidForm, ProofNeeded, TooMany, Unavailable
from portal.services.calling import (
    Day,
    ask_for_call,
    find_way,
    list_days,
    tell_call,
    tell_languages,
    tell_zone,
)
from portal.services.contacting import ContactForm, other_way
from portal.services.meeting import give_token
from portal.web.api import check_sender
from portal.web.form_states import FormState, tell_refusal
from portal.web.parsing import Asked, Text, parse_form
from portal.web.presenting import TopicGroup, list_topics
from portal.web.searching import require_language
from portal.web.shells import render_partial, render_shell, require_shell
from portal.web.visiting import get_doors, get_visitor

calling = Blueprint("calling", __name__)
PAGE = "callback"


class Posted(Asked):
    """The form as a browser posts it."""

    phone: Text = ""
    window: Text = ""
    message: Text = ""
    topic: Text = ""
    name: Text = ""
    email: Text = ""
    token: Text = ""
    website: Text = ""
    proof: Text = ""


@dataclass(frozen=True, slots=True)
class CallView(FormState):
    """The page in one of its states: new, invalid, failed, sent; the context of partials/call_back.html."""

    action_url: str
    token: str
    posted: Posted
    days: tuple[Day, ...]
    zone: str
    languages: str
    """Which languages those who call speak."""
    topics: tuple[TopicGroup, ...]
    phone: str
    privacy_url: str
    code_text: str = ""
    when: str = ""
    email: str = ""


@calling.get("/<lang>/callback/")
def form(lang: str) -> Response:
    """Show the form."""
    require_language(lang)
    return _page(lang, _view(lang, Posted(), _windows()))


@calling.post("/<lang>/callback/")
def post(lang: str) -> Response:
    """Take the wish, and show the form as it is then."""
    require_language(lang)
    windows = _windows()
    require_shell(lang, PAGE)
    posted = parse_form(Posted)
    view, status = _answer(lang, posted, windows)
    return _page(lang, view, status=status)


def _answer(lang: str, posted: Posted, windows: Windows) -> tuple[CallView, int]:
    """Return the form after the wish; whatever fails, everything typed stays in it."""
    view = _view(lang, posted, windows)
    try:
        check_sender(posted.token, posted.website, lang=lang)
        return _take(lang, posted, windows, replace(view, token=posted.token))
    except (InvalidForm, Forbidden, ProofNeeded, TooMany, Unavailable) as error:
        return tell_refusal(view, error, field="call-form", lang=lang)


def _take(lang: str, posted: Posted, windows: Windows, view: CallView) -> tuple[CallView, int]:
    doors = get_doors()
    wish = ContactForm(
        message=posted.message,
        email=posted.email,
        lang=lang,
        token=posted.token,
        name=posted.name,
        topic=posted.topic,
        proof=posted.proof,
    )
    sent = ask_for_call(doors, get_visitor(), wish, windows=windows, phone=posted.phone, key=posted.window)
    when = tell_call(doors, sent.contact_id, lang)
    code = format_case_number(sent.code)
    return replace(view, state="sent", code_text=code, when=when, email=sent.email), 200


def _windows() -> Windows:
    way = find_way(get_doors())
    if way is None or way.windows is None:
        raise NotFound
    return way.windows


def _view(lang: str, posted: Posted, windows: Windows) -> CallView:
    doors = get_doors()
    return CallView(
        action_url=f"/{lang}/{PAGE}/",
        token=give_token(doors, get_visitor()),
        posted=posted,
        days=list_days(doors, windows, lang),
        zone=tell_zone(doors, lang),
        languages=tell_languages(doors, lang),
        topics=list_topics(lang),
        phone=other_way(doors),
        privacy_url=f"{lang}/legal/privacy/",
    )


def _page(lang: str, view: CallView, *, status: int = 200) -> Response:
    return render_shell(lang, PAGE, {PAGE: render_partial("call_back", lang, call=view)}, status=status)
