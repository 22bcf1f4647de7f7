"""The comparison group on the overview, and the form with which an administrator switches it."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import InvalidRequest
from portal.services import reporting_figures as figures
from portal.services.experimenting import SHARES, Stand, find_change, find_comparison, set_share
from portal.services.staff import Role
from portal.web.dashboard.guarding import get_doors, get_member


def comparison_view() -> dict[str, object]:
    """Return what the part of the overview needs."""
    doors = get_doors()
    return {
        "comparison": find_comparison(doors),
        "stands": Stand,
        "comparison_definitions": figures.COMPARISON,
        "change": find_change(doors),
        "shares": SHARES,
        "may_switch": get_member().role is Role.ADMINISTRATOR,
    }


def save_share() -> AnyResponse:
    """Set the share from now on and lead back to the overview."""
    try:
        share = float(request.form.get("share", ""))
    except ValueError:
        raise InvalidRequest("The share is a number such as 0.1.") from None
    set_share(get_doors(), get_member(), share)
    return redirect(url_for("dashboard.overview"), 303)
