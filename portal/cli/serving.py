"""Gunicorn as this service needs it: nobody holds a thread for long, the log leads to nobody."""

import socket
import sys
import time
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

from portal.clock import utc_now
from portal.traces import trace

REQUEST_SECONDS = 10.0
"""So long a whole request may take to arrive; behind a proxy that buffers, it arrives at once."""
ANSWER_SECONDS = 30.0
MOST_BYTES = 1024 * 1024
"""More than the longest address, all headers and the largest body together."""


class Connection(socket.socket):
    """A connection that ends for us when its request arrives too slowly or never ends."""

    _until = 0.0
    _left = 0

    def expect_request(self) -> None:
        """Give the client its time, and its bytes, for one request."""
        self._until = time.monotonic() + REQUEST_SECONDS
        self._left = MOST_BYTES

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Return what has arrived; nothing, as if the client had left, once it used up its time or bytes."""
        before = self.gettimeout()
        wait = min(self._until - time.monotonic(), REQUEST_SECONDS if before is None else before)
        try:
            if wait <= 0 or self._left <= 0:
                raise TimeoutError
            self.settimeout(wait)
            data = super().recv(min(size, self._left), flags)
        except TimeoutError:
            self._left = 0
            return b""
        finally:
            self.settimeout(before)
        self._left -= len(data)
        return data

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send all of it; a client that does not take it in time counts as gone."""
        before = self.gettimeout()
        self.settimeout(ANSWER_SECONDS)
        try:
            super().sendall(data, flags)
        except TimeoutError:
            raise BrokenPipeError("The client does not take the answer.") from None
        finally:
            self.settimeout(before)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A worker with threads, none of which one client can hold for long."""

    def handle(self, conn: TConn) -> object:
        """Handle one request within its time."""
        if not isinstance(conn.sock, Connection):
            conn.sock = Connection(fileno=conn.sock.detach())
        conn.sock.expect_request()
        return super().handle(conn)

    def notify(self) -> None:
        """Tell the master that this worker lives, and forget yesterday's visits also where nobody visits."""
        super().notify()
        self.app.visit_key.turn(utc_now().date())


class Master(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """The process that starts workers: each begins with the key that the others have by now."""

    def manage_workers(self) -> None:
        """Turn the key at midnight, then see to the workers; gunicorn calls this every second."""
        self.app.visit_key.turn(utc_now().date())
        super().manage_workers()


class Log(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's log without addresses of computers and without what customers asked."""

    def warning(self, msg: str, *args: object, **kwargs: Any) -> None:
        """Log a warning; of a request that is no HTTP only that there was one."""
        is_of_request = str(msg).startswith("Invalid request")
        if is_of_request:
            msg, args = "A request that cannot be read was refused.", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *_args: object, **_kwargs: Any) -> None:
        """Log where an error came from, without the address it was asked at."""
        error = sys.exc_info()[1]
        told = trace(error) if error is not None else ""
        super().error("%s: %s", str(msg).split("%", maxsplit=1)[0].strip(), told)
