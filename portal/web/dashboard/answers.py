"""The pages "Answers for staff": search what only they may read, and copy an answer to send it on."""

from datetime import date

from flask import Response, abort, current_app, render_template, request, send_from_directory

from portal.articles.staff_listing import STAFF_PICTURES
from portal.services.staff_answers import (
    StaffShelf,
    find_answers,
    find_staff_article,
    link_to_send,
    text_to_send,
)
from portal.web.dashboard.guarding import get_doors, get_lang
from portal.web.dashboard.presenting import frame

MOST_ASKED = 256


def answers() -> str:
    """Show what is written for staff, or what answers a question."""
    lang, query = get_lang(), request.args.get("q", "")[:MOST_ASKED]
    found = find_answers(get_doors(), _shelf(), query, lang=lang)
    return render_template("dashboard/answers.html", **frame("answers"), found=found, query=query)


def answer(lang: str, id_: str) -> str:
    """Show one article for staff."""
    doors = get_doors()
    article = find_staff_article(_shelf(), lang, id_)
    if article is None:
        abort(404)
    related = [one for id_ in article.related if (one := doors.find_article(id_, lang))]
    return render_template(
        "dashboard/answer.html",
        **frame("answers"),
        article=article,
        related=related,
        text=text_to_send(doors, article),
        link_to_send=link_to_send(doors, article),
        checked_on=date.fromisoformat(article.checked_on),
        review_by=date.fromisoformat(article.review_by),
    )


def answer_file(name: str) -> Response:
    """Return a picture that only articles for staff show."""
    return send_from_directory((get_doors().settings.staff_dir / STAFF_PICTURES).absolute(), name)


def _shelf() -> StaffShelf:
    shelf: StaffShelf = current_app.extensions.setdefault(
        "portal_staff_shelf", StaffShelf(get_doors().settings.staff_dir)
    )
    return shelf
