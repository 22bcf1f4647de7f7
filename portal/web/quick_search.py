"""Answer searches before Flask is asked: they are most of what is asked, and wait for somebody who types.

Flask knows the same route, and gets whatever is not an ordinary search: a question that cannot be read, a
signed-in member of staff, an endless address. What goes wrong on the way is told by Flask's own handlers.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from flask import Flask
from pydantic import ValidationError
from pydantic_core import to_json
from werkzeug.wrappers import Response

from portal.errors import InvalidRequest
from portal.services.answering import (
    Answered,
    Gist,
    Query,
    admit_query,
    answer,
    find_answer,
    note_query,
)
from portal.services.doors import Doors
from portal.services.visitors import Visitor
from portal.web.guarding import HEADERS, MOST_ADDRESS
from portal.web.kept_bodies import Bodies, Writer
from portal.web.models import SearchQuestion
from portal.web.presenting import tell_answer
from portal.web.visiting import read_environment

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PATH = "/api/search"
_HEADERS = [("Content-Type", "application/json"), ("Cache-Control", "no-store"), *HEADERS.items()]


class QuickSearch:
    """Stand before Flask's own application."""

    def __init__(self, app: Flask, doors: Doors) -> None:
        self._app = app
        self._next: WSGIApplication = app.wsgi_app
        self._doors = doors
        self._writer = Writer(doors)
        self._bodies = Bodies(doors)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a search, or pass the request on."""
        question = _read(environ) if _is_ordinary(environ) else None
        if question is None:
            return self._next(environ, start_response)
        try:
            body = self._answer(question, environ)
        except Exception as error:  # noqa: BLE001  the handlers of Flask know what to make of each
            return self._explain(error, environ)(environ, start_response)
        start_response("200 OK", [*_HEADERS, ("Content-Length", str(len(body)))])
        return (body,)

    def _answer(self, question: SearchQuestion, environ: "WSGIEnvironment") -> bytes:
        doors, asked = self._doors, _query(self._doors, question)
        visitor = doors.visitors.identify(read_environment(environ))
        at = admit_query(doors, visitor, asked)
        place = self._bodies.place(asked)
        body = place.find() if place is not None else None
        if place is not None and body is not None:
            noted = note_query(doors, visitor, asked, place.query, body.gist, at=at)
            return self._writer.fill(body, place.query, noted)
        found = find_answer(doors, asked)
        noted = note_query(doors, visitor, asked, found.query, Gist.of(found), at=at)
        body = self._writer.write(found) if place is not None else None
        if place is None or body is None:
            return to_json(tell_answer(Answered(noted.query_id, found, noted.is_person_first), doors))
        place.keep(body)
        return self._writer.fill(body, found.query, noted)

    def _explain(self, error: Exception, environ: "WSGIEnvironment") -> Response:
        with self._app.request_context(environ):
            return self._app.finalize_request(self._app.handle_user_exception(error))


def write_answer(doors: Doors, visitor: Visitor, asked: SearchQuestion) -> bytes:
    """Answer a question as JSON that models.SearchReply describes; raise what `answer_query` raises."""
    return to_json(tell_answer(answer(doors, visitor, _query(doors, asked)), doors))


def _query(doors: Doors, asked: SearchQuestion) -> Query:
    return Query(asked.q, known_language(doors, asked.lang), asked.limit, asked.typing, asked.entry)


def known_language(doors: Doors, asked: str | None) -> str:
    """Return the language asked for, or the default one; raise InvalidRequest for one there is not."""
    languages = doors.words.languages
    if asked is not None and asked not in languages:
        raise InvalidRequest(f"lang: there is {', '.join(languages)}.")
    return asked or languages[0]


def _is_ordinary(environ: "WSGIEnvironment") -> bool:
    return (
        environ.get("PATH_INFO") == _PATH
        and environ.get("REQUEST_METHOD") == "GET"
        and "HTTP_COOKIE" not in environ
        and len(environ.get("RAW_URI", "")) <= MOST_ADDRESS
    )


def _read(environ: "WSGIEnvironment") -> SearchQuestion | None:
    query = environ.get("QUERY_STRING", "").encode("latin-1").decode("utf-8", "replace")
    given = parse_qsl(query, keep_blank_values=True, errors="replace")
    try:
        # Of a name that comes twice the first value counts, as everywhere else.
        return SearchQuestion.model_validate(dict(reversed(given)))
    except ValidationError:
        return None
