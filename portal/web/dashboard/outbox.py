"""The page of the outbox, for editors and administrators: look, try again, take it along."""

import json

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import Forbidden
from portal.services.health import late_minutes
from portal.services.outbox_page import MOST_SHOWN, STATES, outbox_table, read_outbox, retry_messages
from portal.services.reporting_export import to_csv, to_json
from portal.services.reporting_parquet import to_parquet
from portal.web.dashboard.filtering import read_filter
from portal.web.dashboard.guarding import get_doors, get_member
from portal.web.dashboard.presenting import frame


def outbox() -> str:
    """Show what waits, what failed and why, or what was delivered."""
    doors = get_doors()
    _require_editor()
    shown = read_filter(doors, request.args, now=doors.clock())
    return render_template(
        "dashboard/outbox.html",
        **frame("outbox", shown),
        found=read_outbox(doors, request.args.get("list", "")),
        states=STATES,
        most=MOST_SHOWN,
        late_minutes=late_minutes(doors),
        tried=request.args.get("tried", type=int),
    )


def retry_outbox() -> AnyResponse:
    """Let one message, or all that failed, be tried at once."""
    tried = retry_messages(get_doors(), get_member(), request.form.get("id", ""))
    return redirect(url_for("dashboard.outbox", list="waiting", tried=tried), 303)


def export_outbox(form: str) -> Response:
    """Return the outbox as a table."""
    doors = get_doors()
    _require_editor()
    table = outbox_table(doors)
    made_at = doors.clock()
    described = {"made_at": made_at.isoformat(timespec="seconds")}
    if form == "csv":
        response = Response(to_csv(table), content_type="text/csv; charset=utf-8")
    elif form == "json":
        response = Response(to_json(table, described), content_type="application/json")
    else:
        body = to_parquet(table, json.dumps(described))
        response = Response(body, content_type="application/vnd.apache.parquet")
    response.headers["Content-Disposition"] = f'attachment; filename="outbox-{made_at.date()}.{form}"'
    return response


def _require_editor() -> None:
    if not get_member().may_edit:
        raise Forbidden("The outbox is for editors and administrators: its reasons may name people.")
