"""Gunicorn runs as this service needs it: keys turn, slow clients cost little, the log leads to nobody."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import quote

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from portal.cli import serving
from portal.cli.serve import Server
from portal.cli.serving import Connection
from portal.clock import utc_now
from tests.services.parts import ROOT, TurnedClock, close, make_doors, make_index, make_settings, make_site
from tests.services.parts import visit as visit_of

WAIT_S = 30


@dataclass(frozen=True)
class Served:
    """A service that runs, and its log."""

    port: int
    log: Path

    def get(self, path: str) -> tuple[HTTPResponse, str]:
        """Ask for a path."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    def say(self, sent: bytes) -> bytes:
        """Send bytes as they are and return what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=WAIT_S) as connection:
            connection.sendall(sent)
            return connection.recv(65_536)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a small site with the command itself."""
    folder = tmp_path_factory.mktemp("served")
    doors = make_doors(folder / "var", index=make_index(folder / "index"), clock=TurnedClock())
    make_site(doors.settings.site_dir)
    close(doors)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = {"PORTAL_ROOT": str(ROOT), "PORTAL_VAR": str(folder / "var"), "PORTAL_PORT": str(port)}
    env = {**os.environ, **told}  # noqa: TID251  a program of its own gets what this one has
    command = [sys.executable, "-u", "-m", "portal", "serve"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log)
    try:
        _wait_for(port)
        yield Served(port, folder / "log")
    finally:
        process.terminate()
        process.wait(timeout=WAIT_S)


def _wait_for(port: int) -> None:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            continue
        return
    pytest.fail(f"Nothing listens on {port} after {WAIT_S} s.")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ru", "слишком длинный"), ("en", "too long"), ("hu", "túl hosszú")],
)
def test_a_query_of_ten_thousand_letters_gets_our_own_answer(served: Served, lang: str, words: str) -> None:
    answer, text = served.get(f"/api/search?lang={lang}&q={quote('ж' * 10_000)}")
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert words in text


def test_an_endless_address_gets_our_own_answer_too(served: Served) -> None:
    answer, text = served.get(f"/en/search/?q={'x' * 200_000}")
    assert answer.status == 414
    assert "Content-Security-Policy" in answer.headers
    assert "x" * 300 not in text


def test_the_log_says_neither_who_sent_nonsense_nor_what(served: Served) -> None:
    assert b"400" in served.say(b"GET anna@example.com\r\n\r\n")
    log = served.log.read_text(encoding="utf-8")
    assert "A request that cannot be read was refused." in log
    assert "127.0.0.1: " not in log
    assert "ip=" not in log
    assert "anna@example.com" not in log


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Connection, socket.socket]]:
    """Yield our end and the client's end of a connection, with little patience."""
    monkeypatch.setattr(serving, "QUICK_SECONDS", 0.01)
    monkeypatch.setattr(serving, "REQUEST_SECONDS", 0.05)
    ours, theirs = socket.socketpair()
    with theirs, Connection(fileno=ours.detach()) as connection:
        yield connection, theirs


def test_a_client_that_never_finishes_its_request_counts_as_gone(
    pair: tuple[Connection, socket.socket],
) -> None:
    connection, theirs = pair
    connection.expect_request(BoundedSemaphore(1))
    theirs.sendall(b"POST ")
    assert connection.recv(100) == b"POST "
    assert connection.recv(100) == b""
    theirs.sendall(b"too late")
    assert connection.recv(100) == b""


def test_a_client_that_never_ends_its_request_counts_as_gone(
    pair: tuple[Connection, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "MOST_BYTES", 6)
    monkeypatch.setattr(serving, "QUICK_SECONDS", 5)
    connection, theirs = pair
    connection.expect_request(BoundedSemaphore(1))
    theirs.sendall(b"endless")
    assert connection.recv(100) == b"endles"
    assert connection.recv(100) == b""
    connection.expect_request(BoundedSemaphore(1))
    assert connection.recv(100) == b"s"


def test_so_many_requests_may_be_slow_at_once_and_no_more(
    pair: tuple[Connection, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "REQUEST_SECONDS", 60)
    connection, _theirs = pair
    leaves = BoundedSemaphore(1)
    with leaves:
        connection.expect_request(leaves)
        assert connection.recv(100) == b""  # at once: nobody waits for it a minute
    monkeypatch.setattr(serving, "REQUEST_SECONDS", 0.05)
    connection.expect_request(leaves)
    assert connection.recv(100) == b""
    assert not leaves.acquire(blocking=False)
    connection.end_request()
    assert leaves.acquire(blocking=False)


def test_half_open_requests_leave_threads_for_the_others(served: Served) -> None:
    half = b"POST /api/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"
    with ExitStack() as opened:
        for sent in [half] * 24 + [b""] * 24:
            connection = socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S)
            opened.enter_context(connection).sendall(sent)
        begun = time.monotonic()
        assert served.get("/en/")[0].status == 200
        assert time.monotonic() - begun < serving.REQUEST_SECONDS / 2


def test_a_client_that_never_leaves_holds_up_nobody(served: Served) -> None:
    asked = b"GET %s HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0\r\nConnection: close\r\n\r\n"
    with ExitStack() as opened:
        for path in [b"/healthz", b"/api/search?lang=en&q=invoice"] * 4:
            connection = socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S)
            opened.enter_context(connection).sendall(asked % path)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        begun = time.monotonic()
        assert served.get("/healthz")[0].status == 200
        assert time.monotonic() - begun < 1  # each of them would have cost everybody two seconds


