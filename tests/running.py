"""The whole product as it runs: gunicorn, SQLite and the real index, on a free port of this machine."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from portal.services.shops import DEMO_ORDERS
from tests.building import ROOT, BuiltSite

WAIT_S = 60
STORED_S = 10
FIRST_PASSWORD = "admin / "
# One address does here in minutes what a town does in a day.
GENEROUS = {
    "PORTAL_CONTACTS_PER_HOUR": "10000",
    "PORTAL_CONTACTS_PER_HOUR_IN_ALL": "10000",
    "PORTAL_CONTACTS_BEFORE_PROOF": "10000",
    "PORTAL_LEAST_WRITING_S": "0",
    "PORTAL_WRITES_PER_MINUTE": "100000",
    "PORTAL_READS_PER_MINUTE": "100000",
    "PORTAL_LOOK_UPS_PER_HOUR": "10000",
    "PORTAL_SHOP_ORDERS": str(DEMO_ORDERS),
}

Stored = dict[str, Any]


@dataclass(frozen=True)
class Running:
    """A service that runs, and what may be asked of it from outside."""

    url: str
    var: Path
    password: str
    env: dict[str, str]
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """The port it answers at."""
        return int(self.env["PORTAL_PORT"])

    def deliver(self) -> list[EmailMessage]:
        """Let the worker run once and return every letter that is in the outbox folder."""
        command = [sys.executable, "-m", "portal", "worker", "--once"]
        subprocess.run(command, cwd=ROOT, env=self.env, check=True, capture_output=True)
        files = sorted((self.var / "outbox").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def stored(self, statement: str, *values: object) -> list[Stored]:
        """Return rows of its database, read beside it."""
        with closing(sqlite3.connect(f"file:{self.var / 'portal.db'}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(statement, values)]

    def wait_for(self, statement: str, *values: object) -> Stored:
        """Return the last row that a statement gives, as soon as it gives one."""
        end = time.monotonic() + STORED_S
        while time.monotonic() < end:
            rows = self.stored(statement, *values)
            if rows:
                return rows[-1]
        pytest.fail(f"Nothing was stored within {STORED_S} s for: {statement} {values}")

    def stop(self) -> None:
        """End it, as an operator does; twice is once."""
        self.process.terminate()
        self.process.wait(timeout=WAIT_S)


@contextmanager
def running(built: BuiltSite, **told: str) -> Iterator[Running]:
    """Start the service over a built site; `told` are settings of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    env = {
        **os.environ,  # noqa: TID251  a program of its own gets what this one has
        **GENEROUS,
        "PORTAL_VAR": str(built.settings.var_dir.resolve()),
        "PORTAL_PORT": str(port),
        "PORTAL_BASE_URL": url,
        "PORTAL_QUERY_MIN_SESSIONS": "1",
        **told,
    }
    command = [sys.executable, "-u", "-m", "portal", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        password = first.split(FIRST_PASSWORD)[1].split()[0] if FIRST_PASSWORD in first else ""
        _wait_for(url + "readyz", process)
        service = Running(url, built.settings.var_dir, password, env, process)
        yield service
    finally:
        process.terminate()
        process.wait(timeout=WAIT_S)
        process.stdout.close()


def _wait_for(url: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310  our own service on loopback
                return
        except OSError:
            continue
    pytest.fail(f"{url} did not answer within {WAIT_S} s")
