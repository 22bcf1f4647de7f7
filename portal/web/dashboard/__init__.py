"""The managers' pages under /dashboard: figures, questions, articles, messages; for signed-in staff only."""

from flask import Blueprint
from flask.typing import RouteCallable

from portal.errors import PortalError
from portal.services.doors import Doors
from portal.web.dashboard.acting import save_comment, save_gap, save_mark
from portal.web.dashboard.answers import answer, answer_file, answers
from portal.web.dashboard.comparing import save_share
from portal.web.dashboard.contact_files import contact_file
from portal.web.dashboard.content_work import gaps, search
from portal.web.dashboard.deadlines import deadlines, export_deadlines, save_met
from portal.web.dashboard.exports import export
from portal.web.dashboard.failing import on_portal_error
from portal.web.dashboard.guarding import add_headers, mark_staff, require_staff
from portal.web.dashboard.outbox import export_outbox, outbox, retry_outbox
from portal.web.dashboard.pages import (
    articles,
    contacts,
    months,
    overview,
    promises,
    queries,
    record,
    start,
    trends,
)
from portal.web.dashboard.publishing import (
    commit_publication,
    notices,
    save_notice,
    save_withdrawal,
    undo_publication,
)
from portal.web.dashboard.raw_events import events, statement
from portal.web.dashboard.signing import password, save_password, show_sign_in, sign_in, sign_out
from portal.web.dashboard.single_sign_on import come_back, leave
from portal.web.dashboard.waiting import wait_for_counts

__all__ = ["create_dashboard"]


_PAGES: tuple[tuple[str, str, RouteCallable], ...] = (
    ("/", "start", start),
    ("/overview", "overview", overview),
    ("/trends", "trends", trends),
    ("/queries", "queries", queries),
    ("/search", "search", search),
    ("/gaps", "gaps", gaps),
    ("/articles", "articles", articles),
    ("/contacts", "contacts", contacts),
    ("/contacts/files/<id_>", "contact_file", contact_file),
    ("/deadlines", "deadlines", deadlines),
    ("/export/deadlines.<any(csv, json, parquet):form>", "export_deadlines", export_deadlines),
    ("/promises", "promises", promises),
    ("/months", "months", months),
    ("/record", "record", record),
    ("/outbox", "outbox", outbox),
    ("/export/outbox.<any(csv, json, parquet):form>", "export_outbox", export_outbox),
    ("/notices", "notices", notices),
    ("/answers", "answers", answers),
    ("/answers/<lang>/<id_>", "answer", answer),
    ("/answers/files/<path:name>", "answer_file", answer_file),
    ("/export/<name>.<any(csv, json, parquet):form>", "export", export),
    ("/export/events.<any(csv, jsonl, parquet):form>", "events", events),
    ("/export/<any(outcomes, comparison):name>.sql", "statement", statement),
    ("/sign-in", "show_sign_in", show_sign_in),
    ("/password", "password", password),
    ("/sso", "leave", leave),
    ("/sso/back", "come_back", come_back),
)
_FORMS: tuple[tuple[str, str, RouteCallable], ...] = (
    ("/sign-in", "sign_in", sign_in),
    ("/sign-out", "sign_out", sign_out),
    ("/password", "save_password", save_password),
    ("/comparison", "save_share", save_share),
    ("/contacts/mark", "save_mark", save_mark),
    ("/deadlines", "save_met", save_met),
    ("/articles/comment", "save_comment", save_comment),
    ("/gaps/handle", "save_gap", save_gap),
    ("/notices", "save_notice", save_notice),
    ("/notices/withdraw", "save_withdrawal", save_withdrawal),
    ("/notices/undo", "undo_publication", undo_publication),
    ("/notices/commit", "commit_publication", commit_publication),
    ("/outbox/retry", "retry_outbox", retry_outbox),
)


def create_dashboard(doors: Doors) -> Blueprint:
    """Return the blueprint of the dashboard."""
    blueprint = Blueprint(
        "dashboard", __name__, url_prefix="/dashboard", template_folder="templates", static_folder="static"
    )
    blueprint.record_once(lambda state: state.app.extensions.setdefault("portal_dashboard", doors))
    # Staff who read the public pages must not move the figures, either.
    blueprint.before_app_request(mark_staff)
    blueprint.before_request(require_staff)
    blueprint.before_request(wait_for_counts)
    blueprint.after_request(add_headers)
    blueprint.register_error_handler(PortalError, on_portal_error)
    for rule, name, view in _PAGES:
        blueprint.add_url_rule(rule, name, view, methods=["GET"])
    for rule, name, act in _FORMS:
        blueprint.add_url_rule(rule, name, act, methods=["POST"])
    return blueprint
