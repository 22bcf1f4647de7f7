"""Pages that follow their author: in the preview a script in each loads it again when it has changed."""

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PLACE = "/__preview"
WAIT_S = 20.0
_HEAD_END = b"</head>"
_SCRIPT = Path(__file__).with_name("preview.js")
_NUMBER = re.compile(r"^\d{1,9}$")


@dataclass(slots=True)
class News:
    """What the last build came to; readers wait here for the next one."""

    version: int = 0
    error: str = ""
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, error: str) -> None:
        """Let everybody know that a build has ended."""
        with self._changed:
            self.version += 1
            self.error = error
            self._changed.notify_all()

    def wait(self, known: int, *, seconds: float = WAIT_S) -> dict[str, object]:
        """Return the newest state as soon as it is another than the known one, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != known, timeout=seconds)
            return {"version": self.version, "error": self.error}


class Preview:
    """A WSGI application around the service: the same pages, each with the script."""

    def __init__(self, get_app: "Callable[[], WSGIApplication]", news: News) -> None:
        self._get_app = get_app
        self._news = news

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer the script's questions; pass everything else to the service."""
        path = environ.get("PATH_INFO", "")
        if path == f"{PLACE}/preview.js":
            return _answer(start_response, "text/javascript; charset=utf-8", _SCRIPT.read_bytes())
        if path == f"{PLACE}/news":
            known = parse_qs(environ.get("QUERY_STRING", "")).get("known", ["0"])[0]
            state = self._news.wait(int(known) if _NUMBER.match(known) else 0)
            return _answer(start_response, "application/json", json.dumps(state).encode())
        # Nothing packed and nothing from the browser's memory: the script must get into every page.
        for header in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
            environ.pop(header, None)
        return self._with_script(environ, start_response)

    def _with_script(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[[bytes], object]:
            del exc_info
            begun.append((status, headers))
            return lambda _body: None

        answer = self._get_app()(environ, begin)
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        status, headers = begun[-1]
        if any(name.lower() == "content-type" and value.startswith("text/html") for name, value in headers):
            script = f'<script src="{PLACE}/preview.js" data-version="{self._news.version}" defer></script>'
            body = body.replace(_HEAD_END, script.encode() + _HEAD_END, 1)
            headers = [
                one for one in headers if one[0].lower() not in {"etag", "content-length", "cache-control"}
            ]
            headers += [("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response(status, headers)
        yield body


def _answer(start_response: "StartResponse", kind: str, body: bytes) -> list[bytes]:
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response("200 OK", headers)
    return [body]
