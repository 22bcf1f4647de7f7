"""What staff do on the pages: mark contacts, handle comments and gaps; then the page is shown again."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.services.handling import handle_comment, handle_gap
from portal.services.marking import mark_contact
from portal.web.dashboard.filtering import read_filter
from portal.web.dashboard.guarding import get_doors, get_member


def save_mark() -> AnyResponse:
    """Keep what an editor says of a contact."""
    mark_contact(get_doors(), get_member(), request.form.get("id", ""), request.form.get("act", ""))
    return _back("contacts")


def save_comment() -> AnyResponse:
    """Keep what an editor does about a comment."""
    handle_comment(get_doors(), get_member(), request.form.get("id", ""), request.form.get("act", ""))
    return _back("articles", "comments")


def save_gap() -> AnyResponse:
    """Keep what an editor does about a gap."""
    handle_gap(get_doors(), get_member(), request.form.get("id", ""), request.form.get("act", ""))
    return _back("gaps")


def _back(page: str, anchor: str | None = None) -> AnyResponse:
    """Lead back to the page with the filter it was shown with."""
    doors = get_doors()
    shown = read_filter(doors, request.args, now=doors.clock())
    return redirect(f"{url_for(f'dashboard.{page}')}?{shown.query()}{f'#{anchor}' if anchor else ''}", 303)
