"""Hand tables out as CSV, JSON and Parquet."""

import json

from flask import Response

from portal.errors import NotFound
from portal.services.gaps import list_gaps
from portal.services.reporting_export import TABLES, Table, describe, describe_period, to_csv, to_json
from portal.services.reporting_parquet import to_parquet
from portal.services.search_report_export import SEARCH_TABLES, gap_table, work_table
from portal.web.dashboard.content_work import ask_search
from portal.web.dashboard.filtering import Filter
from portal.web.dashboard.guarding import get_doors
from portal.web.dashboard.pages import ask, ask_work
from portal.web.dashboard.tables import MORE_TABLES, ask_plainly

MOST_EXPORTED = 10_000
GAPS, WORK = "gaps", "article_work"


def export(name: str, form: str) -> Response:
    """Return one table of what the address asks for."""
    shown, table, description = _make(name)
    if form == "csv":
        response = Response(to_csv(table), content_type="text/csv; charset=utf-8")
    elif form == "json":
        response = Response(to_json(table, description), content_type="application/json")
    else:
        body = to_parquet(table, json.dumps(description))
        response = Response(body, content_type="application/vnd.apache.parquet")
    days = f"{shown.period.first_on.isoformat()}-{shown.period.last_on.isoformat()}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{days}.{form}"'
    return response


def _make(name: str) -> tuple[Filter, Table, dict[str, object]]:
    if name in TABLES:
        shown, report = ask(most_contacts=MOST_EXPORTED)
        return shown, TABLES[name](report), describe(report)
    if name in MORE_TABLES:
        asked = ask_plainly()
        _, shown, now = asked
        described = describe_period(shown.period, lang=shown.lang, made_at=now.timestamp())
        return shown, MORE_TABLES[name](asked), described
    if name not in (*SEARCH_TABLES, GAPS, WORK):
        names = ", ".join((*TABLES, *SEARCH_TABLES, *MORE_TABLES, GAPS, WORK))
        raise NotFound(f"There is no table {name}; there are {names}.")
    doors = get_doors()
    shown, found = ask_search()
    description = describe_period(shown.period, lang=shown.lang, made_at=found.made_at) | {
        "query_min_sessions": found.least_visits
    }
    if name == GAPS:
        return shown, gap_table(list_gaps(doors, lang=shown.lang)), description
    if name == WORK:
        return shown, work_table(ask_work()), description
    return shown, SEARCH_TABLES[name](found), description
