"""`portal worker`: deliver messages and delete what is too old, beside the service."""

import logging
import signal
import threading
from functools import partial
from types import FrameType

import click

from portal.cli.building import build_apart
from portal.services.doors import open_doors
from portal.services.rebuilding import Rebuilder
from portal.services.working import Worker
from portal.settings import load_settings


@click.command(
    epilog="\b\nExamples:\n  portal worker\n  portal worker --once\n"
    "  PORTAL_SMTP_HOST=mail.example.com PORTAL_SMTP_PASSWORD_FILE=/run/secrets/smtp portal worker"
)
@click.option("--once", is_flag=True, help="Deliver what is due now, delete what is too old, and end.")
@click.option("--demo", is_flag=True, help="Work on the database of the demonstration.")
def worker(once: bool, demo: bool) -> None:  # noqa: FBT001  flags of the command line
    """Deliver messages, delete what has been kept long enough, build the site again when its day has come.

    A message that does not leave is tried again, at longer and longer intervals. On SIGTERM or Ctrl-C the
    message that is being sent is finished first.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = load_settings(**({"demo": True} if demo else {}))
    doors = open_doors(settings)
    rebuilder = Rebuilder(doors, partial(build_apart, settings))
    working = Worker(doors, rebuild=rebuilder.rebuild)
    if once:
        rebuilder.rebuild()
        # First what waits; what counting adds, such as the weekly report, goes afterwards.
        first = working.deliver_all()
        working.conclude()
        working.count()
        deleted, later = working.clean(seconds=None), working.deliver_all()
        click.echo(
            f"Delivered {first.delivered + later.delivered}, put off {first.postponed + later.postponed}, "
            f"given up {first.failed + later.failed}."
        )
        if deleted is not None:
            click.echo(
                f"Deleted {deleted.events} events, {deleted.comments} comments, {deleted.contacts} contacts, "
                f"{deleted.visits} visits."
            )
        return
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    working.run(stop)
