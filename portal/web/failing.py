"""The error boundary: what went wrong is told once to the log and, in the reader's words, to the reader."""

import logging

from flask import Flask, Response, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from portal.errors import InvalidForm, PortalError, ProofNeeded, TooMany
from portal.services.contacting import other_way
from portal.traces import trace
from portal.web.openapi import FieldProblem, Problem, ProofProblem
from portal.web.shells import fill, get_banner, make_page, retitle
from portal.web.site_files import find_file, read_page
from portal.web.visiting import get_doors

log = logging.getLogger(__name__)

_NOT_FOUND = 404
_SERVER = 500
_UNAVAILABLE = 503
_TEXTS = {
    400: "error.request",
    403: "error.forbidden",
    405: "error.request",
    413: "error.large",
    414: "error.large",
    415: "error.request",
    422: "error.request",
    429: "error.many",
    503: "error.unavailable",
}


def catch_errors(app: Flask) -> None:
    """Answer every error that no view answered itself."""
    app.register_error_handler(PortalError, _on_portal_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_surprise)


def _on_portal_error(error: PortalError) -> Response:
    if error.status >= _SERVER:
        log.warning("%s: %s", request.endpoint, type(error).__name__)
    fields = (
        [FieldProblem(field=one.field, text=one.text) for one in error.errors]
        if isinstance(error, InvalidForm)
        else None
    )
    detail = str(error) if error.status < _SERVER else _in_her_words(error.status)
    proof = None
    if isinstance(error, ProofNeeded):
        proof = ProofProblem(
            challenge=error.challenge,
            parts=error.parts,
            bits=error.bits,
            wait=error.wait,
            wait_s=error.wait_s,
        )
    response = _tell(error.status, error.title, detail, fields, proof)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _on_http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return Response(status=error.response.status_code, headers=list(error.response.headers))
    status = error.code or _SERVER
    response = _tell(status, error.name, error.description or error.name, None)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _on_surprise(error: Exception) -> Response:
    log.error("%s %s failed: %s", request.method, request.endpoint, trace(error))
    return _tell(_SERVER, "Internal error", _in_her_words(_SERVER), None)


def _tell(
    status: int,
    title: str,
    detail: str,
    fields: list[FieldProblem] | None,
    proof: ProofProblem | None = None,
) -> Response:
    if not _is_for_programs():
        return _page(status)
    problem = Problem(title=title, status=status, detail=detail, errors=fields, proof=proof)
    response = Response(problem.model_dump_json(exclude_none=True), status=status)
    response.content_type = "application/problem+json"
    response.headers["Cache-Control"] = "no-store"
    return response


def _in_her_words(status: int) -> str:
    """Say what does not work and how else to reach a person: a page shows this to its reader."""
    _, text, person = _words(status, _language())
    return f"{text} {person}"


def _is_for_programs() -> bool:
    return request.path.startswith("/api/") or request.path in {"/api", "/healthz", "/readyz"}


def _page(status: int) -> Response:
    """Return the site's own page for an error, or plain text while there is no site."""
    doors = get_doors()
    lang = _language()
    say = doors.words.get
    shell = find_file(doors.settings.site_dir, f"{lang}/404/")
    if shell is None:
        return _plain(status, lang)
    page = fill(read_page(shell), get_banner(lang))
    if status != _NOT_FOUND:
        title, text, person = _words(status, lang)
        body = f'<h1>{escape(title)}</h1>\n<p class="lead">{escape(text)}</p>\n<p>{escape(person)}</p>'
        name = f"{title} · {say(lang, 'site.name')}"
        page = retitle(fill(page, {"notfound": body}), str(escape(name)))
    return make_page(page, status=status)


def _plain(status: int, lang: str) -> Response:
    say = get_doors().words.get
    if status == _NOT_FOUND:
        text = f"{say(lang, 'page.404')}\n\n{say(lang, 'page.404.hint')}\n"
    elif status == _UNAVAILABLE:
        text = f"{say(lang, 'error.notbuilt')}\n"
    else:
        text = "\n\n".join((*_words(status, lang), ""))
    response = Response(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-store"
    return response


def _words(status: int, lang: str) -> tuple[str, str, str]:
    doors = get_doors()
    say = doors.words.get
    text = say(lang, _TEXTS.get(status, "error.server"))
    return say(lang, "error.title"), text, say(lang, "error.person", way=other_way(doors))


def _language() -> str:
    languages = get_doors().words.languages
    first = request.path.lstrip("/").partition("/")[0]
    if first in languages:
        return first
    asked = request.args.get("lang") or _posted_language()
    if asked in languages:
        return asked
    return request.accept_languages.best_match(languages, default=languages[0]) or languages[0]


def _posted_language() -> str | None:
    """Return the language that a program's question names, or None; one that cannot be read names none."""
    if not _is_for_programs() or not request.is_json:
        return None
    try:
        body = request.get_json(silent=True)
    except HTTPException:
        return None  # too large to be read
    lang = body.get("lang") if isinstance(body, dict) else None
    return lang if isinstance(lang, str) else None
