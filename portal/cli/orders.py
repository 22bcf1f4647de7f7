"""`portal orders`: how many orders the shop had, which contacts are counted against."""

from pathlib import Path

import click

from portal.services.doors import open_doors
from portal.services.ordering import FIELDS, keep_table, read_orders
from portal.settings import load_settings


@click.group(
    epilog="\b\nExamples:\n  portal orders import orders.csv\n  portal orders import orders.csv --write"
)
def orders() -> None:
    """Bring in the shop's orders by day."""


@orders.command("import", epilog="\b\nExample:\n  portal orders import orders.csv --write")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Keep them; without this only what would happen is told.")
@click.option(
    "--column", "columns", multiple=True, help=f"FIELD=NAME of its column; fields: {', '.join(FIELDS)}."
)
@click.option("--encoding", help="Of the file, when it is neither UTF-8, UTF-16 nor Windows-1250.")
@click.option("--demo", is_flag=True, help="Into the database with simulated traffic.")
def import_(
    file: Path,
    write: bool,  # noqa: FBT001  a flag of the command line
    columns: tuple[str, ...],
    encoding: str | None,
    demo: bool,  # noqa: FBT001  a flag of the command line
) -> None:
    """Import orders from FILE, a CSV with a day and a number of orders, or with one line for each order.

    A day that is told again is replaced. Of a table with one line for each order only the days are read.
    """
    doors = open_doors(load_settings(**({"demo": True} if demo else {})))
    pairs = (column.partition("=") for column in columns)
    table = read_orders(
        file.read_bytes(),
        zone=doors.shop.calendar.zone,
        columns={field: name for field, _, name in pairs},
        encoding=encoding,
    )
    for wrong in table.wrong:
        click.echo(f"line {wrong.line}: {wrong.reason}")
    if table.unknown_columns:
        click.echo(f"Columns not read: {', '.join(table.unknown_columns)}.")
    click.echo(
        f"Read as {table.encoding}: {len(table.days)} days, {sum(table.days.values())} orders, "
        f"{len(table.wrong)} lines left out."
    )
    if write:
        keep_table(doors, table)
    else:
        click.echo("Nothing was written. Add --write to keep them.")
