"""`portal translations`: which translations are missing or behind, and the stamp of those that are not."""

import json
from collections import Counter
from pathlib import Path

import click

from portal.articles import ContentError, Library
from portal.articles.sources import read_text
from portal.articles.translations import (
    Translation,
    TranslationState,
    find_translations,
    stamp,
)
from portal.language import Words, WordsError
from portal.settings import Settings, load_settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    epilog="\b\nExamples:\n  portal translations\n  portal translations --all --json\n"
    "  portal translations --stamp content/ru/orders/cancel-an-order.md"
)
@click.option("--stamp", "stamped", is_flag=True, help="Write into the files which original they follow.")
@click.option("--all", "everything", is_flag=True, help="List current translations, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.argument("files", nargs=-1, type=_FILE)
def translations(files: tuple[Path, ...], *, stamped: bool, everything: bool, as_json: bool) -> None:
    """List missing and outdated translations; with --stamp, mark FILES (or all) as following now."""
    settings = load_settings()
    library = _load(settings)
    found = [one for one in find_translations(library) if _is_meant(one, files, settings)]
    if files and len(found) < len(set(files)):
        raise click.UsageError("Name translations, such as content/ru/orders/cancel-an-order.md.")
    if stamped:
        changed = [one for one in found if _stamp(one, settings)]
        click.echo(f"Stamped {len(changed)} of {len(found)} translations.")
        return
    shown = [one for one in found if everything or one.state is not TranslationState.CURRENT]
    if as_json:
        rows = [{"lang": one.lang, "path": one.path, "state": one.state} for one in shown]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in shown:
        click.echo(f"{one.state:<10} {one.lang}/{one.path}")
    counts = Counter(one.state for one in found)
    click.echo(", ".join(f"{counts[state]} {state}" for state in TranslationState) + ".")


def _load(settings: Settings) -> Library:
    try:
        words = Words.load(settings.theme_dir / "words", default=settings.default_language)
        return Library.load(settings.content_dir, words)
    except (WordsError, ContentError) as error:
        raise click.ClickException(f"First put this right:\n{error}") from error


def _file(one: Translation, settings: Settings) -> Path:
    return settings.content_dir / one.lang / one.path


def _is_meant(one: Translation, files: tuple[Path, ...], settings: Settings) -> bool:
    return not files or _file(one, settings).resolve() in {file.resolve() for file in files}


def _stamp(one: Translation, settings: Settings) -> bool:
    """Write the stamp; tell whether it was needed."""
    if one.article is None or one.state is TranslationState.CURRENT:
        return False
    path = _file(one, settings)
    path.write_text(stamp(read_text(path, one.article.file), one.original), encoding="utf-8")
    return True
