"""What every page of the dashboard is given: words, navigation, filter, and how to sort."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import g, request, url_for

from portal.services.reporting_figures import Figure
from portal.services.reporting_parquet import has_parquet
from portal.services.reporting_periods import LAST_DAYS
from portal.services.staff import make_form_token
from portal.statistics import Rate
from portal.web.dashboard.filtering import Filter
from portal.web.dashboard.guarding import get_doors, get_lang, get_token
from portal.web.dashboard.wording import Wording

PAGES = (
    "overview",
    "trends",
    "queries",
    "search",
    "gaps",
    "articles",
    "contacts",
    "deadlines",
    "promises",
    "months",
    "record",
    "outbox",
    "notices",
    "answers",
)
FOR_EDITORS = frozenset({"outbox"})
Row = TypeVar("Row")
Key = Callable[[Row], "float | str"]


def frame(page: str, shown: Filter | None = None) -> dict[str, object]:
    """Return what the frame of a page needs."""
    doors, lang = get_doors(), get_lang()
    wording = Wording(doors, lang)
    is_staff = "member" in g
    return wording.tools() | {
        "page": page,
        "lang": lang,
        "languages": doors.words.languages,
        "shop": doors.shop.shop_name,
        "is_demo": doors.settings.demo,
        "member": g.get("member"),
        "form_token": make_form_token(doors, get_token()) if is_staff else "",
        "pages": tuple(name for name in PAGES if name not in FOR_EDITORS or g.member.may_edit)
        if is_staff
        else (),
        "shown": shown,
        "last_days": LAST_DAYS,
        "forms": ("csv", "json", "parquet") if has_parquet() else ("csv", "json"),
        "link": _link,
        "own_url": _own_url,
        "rate_of": Rate,
        "recontact_days": doors.definition.recontact_days,
        "figures": frozenset(Figure),
        # What headings on the page point to, and which definitions its own lists hold.
        "noted": [],
        "listed": [],
    }


def sort_rows(rows: Sequence[Row], shown: Filter, keys: Mapping[str, Key[Row]]) -> tuple[Row, ...]:
    """Return rows in the order asked for; an unknown column leaves them as they are."""
    key = keys.get(shown.sort)
    if key is None:
        return tuple(rows)
    return tuple(sorted(rows, key=key, reverse=shown.is_descending))


def _link(page: str, shown: Filter, **changes: str) -> str:
    """Return the address of a page with the same filter; a list and an order belong to one page."""
    if page != request.endpoint:
        changes = {"list": "", "sort": "", "order": ""} | changes
    query = shown.query(**changes)
    return f"{url_for(page)}?{query}" if query else url_for(page)


def _own_url(lang: str) -> str:
    """Return this page's address in another language; what cannot be asked again leads to its page."""
    pages = {
        "dashboard.sign_in": "dashboard.show_sign_in",
        "dashboard.save_password": "dashboard.password",
        "dashboard.save_notice": "dashboard.notices",
        "dashboard.save_met": "dashboard.deadlines",
    }
    endpoint = request.endpoint or ""
    if request.view_args and "id_" in request.view_args:
        return url_for(endpoint, lang=lang, id_=request.view_args["id_"], ui=lang)
    if request.view_args:
        return f"{url_for('dashboard.overview')}?{urlencode({'ui': lang})}"
    query = urlencode(request.args.to_dict() | {"ui": lang})
    return f"{url_for(pages.get(endpoint, endpoint))}?{query}"
