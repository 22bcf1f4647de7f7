"""Hand a report's tables out as CSV and JSON."""

from flask import Response

from portal.errors import NotFound
from portal.services.reporting_export import TABLES, to_csv, to_json
from portal.web.dashboard.pages import ask

MOST_EXPORTED = 10_000


def export(name: str, form: str) -> Response:
    """Return one table of the report that the address asks for."""
    make = TABLES.get(name)
    if make is None:
        raise NotFound(f"There is no table {name}; there are {', '.join(TABLES)}.")
    _, report = ask(most_contacts=MOST_EXPORTED)
    table = make(report)
    if form == "csv":
        response = Response(to_csv(table), content_type="text/csv; charset=utf-8")
    else:
        response = Response(to_json(report, table), content_type="application/json")
    days = f"{report.period.first_on.isoformat()}-{report.period.last_on.isoformat()}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{days}.{form}"'
    return response
