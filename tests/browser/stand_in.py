"""A small server for the built site: files as they are, and answers under /api that a test chooses.

The scripts of the pages speak to it over real HTTP; what they told is kept for the test to look at.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

Fields = dict[str, Any]
Answer = tuple[int, Fields]
Answering = Callable[[Fields], Answer]

PATIENCE_S = 5.0
QUICKLY_S = 0.02
QUERY_ID = "01940000-0000-7000-8000-000000000001"


def hit(title: str, *, position: int = 1, lang: str = "en") -> Fields:
    """Make a hit as the service sends it; the first word of its passage is marked."""
    return {
        "article_id": title.lower().replace(" ", "-"),
        "title": title,
        "url": f"/{lang}/delivery/delivery-times/",
        "lang": lang,
        "snippet": "Parcels arrive soon.",
        "marks": [[0, 7]],
        "category": "Delivery",
        "position": position,
    }


def found(*titles: str) -> Answer:
    """Make the answer of a search that found these articles."""
    hits = [hit(title, position=place) for place, title in enumerate(titles, start=1)]
    return 200, {"query_id": QUERY_ID, "hits": hits, "others": [], "total": len(hits)}


def _usual() -> dict[str, Answering]:
    session = {
        "token": "fresh-token",
        "code": "1234567",
        "code_text": "123-4567",
        "channels": [{"id": "phone", "kind": "phone", "is_open": True, "text": "Available now, until 18:00"}],
    }
    sent = {
        "code": "1234567",
        "code_text": "123-4567",
        "email": "anna@example.com",
        "reply_by": "2026-11-23T10:00:00Z",
        "reply_by_text": "23 November 2026, 11:00",
    }
    return {
        "/api/search": lambda _: found("Delivery times", "Delivery options"),
        "/api/session": lambda _: (200, session),
        "/api/suggestions": lambda _: (200, {"hits": [hit("Refund times")]}),
        "/api/events": lambda _: (202, {"accepted": 1, "refused": []}),
        "/api/votes": lambda _: (201, {}),
        "/api/contacts": lambda _: (201, sent),
    }


@dataclass
class StandIn:
    """What is answered, and what was told."""

    answers: dict[str, Answering] = field(default_factory=_usual)
    told: list[tuple[str, Fields]] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def take(self, path: str, fields: Fields) -> Answer:
        """Keep what was told and answer it."""
        with self._news:
            self.told.append((path, fields))
            self._news.notify_all()
        return self.answers[path](fields)

    def calls(self, path: str) -> list[Fields]:
        """Return what was told to one path so far."""
        return [fields for where, fields in self.told if where == path]

    def events(self, name: str) -> list[Fields]:
        """Return the events of one name told so far."""
        batches = self.calls("/api/events")
        return [event for batch in batches for event in batch["events"] if event["ev"] == name]

    def wait_for_call(self, path: str, count: int = 1) -> Fields:
        """Wait until a path was called so often; return the last call."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.calls(path)) >= count, PATIENCE_S), (
                f"{path} was not called {count} times; told: {self.told}"
            )
        return self.calls(path)[-1]

    def wait_for_event(self, name: str, count: int = 1) -> Fields:
        """Wait until an event was told so often; return the last one."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.events(name)) >= count, PATIENCE_S), (
                f"No {name} was told; told: {self.told}"
            )
        return self.events(name)[-1]


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site, and the chosen answers."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, stand_in: StandIn, **kwargs: Any) -> None:
        self.stand_in = stand_in
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer a question or send a file."""
        asked = urlsplit(self.path)
        if not asked.path.startswith("/api/"):
            super().do_GET()
            return
        self._answer(asked.path, {name: values[0] for name, values in parse_qs(asked.query).items()})

    def do_POST(self) -> None:
        """Take what a page tells."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(urlsplit(self.path).path, json.loads(body))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the parent's name
        """Keep the test's output clean."""

    def _answer(self, path: str, fields: Fields) -> None:
        status, answer = self.stand_in.take(path, fields)
        body = json.dumps(answer).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # The page cancelled the question; that is what some tests are about.
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    """A server whose pages may walk away while they are answered."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a closed page is no error here."""


def start(folder: Path, stand_in: StandIn) -> ThreadingHTTPServer:
    """Serve a folder on a free port of this machine, in a thread of its own."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, stand_in=stand_in, directory=str(folder)))
    serving = partial(server.serve_forever, poll_interval=QUICKLY_S)
    threading.Thread(target=serving, daemon=True).start()
    return server
