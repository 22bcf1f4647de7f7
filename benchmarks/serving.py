"""How many searches a second one web process answers, next to an empty Flask route on the same server.

    python -m benchmarks.serving [--questions FILE.jsonl] [--documents FILE.jsonl] [--seconds 5]

Without `--documents` the built demo is asked (run `portal build` first, with PORTAL_ENGINE=tantivy); with it
an index of those documents is built by Tantivy. Questions are lines with `text`. `never asked before` is each
of them, in each turn for other numbers of hits, so that none is answered from memory; `as in life` asks few
of them often (Zipf), others in each turn; `in turn` is a few hundred over and over. Needs wrk (Debian:
apt-get install wrk). Everything stays on the
loopback interface, recording is on, and every figure is the best of several turns, taken in turn. Beside the
rate stands what one request takes of the processor, which says more where others use the machine (Linux).
"""

import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import click

from search import build_index
from search.evaluate import read_documents

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
QUERIES = ("refund", "where is my order", "invoice", "broken kettle", "change address", "voucher not working")
EMPTY_APP = """
from flask import Flask
app = Flask(__name__)

@app.get("/empty")
def empty():
    return {}
"""
SCRIPT = """
local paths = {%s}
local turn = 0
request = function()
  turn = turn + 1
  return wrk.format("GET", paths[turn %% #paths + 1])
end
"""
TURNS = 3
ASKED = 4000
IN_TURN = 600


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  loopback
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{url} did not answer")


def spent(pid: int) -> float:
    """Return the seconds of processor that a process and its children took so far."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, times[11:13])) / os.sysconf("SC_CLK_TCK") + sum(
        spent(int(child)) for child in children
    )


def load(base: str, paths: Sequence[str], *, pid: int, seconds: int, folder: Path) -> tuple[float, float]:
    """Return requests a second, asked over 8 connections by one thread of wrk, and microseconds of each."""
    script = folder / "paths.lua"
    script.write_text(SCRIPT % ", ".join(json.dumps(path) for path in paths))
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "-H", f"User-Agent: {BROWSER}", "-s", str(script), base]
    before = spent(pid)
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    number = re.search(r"(\d+) requests in", printed)
    if "Non-2xx" in printed or rate is None or number is None:
        raise SystemExit(printed)
    return float(rate.group(1)), 1e6 * (spent(pid) - before) / int(number.group(1))


def addresses(questions: Path | None, lang: str) -> dict[str, list[list[str]]]:
    """Give what is asked in each turn."""
    texts = list(QUERIES)
    if questions is not None:
        lines = questions.read_text(encoding="utf-8").splitlines()
        texts = list(dict.fromkeys(json.loads(line)["text"].strip()[:256] for line in lines))
    chance = random.Random(1)  # noqa: S311  a sample, not a secret
    chance.shuffle(texts)

    def ask(some: Sequence[str], limit: int = 10) -> list[str]:
        return [f"/api/search?{urlencode({'lang': lang, 'q': text, 'limit': limit})}" for text in some]

    often = [1 / rank for rank in range(1, len(texts) + 1)]
    return {
        "never asked before": [ask(texts, 10 + turn) + ask(texts, 9 - turn) for turn in range(TURNS)],
        "as in life": [ask(chance.choices(texts, often, k=ASKED)) for _ in range(TURNS)],
        "in turn": [ask(texts[:IN_TURN])] * TURNS,
        "six, all kept": [ask(texts[:6])] * TURNS,
    }


def place(folder: Path, documents: Path | None, lang: str, var: Path) -> Path:
    """Make a place to serve from: all of the demo but, if documents are given, for the index."""
    made = folder / "served"
    made.mkdir()
    for name in ("content", "themes", "mkdocs.yml"):
        (made / name).symlink_to(Path(name).absolute())
    if documents is None:
        (made / "var").symlink_to(var.absolute())
        return made
    (made / "var").mkdir()
    for name in ("site", "build"):
        (made / "var" / name).symlink_to((var / name).absolute())
    build_index(read_documents(documents, lang=lang), made / "var" / "index", engine="tantivy")
    return made


def report(measured: dict[str, list[tuple[float, float]]], load_before: float) -> None:
    best = {what: max(rate for rate, _ in turns) for what, turns in measured.items()}
    least = {what: min(each for _, each in turns) for what, turns in measured.items()}
    for what, rate in best.items():
        ratio = f"{rate / best['empty Flask route']:5.2f} of an empty route"
        taken = f"{least[what]:6.0f} us of processor, {least['empty Flask route'] / least[what]:5.2f}"
        click.echo(f"{what:<20} {rate:8.0f} requests/s  {ratio}  {taken}")
    click.echo(f"load of the machine  {load_before:.1f} before, {os.getloadavg()[0]:.1f} after")


@click.command()
@click.option("--questions", type=click.Path(path_type=Path, exists=True), help="What is asked.")
@click.option("--documents", type=click.Path(path_type=Path, exists=True), help="What is searched.")
@click.option("--lang", default="en", show_default=True)
@click.option("--var", type=click.Path(path_type=Path, exists=True), default=Path("var"), show_default=True)
@click.option("--seconds", default=5, show_default=True, help="How long each is asked, each turn.")
def main(questions: Path | None, documents: Path | None, lang: str, var: Path, seconds: int) -> None:
    """Print requests a second of search, of the empty route, and their ratio."""
    if not shutil.which("wrk"):
        raise click.ClickException("wrk is not installed: apt-get install wrk")
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty_app.py").write_text(EMPTY_APP)
        served = place(folder, documents, lang, var)
        ports = free_port(), free_port()
        env = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(Path.cwd()),
            "PORTAL_PORT": str(ports[0]),
            "PORTAL_THREADS": "8",
            "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
            "PORTAL_READS_PER_MINUTE": "100000000",
        }
        python = [sys.executable, "-m"]
        server = ["gunicorn", "-k", "gthread", "--threads", "8", "--no-control-socket"]
        quiet = subprocess.DEVNULL
        servers = [
            subprocess.Popen([*python, "portal", "serve"], env=env, cwd=served, stdout=quiet),
            subprocess.Popen(
                [*python, *server, "-b", f"127.0.0.1:{ports[1]}", "empty_app:app"], cwd=folder, stderr=quiet
            ),
        ]
        try:
            ours, empty = (f"http://127.0.0.1:{port}" for port in ports)
            wait_for(f"{ours}/healthz")
            wait_for(f"{empty}/empty")
            asked = {what: (ours, turns, 0) for what, turns in addresses(questions, lang).items()}
            asked |= {
                "empty Flask route": (empty, [["/empty"]] * TURNS, 1),
                "our /healthz": (ours, [["/healthz"]] * TURNS, 0),
            }
            measured: dict[str, list[tuple[float, float]]] = {what: [] for what in asked}
            for turn in range(TURNS):
                for what, (base, turns, which) in asked.items():
                    pid = servers[which].pid
                    told = load(base, turns[turn], pid=pid, seconds=seconds, folder=folder)
                    measured[what].append(told)
        finally:
            for process in servers:
                process.terminate()
                process.wait(timeout=20)
    report(measured, load_before)


if __name__ == "__main__":
    main()
