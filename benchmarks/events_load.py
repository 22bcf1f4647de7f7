"""Two thousand events a second in batches of ten, kill -9 in between: is anything lost that was accepted?

Starts the real service (gunicorn) over the built site with a database of its own, sends batches on the
loopback interface as many visitors do, kills first one worker, then everything, starts it again, and compares
the ids that were answered 202 with the table. A batch without an answer is sent again, as a page would.

    .venv/bin/python -m benchmarks.events_load
    .venv/bin/python -m benchmarks.events_load --url postgresql://user@host/empty
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import click
import uuid_utils
from sqlalchemy import text

from benchmarks.events_pages import percentile
from benchmarks.serving import BROWSER, free_port, wait_for
from portal.articles.listing import read_listing
from portal.settings import load_settings
from portal.store.database import open_database

VISITORS = 600
BATCH = 10
SENDERS = 24
TIMEOUT_S = 10
ACCEPTED = 202
KINDS = ("article_view", "article_left", "impression", "suggest_shown", "result_click")


@dataclass
class Told:
    """What the senders were told."""

    accepted: list[str] = field(default_factory=list)
    refused: int = 0
    again: int = 0
    times: list[float] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Service:
    """The service in a session of its own, so that all of it can be killed at once."""

    def __init__(self, var: Path, url: str, workers: int) -> None:
        self.port = free_port()
        self._env = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},  # noqa: TID251
            "PORTAL_VAR": str(var),
            "PORTAL_DATABASE_URL": url,
            "PORTAL_PORT": str(self.port),
            "PORTAL_WORKERS": str(workers),
            "PORTAL_TRUSTED_PROXIES": "1",
        }
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "portal", "serve"],
            env=self._env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(f"http://127.0.0.1:{self.port}/healthz")

    def kill_worker(self) -> None:
        """Kill one worker; the master starts another."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def restart(self) -> None:
        """Kill everything and start it again."""
        self.kill()
        self.start()

    def kill(self) -> None:
        """Kill everything."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def make_batches(articles: list[str]) -> Iterator[tuple[str, list[str], bytes]]:
    """Yield the address of a visitor, the ids of her events and the body, again and again."""
    number = 0
    while True:
        number += 1
        now = datetime.now(UTC).isoformat()  # noqa: TID251  what a page would say
        ids = [str(uuid_utils.uuid7()) for _ in range(BATCH)]
        events = [
            {
                "event_id": event_id,
                "ev": KINDS[place % len(KINDS)],
                "ts": now,
                "lang": "en",
                "article_id": articles[(number + place) % len(articles)],
                **({"visible_s": 12.5} if place % len(KINDS) == 1 else {}),
            }
            for place, event_id in enumerate(ids)
        ]
        visitor = number % VISITORS
        yield f"10.1.{visitor // 250}.{visitor % 250 + 1}", ids, json.dumps({"events": events}).encode()


def send_all(port: int, rate: float, seconds: float, articles: list[str]) -> Told:
    """Send batches at their times, each until it is answered, and return what was answered."""
    told, batches, lock = Told(), make_batches(articles), threading.Lock()
    begun, total, taken = time.monotonic(), int(rate * seconds), 0

    def send() -> None:
        nonlocal taken
        connection: http.client.HTTPConnection | None = None
        while True:
            with lock:
                place, taken = taken, taken + 1
                if place >= total:
                    return
            time.sleep(max(0.0, begun + place / rate - time.monotonic()))
            with lock:
                address, ids, body = next(batches)
            head = {"Content-Type": "application/json", "User-Agent": BROWSER, "X-Forwarded-For": address}
            sent = time.monotonic()
            while True:
                try:
                    if connection is None:
                        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
                        connection.connect()
                        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    connection.request("POST", "/api/events", body, head)
                    answer = connection.getresponse()
                    found = answer.read()
                    if answer.status == ACCEPTED:
                        break
                except (OSError, http.client.HTTPException):
                    connection = None
                told.again += 1
                time.sleep(0.1)
            reply = json.loads(found)
            lost = {one["event_id"] for one in reply["refused"]}
            with told.lock:
                told.accepted += [event_id for event_id in ids if event_id not in lost]
                told.refused += len(lost)
                told.times.append(time.monotonic() - sent)
                told.at.append(time.monotonic() - begun)

    threads = [threading.Thread(target=send) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def count_missing(url: str, accepted: list[str]) -> tuple[int, int]:
    """Return how many accepted events are not in the table, and how many rows it has."""
    engine = open_database(url)
    with engine.connect() as connection:
        kept = set(connection.execute(text("select event_id from event")).scalars())
    engine.dispose()
    return len(set(accepted) - kept), len(kept)


@click.command()
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--rate", default=2000, show_default=True, help="Events a second.")
@click.option("--workers", default=2, show_default=True)
@click.option("--url", help="An empty database; SQLite in a temporary folder unless told.")
@click.option("--kill/--no-kill", "kills", default=True, help="Kill a worker and later everything.")
def main(seconds: float, rate: int, workers: int, url: str | None, kills: bool) -> None:
    """Print what was accepted, how long it took, and what is missing; fail when anything is."""
    settings = load_settings()
    articles = sorted(
        {article_id for article_id, lang in read_listing(settings.listing_file).articles if lang == "en"}
    )
    with tempfile.TemporaryDirectory() as name:
        var = Path(name)
        for folder in ("site", "index", "build"):
            shutil.copytree(settings.var_dir / folder, var / folder)
        database = url or f"sqlite:///{var / 'portal.db'}"
        service = Service(var, database, workers)
        if kills:
            threading.Timer(seconds / 3, service.kill_worker).start()
            threading.Timer(2 * seconds / 3, service.restart).start()
        told = send_all(service.port, rate / BATCH, seconds, articles)
        service.kill()
        missing, rows = count_missing(database, told.accepted)
    took = max(told.at)
    times = [1000 * one for one in told.times]
    click.echo(
        f"accepted {len(told.accepted)} events in {took:.1f} s ({len(told.accepted) / took:.0f} a second), "
        f"refused {told.refused}, batches sent again {told.again}, rows {rows}, missing {missing}"
    )
    click.echo(
        f"answer to a batch: middle {median(times):.1f} ms, p95 {percentile(times, 0.95):.1f} ms, "
        f"longest {max(times):.0f} ms; load of the machine {os.getloadavg()[0]:.1f}"
    )
    if missing:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
