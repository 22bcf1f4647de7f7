"""The one door for outgoing HTTP: checked and pinned addresses, no redirects, bounded times and answers.

The caller learns what it must know to never ask twice: whether anything can have arrived.
"""

import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from portal import __version__
from portal.connectors.addresses import AddressRefused, Resolve, Target, check_address, resolve

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a call may take, and how much may come back."""

    connect_s: float = 10.0
    read_s: float = 10.0
    total_s: float = 30.0
    most_bytes: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Call:
    """One request; no repr of headers and body, for they hold secrets and what customers wrote."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> object:
        """Return the body read as JSON, or None if it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def object(self) -> JsonObject:
        """Return the body if it is a JSON object, else an empty one."""
        found = self.json()
        return found if isinstance(found, dict) else {}


class CallFailed(Exception):
    """A call had no answer; the message names no address, header or contents."""


class NotSent(CallFailed):
    """Nothing has left: the other side cannot have acted."""


class NoAnswer(CallFailed):
    """It was sent, wholly or in part, and no whole answer came: the other side may have acted."""


class Http:
    """Calls other people's servers; `allowed` are private networks that may be called."""

    def __init__(
        self,
        *,
        allowed: tuple[str, ...] = (),
        limits: Limits | None = None,
        resolve: Resolve = resolve,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.allowed = allowed
        self._limits = limits or Limits()
        self._resolve = resolve
        self._trust = trust

    def send(self, call: Call) -> Answer:
        """Return the answer to a call, whatever its status; redirects are answers, too.

        Raises NotSent or NoAnswer.
        """
        try:
            target = check_address(call.url, allowed=self.allowed, resolve=self._resolve)
        except AddressRefused as error:
            raise NotSent(str(error)) from None
        except (OSError, ValueError) as error:
            raise NotSent(f"The host's name cannot be resolved ({type(error).__name__}).") from None
        connection = self._connect(target)
        end = threading.Timer(self._limits.total_s, _hang_up, [connection])
        end.daemon = True
        end.start()
        try:
            return self._ask(connection, target, call)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise NoAnswer(f"No whole answer came ({type(error).__name__}).") from None
        finally:
            end.cancel()
            connection.close()

    def _connect(self, target: Target) -> HTTPConnection:
        reason = ""
        for address in target.addresses[:4]:
            connection = self._open(target, address)
            try:
                connection.connect()
            except (HTTPError, OSError) as error:
                connection.close()
                reason = type(error).__name__
                continue
            return connection
        raise NotSent(f"The host cannot be reached ({reason}).")

    def _open(self, target: Target, address: str) -> HTTPConnection:
        seconds = self._limits.connect_s
        if target.scheme == "http":
            return HTTPConnection(address, target.port, timeout=seconds)
        trust = self._trust or ssl.create_default_context()
        return HTTPSConnection(
            address,
            target.port,
            timeout=seconds,
            ssl_context=trust,
            server_hostname=target.host,
            assert_hostname=target.host,
        )

    def _ask(self, connection: HTTPConnection, target: Target, call: Call) -> Answer:
        if connection.sock is not None:
            connection.sock.settimeout(self._limits.read_s)
        standard = 443 if target.scheme == "https" else 80
        host = f"[{target.host}]" if ":" in target.host else target.host
        headers = {
            "Host": host if target.port == standard else f"{host}:{target.port}",
            "User-Agent": f"portal/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **{name: _one_line(value) for name, value in call.headers.items()},
        }
        connection.timeout = self._limits.read_s
        connection.request(call.method, target.path, body=call.body, headers=headers, preload_content=False)
        response = connection.getresponse()
        body = response.read(self._limits.most_bytes + 1, decode_content=True)
        if len(body) > self._limits.most_bytes:
            raise NoAnswer("The answer is too large to be one.")
        if response.length_remaining:
            raise NoAnswer("The answer broke off.")
        return Answer(response.status, {k.lower(): v for k, v in response.headers.items()}, body)


def _hang_up(connection: HTTPConnection) -> None:
    """End a call that takes too long by drops: each read for itself was in time."""
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _one_line(value: str) -> str:
    return "".join(sign for sign in value if sign.isprintable())
