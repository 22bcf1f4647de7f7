"""How long others wait to write while the retention job deletes millions of events.

    .venv/bin/python -m benchmarks.events_retention --var var/bench

Deletes what is older than shop.yml says, for good: run it last.
"""

import os
import threading
import time
from pathlib import Path
from statistics import median

import click

from benchmarks.events_pages import percentile
from portal.domain.events import EventName
from portal.services.doors import open_doors
from portal.services.keeping import delete_old
from portal.services.making_events import make_event
from portal.services.visitors import Request
from portal.settings import load_settings

PAUSE_S = 0.05


@click.command()
@click.option("--var", type=click.Path(path_type=Path), required=True, help="The var folder with portal.db.")
@click.option("--most", default=0.25, show_default=True, help="Seconds that 99 of 100 writes may not exceed.")
def main(var: Path, most: float) -> None:
    """Print what was deleted, how long it took, and how long a batch of ten events waited meanwhile."""
    doors = open_doors(load_settings(var=var.absolute()))
    visitor = doors.visitors.identify(Request("127.0.0.1", "Mozilla/5.0 Firefox/145.0", "127.0.0.1"))
    stop, times = threading.Event(), []

    def write() -> None:
        while not stop.wait(PAUSE_S):
            at = doors.clock().timestamp()
            events = [make_event(visitor, EventName.IMPRESSION, at=at, locale="en") for _ in range(10)]
            begun = time.perf_counter()
            doors.recorder.keep(visitor, *events)
            times.append(time.perf_counter() - begun)

    writer = threading.Thread(target=write)
    writer.start()
    begun = time.monotonic()
    deleted = delete_old(doors)
    took = time.monotonic() - begun
    stop.set()
    writer.join()
    click.echo(
        f"deleted {deleted.events} events in {took:.0f} s; load of the machine {os.getloadavg()[0]:.1f}"
    )
    slow = percentile(times, 0.99)
    click.echo(
        f"{len(times)} batches of ten events meanwhile: middle {1000 * median(times):.1f} ms, "
        f"p95 {1000 * percentile(times, 0.95):.0f} ms, p99 {1000 * slow:.0f} ms, "
        f"longest {1000 * max(times):.0f} ms"
    )
    if slow > most:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
