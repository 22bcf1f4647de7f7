"""`portal recompute`: conclude all outcomes again from raw events."""

import click

from portal.services.doors import open_doors
from portal.services.recomputing import recompute as recompute_all
from portal.settings import load_settings


@click.command(epilog="\b\nExamples:\n  portal recompute\n  portal recompute --demo")
@click.option("--demo", is_flag=True, help="Of the database with simulated traffic.")
def recompute(demo: bool) -> None:  # noqa: FBT001  a flag of the command line
    """Conclude what became of every need again, and count it by day.

    Use it after a new version in content/_data/definitions.yml, or to check the figures: doing it twice
    changes nothing. Needs that come out otherwise are restated by an event each. Days whose raw events are
    deleted stay as they were closed. The service may run meanwhile.
    """
    doors = open_doors(load_settings(**({"demo": True} if demo else {})))
    with click.progressbar(length=1, label="Concluding days") as bar:

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        found = recompute_all(doors, tell)
        bar.update((bar.length or 0) - bar.pos)
    click.echo(
        f"{found.days} days, {found.needs} needs, {found.restated} restated, "
        f"under version {doors.definition.version} of the definitions."
    )
