"""The help for the shop's own pages: one script, and leave for the origins that may use it to ask us."""

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request

from portal.services.doors import Doors
from portal.web.visiting import get_doors

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

widget = Blueprint("widget", __name__)

FROM_WIDGET: Final = "portal.from_widget"
"""Set in the environment of requests that an allowed origin's page made."""
_KEPT_S = 600
_KEPT_FOR_GOOD_S = 365 * 86_400
_NAMES: Final = (
    *("open", "title", "search", "found", "none", "write", "back", "close", "page"),
    *("message", "email", "send", "wait", "sent", "failed"),
)
_ASKED: Final = frozenset({"/api/search", "/api/session", "/api/events", "/api/contacts"})
_OWN: Final = ("/api/", "/dashboard", "/desk")
_PREFLIGHT: Final = [
    ("Access-Control-Allow-Methods", "GET, POST"),
    ("Access-Control-Allow-Headers", "Content-Type"),
    ("Access-Control-Max-Age", "86400"),
    ("Content-Length", "0"),
]


@widget.get("/widget.js")
def script() -> Response:
    """Return the script with the words of all languages; by its version it may be kept for good."""
    text, version = _make_script(get_doors())
    response = Response(text, content_type="text/javascript; charset=utf-8")
    is_exact = request.args.get("v") == version
    kept = f"public, max-age={_KEPT_FOR_GOOD_S}, immutable" if is_exact else f"public, max-age={_KEPT_S}"
    response.headers["Cache-Control"] = kept
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.set_etag(version)
    response.make_conditional(request)
    return response


def _make_script(doors: Doors) -> tuple[str, str]:
    file = doors.settings.theme_dir / "widget" / "widget.js"
    words = {
        lang: {name: doors.words.get(lang, f"widget.{name}", n="{n}", code="{code}") for name in _NAMES}
        for lang in doors.words.languages
    }
    return _join(file, file.stat().st_mtime_ns, json.dumps(words, ensure_ascii=False))


@lru_cache(maxsize=4)
def _join(file: Path, changed_at: int, words: str) -> tuple[str, str]:  # noqa: ARG001  another file, another entry
    text = file.read_text(encoding="utf-8").replace('"{words}"', words.replace("</", "<\\/"), 1)
    return text, hashlib.sha256(text.encode()).hexdigest()[:16]


class Origins:
    """Stand before everything: pages of allowed origins may read what the widget needs, and nothing else."""

    def __init__(self, following: "WSGIApplication", origins: Iterable[str]) -> None:
        self._next = following
        self._origins = frozenset(origins)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Let an allowed origin's request through, marked; answer what browsers ask before it."""
        origin, path = environ.get("HTTP_ORIGIN", ""), environ.get("PATH_INFO", "")
        if origin not in self._origins or not _is_for_widget(path):
            return self._next(environ, start_response)
        if environ["REQUEST_METHOD"] == "OPTIONS":
            start_response("204 No Content", [*_leave(origin), *_PREFLIGHT])
            return ()
        environ[FROM_WIDGET] = origin
        return self._next(environ, _with_leave(start_response, origin))


def read_origins(text: str) -> tuple[str, ...]:
    """Return the origins of the setting, without slashes at their ends."""
    return tuple(one.strip().rstrip("/") for one in text.split(",") if one.strip())


def _is_for_widget(path: str) -> bool:
    return path in _ASKED or not path.startswith(_OWN)


def _leave(origin: str) -> list[tuple[str, str]]:
    return [("Access-Control-Allow-Origin", origin), ("Vary", "Origin")]


def _with_leave(start_response: "StartResponse", origin: str) -> "StartResponse":
    def start(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        kept = [(name, value) for name, value in headers if name.lower() != "cross-origin-resource-policy"]
        given = [*kept, *_leave(origin), ("Cross-Origin-Resource-Policy", "cross-origin")]
        return start_response(status, given, exc_info)  # type: ignore[arg-type]  # as WSGI hands it on

    return start
