"""Serve the built site as it stands: addresses by folder, the reader's language at the root."""

import logging
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from portal.errors import Unavailable
from portal.services.publishing import is_taken_off
from portal.web.shells import fill_banner, make_page
from portal.web.site_files import PAGE, SiteFile, find_file, find_folder, is_built
from portal.web.visiting import get_doors

log = logging.getLogger(__name__)
site = Blueprint("site", __name__)

ASSETS_KEPT_S = 600
"""Scripts load each other by name, so a reader must not keep one of them much longer than the others."""


@site.get("/")
def choose_language() -> Response:
    """Lead to the language that the reader's browser asks for."""
    doors = get_doors()
    built = [lang for lang in doors.words.languages if is_built(doors.settings.site_dir, lang)]
    if not built:
        raise not_built()
    lang = request.accept_languages.best_match(built, default=built[0])
    response = Response(status=302, headers={"Location": f"/{lang}/"})
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "no-cache"
    return response


@site.get("/<path:path>")
def show(path: str) -> Response:
    """Return a page or a file of the site."""
    doors = get_doors()
    folder = doors.settings.site_dir
    if path.endswith(f"/{PAGE}"):
        return _moved(path.removesuffix(f"/{PAGE}"))
    file = find_file(folder, path)
    if file is not None and file.is_page and is_taken_off(doors, path):
        raise NotFound
    if file is not None:
        try:
            return _send(file, lang=path.partition("/")[0])
        except FileNotFoundError:  # a build has just taken it away
            raise NotFound from None
    return _moved(path)


def not_built() -> Unavailable:
    """Return the error that there is no site to show."""
    log.warning("There are no built pages. Run `make up` or `mkdocs build`.")
    return Unavailable("The pages of this help centre are not built yet.")


def _moved(path: str) -> Response:
    """Lead to a folder's page; only to one that there is, told by its own name and not by what was asked."""
    doors = get_doors()
    folder = doors.settings.site_dir
    target = find_folder(folder, path)
    if target is None:
        if not any(is_built(folder, lang) for lang in doors.words.languages):
            raise not_built()
        raise NotFound
    query = request.query_string.decode("ascii", "ignore")
    return Response(status=301, headers={"Location": f"{quote(target)}{'?' if query else ''}{query}"})


def _send(file: SiteFile, *, lang: str) -> Response:
    doors = get_doors()
    if file.is_page and doors.settings.demo:
        in_words = lang if lang in doors.words.languages else doors.settings.default_language
        response = make_page(fill_banner(file, in_words))
        response.add_etag()
        response.make_conditional(request)
        return response
    packed = file.packed()
    encoding = request.accept_encodings.best_match(list(packed))
    chosen = packed[encoding] if encoding else file
    body = chosen.path.read_bytes()
    response = Response(body, content_type=chosen.content_type)
    response.set_etag(chosen.tag)
    response.last_modified = datetime.fromtimestamp(chosen.path.stat().st_mtime, tz=UTC)
    response.headers["Cache-Control"] = "no-cache" if file.is_page else f"public, max-age={ASSETS_KEPT_S}"
    if packed:
        response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    # Players ask for a video in parts, and some play nothing without them.
    response.make_conditional(request, accept_ranges=not packed, complete_length=len(body))
    return response
