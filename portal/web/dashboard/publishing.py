"""The page "Notices": put a notice up or take an article off without git, and take either back."""

import json
from dataclasses import dataclass
from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import InvalidForm
from portal.services.doors import Doors
from portal.services.publishing import (
    NoticeForm,
    commit_waiting,
    list_publications,
    publish_notice,
    undo,
    withdraw,
)
from portal.store.publications import NOTICE, Publication
from portal.web.dashboard.guarding import get_doors, get_lang, get_member
from portal.web.dashboard.presenting import frame

USUAL_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Row:
    """One publication as the page shows it."""

    made: Publication
    is_notice: bool
    text: str
    days: tuple[str, str] | None
    is_over: bool


def notices(wrong: InvalidForm | None = None, form: NoticeForm | None = None) -> tuple[str, int]:
    """Show the forms and what was published, the newest first."""
    doors, lang = get_doors(), get_lang()
    today = doors.clock().astimezone(doors.shop.calendar.zone).date()
    usual = NoticeForm({}, today.isoformat(), (today + USUAL_DAYS).isoformat())
    articles = sorted(
        (one for one in doors.listing.get().articles.values() if one.lang == lang), key=lambda one: one.title
    )
    page = render_template(
        "dashboard/notices.html",
        **frame("notices"),
        rows=[_row(doors, made, lang, today.isoformat()) for made in list_publications(doors)],
        articles=articles,
        chosen=request.args.get("article", ""),
        topics=[(topic.id, topic.title[lang]) for topic in doors.shop.topics.values()],
        form=form or usual,
        wrong={error.field: error.text for error in wrong.errors} if wrong else {},
        has_git=bool(doors.settings.git_author),
    )
    return page, 422 if wrong else 200


def save_notice() -> AnyResponse | tuple[str, int]:
    """Put a notice up."""
    doors, told = get_doors(), request.form
    form = NoticeForm(
        {lang: told.get(f"text_{lang}", "") for lang in doors.words.languages},
        told.get("start", ""),
        told.get("until", ""),
        tuple(told.getlist("topic")),
    )
    try:
        publish_notice(doors, get_member(), form, lang=get_lang())
    except InvalidForm as wrong:
        return notices(wrong, form)
    return _back()


def save_withdrawal() -> AnyResponse:
    """Take an article off."""
    withdraw(get_doors(), get_member(), request.form.get("article", ""))
    return _back()


def undo_publication() -> AnyResponse:
    """Take back what was published."""
    undo(get_doors(), get_member(), request.form.get("id", ""))
    return _back()


def commit_publication() -> AnyResponse:
    """Try once more to bring it into git."""
    if get_member().may_edit:
        commit_waiting(get_doors(), request.form.get("id", ""))
    return _back()


def _row(doors: Doors, made: Publication, lang: str, today: str) -> Row:
    told = json.loads(made.body)
    if made.kind == NOTICE:
        days = told["from"], told["until"]
        return Row(made, is_notice=True, text=told["text"].get(lang, ""), days=days, is_over=days[1] < today)
    article = doors.find_article(made.subject, lang)
    return Row(
        made, is_notice=False, text=article.title if article else made.subject, days=None, is_over=False
    )


def _back() -> AnyResponse:
    return redirect(f"{url_for('dashboard.notices')}#published", 303)
