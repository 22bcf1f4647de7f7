"""Pages about more events than anybody can wait for: the worker counts, the page looks again by itself."""

from flask import Response, make_response, render_template, request

from portal.services.wishing import is_counted, wish
from portal.web.dashboard.filtering import read_filter
from portal.web.dashboard.guarding import get_doors
from portal.web.dashboard.presenting import frame

AGAIN_S = 5
_COUNTING = frozenset(
    {
        *("overview", "trends", "queries", "search", "articles", "contacts", "promises", "record"),
        "export",
    }
)
_ACCEPTED = 202


def wait_for_counts() -> Response | None:
    """Answer with a page that says that counting goes on, unless it is done; None lets the page be made."""
    page = (request.endpoint or "").removeprefix("dashboard.")
    if page not in _COUNTING:
        return None
    doors = get_doors()
    shown = read_filter(doors, request.args, now=doors.clock())
    if is_counted(doors, shown.period, shown.lang):
        return None
    wish(doors, shown.period, shown.lang)
    html = render_template("dashboard/counting.html", **frame(page, shown), again=request.full_path)
    response = make_response(html, _ACCEPTED)
    response.headers["Refresh"] = response.headers["Retry-After"] = str(AGAIN_S)
    return response
