"""The pages: read what is asked, make the report, render it."""

from collections.abc import Callable, Mapping
from functools import partial

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.services import reporting_figures as figures
from portal.services.closing import list_months
from portal.services.deadlines import find_deadline_alarm
from portal.services.gaps_articles import Work, read_work
from portal.services.health import late_minutes
from portal.services.outbox_page import find_alarm
from portal.services.reporting import MOST_CONTACTS, Report, make_report
from portal.services.reporting_acts import list_acts
from portal.services.reporting_articles import ArticleRow
from portal.services.reporting_contacts import ContactRow, topic_title
from portal.services.reporting_guides import GuideReport, make_guides
from portal.services.reporting_orders import make_per_orders
from portal.services.reporting_outcomes import OutcomeCounts
from portal.services.reporting_parquet import has_parquet
from portal.services.reporting_promises import make_promises
from portal.services.reporting_queries import EmptyRow, QueryEnd, QueryRow
from portal.services.reporting_record import KNOWN_REASONS, make_record
from portal.services.reporting_trends import make_trends
from portal.web.dashboard.chart import draw_days
from portal.web.dashboard.comparing import comparison_view
from portal.web.dashboard.filtering import Filter, read_filter
from portal.web.dashboard.guarding import get_doors, get_lang, get_member
from portal.web.dashboard.presenting import frame, sort_rows
from portal.web.dashboard.wording import Wording

MOST_ROWS = 200
MOST_PARTS = 12
NO_RESULTS = "no_results"
_LEAST_VOTES = 5

QUERY_SORTS: Mapping[str, Callable[[QueryRow], float | str]] = {
    "text": lambda row: row.text,
    "locale": lambda row: row.locale,
    "visits": lambda row: row.visits,
    "deflected": lambda row: row.deflected,
    "self_service": lambda row: row.self_service,
    "escalated": lambda row: row.escalated,
    "still_open": lambda row: row.still_open,
    "unknown": lambda row: row.unknown,
}
EMPTY_SORTS: Mapping[str, Callable[[EmptyRow], float | str]] = {
    "text": lambda row: row.text,
    "locale": lambda row: row.locale,
    "visits": lambda row: row.visits,
    "times": lambda row: row.times,
}
ARTICLE_SORTS: Mapping[str, Callable[[ArticleRow], float | str]] = {
    "title": lambda row: row.title.casefold(),
    "views": lambda row: row.views,
    "visits": lambda row: row.visits,
    "yes": lambda row: row.yes,
    "no": lambda row: row.no,
    "helpful": lambda row: -1.0 if row.helpful.share is None else row.helpful.share,
    "rule": lambda row: row.rule,
}
CONTACT_SORTS: Mapping[str, Callable[[ContactRow], float | str]] = {
    "received": lambda row: row.created_at,
    "topic": lambda row: row.topic_title.casefold(),
    "locale": lambda row: row.locale,
    "promised": lambda row: row.reply_by,
    "delivery": lambda row: (
        (2.0 if row.has_failed else 0.0) + sum(letter.state != "delivered" for letter in row.deliveries) / 10
    ),
}


def start() -> AnyResponse:
    """Lead from /dashboard/ to the overview."""
    return redirect(url_for("dashboard.overview"), 303)


def overview() -> str:
    """Show what became of the needs of a period."""
    shown, report = ask()
    return render_template(
        "dashboard/overview.html",
        **frame("overview", shown),
        report=report,
        groups=_groups(report),
        chart=draw_days(report.outcomes.days),
        steps=_next_steps(report),
        alarm=find_alarm(get_doors()),
        deadline_alarm=find_deadline_alarm(get_doors()),
        definitions=figures.OVERVIEW,
        intent_definitions=figures.INTENTS,
        beside_definitions=figures.BESIDE,
        per_orders=make_per_orders(get_doors(), shown.period, lang=get_lang()),
        **comparison_view(),
    )


def queries() -> str:
    """Show which questions were solved and which ended in a message."""
    shown, report = ask()
    lists = ("all", *(end.value for end in QueryEnd), NO_RESULTS)
    chosen = shown.list if shown.list in lists else "all"
    rows = report.queries.rows
    if chosen in {end.value for end in QueryEnd}:
        rows = tuple(row for row in rows if getattr(row, chosen))
        rows = tuple(sorted(rows, key=lambda row: -getattr(row, chosen)))
    return render_template(
        "dashboard/queries.html",
        **frame("queries", shown),
        report=report,
        lists=lists,
        chosen=chosen,
        rows=sort_rows(rows, shown, QUERY_SORTS),
        empty=sort_rows(report.queries.empty, shown, EMPTY_SORTS),
        ends=tuple(end.value for end in QueryEnd),
        most=MOST_ROWS,
        definitions=figures.QUERIES,
    )


