"""`portal export`: raw events of some days, with the statements that make figures of them."""

from pathlib import Path

import click

from portal.services.doors import open_doors
from portal.services.event_export import FORMS, write_files
from portal.services.reporting_periods import USUAL_DAYS, WrongPeriod, last_days, read_period
from portal.settings import load_settings


@click.command(
    epilog="\b\nExamples:\n  portal export --out figures/\n"
    "  portal export --from 2026-10-01 --to 2026-10-31 --form parquet --out figures/"
)
@click.option(
    "--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder."
)
@click.option("--form", type=click.Choice(FORMS), default="csv", show_default=True)
@click.option("--from", "first", help="First day, 2026-10-01; four weeks up to today unless told.")
@click.option("--to", "last", help="Last day.")
@click.option("--demo", is_flag=True, help="Of the database with simulated traffic.")
def export(folder: Path, form: str, first: str | None, last: str | None, *, demo: bool) -> None:
    """Write raw events into a folder, with outcomes.sql and comparison.sql, so that others can compute again.

    Nothing of it leads to a person: keys and case numbers are replaced by hashes that are the same within
    this export only, and rare wordings are left out.
    """
    doors = open_doors(load_settings(**({"demo": True} if demo else {})))
    now, zone = doors.clock(), doors.shop.calendar.zone
    try:
        period = (
            read_period(name="custom", first=first or "", last=last or "", now=now, zone=zone)
            if first or last
            else last_days(USUAL_DAYS, now=now, zone=zone)
        )
    except WrongPeriod as error:
        raise click.UsageError(str(error)) from error
    for file in write_files(doors, period, folder, form=form):
        click.echo(f"{file}  {file.stat().st_size:,} bytes")
