"""How long others wait to write while the retention job deletes millions of events.

    .venv/bin/python -m benchmarks.events_retention --var var/bench

The job runs in a process of its own, as the worker does; PostgreSQL with PORTAL_DATABASE_URL. Deletes what is
older than shop.yml says, as far as it comes in the time, for good: run it last.
"""

import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import click
from sqlalchemy import text

from benchmarks.events_pages import percentile
from portal.domain.events import EventName
from portal.services.doors import Doors, open_doors
from portal.services.keeping import delete_old
from portal.services.making_events import make_event
from portal.services.visitors import Request
from portal.settings import load_settings

PAUSE_S = 0.05


@click.command()
@click.option("--var", type=click.Path(path_type=Path), required=True, help="The var folder with portal.db.")
@click.option("--most", default=3.0, show_default=True, help="How many times longer than alone p95 may take.")
@click.option("--seconds", default=60.0, show_default=True, help="So long at most writers are watched.")
def main(var: Path, most: float, seconds: float) -> None:
    """Print how long a batch of ten events waited before, while and after old rows were deleted."""
    doors = open_doors(load_settings(var=var.absolute()))
    alone = watch(doors, "nothing is deleted", seconds=seconds / 3, is_over=lambda: False)
    before = count(doors)
    # What is left when the time is over stays for the next run: every part is a transaction of its own.
    deleting = multiprocessing.get_context("spawn").Process(target=delete, args=(var.absolute(),))
    deleting.start()
    begun = time.monotonic()
    beside = watch(doors, "old rows go", seconds=seconds, is_over=lambda: not deleting.is_alive())
    took = time.monotonic() - begun
    deleting.terminate()
    deleting.join()
    gone = [old - new for old, new in zip(before, count(doors), strict=True)]
    after = watch(doors, "nothing is deleted again", seconds=seconds / 3, is_over=lambda: False)
    click.echo(
        f"{gone[0]} outcomes and {gone[1]} events went in {took:.0f} s; p95 {beside / max(alone, after):.2f} "
        f"times what it is alone; load of the machine {os.getloadavg()[0]:.1f}"
    )
    if beside > most * max(alone, after):
        raise SystemExit(1)


def delete(var: Path) -> None:
    """Delete what is past its time, in a process of its own."""
    delete_old(open_doors(load_settings(var=var)))


def watch(doors: Doors, when: str, *, seconds: float, is_over: Callable[[], bool]) -> float:
    """Write ten events again and again; print how long that took, and return what 95 of 100 took at most."""
    visitor = doors.visitors.identify(Request("127.0.0.1", "Mozilla/5.0 Firefox/145.0", "127.0.0.1"))
    times: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end and not is_over():
        at = doors.clock().timestamp()
        events = [make_event(visitor, EventName.IMPRESSION, at=at, locale="en") for _ in range(10)]
        begun = time.perf_counter()
        doors.recorder.keep(visitor, *events)
        times.append(time.perf_counter() - begun)
        time.sleep(PAUSE_S)
    click.echo(
        f"{len(times)} batches of ten while {when}: middle {1000 * median(times):.1f} ms, "
        f"p95 {1000 * percentile(times, 0.95):.1f} ms, p99 {1000 * percentile(times, 0.99):.1f} ms, "
        f"longest {1000 * max(times):.0f} ms"
    )
    return percentile(times, 0.95)


def count(doors: Doors) -> tuple[int, int]:
    """Count all concluded needs and all events."""
    with doors.engine.connect() as connection:
        return (
            connection.execute(text("select count(*) from outcome")).scalar_one(),
            connection.execute(text("select count(*) from event")).scalar_one(),
        )


if __name__ == "__main__":
    main()
