"""`portal contacts`: bring in contacts that came by other ways, and erase a person's."""

from pathlib import Path

import click

from portal.services.desk_tables import FIELDS, read_table
from portal.services.doors import open_doors
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
    """Import contacts from FILE, a CSV of a help desk: at least an id and a time for each.

    Lines already imported are known by their id. Every line is carried over or listed with its reason; its
    subject is looked up among the topics' ids and `desk_tags`. Of e-mails and accounts only keyed hashes are
    kept; the columns with what was said are not read.
    """
    doors = open_doors(load_settings(**({"demo": True} if demo else {})))
    pairs = (column.partition("=") for column in columns)
    table = read_table(
        file.read_bytes(),
        zone=doors.shop.calendar.zone,
        columns={field: name for field, _, name in pairs},
        encoding=encoding,
    )
    found = take_contacts(doors, (contact for _, contact in table.contacts), source=SOURCE, is_written=write)
    lines = [(wrong.line, wrong.reason) for wrong in table.wrong]
    lines += [(table.contacts[one.place][0], one.reason) for one in found.refused]
    for line, reason in sorted(lines):
        click.echo(f"line {line}: {reason}")
    if table.unknown_columns:
        click.echo(f"Columns not read: {', '.join(table.unknown_columns)}.")
    if found.unknown_tags:
        click.echo(
            f"No topic has these desk_tags, so their topic is unknown: {', '.join(found.unknown_tags)}."
        )
    click.echo(
        f"Read as {table.encoding}: {found.new} new, {found.known} known, {len(lines)} left out, "
        f"{found.restated} needs restated, {found.closed} told what they took."
    )
    if not write:
        click.echo("Nothing was written. Add --write to keep them.")


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
