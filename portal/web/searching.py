"""The results page: the same search as in the box, without scripts."""

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from portal.errors import InvalidRequest, Unavailable
from portal.services.answering import Answered, answer_query
from portal.web.parsing import Asked, Text, parse_address
from portal.web.presenting import ResultsView, list_categories, present_results
from portal.web.shells import render_partial, render_shell
from portal.web.visiting import get_doors, get_visitor

searching = Blueprint("searching", __name__)

_SHOWN = 120
"""Of a query that is far too long only the beginning is put back into the box."""


class Question(Asked):
    """What the address of the page carries."""

    q: Text = ""


@searching.get("/<lang>/search/")
def results(lang: str) -> Response:
    """Answer the query of the address."""
    require_language(lang)
    text = parse_address(Question).q
    if not text.strip():
        return _page(lang, None)
    try:
        found = answer_query(get_doors(), get_visitor(), text, lang=lang)
    except (InvalidRequest, Unavailable) as error:
        view = ResultsView(
            query=text[:_SHOWN],
            error=str(error),
            contact_url=f"{lang}/contact/",
            categories=list_categories(lang),
        )
        return _page(lang, view, status=error.status)
    return _page(lang, _present(found, lang))


def _present(found: Answered, lang: str) -> ResultsView:
    return present_results(found.answer, found.query_id, lang=lang, is_person_first=found.is_person_first)


def require_language(lang: str) -> None:
    """Raise NotFound for a language that there is not."""
    if lang not in get_doors().words.languages:
        raise NotFound


def _page(lang: str, view: ResultsView | None, *, status: int = 200) -> Response:
    return render_shell(
        lang, "search", {"results": render_partial("results", lang, results=view)}, status=status
    )
