"""`portal contacts`: bring in contacts that came by other ways, and erase a person's."""

import click

from portal.cli.tables import Given, takes_table, tell_lines
from portal.services.desk_tables import FIELDS, WrongLine, read_table
from portal.services.doors import Doors, open_doors
from portal.services.erasing import erase_person
from portal.services.importing import take_contacts
from portal.settings import load_settings

SOURCE = "import"


@click.group(
    epilog="\b\nExamples:\n  portal contacts import tickets.csv\n"
    "  portal contacts import tickets.csv --write\n"
    "  portal contacts import tickets.csv --column at='Erstellt am' --column tags=Thema --write\n"
    "  portal contacts erase anna@example.com --write"
)
def contacts() -> None:
    """Bring in contacts that did not come through the contact form; erase those of a person."""


@contacts.command("import", epilog="\b\nExample:\n  portal contacts import tickets.csv --write")
@takes_table(FIELDS)
def import_(doors: Doors, given: Given) -> None:
    """Import contacts from FILE, a CSV of a help desk: at least an id and a time for each.

    Lines already imported are known by their id. Every line is carried over or listed with its reason; its
    subject is looked up among the topics' ids and `desk_tags`. Of e-mails and accounts only keyed hashes are
    kept; the columns with what was said are not read.
    """
    table = read_table(
        given.raw, zone=doors.shop.calendar.zone, columns=given.columns, encoding=given.encoding
    )
    contacts = (contact for _, contact in table.contacts)
    found = take_contacts(doors, contacts, source=SOURCE, is_written=given.is_written)
    refused = tuple(WrongLine(table.contacts[one.place][0], one.reason) for one in found.refused)
    tell_lines((*table.wrong, *refused), table.unknown_columns)
    if found.unknown_tags:
        click.echo(
            f"No topic has these desk_tags, so their topic is unknown: {', '.join(found.unknown_tags)}."
        )
    click.echo(
        f"Read as {table.encoding}: {found.new} new, {found.known} known, "
        f"{len(table.wrong) + len(refused)} left out, {found.restated} needs restated, "
        f"{found.closed} told what they took, {found.marked} marked anew."
    )


@contacts.command(
    epilog="\b\nExamples:\n  portal contacts erase anna@example.com\n  portal contacts erase 481-0271 --write"
)
@click.argument("who")
@click.option("--write", is_flag=True, help="Erase it; without this only what would go is told.")
@click.option("--demo", is_flag=True, help="In the database with simulated traffic.")
def erase(who: str, write: bool, demo: bool) -> None:  # noqa: FBT001  flags of the command line
    """Erase everything that leads to WHO: an e-mail address, or the number of one of her cases.

    Her messages, comments, waiting letters and letter files go; in events the keys that lead to her are
    replaced by random ones, so that figures stay. The service may run meanwhile. Help desks, mailboxes and
    backups keep what they have until it is erased there.
    """
    doors = open_doors(load_settings(**({"demo": True} if demo else {})))
    found = erase_person(doors, who, is_written=write)
    erased = found.erased
    click.echo(f"{'Erased' if write else 'Would erase'} of {found.email}:")
    click.echo(f"  {erased.contacts} messages, {erased.comments} comments")
    click.echo(f"  {erased.letters} letters of the outbox, {found.files} files of letters")
    click.echo(f"  links in {erased.events} events and {erased.visits} visits")
    if erased.tickets:
        click.echo(f"Erase these at the help desk as well: {', '.join(erased.tickets)}.")
    if found.is_empty:
        click.echo("Nothing is kept of this person.")
    elif not write:
        click.echo("Nothing was erased. Add --write to do it.")
