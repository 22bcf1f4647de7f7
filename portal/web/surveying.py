"""The page behind the link in the mail after a contact: two questions, and nothing counted by opening it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from flask import Blueprint, Response

from portal.domain.case_numbers import format_case_number
from portal.errors import InvalidForm, TooMany, Unavailable
from portal.services.surveying import QUESTIONS, SCORES, find_asked, take_answers
from portal.web.parsing import Asked, Text, parse_address, parse_form
from portal.web.searching import require_language
from portal.web.shells import begin_with_error, render_partial, render_shell, require_shell, retitle
from portal.web.visiting import get_doors, get_visitor

surveying = Blueprint("surveying", __name__)
_HEADING = re.compile(r"(<h1[^>]*>).*?(</h1>)", re.DOTALL)
_PAGE = "feedback"
"""The built page whose frame this one borrows."""


class Arrival(Asked):
    """What the mailed address carries: the signed part."""

    case: Text = ""


class Posted(Asked):
    """The form as a browser posts it."""

    case: Text = ""
    satisfaction: Text = ""
    effort: Text = ""


@dataclass(frozen=True, slots=True)
class SurveyView:
    """What the page shows: the question, thanks, or that it did not work."""

    state: str
    action_url: str
    case: str
    code: str
    given: Mapping[str, str]
    error: str = ""
    questions: tuple[str, ...] = QUESTIONS
    scores: tuple[int, ...] = SCORES[::-1]


@surveying.get("/<lang>/after/")
def ask(lang: str) -> Response:
    """Show both questions."""
    require_language(lang)
    return _page(lang, _view(lang, parse_address(Arrival).case, state="ask"))


@surveying.post("/<lang>/after/")
def take(lang: str) -> Response:
    """Keep what was answered and thank for it."""
    require_language(lang)
    require_shell(lang, _PAGE)
    doors, given = get_doors(), parse_form(Posted).model_dump()
    link = given.pop("case")
    try:
        doors.budgets.writes.spend(get_visitor().network, now=doors.clock().timestamp())
        take_answers(doors, link, given, lang=lang)
    except InvalidForm as error:
        view = _view(lang, link, state="ask", given=given, error=error.errors[0].text)
        return _page(lang, view, status=error.status)
    except (TooMany, Unavailable) as error:
        return _page(lang, _view(lang, link, state="failed", given=given), status=error.status)
    return _page(lang, _view(lang, link, state="thanks"))


def _view(
    lang: str, link: str, *, state: str, given: Mapping[str, str] | None = None, error: str = ""
) -> SurveyView:
    contact = find_asked(get_doors(), link)
    return SurveyView(
        state=state,
        action_url=f"/{lang}/after/",
        case=link,
        code=format_case_number(contact.code),
        given=given or {},
        error=error,
    )


def _page(lang: str, view: SurveyView, *, status: int = 200) -> Response:
    response = render_shell(lang, _PAGE, {_PAGE: render_partial("survey", lang, survey=view)}, status=status)
    title = escape(get_doors().words.get(lang, "survey.title"))
    page = retitle(response.get_data(as_text=True), title)
    page = begin_with_error(page, lang, status=status)
    response.set_data(_HEADING.sub(lambda found: f"{found[1]}{title}{found[2]}", page, count=1))
    return response
