"""How long the dashboard's pages take over a big database, as a signed-in manager meets them.

    .venv/bin/python -m benchmarks.events_pages --var var/bench

Fill the database first (benchmarks/events_make.py) and let `portal worker --once` conclude it.
"""

import math
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

import click
from flask.testing import FlaskClient

from portal.services.counting_ahead import count_wished
from portal.services.doors import Doors, open_doors
from portal.services.reporting_periods import Period
from portal.services.staff import COOKIE, Role, add_member, sign_in
from portal.services.wishing import wish
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


def addresses(doors: Doors) -> Iterator[tuple[str, str]]:
    """Yield every page with the filters that it offers itself, and with days that somebody chose."""
    days = chosen(doors)
    custom = f"custom&from={days.first_on.isoformat()}&to={days.last_on.isoformat()}"
    for page in PAGES:
        for period in (*PERIODS, custom):
            for lang in LANGS:
                yield page, f"/dashboard/{page}?period={period}&lang={lang}"


def chosen(doors: Doors) -> Period:
    """Return two months that nobody offers."""
    today = doors.clock().date()
    zone = doors.shop.calendar.zone
    return Period(today - timedelta(days=100), today - timedelta(days=40), zone, "custom")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of the processor."""

    clock: float
    processor: float


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
    times: dict[str, list[Took]] = {}
    count_chosen(doors)
    for _ in range(rounds):
        for page, address in addresses(doors):
            begun = Took(time.perf_counter(), time.process_time())
            answer = client.get(address)
            took = Took(time.perf_counter() - begun.clock, time.process_time() - begun.processor)
            times.setdefault(page, []).append(took)
            assert answer.status_code == 200, (address, answer.status_code)
    for page, found in times.items():
        click.echo(f"{page:<12} {len(found):>4} times  {told(found)}")
    everything = [one for found in times.values() for one in found]
    click.echo(f"{'all':<12} {len(everything):>4} times  {told(everything)}")
    click.echo(f"load of the machine {os.getloadavg()[0]:.1f}")
    if percentile([one.clock for one in everything], 0.95) > most:
        raise SystemExit(1)


def count_chosen(doors: Doors) -> None:
    """Count the days that somebody chose, as the worker does when she asks."""
    for lang in LANGS:
        wish(doors, chosen(doors), lang or None)
    begun = Took(time.perf_counter(), time.process_time())
    counted = count_wished(doors)
    took = Took(time.perf_counter() - begun.clock, time.process_time() - begun.processor)
    click.echo(
        f"{counted} counts of chosen days in {took.clock:.1f} s, {took.processor:.1f} s of the processor"
    )


def told(found: list[Took]) -> str:
    """Tell the times of pages, by the clock and of the processor."""
    clock, processor = ([getattr(one, name) * 1000 for one in found] for name in ("clock", "processor"))
    return (
        f"middle {median(clock):5.0f} ms  p95 {percentile(clock, 0.95):5.0f} ms  "
        f"longest {max(clock):5.0f} ms; of the processor p95 {percentile(processor, 0.95):4.0f} ms, "
        f"most {max(processor):4.0f} ms"
    )


if __name__ == "__main__":
    main()
