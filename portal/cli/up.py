"""`portal up`: everything a newcomer needs, with one command."""

import socket
import sys
from collections.abc import Iterator

import click

from portal.cli.beside import running_beside
from portal.cli.build import run_build
from portal.language import Words, own_name
from portal.services.doors import Doors, open_doors
from portal.services.shops import DEMO_ORDERS, name_shop
from portal.services.staff import FIRST_ADMINISTRATOR, ensure_first_administrator
from portal.settings import Settings, load_settings


@click.command(epilog="\b\nExamples:\n  portal up\n  portal up --demo\n  PORTAL_PORT=8080 portal up")
@click.option("--demo", is_flag=True, help="Use a database of its own, filled with simulated traffic.")
def up(demo: bool) -> None:  # noqa: FBT001  a flag of the command line
    """Build what changed, make the database, serve everything and deliver messages."""
    settings = with_demo_shop(load_settings(**({"demo": True} if demo else {})))
    refuse_taken_port(settings)
    run_build(settings)
    doors = open_doors(settings)
    if demo:
        _fill(doors)
    password = ensure_first_administrator(doors)
    for line in welcome(settings, doors.words, password):
        click.echo(line)
    from portal.cli.serve import Server

    with running_beside(_worker(settings)):
        Server(settings).run()


def with_demo_shop(settings: Settings) -> Settings:
    """Return the settings with invented orders where no shop is configured, so that the page can be tried."""
    if settings.shop_orders is not None or any(name_shop(settings)):
        return settings
    return settings.model_copy(update={"shop_orders": DEMO_ORDERS})


def refuse_taken_port(settings: Settings) -> None:
    """Stop before anything is built when somebody else listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((settings.host, settings.port)) == 0:
            raise click.ClickException(
                f"Port {settings.port} is in use. Stop what runs there, or choose another: "
                f"PORTAL_PORT={settings.port + 1} make up"
            )


def welcome(settings: Settings, words: Words, password: str | None) -> Iterator[str]:
    """Return the addresses and how to sign in."""
    base = f"http://{settings.host}:{settings.port}"
    yield ""
    for lang in words.languages:
        yield f"  {own_name(lang):<10} {base}/{lang}/"
    yield f"  {'Dashboard':<10} {base}/dashboard/"
    if settings.shop_orders == DEMO_ORDERS:
        yield f"  {'Orders':<10} invented: try 104-2391 with anna@example.com at {base}/en/orders/"
    if password is not None:
        yield f"  {'Sign in':<10} {FIRST_ADMINISTRATOR} / {password}   (shown only this once; keep it)"
    else:
        yield f"  {'Sign in':<10} {FIRST_ADMINISTRATOR}, with the password printed at the first start"
        yield f"  {'':<10} forgotten? portal staff password {FIRST_ADMINISTRATOR}"
    if not settings.smtp_host:
        yield f"  {'Mail':<10} one file per message in {settings.outbox_dir}"
    yield ""
    yield "  Stop with Ctrl-C."


def _worker(settings: Settings) -> tuple[str, ...]:
    flags = ("--demo",) if settings.demo else ()
    return (sys.executable, "-m", "portal", "worker", *flags)


def _fill(doors: Doors) -> None:
    from portal.services.simulating import fill_demo

    with click.progressbar(length=100, label="Simulating some weeks of traffic", file=sys.stderr) as bar:
        fill_demo(doors, on_progress=lambda done, total: bar.update(int(100 * done / total) - bar.pos))
