"""The `portal` command; each subcommand is read only when it is called, so that starting stays quick."""

import gc
import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from portal import __version__
from portal.cli.leaving import leaving_at_once
from portal.errors import PortalError

COMMANDS = {
    "build": "portal.cli.build",
    "check": "portal.cli.check",
    "contacts": "portal.cli.contacts",
    "doctor": "portal.cli.doctor",
    "evaluate": "portal.cli.evaluate",
    "export": "portal.cli.export",
    "import": "portal.cli.importing",
    "integrations": "portal.cli.integrations",
    "learn": "portal.cli.learn",
    "mv": "portal.cli.mv",
    "new": "portal.cli.new",
    "recompute": "portal.cli.recompute",
    "report": "portal.cli.report",
    "orders": "portal.cli.orders",
    "preview": "portal.cli.preview",
    "serve": "portal.cli.serve",
    "simulate": "portal.cli.simulate",
    "staff": "portal.cli.staff",
    "translations": "portal.cli.translations",
    "up": "portal.cli.up",
    "worker": "portal.cli.worker",
}

FOR_OTHERS = frozenset({"build", "check", "evaluate", "import", "mv", "new", "translations"})
"""Commands that make only what is published or kept in git; what the others make is for its owner alone."""

_LEAVE_AT_ONCE = frozenset({"build"})
"""Commands that are waited for, hold a lot, and leave nothing open."""

EXAMPLES = """
\b
Examples:
  portal up                        build what changed and serve it at http://127.0.0.1:8000
  portal new --from-gap en-3fa9c1  open the draft of an article that is missing
  portal preview                   write articles and see them in the browser as you save
  portal check                     find mistakes in the articles, with file and line
  portal build --clean             build site and search index from nothing
  portal serve --workers 2         serve in production, behind your own proxy
  portal worker                    deliver messages and delete what is too old
  portal staff add anna --role editor
  portal doctor                    tell what is in use and what is wrong
"""


class _Commands(click.Group):
    """A group that reads a subcommand's module at its first use."""

    def __call__(self, *args: Any, **more: Any) -> Any:
        """Be the program; tests and other code call `main`."""
        if not _LEAVE_AT_ONCE.intersection(sys.argv[1:2]):
            return super().__call__(*args, **more)
        with leaving_at_once():
            return super().__call__(*args, **more)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        # `import` is a word of Python's own; its function has a name that may be one.
        function = f"{name}_" if iskeyword(name) else name
        # What is read stays: looking through it for garbage takes a fifth of the time, now and later.
        was_looked_for = gc.isenabled()
        gc.disable()
        try:
            command: click.Command = getattr(import_module(COMMANDS[name]), function)
        finally:
            gc.freeze()
            if was_looked_for:
                gc.enable()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in FOR_OTHERS:
            os.umask(0o077)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PortalError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Commands, epilog=EXAMPLES)
@click.version_option(__version__, prog_name="portal")
def main() -> None:
    """Run a help centre: articles in Markdown, a small service beside them, honest figures about both."""
