"""How many searches a second one web process answers, next to an empty Flask route on the same server.

Run `portal build` first; needs wrk (`apt-get install wrk`). Everything stays on the loopback interface.

    .venv/bin/python benchmarks/serving.py --seconds 10
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import click

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310  loopback
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} did not answer")


def load(base: str, paths: list[str], *, seconds: int, folder: Path) -> float:
    """Return requests a second, asked over 8 connections by one thread of wrk."""
    script = folder / "paths.lua"
    script.write_text(SCRIPT % ", ".join(json.dumps(path) for path in paths))
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "-H", f"User-Agent: {BROWSER}", "-s", str(script), base]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        raise SystemExit(printed)
    found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    return float(found.group(1)) if found else 0.0


@click.command()
@click.option("--seconds", default=10, show_default=True, help="How long each is asked.")
def main(seconds: int) -> None:
    """Print requests a second of search, of the empty route, and their ratio."""
    if not shutil.which("wrk"):
        raise click.ClickException("wrk is not installed: apt-get install wrk")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty_app.py").write_text(EMPTY_APP)
        ports = free_port(), free_port()
        env = {
            "PATH": "/usr/bin:/bin",
            "PORTAL_PORT": str(ports[0]),
            "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
            "PORTAL_READS_PER_MINUTE": "100000000",
        }
        gunicorn = [
            sys.executable,
            "-m",
            "gunicorn",
            "-k",
            "gthread",
            "--threads",
            "8",
            "--no-control-socket",
        ]
        servers = [
            subprocess.Popen([sys.executable, "-m", "portal", "serve"], env=env, stdout=subprocess.DEVNULL),
            subprocess.Popen([*gunicorn, "-b", f"127.0.0.1:{ports[1]}", "empty_app:app"], cwd=folder),
        ]
        try:
            ours, empty = (f"http://127.0.0.1:{port}" for port in ports)
            wait_for(f"{ours}/healthz")
            wait_for(f"{empty}/empty")
            paths = [f"/api/search?lang=en&q={query.replace(' ', '+')}" for query in QUERIES]
            rates = {}
            for turn in range(2):
                rates[f"search {turn + 1}"] = load(ours, paths, seconds=seconds, folder=folder)
                rates[f"empty {turn + 1}"] = load(empty, ["/empty"], seconds=seconds, folder=folder)
            rates["page"] = load(ours, ["/en/orders/cancel-an-order/"], seconds=seconds, folder=folder)
        finally:
            for server in servers:
                server.terminate()
                server.wait(timeout=20)
    for what, rate in rates.items():
        click.echo(f"{what:<10} {rate:8.0f} requests/s")
    ratio = (rates["search 1"] + rates["search 2"]) / (rates["empty 1"] + rates["empty 2"])
    click.echo(f"{'ratio':<10} {ratio:8.2f} of an empty route")


if __name__ == "__main__":
    main()
