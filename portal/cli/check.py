"""`portal check`: what is wrong with the content, and what wants looking after."""

import json

import click

from portal import clock
from portal.articles import ContentError, Library
from portal.articles.review import find_remarks
from portal.language import Words, WordsError
from portal.settings import Settings, load_settings


@click.command(epilog="\b\nExamples:\n  portal check\n  portal check --json")
@click.option("--json", "as_json", is_flag=True, help="Print errors and warnings as one JSON object.")
@click.pass_context
def check(ctx: click.Context, *, as_json: bool) -> None:
    """Read all articles and data files; list errors and warnings with file and line."""
    errors, warnings = _look(load_settings())
    if as_json:
        click.echo(json.dumps({"errors": errors, "warnings": warnings}, ensure_ascii=False, indent=2))
    else:
        _print(errors, warnings)
    ctx.exit(1 if errors else 0)


def _look(settings: Settings) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    try:
        words = Words.load(settings.theme_dir / "words", default=settings.default_language)
        library = Library.load(settings.content_dir, words)
    except (WordsError, ContentError) as error:
        problems = error.problems if isinstance(error, WordsError) else error.errors
        rows = [
            {"file": one.file, "line": one.line, "message": one.message, "hint": one.hint} for one in problems
        ]
        return rows, []
    remarks = find_remarks(library, today=settings.today or clock.today())
    return [], [
        {"file": one.file, "line": one.line, "rule": one.rule, "message": one.message} for one in remarks
    ]


def _print(errors: list[dict[str, object]], warnings: list[dict[str, object]]) -> None:
    for row in errors:
        click.echo(f"{row['file']}:{row['line']}: error: {row['message']} {row['hint']}".rstrip())
    for row in warnings:
        click.echo(f"{row['file']}:{row['line']}: warning: {row['message']} [{row['rule']}]")
    click.echo(f"{len(errors)} errors, {len(warnings)} warnings.")
