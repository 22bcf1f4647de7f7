"""A vendor's server on loopback: real sockets, state of its own, every way in which an answer can fail."""

import json
import socket
import struct
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.connectors.fakes.contract import Contract

Clock = Callable[[], datetime]
JsonObject = dict[str, Any]

BEFORE = ("reset_before", "500_before", "429_seconds", "429_date", "429_bare", "token_ends", "refused")
AFTER = ("reset_after", "502_after", "garbage_after", "half_after", "slow_after", "error_in_200")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request as it arrived; names of headers in small letters."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body) if self.body else None

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; a body of None has none."""

    status: int
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Fake(ABC):
    """What all vendors have: tickets, tokens that end, faults to come, and what was wrong with requests."""

    clock: Clock
    contract: Contract | None = None
    faults: list[str] = field(default_factory=list)
    lag_s: float = 0.0
    tickets: list[JsonObject] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    uploads: list[tuple[str, bytes]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    """Files that hang at a ticket, with their names."""
    words: list[str] = field(default_factory=list)
    """What was added to tickets, for the team alone."""
    wrong: list[str] = field(default_factory=list)
    tokens: dict[str, datetime] = field(default_factory=dict)
    is_refusing: bool = False
    checked: int = 0
    tokens_made: int = 0

    token_lives_s = 3600

    @abstractmethod
    def handle(self, ask: Ask) -> Reply:
        """Do what is asked and answer."""

    def refs(self) -> list[str]:
        """Return the references of all tickets there are."""
        return [str(ticket["ref"]) for ticket in self.tickets]

    def keep(self, ref: str, **fields: object) -> JsonObject:
        ticket = {"ref": ref, "number": len(self.tickets) + 1, "made_at": self.clock(), **fields}
        self.tickets.append(ticket)
        return ticket

    def seen(self, ref: str) -> list[JsonObject]:
        """Return tickets that the search index knows by now."""
        lag = timedelta(seconds=self.lag_s)
        return [one for one in self.tickets if one["ref"] == ref and one["made_at"] + lag <= self.clock()]

    def new_token(self) -> str:
        self.tokens_made += 1
        token = f"token-{self.tokens_made}"
        self.tokens[token] = self.clock() + timedelta(seconds=self.token_lives_s)
        return token

    def is_signed_in(self, ask: Ask, scheme: str = "Bearer") -> bool:
        token = ask.headers.get("authorization", "").removeprefix(f"{scheme} ")
        return token in self.tokens and self.tokens[token] > self.clock()

    def check(self, ask: Ask) -> None:
        if self.contract is not None:
            found = self.contract.check(ask.method, ask.path, ask.query, ask.headers, ask.body)
            self.checked += found is not None
            self.wrong += found or []

    def error_in_200(self, _ask: Ask) -> Reply | None:
        """Return the vendor's error that comes with status 200, or None where there is no such thing."""
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        fake = server.fake
        length = int(self.headers.get("Content-Length") or 0)
        parts = urlsplit(self.path)
        ask = Ask(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length),
        )
        self.close_connection = True
        with server.lock:
            fake.asks.append(ask)
            fault = fake.faults.pop(0) if fake.faults else ""
            reply = self._before(fake, fault) or self._within(fake, fault, ask)
        if reply is not None:
            self._after(fault, reply)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815  the server library calls them so

    def _before(self, fake: Fake, fault: str) -> Reply | None:
        if fault == "500_before":
            return Reply(500, {"error": "internal"})
        if fault == "429_seconds":
            return Reply(429, {"error": "rate"}, {"Retry-After": "37"})
        if fault == "429_date":
            at = format_datetime(fake.clock() + timedelta(seconds=41), usegmt=True)
            return Reply(429, b"Too many requests", {"Retry-After": at})
        if fault == "429_bare":
            return Reply(429, {"message": "rate"})
        if fault == "token_ends":
            fake.tokens.clear()
        fake.is_refusing = fault == "refused"
        return None

    def _within(self, fake: Fake, fault: str, ask: Ask) -> Reply | None:
        if fault == "reset_before":
            self._reset()
            return None
        if fault == "error_in_200":
            found = fake.error_in_200(ask)
            if found is not None:
                return found
        fake.check(ask)
        return fake.handle(ask)

    def _after(self, fault: str, reply: Reply) -> None:
        if fault == "reset_after":
            self._reset()
        elif fault == "slow_after":
            # Nothing comes until the other side has hung up.
            self.connection.settimeout(5)
            with suppress(OSError):
                self.connection.recv(1)
        elif fault == "502_after":
            self._write(Reply(502, b"<html>bad gateway</html>"))
        elif fault == "garbage_after":
            self._write(Reply(reply.status if reply.status < 300 else 200, b"<html>hello</html>"))
        else:
            self._write(reply, is_half=fault == "half_after")

    def _write(self, reply: Reply, *, is_half: bool = False) -> None:
        body = reply.body if isinstance(reply.body, bytes) else b""
        if reply.body is not None and not isinstance(reply.body, bytes):
            body = json.dumps(reply.body).encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) + (500 if is_half else 0)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """One server for a module of tests; `fake` is put in anew for every test."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fake: Fake
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_words: object) -> None:
        """A connection that was reset on purpose is no error."""


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
