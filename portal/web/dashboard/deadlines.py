"""The page of deadlines: what runs and for how long, said to be met by editors, taken along."""

import json

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.services.deadlines import MOST_SHOWN, deadlines_table, mark_met, read_deadlines, take_back
from portal.services.reporting_export import to_csv, to_json
from portal.services.reporting_parquet import to_parquet
from portal.web.dashboard.filtering import read_filter
from portal.web.dashboard.guarding import get_doors, get_lang, get_member
from portal.web.dashboard.presenting import frame


def deadlines() -> str:
    """Show what runs, the first to end first."""
    doors = get_doors()
    shown = read_filter(doors, request.args, now=doors.clock())
    return render_template(
        "dashboard/deadlines.html",
        **frame("deadlines", shown),
        found=read_deadlines(doors, lang=get_lang()),
        most=MOST_SHOWN,
        marked=request.args.get("marked", type=int),
    )


def save_met() -> AnyResponse:
    """Keep that deadlines are met, or that one is not after all."""
    doors, member = get_doors(), get_member()
    if request.form.get("act") == "back":
        take_back(doors, member, request.form.get("id", ""))
        return redirect(url_for("dashboard.deadlines"), 303)
    marked = mark_met(doors, member, request.form.getlist("id"))
    return redirect(url_for("dashboard.deadlines", marked=marked), 303)


def export_deadlines(form: str) -> Response:
    """Return the open deadlines as a table."""
    doors = get_doors()
    table, made_at = deadlines_table(doors, lang=get_lang()), doors.clock()
    described = {"made_at": made_at.isoformat(timespec="seconds")}
    if form == "csv":
        response = Response(to_csv(table), content_type="text/csv; charset=utf-8")
    elif form == "json":
        response = Response(to_json(table, described), content_type="application/json")
    else:
        body = to_parquet(table, json.dumps(described))
        response = Response(body, content_type="application/vnd.apache.parquet")
    response.headers["Content-Disposition"] = f'attachment; filename="deadlines-{made_at.date()}.{form}"'
    return response
