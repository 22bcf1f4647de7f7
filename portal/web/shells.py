"""Pages of the built site whose slots the service fills: the same look, whoever made what stands in them."""

import re
from collections.abc import Mapping
from functools import partial

from flask import Flask, Response, render_template

from portal.errors import Unavailable
from portal.web.packing import pack
from portal.web.site_files import SiteFile, find_file, read_page
from portal.web.visiting import get_doors

_SLOT = re.compile(r"<!--portal:(?P<name>[a-z]+)-->.*?<!--/portal:(?P=name)-->", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_MISTAKE = 400
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|[/#?])", re.IGNORECASE)


def prepare_templates(app: Flask) -> None:
    """Give the templates of the theme what they expect of whoever renders them."""
    app.jinja_env.filters["url"] = from_root


def from_root(url: str) -> str:
    """Return an address of the site as seen from any page: `en/orders/` is `/en/orders/`."""
    return url if _ELSEWHERE.match(url) else f"/{url}"


def render_partial(name: str, lang: str, **context: object) -> str:
    """Render a partial of the theme in a language."""
    return render_template(f"partials/{name}.html", t=partial(get_doors().words.get, lang), **context)


def render_shell(lang: str, page: str, slots: Mapping[str, str], *, status: int = 200) -> Response:
    """Return the built page `page` of a language with its slots filled; raise Unavailable without it."""
    file = find_file(get_doors().settings.site_dir, f"{lang}/{page}/")
    if file is None:
        raise Unavailable(get_doors().words.get(lang, "error.unavailable"))
    html = fill(read_page(file), {**slots, **get_banner(lang)})
    return make_page(begin_with_error(html, lang, status=status), status=status)


def require_shell(lang: str, page: str) -> None:
    """Raise Unavailable unless the page is there: before anything is stored that it would tell about."""
    if find_file(get_doors().settings.site_dir, f"{lang}/{page}/") is None:
        raise Unavailable(get_doors().words.get(lang, "error.unavailable"))


def fill_banner(file: SiteFile, lang: str) -> str:
    """Return a built page that says that its traffic is simulated."""
    return fill(read_page(file), get_banner(lang))


def get_banner(lang: str) -> Mapping[str, str]:
    """Return what stands above every page of a demonstration; nothing otherwise."""
    return {"banner": render_partial("banner", lang)} if get_doors().settings.demo else {}


def fill(page: str, slots: Mapping[str, str]) -> str:
    """Replace what stands in the named slots; the others keep what the build put there."""
    return _SLOT.sub(lambda slot: slots.get(slot["name"], slot[0]), page)


def retitle(page: str, title: str) -> str:
    """Give a page another title; it must be escaped already."""
    return _TITLE.sub(lambda _: f"<title>{title}</title>", page, count=1)


def begin_with_error(page: str, lang: str, *, status: int) -> str:
    """Let the title of a page that tells a mistake begin with that: it is what a screen reader says first."""
    if status < _MISTAKE:
        return page
    first = get_doors().words.get(lang, "form.mistaken")
    return page.replace("<title>", f"<title>{first} ", 1)


def make_page(html: str, *, status: int = 200) -> Response:
    """Return a page that nobody but this reader may keep."""
    response = Response(html, status=status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    return pack(response)
