"""`portal build`: make the site and the search index."""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from portal import clock
from portal.setting_sources import find_places
from portal.site.beginning import Beginning, beginning
from portal.site.ending import BuildFailed, Built, OnProgress

if TYPE_CHECKING:
    from portal.settings import Settings

# A build of fewer pages is done before a bar could be read.
_WORTH_A_BAR = 400
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command(
    epilog="\b\nExamples:\n  portal build\n  portal build --clean\n  portal build --today 2026-12-24"
)
@click.option("--clean", is_flag=True, help="Build everything, even if nothing has changed.")
@click.option("--today", type=_DAY, help="Build as if it were this day, such as 2026-12-24.")
def build(*, clean: bool, today: datetime | None) -> None:
    """Build the static site and the search index, if anything they are made from has changed."""
    started = time.monotonic()
    with _telling_mistakes(), beginning(find_places(), clean=clean) as begun:
        # Reading them takes longer than to see that something has changed.
        from portal.settings import load_settings

        settings = load_settings(**({"today": today.date()} if today else {}))
        built = _build(settings, clean=clean, begun=begun)
    _tell(settings, built, seconds=time.monotonic() - started)


def run_build(settings: "Settings") -> None:
    """Build what changed and say what was done; raise ClickException with every mistake."""
    started = time.monotonic()
    with _telling_mistakes():
        built = _build(settings)
    _tell(settings, built, seconds=time.monotonic() - started)


def _build(settings: "Settings", *, clean: bool = False, begun: Beginning | None = None) -> Built:
    from portal.site.building import build_site

    with _bar() as on_progress:
        return build_site(
            settings,
            today=settings.today or clock.today(),
            clean=clean,
            begun=begun,
            on_progress=on_progress,
        )


@contextmanager
def _telling_mistakes() -> Iterator[None]:
    try:
        yield
    except BuildFailed as error:
        raise click.ClickException(f"The site was not built; the old one stays.\n{error}") from error


def _tell(settings: "Settings", built: Built, *, seconds: float) -> None:
    if built.is_new:
        click.echo(f"Built {built.pages} pages and the search index in {seconds:.1f} s.")
        for lang in built.not_searchable:
            click.echo(f"Pages in `{lang}` cannot be searched yet: there is no analyzer for it.")
    else:
        click.echo(f"Site and search index are up to date ({built.pages} pages).")
    _hold_brand(settings)
    for sentence in built.outdated_pictures:
        click.echo(sentence, err=True)


def _hold_brand(settings: "Settings") -> None:
    """Say which colours of the brand are hard to read; the site is built all the same."""
    from portal.site.brand import UnreadableColour, find_weak

    try:
        for weak in find_weak(settings.theme_dir):
            click.echo(str(weak), err=True)
    except UnreadableColour as error:
        click.echo(str(error), err=True)


@contextmanager
def _bar() -> Iterator[OnProgress]:
    """Show a bar on the error stream when there is enough to do and somebody to see it."""
    bars: list[Any] = []
    with ExitStack() as stack:

        def advance(done: int, total: int) -> None:
            if not bars and total >= _WORTH_A_BAR and sys.stderr.isatty():
                bar = click.progressbar(length=total, label="Building", file=sys.stderr)
                bars.append(stack.enter_context(bar))
            for shown in bars:
                shown.update(done - shown.pos)

        yield advance
