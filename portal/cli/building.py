"""Build the site in a process of its own, so that what a build takes is given back when it ends."""

from datetime import date
from multiprocessing import get_context

import click

from portal.settings import Settings


def build_apart(settings: Settings, today: date) -> bool:
    """Build for a day; tell whether it succeeded. What is wrong is printed by the process that builds."""
    # Not a fork: the worker has threads and connections that a copy of it must not share.
    process = get_context("spawn").Process(target=_build, args=(settings, today))
    process.start()
    process.join()
    return process.exitcode == 0


def _build(settings: Settings, today: date) -> None:
    from portal.site.building import build_site
    from portal.site.ending import BuildFailed

    try:
        build_site(settings, today=today)
    except BuildFailed as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
