"""What commands share that take a table from a file: their options, and what is told of its lines."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path

import click

from portal.services.desk_tables import WrongLine
from portal.services.doors import Doors, open_doors
from portal.settings import load_settings


@dataclass(frozen=True, slots=True)
class Given:
    """A file as somebody handed it over: its bytes, the names of its columns, its encoding if she said it."""

    raw: bytes
    columns: Mapping[str, str]
    encoding: str | None
    is_written: bool


Take = Callable[[Doors, Given], None]


def takes_table(fields: Iterable[str]) -> Callable[[Take], Callable[..., None]]:
    """Make of a function a command that takes a table with these fields; nothing is kept without --write."""
    options = (
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--write", is_flag=True, help="Keep them; without this only what would happen is told."),
        click.option(
            "--column",
            "columns",
            multiple=True,
            help=f"FIELD=NAME of its column; fields: {', '.join(fields)}.",
        ),
        click.option("--encoding", help="Of the file, when it is neither UTF-8, UTF-16 nor Windows-1250."),
        click.option("--demo", is_flag=True, help="Into the database with simulated traffic."),
    )

    def decorate(take: Take) -> Callable[..., None]:
        @wraps(take)
        def run(
            *, file: Path, write: bool, columns: tuple[str, ...], encoding: str | None, demo: bool
        ) -> None:
            doors = open_doors(load_settings(**({"demo": True} if demo else {})))
            pairs = (column.partition("=") for column in columns)
            named = {field: name for field, _, name in pairs}
            take(doors, Given(file.read_bytes(), named, encoding, is_written=write))
            if not write:
                click.echo("Nothing was written. Add --write to keep them.")

        command: Callable[..., None] = run
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def tell_lines(wrong: Iterable[WrongLine], unknown_columns: Iterable[str]) -> None:
    """Tell which lines were left out, why, and which columns nobody read."""
    for one in sorted(wrong, key=lambda one: (one.line, one.reason)):
        click.echo(f"line {one.line}: {one.reason}")
    unread = ", ".join(unknown_columns)
    if unread:
        click.echo(f"Columns not read: {unread}.")
