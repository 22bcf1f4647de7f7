"""Gunicorn as this service needs it: nobody holds a thread for long, the log leads to nobody."""

import re
import socket
import sys
import time
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from threading import BoundedSemaphore
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

from portal.clock import utc_now
from portal.traces import trace
from portal.waiting import MustWait, nobody_waits

QUICK_SECONDS = 0.5
"""A request that arrives within this time needs no leave; one that takes longer is slow."""
REQUEST_SECONDS = 10.0
"""So long a slow request may take to arrive; behind a proxy that buffers, it arrives at once."""
ANSWER_SECONDS = 30.0
MOST_BYTES = 1024 * 1024
"""More than the longest address, all headers and the largest body without files together."""
MOST_WITH_FILES = 104 * 1024 * 1024
"""More than the settings let anybody attach; what is read of it the application decides."""
LEAST_SPEED = 20_000
"""Bytes a second that give a request more time: a telephone sends files so fast."""
_TAKES_FILES = re.compile(rb"POST (/api/contacts|/[a-z]{2,3}/contact/)[ ?]")
_QUICK = b"GET /api/search?"
"""What is answered from memory, in about the time it takes to hand a request to a thread and back."""
_MOST_QUICK = 8192
_NEEDS_A_THREAD = re.compile(
    rb"cookie|content-length|transfer-encoding|expect|upgrade|\r\n\r\n.", re.IGNORECASE | re.DOTALL
)
"""Signs of a search that may wait: for a body, for another protocol, for who signed in."""


