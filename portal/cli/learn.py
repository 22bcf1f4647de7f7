"""`portal learn`: what confirmed answers teach the search."""

import click

from portal.services.doors import open_doors
from portal.services.teaching import Taught, teach
from portal.settings import load_settings
from search import SearchError


@click.command(epilog="\b\nExamples:\n  portal learn\n  portal learn --write\n  portal build")
@click.option("--write", "is_written", is_flag=True, help="Write the files, for review and the next build.")
def learn(*, is_written: bool) -> None:
    """Show, by language, what answered questions would teach the search; with --write, keep it as files."""
    doors = open_doors(load_settings())
    try:
        taught = teach(doors)
    except SearchError as error:
        raise click.ClickException(str(error)) from error
    for one in taught:
        _show(one)
        if is_written and (one.lessons or one.path.exists()):
            one.path.write_text(one.text, encoding="utf-8")
            click.echo(f"Wrote {one.path}. Read it, keep it in git, and run `portal build`.")


def _show(one: Taught) -> None:
    lessons = "lesson" if len(one.lessons) == 1 else "lessons"
    click.echo(f"{one.lang}: {len(one.lessons)} {lessons}, {len(one.forgotten)} forgotten.")
    for lesson in one.lessons:
        click.echo(f"  {lesson.weight:.2f} {lesson.sessions:>4}  “{lesson.question}” → {lesson.article_id}")
    for lesson in one.forgotten:
        click.echo(f"  gone       “{lesson.question}” → {lesson.article_id}")
