"""`portal orders`: how many orders the shop had, which contacts are counted against."""

import click

from portal.cli.tables import Given, takes_table, tell_lines
from portal.services.doors import Doors
from portal.services.ordering import FIELDS, keep_table, read_orders


@click.group(
    epilog="\b\nExamples:\n  portal orders import orders.csv\n  portal orders import orders.csv --write"
)
def orders() -> None:
    """Bring in the shop's orders by day."""


@orders.command("import", epilog="\b\nExample:\n  portal orders import orders.csv --write")
@takes_table(FIELDS)
def import_(doors: Doors, given: Given) -> None:
    """Import orders from FILE, a CSV with a day and a number of orders, or with one line for each order.

    A day that is told again is replaced. Of a table with one line for each order only the days are read.
    """
    table = read_orders(
        given.raw, zone=doors.shop.calendar.zone, columns=given.columns, encoding=given.encoding
    )
    tell_lines(table.wrong, table.unknown_columns)
    click.echo(
        f"Read as {table.encoding}: {len(table.days)} days, {sum(table.days.values())} orders, "
        f"{len(table.wrong)} lines left out."
    )
    if given.is_written:
        keep_table(doors, table)
