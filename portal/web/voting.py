"""The feedback page: the vote on an article without scripts."""

from dataclasses import replace

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import FieldError, Forbidden, InvalidForm, TooMany, Unavailable
from portal.services.feedback import REASONS, Vote, cast_vote
from portal.services.meeting import give_token
from portal.web.api import check_sender
from portal.web.parsing import Asked, Text, parse_address, parse_form
from portal.web.presenting import Reason, VoteView, find_article_view
from portal.web.searching import require_language
from portal.web.shells import render_partial, render_shell, require_shell
from portal.web.visiting import get_doors, get_visitor

voting = Blueprint("voting", __name__)

_VOTES = ("yes", "no")


class Posted(Asked):
    """The form, and what the address carries when an article's buttons lead here."""

    article_id: Text = ""
    article_v: Text = ""
    vote: Text = ""
    reason: Text = ""
    comment: Text = ""
    token: Text = ""
    website: Text = ""


@voting.get("/<lang>/feedback/")
def ask(lang: str) -> AnyResponse:
    """Show the question; nothing is counted before the form is sent."""
    require_language(lang)
    view = _view(lang, parse_address(Posted))
    return _page(lang, view) if view else redirect(f"/{lang}/")


@voting.post("/<lang>/feedback/")
def take(lang: str) -> AnyResponse:
    """Take the vote and thank for it."""
    require_language(lang)
    require_shell(lang, "feedback")
    posted = parse_form(Posted)
    view = _view(lang, posted)
    if view is None:
        return redirect(f"/{lang}/")
    answered, status = _answer(lang, posted, view)
    return _page(lang, answered, status=status)


def _answer(lang: str, posted: Posted, view: VoteView) -> tuple[VoteView, int]:
    say = get_doors().words.get
    try:
        check_sender(posted.token, posted.website, lang=lang)
        if view.vote is None:
            raise InvalidForm((FieldError("vote", say(lang, "vote.question")),))
        vote = Vote(
            article_id=view.article.id,
            article_v=posted.article_v[:64] or None,
            lang=lang,
            helpful=view.vote == "yes",
            reason=posted.reason or None,
            comment=posted.comment,
        )
        cast_vote(get_doors(), get_visitor(), vote)
    except InvalidForm as error:
        return replace(view, errors=error.errors), error.status
    except Forbidden as error:
        expired = FieldError("vote", say(lang, "form.expired"))
        return replace(view, errors=(expired,)), error.status
    except (TooMany, Unavailable) as error:
        return replace(view, state="failed"), error.status
    return replace(view, state="thanks"), 200


def _view(lang: str, posted: Posted) -> VoteView | None:
    doors = get_doors()
    article = find_article_view(doors, posted.article_id, lang)
    if article is None:
        return None
    return VoteView(
        state="ask",
        action_url=f"/{lang}/feedback/",
        token=give_token(doors, get_visitor()),
        article=article,
        vote=posted.vote if posted.vote in _VOTES else None,
        reasons=tuple(Reason(one, doors.words.get(lang, f"reason.{one}")) for one in REASONS),
        reason=posted.reason or None,
        comment=posted.comment,
    )


def _page(lang: str, view: VoteView, *, status: int = 200) -> Response:
    return render_shell(
        lang, "feedback", {"feedback": render_partial("feedback", lang, vote=view)}, status=status
    )