class Connection(socket.socket):
    """A connection that ends for us when its request arrives too slowly or never ends.

    Only so many requests may be slow at once; when all leaves are taken, the next slow client is dropped, so
    that there is always a thread for those who are not.
    """

    _begun = 0.0
    _left = 0
    _taken = 0
    _leaves = BoundedSemaphore(1)
    _is_slow = False
    may_wait = True
    """Whether there is time for a client that takes its answer slowly; if not, the rest of it is `unsent`."""
    unsent = b""

    def expect_request(self, leaves: BoundedSemaphore) -> None:
        """Give the client its time, and its bytes, for one request, and where leave to be slow is had."""
        self._leaves = leaves
        self._begun = time.monotonic()
        self._left = MOST_BYTES
        self._taken = 0

    def end_request(self) -> None:
        """Give back the leave to be slow."""
        if self._is_slow:
            self._is_slow = False
            self._leaves.release()

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Return what has arrived; nothing, as if the client had left, once it used up its time or bytes."""
        if (there := self._recv_at_once(size, flags)) is not None:
            return there
        before = self.gettimeout()
        try:
            data = self._recv_within(QUICK_SECONDS, size, flags)
            if data is None and self._may_be_slow():
                data = self._recv_within(REQUEST_SECONDS, size, flags)
        finally:
            self.settimeout(before)
        if data is None:
            self._left = 0
            return b""
        return self._took(data)

    def _took(self, data: bytes) -> bytes:
        """Count what arrived; the first line says whether files may follow."""
        if not self._taken and _TAKES_FILES.match(data):
            self._left = MOST_WITH_FILES
        self._taken += len(data)
        self._left -= len(data)
        return data

    def _recv_at_once(self, size: int, flags: int) -> bytes | None:
        """Return what is there already, as it nearly always is: setting times costs more than reading."""
        # With a time set, Python would wait for it in spite of the flag.
        if self._left <= 0 or self.gettimeout() or time.monotonic() >= self._begun + QUICK_SECONDS:
            return None
        try:
            data = super().recv(min(size, self._left), flags | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        return self._took(data)

    def _recv_within(self, seconds: float, size: int, flags: int) -> bytes | None:
        wait = self._begun + seconds + self._taken / LEAST_SPEED - time.monotonic()
        if wait <= 0 or self._left <= 0:
            return None
        self.settimeout(wait)
        try:
            return super().recv(min(size, self._left), flags)
        except TimeoutError:
            return None

    def _may_be_slow(self) -> bool:
        if not self._is_slow and self._left > 0:
            self._is_slow = self._leaves.acquire(blocking=False)
        return self._is_slow

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send all of it; a client that does not take it in time counts as gone."""
        left = memoryview(data)
        before = self.gettimeout()
        if not before and not self.unsent:
            with suppress(BlockingIOError):
                left = left[super().send(left, flags | socket.MSG_DONTWAIT) :]
        if not left:
            return
        if not self.may_wait:
            self.unsent += bytes(left)
            return
        self.settimeout(ANSWER_SECONDS)
        try:
            super().sendall(left, flags)
        except TimeoutError:
            raise BrokenPipeError("The client does not take the answer.") from None
        finally:
            self.settimeout(before)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A worker with threads, of which slow clients can hold no more than half.

    A search that is all there needs no thread: it is answered where it was heard, unless something would
    have to be waited for. Handing it over costs as much as the answer, and threads that count at the same
    time only wait for each other.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._leaves = BoundedSemaphore(max(1, self.cfg.threads // 2))

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection to a thread once it has said something that is no quick search."""
        if conn.initialized or conn.data_ready:
            if said := quick_search(conn):
                self._answer_here(conn, said)
            else:
                super().enqueue_req(conn)
            return
        conn.sock.settimeout(0)
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: TConn) -> object:
        """Handle one request within its time."""
        _bound(conn)
        conn.sock.expect_request(self._leaves)
        try:
            return super().handle(conn)
        finally:
            conn.sock.end_request()

    def _answer_here(self, conn: TConn, said: bytes) -> None:
        _bound(conn)
        answered: Future[object] = Future()
        conn.sock.may_wait = False
        try:
            with nobody_waits():
                answered.set_result(self.handle(conn))
        except MustWait:
            # As if nothing of it had been read yet.
            conn.parser.mesg = None
            conn.parser.unreader.unread(said)
        finally:
            # Before a thread has the connection: it may wait.
            conn.sock.may_wait = True
        if not answered.done():
            super().enqueue_req(conn)
        elif conn.sock.unsent:
            sent = self.tpool.submit(send_rest, conn, answered.result())
            sent.add_done_callback(lambda ended: self.method_queue.defer(self.finish_request, conn, ended))
        else:
            self.finish_request(conn, answered)

    def finish_request(self, conn: TConn, ended: Future[object]) -> None:
        """Keep the connection for a next request, or take leave of its client without waiting for it."""
        if not ended.cancelled() and ended.exception() is None and not ended.result():
            self._take_leave(conn)
        else:
            super().finish_request(conn, ended)

    def _take_leave(self, conn: TConn) -> None:
        # Gunicorn would wait here until the client closes, up to two seconds, and everybody with it. Closed
        # at once, the end of an answer that the client has not read yet might be lost (RFC 9112, 9.6).
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.settimeout(0)
        except OSError:
            self._drop(conn)
            return
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._hear_leave, conn))

    def _hear_leave(self, conn: TConn, client: socket.socket) -> None:
        try:
            # Not as our connections read: what it says now is counted by nobody, and thrown away.
            if socket.socket.recv(client, _MOST_QUICK):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        self._drop(conn)

    def _drop(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    def notify(self) -> None:
        """Tell the master that this worker lives, and forget yesterday's visits also where nobody visits."""
        super().notify()
        self.app.visit_key.turn(utc_now().date())


def quick_search(conn: TConn) -> bytes:
    """Give what a client said, unread, if it is one search and all of it; nothing if it is anything else."""
    if conn.parser is not None and conn.parser.unreader.buf.getvalue():
        return b""
    try:
        said: bytes = conn.sock.recv(_MOST_QUICK, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return b""
    is_whole = said.startswith(_QUICK) and said.endswith(b"\r\n\r\n")
    return said if is_whole and not _NEEDS_A_THREAD.search(said) else b""


def _bound(conn: TConn) -> None:
    if not isinstance(conn.sock, Connection):
        conn.sock = Connection(fileno=conn.sock.detach())


def send_rest(conn: TConn, is_kept: object) -> object:
    """Send, in a thread, what the client did not take at once; return whether the connection stays open."""
    left, conn.sock.unsent = conn.sock.unsent, b""
    try:
        conn.sock.sendall(left)
    except OSError:
        return False
    return is_kept


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