def articles() -> str:
    """Show which articles are read, which help, and why not."""
    shown, report = ask()
    against = [row for row in report.articles if row.rule]
    return render_template(
        "dashboard/articles.html",
        **frame("articles", shown),
        report=report,
        work=ask_work(),
        rows=sort_rows(report.articles, shown, ARTICLE_SORTS),
        rules=sorted(against, key=lambda row: -row.rule),
        has_votes=any(row.helpful.whole for row in report.articles),
        definitions=figures.ARTICLES,
        guides=ask_guides(shown),
        guide_definitions=figures.GUIDES,
    )


def contacts() -> str:
    """Show the last messages with their story, and how far their letters are."""
    shown, report = ask()
    return render_template(
        "dashboard/contacts.html",
        **frame("contacts", shown),
        report=report,
        rows=sort_rows(report.contacts, shown, CONTACT_SORTS),
        sees_people=get_member().sees_people,
        late_minutes=late_minutes(get_doors()),
        definitions=figures.CONTACTS,
    )


def trends() -> str:
    """Show how the period went against the one before, over time, by part, and which topics spike."""
    doors = get_doors()
    shown = read_filter(doors, request.args, now=doors.clock())
    found = make_trends(doors, shown.period, lang_filter=shown.lang, reader_lang=get_lang())
    return render_template(
        "dashboard/trends.html",
        **frame("trends", shown),
        report=found,
        chart=draw_days(found.series),
        most=MOST_PARTS,
        topic_name=partial(topic_title, doors, lang=get_lang()),
        definitions=figures.TRENDS,
    )


def promises() -> str:
    """Show what became of the service promises, as far as the help desk tells."""
    doors = get_doors()
    shown = read_filter(doors, request.args, now=doors.clock())
    return render_template(
        "dashboard/promises.html",
        **frame("promises", shown),
        report=make_promises(doors, shown.period, lang=get_lang()),
        is_asked=doors.settings.survey,
        most=MOST_PARTS,
        definitions=figures.PROMISES,
    )


def months() -> str:
    """Show the months that are closed, with what came out otherwise since."""
    doors = get_doors()
    shown = read_filter(doors, request.args, now=doors.clock())
    return render_template(
        "dashboard/months.html",
        **frame("months", shown),
        months=list_months(doors),
        own_month=Wording(doors, get_lang()).month,
        definitions=figures.MONTHS,
    )


def record() -> str:
    """Show what was sent to us and refused, and what is recorded but counted nowhere."""
    shown, report = ask()
    return render_template(
        "dashboard/record.html",
        **frame("record", shown),
        report=report,
        found=make_record(get_doors(), shown.period),
        acts=list_acts(get_doors(), shown.period, lang=get_lang()),
        known_reasons=KNOWN_REASONS,
        raw_forms=("csv", "jsonl", "parquet") if has_parquet() else ("csv", "jsonl"),
        definitions=figures.RECORD,
    )


def ask_guides(shown: Filter) -> tuple[GuideReport, ...]:
    """Return how far visits came in the guides that ask."""
    doors = get_doors()
    now = doors.clock().timestamp()
    return make_guides(doors, shown.period, lang_filter=shown.lang, now=now, reader_lang=get_lang())


def ask_work() -> Work:
    """Return which articles want work, in the period that the page's address asks for."""
    doors = get_doors()
    now = doors.clock()
    shown = read_filter(doors, request.args, now=now)
    return read_work(doors, shown.period, lang_filter=shown.lang, now=now, reader_lang=get_lang())


def ask(*, most_contacts: int = MOST_CONTACTS) -> tuple[Filter, Report]:
    """Return what the page's address asks for, and the report of it."""
    doors = get_doors()
    now = doors.clock()
    shown = read_filter(doors, request.args, now=now)
    report = make_report(
        doors,
        shown.period,
        lang_filter=shown.lang,
        now=now,
        reader_lang=get_lang(),
        sees_people=get_member().sees_people,
        most_contacts=most_contacts,
    )
    return shown, report


def _groups(report: Report) -> tuple[tuple[str, OutcomeCounts], ...]:
    outcomes = report.outcomes
    return (
        ("strong.closed", outcomes.strong_closed),
        ("strong.open", outcomes.strong_open),
        ("weak.closed", outcomes.weak_closed),
        ("weak.open", outcomes.weak_open),
    )


def _next_steps(report: Report) -> dict[str, object]:
    """Return what is worth looking at first; what there is nothing of is left out."""
    voted = [row for row in report.articles if row.helpful.whole >= _LEAST_VOTES and row.no]
    written = [row for row in report.queries.rows if row.escalated]
    steps = {
        "failed": report.outbox.get("failed", 0) or None,
        "escalated": max(written, key=lambda row: row.escalated, default=None),
        "empty": next(iter(report.queries.empty), None),
        # The upper end of the interval: few votes are no reason to call an article bad.
        "article": min(voted, key=lambda row: row.helpful.interval.high, default=None),  # type: ignore[union-attr]  # there are votes
    }
    return {name: step for name, step in steps.items() if step is not None}
