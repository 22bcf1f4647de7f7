"""`portal mv`: move an article with its translations; its id, votes and links come along."""

from pathlib import Path

import click

from portal.articles import DATA_FOLDER, ShopData
from portal.articles.moving import Move, plan_move
from portal.articles.reading import Reading, read_content
from portal.errors import PortalError
from portal.history import is_repository, move, uncommitted
from portal.language import Words
from portal.settings import Settings, load_settings


class Unsaved(PortalError):
    """A file that would be changed has changes that are not committed."""


@click.command(
    epilog="\b\nExamples:\n  portal mv orders/cancel-an-order orders/stop-an-order\n"
    "  portal mv content/en/orders/cancel-an-order.md returns/cancel-an-order --dry-run"
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.argument("old")
@click.argument("new")
def mv(old: str, new: str, *, dry_run: bool) -> None:
    """Move the article OLD to NEW, in all languages: both are category/name or a file.

    Links in all articles and notices follow, the old address gets a redirect, the id stays as it is.
    """
    settings = load_settings()
    words = Words.load(
        settings.theme_dir / "words", default=settings.default_language, only=settings.only_languages
    )
    reading = read_content(settings.content_dir, words)
    planned = _plan(settings, reading, words, old, new)
    changed = [name for name in planned.edits if name not in {target for _, target in planned.renames}]
    if not dry_run:
        _apply(settings, planned)
    for source, target in planned.renames:
        click.echo(f"content/{source} -> content/{target}")
    for name in sorted(changed):
        click.echo(f"content/{name}: mended")
    if planned.redirect:
        click.echo(f"redirect: {planned.redirect.strip()}")
    click.echo(
        "Nothing was changed: a dry run." if dry_run else f"`{planned.article_id}` keeps its id and votes."
    )


def _plan(settings: Settings, reading: Reading, words: Words, old: str, new: str) -> Move:
    data = reading.data or ShopData.load(settings.content_dir / DATA_FOLDER, words)
    old, new = (_place(name, settings, words) for name in (old, new))
    return plan_move(
        reading.articles, data, _texts(settings, reading), old=old, new=new, site_url=settings.base_url
    )


def _place(name: str, settings: Settings, words: Words) -> str:
    """Return category/name.md of what somebody typed: a file of any language, or the address."""
    path = Path(name)
    content = settings.content_dir.resolve()
    if path.resolve().is_relative_to(content) and path.suffix == ".md":
        name = path.resolve().relative_to(content).as_posix()
    name = name.removeprefix(f"{settings.content_dir.name}/").strip("/")
    first, _, rest = name.partition("/")
    place = rest if first in words.languages and rest else name
    return f"{place.removesuffix('.md')}.md"


def _texts(settings: Settings, reading: Reading) -> dict[str, str]:
    """Return articles and data files as they are written, to be changed nowhere but where they must."""
    content = settings.content_dir
    names = [f"{lang}/{path}" for lang, by_path in reading.articles.items() for path in by_path]
    names += [f"{DATA_FOLDER}/{file.name}" for file in sorted((content / DATA_FOLDER).glob("*.yml"))]
    return {name: (content / name).read_text("utf-8-sig") for name in names}


def _apply(settings: Settings, planned: Move) -> None:
    """Do it: nothing is touched while a file that changes has changes of its own."""
    root, content = settings.root, settings.content_dir.name
    back = {target: source for source, target in planned.renames}
    touched = sorted({back.get(name, name) for name in planned.edits} | set(back.values()))
    with_git = is_repository(root)
    if with_git:
        unsaved = uncommitted(root, [f"{content}/{name}" for name in touched])
        if unsaved:
            raise Unsaved(
                f"These files have changes that are not committed: {', '.join(unsaved)}. "
                "Commit them first, so that the move is a commit of its own."
            )
    for source, target in planned.renames:
        old, new = f"{content}/{source}", f"{content}/{target}"
        if not (with_git and move(root, old, new)):
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / old).rename(root / new)
    for name, text in planned.edits.items():
        (settings.content_dir / name).write_text(text, encoding="utf-8")
