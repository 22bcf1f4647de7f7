"""`portal staff`: who may sign in to the dashboard."""

import click

from portal.services.doors import Doors, open_doors
from portal.services.staff import Role, add_member, list_members, renew_password
from portal.settings import load_settings


@click.group(
    epilog="\b\nExamples:\n  portal staff add anna --role editor\n  portal staff password anna\n"
    "  portal staff list\n  portal staff list --demo"
)
def staff() -> None:
    """Add people who may see the dashboard, and give them passwords."""


_demo = click.option("--demo", is_flag=True, help="Of the database with simulated traffic.")


@staff.command(epilog="\b\nExample:\n  portal staff add anna --role editor")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.READER.value,
    show_default=True,
    help="A reader sees figures, an editor also customers' messages; an administrator may do everything.",
)
@_demo
def add(name: str, role: str, demo: bool) -> None:  # noqa: FBT001  a flag of the command line
    """Add NAME and print the password, once."""
    password = add_member(_open(is_demo=demo), name, role=Role(role))
    click.echo(f"{name} / {password}   (shown only this once)")


@staff.command(epilog="\b\nExample:\n  portal staff password admin")
@click.argument("name")
@_demo
def password(name: str, demo: bool) -> None:  # noqa: FBT001  a flag of the command line
    """Give NAME a new password, print it once and end all their sign-ins."""
    click.echo(f"{name} / {renew_password(_open(is_demo=demo), name)}   (shown only this once)")


@staff.command("list", epilog="\b\nExample:\n  portal staff list")
@_demo
def list_(demo: bool) -> None:  # noqa: FBT001  a flag of the command line
    """List everybody who may sign in, with their role."""
    for member in list_members(_open(is_demo=demo)):
        click.echo(f"{member.login:<24} {member.role}")


def _open(*, is_demo: bool) -> Doors:
    return open_doors(load_settings(**({"demo": True} if is_demo else {})))
