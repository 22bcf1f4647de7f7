"""How long the dashboard's pages take over a big database, as a signed-in manager meets them.

    .venv/bin/python -m benchmarks.events_pages --var var/bench

Fill the database first (benchmarks/events_make.py) and let `portal worker --once` conclude it.
"""

import math
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import click
from flask.testing import FlaskClient

from portal.services.doors import Doors, open_doors
from portal.services.staff import COOKIE, Role, add_member, sign_in
from portal.settings import load_settings
from portal.web.app import create_app
from portal.web.dashboard.presenting import PAGES

PERIODS = ("7", "28", "90")
LANGS = ("", "en", "hu")
LOGIN = "benchmark"


def signed_in(doors: Doors) -> FlaskClient:
    """Return a client with the cookie of an administrator."""
    login = f"{LOGIN}-{time.monotonic_ns()}"
    token = sign_in(doors, login, add_member(doors, login, role=Role.ADMINISTRATOR), address="127.0.0.1")
    client = create_app(doors, start_recorder=False).test_client()
    client.set_cookie(COOKIE, token or "")
    return client


def addresses() -> Iterator[tuple[str, str]]:
    """Yield every page with the filters that it offers itself."""
    for page in PAGES:
        for period in PERIODS:
            for lang in LANGS:
                yield page, f"/dashboard/{page}?period={period}&lang={lang}"


def percentile(times: list[float], share: float) -> float:
    """Return the smallest time that so large a share does not exceed."""
    return sorted(times)[max(0, math.ceil(share * len(times)) - 1)]


@click.command()
@click.option("--var", type=click.Path(path_type=Path), required=True, help="The var folder with portal.db.")
@click.option("--rounds", default=5, show_default=True, help="How often each is asked, after the first time.")
@click.option("--most", default=0.3, show_default=True, help="Seconds that 95 of 100 may not exceed.")
def main(var: Path, rounds: int, most: float) -> None:
    """Print the time of each page and fail when one in twenty takes too long."""
    doors = open_doors(load_settings(var=var.absolute()))
    client = signed_in(doors)
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for page, address in addresses():
            begun = time.perf_counter()
            answer = client.get(address)
            times.setdefault(page, []).append(time.perf_counter() - begun)
            assert answer.status_code == 200, (address, answer.status_code)
    for page, found in times.items():
        middle, slow = median(found) * 1000, percentile(found, 0.95) * 1000
        told = f"middle {middle:6.0f} ms  p95 {slow:6.0f} ms  longest {max(found) * 1000:6.0f} ms"
        click.echo(f"{page:<12} {len(found):>4} times  {told}")
    everything = [one for found in times.values() for one in found]
    click.echo(f"{'all':<12} {len(everything):>4} times  p95 {percentile(everything, 0.95) * 1000:.0f} ms")
    if percentile(everything, 0.95) > most:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
