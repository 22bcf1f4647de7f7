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
    mark_minor,
    stamp,
)
from portal.cli.changes import Change, change_since
from portal.language import Words, WordsError
from portal.settings import Settings, load_settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    epilog="\b\nExamples:\n  portal translations --diff\n  portal translations --all --json\n"
    "  portal translations --stamp content/ru/orders/cancel-an-order.md\n"
    "  portal translations --minor content/en/orders/cancel-an-order.md"
)
@click.option("--stamp", "stamped", is_flag=True, help="Write into the files which original they follow.")
@click.option(
    "--minor",
    is_flag=True,
    help="Mark the last change of FILES (originals): translations need not follow it.",
)
@click.option("--diff", is_flag=True, help="Show what has changed in the originals since, from git.")
@click.option("--all", "everything", is_flag=True, help="List current translations, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON, with the changes.")
@click.argument("files", nargs=-1, type=_FILE)
def translations(
    files: tuple[Path, ...], *, stamped: bool, minor: bool, diff: bool, everything: bool, as_json: bool
) -> None:
    """List missing and outdated translations; with --stamp, mark FILES (or all) as following now."""
    settings = load_settings()
    library = _load(settings)
    if minor:
        _mark(library, files, settings)
        return
    found = [one for one in find_translations(library) if _is_meant(one, files, settings)]
    if files and len(found) < len(set(files)):
        raise click.UsageError("Name translations, such as content/ru/orders/cancel-an-order.md.")
    if stamped:
        changed = [one for one in found if _stamp(one, settings)]
        click.echo(f"Stamped {len(changed)} of {len(found)} translations.")
        return
    shown = [one for one in found if everything or one.state is not TranslationState.CURRENT]
    changes = {one.path: change_since(settings, one) for one in shown} if diff or as_json else {}
    if as_json:
        rows = [_row(one, changes.get(one.path)) for one in shown]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in shown:
        _print(one, changes.get(one.path))
    counts = Counter(one.state for one in found)
    click.echo(", ".join(f"{counts[state]} {state}" for state in TranslationState) + ".")


def _print(one: Translation, change: Change | None) -> None:
    mark = " (the change since is marked minor)" if one.is_minor else ""
    click.echo(f"{one.state:<10} {one.lang}/{one.path}{mark}")
    if change is not None and one.state is TranslationState.OUTDATED:
        click.echo(f"  {change.summary}")
        for line in change.lines:
            click.echo(f"  {line}")


def _row(one: Translation, change: Change | None) -> dict[str, object]:
    row: dict[str, object] = {"lang": one.lang, "path": one.path, "state": one.state}
    if one.is_minor:
        row["significance"] = "minor"
    elif one.state is TranslationState.OUTDATED:
        row["significance"] = "significant"
        row["since"] = change.commit if change else None
        row["added_words"] = change.added if change else None
        row["removed_words"] = change.removed if change else None
        row["diff"] = list(change.lines) if change else None
    return row


def _mark(library: Library, files: tuple[Path, ...], settings: Settings) -> None:
    """Mark the last change of some originals as minor."""
    meant = {(settings.content_dir / library.default / path).resolve(): path for path in library.originals}
    if not files or not {file.resolve() for file in files} <= meant.keys():
        raise click.UsageError("Name originals, such as content/en/orders/cancel-an-order.md.")
    for file in files:
        path = meant[file.resolve()]
        original = library.originals[path]
        found = (library.articles[lang].get(path) for lang in library.data.languages[1:])
        sources = [one.meta.source for one in found if one is not None and one.meta.source]
        before = [source for source in sources if source != original.version]
        if before:
            text = mark_minor(read_text(file, original.file), original, before)
            file.write_text(text, encoding="utf-8")
        click.echo(f"{original.file}: {len(before)} translations need not follow its last change.")


def _load(settings: Settings) -> Library:
    try:
        words = Words.load(
            settings.theme_dir / "words", default=settings.default_language, only=settings.only_languages
        )
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
