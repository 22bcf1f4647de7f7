"""The pages for content work: how search serves people, and what the help centre does not answer yet."""

from collections.abc import Callable, Mapping

from flask import render_template, request

from portal.services import reporting_figures as figures
from portal.services.gaps import LOOKED_BACK, read_gaps, readers
from portal.services.search_report import Question, SearchReport, make_search_report
from portal.statistics import Rate
from portal.store.gaps import Gap
from portal.web.dashboard.filtering import Filter, read_filter
from portal.web.dashboard.guarding import get_doors
from portal.web.dashboard.presenting import frame, sort_rows

MOST_ROWS = 200
LISTS = ("top", "failing", "abandoned")

QUESTION_SORTS: Mapping[str, Callable[[Question], float | str]] = {
    "text": lambda row: row.text,
    "locale": lambda row: row.locale,
    "visits": lambda row: row.visits,
    "opened": lambda row: row.opened.share or 0.0,
    "failed": lambda row: row.needs.failed,
    "contacted": lambda row: row.needs.contacted,
    "empty": lambda row: row.needs.empty,
    "reworded": lambda row: row.needs.reworded,
    "unopened": lambda row: row.needs.unopened,
}


def search() -> str:
    """Show how search served people: questions, places, languages."""
    shown, report = ask_search()
    chosen = shown.list if shown.list in LISTS else "top"
    rows = {"top": report.questions, "failing": report.failing(), "abandoned": report.abandoned()}[chosen]
    return render_template(
        "dashboard/search.html",
        **frame("search", shown),
        report=report,
        lists=LISTS,
        chosen=chosen,
        rows=sort_rows(rows, shown, QUESTION_SORTS),
        most=MOST_ROWS,
        failed_rate=_failed,
        definitions=figures.SEARCH,
    )


def gaps() -> str:
    """Show open gaps with the command that opens a draft, and closed ones."""
    doors = get_doors()
    shown = read_filter(doors, request.args, now=doors.clock())
    return render_template(
        "dashboard/gaps.html",
        **frame("gaps", shown),
        gaps=read_gaps(doors, lang=shown.lang),
        least=doors.settings.query_min_sessions,
        days=LOOKED_BACK.days,
        failed_rate=_failed,
        definitions=figures.GAPS,
    )


def ask_search() -> tuple[Filter, SearchReport]:
    """Return what the page's address asks for, and the report of it."""
    doors = get_doors()
    now = doors.clock()
    shown = read_filter(doors, request.args, now=now)
    report = make_search_report(
        doors, shown.period, lang_filter=shown.lang, now=now, reader_of=readers(doors)
    )
    return shown, report


def _failed(counted: Gap | Question) -> Rate:
    """Return the share of needs that failed."""
    if isinstance(counted, Question):
        return counted.failed
    return Rate(counted.failed, counted.asked)