def test_a_client_that_has_left_gets_all_of_its_answer_first(served: Served) -> None:
    asked = b"GET /en/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S) as connection:
        connection.sendall(asked + b"x" * 100_000)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert f"Content-Length: {len(body)}".encode() in head


@pytest.mark.parametrize(
    "headers",
    [
        b"",
        b"Cookie: a=b\r\n",
        b"Content-Length: 2\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Expect: 100-continue\r\n",
    ],
)
def test_only_a_search_that_nothing_has_to_be_waited_for_is_answered_where_it_is_heard(
    headers: bytes,
) -> None:
    search = b"GET /api/search?q=invoice HTTP/1.1\r\nHost: x\r\n" + headers
    assert _is_quick(search + b"\r\n") is (not headers)
    assert not _is_quick(search)  # half of it
    assert not _is_quick(search + b"\r\n" + search + b"\r\n")  # and a second one
    assert not _is_quick(b"GET /en/ HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n")


def _is_quick(said: bytes) -> bool:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(said)
        ours.setblocking(False)
        return bool(serving.quick_search(TConn(Config(), ours, ("127.0.0.1", 1), ("127.0.0.1", 2))))


def test_a_search_said_in_pieces_and_two_at_once_are_answered(served: Served) -> None:
    search = b"GET /api/search?lang=en&q=invoice HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S) as connection:
        connection.sendall(search[:20])
        assert served.get("/api/search?lang=en&q=invoice")[0].status == 200
        connection.sendall(search[20:] + search)
        answers = b""
        while answers.count(b"HTTP/1.1 200") < 2:
            answers += connection.recv(65_536) or pytest.fail("The connection was closed.")


def test_searches_of_new_visitors_wait_for_the_database_in_threads(served: Served) -> None:
    with ExitStack() as opened:
        database = opened.enter_context(closing(sqlite3.connect(served.log.parent / "var" / "portal.db")))
        clients = [HTTPConnection("127.0.0.1", served.port, timeout=WAIT_S) for _ in range(7)]
        for client in clients:
            opened.callback(client.close)
            _ask(client, "/healthz", "warm")
        database.execute("begin exclusive")
        *new, other = clients
        for number, client in enumerate(new):
            client.request("GET", _SEARCH, headers={"User-Agent": f"Mozilla/5.0 no {number}"})
        begun = time.monotonic()
        _ask(other, "/healthz", "warm")
        took = time.monotonic() - begun
        assert [client.getresponse().status for client in new] == [200] * len(new)
        # In the loop that hears all of them, everybody would have waited for each of them.
        assert took < (time.monotonic() - begun) / 2
        database.rollback()
        # By now the visit is known, and its next search is answered where it is heard.
        _ask(other, _SEARCH, "Mozilla/5.0 no 1")


_SEARCH = "/api/search?lang=en&q=invoice"


def _ask(client: HTTPConnection, path: str, browser: str) -> None:
    client.request("GET", path, headers={"User-Agent": browser})
    answer = client.getresponse()
    assert answer.read()
    assert answer.status == 200


def test_what_a_client_does_not_take_at_once_waits_for_it(
    pair: tuple[Connection, socket.socket],
) -> None:
    connection, theirs = pair
    connection.setblocking(True)
    connection.may_wait = False
    sent = os.urandom(4_000_000)
    connection.sendall(sent)
    connection.sendall(b"end")
    assert 0 < len(connection.unsent) < len(sent) + 3
    connection.may_wait = True
    conn = TConn(Config(), connection, ("127.0.0.1", 1), ("127.0.0.1", 2))
    connection.setblocking(True)
    with ThreadPoolExecutor(1) as threads:
        is_kept = threads.submit(serving.send_rest, conn, "kept")
        taken = bytearray()
        while len(taken) < len(sent) + 3:
            taken += theirs.recv(65_536)
        assert is_kept.result() == "kept"
    assert bytes(taken) == sent + b"end"


def test_a_worker_started_on_another_day_gets_the_key_of_that_day(tmp_path: Path) -> None:
    server = Server(make_settings(tmp_path / "var"))
    now = utc_now()
    first = _vid(server)
    assert _vid(server) == first
    server.visit_key.turn(now.date() + timedelta(days=1))
    surviving, respawned = _vid(server), _vid(server)
    assert respawned == surviving != first


def _vid(server: Server) -> str | None:
    doors = server.load().extensions["portal"]
    vid = visit_of(doors).vid
    close(doors)
    return vid


def test_a_service_that_cannot_begin_says_why_and_ends(tmp_path: Path) -> None:
    told = {"PORTAL_ROOT": str(ROOT), "PORTAL_VAR": str(tmp_path), "PORTAL_DATABASE_URL": "mysql://here/db"}
    env = {**os.environ, **told}  # noqa: TID251  a program of its own gets what this one has
    command = [sys.executable, "-m", "portal", "serve"]
    ended = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=WAIT_S)
    assert ended.returncode == 1
    assert "Error: PORTAL_DATABASE_URL must start with sqlite or postgresql" in ended.stderr
    assert "Listening" not in ended.stdout
